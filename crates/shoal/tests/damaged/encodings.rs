//! Bytes that are no text, or another text than they seem.

use crate::case::{read, refused};
use crate::inputs::{HEADER, sales, sales_and, utf16};

#[test]
fn zero_bytes() {
    read("a zero byte in a row", &[("kept", 60), ("bad_encoding", 1)])
        .file("t.csv", sales_and("1,C\0,2024-01-01,1,5\n"))
        .says(&["bytes that are no text", "t.csv,62,"]);
    let header = sales().replacen("order", "or\0der", 1);
    refused("a zero byte in the header").file("t.csv", header).says(&["`t.csv` is not text", "UTF-8"]);
    read("a file that ends in zero bytes, as after a power cut", &[("kept", 60), ("bad_encoding", 1)])
        .file("t.csv", sales_and(&"\0".repeat(4096)))
        .says(&["t.csv,62,"]);
    refused("nothing but zero bytes").file("t.csv", [0; 4096]).says(&["`t.csv` is not text"]);
}

#[test]
fn half_a_character() {
    let text = sales_and("1,C99,2024-01-01,1,5\n");
    let bytes = [b"\xFF\xFE".to_vec(), utf16(&text)].concat();
    read("UTF-16 cut in half a unit", &[("kept", 60), ("bad_encoding", 1)])
        .file("t.csv", &bytes[..bytes.len() - 3])
        .says(&["UTF-16 (little endian)", "t.csv,62,"]);
    refused("UTF-16 without its mark").file("t.csv", utf16(&text)).says(&["`t.csv` is not text", "UTF-8"]);
    let umlauts = "1,Zoë,2024-01-01,1,5\n".repeat(3);
    let bytes = [sales_and(&umlauts).as_bytes(), b"1,Zo\xEB,2024-01-01,1,5\n"].concat();
    read("a byte of Latin-1 in UTF-8", &[("kept", 63), ("bad_encoding", 1)])
        .file("t.csv", bytes)
        .says(&["UTF-8, damaged in places", "t.csv,65,"]);
    let bytes = [sales().as_bytes(), b"1,Zo\xEB,2024-01-01,1,5\n"].concat();
    read("all of it in Windows-1252", &[("kept", 61)]).file("t.csv", bytes).says(&["Windows-1252"]);
    let bytes = [sales().as_bytes(), b"1,Zo\x81,2024-01-01,1,5\n"].concat();
    read("a byte that no encoding has", &[("kept", 60), ("bad_encoding", 1)]).file("t.csv", bytes).says(&["t.csv,62,"]);
}

#[test]
fn marks() {
    refused("nothing but a byte-order mark").file("t.csv", b"\xEF\xBB\xBF").says(&["`t.csv` is empty", "export"]);
    refused("nothing but a mark of UTF-16").file("t.csv", b"\xFF\xFE").says(&["`t.csv` is empty", "export"]);
    read("two byte-order marks", &[("kept", 60)]).file("t.csv", format!("\u{feff}\u{feff}{}", sales())).says(&[]);
    read("an old mark of the end", &[("kept", 60)]).file("t.csv", sales_and("\x1A")).says(&[]);
}

#[test]
fn other_formats() {
    let page = format!("<html><body><table><tr><td>{HEADER}</td></tr></table></body></html>");
    let words = ["a web page or XML document", "save it as .xlsx or .csv"];
    refused("a web page called .xls").file("t.xls", &page).says(&words);
    refused("a web page called .csv").file("t.csv", &page).says(&words);
    refused("a web page behind a byte-order mark").file("t.csv", format!("\u{feff}{page}")).says(&words);
    refused("a web page with a remark on top").file("t.csv", format!("<!-- export -->\n{page}")).says(&words);
    refused("a fragment of a web page").file("t.xls", format!("<div>{page}</div>")).says(&words);
    let sheet = "<?xml version=\"1.0\"?><Workbook/>";
    refused("XML in UTF-16").file("t.xls", [b"\xFF\xFE".to_vec(), utf16(sheet)].concat()).says(&words);
    refused("a PDF document").file("t.csv", "%PDF-1.4\n").says(&["a PDF document", "export the table"]);
    let program = [b"\x7FELF\x02\x01\x01\0".to_vec(), vec![0x90; 5000]].concat();
    refused("a program").file("t.csv", program).says(&["`t.csv` is not text"]);
    refused("an image").file("t.csv", b"\x89PNG\r\n\x1A\n\0\0\0\rIHDR\0\0").says(&["`t.csv` is an image"]);
}
