//! The plane of the first two principal components: where the segments lie when all clustered features count.

use crate::figure::axis::Axis;
use crate::figure::canvas::Alt;
use crate::figure::dots::{self, Label, Picture};
use crate::figure::scale::Scale;
use crate::page::legend;
use crate::page::table::{Cell, Holds, table};
use crate::panel::scatter::drawn;
use crate::text;
use crate::view::View;
use maud::{Markup, html};
use shoal_segment::segmentation::Plane;

/// Draws the panel; says why there is no plane when there is none.
pub(crate) fn draw(view: &View<'_>) -> Option<Markup> {
    let Some(plane) = &view.run.pictures.plane else {
        return Some(html! { p { "There is no plane to draw: it takes two clustered columns that vary." } });
    };
    Some(html! {
        figure.beside {
            div.plot { (picture(view, plane)) }
            figcaption {
                (legend::legend(view))
                p.caption {
                    "The two directions in which the prepared features vary most, with " (text::share(plane.explained.0))
                    " and " (text::share(plane.explained.1)) " of the variance. One mark per " (view.one()) ", large marks with the "
                    "segment's id at the centres; segments that overlap here can be apart in a direction not shown. "
                    (drawn(view))
                }
            }
        }
        (loadings(view, plane))
    })
}

fn picture(view: &View<'_>, plane: &Plane) -> Markup {
    let all = || plane.points.iter().chain(&plane.centres);
    let name = |which: &str, share: f64| format!("{which} axis: {} of variance", text::share(share));
    let axes = (
        Axis::around(name("first", plane.explained.0), all().map(|point| point.0), Scale::Linear),
        Axis::around(name("second", plane.explained.1), all().map(|point| point.1), Scale::Linear),
    );
    let own = plane.centres.iter().zip(&view.run.segments).enumerate();
    let labels = own.filter(|(_, (_, segment))| segment.cluster.is_some()).map(|(i, (&at, segment))| Label {
        at,
        name: text::shortened(&segment.id, 8),
        mark: view.mark(i),
    });
    let finite = |&(x, y): &(f64, f64)| (x.is_finite() && y.is_finite()).then_some((x, y));
    let picture = Picture {
        points: plane.points.iter().map(finite).collect(),
        membership: view.membership(),
        axes,
        labels: labels.collect(),
        equal: true,
    };
    let alt = Alt {
        id: "figure-plane".to_owned(),
        title: format!("{} in the plane of the first two principal components", text::capitalised(view.many())),
        description: format!(
            "A dot per {}, coloured by segment, with the segments' centres labelled by their ids.",
            view.one()
        ),
    };
    dots::figure(&picture, &alt)
}

/// What the axes stand for, as a table of weights and words.
fn loadings(view: &View<'_>, plane: &Plane) -> Markup {
    let rows: Vec<Vec<Cell>> = view
        .prepared_columns()
        .iter()
        .zip(&plane.loadings)
        .map(|(label, &(first, second))| vec![Cell::text(label), weight(first), weight(second)])
        .collect();
    let columns = [("Feature", Holds::Words), ("To the right", Holds::Numbers), ("Upwards", Holds::Numbers)];
    html! {
        @if !rows.is_empty() {
            h3 { "What the directions stand for" }
            (table("Weights of the features on both axes", &columns, &rows))
            p.caption {
                "How each feature changes to the right and upwards in the plane, with its weight on the axis."
            }
        }
    }
}

fn weight(value: f64) -> Cell {
    Cell::of(html! { span.muted { (direction(value)) } " " (text::index(value)) })
}

/// A weight in words.
pub(crate) fn direction(weight: f64) -> &'static str {
    match weight {
        w if w >= 0.5 => "rises clearly",
        w if w >= 0.2 => "rises",
        w if w <= -0.5 => "falls clearly",
        w if w <= -0.2 => "falls",
        _ => "hardly changes",
    }
}
