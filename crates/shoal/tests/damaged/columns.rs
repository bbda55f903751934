//! Parquet and Arrow whose end is missing, whose sizes are wrong, whose bytes are flipped.

use crate::case::{read, refused};

const PARQUET: &[u8] = include_bytes!("files/sales.parquet");
const ARROW: &[u8] = include_bytes!("files/sales.arrow");
const STREAM: &[u8] = include_bytes!("files/sales.arrows");

#[test]
fn parquet() {
    read("sound", &[("kept", 60)]).file("t.parquet", PARQUET).says(&["Parquet"]);
    let words = ["`t.parquet` cannot be read as Parquet", "fetch or write the file again"];
    refused("nothing but its mark").file("t.parquet", b"PAR1").says(&words);
    refused("two marks").file("t.parquet", b"PAR1PAR1").says(&words);
    refused("cut in the middle").file("t.parquet", &PARQUET[..PARQUET.len() / 2]).says(&words);
    refused("without the last byte").file("t.parquet", &PARQUET[..PARQUET.len() - 1]).says(&words);
    let end = PARQUET.len();
    let spoiled = |at: usize, bytes: &[u8]| [&PARQUET[..at], bytes, &PARQUET[at + bytes.len()..]].concat();
    refused("a footer of no length").file("t.parquet", spoiled(end - 8, &[0; 4])).says(&words);
    refused("a footer longer than the file")
        .file("t.parquet", spoiled(end - 8, &[0xFF, 0xFF, 0xFF, 0x7F]))
        .says(&words);
    refused("a broken footer").file("t.parquet", spoiled(end - 600, &[0xFF; 200])).says(&words);
    refused("a broken page").file("t.parquet", spoiled(4, &[0xFF; 64])).says(&words);
    refused("encrypted").file("t.parquet", [b"PARE", &PARQUET[4..]].concat()).says(&["encrypted"]);
}

#[test]
fn arrow() {
    let words = ["`t.arrow` cannot be read as Arrow", "fetch or write the file again"];
    read("a sound file", &[("kept", 60)]).file("t.arrow", ARROW).says(&["Arrow"]);
    read("a sound stream", &[("kept", 60)]).file("t.arrow", STREAM).says(&["Arrow"]);
    refused("nothing but its mark").file("t.arrow", b"ARROW1").says(&words);
    refused("cut in the middle").file("t.arrow", &ARROW[..ARROW.len() / 2]).says(&words);
    refused("a footer longer than the file")
        .file("t.arrow", [&ARROW[..ARROW.len() - 10], &[0xFF, 0xFF, 0xFF, 0x7F], b"ARROW1"].concat())
        .says(&words);
    refused("a stream cut in its batch").file("t.arrow", &STREAM[..STREAM.len() - 200]).says(&words);
    refused("a stream cut in its schema").file("t.arrow", &STREAM[..100]).says(&words);
    refused("a message of two gigabytes")
        .file("t.arrow", [&STREAM[..4], &[0xFF, 0xFF, 0xFF, 0x7F], &STREAM[8..]].concat())
        .says(&words);
}
