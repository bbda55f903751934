//! Who came back: cohorts by first purchase × periods since, as a table with coloured cells.

use crate::figure::shade;
use crate::page::table::{Cell, Holds, narrow_heat};
use crate::text;
use crate::view::BaseView;
use maud::{Markup, html};
use shoal_segment::segmentation::{Cohort, Cohorts};

/// Most periods after the first that are shown; every number is in the JSON.
const MOST_PERIODS: usize = 12;

/// Draws the panel; nothing without purchases.
pub(crate) fn draw(view: BaseView<'_>) -> Option<Markup> {
    let found = view.exploration.cohorts.as_ref().filter(|found| !found.cohorts.is_empty())?;
    let longest = found.cohorts.iter().map(|cohort| cohort.retention.len()).max().unwrap_or(1) - 1;
    let shown = longest.min(MOST_PERIODS);
    let titles: Vec<String> = (1..=shown).map(|offset| format!("+{offset}")).collect();
    let mut columns =
        vec![("First bought", Holds::Words), ("customers", Holds::Numbers), ("revenue since", Holds::Numbers)];
    columns.extend(titles.iter().map(|title| (title.as_str(), Holds::Numbers)));
    let rows: Vec<Vec<Cell>> = found.cohorts.iter().map(|cohort| row(cohort, shown)).collect();
    Some(html! {
        (narrow_heat("Share of each cohort that bought again, per period", &columns, &rows))
        p.caption { (caption(found, longest > shown)) }
    })
}

fn row(cohort: &Cohort, shown: usize) -> Vec<Cell> {
    let mut cells = vec![
        Cell::text(&cohort.name),
        Cell::text(text::count(cohort.customers)),
        Cell::text(text::money(cohort.revenue)),
    ];
    let share = |offset: usize| match cohort.retention.get(offset).filter(|share| share.is_finite()) {
        Some(&share) => Cell::shaded(html! { (format!("{:.0} %", share * 100.0)) }, &shade::diverging(-share)),
        None => Cell::text(""),
    };
    cells.extend((1..=shown).map(share));
    cells
}

fn caption(found: &Cohorts, cut: bool) -> String {
    let word = found.grain.word();
    let mut said = format!(
        "A row is the customers who first bought in one {word}; +1 is the share of them who bought in the {word} after it, and so on. \
         Revenue since is purchases minus returns up to the end. Who bought before the tables begin counts as new when first seen in them."
    );
    if found.last_incomplete {
        said.push_str(&format!(
            " The tables end within the last {word}, so the last share of each row is still growing."
        ));
    }
    if cut {
        said.push_str(&format!(" Shown are {} after the first.", text::counted(MOST_PERIODS, word)));
    }
    if found.earlier > 0 {
        said.push_str(&format!(" Not shown: {} before these.", text::counted(found.earlier, "cohort")));
    }
    said
}
