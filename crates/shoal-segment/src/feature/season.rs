//! Season: which share of the money was paid in each month, quarter and day of the week, all years together.
//!
//! The shares of a group (twelve months, four quarters, seven days) add up to 1, so to cluster all of a group says one thing
//! twice: leave one out, or take `share_weekend`.

use super::{Compute, Family, Feature, Measure};
use std::ops::Range;

/// What all of them have in common.
const SHARE: Feature = Feature {
    name: "",
    label: "",
    meaning: "",
    measure: Measure::Share,
    family: Family::Season,
    adds_up: false,
    low: "",
    high: "",
    needs: &[],
    compute: Compute::History(|_| None),
};

/// A feature of the share that was paid in some months (0 to 11), or on some days of the week (0 for Monday).
macro_rules! share {
    ($constant:ident, $name:literal, $words:literal, $adjective:literal, $group:ident, $range:expr) => {
        #[doc = concat!("`share_", $name, "`.")]
        pub(super) const $constant: Feature = Feature {
            name: concat!("share_", $name),
            label: concat!("share ", $words),
            meaning: concat!("Share of the money paid that was paid ", $words, "; missing when nothing was paid."),
            low: concat!($adjective, "-avoiding"),
            high: concat!($adjective, "-buying"),
            compute: Compute::History(|history| share(&history.calendar().$group, $range)),
            ..SHARE
        };
    };
}

share!(Q1, "q1", "in January to March", "first-quarter", months, 0..3);
share!(Q2, "q2", "in April to June", "second-quarter", months, 3..6);
share!(Q3, "q3", "in July to September", "third-quarter", months, 6..9);
share!(Q4, "q4", "in October to December", "fourth-quarter", months, 9..12);
share!(JANUARY, "january", "in January", "January", months, 0..1);
share!(FEBRUARY, "february", "in February", "February", months, 1..2);
share!(MARCH, "march", "in March", "March", months, 2..3);
share!(APRIL, "april", "in April", "April", months, 3..4);
share!(MAY, "may", "in May", "May", months, 4..5);
share!(JUNE, "june", "in June", "June", months, 5..6);
share!(JULY, "july", "in July", "July", months, 6..7);
share!(AUGUST, "august", "in August", "August", months, 7..8);
share!(SEPTEMBER, "september", "in September", "September", months, 8..9);
share!(OCTOBER, "october", "in October", "October", months, 9..10);
share!(NOVEMBER, "november", "in November", "November", months, 10..11);
share!(DECEMBER, "december", "in December", "December", months, 11..12);
share!(WEEKEND, "weekend", "on Saturdays and Sundays", "weekend", weekdays, 5..7);
share!(MONDAY, "monday", "on Mondays", "Monday", weekdays, 0..1);
share!(TUESDAY, "tuesday", "on Tuesdays", "Tuesday", weekdays, 1..2);
share!(WEDNESDAY, "wednesday", "on Wednesdays", "Wednesday", weekdays, 2..3);
share!(THURSDAY, "thursday", "on Thursdays", "Thursday", weekdays, 3..4);
share!(FRIDAY, "friday", "on Fridays", "Friday", weekdays, 4..5);
share!(SATURDAY, "saturday", "on Saturdays", "Saturday", weekdays, 5..6);
share!(SUNDAY, "sunday", "on Sundays", "Sunday", weekdays, 6..7);

fn share(amounts: &[i128], wanted: Range<usize>) -> Option<f64> {
    let total: i128 = amounts.iter().sum();
    let part: i128 = amounts[wanted].iter().sum();
    (total > 0).then(|| part as f64 / total as f64)
}
