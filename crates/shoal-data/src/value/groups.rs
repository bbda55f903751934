//! Digits with groups of thousands and a decimal mark → digits with a point.
//!
//! The groups of a number are divided by one separator: the mark that is not the decimal mark, a space of any width
//! ([`SPACES`]), or an apostrophe. Each has three digits, the first one to three and no zero in front: so `1,234.50` and `1 234,5`
//! are numbers, and `12,34` with a decimal point is none, nor is `0,123`. With commas the groups before the last may also all
//! have two digits, as they are written in India: `12,34,567.50`. A fraction has no groups, and a number with an exponent has none.

use crate::options::DecimalMark;
use crate::value::dressed::SPACES;

const APOSTROPHES: [&[u8]; 2] = [b"'", "\u{2019}".as_bytes()];

/// Longer numbers need memory of their own.
const USUAL: usize = 64;

/// Gives `read` the digits without groups and with a decimal point; `None` when the groups are wrong.
pub(crate) fn ungrouped<T>(bare: &[u8], mark: DecimalMark, read: impl Fn(&[u8]) -> Option<T>) -> Option<T> {
    let (mut usual, mut long);
    let digits: &mut [u8] = if bare.len() <= USUAL {
        usual = [0; USUAL];
        &mut usual
    } else {
        long = vec![0; bare.len()];
        &mut long
    };
    let length = write(bare, mark, digits)?;
    read(&digits[..length])
}

/// Writes the digits with a point, and says how many bytes these are.
fn write(bare: &[u8], mark: DecimalMark, out: &mut [u8]) -> Option<usize> {
    let exponent = bare.iter().any(|byte| byte.eq_ignore_ascii_case(&b'e'));
    let (whole, rest) = bare.split_at(bare.iter().position(|&byte| byte == mark.byte()).unwrap_or(bare.len()));
    let mut length = if exponent || whole.iter().all(u8::is_ascii_digit) {
        out[..whole.len()].copy_from_slice(whole);
        whole.len()
    } else {
        write_groups(whole, mark, out)?
    };
    if let Some((_, fraction)) = rest.split_first() {
        out[length] = b'.';
        out[length + 1..length + 1 + fraction.len()].copy_from_slice(fraction);
        length += 1 + fraction.len();
    }
    // A point besides the decimal mark would be taken for it.
    let points = out[..length].iter().filter(|&&byte| byte == b'.').count();
    (points == usize::from(!rest.is_empty())).then_some(length)
}

fn write_groups(whole: &[u8], mark: DecimalMark, out: &mut [u8]) -> Option<usize> {
    let first = whole.iter().position(|byte| !byte.is_ascii_digit())?;
    let separator = separator(&whole[first..], mark)?;
    if !(1..=3).contains(&first) || whole[0] == b'0' {
        return None;
    }
    out[..first].copy_from_slice(&whole[..first]);
    let (mut length, mut rest, mut pairs) = (first, &whole[first..], 0);
    while !rest.is_empty() {
        rest = rest.strip_prefix(separator)?;
        let digits = rest.iter().take_while(|byte| byte.is_ascii_digit()).count();
        let last = digits == rest.len();
        match digits {
            3 if last || pairs == 0 => {}
            2 if !last && separator == b"," && length == first + 2 * pairs && first <= 2 => pairs += 1,
            _ => return None,
        }
        out[length..length + digits].copy_from_slice(&rest[..digits]);
        length += digits;
        rest = &rest[digits..];
    }
    Some(length)
}

/// The separator at the start of a text.
fn separator(text: &[u8], mark: DecimalMark) -> Option<&'static [u8]> {
    let other: &[u8] = match mark {
        DecimalMark::Point => b",",
        DecimalMark::Comma => b".",
    };
    let known = std::iter::once(other).chain(SPACES).chain(APOSTROPHES);
    known.into_iter().find(|separator| text.starts_with(separator))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn digits(text: &str, mark: DecimalMark) -> Option<String> {
        ungrouped(text.as_bytes(), mark, |digits| String::from_utf8(digits.to_vec()).ok())
    }

    #[test]
    fn groups() {
        for (text, expected) in [
            ("1,234.50", Some("1234.50")),
            ("12,34,567", Some("1234567")),
            ("1,23,45,678.9", Some("12345678.9")),
            ("1,234,567", Some("1234567")),
            ("1 234", Some("1234")),
            ("1.5E+06", Some("1.5E+06")),
            ("12,34", None),
            ("123,45,678", None),
            ("1,234,56,789", None),
            ("1,23,456,789", None),
            ("1,234 567", None),
            ("0,123", None),
            ("1234,567", None),
            (",123", None),
            ("1,,234", None),
            ("1.2.3", None),
        ] {
            assert_eq!(digits(text, DecimalMark::Point).as_deref(), expected, "{text}");
        }
        for (text, expected) in [
            ("1.234,50", Some("1234.50")),
            ("1.234.567", Some("1234567")),
            ("12.34.567", None),
            ("1,5E+06", Some("1.5E+06")),
            ("1.5E+06", None),
            (",5", Some(".5")),
            ("1,2.3", None),
        ] {
            assert_eq!(digits(text, DecimalMark::Comma).as_deref(), expected, "{text}");
        }
    }
}
