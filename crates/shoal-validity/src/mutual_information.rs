//! Adjusted mutual information: how much one labeling tells about another, corrected for chance.
//!
//! **What it measures.** The mutual information of two labelings of the same rows, less what labelings with the same cluster sizes
//! share by chance, over the mean of both entropies less the same. 1 is full agreement whatever the numbering, 0 is chance, and
//! it can be a little below 0.
//!
//! **When to use it, and when not.** To compare with a known truth, or two fits with each other, when clusters are of very
//! different size: small clusters weigh more here than in the adjusted Rand index, which is the better choice for clusters of
//! similar size.
//!
//! **How it works.**
//! 1. [`Contingency`] of both.
//! 2. `mutual_information` and [`entropy`], with natural logarithms.
//! 3. `expected_information`: over all pairs of clusters, of sizes a and b, the mean of a cell's part when the rows are dealt out
//!    anew (the hypergeometric distribution). `cell_by_chance` starts at the likeliest count and goes both ways by the ratio of
//!    neighbouring probabilities until they are below 10⁻²² of the first; it divides by their sum, so no factorial is needed.
//!    Clusters of equal size are taken once.
//! 4. The ratio.
//!
//! **Cost.** O(rows log rows), and for each pair of different cluster sizes about 20 √(a b / rows) steps. **Randomness.** None.
//!
//! **Edges.** Equal partitions, also of one row, or both of a single cluster, or both with every row alone, give 1. If one of two
//! different partitions is a single cluster or has every row alone, it shares with every labeling of the same sizes the same, so
//! the index is 0. Undefined for no rows.
//!
//! **Differences from scikit-learn.** None where both are defined (it gives 1 for no rows); the mean of the entropies is the
//! arithmetic one, its default.
//!
//! **References.** Vinh, Epps & Bailey (2010), Information theoretic measures for clusterings comparison, Journal of Machine
//! Learning Research 11, 2837–2854; Vinh, Epps & Bailey (2009), doi:10.1145/1553374.1553511.

use shoal_kernel::Labels;
use shoal_kernel::parallel::map_tasks;

use crate::contingency::Contingency;
use crate::undefined::Undefined;

/// Probabilities below this share of the largest one change no digit of the sum.
const NEGLIGIBLE: f64 = 1e-22;

/// The adjusted mutual information of two labelings of the same rows: at most 1, higher is more alike, about 0 by chance; the order
/// does not matter.
///
/// # Errors
/// No rows, or different numbers of rows.
pub fn adjusted_mutual_information(first: &Labels, second: &Labels) -> Result<f64, Undefined> {
    let contingency = Contingency::new(first, second)?;
    let rows = contingency.rows();
    let (clusters, others) = (first.clusters(), second.clusters());
    if rows == 0 {
        return Err(Undefined::NoRows);
    }
    // As many cells as clusters on both sides: every cluster meets its equal and nothing else.
    if contingency.cells().len() == clusters && clusters == others {
        return Ok(1.0);
    }
    if [clusters, others].iter().any(|&count| count == 1 || count == rows) {
        return Ok(0.0);
    }
    let shared = mutual_information(&contingency);
    let expected = expected_information(&contingency);
    let largest = (entropy(first) + entropy(second)) / 2.0;
    Undefined::finite(((shared - expected) / (largest - expected)).min(1.0))
}

/// Entropy of a labeling in nats: 0 for a single cluster or no rows, at most the logarithm of the number of clusters.
pub fn entropy(labels: &Labels) -> f64 {
    let rows = labels.rows() as f64;
    let part = |&size: &usize| size as f64 / rows * (rows / size as f64).ln();
    labels.sizes().iter().map(part).sum()
}

/// Mutual information of two labelings in nats, at least 0.
pub fn mutual_information(contingency: &Contingency) -> f64 {
    let part = |&(first, second, count): &(u32, u32, usize)| {
        let sizes = (contingency.first_sizes()[first as usize], contingency.second_sizes()[second as usize]);
        cell(count as f64, sizes.0 as f64, sizes.1 as f64, contingency.rows() as f64)
    };
    contingency.cells().iter().map(part).sum::<f64>().max(0.0)
}

/// The part of a cell with `count` rows in the mutual information; `a` and `b` are the sizes of its clusters.
fn cell(count: f64, a: f64, b: f64, rows: f64) -> f64 {
    if count > 0.0 { count / rows * (count * rows / (a * b)).ln() } else { 0.0 }
}

/// The mean of the mutual information over all labelings with the same cluster sizes.
fn expected_information(contingency: &Contingency) -> f64 {
    let rows = contingency.rows();
    let (first, second) = (different_sizes(contingency.first_sizes()), different_sizes(contingency.second_sizes()));
    let parts = map_tasks(&first, |&(a, times)| {
        let of_pair = |&(b, also): &(usize, usize)| (times * also) as f64 * cell_by_chance(a, b, rows);
        second.iter().map(of_pair).sum::<f64>()
    });
    parts.into_iter().sum()
}

/// The sizes that occur, ascending, and how often.
fn different_sizes(sizes: &[usize]) -> Vec<(usize, usize)> {
    let mut sizes = sizes.to_vec();
    sizes.sort_unstable();
    sizes.chunk_by(|a, b| a == b).map(|same| (same[0], same.len())).collect()
}

/// The mean part of a cell when clusters of `a` and `b` rows are dealt out over `rows`.
fn cell_by_chance(a: usize, b: usize, rows: usize) -> f64 {
    let (low, high) = ((a + b).saturating_sub(rows), a.min(b));
    let likeliest = ((a as u128 + 1) * (b as u128 + 1) / (rows as u128 + 2)) as usize;
    let likeliest = likeliest.clamp(low, high);
    let part = |count: usize| cell(count as f64, a as f64, b as f64, rows as f64);
    // What the probability of `count + 1` is over that of `count`.
    let ratio = |count: usize| {
        let up = (a - count) as f64 * (b - count) as f64;
        up / ((count + 1) as f64 * (rows + count + 1 - a - b) as f64)
    };
    let (mut probabilities, mut mean) = (1.0, part(likeliest));
    let mut probability = 1.0;
    for count in likeliest..high {
        probability *= ratio(count);
        probabilities += probability;
        mean += probability * part(count + 1);
        if probability < NEGLIGIBLE {
            break;
        }
    }
    probability = 1.0;
    for count in (low..likeliest).rev() {
        probability /= ratio(count);
        probabilities += probability;
        mean += probability * part(count);
        if probability < NEGLIGIBLE {
            break;
        }
    }
    mean / probabilities
}

#[cfg(test)]
mod tests {
    use super::*;

    fn labels(values: &[u32]) -> Labels {
        Labels::new(values.to_vec()).unwrap()
    }

    fn index(first: &[u32], second: &[u32]) -> Result<f64, Undefined> {
        adjusted_mutual_information(&labels(first), &labels(second))
    }

    #[test]
    fn known_and_degenerate_values() {
        assert_eq!(index(&[0, 0, 1, 1], &[1, 1, 0, 0]), Ok(1.0));
        assert!((index(&[0, 0, 1, 1], &[0, 1, 0, 1]).unwrap() + 0.5).abs() < 1e-15);
        assert_eq!(index(&[0], &[0]), Ok(1.0));
        assert_eq!(index(&[0, 0, 0], &[0, 0, 0]), Ok(1.0));
        assert_eq!(index(&[0, 1, 2], &[2, 1, 0]), Ok(1.0));
        assert_eq!(index(&[0, 1, 2], &[0, 0, 0]), Ok(0.0));
        assert_eq!(index(&[0, 1, 2, 3], &[0, 0, 1, 1]), Ok(0.0));
        assert_eq!(index(&[], &[]), Err(Undefined::NoRows));
        assert_eq!(index(&[0], &[0, 0]), Err(Undefined::RowsDiffer { first: 1, second: 2 }));
        assert_eq!((entropy(&labels(&[0, 0])), entropy(&labels(&[]))), (0.0, 0.0));
        assert!((entropy(&labels(&[0, 1, 2, 3])) - 4f64.ln()).abs() < 1e-15);
    }

    #[test]
    fn the_mean_of_a_cell_is_that_over_all_orders() {
        // All ways to deal out 4 of 7 rows, against a cluster of the first 3.
        let (mut sum, mut ways) = (0.0, 0.0);
        for set in (0u32..128).filter(|set| set.count_ones() == 4) {
            sum += cell(f64::from((set & 7).count_ones()), 3.0, 4.0, 7.0);
            ways += 1.0;
        }
        assert!((cell_by_chance(3, 4, 7) - sum / ways).abs() < 1e-15);
        assert!((cell_by_chance(4, 3, 7) - sum / ways).abs() < 1e-15);
        assert_eq!(cell_by_chance(7, 7, 7), 0.0);
        assert!(cell_by_chance(1_000_000_000, 2_000_000_000, 4_000_000_000).is_finite());
    }
}
