//! Step 5: how much of an outcome groups explain, and how much of that chance does not give.

use super::outcome::{COUNT, Outcomes, RETAINED};
use shoal_kernel::Labels;

/// What groups make of the outcomes.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Shares {
    /// Per outcome the correlation ratio eta²: the share of the variance that lies between the groups. 0 where nothing varies.
    pub(super) between: [f64; COUNT],
    /// The group with the largest share of customers who bought again, and by how much its mean exceeds that of all, scaled as
    /// [`Outcomes::scaled`]. The first of several.
    pub(super) best: (usize, f64),
}

/// What `labels` make of the outcomes when row `i` has those of row `order(i)`. Time O(n).
pub(super) fn shares(labels: &Labels, outcomes: &Outcomes, order: impl Fn(usize) -> usize) -> Shares {
    let mut sums = vec![[0.0; COUNT]; labels.clusters()];
    for (row, &group) in labels.as_slice().iter().enumerate() {
        let values = &outcomes.scaled[order(row)];
        let sums = &mut sums[group as usize];
        (0..COUNT).for_each(|outcome| sums[outcome] += values[outcome]);
    }
    let mut shares = Shares { between: [0.0; COUNT], best: (0, f64::NEG_INFINITY) };
    for (group, (sums, &size)) in sums.iter().zip(labels.sizes()).enumerate() {
        let size = size as f64;
        (0..COUNT).for_each(|outcome| shares.between[outcome] += sums[outcome] * sums[outcome] / size);
        if sums[RETAINED] / size > shares.best.1 {
            shares.best = (group, sums[RETAINED] / size);
        }
    }
    shares
}

/// What eta² is on average when groups of such sizes have nothing to do with the outcome: (k − 1) / (n − 1), whatever the outcome.
pub(super) fn by_chance(groups: usize, rows: usize) -> f64 {
    groups.saturating_sub(1) as f64 / rows.saturating_sub(1).max(1) as f64
}

/// Per row the product of its outcome and the mean outcome of the other customers of its group, both as deviations from the mean of all;
/// 0 for who is alone. Their sum is eta² without what chance gives: 0 on average where groups mean nothing, however many there are.
/// Time O(n).
pub(super) fn products(labels: &Labels, outcomes: &Outcomes, outcome: usize) -> Vec<f64> {
    let mut sums = vec![0.0; labels.clusters()];
    for (row, &group) in labels.as_slice().iter().enumerate() {
        sums[group as usize] += outcomes.scaled[row][outcome];
    }
    let product = |(row, &group): (usize, &u32)| {
        let (value, others) = (outcomes.scaled[row][outcome], labels.sizes()[group as usize] - 1);
        if others == 0 { 0.0 } else { value * (sums[group as usize] - value) / others as f64 }
    };
    labels.as_slice().iter().enumerate().map(product).collect()
}
