//! Step 6: the outcomes are given to the customers in random order, again and again.

use super::explained::{Shares, shares};
use super::outcome::Outcomes;
use shoal_kernel::parallel::map_tasks;
use shoal_kernel::{Labels, Stream};

/// How often; the smallest p is one in this many and one.
pub(super) const PERMUTATIONS: usize = 999;
/// Shares that differ by less are equal: they are sums of as many numbers in another order.
const EQUAL: f64 = 1e-12;
/// Random streams of this step begin with this number.
const TASK: u64 = 0x6675_7475_7265_0000;

/// What each of the groupings makes of the outcomes in so many random orders: one list per order, in the order of `groupings`.
///
/// All groupings see the same orders. Time O(times × n × groupings), on all threads; the same for any number of threads.
pub(super) fn permuted(groupings: &[&Labels], outcomes: &Outcomes, times: usize, seed: u64) -> Vec<Vec<Shares>> {
    let tasks: Vec<u64> = (0..times as u64).collect();
    map_tasks(&tasks, |task| {
        let mut order: Vec<u32> = (0..outcomes.scaled.len() as u32).collect();
        Stream::new(seed, TASK + task).shuffle(&mut order);
        groupings.iter().map(|labels| shares(labels, outcomes, |row| order[row] as usize)).collect()
    })
}

/// The share of random orders, the order as it was counted among them, in which as much is explained: one in 1,000 at the least.
pub(super) fn p(found: f64, random: impl ExactSizeIterator<Item = f64>) -> f64 {
    let times = random.len();
    let reached = random.filter(|&share| share >= found - EQUAL).count();
    (reached + 1) as f64 / (times + 1) as f64
}
