//! Numbers, money and names as people read them.
//!
//! Statements already carry their numbers as text; tables and captions are formatted here, with the same
//! [`Form`]s, so that one number is written one way wherever it appears. An undefined number is [`UNDEFINED`], and so is one
//! that is not finite: nothing in a report ever reads `NaN`.

use shoal_segment::money::Amount;
use shoal_segment::statement::Form;

/// What stands in a table where a number is undefined; every table that can hold it says so.
pub(crate) const UNDEFINED: &str = "–";

/// A whole number: `1,204`.
pub(crate) fn count(value: impl TryInto<i128>) -> String {
    value
        .try_into()
        .map_or_else(|_| UNDEFINED.to_owned(), |whole| grouped(&whole.unsigned_abs().to_string(), whole < 0))
}

/// A count and its noun, singular or plural: `1 customer`, `12 customers`.
pub(crate) fn counted(value: impl TryInto<i128> + Copy, noun: &str) -> String {
    format!("{} {}", count(value), plural(value, noun))
}

/// A noun for so many: `customer` for one, `customers` for any other number.
pub(crate) fn plural(value: impl TryInto<i128>, noun: &str) -> String {
    let one = value.try_into().is_ok_and(|whole: i128| whole == 1);
    if one { noun.to_owned() } else { format!("{noun}s") }
}

/// A share as a percentage: `12.5 %`.
pub(crate) fn share(value: impl Into<Option<f64>>) -> String {
    shown(value.into(), Form::Share)
}

/// A measured quantity: `1,234`, `12.3`, `0.45`.
pub(crate) fn quantity(value: impl Into<Option<f64>>) -> String {
    shown(value.into(), Form::Quantity)
}

/// An index with three decimals: `0.412`.
pub(crate) fn index(value: impl Into<Option<f64>>) -> String {
    shown(value.into(), Form::Index)
}

/// Money the way statements write it, rounded for reading.
pub(crate) fn money(amount: Amount) -> String {
    quantity(amount.to_f64())
}

/// Money to the last minor unit: `1,234.50`. The receipt uses it, because sums there must be checkable.
pub(crate) fn exact(amount: Amount) -> String {
    let places = usize::from(amount.scale.0);
    let digits = format!("{:0>width$}", amount.minor.unsigned_abs(), width = places + 1);
    let (whole, fraction) = digits.split_at(digits.len() - places);
    let mut out = grouped(whole, amount.minor < 0);
    if places > 0 {
        out.push('.');
        out.push_str(fraction);
    }
    out
}

/// A size in bytes: `812 bytes`, `45.3 kB`, `1.2 MB`.
pub(crate) fn bytes(size: u64) -> String {
    match size {
        0..1_000 => counted(size, "byte"),
        1_000..1_000_000 => format!("{:.1} kB", size as f64 / 1e3),
        _ => format!("{:.1} MB", size as f64 / 1e6),
    }
}

/// A value on an axis: `0.25`, `12`, `1,500`, `20k`, `1.5M`.
pub(crate) fn tick(value: f64) -> String {
    let size = value.abs();
    let (scaled, unit) = match size {
        _ if size >= 1e12 => return format!("{value:.1e}"),
        _ if size >= 1e9 => (value / 1e9, "bn"),
        _ if size >= 1e6 => (value / 1e6, "M"),
        _ if size >= 1e4 => (value / 1e3, "k"),
        _ if size >= 1e3 => return shown(Some(value), Form::Count),
        _ if size > 0.0 && size < 1e-3 => return format!("{value:.0e}"),
        _ => (value, ""),
    };
    let text = format!("{scaled:.3}");
    let text = text.trim_end_matches('0').trim_end_matches('.');
    format!("{}{unit}", if text == "-0" { "0" } else { text })
}

/// A text from somebody's file, without control characters (a terminal would obey them, a page cannot show them).
pub(crate) fn plain(text: &str) -> String {
    text.chars().map(|c| if c.is_control() { ' ' } else { c }).collect()
}

/// A text of at most `most` characters, with an ellipsis where it was cut.
pub(crate) fn shortened(text: &str, most: usize) -> String {
    if text.chars().count() <= most {
        return text.to_owned();
    }
    let mut out: String = text.chars().take(most.saturating_sub(1)).collect();
    out.truncate(out.trim_end().len());
    out.push('…');
    out
}

/// A text that begins with a capital letter.
pub(crate) fn capitalised(text: &str) -> String {
    let mut rest = text.chars();
    rest.next().map_or_else(String::new, |first| first.to_uppercase().chain(rest).collect())
}

/// A code such as `davies_bouldin` as words: `davies bouldin`.
pub(crate) fn words(code: &str) -> String {
    plain(&code.replace('_', " "))
}

fn shown(value: Option<f64>, form: Form) -> String {
    match value {
        Some(value) if value.is_finite() => form.show(value),
        _ => UNDEFINED.to_owned(),
    }
}

/// Digits with a comma between thousands.
fn grouped(digits: &str, negative: bool) -> String {
    let mut out = String::with_capacity(digits.len() + digits.len() / 3 + 1);
    if negative {
        out.push('-');
    }
    for (i, digit) in digits.chars().enumerate() {
        if i > 0 && (digits.len() - i).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use shoal_segment::money::Scale;

    #[test]
    fn amounts_to_the_last_cent() {
        for (minor, scale, text) in [
            (123_456, 2, "1,234.56"),
            (-5, 2, "-0.05"),
            (0, 2, "0.00"),
            (1_000_000, 0, "1,000,000"),
            (7, 3, "0.007"),
            (-100_000, 2, "-1,000.00"),
        ] {
            assert_eq!(exact(Amount { minor, scale: Scale(scale) }), text);
        }
    }

    #[test]
    fn undefined_is_a_dash() {
        assert_eq!(quantity(None), UNDEFINED);
        assert_eq!(quantity(f64::NAN), UNDEFINED);
        assert_eq!(share(f64::INFINITY), UNDEFINED);
        assert_eq!(index(Some(0.4123)), "0.412");
    }

    #[test]
    fn ticks_are_short() {
        for (value, text) in [
            (0.0, "0"),
            (-0.0, "0"),
            (0.25, "0.25"),
            (12.0, "12"),
            (1500.0, "1,500"),
            (20_000.0, "20k"),
            (1_500_000.0, "1.5M"),
            (2e9, "2bn"),
            (-250.0, "-250"),
            (0.0001, "1e-4"),
        ] {
            assert_eq!(tick(value), text);
        }
    }

    #[test]
    fn texts_are_cut_by_characters() {
        assert_eq!(shortened("äöü", 3), "äöü");
        assert_eq!(shortened("abc def", 5), "abc…");
        assert_eq!(plain("a\u{1b}[31mb\nc"), "a [31mb c");
        assert_eq!(counted(1_usize, "row"), "1 row");
        assert_eq!(counted(2000_usize, "row"), "2,000 rows");
        assert_eq!(counted(0_usize, "row"), "0 rows");
        assert_eq!(plural(1_usize, "Typical customer"), "Typical customer");
    }
}
