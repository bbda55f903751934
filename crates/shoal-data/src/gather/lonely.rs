//! A date far from all others, which a slip of the pen makes: the last one moves the as-of day, and with it everything that is
//! counted from there. It is noted and kept, because it may be true.
//!
//! Looked for at both ends, among the rows that are used:
//!
//! 1. The last rows, 0.1 % of all and at least one, are candidates; the widest gap between them or before them sets some apart.
//! 2. The gap must be over 180 days. In a table of 1,000 rows and more that is enough. In a smaller one it must also be over ten years,
//!    or have five rows on its other side and be longer than all the time these span, or than ten times their widest gap.
//! 3. Failing that, rows after 2099 (before 1970) that are over 180 days from the others, however many.
//!
//! Cost: that of a sorted list of the days with rows.

use crate::judge::day_tally::DayTally;
use crate::tables::{Place, Tables};
use shoal_segment::date::Day;
use shoal_segment::receipt::Note;

/// From so many rows on, a thousandth of them says something.
const LARGE: u64 = 1_000;
/// Days that no gap at the end may be long.
const FAR: i64 = 180;
/// Days that are far in any table.
const VERY_FAR: i64 = 3_650;
/// Rows that make a small table's other dates worth comparing with.
const ENOUGH: u64 = 5;
/// 2099-12-31.
const LAST_DAY: i64 = 47_481;

/// Days set apart at the end.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Apart {
    /// How many rows.
    rows: u64,
    /// Days between them and the others.
    gap: i64,
}

/// The notes on lonely dates: the table of the row and the note. The last day is nobody's concern when the as-of day is given.
pub(crate) fn notes(tables: &Tables<'_>, tally: &DayTally, as_of_given: bool) -> Vec<(usize, Note)> {
    let mut days = tally.days();
    let mut notes = Vec::new();
    if let Some(((last, place), apart)) = tally.last().zip(apart(&days, LAST_DAY)).filter(|_| !as_of_given) {
        let follows = "the as-of day follows from it: write `--as-of` to decide otherwise";
        notes.push(note(tables, place, last, apart, ("before", follows)));
    }
    days.reverse();
    days.iter_mut().for_each(|(day, _)| *day = -*day);
    if let Some(((first, place), apart)) = tally.first().zip(apart(&days, 0)) {
        let follows = "the time since the customer's first order follows from it";
        notes.push(note(tables, place, first, apart, ("after", follows)));
    }
    notes
}

/// The rows set apart at the end of some days (ascending, with their rows), if any; `bound` is the last day that is nothing strange.
fn apart(days: &[(i64, u64)], bound: i64) -> Option<Apart> {
    let rows: u64 = days.iter().map(|&(_, count)| count).sum();
    let candidates = (rows / LARGE).max(1);
    // From which rows on a gap is looked at: the row before the candidates counts too.
    let from = rows.checked_sub(candidates)?;
    let mut before = days.first().map_or(0, |&(_, count)| count);
    let mut widest: Option<(i64, u64, usize)> = None;
    for (at, pair) in days.windows(2).enumerate() {
        let gap = pair[1].0 - pair[0].0;
        if before >= from && widest.is_none_or(|(known, _, _)| gap >= known) {
            widest = Some((gap, before, at + 1));
        }
        before += pair[1].1;
    }
    let (gap, before, at) = widest.unwrap_or_default();
    if gap > FAR && (rows >= LARGE || gap > VERY_FAR || is_wide(&days[..at], gap)) {
        return Some(Apart { rows: rows - before, gap });
    }
    let first = days.iter().position(|&(day, _)| day > bound)?;
    let gap = days[first].0 - days[first.checked_sub(1)?].0;
    let rows = days[first..].iter().map(|&(_, count)| count).sum();
    (gap > FAR).then_some(Apart { rows, gap })
}

/// Whether a gap is wide beside what lies before it in a small table.
fn is_wide(before: &[(i64, u64)], gap: i64) -> bool {
    let (Some(first), Some(last)) = (before.first(), before.last()) else { return false };
    let rows: u64 = before.iter().map(|&(_, count)| count).sum();
    let widest = before.windows(2).map(|pair| pair[1].0 - pair[0].0).max().unwrap_or(0);
    rows >= ENOUGH && (gap > last.0 - first.0 || gap > 10 * widest)
}

fn note(tables: &Tables<'_>, place: Place, date: Day, apart: Apart, (side, follows): (&str, &str)) -> (usize, Note) {
    let line = tables.line(place);
    let (way, next) = if side == "before" { ("after", "before") } else { ("before", "after") };
    let words = match apart.rows {
        1 => format!("`{date}` on line {line} lies {} {way} the next one {next} it; {follows}", length(apart.gap)),
        _ => format!("`{date}` on line {line} and few others lie {} {way} all the rest; {follows}", length(apart.gap)),
    };
    (tables.table_of(place), Note { code: "lonely_date".to_owned(), words, rows: apart.rows })
}

/// Days in words: years where there are two and more.
fn length(days: i64) -> String {
    match days * 100 / 36_525 {
        0 | 1 => format!("{days} days"),
        years => format!("{years} years"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(days: impl IntoIterator<Item = i64>) -> Option<(u64, i64)> {
        let mut tally = DayTally::default();
        days.into_iter().for_each(|day| tally.add(Day(day as i32), Place { unit: 0, row: 0 }));
        apart(&tally.days(), LAST_DAY).map(|apart| (apart.rows, apart.gap))
    }

    #[test]
    fn days_apart() {
        assert_eq!(Day::from_ymd(2099, 12, 31).map(|day| i64::from(day.0)), Some(LAST_DAY));
        for (name, days, expected) in [
            ("one row", vec![5], None),
            ("two rows", vec![5, 900], None),
            ("two rows, far", vec![5, 5_000], Some((1, 4_995))),
            ("steady", (0..50).map(|i| i * 30).collect(), None),
            ("a long pause", (0..50).map(|i| i * 30).chain([1_700]).collect(), None),
            ("a year too much", (0..50).map(|i| i * 30).chain([1_900]).collect(), Some((1, 430))),
            ("longer than all", vec![1, 2, 100, 200, 300, 700], Some((1, 400))),
            ("two in a thousand rows", (0..3_000).map(|i| i / 3).chain([1_300, 1_301]).collect(), Some((2, 301))),
            ("too many", (0..3_000).map(|i| i / 3).chain((0..10).map(|i| 1_300 + i)).collect(), None),
            ("strange", (0..100).chain((0..10).map(|i| 85_000 + i)).collect(), Some((10, 84_901))),
            ("all strange", (0..100).map(|i| 85_000 + i).collect(), None),
        ] {
            assert_eq!(of(days), expected, "{name}");
        }
    }
}
