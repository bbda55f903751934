//! The sizes that a zip claims for the files in it, looked at before a workbook is unpacked.
//!
//! A small workbook can hold far more than a memory does, as any archive can: see [`crate::read::opened`], whose bounds these are.
//! The table of contents stands at the end of a zip: a header for each file, with its size unpacked.
//!
//! Cost: the last bytes and the table of contents.

/// Bytes of the part at the very end, without its remark.
const END: usize = 22;
/// The longest remark behind it.
const LONGEST_REMARK: usize = 1 << 16;
/// Bytes of the header of a file in the table of contents, without its name.
const HEADER: usize = 46;

/// The bytes of all files, unpacked, as the zip claims; 0 where it is too damaged to tell.
pub(crate) fn unpacked(zip: &[u8]) -> u64 {
    let Some(mut at) = contents(zip) else { return 0 };
    let mut sum = 0;
    while let Some(header) = zip.get(at..at.saturating_add(HEADER)).filter(|header| header.starts_with(b"PK\x01\x02")) {
        sum += number(header, 24, 4);
        let lengths = [28, 30, 32].map(|place| number(header, place, 2) as usize);
        at += HEADER + lengths.iter().sum::<usize>();
    }
    sum
}

/// Where the table of contents begins.
fn contents(zip: &[u8]) -> Option<usize> {
    let from = zip.len().saturating_sub(END + LONGEST_REMARK);
    let end = from + zip[from..].windows(END).rposition(|window| window.starts_with(b"PK\x05\x06"))?;
    Some(number(&zip[end..], 16, 4) as usize)
}

/// A number of so many bytes, the lowest first.
fn number(bytes: &[u8], place: usize, length: usize) -> u64 {
    bytes[place..place + length].iter().rev().fold(0, |number, &byte| (number << 8) | u64::from(byte))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn claimed_or_too_damaged() {
        let mut book = rust_xlsxwriter::Workbook::new();
        let _ = book.add_worksheet().write_string(0, 0, "x".repeat(9000));
        let bytes = book.save_to_buffer().unwrap_or_default();
        assert!((9000..90_000).contains(&unpacked(&bytes)), "{}", unpacked(&bytes));
        for end in 0..bytes.len() {
            assert_eq!(unpacked(&bytes[..end]), 0);
        }
    }
}
