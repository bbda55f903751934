//! The gap: how much tighter k clusters are than they would be without any structure.
//!
//! **What it measures.** For each k the mean of ln W over reference tables without structure, less ln W of the data, where W is the
//! inertia. The wider the gap, the more the data have that chance has not.
//!
//! **When to use it, and when not.** To choose k, 1 among the choices. It depends on what the reference tables are: even values over
//! the box of the principal components, as a rule. It is drawn towards many clusters where columns are skewed.
//!
//! **How it works.**
//! 1. [`gap`]: the mean difference of logarithms, and its standard error s = sd × √(1 + 1 / B), sd with divisor B.
//! 2. [`first_within_error`]: the smallest k whose gap is at least the next one less the next one's error.
//!
//! **Cost.** Nothing beside the fits. **Randomness.** None here: the caller draws the references.
//!
//! **Edges.** No references, or an inertia that is 0, negative or not finite: no gap for that k.
//!
//! **Differences from scikit-learn.** It has no gap. R's `clusGap` takes distances that are not squared by default.
//!
//! **References.** Tibshirani, Walther & Hastie (2001), Estimating the number of clusters in a data set via the gap statistic,
//! doi:10.1111/1467-9868.00293.

/// The gap for one k.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Gap {
    /// Mean of ln W over the references less ln W of the data.
    pub gap: f64,
    /// Its standard error, of the simulation.
    pub error: f64,
}

/// The gap for an inertia of the data and that of each reference table with the same k; `None` where a logarithm is not defined.
pub fn gap(inertia: f64, references: &[f64]) -> Option<Gap> {
    let defined = |value: f64| value > 0.0 && value.is_finite();
    if references.is_empty() || !defined(inertia) || !references.iter().all(|&value| defined(value)) {
        return None;
    }
    let logs: Vec<f64> = references.iter().map(|value| value.ln()).collect();
    let count = logs.len() as f64;
    let mean = logs.iter().sum::<f64>() / count;
    let spread = (logs.iter().map(|log| (log - mean).powi(2)).sum::<f64>() / count).sqrt();
    Some(Gap { gap: mean - inertia.ln(), error: spread * (1.0 + 1.0 / count).sqrt() })
}

/// The place of the first gap that is at least the next one less its error; the last place where there is none. `gaps` are those of
/// consecutive numbers of clusters; `None` when one of them is not defined or there are none.
pub fn first_within_error(gaps: &[Option<Gap>]) -> Option<usize> {
    let gaps: Vec<Gap> = gaps.iter().copied().collect::<Option<_>>()?;
    let found = gaps.windows(2).position(|pair| pair[0].gap >= pair[1].gap - pair[1].error);
    found.or(gaps.len().checked_sub(1))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn known_and_degenerate_values() {
        let one = 1.0_f64.exp();
        let came = gap(1.0, &[one, one * one * one]).unwrap();
        assert!((came.gap - 2.0).abs() < 1e-12 && (came.error - 1.5_f64.sqrt()).abs() < 1e-12);
        for (inertia, references) in [(1.0, &[][..]), (0.0, &[1.0]), (1.0, &[f64::NAN]), (f64::INFINITY, &[1.0])] {
            assert_eq!(gap(inertia, references), None);
        }
    }

    #[test]
    fn the_first_that_is_not_clearly_beaten() {
        let gaps = |values: &[(f64, f64)]| -> Vec<Option<Gap>> {
            values.iter().map(|&(gap, error)| Some(Gap { gap, error })).collect()
        };
        assert_eq!(first_within_error(&gaps(&[(0.1, 0.0), (0.5, 0.1), (0.55, 0.1), (0.9, 0.1)])), Some(1));
        assert_eq!(first_within_error(&gaps(&[(0.1, 0.0), (0.5, 0.1)])), Some(1));
        assert_eq!(first_within_error(&gaps(&[(0.1, 0.0)])), Some(0));
        assert_eq!(first_within_error(&[]), None);
        assert_eq!(first_within_error(&[None, None]), None);
    }
}
