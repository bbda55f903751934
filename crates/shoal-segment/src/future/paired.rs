//! Step 7: whether the segments explain more than other groups of the same customers.

use serde::Serialize;
use shoal_kernel::parallel::map_tasks;
use shoal_kernel::{Stream, quantile};

/// How often customers are drawn again.
pub(super) const RESAMPLES: usize = 999;
/// Random streams of this step begin with this number.
const TASK: u64 = 0x7061_6972_6564_0000;

/// By how much the segments explain more than another grouping.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Difference {
    /// The adjusted share that the segments explain less that which the others explain.
    pub value: f64,
    /// The lower end of its 95 % interval over resampled customers.
    pub low: f64,
    /// The upper end.
    pub high: f64,
    /// `better`, `worse`, or `unclear` where the interval has both signs.
    pub verdict: String,
}

impl Difference {
    /// From what every customer adds to the share that the segments and the others explain, and to the variance. `None` where nothing
    /// varies.
    ///
    /// Customers are drawn with replacement, each with all three (a paired bootstrap, percentiles). Time O(resamples × n).
    pub(super) fn of(own: &[f64], others: &[f64], squares: &[f64], seed: u64) -> Option<Self> {
        let (rows, total) = (own.len(), squares.iter().sum::<f64>());
        if total <= 0.0 {
            return None;
        }
        let pairs: Vec<[f64; 2]> = (0..rows).map(|row| [own[row] - others[row], squares[row]]).collect();
        let value = pairs.iter().map(|pair| pair[0]).sum::<f64>() / total;
        let tasks: Vec<u64> = (0..RESAMPLES as u64).collect();
        let drawn = map_tasks(&tasks, |task| {
            let mut random = Stream::new(seed, TASK + task);
            let mut sums = [0.0; 2];
            for _ in 0..rows {
                let pair = &pairs[random.below(rows)];
                sums = [sums[0] + pair[0], sums[1] + pair[1]];
            }
            if sums[1] > 0.0 { sums[0] / sums[1] } else { 0.0 }
        });
        let sorted = quantile::sorted(&drawn);
        let (low, high) = (quantile::quantile(&sorted, 0.025)?, quantile::quantile(&sorted, 0.975)?);
        let verdict = match () {
            () if low > 0.0 => "better",
            () if high < 0.0 => "worse",
            () => "unclear",
        };
        Some(Self { value, low, high, verdict: verdict.into() })
    }
}
