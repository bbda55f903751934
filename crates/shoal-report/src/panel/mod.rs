//! The panels of the page, one a file, and their catalog; `scales` holds what the captions of several say about axes.
//!
//! A panel draws itself from a [`View`] or says that it has nothing to show; then it has no heading and no place in the
//! table of contents. A new panel is one file and one line in [`CATALOG`].

mod cohorts;
mod comparison;
mod components;
mod correlations;
mod decisions;
mod density;
mod distributions;
mod exhibits;
mod features;
mod future;
mod heatmap;
mod matrix;
mod methods;
mod numbers;
mod overview;
mod plane;
mod preparation;
mod receipt;
mod scales;
mod scatter;
mod segments;
mod summary;
mod sweep;
mod trend;

pub(crate) use components::words as components_words;
pub(crate) use distributions::caption;
pub(crate) use exhibits::{MIXTURE_CAPTION, heading, mixture_row, neighbours_caption};
pub(crate) use features::{category_meaning, preparation};
pub(crate) use plane::direction;
pub(crate) use preparation::far_outside;
pub(crate) use segments::{how, notable_key, shown_shares};

use crate::view::{BaseView, View};
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

/// A part of the page of an exploration.
pub(crate) struct BasePanel {
    /// As a panel's.
    pub(crate) anchor: &'static str,
    /// As a panel's.
    pub(crate) title: &'static str,
    /// Draws it, or says that there is nothing to draw.
    pub(crate) draw: fn(BaseView<'_>) -> Option<Markup>,
}

/// The panels of an exploration; a report has the same ones after its summary.
pub(crate) const EXPLORATION: &[BasePanel] = &[
    BasePanel { anchor: "overview", title: "The features in numbers", draw: overview::draw },
    BasePanel { anchor: "trend", title: "Over time", draw: trend::draw },
    BasePanel { anchor: "cohorts", title: "Who came back", draw: cohorts::draw },
    BasePanel { anchor: "distributions", title: "Distributions", draw: distributions::draw },
    BasePanel { anchor: "density", title: "Pairs of features", draw: density::draw },
    BasePanel { anchor: "correlations", title: "Correlations", draw: correlations::draw },
];

/// All panels in the order of the page: the summary, the base before segments ([`EXPLORATION`]), the segments and what to do, how they came
/// about, the evidence last.
pub(crate) const CATALOG: &[Panel] = &[
    Panel { anchor: "summary", title: "Summary", draw: summary::draw },
    Panel { anchor: "overview", title: "The features in numbers", draw: |view| overview::draw(view.base()) },
    Panel { anchor: "trend", title: "Over time", draw: |view| trend::draw(view.base()) },
    Panel { anchor: "cohorts", title: "Who came back", draw: |view| cohorts::draw(view.base()) },
    Panel { anchor: "distributions", title: "Distributions", draw: |view| distributions::draw(view.base()) },
    Panel { anchor: "density", title: "Pairs of features", draw: |view| density::draw(view.base()) },
    Panel { anchor: "correlations", title: "Correlations", draw: |view| correlations::draw(view.base()) },
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
    Panel { anchor: "pairs", title: "Pairs of features by segment", draw: matrix::draw },
    Panel { anchor: "receipt", title: "Receipt", draw: receipt::draw },
    Panel { anchor: "preparation", title: "Preparation", draw: preparation::draw },
    Panel { anchor: "decisions", title: "Decisions", draw: decisions::draw },
    Panel { anchor: "features", title: "Features", draw: features::draw },
];
