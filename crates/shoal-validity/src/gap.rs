//! The gap: how much tighter k clusters are than they would be without any structure.
//!
//! **What it measures.** For each k the mean of ln W over reference tables without structure, less ln W of the data, where W is the
//! inertia. The wider the gap, the more the data have that chance has not.
//!
//! **When to use it, and when not.** To choose k, 1 among the choices. It depends on what the reference tables are: even values over
//! the box of the principal components, as a rule. It is drawn towards many clusters where columns are skewed.
//!
//! **How it works.** [`gap`]: the mean difference of logarithms, and its standard error s = sd × √(1 + 1 / B), sd with divisor B.
//!
//! Which k it speaks for is for the caller to say: the first whose gap is not clearly exceeded by the next one's stops too early where
//! groups lie evenly around each other, so that two clusters are worse than one; the smallest within an error of the largest gap
//! does not (Dudoit & Fridlyand 2002).
//!
//! **Cost.** Nothing beside the fits. **Randomness.** None here: the caller draws the references.
//!
//! **Edges.** No references, or an inertia that is 0, negative or not finite: no gap for that k.
//!
//! **Differences from scikit-learn.** It has no gap. R's `clusGap` takes distances that are not squared by default.
//!
//! **References.** Tibshirani, Walther & Hastie (2001), Estimating the number of clusters in a data set via the gap statistic,
//! doi:10.1111/1467-9868.00293; Dudoit & Fridlyand (2002), A prediction-based resampling method for estimating the number of clusters
//! in a dataset, doi:10.1186/gb-2002-3-7-research0036.

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
}
