//! Which segments are neighbours.

use shoal_kernel::parallel::map_tasks;
use shoal_kernel::{Points, distance};

/// Share of the members of a segment that have another one as the next nearest, from which on the two are neighbours.
const NEXT: f64 = 0.1;

/// Pairs of clusters of which one is the next nearest of many rows of the other, ascending. `rows` and `means` of each cluster.
pub(super) fn neighbours(points: &Points, rows: &[Vec<usize>], means: &[Vec<f64>]) -> Vec<(usize, usize)> {
    let numbers: Vec<usize> = (0..rows.len()).collect();
    let next: Vec<Vec<usize>> = map_tasks(&numbers, |&own| {
        let mut counts = vec![0; means.len()];
        for &row in &rows[own] {
            let others = (0..means.len()).filter(|&other| other != own);
            let away = |other: usize| distance::squared(points.row(row), &means[other]);
            if let Some(nearest) = others.min_by(|&a, &b| away(a).total_cmp(&away(b))) {
                counts[nearest] += 1;
            }
        }
        counts
    });
    let many = |own: usize, other: usize| next[own][other] as f64 >= NEXT * rows[own].len() as f64;
    let pairs = (0..rows.len()).flat_map(|a| (a + 1..rows.len()).map(move |b| (a, b)));
    pairs.filter(|&(a, b)| many(a, b) || many(b, a)).collect()
}
