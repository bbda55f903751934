//! Text → moment, by hand: fixed forms, no clock, no time zone.
//!
//! Dates are `2024-08-25`, `2024/8/25`, `20240825`, `25.8.2024` (always day first), and `8/25/2024` or `25/8/2024` with slashes or
//! hyphens, whose order is not decided here: see [`crate::value::date_order`]. A time may follow after a space or `T`:
//! `12:38`, `12:38:05`, `12:38:05.250` (fractions of a second are dropped), with `AM` or `PM`, and a zone (`Z`, `UTC`, `+02:00`, `-0500`)
//! that is read and not applied: the wall time as written says more about a customer's day than a converted one.
//! Under a date role a workbook may also hold the bare number of a date, days since the end of 1899 (or 1904).
//!
//! A year has four digits; `12/1/10` is refused rather than guessed.

use crate::options::DateOrder;
use shoal_segment::date::{Day, Moment, SECONDS_PER_DAY};

/// From which day a workbook counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Epoch {
    /// Day 60 is the 29th of February 1900, which never was.
    Y1900,
    /// Day 0 is the first of January 1904.
    Y1904,
}

/// A date as written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Written {
    /// One reading only.
    Plain(Moment),
    /// The number of a workbook's date.
    Serial(Moment),
    /// Month and day in an order that only the whole column can tell.
    Slashed(Slashed),
}

/// `first/second/year`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Slashed {
    first: u32,
    second: u32,
    year: i32,
    seconds: i64,
}

/// Which orders a slashed date can have.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Possible {
    /// Both, and the same day either way.
    Same,
    /// Both, with different days.
    Either,
    /// One only.
    Only(DateOrder),
}

impl Slashed {
    /// The moment in one of the orders, if there is such a day.
    pub(crate) fn read(self, order: DateOrder) -> Option<Moment> {
        let (month, day) = match order {
            DateOrder::MonthFirst => (self.first, self.second),
            DateOrder::DayFirst => (self.second, self.first),
        };
        Some(Moment(Day::from_ymd(self.year, month, day)?.start().0 + self.seconds))
    }

    /// The orders it can have; `None` when it is no date in either.
    pub(crate) fn possible(self) -> Option<Possible> {
        match (self.read(DateOrder::MonthFirst), self.read(DateOrder::DayFirst)) {
            (Some(one), Some(other)) if one == other => Some(Possible::Same),
            (Some(_), Some(_)) => Some(Possible::Either),
            (Some(_), None) => Some(Possible::Only(DateOrder::MonthFirst)),
            (None, Some(_)) => Some(Possible::Only(DateOrder::DayFirst)),
            (None, None) => None,
        }
    }
}

/// Reads a date; white space around it does not matter.
pub(crate) fn parse(bytes: &[u8], serials: Option<Epoch>) -> Option<Written> {
    let bytes = bytes.trim_ascii();
    let (first, rest) = digits(bytes);
    match (first.len(), rest.first()) {
        (8, None | Some(b' ' | b'T')) => compact(first, rest),
        (4, Some(b'-' | b'/')) => year_first(first, rest),
        (1 | 2, Some(b'/' | b'-' | b'.')) if bytes.len() >= 8 => {
            year_last(first, rest).or_else(|| serial(bytes, serials?))
        }
        _ => serial(bytes, serials?),
    }
}

/// The digits at the start, and what follows.
fn digits(bytes: &[u8]) -> (&[u8], &[u8]) {
    let count = bytes.iter().take_while(|byte| byte.is_ascii_digit()).count();
    bytes.split_at(count)
}

fn value(digits: &[u8]) -> u32 {
    digits.iter().fold(0, |value: u32, digit| value.wrapping_mul(10).wrapping_add(u32::from(digit - b'0')))
}

fn compact(date: &[u8], rest: &[u8]) -> Option<Written> {
    let day = Day::from_ymd(value(&date[..4]) as i32, value(&date[4..6]), value(&date[6..]))?;
    Some(Written::Plain(Moment(day.start().0 + time_of_day(rest)?)))
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
    Some(Written::Plain(Moment(day.start().0 + time_of_day(rest)?)))
}

fn year_last(first: &[u8], rest: &[u8]) -> Option<Written> {
    let mark = rest[0];
    let (second, rest) = digits(&rest[1..]);
    let rest = rest.strip_prefix(&[mark])?;
    let (year, rest) = digits(rest);
    if !matches!(second.len(), 1 | 2) || year.len() != 4 {
        return None;
    }
    let seconds = time_of_day(rest)?;
    let slashed = Slashed { first: value(first), second: value(second), year: value(year) as i32, seconds };
    if mark == b'.' {
        return slashed.read(DateOrder::DayFirst).map(Written::Plain);
    }
    slashed.possible().map(|_| Written::Slashed(slashed))
}

/// Seconds after midnight, from what follows the date.
fn time_of_day(rest: &[u8]) -> Option<i64> {
    if rest.is_empty() {
        return Some(0);
    }
    let rest = match rest {
        [b'T', rest @ ..] => rest,
        [b' ', rest @ ..] => rest.trim_ascii_start(),
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
    let rest = match rest.strip_prefix(b".") {
        Some(fraction) if fraction.first().is_some_and(u8::is_ascii_digit) => digits(fraction).1,
        Some(_) => return None,
        None => rest,
    };
    let (hour, rest) = half_day(value(hour), rest)?;
    let (minute, second) = (value(minute), value(second));
    if hour > 23 || minute > 59 || second > 59 || !is_zone(rest.trim_ascii_start()) {
        return None;
    }
    Some(i64::from(hour) * 3600 + i64::from(minute) * 60 + i64::from(second))
}

/// Applies `AM` or `PM`.
fn half_day(hour: u32, rest: &[u8]) -> Option<(u32, &[u8])> {
    let after = rest.trim_ascii_start();
    let afternoon = match after {
        [b'a' | b'A', b'm' | b'M', ..] => false,
        [b'p' | b'P', b'm' | b'M', ..] => true,
        _ => return Some((hour, rest)),
    };
    (1..=12).contains(&hour).then(|| (hour % 12 + if afternoon { 12 } else { 0 }, &after[2..]))
}

/// Nothing, `Z`, `UTC`, `GMT`, `+02`, `+0200` or `+02:00`.
fn is_zone(rest: &[u8]) -> bool {
    match rest {
        b"" | b"Z" | b"UTC" | b"GMT" => true,
        [b'+' | b'-', offset @ ..] => {
            let (hours, minutes) = digits(offset);
            match (hours.len(), minutes) {
                (2 | 4, b"") => true,
                (2, [b':', minutes @ ..]) => minutes.len() == 2 && minutes.iter().all(u8::is_ascii_digit),
                _ => false,
            }
        }
        _ => false,
    }
}

/// The number of a workbook's date.
fn serial(bytes: &[u8], epoch: Epoch) -> Option<Written> {
    if !bytes.iter().all(|&byte| byte.is_ascii_digit() || byte == b'.') {
        return None;
    }
    let serial: f64 = std::str::from_utf8(bytes).ok()?.parse().ok()?;
    from_serial(serial, epoch).map(Written::Serial)
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
    use super::*;

    fn plain(text: &str) -> Option<String> {
        match parse(text.as_bytes(), None)? {
            Written::Plain(moment) => Some(write(moment)),
            _ => None,
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
            "12/1/10",
            "13/13/2024",
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
    fn slashed_dates_keep_both_readings() {
        for (text, possible) in [
            ("8/25/2024 12:38", Possible::Only(DateOrder::MonthFirst)),
            ("25/8/2024", Possible::Only(DateOrder::DayFirst)),
            ("25-08-2024", Possible::Only(DateOrder::DayFirst)),
            ("3/4/2024", Possible::Either),
            ("4/4/2024", Possible::Same),
        ] {
            let Some(Written::Slashed(slashed)) = parse(text.as_bytes(), None) else { panic!("{text}") };
            assert_eq!(slashed.possible(), Some(possible), "{text}");
        }
        let Some(Written::Slashed(slashed)) = parse(b"3/4/2024 7:30", None) else { panic!() };
        assert_eq!(slashed.read(DateOrder::MonthFirst).map(write).as_deref(), Some("2024-03-04 07:30:00"));
        assert_eq!(slashed.read(DateOrder::DayFirst).map(write).as_deref(), Some("2024-04-03 07:30:00"));
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
                from_serial(text.parse().unwrap(), epoch).map(Written::Serial),
                "{text}"
            );
            assert_eq!(from_serial(text.parse().unwrap(), epoch).map(write).as_deref(), Some(expected), "{text}");
        }
        assert_eq!(parse(b"0.5", Some(Epoch::Y1900)), None);
        assert_eq!(parse(b"9999999", Some(Epoch::Y1900)), None);
    }
}
