//! The base over time: what came in, and who came back.

use super::escaped;
use super::table::table;
use crate::text;
use crate::view::View;
use shoal_segment::segmentation::{Cohort, Cohorts, Period, Trend};

/// Most periods, cohorts and columns of cohorts that are shown, the latest of the first two; every number is in the JSON.
const MOST_PERIODS: usize = 24;
const MOST_COHORTS: usize = 16;
const MOST_COLUMNS: usize = 12;

/// Writes the part.
pub(super) fn write(out: &mut String, view: &View<'_>) {
    let found = &view.run.exploration;
    if let Some(found) = found.trend.as_ref().filter(|trend| !trend.periods.is_empty()) {
        trend(out, found);
    }
    if let Some(found) = found.cohorts.as_ref().filter(|found| !found.cohorts.is_empty()) {
        cohorts(out, found);
    }
}

fn trend(out: &mut String, trend: &Trend) {
    let word = trend.grain.word();
    let earlier = trend.periods.len().saturating_sub(MOST_PERIODS);
    let row = |period: &Period| {
        let part = if period.incomplete { " (a part)" } else { "" };
        vec![
            escaped(&format!("{}{part}", period.name)),
            text::count(period.orders),
            text::count(period.active_customers),
            text::money(period.revenue),
        ]
    };
    let rows: Vec<Vec<String>> = trend.periods[earlier..].iter().map(row).collect();
    out.push_str("## Over time\n\n");
    out.push_str(&table(&[&text::capitalised(word), ">Orders", ">Active customers", ">Revenue"], &rows));
    out.push_str(&format!(
        "Of all customers, also those in no segment. Revenue is purchases minus returns; an order counts where it began; a customer is active in \
         a {word} with a purchase."
    ));
    if trend.periods[earlier..].iter().any(|period| period.incomplete) {
        out.push_str(&format!(" A part: the tables begin or end within the {word}."));
    }
    if earlier > 0 {
        out.push_str(&format!(" Not shown: {} before these.", text::counted(earlier, word)));
    }
    out.push_str("\n\n");
}

fn cohorts(out: &mut String, found: &Cohorts) {
    let word = found.grain.word();
    let hidden = found.cohorts.len().saturating_sub(MOST_COHORTS);
    let shown = &found.cohorts[hidden..];
    let longest = shown.iter().map(|cohort| cohort.retention.len()).max().unwrap_or(0).saturating_sub(1);
    let columns = longest.min(MOST_COLUMNS);
    let offsets: Vec<String> = (1..=columns).map(|offset| format!(">+{offset}")).collect();
    let mut headers = vec!["First bought", ">Customers", ">Revenue since"];
    headers.extend(offsets.iter().map(String::as_str));
    let row = |cohort: &Cohort| {
        let mut cells = vec![escaped(&cohort.name), text::count(cohort.customers), text::money(cohort.revenue)];
        let share = |offset: usize| cohort.retention.get(offset).filter(|share| share.is_finite());
        cells.extend(
            (1..=columns).map(|offset| share(offset).map_or(String::new(), |share| format!("{:.0} %", share * 100.0))),
        );
        cells
    };
    out.push_str("## Who came back\n\n");
    out.push_str(&table(&headers, &shown.iter().map(row).collect::<Vec<_>>()));
    out.push_str(&format!(
        "A row is the customers who first bought in one {word}, as far back as the tables reach; +1 is the share of them who bought in the {word} after \
         it, and so on."
    ));
    if found.last_incomplete {
        out.push_str(&format!(
            " The tables end within the last {word}, so the last share of each row is still growing."
        ));
    }
    if longest > columns {
        out.push_str(&format!(" Shown are {} after the first.", text::counted(columns, word)));
    }
    if found.earlier + hidden > 0 {
        out.push_str(&format!(" Not shown: {} before these.", text::counted(found.earlier + hidden, "cohort")));
    }
    out.push_str("\n\n");
}
