//! Calendar days and moments as plain integers; nothing here reads a clock.

use serde::{Deserialize, Serialize};
use std::fmt;

/// Seconds in a day: the tables' times are local wall times without leap seconds.
pub const SECONDS_PER_DAY: i64 = 86_400;

/// A calendar day, counted from 1970-01-01 (proleptic Gregorian).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Day(pub i32);

/// A moment in the tables' own wall time: seconds from 1970-01-01 00:00.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Moment(pub i64);

impl Moment {
    /// The calendar day in which the moment lies.
    pub fn day(self) -> Day {
        Day(self.0.div_euclid(SECONDS_PER_DAY) as i32)
    }
}

impl Day {
    /// The day of a proleptic Gregorian date, or `None` when there is no such date (years 1 to 9999).
    ///
    /// Source: H. Hinnant, "chrono-compatible low-level date algorithms", `days_from_civil`.
    pub fn from_ymd(year: i32, month: u32, day: u32) -> Option<Self> {
        if !(1..=9999).contains(&year) || !(1..=12).contains(&month) || day < 1 || day > days_in_month(year, month) {
            return None;
        }
        let y = if month <= 2 { year - 1 } else { year };
        let era = y.div_euclid(400);
        let year_of_era = y.rem_euclid(400);
        let shifted_month = ((month + 9) % 12) as i32;
        let day_of_year = (153 * shifted_month + 2) / 5 + day as i32 - 1;
        let day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
        Some(Self(era * 146_097 + day_of_era - 719_468))
    }

    /// Year, month (1 to 12) and day of month (1 to 31).
    ///
    /// Source: H. Hinnant, as above, `civil_from_days`.
    pub fn to_ymd(self) -> (i32, u32, u32) {
        let z = self.0 + 719_468;
        let era = z.div_euclid(146_097);
        let doe = z.rem_euclid(146_097);
        let yoe = (doe - doe / 1460 + doe / 36_524 - doe / 146_096) / 365;
        let doy = doe - (365 * yoe + yoe / 4 - yoe / 100);
        let mp = (5 * doy + 2) / 153;
        let day = (doy - (153 * mp + 2) / 5 + 1) as u32;
        let month = if mp < 10 { mp + 3 } else { mp - 9 } as u32;
        (yoe + era * 400 + i32::from(month <= 2), month, day)
    }

    /// Reads `YYYY-MM-DD`.
    pub fn parse_iso(text: &str) -> Option<Self> {
        let mut parts = text.splitn(3, '-');
        let (year, month, day) = (parts.next()?, parts.next()?, parts.next()?);
        if year.len() != 4 || month.len() != 2 || day.len() != 2 {
            return None;
        }
        Self::from_ymd(year.parse().ok()?, month.parse().ok()?, day.parse().ok()?)
    }

    /// The same day of the month so many calendar months before, or the last day of that month where it has no such day. What
    /// lies before the year 1 is the earliest day there is.
    pub fn months_before(self, months: u32) -> Self {
        self.in_month(-i64::from(months)).unwrap_or(Self(i32::MIN))
    }

    /// The same so many months after. What lies after the year 9999 is the last day there is.
    pub fn months_after(self, months: u32) -> Self {
        self.in_month(i64::from(months)).unwrap_or(Self(i32::MAX))
    }

    fn in_month(self, months: i64) -> Option<Self> {
        let (year, month, day) = self.to_ymd();
        let count = i64::from(year) * 12 + i64::from(month) - 1 + months;
        let (year, month) = (i32::try_from(count.div_euclid(12)).ok()?, count.rem_euclid(12) as u32 + 1);
        Self::from_ymd(year, month, day.min(days_in_month(year, month)))
    }

    /// The day of the week, from 0 for Monday to 6 for Sunday.
    pub fn weekday(self) -> usize {
        // 1970-01-01 was a Thursday.
        (self.0.rem_euclid(7) as usize + 3) % 7
    }

    /// The first moment of the day.
    pub fn start(self) -> Moment {
        Moment(i64::from(self.0) * SECONDS_PER_DAY)
    }

    /// The day after.
    pub fn next(self) -> Self {
        Self(self.0 + 1)
    }
}

fn days_in_month(year: i32, month: u32) -> u32 {
    match month {
        2 if year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}

impl fmt::Display for Day {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (year, month, day) = self.to_ymd();
        write!(f, "{year:04}-{month:02}-{day:02}")
    }
}

impl fmt::Display for Moment {
    /// The day, and the time of day unless it is midnight.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let seconds = self.0.rem_euclid(SECONDS_PER_DAY);
        match seconds {
            0 => write!(f, "{}", self.day()),
            _ => write!(f, "{} {:02}:{:02}:{:02}", self.day(), seconds / 3600, seconds / 60 % 60, seconds % 60),
        }
    }
}

impl Serialize for Day {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Day {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        Self::parse_iso(&text)
            .ok_or_else(|| serde::de::Error::custom(format!("`{text}` is not a date: write it as YYYY-MM-DD")))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn known_days() {
        for (text, days) in [("1970-01-01", 0), ("2000-02-29", 11_016), ("2024-12-31", 20_088), ("1969-12-31", -1)] {
            let day = Day::parse_iso(text).unwrap();
            assert_eq!(day.0, days);
            assert_eq!(day.to_string(), text);
        }
    }

    #[test]
    fn moments_tell_the_time_unless_it_is_midnight() {
        assert_eq!(Moment(0).to_string(), "1970-01-01");
        assert_eq!(Moment(3_661).to_string(), "1970-01-01 01:01:01");
        assert_eq!(Moment(-1).to_string(), "1969-12-31 23:59:59");
    }

    #[test]
    fn every_day_of_four_centuries_returns_to_itself() {
        for days in -146_097..146_097 {
            let (year, month, day) = Day(days).to_ymd();
            assert_eq!(Day::from_ymd(year, month, day), Some(Day(days)));
        }
    }

    #[test]
    fn weekdays() {
        for (text, weekday) in [("1970-01-01", 3), ("2024-12-30", 0), ("2024-02-29", 3), ("1969-12-28", 6)] {
            assert_eq!(Day::parse_iso(text).unwrap().weekday(), weekday, "{text}");
        }
    }

    #[test]
    fn days_that_do_not_exist() {
        for text in ["2023-02-29", "2023-13-01", "2023-00-10", "2023-04-31", "23-04-30", "2023-4-3", "x"] {
            assert_eq!(Day::parse_iso(text), None, "{text}");
        }
    }
}
