//! A minimum size for every cluster, kept at the fit and at scoring.
//!
//! **What it finds.** Centres, and for each an offset of at least 0. A row goes to the cluster with the smallest `|x − c|² −
//! offset` (a power diagram: borders stay straight and are pushed away from clusters that would be too small). The offsets are
//! part of the model, so scoring the same rows keeps the sizes and new rows are placed by the same rule. Clusters with more
//! rows than the minimum have the offset 0, where the smallest sum of squared distances allows.
//!
//! **How it works.**
//! 1. `Items::new`: equal rows make one item, because a rule that looks at the values alone cannot part them.
//! 2. `settle`, from where k-means without a minimum came to rest: `fill` gives every row a cluster, so that all are large enough
//!    and the squared distances add up to the least; each centre moves to the mean of its rows; and so on as in Lloyd's
//!    iteration.
//! 3. `fill`: every item starts with its nearest centre. While a cluster is too small, the cheapest chain of moves (an item from
//!    a cluster with more than it needs to a second, one of that to a third …) that ends in a cluster that is too small is made:
//!    successive shortest paths, as for a flow of least cost.
//! 4. `offsets_for`: an assignment of least cost is always that of some offsets; those that leave the widest margin are taken.
//! 5. `finish`: assigns by the rule, so that fit and scoring are one thing, and looks whether the sizes hold. Rows that lie
//!    exactly on a border all go to the lower number; where that leaves a cluster short, step 3 is done again with more for it.
//!
//! **Cost.** Time for each iteration O(n k log n + s k³) for s rows that must move (k³ is a bound; k² is the rule); memory
//! O(n k). At most 256 clusters.
//!
//! **Edges.** n < k × minimum: an error that says what is possible. Equal rows stay together: where no way is found, an
//! error, which is common for nearly equal shares of few different rows. With single rows a way is always found, exact ties apart.
//! Sizes count rows, whatever they weigh. Where the sizes hold anyway, all offsets are 0 and nothing changes. A sweep starts from
//! fewer clusters as usual, but inertia can rise with the number of clusters, because more clusters need more rows.
//!
//! **References.** Bradley, Bennett & Demiriz (2000), Constrained k-means clustering, MSR-TR-2000-65 (sizes by a flow of least
//! cost); Aurenhammer, Hoffmann & Aronov (1998), doi:10.1007/PL00009187 (assignments of given sizes are power diagrams).

mod chain;
mod fill;
mod finish;
mod items;
mod offsets;
mod rule;

use shoal_kernel::Points;
use shoal_kernel::distance::squared;
use shoal_kernel::parallel::map_tasks;

use super::data::Data;
use super::finish::Numbering;
use super::lloyd::Rest;
use super::params::Plan;
use super::starts::{Attempt, best, different};
use super::totals::Totals;
use crate::error::ClusterError;
use crate::fitted::Origin;
use fill::{Costs, fill};
use finish::finish;
use items::Items;

pub(super) use finish::Kept;
pub(super) use rule::place;

/// Starts without a minimum that are taken on with it.
const TAKEN_ON: usize = 4;

/// The rows of a fit whose clusters have a minimum size.
pub(super) struct Minimum {
    items: Items,
    size: usize,
}

impl Minimum {
    /// `None` when the minimum is 1, which every cluster has.
    pub(super) fn new(points: &Points, plan: &Plan) -> Option<Self> {
        (plan.min_cluster_size > 1).then(|| Self { items: Items::new(points), size: plan.min_cluster_size })
    }

    /// The best attempt on all rows, finished, and its place in `tried`, when its clusters are large enough anyway. Else the
    /// best few attempts are taken on with the minimum and added to `tried`, and the best of those is given.
    pub(super) fn take_on(
        &self,
        data: &Data,
        tried: &mut Vec<Attempt>,
        clusters: usize,
        plan: &Plan,
    ) -> Result<(Kept, usize), ClusterError> {
        let best = best(tried, data.rows());
        let finished = super::finish::finish(data, &tried[best].rest, Numbering::ByCentre)?;
        if finished.labels.sizes().iter().all(|&size| size >= self.size) {
            return Ok((finished.into(), best));
        }
        let all: Vec<usize> = (0..tried.len()).filter(|&number| tried[number].start.rows == data.rows()).collect();
        let numbers = different(tried, &all, TAKEN_ON);
        let rests = map_tasks(&numbers, |&number| self.settle(data, tried[number].rest.centres.clone(), plan));
        let first = tried.len();
        for (number, rest) in numbers.into_iter().zip(rests) {
            tried.extend(rest.map(|rest| Attempt::new(Origin::Unbounded(number), data.rows(), rest)));
        }
        let mut order: Vec<usize> = (first..tried.len()).collect();
        order.sort_by(|&a, &b| tried[a].rest.inertia.total_cmp(&tried[b].rest.inertia));
        let kept = |number: usize| self.finish(data, &tried[number].rest.centres, Numbering::ByCentre);
        let found = order.into_iter().find_map(|number| Some((kept(number)?, number)));
        found.ok_or(self.impossible(clusters))
    }

    /// Takes given centres to rest and finishes them.
    pub(super) fn settle_given(
        &self,
        data: &Data,
        centres: &Points,
        plan: &Plan,
    ) -> Result<(Kept, Rest), ClusterError> {
        let rest = self.settle(data, centres.values().to_vec(), plan);
        let kept = rest.and_then(|rest| Some((self.finish(data, &rest.centres, Numbering::AsGiven)?, rest)));
        kept.ok_or(self.impossible(centres.rows()))
    }

    fn impossible(&self, n_clusters: usize) -> ClusterError {
        ClusterError::MinimumNotKept { min_cluster_size: self.size, n_clusters }
    }

    fn finish(&self, data: &Data, centres: &[f64], numbering: Numbering) -> Option<Kept> {
        finish(&self.items, data, centres, self.size, numbering)
    }

    /// Lloyd's iteration with [`fill`] in place of the nearest centre; `None` when the sizes cannot be had.
    fn settle(&self, data: &Data, mut centres: Vec<f64>, plan: &Plan) -> Option<Rest> {
        let columns = data.columns();
        let minima = vec![self.size; centres.len() / columns];
        let enough = plan.tol * data.mean_variance;
        let mut labels = fill(&Costs::new(&self.items, &centres), &self.items, &minima)?;
        let mut iterations = 0;
        let mut converged = false;
        while !converged && iterations < plan.max_iter {
            let label = |row: usize| labels[self.items.of_row[row] as usize] as usize;
            let totals = Totals::afresh(data, label, minima.len());
            let new = totals.means(&data.layout.frame.origin);
            let shift: f64 =
                centres.chunks_exact(columns).zip(new.chunks_exact(columns)).map(|(old, new)| squared(old, new)).sum();
            iterations += 1;
            // Where equal rows leave no way from the new centres, the last ones that had one are kept.
            let Some(new_labels) = fill(&Costs::new(&self.items, &new), &self.items, &minima) else { break };
            converged = new_labels == labels || shift <= enough;
            (centres, labels) = (new, new_labels);
        }
        let inertia = self.items.inertia(data, &Costs::new(&self.items, &centres), &labels);
        Some(Rest { centres, iterations, converged, given_up: false, inertia, touched: 1.0 })
    }
}
