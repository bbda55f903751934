//! Hierarchical clustering: a tree of merges, cut into clusters.
//!
//! **What it finds.** At first every row is a cluster. The two nearest clusters merge, again and again, until one is left.
//! Each merge has a height, the distance at which it happened, and heights never fall; so the merges are a tree, and a cut
//! through it gives clusters of any number, those of a coarser cut containing those of a finer one. Which clusters are
//! nearest is what the four methods differ in: *Ward* (the merge that adds least to the squared distances to the means),
//! *average* (mean distance of the rows of one to the rows of the other), *complete* (the largest such distance), *single*
//! (the smallest).
//!
//! **When to use it, and when not.** When the question is how groups contain groups, or how many there are: the heights show
//! it. Ward finds compact groups much as k-means does. Average linkage suits groups of different extent, complete linkage
//! promises a largest diameter, single linkage follows bent and long groups, but a few rows in between make two groups one.
//! Merges are never taken back, so for a given number of compact clusters k-means often fits closer. Not for very many rows:
//! see the cost.
//!
//! **How it works.**
//! 1. `DifferentRows`: equal rows merge at height 0; the different ones go on, each with its number of rows.
//! 2. `merge_all` (Ward, average, complete): the nearest-neighbour chain. From any cluster to its nearest, and on to that
//!    one's nearest, until two are nearest to each other: they merge. `Centroids` searches for Ward among means and sizes,
//!    arranged in space; `Condensed` for the other two in a triangle of all distances, updated by the formula of Lance and
//!    Williams. `span` (single): the order in which Prim's algorithm grows a minimum spanning tree.
//! 3. `in_order`: sorts the merges by height and numbers the clusters that they make.
//! 4. `merges_left`: where to cut, by number of clusters, by height, or where two successive heights differ the most among the
//!    cuts into 2 to 50 clusters. `clusters_of_rows`: the clusters then.
//! 5. `by_mean`: numbers the clusters by their means, smallest first coordinate first, then the second, and so on: the order
//!    of the rows does not matter.
//!
//! **New rows** go with the nearest fitted row, into its cluster; fitted rows therefore keep theirs. The distance that is
//! told is that to the mean of the cluster, and the confidence is one minus its ratio to the distance to the nearest other
//! mean, or 0 where another mean is nearer (with bent groups that says little about the row). The model keeps all different
//! rows.
//!
//! **Cost.** Ward: at most 3n searches over the clusters that are left, each of which looks into the few blocks that may hold
//! the nearest (for many columns into most); memory O(nd). Single: time O(n²d), memory O(nd). Both take up to 200,000 different
//! rows: with 5 columns Ward needs about 0.4 s of processor time for 50,000 rows and 4 s for 200,000, single linkage 1.2 s and
//! 20 s. Average and complete: time O(n²d), and memory for all n²/2 distances, which is why more than 20,000 different rows
//! (1.6 GB, 10 s) are refused; take Ward, single or k-means then. Equal rows cost next to nothing. `sweep` grows the tree once
//! for all numbers of clusters.
//!
//! **Randomness.** None. The same rows give the same bits with any number of threads and any width of vectors.
//!
//! **Edges.** One row: no merges, one cluster. More clusters than rows: an error. More clusters than different rows: one
//! cluster for each different row, and [`Remark::FewerClusters`](crate::Remark); equal rows are never parted. All rows equal,
//! or no gap between heights, as with evenly spaced rows in single linkage: the largest gap gives one cluster. `n_clusters`
//! and `height` together: an error. Magnitudes above 10¹⁴⁰ are refused, and those below 10⁻¹⁴⁰ count as 0, because their
//! squares are beyond the numbers there are. Columns far from 0 lose no digits: they are moved towards it where that is exact,
//! and means are moved by differences. Ward's heights come from means, whose rounding is about 10⁻¹⁶ of the largest (moved)
//! value: groups a billion times narrower than their distance from each other have heights of few digits.
//!
//! **Differences from SciPy and scikit-learn.** Heights are those of `scipy.cluster.hierarchy.linkage` up to rounding, and
//! [`Linkage`](crate::evidence::Linkage) numbers and orders the merges as it does. Where two merges are equally good the
//! choice is SciPy's too while the rows are different; between equal rows, and where rounding decides (Ward computes from
//! means, SciPy from earlier distances), it may be another of the equally good trees. A cut by number is
//! `fcluster(…, "maxclust")` but parts tied heights, so it gives the number asked for, as scikit-learn does; a cut by height
//! is `fcluster(…, "distance")`. Clusters are numbered by their means, not by the tree.
//!
//! **References.** Ward (1963), doi:10.1080/01621459.1963.10500845; Lance & Williams (1967), doi:10.1093/comjnl/9.4.373; Gower & Ross
//! (1969), doi:10.2307/2346439; Murtagh (1983), nearest-neighbour chains, doi:10.1093/comjnl/26.4.354; Müllner (2013),
//! doi:10.18637/jss.v053.i09; Murtagh & Legendre (2014), Ward's heights, doi:10.1007/s00357-014-9161-z.
//!
//! ```
//! use shoal_cluster::hierarchical::{Criterion, Cut, Params, fit};
//! use shoal_kernel::Points;
//!
//! let points = Points::new(vec![0.0, 0.1, 0.3, 5.0, 5.2, 9.0], 1).unwrap();
//! let fitted = fit(&points, &Params { criterion: Criterion::Single, cut: Cut::Height(1.0) }).unwrap();
//! assert_eq!(fitted.labels.complete().unwrap().as_slice(), [0, 0, 0, 1, 1, 2]);
//! assert_eq!(fitted.tree().unwrap().to_matrix()[0], [0.0, 1.0, 0.1, 2.0]);
//! ```

mod cards;
mod centroids;
mod chain;
mod condensed;
mod criterion;
mod cut;
mod dendrogram;
mod finish;
mod model;
mod params;
mod rows;
mod space;
mod spanning;
mod tree;

use shoal_kernel::Points;

use crate::error::ClusterError;
use crate::fitted::Fitted;
use crate::kmeans::check_points;
use crate::method::Method;
use crate::settings::Settings;
use finish::Grown;
use params::check_cut;

pub use cards::{AVERAGE, COMPLETE, SINGLE, WARD};
pub use criterion::Criterion;
pub use cut::{Cut, MOST_BY_GAP, cut};
pub use dendrogram::{Dendrogram, Joint, Leaf, truncate};
pub use model::HierarchicalModel;
pub use params::Params;
pub use tree::{MOST_ROWS, MOST_ROWS_WITH_DISTANCES, linkage};

/// Grows the tree of `points` (rows × columns, finite) and cuts it.
///
/// # Errors
/// No rows, a value that is not finite (with row and column), a parameter outside its range, more clusters than rows, more
/// different rows than the method can take.
pub fn fit(points: &Points, params: &Params) -> Result<Fitted, ClusterError> {
    check_points(points)?;
    check_cut(params.cut, points.rows())?;
    Grown::new(points, params.criterion)?.cut(params.cut)
}

/// Grows the tree once and cuts it into every number of clusters in `ks`; one result per entry, in its order.
///
/// # Errors
/// As [`fit`].
pub fn sweep(points: &Points, ks: &[usize], criterion: Criterion) -> Result<Vec<Fitted>, ClusterError> {
    check_points(points)?;
    for &k in ks {
        check_cut(Cut::Clusters(k), points.rows())?;
    }
    let grown = Grown::new(points, criterion)?;
    ks.iter().map(|&k| grown.cut(Cut::Clusters(k))).collect()
}

fn fit_named(
    card: &Method,
    criterion: Criterion,
    points: &Points,
    settings: &Settings,
) -> Result<Fitted, ClusterError> {
    card.check_names(settings)?;
    fit(points, &Params::read(criterion, settings)?)
}

fn sweep_named(
    card: &Method,
    criterion: Criterion,
    points: &Points,
    ks: &[usize],
    settings: &Settings,
) -> Result<Vec<Fitted>, ClusterError> {
    card.check_names(settings)?;
    Params::read_for_sweep(settings)?;
    sweep(points, ks, criterion)
}
