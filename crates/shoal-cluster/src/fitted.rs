//! What a method gives back: labels, model, trace and evidence. One of the five types that cross between floors.

use std::fmt;
use std::sync::Arc;

use shoal_kernel::{Labels, PartialLabels, Points};

use crate::error::ClusterError;
use crate::evidence::{Evidence, KDistances, Linkage, Mixture};
use crate::model::Model;

/// The result of a fit.
#[derive(Clone, Debug)]
pub struct Fitted {
    /// The cluster of each row: numbers from 0 without a gap, so no cluster is empty. Rows that the method leaves out have none.
    pub labels: PartialLabels,
    /// Assigns new rows, and the fitted rows as in `labels`.
    pub model: Arc<dyn Model>,
    /// How the fit went.
    pub trace: Trace,
    /// What there is to show, in the order of the method's card.
    pub evidence: Vec<Evidence>,
}

impl Fitted {
    /// The labels with every one of the fitted `points` in a cluster: those that the method leaves out go where its model says they
    /// are nearest. `None` when there is no cluster at all.
    ///
    /// # Errors
    /// Other points than were fitted.
    pub fn everybody(&self, points: &Points) -> Result<Option<Labels>, ClusterError> {
        if self.labels.clusters() == 0 {
            return Ok(None);
        }
        if let Some(complete) = self.labels.complete() {
            return Ok(Some(complete));
        }
        let assigned = self.model.assign(points)?;
        // Every cluster keeps its own rows, so the numbers stay without a gap.
        let nearest = self.labels.as_slice().iter().zip(&assigned).map(|(label, row)| label.or(row.nearest));
        Ok(PartialLabels::renumbered(&nearest.collect::<Vec<_>>()).complete())
    }

    /// The centres, where the method has some.
    pub fn centres(&self) -> Option<&Points> {
        self.evidence.iter().find_map(|evidence| if let Evidence::Centres(it) = evidence { Some(it) } else { None })
    }

    /// The mixture, where the method fits one.
    pub fn mixture(&self) -> Option<&Mixture> {
        self.evidence.iter().find_map(|evidence| if let Evidence::Mixture(it) = evidence { Some(it) } else { None })
    }

    /// The curve of neighbour distances, where the method reads one.
    pub fn k_distances(&self) -> Option<&KDistances> {
        self.evidence.iter().find_map(|evidence| if let Evidence::KDistances(it) = evidence { Some(it) } else { None })
    }

    /// The merges, where the method makes a tree.
    pub fn tree(&self) -> Option<&Arc<Linkage>> {
        self.evidence.iter().find_map(|evidence| if let Evidence::Tree(it) = evidence { Some(it) } else { None })
    }
}

/// How a fit went.
#[derive(Clone, Debug, PartialEq)]
pub struct Trace {
    /// Clusters asked for; `None` for methods that find the number themselves. There are fewer in the result when fewer rows
    /// are different (see `distinct_rows`).
    pub n_clusters: Option<usize>,
    /// Different rows among the points; `None` where nobody counted them, because every cluster asked for was found.
    pub distinct_rows: Option<usize>,
    /// Iterations of the start that was chosen; 0 for methods that do not iterate.
    pub iterations: usize,
    /// Whether it came to rest before the largest allowed number of iterations; true for methods that do not iterate.
    pub converged: bool,
    /// What the method made small: inertia (k-means), minus the mean log-likelihood (mixtures); `None` where it makes nothing
    /// small. Comparable only between fits of the same method to the same points.
    pub loss: Option<f64>,
    /// Every start that was tried, in the order of trying; empty for methods that do not start anywhere.
    pub starts: Vec<Start>,
    /// Which of them was chosen; 0 when there are none.
    pub chosen: usize,
    /// What a reader should know about this fit.
    pub remarks: Vec<Remark>,
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
    /// Whether it came to rest; false also where it was given up, because it would not have come near the best.
    pub converged: bool,
    /// Its loss over those rows; see [`Trace::loss`].
    pub loss: f64,
    /// Share of the rows that an iteration looked at on average, above 0 up to 1: the others were known to stay where they
    /// are.
    pub touched: f64,
}

/// Where a start came from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Origin {
    /// Drawn with the seed.
    Seeded,
    /// The result of the seeded start with this place in [`Trace::starts`], found on a sample, taken on to all rows.
    Sample(usize),
    /// The result of the start with this place in [`Trace::starts`], taken on: to all rows when it was found on a summary of them,
    /// and until it is farther at rest.
    TakenOn(usize),
    /// The result of the start with this place in [`Trace::starts`], some of its centres put elsewhere.
    Swapped(usize),
    /// The result with fewer clusters in a sweep, and more centres added.
    Smaller,
    /// The result with more clusters in a sweep, the least missed of its centres left out.
    Larger,
    /// Given by the caller.
    Given,
    /// The result of the start with this place in [`Trace::starts`], found without the minimum size, taken on with it.
    Unbounded(usize),
    /// The result of k-means with as many clusters.
    KMeans,
}

impl Origin {
    /// Whether the result with another number of clusters led here. `of` tells the origin of the start with a place in
    /// [`Trace::starts`].
    pub fn is_helped(self, of: impl Fn(usize) -> Self) -> bool {
        let mut origin = self;
        loop {
            origin = match origin {
                Self::Smaller | Self::Larger => return true,
                Self::Sample(from) | Self::TakenOn(from) | Self::Swapped(from) | Self::Unbounded(from) => of(from),
                Self::Seeded | Self::Given | Self::KMeans => return false,
            }
        }
    }
}

/// Something that happened in a fit and that its reader should know.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub enum Remark {
    /// There are fewer clusters than asked for, because no more rows can be told apart.
    FewerClusters {
        /// Clusters asked for.
        asked: usize,
        /// Clusters found.
        found: usize,
    },
    /// A component of a mixture has too few rows for a covariance of its own; its width means nothing.
    Starved {
        /// Number of the component.
        component: usize,
        /// Rows it answers for, counted by responsibility.
        rows: f64,
    },
    /// No row has enough neighbours, so no cluster was found and every row is left out.
    NoCluster,
    /// The minimum size of a cluster moved this many rows away from their nearest centre.
    Moved {
        /// How many rows.
        rows: usize,
    },
}

impl fmt::Display for Remark {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::FewerClusters { asked, found } => {
                write!(out, "{asked} clusters were asked for, but only {found} can be told apart")
            }
            Self::Starved { component, rows } => {
                write!(out, "component {component} answers for only {rows:.1} rows, too few for a width of its own")
            }
            Self::NoCluster => write!(out, "no row has enough neighbours within the radius, so there is no cluster"),
            Self::Moved { rows } => {
                write!(out, "{rows} rows are not with their nearest centre, so that every cluster has its minimum size")
            }
        }
    }
}
