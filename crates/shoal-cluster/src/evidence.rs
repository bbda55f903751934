//! What a method can show beside its labels. Reports choose their pictures by the kind of evidence, not by the method.

use std::sync::Arc;

use shoal_kernel::{Points, Square};

/// Something to show.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub enum Evidence {
    /// One centre per cluster: `clusters` × `columns`, in the units of the points.
    Centres(Points),
    /// The distribution that was fitted, one component per cluster.
    Mixture(Mixture),
    /// How far each row's neighbours are: the curve from which a radius is read.
    KDistances(KDistances),
    /// The merges, from single rows to one cluster.
    Tree(Arc<Linkage>),
}

/// The kinds of [`Evidence`]; a method's card lists those it gives, in the order in which it gives them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum EvidenceKind {
    /// [`Evidence::Centres`].
    Centres,
    /// [`Evidence::Mixture`].
    Mixture,
    /// [`Evidence::KDistances`].
    KDistances,
    /// [`Evidence::Tree`].
    Tree,
}

impl Evidence {
    /// Of which kind it is.
    pub fn kind(&self) -> EvidenceKind {
        match self {
            Self::Centres(_) => EvidenceKind::Centres,
            Self::Mixture(_) => EvidenceKind::Mixture,
            Self::KDistances(_) => EvidenceKind::KDistances,
            Self::Tree(_) => EvidenceKind::Tree,
        }
    }
}

/// A fitted Gaussian mixture; components are numbered as the clusters are.
#[derive(Clone, Debug, PartialEq)]
pub struct Mixture {
    /// Form of the covariances: `full`, `tied`, `diag` or `spherical`.
    pub covariance: &'static str,
    /// Share of each component, above 0, together 1.
    pub weights: Vec<f64>,
    /// Their means: components × columns.
    pub means: Points,
    /// Their covariances, written out in full whatever the form: one per component, columns × columns.
    pub covariances: Vec<Square>,
    /// Mean logarithm of the density over the rows.
    pub log_likelihood: f64,
    /// Bayesian information criterion; lower is better.
    pub bic: f64,
    /// Akaike's information criterion; lower is better.
    pub aic: f64,
    /// Free parameters.
    pub parameters: usize,
}

/// Distances of rows to their neighbours.
#[derive(Clone, Debug, PartialEq)]
pub struct KDistances {
    /// Which neighbour: the one that makes this many rows with the row itself.
    pub min_samples: usize,
    /// Number of rows behind the curve.
    pub rows: usize,
    /// The distances, ascending; at most 512 of them, evenly taken from all, both ends included.
    pub distances: Vec<f64>,
    /// The radius that was used.
    pub eps: f64,
    /// Whether it was read from the curve (and not given).
    pub proposed: bool,
}

/// The merges of a hierarchical clustering, as SciPy's linkage matrix has them.
#[derive(Clone, Debug, PartialEq)]
pub struct Linkage {
    /// Number of rows.
    pub rows: usize,
    /// `rows - 1` merges by ascending height. Cluster numbers below `rows` are rows; `rows + i` is what merge `i` made.
    pub merges: Vec<Merge>,
}

impl Linkage {
    /// SciPy's linkage matrix: for each merge the two cluster numbers, the height and the size.
    pub fn to_matrix(&self) -> Vec<[f64; 4]> {
        let row = |merge: &Merge| [merge.first as f64, merge.second as f64, merge.height, merge.size as f64];
        self.merges.iter().map(row).collect()
    }
}

/// Two clusters becoming one.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Merge {
    /// The lower of the two cluster numbers.
    pub first: usize,
    /// The higher one.
    pub second: usize,
    /// The distance at which they merge.
    pub height: f64,
    /// Rows in the new cluster.
    pub size: usize,
}
