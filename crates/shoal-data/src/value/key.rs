//! Ids as they are compared: trimmed, and mended where a spreadsheet turned a number into a float.
//!
//! `17850.0` and `17850` are one customer. Only digits followed by `.0` are mended; `10.50` and `1.10` stay what they are. What a
//! spreadsheet rounded (`1.785E+04`) is not mended but noted ([`crate::account::id_notes`]), because digits were lost.
//! Case is kept. What programs write for "nothing" ([`crate::value::missing`]) is no id.

use crate::value::missing::is_missing;

/// The key of a field, or `None` when the field holds none.
pub(crate) fn clean(field: &[u8]) -> Option<&[u8]> {
    let key = trim(field);
    let key = match key.strip_suffix(b".0") {
        Some(whole) if !whole.is_empty() && whole.iter().all(u8::is_ascii_digit) => whole,
        _ => key,
    };
    (!is_missing(key)).then_some(key)
}

/// The value of an attribute or a category, or `None` when there is none.
pub(crate) fn label(field: &[u8]) -> Option<&[u8]> {
    let label = trim(field);
    // `NA` is a country, too.
    (label == b"NA" || !is_missing(label)).then_some(label)
}

/// A number or a date as text, or `None` when there is none.
pub(crate) fn filled(field: &[u8]) -> Option<&[u8]> {
    let value = trim(field);
    (!is_missing(value)).then_some(value)
}

/// Without white space around it, also the no-break space. Most fields have none, which their first and last bytes tell.
#[inline]
pub(crate) fn trim(field: &[u8]) -> &[u8] {
    let is_plain = |byte: Option<&u8>| byte.is_some_and(u8::is_ascii_graphic);
    if is_plain(field.first()) && is_plain(field.last()) { field } else { trimmed(field) }
}

fn trimmed(field: &[u8]) -> &[u8] {
    let mut field = field.trim_ascii();
    while let Some(rest) = field.strip_prefix(NO_BREAK_SPACE) {
        field = rest.trim_ascii_start();
    }
    while let Some(rest) = field.strip_suffix(NO_BREAK_SPACE) {
        field = rest.trim_ascii_end();
    }
    field
}

const NO_BREAK_SPACE: &[u8] = "\u{a0}".as_bytes();

/// Whether the id is that of a cancelled order (`C536379`).
pub(crate) fn is_cancellation(order: &[u8]) -> bool {
    matches!(order, [b'C' | b'c', digits @ ..] if !digits.is_empty() && digits.iter().all(u8::is_ascii_digit))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn white_space() {
        for (field, trimmed) in [
            ("a b", "a b"),
            ("", ""),
            (" ", ""),
            ("a ", "a"),
            ("\ta", "a"),
            ("é ", "é"),
            ("\u{a0}a", "a"),
            ("a\u{a0} \u{a0}", "a"),
            ("\u{a0}", ""),
        ] {
            assert_eq!(trim(field.as_bytes()), trimmed.as_bytes(), "{field:?}");
        }
    }

    #[test]
    fn keys() {
        for (field, key) in [
            ("17850.0", Some("17850")),
            (" 17850 ", Some("17850")),
            ("\u{a0}a b\u{a0} ", Some("a b")),
            ("10.50", Some("10.50")),
            ("v1.0", Some("v1.0")),
            (".0", Some(".0")),
            ("a@b.com", Some("a@b.com")),
            ("", None),
            ("  ", None),
            ("NULL", None),
            ("NaN", None),
            ("NA", None),
            ("n/a", None),
            (" - ", None),
            ("-5", Some("-5")),
        ] {
            assert_eq!(clean(field.as_bytes()), key.map(str::as_bytes), "{field}");
        }
        assert_eq!(label(b"NA"), Some(b"NA".as_slice()));
    }

    #[test]
    fn cancelled_orders() {
        for (order, expected) in [("C536379", true), ("c1", true), ("C", false), ("CX1", false), ("536379", false)] {
            assert_eq!(is_cancellation(order.as_bytes()), expected, "{order}");
        }
    }
}
