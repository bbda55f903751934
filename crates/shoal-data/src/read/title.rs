//! A title above the header: a first row with one value above rows with several.
//!
//! Only told here, not skipped: which row is the header is the user's to say.

use crate::read::records::Records;

/// How many rows are looked at.
const LOOKED_AT: usize = 10;

/// Whether the first row has one value only and one of the next has several.
pub(crate) fn is_title(mut values: impl Iterator<Item = usize>) -> bool {
    values.next() == Some(1) && values.take(LOOKED_AT - 1).any(|count| count > 1)
}

/// The title of a text whose first row with a value begins at `start`, cut by one of the separators.
pub(crate) fn of_text(text: &[u8], start: usize, separators: &[u8]) -> bool {
    separators.iter().any(|&separator| {
        let records = Records { text, separator, width: 0, suspects: &[], header: b"", open: false };
        let mut at = start;
        let rows = std::iter::from_fn(|| {
            let row = records.first_row(at)?;
            at = row.end;
            Some(row.fields.iter().filter(|field| !field.trim_ascii().is_empty()).count())
        });
        is_title(rows)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn titles() {
        for (text, expected) in [
            ("Sales\na,b\n1,2", true),
            ("Sales 2024;;\n\n;;\na;b;c\n", true),
            ("Sales\nMay\na,b\n1,2", true),
            ("a,b\n1,2", false),
            ("a\n1\n2", false),
            ("Sales", false),
            (",b\n1,2", true),
        ] {
            assert_eq!(of_text(text.as_bytes(), 0, b",;"), expected, "{text}");
        }
    }
}
