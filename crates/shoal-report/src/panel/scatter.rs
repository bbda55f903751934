//! Two chosen features against each other, coloured by segment.

use crate::figure::axis::Axis;
use crate::figure::canvas::Alt;
use crate::figure::dots::{self, Picture};
use crate::figure::scale::Scale;
use crate::page::legend;
use crate::panel::scales;
use crate::text;
use crate::view::{View, with_unit};
use maud::{Markup, html};
use shoal_segment::segmentation::Distribution;

/// Draws the panel; nothing without both features.
pub(crate) fn draw(view: &View<'_>) -> Option<Markup> {
    let (across, up) = view.run.pictures.scatter?;
    if across == up || view.run.pictures.drawn == 0 {
        return None;
    }
    let (feature_across, feature_up) = (view.features().get(across)?, view.features().get(up)?);
    let cards = (&feature_across.card, &feature_up.card);
    let columns = (view.column(across)?, view.column(up)?);
    let points: Vec<Option<(f64, f64)>> =
        columns.0.values.iter().zip(&columns.1.values).map(|(x, y)| Some(((*x)?, (*y)?))).collect();
    let missing = points.iter().filter(|point| point.is_none()).count();
    let axes = (
        axis(feature_across, 48, points.iter().flatten().map(|point| point.0)),
        axis(feature_up, 40, points.iter().flatten().map(|point| point.1)),
    );
    let scales = scales::of_two(feature_across, feature_up);
    let alt = Alt {
        id: "figure-scatter".to_owned(),
        title: format!("{} against {}", cards.1.label, cards.0.label),
        description: format!(
            "A dot per {}, coloured by segment. {scales} The profiles give both by segment.",
            view.one()
        ),
    };
    let picture = Picture { points, membership: view.membership(), axes, labels: Vec::new(), equal: false };
    Some(html! {
        figure.beside {
            div.plot { (dots::figure(&picture, &alt)) }
            figcaption {
                (legend::legend(view))
                p.caption {
                    (text::capitalised(&cards.1.label)) " against " (cards.0.label) ": one mark per " (view.one()) ", in the colour and shape of its "
                    "segment. " (scales) " " (drawn(view))
                    @if missing > 0 { " Without a value and so not shown: " (view.counted(missing)) "." }
                    " The table twin is under " a href="#profiles" { "Profiles" } "."
                }
            }
        }
    })
}

fn axis(feature: &Distribution, most: usize, values: impl Iterator<Item = f64>) -> Axis {
    Axis::around(text::shortened(&with_unit(&feature.card), most), values, Scale::of(feature))
}

/// How many members the pictures show.
pub(crate) fn drawn(view: &View<'_>) -> String {
    let (drawn, all) = (view.run.pictures.drawn, view.run.base.members);
    if drawn == all {
        format!("Every {} is drawn.", view.one())
    } else {
        format!("Drawn: an even sample of {} out of {}.", text::count(drawn), view.counted(all))
    }
}
