//! Text → date and time of day as written, by hand: fixed forms, no clock.
//!
//! Dates are `2024-08-25`, `2024/8/25`, `2024.8.25`, `20240825`, `25.8.2024` (with points always day first), dates with the name of the
//! month ([`crate::value::named_date`]), and `8/25/2024`, `25/8/2024`, `25/08/24` or `24-08-25` with slashes or hyphens, whose order is
//! not decided here: see [`crate::value::date_order`]. Years are 1 to 9999; of two digits, 70 to 99 are 1970 to 1999 and 00 to 69
//! are 2000 to 2069.
//!
//! A time may follow after a space, a comma or `T`: `12:38`, `12:38:05`, `12:38:05.250` (fractions of a second are dropped), with `AM` or
//! `PM`, and a zone (`Z`, `UTC`, `GMT`, `+02:00`, `-0500`). What becomes of the zone is decided for the whole table
//! ([`crate::value::date_form`]).
//! Under a date role a workbook may also hold the bare number of a date, days since the end of 1899 (or 1904), and any table
//! seconds or milliseconds since 1970.

use crate::options::DateOrder;
use crate::value::named_date;
use shoal_segment::date::{Day, Moment, SECONDS_PER_DAY};

/// From which day a workbook counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Epoch {
    /// Day 60 is the 29th of February 1900, which never was.
    Y1900,
    /// Day 0 is the first of January 1904.
    Y1904,
}

/// A date as written, with its time of day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Written {
    pub(crate) date: WrittenDate,
    pub(crate) clock: Clock,
}

/// A date as written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum WrittenDate {
    /// One reading only: digits.
    Plain(Day),
    /// One reading only: with points, day first.
    Pointed(Day),
    /// One reading only: with the name of the month.
    Named(Day),
    /// The number of a workbook's date, which has its time of day in itself.
    Serial(Moment),
    /// Month, day and year in an order that only the whole column can tell.
    Slashed(Slashed),
}

/// A time of day, and how far it is ahead of UTC where that is written.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Clock {
    /// Seconds after midnight.
    pub(crate) seconds: i64,
    /// Minutes.
    pub(crate) offset: Option<i16>,
}

/// `first/second/third`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Slashed {
    pub(crate) first: u32,
    second: u32,
    pub(crate) third: u32,
    /// Whether the third number has four digits: a year beyond doubt.
    pub(crate) long: bool,
    /// Whether the first number could be a year of two digits.
    year_first: bool,
}

/// The orders in which slashed dates are read; the place in this list is the bit of [`Slashed::orders`].
pub(crate) const ORDERS: [DateOrder; 3] = [DateOrder::MonthFirst, DateOrder::DayFirst, DateOrder::YearFirst];

impl Slashed {
    /// The day in one of the orders, if there is such a day.
    pub(crate) fn read(self, order: DateOrder) -> Option<Day> {
        let year = if self.long { self.third as i32 } else { whole_year(self.third) };
        match order {
            DateOrder::MonthFirst => Day::from_ymd(year, self.first, self.second),
            DateOrder::DayFirst => Day::from_ymd(year, self.second, self.first),
            DateOrder::YearFirst if self.year_first => Day::from_ymd(whole_year(self.first), self.second, self.third),
            DateOrder::YearFirst => None,
        }
    }

    /// The orders it can have, one bit each; and whether all of them give the same day.
    pub(crate) fn orders(self) -> (usize, bool) {
        let days = ORDERS.map(|order| self.read(order));
        let mask: usize = (0..3).filter(|&at| days[at].is_some()).map(|at| 1 << at).sum();
        let mut known = days.iter().flatten();
        let first = known.next();
        (mask, mask.count_ones() > 1 && known.all(|day| Some(day) == first))
    }
}

/// A year of two digits.
pub(crate) fn whole_year(short: u32) -> i32 {
    short as i32 + if short < 70 { 2000 } else { 1900 }
}

impl Written {
    /// The moment of its wall time, slashed dates in the given order.
    pub(crate) fn wall_time(self, order: DateOrder) -> Option<Moment> {
        let day = match self.date {
            WrittenDate::Plain(day) | WrittenDate::Pointed(day) | WrittenDate::Named(day) => day,
            WrittenDate::Serial(moment) => return Some(moment),
            WrittenDate::Slashed(slashed) => slashed.read(order)?,
        };
        Some(Moment(day.start().0 + self.clock.seconds))
    }
}

/// Reads a date; white space around it does not matter.
pub(crate) fn parse(bytes: &[u8], serials: Option<Epoch>) -> Option<Written> {
    let bytes = bytes.trim_ascii();
    let (first, rest) = digits(bytes);
    match (first.len(), rest) {
        (8, [] | [b' ' | b'T', ..]) => compact(first, rest),
        (4, [b'-' | b'/' | b'.', next, ..]) if next.is_ascii_digit() => {
            year_first(first, rest).or_else(|| serial(bytes, serials?))
        }
        (1 | 2, [b'/' | b'-' | b'.', next, ..]) if bytes.len() >= 6 && next.is_ascii_digit() => {
            year_last(first, rest).or_else(|| serial(bytes, serials?))
        }
        _ if bytes.iter().any(|byte| byte.is_ascii_alphabetic()) => named_date::parse(bytes),
        _ => serial(bytes, serials?),
    }
}

/// The digits at the start, and what follows.
pub(crate) fn digits(bytes: &[u8]) -> (&[u8], &[u8]) {
    let count = bytes.iter().take_while(|byte| byte.is_ascii_digit()).count();
    bytes.split_at(count)
}

pub(crate) fn value(digits: &[u8]) -> u32 {
    digits.iter().fold(0, |value: u32, digit| value.wrapping_mul(10).wrapping_add(u32::from(digit - b'0')))
}

fn compact(date: &[u8], rest: &[u8]) -> Option<Written> {
    let day = Day::from_ymd(value(&date[..4]) as i32, value(&date[4..6]), value(&date[6..]))?;
    Some(Written { date: WrittenDate::Plain(day), clock: time_of_day(rest)? })
}

fn year_first(year: &[u8], rest: &[u8]) -> Option<Written> {
    let mark = rest[0];
    let (month, rest) = digits(&rest[1..]);
    let rest = rest.strip_prefix(&[mark])?;
    let (day, rest) = digits(rest);
    if !matches!(month.len(), 1 | 2) || !matches!(day.len(), 1 | 2) {
        return None;
    }
    let day = Day::from_ymd(value(year) as i32, value(month), value(day))?;
    Some(Written { date: WrittenDate::Plain(day), clock: time_of_day(rest)? })
}

fn year_last(first: &[u8], rest: &[u8]) -> Option<Written> {
    let mark = rest[0];
    let (second, rest) = digits(&rest[1..]);
    let rest = rest.strip_prefix(&[mark])?;
    let (third, rest) = digits(rest);
    if !matches!(second.len(), 1 | 2) || !matches!(third.len(), 2 | 4) {
        return None;
    }
    let clock = time_of_day(rest)?;
    let long = third.len() == 4;
    let year_first = !long && first.len() == 2;
    let slashed = Slashed { first: value(first), second: value(second), third: value(third), long, year_first };
    let date = match mark {
        b'.' => WrittenDate::Pointed(slashed.read(DateOrder::DayFirst)?),
        _ if slashed.orders().0 == 0 => return None,
        _ => WrittenDate::Slashed(slashed),
    };
    Some(Written { date, clock })
}

/// The time of day, from what follows the date.
pub(crate) fn time_of_day(rest: &[u8]) -> Option<Clock> {
    let rest = match rest {
        [] => return Some(Clock::default()),
        [b'T', rest @ ..] => rest,
        [b' ', rest @ ..] | [b',', b' ', rest @ ..] => rest.trim_ascii_start(),
        _ => return None,
    };
    let (hour, rest) = digits(rest);
    let (minute, rest) = digits(rest.strip_prefix(b":")?);
    let (second, rest) = match rest.strip_prefix(b":") {
        Some(rest) => digits(rest),
        None => (b"00".as_slice(), rest),
    };
    if !matches!(hour.len(), 1 | 2) || minute.len() != 2 || second.len() != 2 {
        return None;
    }
    let rest = match rest.strip_prefix(b".").or_else(|| rest.strip_prefix(b",")) {
        Some(fraction) if fraction.first().is_some_and(u8::is_ascii_digit) => digits(fraction).1,
        Some(_) => return None,
        None => rest,
    };
    let (hour, rest) = half_day(value(hour), rest)?;
    let (minute, second) = (value(minute), value(second));
    if hour > 23 || minute > 59 || second > 59 {
        return None;
    }
    let seconds = i64::from(hour) * 3600 + i64::from(minute) * 60 + i64::from(second);
    Some(Clock { seconds, offset: zone(rest.trim_ascii_start())? })
}

/// Applies `AM` or `PM`, also written `a.m.`; the space before it may be narrow.
fn half_day(hour: u32, rest: &[u8]) -> Option<(u32, &[u8])> {
    let after = rest.strip_prefix("\u{202f}".as_bytes()).unwrap_or(rest).trim_ascii_start();
    let (afternoon, length) = match after {
        [b'a' | b'A', b'm' | b'M', ..] => (false, 2),
        [b'p' | b'P', b'm' | b'M', ..] => (true, 2),
        [b'a' | b'A', b'.', b'm' | b'M', b'.', ..] => (false, 4),
        [b'p' | b'P', b'.', b'm' | b'M', b'.', ..] => (true, 4),
        _ => return Some((hour, rest)),
    };
    (1..=12).contains(&hour).then(|| (hour % 12 + if afternoon { 12 } else { 0 }, &after[length..]))
}

/// Nothing, `Z`, `UTC`, `GMT`, `+02`, `+0200` or `+02:00`: the minutes ahead of UTC, at most 15 hours.
pub(crate) fn zone(rest: &[u8]) -> Option<Option<i16>> {
    let (sign, offset) = match rest {
        b"" => return Some(None),
        b"Z" | b"z" | b"UTC" | b"GMT" => return Some(Some(0)),
        [b'+', offset @ ..] => (1, offset),
        [b'-', offset @ ..] => (-1, offset),
        _ => return None,
    };
    let (hours, minutes) = match (digits(offset), offset) {
        ((hours, b""), _) if hours.len() == 2 => (value(hours), 0),
        ((both, b""), _) if both.len() == 4 => (value(&both[..2]), value(&both[2..])),
        ((hours, [b':', minutes @ ..]), _)
            if hours.len() == 2 && minutes.len() == 2 && minutes.iter().all(u8::is_ascii_digit) =>
        {
            (value(hours), value(minutes))
        }
        _ => return None,
    };
    (hours <= 15 && minutes <= 59).then(|| Some(sign * (hours * 60 + minutes) as i16))
}

/// The number of a workbook's date.
fn serial(bytes: &[u8], epoch: Epoch) -> Option<Written> {
    if !bytes.iter().all(|&byte| byte.is_ascii_digit() || byte == b'.') {
        return None;
    }
    let serial: f64 = std::str::from_utf8(bytes).ok()?.parse().ok()?;
    let date = WrittenDate::Serial(from_serial(serial, epoch)?);
    Some(Written { date, clock: Clock::default() })
}

/// Days since the epoch as a moment, to the nearest second; `None` before the first and after the last day of workbooks.
pub(crate) fn from_serial(serial: f64, epoch: Epoch) -> Option<Moment> {
    if !(1.0..2_958_466.0).contains(&serial) {
        return None;
    }
    let first_day: i64 = match epoch {
        Epoch::Y1900 if serial < 60.0 => -25_568,
        Epoch::Y1900 => -25_569,
        Epoch::Y1904 => -24_107,
    };
    let days = serial.floor();
    let seconds = ((serial - days) * SECONDS_PER_DAY as f64).round() as i64;
    Some(Moment((days as i64 + first_day) * SECONDS_PER_DAY + seconds))
}

/// A moment as it is written into a workbook's cell text: without the time when it is midnight.
pub(crate) fn write(moment: Moment) -> String {
    let seconds = moment.0.rem_euclid(SECONDS_PER_DAY);
    if seconds == 0 {
        return moment.day().to_string();
    }
    format!("{} {:02}:{:02}:{:02}", moment.day(), seconds / 3600, seconds / 60 % 60, seconds % 60)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::panic, reason = "a test may fail")]
    use super::*;
    use proptest::prelude::*;

    fn plain(text: &str) -> Option<String> {
        let written = parse(text.as_bytes(), None)?;
        match written.date {
            WrittenDate::Slashed(_) | WrittenDate::Serial(_) => None,
            _ => written.wall_time(DateOrder::MonthFirst).map(write),
        }
    }

    #[test]
    fn forms_with_one_reading() {
        for (text, expected) in [
            ("2024-08-25", "2024-08-25"),
            ("2024-8-5", "2024-08-05"),
            ("2024/08/25", "2024-08-25"),
            ("20240825", "2024-08-25"),
            ("20240825 12:38", "2024-08-25 12:38:00"),
            ("25.8.2024", "2024-08-25"),
            ("25.08.2024 7:05", "2024-08-25 07:05:00"),
            (" 2024-08-25 12:38 ", "2024-08-25 12:38:00"),
            ("2024-08-25T12:38:05", "2024-08-25 12:38:05"),
            ("2024-08-25 12:38:05.987", "2024-08-25 12:38:05"),
            ("2024-08-25T12:38:05Z", "2024-08-25 12:38:05"),
            ("2024-08-25 12:38:05 UTC", "2024-08-25 12:38:05"),
            ("2024-08-25T12:38:05.5+02:00", "2024-08-25 12:38:05"),
            ("2024-08-25 12:38:05 -0500", "2024-08-25 12:38:05"),
            ("2024-08-25 12:38 am", "2024-08-25 00:38:00"),
            ("2024-08-25 1:38 PM", "2024-08-25 13:38:00"),
            ("2024-02-29", "2024-02-29"),
            ("2024.8.25", "2024-08-25"),
            ("25.08.24", "2024-08-25"),
            ("25.8.99 7:05", "1999-08-25 07:05:00"),
            ("2024-08-25 1:38:05 p.m.", "2024-08-25 13:38:05"),
            ("2024-08-25, 12:38", "2024-08-25 12:38:00"),
            ("0001-01-01", "0001-01-01"),
            ("9999-12-31 23:59:59", "9999-12-31 23:59:59"),
        ] {
            assert_eq!(plain(text).as_deref(), Some(expected), "{text}");
        }
    }

    #[test]
    fn what_is_no_date() {
        for text in [
            "",
            "x",
            "2024",
            "2024-08",
            "2023-02-29",
            "2024-13-01",
            "2024-08-25x",
            "2024-08-25 25:00",
            "2024-08-25 12",
            "2024-08-25 12:60",
            "2024-08-25 12:5",
            "2024-08-25 13:38 PM",
            "13/13/2024",
            "-2024-01-05",
            "0000-01-01",
            "10000-01-01",
            "24-1-5",
            "1/2/3",
            "2024-08-25 12:38 +99:00",
            "2024-08-25 12:38 +1:00",
            "0/1/2024",
            "20241301",
            "202408",
            "123456789",
            "45000",
            "12:38",
            "2024-08-25 12:38 MESZ",
            "31.2.2024",
            "2024-08/25",
            "8/25-2024",
            "1.5",
            "10.50.2024",
        ] {
            assert_eq!(parse(text.as_bytes(), None), None, "{text}");
        }
    }

    #[test]
    fn slashed_dates_keep_their_readings() {
        for (text, readings) in [
            ("8/25/2024 12:38", ["2024-08-25 12:38:00", "", ""]),
            ("25/8/2024", ["", "2024-08-25", ""]),
            ("25-08-2024", ["", "2024-08-25", ""]),
            ("3/4/2024 7:30", ["2024-03-04 07:30:00", "2024-04-03 07:30:00", ""]),
            ("12/1/10", ["2010-12-01", "2010-01-12", "2012-01-10"]),
            ("24-01-05", ["", "2005-01-24", "2024-01-05"]),
            ("01/02/70", ["1970-01-02", "1970-02-01", ""]),
            ("1/2/24", ["2024-01-02", "2024-02-01", ""]),
        ] {
            let written = parse(text.as_bytes(), None).unwrap();
            let found = ORDERS.map(|order| written.wall_time(order).map(write).unwrap_or_default());
            assert_eq!(found, readings, "{text}");
        }
        let same = |text: &str| match parse(text.as_bytes(), None).unwrap().date {
            WrittenDate::Slashed(slashed) => slashed.orders().1,
            _ => panic!("{text}"),
        };
        assert!(same("4/4/2024") && !same("3/4/2024") && !same("04/04/24") && !same("8/25/2024") && same("04/04/04"));
    }

    #[test]
    fn zones() {
        let offset = |text: &str| parse(text.as_bytes(), None).map(|written| written.clock.offset);
        for (text, expected) in [
            ("2024-08-25 12:38", None),
            ("2024-08-25 12:38Z", Some(0)),
            ("2024-08-25 12:38 GMT", Some(0)),
            ("2024-08-25T12:38:05.5+02:00", Some(120)),
            ("2024-08-25 12:38:05 -0530", Some(-330)),
            ("2024-08-25 12:38 +02", Some(120)),
        ] {
            assert_eq!(offset(text), Some(expected), "{text}");
        }
    }

    proptest! {
        #[test]
        fn never_panics(bytes in proptest::collection::vec(any::<u8>(), 0..40), text in "[0-9a-zA-Z/:.+ -]{0,30}") {
            for bytes in [&bytes[..], text.as_bytes()] {
                for epoch in [None, Some(Epoch::Y1900), Some(Epoch::Y1904)] {
                    let _ = parse(bytes, epoch).map(|written| ORDERS.map(|order| written.wall_time(order)));
                }
            }
        }
    }

    #[test]
    fn numbers_of_workbooks() {
        for (text, epoch, expected) in [
            ("1", Epoch::Y1900, "1900-01-01"),
            ("59", Epoch::Y1900, "1900-02-28"),
            ("61", Epoch::Y1900, "1900-03-01"),
            ("40846.67847222222", Epoch::Y1900, "2011-10-30 16:17:00"),
            ("45943.5", Epoch::Y1900, "2025-10-13 12:00:00"),
            ("44481.5", Epoch::Y1904, "2025-10-13 12:00:00"),
            ("40846.9999999", Epoch::Y1900, "2011-10-31"),
        ] {
            assert_eq!(
                parse(text.as_bytes(), Some(epoch)),
                from_serial(text.parse().unwrap(), epoch)
                    .map(|moment| Written { date: WrittenDate::Serial(moment), clock: Clock::default() }),
                "{text}"
            );
            assert_eq!(from_serial(text.parse().unwrap(), epoch).map(write).as_deref(), Some(expected), "{text}");
        }
        assert_eq!(parse(b"0.5", Some(Epoch::Y1900)), None);
        assert_eq!(parse(b"9999999", Some(Epoch::Y1900)), None);
    }
}
