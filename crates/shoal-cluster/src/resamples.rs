//! Resamples: how often each row is drawn, again and again, when as many rows are drawn with replacement as there are.
//!
//! What changes from one resample to the next is how much each row counts; so a resample is a weight for each row, and every
//! method that takes weights can be fitted to it without a copy of the rows.
//!
//! Reference: Efron (1979), Bootstrap methods, doi:10.1214/aos/1176344552.

use shoal_kernel::Stream;
use shoal_kernel::random::mix;

/// Sets the streams of resamples apart from all others.
const PURPOSE: u64 = 0x0072_6573_616D_706C;

/// Bootstrap resamples of a number of rows.
///
/// ```
/// use shoal_cluster::Resamples;
///
/// let resamples = Resamples::new(1000, 20, 7);
/// let weights = resamples.weights(0);
/// assert_eq!(weights.iter().sum::<f64>(), 1000.0);
/// let never = weights.iter().filter(|&&weight| weight == 0.0).count();
/// assert!((320..420).contains(&never)); // About 1 of e.
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Resamples {
    rows: usize,
    count: usize,
    seed: u64,
}

impl Resamples {
    /// So many resamples (`count`) of so many `rows` under `seed`. Nothing is drawn yet.
    pub fn new(rows: usize, count: usize, seed: u64) -> Self {
        Self { rows, count, seed }
    }

    /// How many there are.
    pub fn count(&self) -> usize {
        self.count
    }

    /// How often each row is drawn in resample `number` (from 0): whole numbers that add up to the number of rows. The same
    /// for the same rows, seed and number. Time O(rows).
    pub fn weights(&self, number: usize) -> Vec<f64> {
        let mut stream = Stream::new(self.seed, mix(PURPOSE) ^ number as u64);
        let mut weights = vec![0.0; self.rows];
        for _ in 0..self.rows {
            weights[stream.below(self.rows)] += 1.0;
        }
        weights
    }
}
