//! The panels of the page, one a file, and their catalog; `scales` holds what the captions of several say about axes.
//!
//! A panel draws itself from a [`View`] or says that it has nothing to show; then it has no heading and no place in the
//! table of contents. A new panel is one file and one line in [`CATALOG`].

mod comparison;
mod components;
mod correlations;
mod decisions;
mod distributions;
mod exhibits;
mod features;
mod future;
mod heatmap;
mod matrix;
mod methods;
mod numbers;
mod plane;
mod receipt;
mod scales;
mod scatter;
mod segments;
mod summary;
mod sweep;

pub(crate) use components::words as components_words;
pub(crate) use distributions::caption;
pub(crate) use exhibits::{MIXTURE_CAPTION, heading, mixture_row, neighbours_caption};
pub(crate) use features::{category_meaning, preparation};
pub(crate) use plane::direction;
pub(crate) use segments::{notable_key, shown_shares};

use crate::view::View;
use maud::Markup;

/// A part of the page.
pub(crate) struct Panel {
    /// The fragment of its address; unique.
    pub(crate) anchor: &'static str,
    /// Its heading.
    pub(crate) title: &'static str,
    /// Draws it, or says that there is nothing to draw.
    pub(crate) draw: fn(&View<'_>) -> Option<Markup>,
}

/// All panels in the order of the page: what to know and do first, how it came about after it, the evidence last.
pub(crate) const CATALOG: &[Panel] = &[
    Panel { anchor: "summary", title: "Summary", draw: summary::draw },
    Panel { anchor: "segments", title: "Segments", draw: segments::draw },
    Panel { anchor: "comparison", title: "Comparison", draw: comparison::draw },
    Panel { anchor: "future", title: "Do they matter?", draw: future::draw },
    Panel { anchor: "scatter", title: "Two features", draw: scatter::draw },
    Panel { anchor: "plane", title: "The plane", draw: plane::draw },
    Panel { anchor: "components", title: "Components", draw: components::draw },
    Panel { anchor: "methods", title: "Methods compared", draw: methods::draw },
    Panel { anchor: "exhibits", title: "What the methods show", draw: exhibits::draw },
    Panel { anchor: "sweep", title: "How many segments", draw: sweep::draw },
    Panel { anchor: "profiles", title: "Profiles", draw: heatmap::draw },
    Panel { anchor: "numbers", title: "All numbers", draw: numbers::draw },
    Panel { anchor: "distributions", title: "Distributions", draw: distributions::draw },
    Panel { anchor: "pairs", title: "Pairs of features", draw: matrix::draw },
    Panel { anchor: "correlations", title: "Correlations", draw: correlations::draw },
    Panel { anchor: "receipt", title: "Receipt", draw: receipt::draw },
    Panel { anchor: "decisions", title: "Decisions", draw: decisions::draw },
    Panel { anchor: "features", title: "Features", draw: features::draw },
];
