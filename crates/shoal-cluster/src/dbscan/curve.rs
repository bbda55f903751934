//! The k-distance curve: how far each row's `min_samples`-th row is, itself counted, in ascending order.
//!
//! Rows inside clusters make its long flat part, rows between clusters its steep end. A radius at the knee between the two
//! makes most rows of the first kind dense and few of the second. The knee is the place of the curve that is farthest below
//! the straight line from its first point to its last.

use std::iter::repeat_n;

use shoal_kernel::parallel::map_tasks;
use shoal_kernel::tree::Neighbour;
use shoal_kernel::{Stream, Tree};

use super::sites::Sites;
use crate::evidence::KDistances;

/// Rows up to which every row is on the curve; of more rows an even sample of so many.
const ROWS: usize = 4096;

/// Neighbours that are looked at for one curve; where that would be more, there are fewer rows on it, but not below
/// [`FEWEST`].
const NEIGHBOURS: usize = 1 << 22;

/// Rows on the curve for any number of neighbours.
const FEWEST: usize = 512;

/// Distances that are shown.
const SHOWN: usize = 512;

/// Sites whose neighbours are searched in one task.
const TASK: usize = 128;

/// Task number of the stream that draws the sample.
const SAMPLE: u64 = 1;

/// Squared distances to the `min_samples`-th row, ascending; at least one.
#[derive(Clone, Debug)]
pub(super) struct Curve {
    min_samples: usize,
    squared: Vec<f64>,
}

/// One curve for each of `min_samples`; `tree` holds the sites. With fewer rows than `min_samples`, the farthest row stands
/// in. Equal rows stand on the curve one by one, but are searched for once.
pub(super) fn curves(sites: &Sites<'_>, tree: &Tree, min_samples: &[usize], seed: u64) -> Vec<Curve> {
    let most = min_samples.iter().copied().max().unwrap_or(1);
    let wanted = (NEIGHBOURS / most.max(1)).clamp(FEWEST, ROWS);
    let rows = Stream::new(seed, SAMPLE).sample(sites.rows(), wanted);
    let mut sampled: Vec<usize> = rows.into_iter().map(|row| sites.site(row)).collect();
    sampled.sort_unstable();
    let sampled: Vec<(usize, usize)> = sampled.chunk_by(|a, b| a == b).map(|same| (same[0], same.len())).collect();
    let tasks: Vec<&[(usize, usize)]> = sampled.chunks(TASK).collect();
    let parts = map_tasks(&tasks, |sampled| {
        let mut squared = vec![Vec::with_capacity(sampled.len()); min_samples.len()];
        for &(site, rows) in *sampled {
            let near = tree.k_nearest(sites.points().row(site), most);
            for (squared, &k) in squared.iter_mut().zip(min_samples) {
                squared.extend(repeat_n(squared_to_row(&near, sites.counts(), k), rows));
            }
        }
        squared
    });
    let curve = |(place, &min_samples): (usize, &usize)| {
        let mut squared: Vec<f64> = parts.iter().flat_map(|part| &part[place]).copied().collect();
        squared.sort_unstable_by(f64::total_cmp);
        Curve { min_samples, squared }
    };
    min_samples.iter().enumerate().map(curve).collect()
}

/// The squared distance to the `k`-th row at the sites in `near`, or to the last one.
fn squared_to_row(near: &[Neighbour], counts: &[usize], k: usize) -> f64 {
    let mut rows = 0;
    let reached = near.iter().find(|site| {
        rows += counts[site.row];
        rows >= k
    });
    reached.or(near.last()).map_or(0.0, |site| site.squared)
}

impl Curve {
    /// Share of the rows that lie at the knee or before it, above 0 and up to 1.
    pub(super) fn knee(&self) -> f64 {
        (self.knee_place() + 1) as f64 / self.squared.len() as f64
    }

    /// The radius at the knee.
    pub(super) fn proposed(&self) -> f64 {
        radius(self.squared[self.knee_place()])
    }

    /// The smallest radius that reaches the `min_samples`-th row of at least `share` (0 to 1) of the rows.
    pub(super) fn reaching(&self, share: f64) -> f64 {
        let place = (self.squared.len() as f64 * share).ceil() as usize;
        radius(self.squared[place.clamp(1, self.squared.len()) - 1])
    }

    /// The curve as evidence for the radius that was used.
    pub(super) fn evidence(&self, eps: f64, proposed: bool) -> KDistances {
        let last = self.squared.len() - 1;
        let shown = SHOWN.min(self.squared.len());
        let place = |i: usize| if shown == 1 { 0 } else { i * last / (shown - 1) };
        KDistances {
            min_samples: self.min_samples,
            rows: self.squared.len(),
            distances: (0..shown).map(|i| self.squared[place(i)].sqrt()).collect(),
            eps,
            proposed,
        }
    }

    /// Place of the knee; the first one of equally good ones. A knee at distance 0 says only that many rows are equal, so it
    /// moves on to the first distance above 0, if there is one.
    fn knee_place(&self) -> usize {
        let last = self.squared.len() - 1;
        let (low, high) = (self.squared[0].sqrt(), self.squared[last].sqrt());
        let below_line = |place: usize| place as f64 / last as f64 - (self.squared[place].sqrt() - low) / (high - low);
        let mut best = last;
        if high > low {
            best = (0..=last).fold(0, |best, place| if below_line(place) > below_line(best) { place } else { best });
        }
        if self.squared[best] > 0.0 {
            return best;
        }
        self.squared.partition_point(|&squared| squared <= 0.0).min(last)
    }
}

/// The smallest radius whose square is at least `squared`: the root, rounded up where rounding lost the row at its end.
fn radius(squared: f64) -> f64 {
    let root = squared.sqrt();
    if root * root < squared { root.next_up() } else { root }
}

#[cfg(test)]
mod tests {
    use shoal_kernel::Points;

    use super::*;

    fn curve(distances: &[f64]) -> Curve {
        Curve { min_samples: 4, squared: distances.iter().map(|distance| distance * distance).collect() }
    }

    #[test]
    fn the_knee_is_where_the_curve_turns_up() {
        let table: [(&[f64], f64); 7] = [
            (&[1.0, 1.0, 1.0, 1.1, 1.2, 5.0, 9.0], 1.2),
            (&[3.0], 3.0),
            (&[2.0, 2.0, 2.0], 2.0),
            (&[0.0, 0.0], 0.0),
            (&[1.0, 2.0, 3.0], 1.0),
            (&[0.0, 0.0, 0.0, 0.0, 7.0], 7.0),
            (&[0.0, 0.0, 0.0, 0.0, 2.0, 9.0], 2.0),
        ];
        for (distances, expected) in table {
            assert!((curve(distances).proposed() - expected).abs() < 1e-12, "{distances:?}");
        }
    }

    #[test]
    fn a_proposed_radius_reaches_the_row_it_was_read_from() {
        for i in 1..5000 {
            let squared = f64::from(i) * 0.37;
            let radius = radius(squared);
            assert!(radius * radius >= squared && radius <= squared.sqrt().next_up());
        }
        assert_eq!(radius(0.0), 0.0);
    }

    #[test]
    fn shares_and_shown_distances() {
        let steps: Vec<f64> = (1..=2000).map(f64::from).collect();
        let curve = curve(&steps);
        assert_eq!((curve.reaching(0.0), curve.reaching(0.5), curve.reaching(1.0)), (1.0, 1000.0, 2000.0));
        let shown = curve.evidence(3.0, false);
        assert_eq!((shown.distances.len(), shown.rows, shown.eps, shown.proposed), (512, 2000, 3.0, false));
        assert_eq!((shown.distances[0], shown.distances[511]), (1.0, 2000.0));
        assert!(shown.distances.windows(2).all(|pair| pair[0] <= pair[1]));
    }

    #[test]
    fn curves_for_several_counts_come_from_one_search() {
        let points = Points::new((0..50).map(|i| f64::from(i * i)).collect(), 1).unwrap();
        let (sites, tree) = (Sites::of(&points), Tree::new(&points));
        let together = curves(&sites, &tree, &[1, 3, 80], 0);
        for (curve, k) in together.iter().zip([1, 3, 80]) {
            assert_eq!(curve.squared, curves(&sites, &tree, &[k], 0)[0].squared);
        }
        assert!(together[0].squared.iter().all(|&squared| squared == 0.0));
        assert_eq!(together[2].proposed(), together[2].reaching(together[2].knee()));
    }
}
