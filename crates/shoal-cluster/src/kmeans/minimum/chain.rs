//! The cheapest chain of moves from clusters that can spare a row to those that need one.

/// Costs of moving one item from a cluster to another: clusters × clusters, infinite where nothing can be moved.
pub(super) struct Moves {
    costs: Vec<f64>,
    clusters: usize,
    /// Differences below this are rounding.
    tiny: f64,
}

impl Moves {
    /// No moves yet; `scale` is the largest cost that can come.
    pub(super) fn new(clusters: usize, scale: f64) -> Self {
        Self { costs: vec![f64::INFINITY; clusters * clusters], clusters, tiny: scale * 1e-13 }
    }

    pub(super) fn set(&mut self, from: usize, to: usize, cost: f64) {
        self.costs[from * self.clusters + to] = cost;
    }

    fn cost(&self, from: usize, to: usize) -> f64 {
        self.costs[from * self.clusters + to]
    }

    /// The cheapest chain from a cluster with `spare` to one in `need`: the clusters in order, at least two. `may_leave` says
    /// whether the first cluster can do without the item that would move to the second. Bellman and Ford's way, because moves
    /// back have negative costs.
    pub(super) fn cheapest(
        &self,
        spare: &[bool],
        need: &[bool],
        may_leave: impl Fn(usize, usize) -> bool,
    ) -> Option<Vec<usize>> {
        let mut cost: Vec<f64> = spare.iter().map(|&spare| if spare { 0.0 } else { f64::INFINITY }).collect();
        let mut before: Vec<Option<usize>> = vec![None; self.clusters];
        for _ in 0..self.clusters {
            let mut better = false;
            for from in (0..self.clusters).filter(|&from| !need[from]) {
                for to in (0..self.clusters).filter(|&to| to != from && !spare[to]) {
                    let through = cost[from] + self.cost(from, to);
                    if through < cost[to] - self.tiny && (!spare[from] || may_leave(from, to)) {
                        (cost[to], before[to], better) = (through, Some(from), true);
                    }
                }
            }
            if !better {
                break;
            }
        }
        let ends = (0..self.clusters).rev().filter(|&end| need[end] && cost[end] < f64::INFINITY);
        let end = ends.min_by(|&a, &b| cost[a].total_cmp(&cost[b]))?;
        let mut chain = vec![end];
        while let Some(previous) = before[*chain.last()?] {
            if chain.len() > self.clusters {
                return None;
            }
            chain.push(previous);
        }
        chain.reverse();
        Some(chain)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_detour_is_taken_when_it_is_cheaper() {
        let mut moves = Moves::new(3, 10.0);
        moves.set(0, 2, 9.0);
        moves.set(0, 1, 3.0);
        moves.set(1, 2, 4.0);
        let (spare, need) = ([true, false, false], [false, false, true]);
        assert_eq!(moves.cheapest(&spare, &need, |_, _| true), Some(vec![0, 1, 2]));
        assert_eq!(moves.cheapest(&spare, &need, |_, to| to == 2), Some(vec![0, 2]));
        assert_eq!(moves.cheapest(&[false; 3], &need, |_, _| true), None);
    }
}
