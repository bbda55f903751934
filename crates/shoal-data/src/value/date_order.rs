//! Month, day or year first: decided by the data over the whole column, over all files of a table.
//!
//! 1. `--dates` decides when it is given.
//! 2. The order in which the most values are dates: `8/25/2024` can only be month first, `25/8/2024` only day first. The values that
//!    contradict it stay unreadable, so that they count against `--max-unreadable`, and the receipt has a note.
//! 3. Of orders in which equally many are dates, and which differ in where a year of two digits stands (`05/01/24` or `24-01-05`),
//!    that in which the year has fewer different values than the other end: sales of a few years have some thirty days and few
//!    years. The other end needs at least four, and twice as many.
//! 4. Without that, the order proven by the other table of the same shop is taken, when it is among them.
//! 5. Otherwise the user is asked, with all readings of an example.
//!
//! When no value reads differently (no slashed dates, or only such as `4/4/2024`) there is nothing to decide.

use crate::error::Error;
use crate::options::{DateOrder, Zone};
use crate::value::date_tally::DateTally;
use crate::value::dates::Dates;
use crate::value::moment::{ORDERS, WrittenDate, parse};
use shoal_segment::receipt::TableKind;

/// The orders that steps 2 and 3 leave.
fn left(tally: &DateTally) -> Vec<DateOrder> {
    let most = ORDERS.map(|order| tally.fitting(order)).into_iter().max().unwrap_or(0);
    let mut left: Vec<DateOrder> =
        ORDERS.into_iter().filter(|&order| most > 0 && tally.fitting(order) == most).collect();
    let first = left.contains(&DateOrder::YearFirst);
    if let (true, 2.., Some(is_first)) = (first, left.len(), tally.year_is_first()) {
        left.retain(|&order| (order == DateOrder::YearFirst) == is_first);
    }
    left
}

/// What the values prove.
pub(crate) fn proven(tally: &DateTally) -> Option<DateOrder> {
    match left(tally).as_slice() {
        [order] => Some(*order),
        _ => None,
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
    let left = left(tally);
    if left.is_empty() {
        return Ok(elsewhere.unwrap_or(DateOrder::MonthFirst));
    }
    let contradiction = left.iter().any(|&order| tally.fitting(order) < tally.undecided());
    match elsewhere {
        Some(order) if !contradiction && left.contains(&order) => Ok(order),
        _ => Err(undecided(table, tally, contradiction)),
    }
}

fn undecided(table: TableKind, tally: &DateTally, contradiction: bool) -> Error {
    let sample = tally.example();
    let written = sample.example.as_deref().and_then(|example| parse(example, None));
    let orders = ORDERS.into_iter().filter(|&order| order != DateOrder::YearFirst || tally.fitting(order) > 0);
    let reading = |order: DateOrder| {
        let day = match written.map(|written| written.date) {
            Some(WrittenDate::Slashed(slashed)) => slashed.read(order),
            _ => None,
        };
        let day = day.map_or_else(|| "no date".to_owned(), |day| day.to_string());
        format!("{day} as {}", order.pattern())
    };
    let why = if contradiction {
        let only = |order| tally.only(order);
        let of = |order| format!("{} can only be {} (`{}`)", only(order).count, order.pattern(), only(order).text());
        let proofs: Vec<String> = orders.clone().filter(|&order| only(order).count > 0).map(of).collect();
        format!("; of the values {}", proofs.join(" and "))
    } else {
        ", and no value has numbers that would decide it".to_owned()
    };
    Error::DateOrder {
        table: table.word(),
        example: sample.text(),
        readings: orders.clone().map(reading).collect(),
        flags: orders.map(|order| format!("`--dates {}` for {}", order.word(), order.pattern())).collect(),
        why,
    }
}

/// How the dates of one file were read and why, for the receipt.
pub(crate) fn words(dates: &Dates) -> String {
    let Dates { here, whole, form, forced } = dates;
    if let Some(unit) = form.unix {
        return format!("{}, in {}", unit.words(), form.zone.map_or_else(|| "UTC".to_owned(), |zone| zone.to_string()));
    }
    let mut parts = Vec::new();
    for (count, what) in [
        (here.plain, "year-month-day"),
        (here.pointed, "day.month.year"),
        (here.named, "with names of months"),
        (here.serial, "numbers of days, as workbooks count them"),
    ] {
        if count > 0 {
            parts.push(what.to_owned());
        }
    }
    if here.slashed() > 0 {
        parts.push(format!("{}: {}", form.order.pattern(), why_order(whole, form.order, *forced)));
    }
    parts.extend(zones(whole, form.zone));
    if parts.is_empty() { "no date could be read".to_owned() } else { parts.join("; ") }
}

fn why_order(whole: &DateTally, order: DateOrder, forced: bool) -> String {
    let proofs = whole.only(order);
    if forced {
        format!("as `--dates {}` says", order.word())
    } else if proofs.count > 0 {
        let values = if proofs.count == 1 { "value" } else { "values" };
        format!("{} {values} can only be read so, for instance `{}`", proofs.count, proofs.text())
    } else if whole.undecided() == 0 {
        "every value reads the same in both orders".to_owned()
    } else if proven(whole) == Some(order) {
        "more values are dates so, and the year has few different values".to_owned()
    } else {
        "as in the other table".to_owned()
    }
}

/// What became of zones.
fn zones(whole: &DateTally, zone: Option<Zone>) -> Option<String> {
    let offsets: Vec<String> = whole.offsets.keys().map(|&offset| Zone(offset).to_string()).collect();
    match (zone, offsets.as_slice()) {
        (_, []) => None,
        (Some(zone), _) => Some(format!("brought to the time of UTC{zone}")),
        (None, [only]) => Some(format!("the time as written, at UTC{only}")),
        (None, several) => Some(format!("the time as written, at UTC{}", several.join(", "))),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::read::delimited;

    fn tally(values: &[&str]) -> DateTally {
        let (grid, _) = delimited::read("t.csv", format!("d\n{}\n", values.join("\n")).into_bytes()).unwrap();
        grid.held().map(|chunk| DateTally::of_chunk(&grid, chunk, 0)).fold(DateTally::default(), DateTally::join)
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
    fn years_of_two_digits() {
        use DateOrder::{DayFirst, MonthFirst, YearFirst};
        for (values, expected) in [
            (&["24-01-05", "24-01-17", "23-12-06", "24-02-28"][..], Ok(YearFirst)),
            (&["05/01/24", "17/01/24", "06/12/23", "28/02/24"], Ok(DayFirst)),
            (&["01/05/24", "01/17/24", "12/05/23"], Ok(MonthFirst)),
            (&["99-01-05"], Ok(YearFirst)),
            (&["05/13/99"], Ok(MonthFirst)),
            (&["1/5/2024", "17/5/2024", "02/03/24"], Ok(DayFirst)),
            (&["04/04/04"], Ok(MonthFirst)),
        ] {
            assert_eq!(order(values, None), expected, "{values:?}");
        }
        assert!(order(&["05/01/23", "05/02/24", "05/03/24"], None).is_err(), "one day and two years");
        let error = order(&["01/02/03"], None).unwrap_err();
        assert!(error.contains("2003-02-01 as day/month/year and 2001-02-03 as year/month/day"), "{error}");
        assert_eq!(order(&["01/02/03"], Some(YearFirst)), Ok(YearFirst));
    }

    #[test]
    fn undecidable() {
        let error = order(&["5/6/2024", "3/4/2024 7:30"], None).unwrap_err();
        assert!(
            error.contains("`3/4/2024 7:30` is 2024-03-04 as month/day/year and 2024-04-03 as day/month/year"),
            "{error}"
        );
        let error = order(&["8/25/2024", "25/8/2024"], Some(DateOrder::DayFirst)).unwrap_err();
        assert!(
            error.contains("of the values 1 can only be month/day/year (`8/25/2024`) and 1 can only be day"),
            "{error}"
        );
        assert!(error.contains("`25/8/2024` is no date as month/day/year and 2024-08-25 as day/month/year"), "{error}");
        assert_eq!(
            decide(TableKind::Customers, &tally(&["3/4/2024"]), Some(DateOrder::DayFirst), None).unwrap(),
            DateOrder::DayFirst
        );
    }
}
