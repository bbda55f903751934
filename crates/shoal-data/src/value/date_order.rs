//! Month first or day first: decided by the data over the whole column, over all files of a table.
//!
//! 1. `--dates` decides when it is given.
//! 2. A value above 12 decides for its order (`8/25/2024` can only be month first). When values prove both orders, the more
//!    frequent proof wins; the values that contradict it stay unreadable, so that they count against `--max-unreadable`, and the
//!    receipt has a note. Equally many proofs decide nothing.
//! 3. Without a proof, the order proven by the other table of the same shop is taken.
//! 4. Otherwise the user is asked, with both readings of an example.
//!
//! When no value reads differently (no slashed dates, or only such as `4/4/2024`) there is nothing to decide.

use crate::error::Error;
use crate::options::DateOrder;
use crate::value::date_tally::DateTally;
use crate::value::moment::{Written, parse};
use shoal_segment::receipt::TableKind;

/// What the proofs say.
pub(crate) fn proven(tally: &DateTally) -> Option<DateOrder> {
    match tally.month_first.count.cmp(&tally.day_first.count) {
        std::cmp::Ordering::Greater => Some(DateOrder::MonthFirst),
        std::cmp::Ordering::Less => Some(DateOrder::DayFirst),
        std::cmp::Ordering::Equal => None,
    }
}

/// The order of one table; `elsewhere` is what the other table proves.
pub(crate) fn decide(
    table: TableKind,
    tally: &DateTally,
    forced: Option<DateOrder>,
    elsewhere: Option<DateOrder>,
) -> Result<DateOrder, Error> {
    if let Some(order) = forced.or_else(|| proven(tally)) {
        return Ok(order);
    }
    let contradiction = tally.month_first.count > 0;
    match elsewhere {
        Some(order) if !contradiction => Ok(order),
        _ if contradiction || tally.either.count > 0 => Err(undecided(table, tally)),
        _ => Ok(DateOrder::MonthFirst),
    }
}

fn undecided(table: TableKind, tally: &DateTally) -> Error {
    let sample = if tally.either.count > 0 { &tally.either } else { &tally.month_first };
    let reading = |order| match sample.example.as_deref().and_then(|example| parse(example, None)) {
        Some(Written::Slashed(slashed)) => {
            slashed.read(order).map_or_else(|| "no date".to_owned(), |moment| moment.day().to_string())
        }
        _ => "no date".to_owned(),
    };
    let why = match tally.month_first.count {
        0 => ", and no value has a number above 12 that would decide it".to_owned(),
        count => format!(
            "; {count} of the values can only be month/day/year (`{}`) and as many only day/month/year (`{}`)",
            tally.month_first.text(),
            tally.day_first.text()
        ),
    };
    Error::DateOrder {
        table: table.word(),
        example: sample.text(),
        month_first: reading(DateOrder::MonthFirst),
        day_first: reading(DateOrder::DayFirst),
        why,
    }
}

/// How the dates of one file were read and why, for the receipt.
pub(crate) fn words(tally: &DateTally, order: DateOrder, forced: bool, whole: &DateTally) -> String {
    let mut parts = Vec::new();
    if tally.plain > tally.pointed {
        parts.push("year-month-day".to_owned());
    }
    if tally.pointed > 0 {
        parts.push("day.month.year".to_owned());
    }
    if tally.serial > 0 {
        parts.push("numbers of days, as workbooks count them".to_owned());
    }
    let proofs = whole.only(order);
    if tally.slashed() > 0 {
        let why = if forced {
            format!("as `--dates {}` says", order.word())
        } else if proofs.count > 0 {
            format!(
                "{} {} can only be read so, for instance `{}`",
                proofs.count,
                if proofs.count == 1 { "value" } else { "values" },
                proofs.text()
            )
        } else if whole.either.count > 0 {
            "as in the other table".to_owned()
        } else {
            "every value reads the same in both orders".to_owned()
        };
        parts.push(format!("{}: {why}", order.pattern()));
    }
    if parts.is_empty() { "no date could be read".to_owned() } else { parts.join("; ") }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::read::delimited;

    fn tally(values: &[&str]) -> DateTally {
        let (grid, _) = delimited::read("t.csv", format!("d\n{}\n", values.join("\n")).into_bytes()).unwrap();
        DateTally::of(&grid, 0)
    }

    fn order(values: &[&str], elsewhere: Option<DateOrder>) -> Result<DateOrder, String> {
        decide(TableKind::Transactions, &tally(values), None, elsewhere).map_err(|error| error.to_string())
    }

    #[test]
    fn decided_by_the_data() {
        assert_eq!(order(&["3/4/2024", "8/25/2024"], None), Ok(DateOrder::MonthFirst));
        assert_eq!(order(&["3/4/2024", "25/8/2024"], None), Ok(DateOrder::DayFirst));
        assert_eq!(order(&["8/25/2024", "25/8/2024", "26/8/2024"], None), Ok(DateOrder::DayFirst));
        assert_eq!(order(&["2024-03-04", "4/4/2024"], None), Ok(DateOrder::MonthFirst));
        assert_eq!(order(&["3/4/2024"], Some(DateOrder::DayFirst)), Ok(DateOrder::DayFirst));
    }

    #[test]
    fn undecidable() {
        let error = order(&["5/6/2024", "3/4/2024 7:30"], None).unwrap_err();
        assert!(
            error.contains("`3/4/2024 7:30` is 2024-03-04 as month/day/year and 2024-04-03 as day/month/year"),
            "{error}"
        );
        let error = order(&["8/25/2024", "25/8/2024"], Some(DateOrder::DayFirst)).unwrap_err();
        assert!(error.contains("1 of the values can only be month/day/year (`8/25/2024`)"), "{error}");
        assert!(error.contains("2024-08-25 as month/day/year and no date as day/month/year"), "{error}");
        assert_eq!(
            decide(TableKind::Customers, &tally(&["3/4/2024"]), Some(DateOrder::DayFirst), None).unwrap(),
            DateOrder::DayFirst
        );
    }
}
