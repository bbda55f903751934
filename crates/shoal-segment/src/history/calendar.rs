//! When was purchased: money by month of the year and by day of the week, and how many days and months saw a purchase.

use crate::date::Day;
use crate::lines::Line;

/// Purchases over the calendar.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Calendar {
    /// Money paid in January to December of all years, in the smallest unit.
    pub months: [i128; 12],
    /// Money paid on Mondays to Sundays, in the smallest unit.
    pub weekdays: [i128; 7],
    /// Days with a purchase.
    pub active_days: u32,
    /// Months with a purchase; January of two years is two months.
    pub active_months: u32,
}

impl Calendar {
    /// The calendar of `purchases`, which are in order of time. `O(m)`.
    pub(super) fn of<'a>(purchases: impl Iterator<Item = &'a Line>) -> Self {
        let mut calendar = Self::default();
        let mut last = None;
        let (mut year, mut month, mut weekday) = (0, 0, 0);
        for line in purchases {
            let day = line.time.day();
            if last != Some(day) {
                let before = (last.is_some(), year, month);
                (year, month) = month_of(day);
                weekday = day.weekday();
                calendar.active_days += 1;
                calendar.active_months += u32::from(before != (true, year, month));
                last = Some(day);
            }
            calendar.months[month] += i128::from(line.amount);
            calendar.weekdays[weekday] += i128::from(line.amount);
        }
        calendar
    }
}

/// The year, and the month from 0 for January.
fn month_of(day: Day) -> (i32, usize) {
    let (year, month, _) = day.to_ymd();
    (year, month as usize - 1)
}
