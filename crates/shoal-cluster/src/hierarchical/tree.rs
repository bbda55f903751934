//! From points to the whole tree of merges, and into the form in which SciPy writes it.

use shoal_kernel::Points;

use super::centroids::Centroids;
use super::chain::{Pair, merge_all};
use super::condensed::{Condensed, Update};
use super::criterion::Criterion;
use super::rows::DifferentRows;
use super::spanning::span;
use crate::error::ClusterError;
use crate::evidence::{Linkage, Merge};

/// Most different rows for Ward's and single linkage, whose time is quadratic.
pub const MOST_ROWS: usize = 200_000;

/// Most different rows for average and complete linkage, which keep all distances: 1.6 GB.
pub const MOST_ROWS_WITH_DISTANCES: usize = 20_000;

/// Refuses more rows than the criterion can take.
pub(super) fn check_rows(criterion: Criterion, rows: usize) -> Result<(), ClusterError> {
    let (limit, because, instead) = match criterion {
        Criterion::Ward | Criterion::Single => (MOST_ROWS, "its time grows with the square of the rows", "kmeans"),
        Criterion::Average | Criterion::Complete => (
            MOST_ROWS_WITH_DISTANCES,
            "it keeps the distance of every two rows (1.6 GB at the limit)",
            "ward, single or kmeans",
        ),
    };
    if rows > limit {
        return Err(ClusterError::TooManyRows { method: criterion.id(), rows, limit, because, instead });
    }
    Ok(())
}

/// All merges of the rows.
pub(super) fn grow(rows: &DifferentRows, criterion: Criterion) -> Linkage {
    let (points, count) = (&rows.moved, rows.len());
    let pairs = match criterion {
        Criterion::Ward => merge_all(&mut Centroids::new(points.values(), points.columns(), &rows.sizes), count),
        Criterion::Average => merge_all(&mut Condensed::new(points, &rows.sizes, Update::Average), count),
        Criterion::Complete => merge_all(&mut Condensed::new(points, &rows.sizes, Update::Complete), count),
        Criterion::Single => span(points),
    };
    let told_by_rows = pairs.iter().map(|pair| Pair { a: rows.first[pair.a], b: rows.first[pair.b], ..*pair });
    in_order(rows.of.len(), equal_rows(rows).chain(told_by_rows).collect())
}

/// Every row that is not the first of its kind merges with the first, at height 0.
fn equal_rows(rows: &DifferentRows) -> impl Iterator<Item = Pair> {
    let with_first = rows.of.iter().map(|&kind| rows.first[kind]).enumerate();
    with_first.filter(|&(row, first)| row != first).map(|(row, first)| Pair { a: first, b: row, height: 0.0 })
}

/// Sorts the pairs by height (equal ones stay in their order) and numbers the clusters that they make.
fn in_order(rows: usize, mut pairs: Vec<Pair>) -> Linkage {
    pairs.sort_by(|a, b| a.height.total_cmp(&b.height));
    let mut above: Vec<usize> = (0..rows + pairs.len()).collect();
    let mut sizes = vec![1; rows];
    let mut merges = Vec::with_capacity(pairs.len());
    for pair in pairs {
        let (a, b) = (top(&mut above, pair.a), top(&mut above, pair.b));
        let made = sizes.len();
        (above[a], above[b]) = (made, made);
        let size = sizes[a] + sizes[b];
        sizes.push(size);
        merges.push(Merge { first: a.min(b), second: a.max(b), height: pair.height, size });
    }
    Linkage { rows, merges }
}

/// The topmost cluster so far over `of`; shortens the way for the next who asks.
fn top(above: &mut [usize], of: usize) -> usize {
    let mut at = of;
    while above[at] != at {
        above[at] = above[above[at]];
        at = above[at];
    }
    at
}

/// All merges of `points` (rows × columns, finite) under `criterion`, numbered and ordered as SciPy's `linkage` does.
///
/// # Errors
/// No rows, a value that is not finite or too large (with row and column), more different rows than the method can take.
pub fn linkage(points: &Points, criterion: Criterion) -> Result<Linkage, ClusterError> {
    crate::kmeans::check_points(points)?;
    let rows = DifferentRows::new(&super::rows::squarable(points));
    check_rows(criterion, rows.len())?;
    Ok(grow(&rows, criterion))
}
