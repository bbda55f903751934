//! Whether the border between two neighbouring segments runs through a valley, or through one group.
//!
//! **What it asks.** The members of both are looked at along the line from the mean of one to the mean of the other. Where there are
//! two groups they have two peaks there. One peak is never proved: a convenience may be a real border that these members do not
//! show.
//!
//! **How it works.**
//! 1. [`neighbours`]: pairs of segments of which one is the next nearest of many members of the other.
//! 2. [`valley`]: the [`dip`] along the line.
//! 3. `singly_peaked`: how probable as deep a dip is with a single peak, at the most; one peak is rejected at 5 % for all
//!    borders together (`holm`).
//! 4. [`Clouds`]: what is left when the other segments have taken their members has a valley even in one cloud: whoever is far out
//!    between two of several segments belongs to a third. So clouds that look like the table are cut by k-means into as many
//!    segments, and a border is real only where its valley is deeper than every valley of all 39 clouds (2.5 %).
//!
//! **Cost.** A pair looks at 5,000 members at the most, a cloud has 5,000 rows at the most. **Randomness.** Streams of the seed; the same
//! for any number of threads.
//!
//! **Edges.** Fewer than two segments have no border. Where no such cloud can be drawn or cut, step 3 decides alone. The clouds make the
//! test careful: groups that overlap (three standard deviations apart) often have no deeper valleys than clouds with such columns.
//!
//! **References.** Hartigan & Hartigan (1985), doi:10.1214/aos/1176346577; the clouds are as
//! in Liu, Hayes, Nobel & Marron (2008), Statistical significance of clustering, doi:10.1198/016214508000000454.

mod cloud;
mod neighbours;

use super::holm::rejected;
use cloud::Clouds;
use neighbours::neighbours;
use shoal_kernel::parallel::map_tasks;
use shoal_kernel::random::mix;
use shoal_kernel::{Labels, Points, Stream, moments, quantile};
use shoal_validity::{DipNull, dip, spread_ties};
use std::collections::{BTreeMap, BTreeSet};

/// Members of a pair that are looked at.
const MEMBERS: usize = 5_000;

/// Samples of the uniform distribution that a dip is held against.
const SAMPLES: usize = 999;

/// Level at which a single peak is rejected, for all borders together.
const LEVEL: f64 = 0.05;

/// Level at which the cut through one cloud is rejected, for all borders together.
const CLOUD_LEVEL: f64 = 0.025;

/// A border between two neighbouring segments.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Border {
    /// The segments, by number, the smaller one first.
    pub between: (usize, usize),
    /// How probable as deep a valley is, at the most: with a single peak, or in one cloud that is cut into as many segments, whichever
    /// is more probable.
    pub p: f64,
    /// Whether both are rejected.
    pub real: bool,
}

/// How deep the valley between two segments is.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Valley {
    between: (usize, usize),
    dip: f64,
    /// Members that were looked at.
    members: usize,
}

/// All borders between neighbouring clusters of `labels`, in the order of their numbers.
pub fn borders(points: &Points, labels: &Labels, seed: u64) -> Vec<Border> {
    let valleys = valleys(points, labels, seed);
    let p = singly_peaked(&valleys, seed);
    let two_peaks = rejected(&p, LEVEL);
    let border = |((valley, &p), real): ((&Valley, &f64), bool)| Border { between: valley.between, p, real };
    let mut found: Vec<Border> = valleys.iter().zip(&p).zip(two_peaks).map(border).collect();
    if found.iter().any(|border| border.real) {
        let clouds = Clouds::of(points, labels.clusters(), seed);
        for (border, valley) in found.iter_mut().zip(&valleys) {
            let p = clouds.probability(valley);
            border.real &= p.is_none_or(|p| p <= CLOUD_LEVEL);
            border.p = border.p.max(p.unwrap_or(0.0));
        }
    }
    found
}

/// The valley between each two neighbours.
fn valleys(points: &Points, labels: &Labels, seed: u64) -> Vec<Valley> {
    let mut rows = vec![Vec::new(); labels.clusters()];
    labels.as_slice().iter().enumerate().for_each(|(row, &label)| rows[label as usize].push(row));
    let means: Vec<Vec<f64>> = rows.iter().map(|rows| moments::column_means(&points.select(rows))).collect();
    let pairs = neighbours(points, &rows, &means);
    map_tasks(&pairs, |&(a, b)| {
        let mut both: Vec<usize> = [&rows[a][..], &rows[b]].concat();
        if both.len() > MEMBERS {
            let mut stream = Stream::new(seed, mix(a as u64) ^ b as u64);
            both = stream.sample(both.len(), MEMBERS).into_iter().map(|place| both[place]).collect();
        }
        Valley { between: (a, b), dip: valley(points, &both, (&means[a], &means[b])), members: both.len() }
    })
}

/// The dip of `rows` along the line between two means.
fn valley(points: &Points, rows: &[usize], (from, to): (&[f64], &[f64])) -> f64 {
    let along = |&row: &usize| -> f64 {
        points.row(row).iter().zip(from).zip(to).map(|((value, from), to)| value * (to - from)).sum()
    };
    dip(&spread_ties(&quantile::sorted(&rows.iter().map(along).collect::<Vec<f64>>())))
}

/// How probable as deep valleys are with a single peak, at the most. Numbers of members are rounded up to a power of two, so that few
/// samples serve all borders; √n × dip rises a little with n, so that no border is called real by it.
fn singly_peaked(valleys: &[Valley], seed: u64) -> Vec<f64> {
    let about = |valley: &Valley| valley.members.next_power_of_two().min(MEMBERS);
    let sizes: BTreeSet<usize> = valleys.iter().map(about).collect();
    let nulls: BTreeMap<usize, DipNull> =
        sizes.into_iter().map(|size| (size, DipNull::new(size, SAMPLES, seed))).collect();
    valleys.iter().map(|valley| nulls[&about(valley)].probability(valley.dip, valley.members)).collect()
}
