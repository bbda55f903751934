//! Pairs of features: the scatter matrix of the picture's features.

use crate::figure::canvas::Alt;
use crate::figure::dots::Membership;
use crate::figure::matrix::{self, Column};
use crate::figure::scale::Scale;
use crate::page::legend;
use crate::page::table::{TooWide, scrolling};
use crate::panel::scales;
use crate::view::View;
use maud::{Markup, html};

/// Members drawn at most: there are up to ten panels, and more dots would only cover each other.
const MOST: usize = 500;

/// Draws the panel; nothing with fewer than two features.
pub(crate) fn draw(view: &View<'_>) -> Option<Markup> {
    let pictures = &view.run.pictures;
    let stride = pictures.drawn.div_ceil(MOST).max(1);
    let (positions, columns): (Vec<usize>, Vec<Column<'_>>) = pictures
        .matrix
        .iter()
        .filter_map(|&feature| {
            let values = view.column(feature)?.values.iter().step_by(stride).copied().collect();
            let shown = view.features().get(feature)?;
            Some((feature, Column { label: &shown.card.label, scale: Scale::of(shown), values }))
        })
        .unzip();
    if columns.len() < 2 || pictures.drawn == 0 {
        return None;
    }
    let segment: Vec<usize> = pictures.segment.iter().step_by(stride).copied().collect();
    let shown = segment.len();
    let correlation = |row: usize, column: usize| view.correlation(positions[row], positions[column]);
    let alt = Alt {
        id: "figure-pairs".to_owned(),
        title: "Scatter matrix".to_owned(),
        description: "Every pair of the features, with their rank correlations, which the correlations table repeats."
            .to_owned(),
    };
    let membership = Membership { segment: &segment, marks: &view.marks };
    let scales = scales::of_several(positions.iter().filter_map(|&feature| view.features().get(feature)));
    let figure = matrix::figure(&columns, membership, &correlation, &alt);
    Some(html! {
        figure {
            div.wide-figure { (scrolling("Scatter matrix", TooWide::OnSmallScreens, &figure)) }
            figcaption {
                (legend::legend(view))
                p.caption {
                    "Below the diagonal: " (view.many()) " by two features at a time, in the colours of their segments. Above it: the "
                    "rank correlation of the two features. " (scales) " "
                    @if stride > 1 { "Thinned evenly to " (view.counted(shown)) " so that the dots stay apart." }
                }
            }
        }
    })
}
