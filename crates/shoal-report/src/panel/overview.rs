//! Every feature's numbers in one table, and which features hardly vary or say the same as another.

use crate::page::table::{Cell, Holds, table};
use crate::text;
use crate::view::BaseView;
use maud::{Markup, html};
use shoal_segment::segmentation::{Distribution, Statistics};
use shoal_segment::statement::Statement;

/// What stands above a column, and what is in it.
type Column = (&'static str, fn(&Statistics) -> String);

const COLUMNS: &[Column] = &[
    ("known", |found| text::count(found.known)),
    ("zeros", |found| text::share(found.zero_share)),
    ("values", |found| text::count(found.distinct)),
    ("mean", |found| text::quantity(found.mean)),
    ("std. dev.", |found| text::quantity(found.standard_deviation)),
    ("median", |found| text::quantity(found.quantiles[3])),
    ("MAD", |found| text::quantity(found.median_absolute_deviation)),
    ("1 %", |found| text::quantity(found.quantiles[0])),
    ("5 %", |found| text::quantity(found.quantiles[1])),
    ("25 %", |found| text::quantity(found.quantiles[2])),
    ("75 %", |found| text::quantity(found.quantiles[4])),
    ("95 %", |found| text::quantity(found.quantiles[5])),
    ("99 %", |found| text::quantity(found.quantiles[6])),
    ("kurtosis", |found| text::quantity(found.excess_kurtosis)),
    ("tails", |found| text::quantity(found.tail_weight)),
];

/// Draws the panel; nothing without a feature that anybody has.
pub(crate) fn draw(view: BaseView<'_>) -> Option<Markup> {
    if view.features().iter().all(|feature| feature.statistics.is_none()) {
        return None;
    }
    let mut columns = vec![("feature", Holds::Words)];
    columns.extend(COLUMNS.iter().map(|(title, _)| (*title, Holds::Numbers)));
    columns.push(("skewness", Holds::Numbers));
    columns.push(("missing", Holds::Numbers));
    let rows: Vec<Vec<Cell>> = view.features().iter().map(row).collect();
    Some(html! {
        (findings(view))
        (table("Numbers of every feature", &columns, &rows))
        p.caption {
            "Values: how many different ones. MAD: median distance from the median. Tails: how wide the middle 98 % are beside the middle half, 1 for a normal "
            "distribution. Kurtosis: excess, 0 for a normal distribution. All numbers are of all " (view.many()) "; none is from a sample. "
            (text::UNDEFINED) " means undefined."
        }
    })
}

fn row(feature: &Distribution) -> Vec<Cell> {
    let number =
        |of: fn(&Statistics) -> String| feature.statistics.as_ref().map_or_else(|| text::UNDEFINED.to_owned(), of);
    let mut cells = vec![Cell::text(&feature.card.label)];
    cells.extend(COLUMNS.iter().map(|(_, of)| Cell::text(number(*of))));
    cells.push(Cell::text(text::quantity(feature.skewness)));
    cells.push(Cell::text(text::count(feature.missing)));
    cells
}

/// What is nearly constant, and what is redundant.
fn findings(view: BaseView<'_>) -> Markup {
    let said: Vec<&Statement> = view.findings().collect();
    html! {
        @if !said.is_empty() {
            ul.sentences {
                @for statement in said { li { (statement.text) } }
            }
        }
    }
}
