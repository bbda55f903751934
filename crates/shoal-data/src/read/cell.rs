//! A typed value → the text of its cell, as a careful export would write it.
//!
//! Whole numbers and decimals keep every digit, binary numbers get the shortest text that gives them back, days and moments
//! are written `2024-01-05` and `2024-01-05 10:30:00` (fractions of a second are cut off). Not-a-number is how some programs
//! write "nothing" and is an empty cell. Bytes that are text are that text, others are hexadecimal digits.

use shoal_segment::date::Moment;
use std::io::Write;

/// A value.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) enum Cell<'a> {
    Null,
    Integer(i64),
    Unsigned(u64),
    /// So many units, with a point before so many of their digits.
    Decimal(i128, u32),
    Single(f32),
    Double(f64),
    Bool(bool),
    /// What should be UTF-8.
    Text(&'a [u8]),
    Bytes(&'a [u8]),
    /// Bytes that number something, as 8-4-4-4-12 hexadecimal digits.
    Uuid(&'a [u8]),
    /// Days since 1970-01-01.
    Day(i64),
    /// Seconds since 1970-01-01.
    Moment(i64),
    /// Seconds since midnight.
    Time(i64),
}

/// A text that is none.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Damaged;

/// Days of the years 1 to 9999.
const DAYS: std::ops::RangeInclusive<i64> = -719_162..=2_932_896;
/// Seconds of a day.
const DAY: i64 = 86_400;

impl Cell<'_> {
    /// Adds the text.
    pub(crate) fn write(self, text: &mut Vec<u8>) -> Result<(), Damaged> {
        match self {
            Self::Null => {}
            Self::Integer(number) => whole(text, number < 0, number.unsigned_abs()),
            Self::Unsigned(number) => whole(text, false, number),
            Self::Decimal(units, scale) => decimal(text, units, scale as usize),
            Self::Single(number) if number.is_nan() => {}
            Self::Single(number) => push(text, format_args!("{number}")),
            Self::Double(number) if number.is_nan() => {}
            Self::Double(number) => double(text, number),
            Self::Bool(truth) => push(text, format_args!("{truth}")),
            Self::Text(bytes) => {
                text.extend_from_slice(bytes);
                return if bytes.contains(&0) || std::str::from_utf8(bytes).is_err() { Err(Damaged) } else { Ok(()) };
            }
            Self::Bytes(bytes) if std::str::from_utf8(bytes).is_ok_and(|bytes| !bytes.contains('\0')) => {
                text.extend_from_slice(bytes);
            }
            Self::Bytes(bytes) => bytes.iter().for_each(|byte| push(text, format_args!("{byte:02x}"))),
            Self::Uuid(bytes) => bytes.iter().enumerate().for_each(|(place, byte)| {
                let dash = if [4, 6, 8, 10].contains(&place) { "-" } else { "" };
                push(text, format_args!("{dash}{byte:02x}"));
            }),
            Self::Day(days) => day(text, days),
            Self::Moment(seconds) => {
                day(text, seconds.div_euclid(DAY));
                text.push(b' ');
                time(text, seconds.rem_euclid(DAY));
            }
            Self::Time(seconds) => time(text, seconds),
        }
        Ok(())
    }
}

fn whole(text: &mut Vec<u8>, is_negative: bool, number: u64) {
    text.extend(is_negative.then_some(b'-'));
    digits(text, number, 1);
}

/// The digits of a number, with zeros before it up to a width.
fn digits(text: &mut Vec<u8>, mut number: u64, width: usize) {
    let mut digits = [b'0'; 20];
    let mut first = digits.len();
    while number > 0 {
        first -= 1;
        digits[first] = b'0' + (number % 10) as u8;
        number /= 10;
    }
    let shown = (digits.len() - first).max(width);
    text.extend_from_slice(&digits[digits.len() - shown..]);
}

fn decimal(text: &mut Vec<u8>, units: i128, scale: usize) {
    if let (Ok(number), Some(one)) = (u64::try_from(units.unsigned_abs()), 10u64.checked_pow(scale as u32)) {
        whole(text, units < 0, number / one);
        if scale > 0 {
            text.push(b'.');
            digits(text, number % one, scale);
        }
        return;
    }
    let digits = format!("{:0width$}", units.unsigned_abs(), width = scale + 1);
    let (whole, fraction) = digits.split_at(digits.len() - scale);
    let (sign, point) = (if units < 0 { "-" } else { "" }, if scale > 0 { "." } else { "" });
    push(text, format_args!("{sign}{whole}{point}{fraction}"));
}

/// Decimals up to which a binary number is tried as a decimal one.
const TRIED: usize = 4;
/// A decimal number with so few units is the only one of its length that gives its binary number back.
const SURE: f64 = 1e15;

/// The shortest text that gives the number back: prices are found by trying, which is faster than the general way.
fn double(text: &mut Vec<u8>, number: f64) {
    for (decimals, one) in [1.0, 10.0, 100.0, 1_000.0, 10_000.0].into_iter().enumerate().take(TRIED + 1) {
        let units = (number * one).round();
        if units.abs() < SURE && units / one == number && (units != 0.0 || number.is_sign_positive()) {
            return decimal(text, units as i128, decimals);
        }
    }
    push(text, format_args!("{number}"));
}

/// A day; outside the calendar its number, which no one takes for a date.
fn day(text: &mut Vec<u8>, days: i64) {
    match i32::try_from(days) {
        Ok(day) if DAYS.contains(&days) => {
            let (year, month, day) = Moment(i64::from(day) * DAY).day().to_ymd();
            digits(text, year.unsigned_abs().into(), 4);
            text.push(b'-');
            digits(text, month.into(), 2);
            text.push(b'-');
            digits(text, day.into(), 2);
        }
        _ => push(text, format_args!("day {days}")),
    }
}

fn time(text: &mut Vec<u8>, seconds: i64) {
    let parts = [seconds / 3600, seconds / 60 % 60, seconds % 60].map(i64::unsigned_abs);
    digits(text, parts[0], 2);
    parts[1..].iter().for_each(|&part| {
        text.push(b':');
        digits(text, part, 2);
    });
}

fn push(text: &mut Vec<u8>, arguments: std::fmt::Arguments<'_>) {
    // Writing to memory cannot fail.
    let _ = text.write_fmt(arguments);
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test may fail")]
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn values_and_their_text() {
        for (cell, expected) in [
            (Cell::Null, ""),
            (Cell::Integer(i64::MIN), "-9223372036854775808"),
            (Cell::Unsigned(u64::MAX), "18446744073709551615"),
            (Cell::Decimal(1250, 2), "12.50"),
            (Cell::Decimal(-5, 2), "-0.05"),
            (Cell::Decimal(0, 3), "0.000"),
            (Cell::Decimal(7, 0), "7"),
            (Cell::Single(0.1), "0.1"),
            (Cell::Double(0.1 + 0.2), "0.30000000000000004"),
            (Cell::Double(17850.0), "17850"),
            (Cell::Double(f64::NAN), ""),
            (Cell::Double(f64::INFINITY), "inf"),
            (Cell::Bool(true), "true"),
            (Cell::Text("Köln".as_bytes()), "Köln"),
            (Cell::Bytes(b"abc"), "abc"),
            (Cell::Bytes(&[0, 255]), "00ff"),
            (Cell::Day(0), "1970-01-01"),
            (Cell::Day(-719_162), "0001-01-01"),
            (Cell::Day(2_932_896), "9999-12-31"),
            (Cell::Day(2_932_897), "day 2932897"),
            (Cell::Day(i64::MIN), "day -9223372036854775808"),
            (Cell::Moment(-1), "1969-12-31 23:59:59"),
            (Cell::Moment(1_704_450_600), "2024-01-05 10:30:00"),
            (Cell::Time(3661), "01:01:01"),
        ] {
            let mut text = Vec::new();
            assert_eq!(cell.write(&mut text), Ok(()));
            assert_eq!(String::from_utf8(text).unwrap(), expected, "{cell:?}");
        }
        assert_eq!(Cell::Text(&[0xFF]).write(&mut Vec::new()), Err(Damaged));
        assert_eq!(Cell::Text(b"a\0").write(&mut Vec::new()), Err(Damaged));
    }
    proptest! {
        #![proptest_config(ProptestConfig { cases: 2_000, failure_persistence: None, ..ProptestConfig::default() })]

        /// The standard library's shortest text is the slow twin.
        #[test]
        fn numbers_are_the_shortest_text(any in any::<f64>(), units in -1_000_000_000_000_000i64..1_000_000_000_000_000, decimals in 0i32..8) {
            for number in [any, units as f64 / 10f64.powi(decimals), units as f64 * 10f64.powi(decimals)] {
                let mut text = Vec::new();
                double(&mut text, number);
                let expected = if number.is_nan() { String::from_utf8(text.clone()).unwrap() } else { format!("{number}") };
                prop_assert_eq!(String::from_utf8(text).unwrap(), expected);
            }
        }

        #[test]
        fn whole_numbers_and_decimals(units: i64, wide: i128, scale in 0u32..25) {
            for (cell, expected) in [(Cell::Integer(units), format!("{units}")), (Cell::Unsigned(units as u64), format!("{}", units as u64))] {
                let mut text = Vec::new();
                cell.write(&mut text).unwrap();
                prop_assert_eq!(String::from_utf8(text).unwrap(), expected);
            }
            for number in [i128::from(units), wide] {
                let mut text = Vec::new();
                Cell::Decimal(number, scale).write(&mut text).unwrap();
                let digits: String = String::from_utf8(text).unwrap().chars().filter(|c| *c != '.').collect();
                let digits = digits.trim_start_matches('-').trim_start_matches('0').to_owned();
                let expected = number.unsigned_abs().to_string();
                prop_assert_eq!(digits, expected.trim_start_matches('0'));
            }
        }
    }
}
