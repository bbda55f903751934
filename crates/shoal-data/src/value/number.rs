//! Text → decimal number, exactly.
//!
//! A number is written with an optional sign, digits, an optional decimal mark and an optional exponent (`-12`, `3.50`, `1.5E+06`).
//! Which mark is the decimal mark, and whether a percent sign belongs to it, is the [`NumberForm`] that was settled for its column
//! ([`crate::value::number_form`]). Groups of thousands ([`crate::value::groups`]) and what may stand around the digits
//! ([`crate::value::dressed`]: currencies, brackets, a minus at the end) are read in every form.
//!
//! The result is `units / 10^decimals` with as few decimals as possible, so `8.50` and `8,5` are one number and a table gives
//! the same lines whether it came as text or as a workbook.
//!
//! A number with a fraction and more than 15 significant digits (`8.289999999999999`) is what a spreadsheet shows of a binary
//! number: it is rounded to 15 digits, half to even (8.29). Numbers of 10^12 and more are refused, so that a number with 6
//! decimals always fits into 64 bits.
//!
//! Cost: one pass over the bytes; the usual short number takes a path without memory, dressed and grouped ones a second one.

use crate::options::DecimalMark;
use crate::value::currency::Currency;
use crate::value::dressed::undress;
use crate::value::groups::ungrouped;
use crate::value::number_form::NumberForm;

/// The largest number of decimals kept for money.
pub(crate) const MONEY_DECIMALS: u8 = 6;
/// The largest number of decimals kept for quantities.
pub(crate) const QUANTITY_DECIMALS: u8 = 3;
/// Numbers from here on are too large.
const LIMIT: i128 = 1_000_000_000_000;
/// Digits of the integer part of a number below [`LIMIT`].
const LIMIT_DIGITS: i64 = 12;
/// What a spreadsheet keeps of a number.
const SIGNIFICANT: usize = 15;
/// Decimals beyond these are cut off when a number is read.
const FINEST: i64 = 18;

/// A number: `units / 10^decimals`, without trailing zeros.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Decimal {
    /// At most 10^15.
    pub(crate) units: i64,
    /// At most 18.
    pub(crate) decimals: u8,
}

impl Decimal {
    /// The nearest binary number: both parts are exact, so it is rounded once.
    pub(crate) fn to_f64(self) -> f64 {
        self.units as f64 / 10f64.powi(i32::from(self.decimals))
    }

    fn signed(self, negative: bool) -> Self {
        Self { units: if negative { -self.units } else { self.units }, ..self }
    }
}

/// Why a text is no number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum NumberFault {
    /// Nothing that looks like a number.
    Text,
    /// Not-a-number or infinity.
    NotFinite,
    /// `12,50`.
    DecimalComma,
    /// `1,234.50`.
    Thousands,
    /// `$12.50`.
    Currency,
    /// `12 %`.
    Percent,
    /// `12` where the others have a percent sign.
    NoPercent,
    /// A number with a decimal comma where the point was settled.
    OtherComma,
    /// A number with a decimal point where the comma was settled.
    OtherPoint,
    /// 10^12 and more.
    TooLarge,
}

impl NumberFault {
    /// What follows the value in a sentence.
    pub(crate) fn words(self) -> &'static str {
        match self {
            Self::Text => "is not a number",
            Self::NotFinite => "is not a finite number",
            Self::DecimalComma => "has a decimal comma; numbers are read as 1234.56",
            Self::Thousands => "has a thousands separator; numbers are read as 1234.56",
            Self::Currency => "has a currency sign; numbers are read as 1234.56",
            Self::Percent => "has a percent sign, where no percentage is expected",
            Self::NoPercent => "has no percent sign, and most values of the column have one",
            Self::OtherComma => {
                "is a number only with a decimal comma, and its column has a decimal point (see `--decimal`)"
            }
            Self::OtherPoint => {
                "is a number only with a decimal point, and its column has a decimal comma (see `--decimal`)"
            }
            Self::TooLarge => "is too large; numbers below 1000000000000 are read",
        }
    }
}

/// A plain number, and what its mark says about the decimal mark of its column.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Plain {
    /// No mark: the same in both forms.
    Whole,
    /// A point that can only be the decimal mark; how many decimals that makes.
    Point(u8),
    /// `1.234`: a fraction with so many decimals, or a thousand.
    Either(u8),
}

/// Looks at a number without groups and dress that has at most 15 digits and at most a point; white space is not expected around
/// it.
pub(crate) fn plain(bytes: &[u8]) -> Option<Plain> {
    let (_, digits) = signed(bytes);
    let (number, point) = short(digits, b'.')?;
    let decimals = within(number).ok()?.decimals;
    Some(match point {
        None => Plain::Whole,
        Some(at) if digits.len() - at - 1 == 3 && (1..=3).contains(&at) && digits[0] != b'0' => Plain::Either(decimals),
        Some(_) => Plain::Point(decimals),
    })
}

/// What a value is with either decimal mark, and what stands beside it.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Readings {
    pub(crate) point: Option<Decimal>,
    pub(crate) comma: Option<Decimal>,
    pub(crate) currency: Option<Currency>,
    pub(crate) percent: bool,
}

/// Reads any number with both marks.
pub(crate) fn readings(bytes: &[u8]) -> Readings {
    let Some(found) = undress(bytes) else { return Readings::default() };
    let read = |mark| within(ungrouped(found.bare, mark, long)?).ok();
    let (point, comma) = (read(DecimalMark::Point), read(DecimalMark::Comma));
    Readings { point, comma, currency: found.currency, percent: found.percent }
}

/// Reads a number of a column whose form is known; white space around it does not matter.
pub(crate) fn parse(bytes: &[u8], form: NumberForm) -> Result<Decimal, NumberFault> {
    let bytes = bytes.trim_ascii();
    let (negative, digits) = signed(bytes);
    match short(digits, if form.cells { b'.' } else { form.mark.byte() }) {
        Some((number, _)) if !form.percent => Ok(within(number)?.signed(negative)),
        _ => dressed(bytes, form),
    }
}

fn signed(bytes: &[u8]) -> (bool, &[u8]) {
    match bytes {
        [b'-', rest @ ..] => (true, rest),
        [b'+', rest @ ..] => (false, rest),
        _ => (false, bytes),
    }
}

fn within(number: Decimal) -> Result<Decimal, NumberFault> {
    if i128::from(number.units) >= LIMIT * power(number.decimals) { Err(NumberFault::TooLarge) } else { Ok(number) }
}

/// Any number: with groups, currencies, brackets, an exponent, of any length.
fn dressed(bytes: &[u8], form: NumberForm) -> Result<Decimal, NumberFault> {
    let read = undress(bytes).and_then(|dressed| Some((dressed, ungrouped(dressed.bare, form.mark, long)?)));
    match read {
        Some((dressed, _)) if dressed.percent && !form.percent => Err(NumberFault::Percent),
        Some((dressed, number)) if form.percent && !dressed.percent && number.units != 0 => Err(NumberFault::NoPercent),
        Some((dressed, number)) => Ok(within(number)?.signed(dressed.negative)),
        None => Err(why_not(bytes, form)),
    }
}

/// Why a text is no number in this form.
fn why_not(bytes: &[u8], form: NumberForm) -> NumberFault {
    let other = undress(bytes).and_then(|dressed| ungrouped(dressed.bare, form.mark.other(), long));
    match (other, form.mark) {
        (Some(_), DecimalMark::Point) => NumberFault::OtherComma,
        (Some(_), DecimalMark::Comma) => NumberFault::OtherPoint,
        (None, _) => match explain(bytes) {
            NumberFault::NotFinite => NumberFault::NotFinite,
            _ => NumberFault::Text,
        },
    }
}

/// Reads a number as the nearest binary one, with all its digits and of any size; white space around it does not matter.
pub(crate) fn float(bytes: &[u8]) -> Result<f64, NumberFault> {
    let bytes = bytes.trim_ascii();
    let plain = bytes.iter().all(|byte| matches!(byte, b'0'..=b'9' | b'+' | b'-' | b'.' | b'e' | b'E'));
    let text = if plain { std::str::from_utf8(bytes).ok() } else { None };
    match text.and_then(|text| text.parse::<f64>().ok()) {
        Some(number) if number.is_finite() => Ok(number),
        Some(_) => Err(NumberFault::NotFinite),
        None => Err(explain(bytes)),
    }
}

/// Up to 15 digits with at most one mark, and where that is.
fn short(digits: &[u8], mark: u8) -> Option<(Decimal, Option<usize>)> {
    let mut units = 0i64;
    let mut point = None;
    if digits.len() > SIGNIFICANT + 1 {
        return None;
    }
    for (at, &byte) in digits.iter().enumerate() {
        match byte {
            b'0'..=b'9' => units = units.wrapping_mul(10).wrapping_add(i64::from(byte - b'0')),
            _ if byte == mark && point.is_none() => point = Some(at),
            _ => return None,
        }
    }
    let count = digits.len() - usize::from(point.is_some());
    if count == 0 || count > SIGNIFICANT {
        return None;
    }
    let decimals = point.map_or(0, |at| digits.len() - at - 1) as u8;
    Some((without_trailing_zeros(units, decimals), point))
}

fn without_trailing_zeros(mut units: i64, mut decimals: u8) -> Decimal {
    while decimals > 0 && units % 10 == 0 {
        units /= 10;
        decimals -= 1;
    }
    Decimal { units, decimals }
}

/// Any length, with a decimal point and an exponent. `None` when the text is no number; a number too large comes out at the limit.
fn long(text: &[u8]) -> Option<Decimal> {
    let (mantissa, exponent) = match text.iter().position(|byte| byte.eq_ignore_ascii_case(&b'e')) {
        Some(at) => (&text[..at], parse_exponent(&text[at + 1..])?),
        None => (text, 0),
    };
    let point = mantissa.iter().position(|&byte| byte == b'.');
    let (whole, fraction) = point.map_or((mantissa, &[] as &[u8]), |at| (&mantissa[..at], &mantissa[at + 1..]));
    if whole.is_empty() && fraction.is_empty() || !whole.iter().chain(fraction).all(u8::is_ascii_digit) {
        return None;
    }
    let all: Vec<u8> = whole.iter().chain(fraction).map(|byte| byte - b'0').collect();
    let leading = all.iter().take_while(|&&digit| digit == 0).count();
    let mut digits = all[leading..].to_vec();
    while digits.last() == Some(&0) {
        digits.pop();
    }
    if digits.is_empty() {
        return Some(Decimal { units: 0, decimals: 0 });
    }
    // The value is 0.d₁d₂d₃… × 10^scale.
    let mut scale = whole.len() as i64 - leading as i64 + exponent;
    if scale > LIMIT_DIGITS {
        return Some(Decimal { units: LIMIT as i64, decimals: 0 });
    }
    if scale < -FINEST {
        return Some(Decimal { units: 0, decimals: 0 });
    }
    if digits.len() as i64 > scale {
        let finest = (scale + FINEST).clamp(0, SIGNIFICANT as i64) as usize;
        scale += i64::from(round_to(&mut digits, finest));
    }
    if digits.is_empty() {
        return Some(Decimal { units: 0, decimals: 0 });
    }
    let units = digits.iter().fold(0i64, |units, &digit| units * 10 + i64::from(digit));
    let decimals = digits.len() as i64 - scale;
    if decimals >= 0 {
        return Some(without_trailing_zeros(units, decimals as u8));
    }
    Some(Decimal { units: units * 10i64.pow((-decimals) as u32), decimals: 0 })
}

fn parse_exponent(text: &[u8]) -> Option<i64> {
    let (sign, digits) = match text {
        [b'-', rest @ ..] => (-1, rest),
        [b'+', rest @ ..] => (1, rest),
        _ => (1, text),
    };
    if digits.is_empty() || !digits.iter().all(u8::is_ascii_digit) {
        return None;
    }
    // Beyond ± 9999 the number is too large or zero anyway.
    Some(sign * digits.iter().fold(0i64, |value, digit| (value * 10 + i64::from(digit - b'0')).min(9_999)))
}

/// Keeps `keep` digits, rounding half to even; true when the rounding added a digit in front.
fn round_to(digits: &mut Vec<u8>, keep: usize) -> bool {
    if digits.len() <= keep {
        return false;
    }
    let rest = digits.split_off(keep);
    let half = rest[0] == 5 && rest[1..].iter().all(|&digit| digit == 0);
    let odd = digits.last().is_some_and(|digit| digit % 2 == 1);
    if !(rest[0] > 5 || rest[0] == 5 && !half || half && odd) {
        return false;
    }
    for digit in digits.iter_mut().rev() {
        if *digit < 9 {
            *digit += 1;
            return false;
        }
        *digit = 0;
    }
    digits.insert(0, 1);
    true
}

/// Why the text is no number in a table that is read as it is, for the person who has to mend it.
fn explain(bytes: &[u8]) -> NumberFault {
    let text = String::from_utf8_lossy(bytes).to_lowercase();
    let bare = text.trim_start_matches(['+', '-']);
    if matches!(bare, "nan" | "inf" | "infinity" | "∞") {
        return NumberFault::NotFinite;
    }
    if !text.contains(|c: char| c.is_ascii_digit()) {
        return NumberFault::Text;
    }
    if text.contains(['$', '€', '£', '¥']) {
        return NumberFault::Currency;
    }
    if text.ends_with('%') {
        return NumberFault::Percent;
    }
    if !bare.chars().all(|c| c.is_ascii_digit() || matches!(c, '.' | ',' | '\'' | ' ' | '\u{a0}' | '\u{202f}')) {
        return NumberFault::Text;
    }
    let groups = |mark: char| {
        bare.split(mark).skip(1).all(|group| group.split('.').next().is_some_and(|digits| digits.len() == 3))
    };
    match (bare.rfind(','), bare.rfind('.')) {
        (Some(comma), Some(point)) if comma > point => NumberFault::DecimalComma,
        (Some(_), None) if !groups(',') => NumberFault::DecimalComma,
        (Some(_), _) => NumberFault::Thousands,
        (None, Some(_)) if bare.matches('.').count() > 1 => NumberFault::Thousands,
        (None, _) if bare.contains([' ', '\'', '\u{a0}', '\u{202f}']) => NumberFault::Thousands,
        _ => NumberFault::Text,
    }
}

/// Powers of ten, looked up: raising is too slow for every field of every row.
const POWERS: [i128; 37] = {
    let mut powers = [1i128; 37];
    let mut exponent = 1;
    while exponent < powers.len() {
        powers[exponent] = powers[exponent - 1] * 10;
        exponent += 1;
    }
    powers
};

/// Ten to the power of at most 36.
fn power(exponent: u8) -> i128 {
    POWERS[usize::from(exponent)]
}

/// `units / 10^from` as units of `10^to`, rounded half to even; and whether nothing was rounded away.
pub(crate) fn rescale(units: i128, from: u8, to: u8) -> (i128, bool) {
    if from <= to {
        return (if from == to { units } else { units * power(to - from) }, true);
    }
    let divisor = power(from - to);
    let (quotient, rest) = (units.div_euclid(divisor), units.rem_euclid(divisor));
    let up = rest * 2 > divisor || rest * 2 == divisor && quotient % 2 != 0;
    (quotient + i128::from(up), rest == 0)
}

/// Whether an amount in units of `10^scale` is small enough to be kept.
pub(crate) fn fits(units: i128, scale: u8) -> bool {
    units.abs() < LIMIT * power(scale)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn number(text: &str) -> Result<(i64, u8), NumberFault> {
        parse(text.as_bytes(), NumberForm::default()).map(|decimal| (decimal.units, decimal.decimals))
    }

    fn comma(text: &str) -> Result<(i64, u8), NumberFault> {
        let form = NumberForm { mark: DecimalMark::Comma, ..NumberForm::default() };
        parse(text.as_bytes(), form).map(|decimal| (decimal.units, decimal.decimals))
    }

    #[test]
    fn numbers() {
        for (text, units, decimals) in [
            ("0", 0, 0),
            ("-0.0", 0, 0),
            ("12", 12, 0),
            ("+12.50", 125, 1),
            (" 12.50 ", 125, 1),
            (".5", 5, 1),
            ("5.", 5, 0),
            ("-3.99", -399, 2),
            ("8.289999999999999", 829, 2),
            ("0.30000000000000004", 3, 1),
            ("10.333333333333334", 103_333_333_333_333, 13),
            ("999999999999.99999999", 0, 0),
            ("1.5E+06", 1_500_000, 0),
            ("1.5e-3", 15, 4),
            ("1E-400", 0, 0),
            ("0E999999999999", 0, 0),
            ("000000000000000000012", 12, 0),
            ("9.99999999999999999", 10, 0),
            ("0.0000000000000000004", 0, 0),
            ("1e-18", 1, 18),
        ] {
            if text.starts_with("999999999999.9") {
                assert_eq!(number(text), Err(NumberFault::TooLarge));
            } else {
                assert_eq!(number(text), Ok((units, decimals)), "{text}");
            }
        }
    }

    #[test]
    fn what_is_no_number() {
        use NumberFault::*;
        for (text, fault) in [
            ("", Text),
            ("-", Text),
            (".", Text),
            ("abc", Text),
            ("12a", Text),
            ("1.2.3a", Text),
            ("e5", Text),
            ("1e", Text),
            ("--1", Text),
            ("NaN", NotFinite),
            ("-inf", NotFinite),
            ("Infinity", NotFinite),
            ("12,50", OtherComma),
            ("1.234,50", OtherComma),
            ("1,5", OtherComma),
            ("1.234.567", OtherComma),
            ("12,50 €", OtherComma),
            ("1,23,4", Text),
            ("12 34", Text),
            ("1,234,56", Text),
            ("12%", Percent),
            ("$", Text),
            ("1000000000000", TooLarge),
            ("$1,000,000,000,000", TooLarge),
            ("1e12", TooLarge),
            ("1e99999999999999999999", TooLarge),
            ("123456789012345678901234567890", TooLarge),
        ] {
            assert_eq!(number(text), Err(fault), "{text}");
        }
    }

    #[test]
    fn numbers_as_people_write_them() {
        for (text, units, decimals) in [
            ("1,234.50", 12_345, 1),
            ("1,234", 1_234, 0),
            ("12,34,567.5", 12_345_675, 1),
            ("1 234", 1_234, 0),
            ("1\u{202f}234.5", 12_345, 1),
            ("1'234.50", 12_345, 1),
            ("1’234", 1_234, 0),
            ("$1,234.50", 12_345, 1),
            ("-$5", -5, 0),
            ("$-5", -5, 0),
            ("5-", -5, 0),
            ("(5.00)", -5, 0),
            ("−5.25", -525, 2),
            ("EUR 12", 12, 0),
            ("CHF 1'234.50", 12_345, 1),
            ("12.5 zł", 125, 1),
            ("kr 99", 99, 0),
            ("$1.5E+06", 1_500_000, 0),
        ] {
            assert_eq!(number(text), Ok((units, decimals)), "{text}");
        }
        for (text, units, decimals) in [
            ("1.234,50 €", 12_345, 1),
            ("1.234", 1_234, 0),
            ("12,50", 125, 1),
            (",5", 5, 1),
            ("1 234,5", 12_345, 1),
            ("R$ 1.234.567,89", 123_456_789, 2),
            ("-12,5", -125, 1),
            ("1,5E+06", 1_500_000, 0),
            ("12", 12, 0),
            ("0,30000000000000004", 3, 1),
        ] {
            assert_eq!(comma(text), Ok((units, decimals)), "{text}");
        }
        assert_eq!(comma("12.50"), Err(NumberFault::OtherPoint));
        assert_eq!(comma("0.125"), Err(NumberFault::OtherPoint));
        let percent = NumberForm { percent: true, ..NumberForm::default() };
        assert_eq!(parse(b"12.5 %", percent).map(|number| number.units), Ok(125));
        assert_eq!(parse(b"0", percent).map(|number| number.units), Ok(0));
        assert_eq!(parse(b"12", percent), Err(NumberFault::NoPercent));
    }

    #[test]
    fn what_plain_numbers_say_about_the_mark() {
        let kind = |text: &str| match plain(text.as_bytes()) {
            Some(Plain::Whole) => "whole",
            Some(Plain::Point(_)) => "point",
            Some(Plain::Either(_)) => "either",
            None => "other",
        };
        for (text, expected) in [
            ("12", "whole"),
            ("-12.5", "point"),
            ("1.234", "either"),
            ("-999.000", "either"),
            ("0.123", "point"),
            (".123", "point"),
            ("1234.567", "point"),
            ("1,234", "other"),
            ("$5", "other"),
        ] {
            assert_eq!(kind(text), expected, "{text}");
        }
    }

    #[test]
    fn binary_numbers_keep_their_digits() {
        for (text, value) in
            [("1e-3", 1e-3), ("0.30000000000000004", 0.1 + 0.2), (" +2.5E+20 ", 2.5e20), ("5e-324", 5e-324)]
        {
            assert_eq!(float(text.as_bytes()), Ok(value), "{text}");
        }
        for (text, fault) in [
            ("1e999", NumberFault::NotFinite),
            ("inf", NumberFault::NotFinite),
            ("nan", NumberFault::NotFinite),
            ("1,234", NumberFault::Thousands),
            ("12,5", NumberFault::DecimalComma),
            ("e", NumberFault::Text),
            ("", NumberFault::Text),
        ] {
            assert_eq!(float(text.as_bytes()), Err(fault), "{text}");
        }
    }

    #[test]
    fn rounding_is_half_to_even() {
        for (units, from, to, result, exact) in [
            (25, 1, 0, 2, false),
            (35, 1, 0, 4, false),
            (-25, 1, 0, -2, false),
            (-35, 1, 0, -4, false),
            (-26, 1, 0, -3, false),
            (120, 2, 1, 12, true),
            (12, 1, 3, 1200, true),
        ] {
            assert_eq!(rescale(units, from, to), (result, exact), "{units}");
        }
    }

    proptest! {
        #[test]
        fn short_and_long_paths_agree(whole in 0u64..1_000_000_000, fraction in "[0-9]{0,6}") {
            let text = if fraction.is_empty() { whole.to_string() } else { format!("{whole}.{fraction}") };
            prop_assert_eq!(short(text.as_bytes(), b'.').map(|found| found.0), long(text.as_bytes()));
        }

        #[test]
        fn never_panics(text in "[-+0-9.eE, $%()€']{0,40}", bytes in proptest::collection::vec(any::<u8>(), 0..80)) {
            for text in [text.as_bytes(), &bytes] {
                for (mark, percent) in [(DecimalMark::Point, false), (DecimalMark::Comma, true)] {
                    let _ = (parse(text, NumberForm { mark, percent, cells: percent }), plain(text), float(text), readings(text));
                }
            }
        }

        /// What is written in any form is read back in it.
        #[test]
        fn written_and_read(units in -999_999_999i64..1_000_000_000, decimals in 0u8..5, group in 0usize..5, dress in 0usize..8, comma in any::<bool>()) {
            let mark = if comma { DecimalMark::Comma } else { DecimalMark::Point };
            let group = ["", if comma { "." } else { "," }, " ", "\u{202f}", "'"][group];
            let text = written(units, decimals, mark, group, dress);
            let read = parse(text.as_bytes(), NumberForm { mark, ..NumberForm::default() });
            prop_assert_eq!(read, Ok(without_trailing_zeros(units, decimals)), "{}", text);
        }

        /// The shortest text of a binary number stands for the decimal that was meant.
        #[test]
        fn binary_noise_is_rounded_away(cents in 0i64..10_000_000, step in 1i64..100) {
            let sum = cents as f64 / 100.0 + step as f64 / 10.0;
            let expected = without_trailing_zeros(cents + step * 10, 2);
            prop_assert_eq!(parse(sum.to_string().as_bytes(), NumberForm::default()), Ok(expected));
        }
    }

    /// A decimal number in one of many dresses.
    fn written(units: i64, decimals: u8, mark: DecimalMark, group: &str, dress: usize) -> String {
        let digits = format!("{:0width$}", units.abs(), width = usize::from(decimals) + 1);
        let (whole, fraction) = digits.split_at(digits.len() - usize::from(decimals));
        let mut text = String::new();
        for (at, digit) in whole.chars().enumerate() {
            if at > 0 && (whole.len() - at).is_multiple_of(3) {
                text.push_str(group);
            }
            text.push(digit);
        }
        if decimals > 0 {
            text.push(char::from(mark.byte()));
            text.push_str(fraction);
        }
        let minus = if units < 0 { "-" } else { "" };
        match dress {
            0 => format!("{minus}{text}"),
            1 => format!("{text}{minus}"),
            2 => format!("{minus}${text}"),
            3 => format!("${minus}{text}"),
            4 => format!("{minus}{text} €"),
            5 => format!("CHF {minus}{text}"),
            6 if units < 0 => format!("({text})"),
            _ => format!(" {minus}{text}\u{a0}kr "),
        }
    }
}
