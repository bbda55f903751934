//! Revenue, orders and active customers over time.

use crate::figure::canvas::Alt;
use crate::figure::trend::{self, Point};
use crate::text;
use crate::view::BaseView;
use maud::{Markup, html};
use shoal_segment::segmentation::{Period, Trend};

/// A measure: its heading, and its value in a period.
type Measure = (&'static str, fn(&Period) -> f64);

const MEASURES: [Measure; 3] = [
    ("Revenue", |period| period.revenue.to_f64()),
    ("Orders", |period| period.orders as f64),
    ("Active customers", |period| period.active_customers as f64),
];

/// Draws the panel; nothing without transactions.
pub(crate) fn draw(view: BaseView<'_>) -> Option<Markup> {
    let trend = view.exploration.trend.as_ref().filter(|trend| !trend.periods.is_empty())?;
    let word = trend.grain.word();
    let incomplete = trend.periods.iter().any(|period| period.incomplete);
    Some(html! {
        div.small-figures.wider {
            @for (at, measure) in MEASURES.iter().enumerate() { (part(trend, at, *measure)) }
        }
        p.caption {
            "Per " (word) ", of all customers, also those in no segment. Revenue is purchases minus returns; an order counts where it began; a "
            "customer is active in a " (word) " with a purchase."
            @if incomplete { " An open circle is a " (word) " of which the tables have only a part." }
        }
    })
}

fn part(trend: &Trend, at: usize, (name, of): Measure) -> Markup {
    let point = |period: &Period| Point { name: period.name.clone(), value: of(period), whole: !period.incomplete };
    let points: Vec<Point> = trend.periods.iter().map(point).collect();
    let ends = points.first().zip(points.last());
    let told = ends.map_or_else(String::new, |(first, last)| {
        format!("{}: {}; {}: {}.", first.name, text::quantity(first.value), last.name, text::quantity(last.value))
    });
    let alt = Alt {
        id: format!("figure-trend-{at}"),
        title: format!("{name} per {}", trend.grain.word()),
        description: told,
    };
    html! {
        figure {
            h3 { (name) }
            @if let Some(figure) = trend::figure(&points, &alt) { (figure) }
        }
    }
}
