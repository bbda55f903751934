//! A window: how far back features look from the as-of day, in days or calendar months.
//!
//! It opens right after the day that lies so far before the as-of day, and closes with the as-of day: 365 days are the as-of day
//! and the 364 before it. Months are those of the calendar: 1 month before 31 March is 28 February (or 29), the last day of a
//! month that has no such day; a year is 12 months.

use crate::date::Day;
use serde::{Deserialize, Serialize};
use std::fmt;
use std::str::FromStr;

/// The longest window, in days or months: beyond all days that there are.
const MOST: u32 = 10_000_000;

/// How far back features look.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub enum Window {
    /// So many days, at least 1.
    Days(u32),
    /// So many calendar months, at least 1.
    Months(u32),
}

impl Window {
    /// The last day before the window that ends with `as_of`.
    pub fn start(self, as_of: Day) -> Day {
        match self {
            Self::Days(days) => Day(as_of.0.saturating_sub_unsigned(days)),
            Self::Months(months) => as_of.months_before(months),
        }
    }
}

impl FromStr for Window {
    type Err = String;

    /// Reads `365d`, `52w`, `12m` or `1y`.
    fn from_str(text: &str) -> Result<Self, String> {
        let wrong = || {
            format!("`{text}` is not a window; allowed are days, weeks, months and years such as 365d, 52w, 12m or 1y")
        };
        let text = text.trim();
        let unit = text.chars().last().ok_or_else(wrong)?;
        let number: u32 = text[..text.len() - unit.len_utf8()].parse().map_err(|_| wrong())?;
        let times =
            |factor: u32| number.checked_mul(factor).filter(|length| (1..=MOST).contains(length)).ok_or_else(wrong);
        match unit {
            'd' => times(1).map(Self::Days),
            'w' => times(7).map(Self::Days),
            'm' => times(1).map(Self::Months),
            'y' => times(12).map(Self::Months),
            _ => Err(wrong()),
        }
    }
}

impl fmt::Display for Window {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Days(days) => write!(f, "{days}d"),
            Self::Months(months) => write!(f, "{months}m"),
        }
    }
}

impl TryFrom<String> for Window {
    type Error = String;

    fn try_from(text: String) -> Result<Self, String> {
        text.parse()
    }
}

impl From<Window> for String {
    fn from(window: Window) -> Self {
        window.to_string()
    }
}

/// The as-of days from `from` to `to`, each so far after the one before: `from`, `from` + 1 step, `from` + 2 steps …
///
/// Months are counted from `from`, so that the 31st comes back after a short month. Time O(days that come out).
pub fn every(step: Window, from: Day, to: Day) -> Vec<Day> {
    let day = |count: u32| match step {
        Window::Days(days) => Day(from.0.saturating_add_unsigned(days.saturating_mul(count))),
        Window::Months(months) => from.months_after(months.saturating_mul(count)),
    };
    let mut days: Vec<Day> = (0..).map(day).take_while(|day| *day <= to && day.0 < i32::MAX).collect();
    days.dedup();
    days
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> Day {
        Day::parse_iso(text).unwrap()
    }

    fn start(window: &str, as_of: &str) -> String {
        window.parse::<Window>().unwrap().start(day(as_of)).to_string()
    }

    #[test]
    fn windows_open_after_a_day_of_the_calendar() {
        assert_eq!(start("365d", "2024-12-31"), "2024-01-01");
        assert_eq!(start("2w", "2024-03-01"), "2024-02-16");
        assert_eq!(start("1m", "2024-03-31"), "2024-02-29");
        assert_eq!(start("1m", "2023-03-31"), "2023-02-28");
        assert_eq!(start("12m", "2024-02-29"), "2023-02-28");
        assert_eq!(start("1y", "2024-06-15"), start("12m", "2024-06-15"));
        assert_eq!(start("14m", "2024-01-15"), "2022-11-15");
    }

    #[test]
    fn windows_that_are_none() {
        for wrong in ["", "0d", "-3d", "d", "12", "12 months", "1.5y", "99999999999d", "4000000000y", "3µ"] {
            assert!(wrong.parse::<Window>().is_err(), "{wrong}");
        }
        assert_eq!("10000000m".parse::<Window>().map(|window| window.start(day("2024-01-01"))), Ok(Day(i32::MIN)));
    }

    #[test]
    fn windows_come_back_from_their_text() {
        for text in ["365d", "12m"] {
            assert_eq!(text.parse::<Window>().unwrap().to_string(), text);
        }
    }

    #[test]
    fn as_of_days_follow_the_calendar() {
        let days = |step: &str, from, to| -> Vec<String> {
            every(step.parse().unwrap(), day(from), day(to)).iter().map(Day::to_string).collect()
        };
        assert_eq!(days("1m", "2024-01-31", "2024-04-30"), ["2024-01-31", "2024-02-29", "2024-03-31", "2024-04-30"]);
        assert_eq!(days("7d", "2024-01-01", "2024-01-20"), ["2024-01-01", "2024-01-08", "2024-01-15"]);
        assert!(days("1y", "2024-01-02", "2024-01-01").is_empty());
    }
}
