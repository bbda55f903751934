//! Adjusted Rand index: how far two labelings of the same rows agree.
//!
//! **What it measures.** Over all pairs of rows, how often both labelings put the pair together or both apart, corrected for
//! what equal cluster sizes would give by chance. 1 is full agreement whatever the numbering, 0 is chance, below 0 is less
//! than chance (at least −0.5).
//!
//! **When to use it, and when not.** To compare with a known truth, or two fits with each other. Large clusters weigh most.
//!
//! **How it works.** 1. [`Contingency`] of both. 2. `pair_counts` in whole numbers. 3. The ratio.
//!
//! **Cost.** O(rows log rows). **Randomness.** None.
//!
//! **Edges.** Equal partitions, also of one row, or both of a single cluster, or both with every row alone, give 1.
//! Undefined for no rows. **Differences from scikit-learn.** None where it is defined.
//!
//! **References.** Hubert & Arabie (1985), doi:10.1007/BF01908075.

use shoal_kernel::Labels;

use crate::contingency::Contingency;
use crate::undefined::Undefined;

/// The adjusted Rand index of two labelings of the same rows, −0.5 to 1, higher is more alike; the order does not matter.
///
/// # Errors
/// No rows, or different numbers of rows.
pub fn adjusted_rand_index(first: &Labels, second: &Labels) -> Result<f64, Undefined> {
    let contingency = Contingency::new(first, second)?;
    if contingency.rows() == 0 {
        return Err(Undefined::NoRows);
    }
    let Pairs { both, only_first, only_second, neither } = pair_counts(&contingency);
    if only_first == 0 && only_second == 0 {
        return Ok(1.0);
    }
    let (a, b, c, d) = (both as f64, only_first as f64, only_second as f64, neither as f64);
    Undefined::finite(2.0 * (a * d - b * c) / ((a + b) * (b + d) + (a + c) * (c + d)))
}

/// Pairs of rows by which of the labelings puts them together.
struct Pairs {
    both: u128,
    only_first: u128,
    only_second: u128,
    neither: u128,
}

fn pair_counts(contingency: &Contingency) -> Pairs {
    let pairs = |count: usize| {
        let count = count as u128;
        count * count.saturating_sub(1) / 2
    };
    let both: u128 = contingency.cells().iter().map(|cell| pairs(cell.2)).sum();
    let first: u128 = contingency.first_sizes().iter().map(|&size| pairs(size)).sum();
    let second: u128 = contingency.second_sizes().iter().map(|&size| pairs(size)).sum();
    let neither = pairs(contingency.rows()) + both - first - second;
    Pairs { both, only_first: first - both, only_second: second - both, neither }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn index(first: &[u32], second: &[u32]) -> Result<f64, Undefined> {
        let labels = |values: &[u32]| Labels::new(values.to_vec()).unwrap();
        adjusted_rand_index(&labels(first), &labels(second))
    }

    #[test]
    fn known_and_degenerate_values() {
        assert_eq!(index(&[0, 0, 1, 1], &[1, 1, 0, 0]), Ok(1.0));
        assert_eq!(index(&[0, 0, 1, 1], &[0, 1, 0, 1]), Ok(-0.5));
        assert_eq!(index(&[0, 0, 1, 2], &[0, 0, 1, 1]), Ok(0.571_428_571_428_571_4));
        assert_eq!(index(&[0], &[0]), Ok(1.0));
        assert_eq!(index(&[0, 0, 0], &[0, 0, 0]), Ok(1.0));
        assert_eq!(index(&[0, 1, 2], &[2, 1, 0]), Ok(1.0));
        assert_eq!(index(&[0, 1, 2], &[0, 0, 0]), Ok(0.0));
        assert_eq!(index(&[], &[]), Err(Undefined::NoRows));
        assert_eq!(index(&[0], &[0, 0]), Err(Undefined::RowsDiffer { first: 1, second: 2 }));
    }
}
