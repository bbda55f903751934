//! Periods of the calendar as numbers that count on: week, month, quarter and year.

use crate::date::Day;
use crate::segmentation::Grain;

/// The number of the period in which a day lies; the next period has the next number.
pub(super) fn period(grain: Grain, day: Day) -> i32 {
    if grain == Grain::Week {
        // 1970-01-01 was a Thursday.
        return (day.0 + 3).div_euclid(7);
    }
    let (year, month, _) = day.to_ymd();
    let month = year * 12 + month as i32 - 1;
    match grain {
        Grain::Year => year,
        Grain::Quarter => month.div_euclid(3),
        _ => month,
    }
}

/// The first day of a period.
pub(super) fn first_day(grain: Grain, period: i32) -> Day {
    let month = |month: i32| Day::from_ymd(month.div_euclid(12), month.rem_euclid(12) as u32 + 1, 1);
    let day = match grain {
        Grain::Week => return Day(period * 7 - 3),
        Grain::Month => month(period),
        Grain::Quarter => month(period * 3),
        Grain::Year => month(period * 12),
    };
    // Only what begins after the last year that there is has no first day.
    day.unwrap_or_else(|| Day::from_ymd(9999, 12, 31).map_or(Day(i32::MAX), Day::next))
}

/// A period as people write it: `2024-W05`, `2024-01`, `2024-Q1`, `2024`.
pub(super) fn name(grain: Grain, period: i32) -> String {
    match grain {
        // The ISO year and number of a week are those of its Thursday.
        Grain::Week => {
            let thursday = Day(period * 7);
            let (year, _, _) = thursday.to_ymd();
            let january = Day::from_ymd(year, 1, 1).map_or(thursday.0, |day| day.0);
            format!("{year:04}-W{:02}", (thursday.0 - january) / 7 + 1)
        }
        Grain::Month => format!("{:04}-{:02}", period.div_euclid(12), period.rem_euclid(12) + 1),
        Grain::Quarter => format!("{:04}-Q{}", period.div_euclid(4), period.rem_euclid(4) + 1),
        Grain::Year => format!("{period:04}"),
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test may fail")]

    use super::*;

    #[test]
    fn every_day_is_in_the_period_that_begins_at_most_with_it() {
        for day in (-800_000..2_900_000).step_by(37).map(Day).filter(|day| (1..=9999).contains(&day.to_ymd().0)) {
            for grain in Grain::ALL {
                let at = period(grain, day);
                assert!(first_day(grain, at) <= day && day < first_day(grain, at + 1), "{day} {grain:?}");
            }
        }
    }

    #[test]
    fn periods_have_the_names_that_people_write() {
        let day = |text| Day::parse_iso(text).unwrap();
        for (text, names) in [
            ("2024-02-29", ["2024-W09", "2024-02", "2024-Q1", "2024"]),
            ("2024-12-30", ["2025-W01", "2024-12", "2024-Q4", "2024"]),
            ("2021-01-03", ["2020-W53", "2021-01", "2021-Q1", "2021"]),
            ("1969-12-31", ["1970-W01", "1969-12", "1969-Q4", "1969"]),
        ] {
            for (grain, expected) in Grain::ALL.into_iter().zip(names) {
                assert_eq!(name(grain, period(grain, day(text))), expected);
            }
        }
    }
}
