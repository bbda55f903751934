//! Which character separates the fields.
//!
//! Candidates are comma, semicolon, tab and bar. The one that cuts the header into most fields wins; quotes are respected. When
//! two cut it into equally many, the one under which more rows of the file have the header's number of fields wins, then the
//! first of the list. A first line `sep=;`, as spreadsheets write it, decides at once.
//!
//! Where none of them cuts the first row, runs of spaces may: when they cut nine of ten rows into equally many fields, and
//! numbers or dates fill at least one column. A column of words with spaces stays one column.

use crate::read::records::{Records, SPACES};
use crate::read::values;

/// What can separate fields.
pub(crate) const CANDIDATES: [u8; 4] = [b',', b';', b'\t', b'|'];

/// The separator, and where the header begins.
pub(crate) fn find(text: &[u8], start: usize) -> (u8, usize) {
    if let Some(found) = declared(&text[start..]) {
        return (found.0, start + found.1);
    }
    let fields = |separator| records(text, separator, 0).first_row(start).map_or(0, |row| row.fields.len());
    let counts = CANDIDATES.map(|separator| (fields(separator), separator));
    let most = counts.iter().map(|&(count, _)| count).max().unwrap_or(0);
    let tied: Vec<u8> = counts.iter().filter(|&&(count, _)| count == most).map(|&(_, separator)| separator).collect();
    match tied.as_slice() {
        [only] => (*only, start),
        _ if most <= 1 => (if is_spaced(text, start) { SPACES } else { b',' }, start),
        several => {
            let regular = |separator: u8| {
                let rows = records(text, separator, most).cut(start, 1).unwrap_or_default();
                rows.iter().map(|chunk| chunk.rows.len()).sum::<usize>()
            };
            let best = several.iter().map(|&separator| regular(separator)).max().unwrap_or(0);
            (several.iter().copied().find(|&separator| regular(separator) == best).unwrap_or(b','), start)
        }
    }
}

/// Whether runs of spaces cut the text into a table.
fn is_spaced(text: &[u8], start: usize) -> bool {
    let width = records(text, SPACES, 0).first_row(start).map_or(0, |row| row.fields.len());
    if width < 2 {
        return false;
    }
    let cut = records(text, SPACES, width);
    let Ok(chunks) = cut.cut(start, 1) else { return false };
    let good: usize = chunks.iter().map(|chunk| chunk.rows.len()).sum();
    let bad: usize = chunks.iter().map(|chunk| chunk.faults.len()).sum();
    good >= 9 * bad && values::fill_a_column(&cut.first_rows(start, values::LOOKED_AT))
}

fn records(text: &[u8], separator: u8, width: usize) -> Records<'_> {
    Records { text, separator, width, suspects: &[], header: b"", open: false }
}

/// `sep=;` on a line of its own: the separator and the length of the line.
fn declared(text: &[u8]) -> Option<(u8, usize)> {
    let rest = text.strip_prefix(b"sep=")?;
    match rest {
        [separator, ..] if separator.is_ascii_alphanumeric() || matches!(separator, b'"' | b'\r' | b'\n' | b' ') => {
            None
        }
        [separator, b'\r', b'\n', ..] => Some((*separator, 7)),
        [separator, b'\n' | b'\r', ..] => Some((*separator, 6)),
        _ => None,
    }
}

/// The separator in words.
pub(crate) fn name(separator: u8) -> String {
    match separator {
        b',' => "comma".to_owned(),
        b';' => "semicolon".to_owned(),
        b'\t' => "tab".to_owned(),
        b'|' => "bar".to_owned(),
        SPACES => "spaces".to_owned(),
        other => format!("`{}`", char::from(other)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn found() {
        for (text, separator, start) in [
            ("a,b,c\n1,2,3", b',', 0),
            ("a;b;c\n1,5;2;3", b';', 0),
            ("a\tb\n1\t2", b'\t', 0),
            ("a|b\n1|2", b'|', 0),
            ("\"a,b,c\";d\n1;2", b';', 0),
            ("Total, EUR;Customer\n1,5;2\n2;3", b';', 0),
            ("a\n1", b',', 0),
            ("", b',', 0),
            (" 00001 19970101  1   11.77\n 00001 19970112  1   12.00\n", b' ', 0),
            ("x y\n1 2\n", b' ', 0),
            ("Full name\nAnn Lee\nBob Ray\n", b',', 0),
            ("a remark of words\n1 2\n3 4\n", b',', 0),
            ("sep=;\na,b;c\n", b';', 6),
            ("sep=\t\r\na\tc\r\n", b'\t', 7),
        ] {
            assert_eq!(find(text.as_bytes(), 0), (separator, start), "{text}");
        }
    }
}
