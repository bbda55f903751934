//! The dip: how far a sample is from having a single peak.
//!
//! **What it measures.** The largest distance between the sample's distribution function and the nearest distribution function with
//! one peak (convex up to the peak, concave after it): from 1 / (2n), when one peak explains everything, up to 1/4, when there
//! are two values, half of the sample on each.
//!
//! **When to use it, and when not.** To ask whether one feature falls into bands. It says nothing of groups that only several
//! features together set apart. A small second peak (under a tenth of the sample) has to be far away to be noticed. Values that
//! repeat are peaks of their own: [`spread_ties`] first.
//!
//! **How it works.**
//! 1. `hulls`: between two ends, at first the smallest and the largest value, the greatest convex function below the steps of the
//!    distribution function and the least concave one above them.
//! 2. `widest`: where those two are farthest apart at a corner of one of them. The corner and the piece of the other curve around it
//!    enclose the peak: they are the new ends.
//! 3. `outside`: how far the steps are from the convex function before the new ends and from the concave one after them. The
//!    largest of all those is the dip so far; when the gap of step 2 is no larger, it is the dip.
//! 4. [`DipNull`]: the dips of samples of the uniform distribution, which has the largest dips of all with one peak, give the
//!    probability of a dip as large.
//!
//! **Cost.** O(n) for each of a few rounds, on sorted values. [`DipNull`]: as many dips as it draws samples.
//!
//! **Randomness.** [`DipNull`] draws from streams of its seed, one for each sample; the same for any number of threads.
//!
//! **Edges.** No values: 0. All values equal: 0. Values that are not finite: not defined. One to three different values: 1 / (2n).
//!
//! **Differences from scikit-learn.** It has no dip.
//!
//! **References.** Hartigan & Hartigan (1985), The dip test of unimodality, doi:10.1214/aos/1176346577; Hartigan (1985), AS 217,
//! doi:10.2307/2347485.

use shoal_kernel::Stream;
use shoal_kernel::parallel::map_tasks;
use shoal_kernel::random::mix;

/// Values above which a null is drawn with this many, because √n × dip hardly changes any more.
const MOST: usize = 5_000;

/// Sets the streams of nulls apart from all others.
const PURPOSE: u64 = 0x0064_6970;

/// The dip of `sorted` values (ascending, finite).
///
/// ```
/// let two_groups = [0.0, 0.01, 0.02, 0.03, 1.0, 1.01, 1.02, 1.03];
/// assert!(shoal_validity::dip(&two_groups) > 0.2);
/// ```
pub fn dip(sorted: &[f64]) -> f64 {
    let n = sorted.len();
    let (Some(first), Some(last)) = (sorted.first(), sorted.last()) else { return 0.0 };
    if first == last {
        return 0.0;
    }
    // In steps of the distribution function.
    let (mut low, mut high, mut dip) = (0, n - 1, 1.0_f64);
    loop {
        let convex = hull(sorted, low, high, Side::Below);
        let concave = hull(sorted, low, high, Side::Above);
        let (gap, new_low, new_high) = widest(sorted, &convex, &concave);
        if gap <= dip {
            break;
        }
        dip = dip.max(outside(sorted, &convex, Side::Below, (low, new_low)));
        dip = dip.max(outside(sorted, &concave, Side::Above, (new_high, high)));
        // Rounding can leave a single value, around which nothing is wide.
        if (new_low, new_high) == (low, high) || new_low >= new_high {
            break;
        }
        (low, high) = (new_low, new_high);
    }
    dip / (2 * n) as f64
}

/// Below or above the steps of the distribution function.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Side {
    Below,
    Above,
}

impl Side {
    /// Height of the corner of the steps at the value with this number: before its step, or after it.
    fn height(self, at: usize) -> f64 {
        match self {
            Self::Below => at as f64,
            Self::Above => at as f64 + 1.0,
        }
    }
}

/// The numbers of the values at which the greatest convex function below (the least concave one above) the steps has its corners,
/// ascending, both ends among them.
fn hull(sorted: &[f64], low: usize, high: usize, side: Side) -> Vec<usize> {
    let mut corners: Vec<usize> = vec![low];
    for at in low + 1..=high {
        while let [.., before, last] = corners[..] {
            // Whether the corner before `at` lies on the wrong side of the line from the one before it.
            let rise = (last - before) as f64 * (sorted[at] - sorted[before]);
            let line = (at - before) as f64 * (sorted[last] - sorted[before]);
            let keeps = if side == Side::Below { rise < line } else { rise > line };
            if keeps {
                break;
            }
            corners.pop();
        }
        corners.push(at);
    }
    corners
}

/// Height at `value` of the line between two corners.
fn height(sorted: &[f64], side: Side, from: usize, to: usize, value: f64) -> f64 {
    let width = sorted[to] - sorted[from];
    let start = side.height(from);
    if width > 0.0 { start + (to - from) as f64 * (value - sorted[from]) / width } else { side.height(to) }
}

/// Where the two functions are farthest apart at a corner of one of them: how far, and the ends of what encloses it.
fn widest(sorted: &[f64], convex: &[usize], concave: &[usize]) -> (f64, usize, usize) {
    let mut widest = (0.0, convex[0], convex[convex.len() - 1]);
    // At the corners of the convex function, the piece of the concave one around each.
    for &corner in convex {
        let right = concave.partition_point(|&other| other < corner).max(1);
        let (from, to) = (concave[right - 1], concave[right]);
        let gap = height(sorted, Side::Above, from, to, sorted[corner]) - Side::Below.height(corner);
        if gap > widest.0 {
            widest = (gap, corner, to);
        }
    }
    // And the other way round.
    for &corner in concave {
        let right = convex.partition_point(|&other| other < corner).clamp(1, convex.len() - 1);
        let (from, to) = (convex[right - 1], convex[right]);
        let gap = Side::Above.height(corner) - height(sorted, Side::Below, from, to, sorted[corner]);
        if gap > widest.0 {
            widest = (gap, from, corner);
        }
    }
    widest
}

/// How far the steps are from the function with these corners, between two of the corners.
fn outside(sorted: &[f64], corners: &[usize], side: Side, (from, to): (usize, usize)) -> f64 {
    let mut farthest = 0.0_f64;
    for pair in corners.windows(2).filter(|pair| from <= pair[0] && pair[1] <= to) {
        for at in pair[0]..=pair[1] {
            let line = height(sorted, side, pair[0], pair[1], sorted[at]);
            let away = if side == Side::Below { Side::Above.height(at) - line } else { line - Side::Below.height(at) };
            farthest = farthest.max(away);
        }
    }
    farthest
}

/// The same values with equal ones spread evenly over their cell, which reaches half way to the neighbours: so that whole numbers
/// and prices are asked for bands as coarse as their own steps, not for the steps. `sorted` ascending; the result is too.
pub fn spread_ties(sorted: &[f64]) -> Vec<f64> {
    let groups: Vec<&[f64]> = sorted.chunk_by(|a, b| a == b).collect();
    let middle = |at: usize| groups[at][0].midpoint(groups[at + 1][0]);
    let mut spread = Vec::with_capacity(sorted.len());
    for (at, group) in groups.iter().enumerate() {
        let value = group[0];
        if group.len() == 1 || groups.len() == 1 {
            spread.extend_from_slice(group);
            continue;
        }
        // At an end the cell is as wide on the outer side as on the inner one.
        let low = if at > 0 { middle(at - 1) } else { 2.0 * value - middle(at) };
        let high = if at + 1 < groups.len() { middle(at) } else { 2.0 * value - middle(at - 1) };
        let step = (high - low) / group.len() as f64;
        spread.extend((0..group.len()).map(|i| low + (i as f64 + 0.5) * step));
    }
    spread
}

/// The dips that samples of the uniform distribution have.
#[derive(Clone, Debug, PartialEq)]
pub struct DipNull {
    /// √n × dip, ascending.
    scaled: Vec<f64>,
}

impl DipNull {
    /// The dips of so many `samples` of `n` values each; for more than 5,000 values, of as many, scaled by √n.
    pub fn new(n: usize, samples: usize, seed: u64) -> Self {
        let n = n.clamp(1, MOST);
        let numbers: Vec<u64> = (0..samples as u64).collect();
        let mut scaled = map_tasks(&numbers, |&number| {
            let mut stream = Stream::new(seed, mix(PURPOSE) ^ number);
            // Sums of exponential gaps lie as sorted uniform values do.
            let mut sum = 0.0;
            let values: Vec<f64> = (0..n)
                .map(|_| {
                    sum -= (1.0 - stream.uniform()).ln();
                    sum
                })
                .collect();
            dip(&values) * (n as f64).sqrt()
        });
        scaled.sort_unstable_by(f64::total_cmp);
        Self { scaled }
    }

    /// How probable a dip of at least `dip` is for `n` values with one peak, at the most: (1 + samples with as large a dip) /
    /// (1 + samples).
    pub fn probability(&self, dip: f64, n: usize) -> f64 {
        let scaled = dip * (n as f64).sqrt();
        let as_large = self.scaled.len() - self.scaled.partition_point(|&other| other < scaled);
        (1 + as_large) as f64 / (1 + self.scaled.len()) as f64
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn known_and_degenerate_values() {
        let table: [(&[f64], f64); 5] =
            [(&[], 0.0), (&[1.0], 0.0), (&[2.0, 2.0, 2.0], 0.0), (&[0.0, 1.0], 0.25), (&[0.0, 1.0, 2.0, 3.0], 0.125)];
        for (values, expected) in table {
            assert_eq!(dip(values), expected, "{values:?}");
        }
        assert!(dip(&[-1e308, 0.0, 1e308]).is_finite());
    }

    #[test]
    fn even_values_that_rounding_makes_uneven_have_the_smallest_dip() {
        let spread = spread_ties(&[1.414_044, 1.414_044, 1.414_044, 1.666_151, 1.666_151, 1.666_151]);
        assert!((dip(&spread) - 1.0 / 12.0).abs() < 1e-12, "{spread:?}: {}", dip(&spread));
    }

    #[test]
    fn ties_are_spread_over_their_cells() {
        assert_eq!(spread_ties(&[1.0, 1.0, 2.0, 4.0, 4.0]), [0.75, 1.25, 2.0, 3.5, 4.5]);
        assert_eq!(spread_ties(&[5.0, 5.0]), [5.0, 5.0]);
        assert_eq!(spread_ties(&[]), [0.0; 0]);
    }

    #[test]
    fn uniform_samples_are_seldom_called_banded() {
        let null = DipNull::new(300, 999, 1);
        let mut found = 0;
        for sample in 0..400 {
            let mut stream = Stream::new(7, sample);
            let mut values: Vec<f64> = (0..300).map(|_| stream.uniform()).collect();
            values.sort_unstable_by(f64::total_cmp);
            found += usize::from(null.probability(dip(&values), 300) <= 0.05);
        }
        // 20 are expected; more than 33 come about once in 500 times.
        assert!(found <= 33, "{found}");
        assert!(null.probability(0.1, 300) < 0.005 && null.probability(0.001, 300) == 1.0);
    }
}
