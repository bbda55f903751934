//! Two chosen features against each other, coloured by segment.

use crate::figure::axis::Axis;
use crate::figure::canvas::Alt;
use crate::figure::dots::{self, Picture};
use crate::page::legend;
use crate::text;
use crate::view::{View, with_unit};
use maud::{Markup, html};

/// Draws the panel; nothing without both features.
pub(crate) fn draw(view: &View<'_>) -> Option<Markup> {
    let (across, up) = view.run.pictures.scatter;
    if across == up || view.run.pictures.drawn == 0 {
        return None;
    }
    let cards = (&view.features().get(across)?.card, &view.features().get(up)?.card);
    let columns = (view.column(across)?, view.column(up)?);
    let points: Vec<Option<(f64, f64)>> =
        columns.0.values.iter().zip(&columns.1.values).map(|(x, y)| Some(((*x)?, (*y)?))).collect();
    let missing = points.iter().filter(|point| point.is_none()).count();
    let axes = (
        Axis::around(text::shortened(&with_unit(cards.0), 48), points.iter().flatten().map(|point| point.0)),
        Axis::around(text::shortened(&with_unit(cards.1), 40), points.iter().flatten().map(|point| point.1)),
    );
    let scales = scales(axes.0.log, axes.1.log);
    let alt = Alt {
        id: "figure-scatter".to_owned(),
        title: format!("{} against {}", cards.1.label, cards.0.label),
        description: format!("A dot per customer, coloured by segment. {scales} The profiles give both by segment."),
    };
    let picture = Picture { points, membership: view.membership(), axes, labels: Vec::new(), equal: false };
    Some(html! {
        figure.beside {
            div.plot { (dots::figure(&picture, &alt)) }
            figcaption {
                (legend::legend(view))
                p.caption {
                    (text::capitalised(&cards.1.label)) " against " (cards.0.label) ": one mark per customer, in the colour and shape of its "
                    "segment. " (scales) " " (drawn(view))
                    @if missing > 0 { " Without a value and so not shown: " (text::counted(missing, "customer")) "." }
                    " The table twin is under " a href="#profiles" { "Profiles" } "."
                }
            }
        }
    })
}

/// How many customers the pictures show.
pub(crate) fn drawn(view: &View<'_>) -> String {
    let (drawn, all) = (view.run.pictures.drawn, view.run.base.customers);
    if drawn == all {
        format!("Drawn: {}, all there are.", text::counted(all, "customer"))
    } else {
        format!("Drawn: an even sample of {} out of {}.", text::count(drawn), text::counted(all, "customer"))
    }
}

fn scales(x_log: bool, y_log: bool) -> &'static str {
    match (x_log, y_log) {
        (true, true) => "Both axes are logarithmic: each step multiplies.",
        (true, false) => "The horizontal axis is logarithmic: each step multiplies.",
        (false, true) => "The vertical axis is logarithmic: each step multiplies.",
        (false, false) => "Both axes are linear.",
    }
}
