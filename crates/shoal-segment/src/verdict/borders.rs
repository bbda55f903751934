//! Whether the border between two neighbouring segments runs through a valley, or through one group.
//!
//! The members of both are looked at along the line from the mean of one to the mean of the other. Where one cloud was cut in two,
//! they have a single peak there; where there are two groups, they have two. The dip tells ([`shoal_validity::dip`]): a border is
//! called real where one peak is rejected at 5 %, for all borders together (Holm), else a convenience. One peak is never proved: a
//! convenience may be a real border that these members do not show.

use shoal_kernel::parallel::map_tasks;
use shoal_kernel::random::mix;
use shoal_kernel::{Labels, Points, Stream, distance, moments, quantile};
use shoal_validity::{DipNull, dip, spread_ties};

/// Share of the members of a segment that have another one as the next nearest, from which on the two are neighbours.
const NEXT: f64 = 0.1;

/// Members of a pair that are looked at.
const MEMBERS: usize = 5_000;

/// Samples of the uniform distribution that a dip is held against.
const SAMPLES: usize = 999;

/// Level for all borders together.
pub(super) const LEVEL: f64 = 0.05;

/// A border between two neighbouring segments.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Border {
    /// The segments, by number, the smaller one first.
    pub between: (usize, usize),
    /// How probable as deep a valley is with a single peak, at the most.
    pub p: f64,
    /// Whether one peak is rejected.
    pub real: bool,
}

/// All borders between neighbouring clusters of `labels`, in the order of their numbers.
pub fn borders(points: &Points, labels: &Labels, seed: u64) -> Vec<Border> {
    let rows = rows_of(labels);
    let means: Vec<Vec<f64>> = rows.iter().map(|rows| moments::column_means(&points.select(rows))).collect();
    let pairs = neighbours(points, &rows, &means);
    let mut found = map_tasks(&pairs, |&between| {
        let mut both: Vec<usize> = [&rows[between.0][..], &rows[between.1]].concat();
        if both.len() > MEMBERS {
            let mut stream = Stream::new(seed, mix(between.0 as u64) ^ between.1 as u64);
            both = stream.sample(both.len(), MEMBERS).into_iter().map(|place| both[place]).collect();
        }
        let (from, to) = (&means[between.0], &means[between.1]);
        let along = |row: usize| -> f64 {
            points.row(row).iter().zip(from).zip(to).map(|((value, from), to)| value * (to - from)).sum()
        };
        let values = quantile::sorted(&both.into_iter().map(along).collect::<Vec<f64>>());
        let p = DipNull::new(values.len(), SAMPLES, seed).probability(dip(&spread_ties(&values)), values.len());
        Border { between, p, real: false }
    });
    let mut order: Vec<usize> = (0..found.len()).collect();
    order.sort_by(|&a, &b| found[a].p.total_cmp(&found[b].p));
    for (place, at) in order.into_iter().enumerate() {
        if found[at].p > LEVEL / (found.len() - place) as f64 {
            break;
        }
        found[at].real = true;
    }
    found
}

/// The rows of each cluster.
fn rows_of(labels: &Labels) -> Vec<Vec<usize>> {
    let mut rows = vec![Vec::new(); labels.clusters()];
    labels.as_slice().iter().enumerate().for_each(|(row, &label)| rows[label as usize].push(row));
    rows
}

/// Pairs of clusters of which one is the next nearest of many rows of the other.
fn neighbours(points: &Points, rows: &[Vec<usize>], means: &[Vec<f64>]) -> Vec<(usize, usize)> {
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
