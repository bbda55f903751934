//! Bytes of a text file → UTF-8, with a word about what they were.
//!
//! 1. A byte-order mark decides: UTF-8, UTF-16 little or big endian.
//! 2. Valid UTF-8 is UTF-8.
//! 3. Otherwise the file is either Windows-1252 (what older office programs write) or UTF-8 with damage. In UTF-8 most
//!    characters outside ASCII form valid sequences, in Windows-1252 text almost none do: the more frequent kind wins.
//!
//! What cannot be text stays visible as a *suspect*: the replacement character where decoding failed, the five bytes that
//! Windows-1252 leaves undefined (they decode to control characters), and the zero byte. A row that holds a suspect becomes
//! unreadable, the others are used.
//!
//! Cost: one pass, without a copy for UTF-8.

use encoding_rs::{Encoding, UTF_16BE, UTF_16LE, WINDOWS_1252};

/// The text of a file.
pub(crate) struct Decoded {
    /// UTF-8, possibly with a byte-order mark that `start` skips.
    pub(crate) text: Vec<u8>,
    /// Where the text begins.
    pub(crate) start: usize,
    /// What the file was, for the receipt.
    pub(crate) label: &'static str,
    /// Byte sequences that mark a row as damaged; empty for nearly every file.
    pub(crate) suspects: Vec<Vec<u8>>,
}

/// What some old programs write behind the last line.
const OLD_END: u8 = 0x1A;

/// Decodes a whole file.
pub(crate) fn decode(mut bytes: Vec<u8>) -> Decoded {
    bytes.pop_if(|last| *last == OLD_END);
    match bytes.as_slice() {
        [0xEF, 0xBB, 0xBF, ..] => utf8(bytes, 3),
        [0xFF, 0xFE, ..] => foreign(&bytes, UTF_16LE, "UTF-16 (little endian)"),
        [0xFE, 0xFF, ..] => foreign(&bytes, UTF_16BE, "UTF-16 (big endian)"),
        _ => utf8(bytes, 0),
    }
}

fn utf8(bytes: Vec<u8>, start: usize) -> Decoded {
    let label = if start > 0 { "UTF-8 with byte-order mark" } else { "UTF-8" };
    if std::str::from_utf8(&bytes).is_ok() {
        let suspects = zero_byte(&bytes);
        return Decoded { text: bytes, start, label, suspects };
    }
    let (mut valid, mut damaged) = (0usize, 0usize);
    for chunk in bytes[start..].utf8_chunks() {
        valid += chunk.valid().chars().filter(|c| !c.is_ascii()).count();
        damaged += usize::from(!chunk.invalid().is_empty());
    }
    if start == 0 && damaged > valid {
        return foreign(&bytes, WINDOWS_1252, "Windows-1252 (not valid UTF-8)");
    }
    let text = String::from_utf8_lossy(&bytes[start..]).into_owned().into_bytes();
    let mut suspects = zero_byte(&text);
    suspects.push(REPLACEMENT.to_vec());
    Decoded { text, start: 0, label: "UTF-8, damaged in places", suspects }
}

const REPLACEMENT: &[u8] = "\u{FFFD}".as_bytes();

fn foreign(bytes: &[u8], encoding: &'static Encoding, label: &'static str) -> Decoded {
    let (text, _, damaged) = encoding.decode(bytes);
    let text = text.into_owned().into_bytes();
    let mut suspects = zero_byte(&text);
    if damaged {
        suspects.push(REPLACEMENT.to_vec());
    }
    for undefined in ['\u{81}', '\u{8D}', '\u{8F}', '\u{90}', '\u{9D}'] {
        let mut buffer = [0; 4];
        let code = undefined.encode_utf8(&mut buffer).as_bytes();
        if contains(&text, code) {
            suspects.push(code.to_vec());
        }
    }
    Decoded { text, start: 0, label, suspects }
}

fn zero_byte(text: &[u8]) -> Vec<Vec<u8>> {
    if text.contains(&0) { vec![vec![0]] } else { Vec::new() }
}

/// Whether `needle` occurs in `text`.
pub(crate) fn contains(text: &[u8], needle: &[u8]) -> bool {
    match needle {
        [one] => text.contains(one),
        _ => text.windows(needle.len()).any(|window| window == needle),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(bytes: &[u8]) -> (String, &'static str, usize) {
        let decoded = decode(bytes.to_vec());
        (String::from_utf8(decoded.text[decoded.start..].to_vec()).unwrap(), decoded.label, decoded.suspects.len())
    }

    #[test]
    fn every_encoding() {
        assert_eq!(read("Köln".as_bytes()), ("Köln".to_owned(), "UTF-8", 0));
        assert_eq!(read(b"\xEF\xBB\xBFa"), ("a".to_owned(), "UTF-8 with byte-order mark", 0));
        assert_eq!(read(b"K\xF6ln \x80"), ("Köln €".to_owned(), "Windows-1252 (not valid UTF-8)", 0));
        assert_eq!(read(b"\xFF\xFEa\0;\0"), ("a;".to_owned(), "UTF-16 (little endian)", 0));
        assert_eq!(read(b"\xFE\xFF\0a\0;"), ("a;".to_owned(), "UTF-16 (big endian)", 0));
        assert_eq!(read(b""), (String::new(), "UTF-8", 0));
    }

    #[test]
    fn damage_is_marked() {
        assert_eq!(read(b"a\0b").2, 1);
        assert_eq!(read(b"K\xF6ln \x81").2, 1);
        let (text, label, suspects) = read("Köln, Düren, Z\u{fc}rich".as_bytes().split_last().unwrap().1);
        assert_eq!((text.as_str(), label, suspects), ("Köln, Düren, Züric", "UTF-8", 0));
        let mut bytes = "Köln, Düren".as_bytes().to_vec();
        bytes.push(0xC3);
        assert_eq!(read(&bytes), ("Köln, Düren\u{FFFD}".to_owned(), "UTF-8, damaged in places", 1));
    }
}
