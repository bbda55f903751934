//! Archives that are cut off, damaged, packed twice, or swell without end.

use crate::case::{read, refused};
use crate::inputs::{gzip, sales, zstandard};

#[test]
fn cut_off_or_damaged() {
    let (gz, zst) = (gzip(sales()), zstandard(sales()));
    let words = ["`t.csv.gz`", "the gzip archive is damaged: it ends too early", "gzip -t"];
    refused("truncated gzip").file("t.csv.gz", &gz[..gz.len() / 2]).says(&words);
    refused("gzip without its last byte").file("t.csv.gz", &gz[..gz.len() - 1]).says(&words);
    refused("nothing but the mark of gzip").file("t.csv.gz", &gz[..3]).says(&words);
    let words = ["`t.csv.zst`", "the Zstandard archive is damaged", "zstd -t"];
    refused("truncated Zstandard").file("t.csv.zst", &zst[..zst.len() / 2]).says(&words);
    let mut flipped = gz.clone();
    flipped[gz.len() / 2] ^= 0x10;
    refused("a flipped bit in gzip").file("t.csv.gz", flipped).says(&["`t.csv.gz`", "the gzip archive is damaged"]);
    let rest = [gz, b"rest".to_vec()].concat();
    refused("something behind gzip").file("t.csv.gz", rest).says(&["the gzip archive is damaged", "fetch or pack"]);
}

#[test]
fn packed_twice_or_as_something_else() {
    let words = ["is an archive in an archive", "unpack it once"];
    refused("gzip of gzip").file("t.csv.gz", gzip(gzip(sales()))).says(&words);
    refused("gzip of Zstandard").file("t.csv.gz", gzip(zstandard(sales()))).says(&words);
    let mut tar = vec![0; 1024];
    tar[257..262].copy_from_slice(b"ustar");
    refused("a tar in gzip").file("t.tar.gz", gzip(tar)).says(&["is a tar archive", "unpack it and name its files"]);
    refused("nothing in gzip").file("t.csv.gz", gzip("")).says(&["`t.csv.gz` is empty"]);
    read("plain text called .gz", &[("kept", 60)]).file("t.csv.gz", sales()).says(&["CSV, comma, UTF-8"]);
}

#[test]
fn bombs() {
    let words = ["gives more than 250", "unpack it and look"];
    refused("a bomb of gzip").file("t.csv.gz", gzip(vec![b'a'; 80 << 20])).says(&words);
    refused("a bomb of Zstandard").file("t.csv.zst", zstandard(vec![b'\n'; 300 << 20])).says(&words);
}
