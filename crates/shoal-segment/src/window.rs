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
            format!(
                "`{text}` is not a length of time; allowed are days, weeks, months and years such as 365d, 52w, 12m or 1y"
            )
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

/// So many as-of days, each so far before the next, ascending; the last is `last`. `None` where the first would lie before the year 1.
///
/// Months are counted from the last day, so that the 31st comes back before a short month; where that is the last day of its month, all
/// are the last days of theirs. Time `O(count)`.
pub fn days_back(last: Day, count: u32, step: Window) -> Option<Vec<Day>> {
    let ends_a_month = last.next().to_ymd().2 == 1;
    let day = |steps: u32| match step {
        _ if steps == 0 => Some(last),
        Window::Days(days) => last.0.checked_sub_unsigned(days.checked_mul(steps)?).map(Day),
        Window::Months(months) if ends_a_month => {
            last.next().months_before(months.checked_mul(steps)?).0.checked_sub(1).map(Day)
        }
        Window::Months(months) => Some(last.months_before(months.checked_mul(steps)?)),
    };
    let first = Day::from_ymd(1, 1, 1)?;
    (0..count).rev().map(|steps| day(steps).filter(|day| *day >= first)).collect()
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
        let days = |last, count, step: &str| -> Vec<String> {
            days_back(day(last), count, step.parse().unwrap()).unwrap().iter().map(Day::to_string).collect()
        };
        assert_eq!(days("2024-04-30", 4, "1m"), ["2024-01-31", "2024-02-29", "2024-03-31", "2024-04-30"]);
        assert_eq!(days("2023-02-28", 2, "3m"), ["2022-11-30", "2023-02-28"]);
        assert_eq!(days("2024-03-30", 3, "1m"), ["2024-01-30", "2024-02-29", "2024-03-30"]);
        assert_eq!(days("2024-01-20", 3, "1w"), ["2024-01-06", "2024-01-13", "2024-01-20"]);
        assert_eq!(days("9999-12-31", 2, "1y"), ["9998-12-31", "9999-12-31"]);
        assert_eq!(days("0001-01-31", 1, "1m"), ["0001-01-31"]);
        for (count, step) in [(2, "1m"), (31, "1d"), (u32::MAX, "7d"), (3, "10000000m"), (u32::MAX, "10000000d")] {
            let days = days_back(day("0001-01-30"), count, step.parse().unwrap());
            assert_eq!(days, None, "{count} × {step}");
        }
    }
}
