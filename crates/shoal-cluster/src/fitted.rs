//! What a method gives back: labels, model, trace and evidence. One of the five types that cross between floors.

use std::sync::Arc;

use shoal_kernel::{Labels, Points};

use crate::model::Model;

/// The result of a fit.
#[derive(Clone, Debug)]
pub struct Fitted {
    /// The cluster of each row: numbers from 0 without a gap, so no cluster is empty.
    pub labels: Labels,
    /// Assigns new rows, and the fitted rows as in `labels`.
    pub model: Arc<dyn Model>,
    /// How the fit went.
    pub trace: Trace,
    /// What there is to show.
    pub evidence: Evidence,
}

/// How a fit went.
#[derive(Clone, Debug, PartialEq)]
pub struct Trace {
    /// Clusters asked for. There are fewer in the result when fewer rows are different (see `distinct_rows`).
    pub n_clusters: usize,
    /// Different rows among the points.
    pub distinct_rows: usize,
    /// Iterations of the start that was chosen.
    pub iterations: usize,
    /// Whether it came to rest before the largest allowed number of iterations.
    pub converged: bool,
    /// Sum of squared distances of all rows to their centre.
    pub inertia: f64,
    /// Every start that was tried, in the order of trying.
    pub starts: Vec<Start>,
    /// Which of them was chosen.
    pub chosen: usize,
}

/// One start of a method that depends on where it starts.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Start {
    /// Where it started from.
    pub origin: Origin,
    /// On how many rows it ran; fewer than all when it only looked for a good start on a sample.
    pub rows: usize,
    /// Iterations it took.
    pub iterations: usize,
    /// Whether it came to rest.
    pub converged: bool,
    /// Its sum of squared distances over those rows.
    pub inertia: f64,
}

/// Where a start came from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Origin {
    /// Drawn with the seed.
    Seeded,
    /// The result of the seeded start with this place in [`Trace::starts`], found on a sample, taken on to all rows.
    Sample(usize),
    /// The result with fewer clusters in a sweep, and more centres added.
    Smaller,
    /// Centres given by the caller.
    Given,
}

/// What a method can show beside its labels.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub enum Evidence {
    /// One centre per cluster: `clusters` × `columns`, in the units of the points.
    Centres(Points),
}

/// The kinds of [`Evidence`]; a method's card lists those it gives.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum EvidenceKind {
    /// [`Evidence::Centres`].
    Centres,
}

impl Evidence {
    /// Of which kind it is.
    pub fn kind(&self) -> EvidenceKind {
        match self {
            Self::Centres(_) => EvidenceKind::Centres,
        }
    }

    /// The centres, when it is that kind.
    pub fn centres(&self) -> Option<&Points> {
        match self {
            Self::Centres(centres) => Some(centres),
        }
    }
}
