//! Where members lie by two features at a time: every member counts, however many there are.

use crate::figure::canvas::Alt;
use crate::figure::density;
use crate::page::table::{TooWide, scrolling};
use crate::panel::scales;
use crate::view::BaseView;
use maud::{Markup, html};

/// Draws the panel; nothing with fewer than two features that vary.
pub(crate) fn draw(view: BaseView<'_>) -> Option<Markup> {
    let found = &view.exploration.density;
    if found.axes.len() < 2 || found.axes.iter().any(|axis| view.features().get(axis.feature).is_none()) {
        return None;
    }
    let alt = Alt {
        id: "figure-density".to_owned(),
        title: "Density of every pair of features".to_owned(),
        description: "Below the diagonal darker cells hold more; above it are the rank correlations.".to_owned(),
    };
    let figure = density::figure(view, &alt)?;
    let scales = scales::of_edges_of(found.axes.iter().filter_map(|axis| view.features().get(axis.feature)));
    Some(html! {
        figure {
            div.wide-figure { (scrolling("Density of pairs of features", TooWide::OnSmallScreens, &figure)) }
            figcaption.caption {
                "Below the diagonal: the darker a cell, the more " (view.many()) " in it; each shade is about three times the one before it. Every "
                (view.one()) " counts, none is left out. Above the diagonal: the rank correlation. " (scales)
            }
        }
    })
}
