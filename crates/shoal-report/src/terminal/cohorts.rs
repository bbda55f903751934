//! Who came back, on the terminal: a row per cohort, a column per period since the first purchase.

use super::table::within;
use crate::text;
use shoal_segment::segmentation::{Cohort, Cohorts};

/// About how wide the columns before the periods are, and each period.
const BEFORE: usize = 35;
const COLUMN: usize = 7;

/// Most cohorts that are shown, which are the latest.
const MOST: usize = 16;

/// The cohorts with as many periods as have room; nothing without purchases.
pub(super) fn cohorts(cohorts: Option<&Cohorts>, width: usize) -> String {
    let Some(found) = cohorts.filter(|found| !found.cohorts.is_empty()) else { return String::new() };
    let hidden = found.cohorts.len().saturating_sub(MOST);
    let shown = &found.cohorts[hidden..];
    let longest = shown.iter().map(|cohort| cohort.retention.len()).max().unwrap_or(0).saturating_sub(1);
    let columns = longest.min(width.saturating_sub(BEFORE) / COLUMN);
    let offsets: Vec<String> = (1..=columns).map(|offset| format!("+{offset}")).collect();
    let mut headers = vec!["since", "customers", "revenue"];
    headers.extend(offsets.iter().map(String::as_str));
    let row = |cohort: &Cohort| {
        let mut cells = vec![cohort.name.clone(), text::count(cohort.customers), text::money(cohort.revenue)];
        cells.extend(cohort.retention.iter().skip(1).take(columns).map(|share| format!("{:.0} %", share * 100.0)));
        cells
    };
    let rows: Vec<Vec<String>> = shown.iter().map(row).collect();
    let word = found.grain.word();
    let mut out = within(&headers, &rows, width);
    out.push_str(&format!(
        "  Since: the {word} of the first purchase. +1: the share of them who bought in the next {word}, +2 …\n"
    ));
    out.push_str("  First bought: as far back as the tables reach.\n");
    if found.last_incomplete {
        out.push_str(&format!(
            "  The tables end within the last {word}: the last share of each row is still growing.\n"
        ));
    }
    if found.earlier + hidden > 0 {
        out.push_str(&format!("  and {} before\n", text::counted(found.earlier + hidden, "cohort")));
    }
    out
}
