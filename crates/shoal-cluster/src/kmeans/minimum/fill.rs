//! Clusters filled up to their minimum, at the least sum of squared distances.

use std::cmp::Ordering;
use std::collections::BinaryHeap;

use shoal_kernel::distance::squared;
use shoal_kernel::parallel::map_blocks;

use super::chain::Moves;
use super::items::Items;
use super::rule::cluster;

/// Squared distances of the items to the centres: items × clusters.
pub(super) struct Costs {
    values: Vec<f64>,
    pub(super) clusters: usize,
}

impl Costs {
    pub(super) fn new(items: &Items, centres: &[f64]) -> Self {
        let points = &items.points;
        let parts = map_blocks(points.rows(), |range| {
            let of_row =
                |row| centres.chunks_exact(points.columns()).map(move |centre| squared(points.row(row), centre));
            range.flat_map(of_row).collect::<Vec<f64>>()
        });
        Self { values: parts.concat(), clusters: centres.len() / points.columns() }
    }

    /// The costs of `item`, one per cluster.
    pub(super) fn of(&self, item: usize) -> &[f64] {
        &self.values[item * self.clusters..(item + 1) * self.clusters]
    }

    /// The cluster of every item under these offsets.
    pub(super) fn assign(&self, offsets: &[f64]) -> Vec<u32> {
        self.values.chunks_exact(self.clusters).map(|costs| cluster(costs, offsets) as u32).collect()
    }
}

/// A cluster for each item, so that every cluster has at least its minimum of rows and the sum of the costs is the least
/// (where all items are single rows). `None` when no way is found; with items of several rows there may be one.
pub(super) fn fill(costs: &Costs, items: &Items, minima: &[usize]) -> Option<Vec<u32>> {
    let labels = costs.assign(&vec![0.0; costs.clusters]);
    let sizes = items.sizes(&labels, costs.clusters);
    if sizes.iter().zip(minima).all(|(size, minimum)| size >= minimum) {
        return Some(labels);
    }
    let mut filling = Filling::new(costs, items, labels, sizes);
    // With single rows, every chain brings one row to where it is needed; with several, some go back and forth.
    for _ in 0..4 * items.len() + 64 {
        if filling.sizes.iter().zip(minima).all(|(size, minimum)| size >= minimum) {
            return Some(filling.labels);
        }
        filling.step(minima)?;
    }
    None
}

/// An item that could move, the cheapest first.
#[derive(PartialEq)]
struct Candidate {
    cost: f64,
    item: u32,
}

impl Eq for Candidate {}

impl Ord for Candidate {
    fn cmp(&self, other: &Self) -> Ordering {
        other.cost.total_cmp(&self.cost).then(other.item.cmp(&self.item))
    }
}

impl PartialOrd for Candidate {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

struct Filling<'a> {
    costs: &'a Costs,
    items: &'a Items,
    labels: Vec<u32>,
    sizes: Vec<usize>,
    /// For each pair of clusters the items of the first, by what their move to the second costs; items that have left are
    /// still in it until they come to the top.
    candidates: Vec<BinaryHeap<Candidate>>,
    moves: Moves,
}

impl<'a> Filling<'a> {
    fn new(costs: &'a Costs, items: &'a Items, labels: Vec<u32>, sizes: Vec<usize>) -> Self {
        let clusters = costs.clusters;
        let mut candidates: Vec<Vec<Candidate>> = (0..clusters * clusters).map(|_| Vec::new()).collect();
        for (item, &label) in labels.iter().enumerate() {
            let (from, costs) = (label as usize, costs.of(item));
            for to in (0..clusters).filter(|&to| to != from) {
                let candidate = Candidate { cost: costs[to] - costs[from], item: item as u32 };
                candidates[from * clusters + to].push(candidate);
            }
        }
        let scale = costs.values.iter().copied().fold(0.0, f64::max);
        let candidates = candidates.into_iter().map(BinaryHeap::from).collect();
        let mut filling = Self { costs, items, labels, sizes, candidates, moves: Moves::new(clusters, scale) };
        (0..clusters).for_each(|cluster| filling.look_up(cluster));
        filling
    }

    /// Makes the cheapest chain of moves that ends where rows are needed.
    fn step(&mut self, minima: &[usize]) -> Option<()> {
        let compare = |ordering: Ordering| -> Vec<bool> {
            self.sizes.iter().zip(minima).map(|(size, minimum)| size.cmp(minimum) == ordering).collect()
        };
        let (spare, need) = (compare(Ordering::Greater), compare(Ordering::Less));
        let may_leave = |from: usize, to: usize| {
            let item = self.first(from, to);
            item.is_some_and(|item| self.sizes[from] - self.items.counts[item as usize] >= minima[from])
        };
        let chain = self.moves.cheapest(&spare, &need, may_leave);
        // Where every item is too large to be spared, one leaves all the same and its cluster is filled up again.
        let chain = chain.or_else(|| self.moves.cheapest(&spare, &need, |_, _| true))?;
        let moved: Vec<(u32, usize)> =
            chain.windows(2).map(|pair| Some((self.first(pair[0], pair[1])?, pair[1]))).collect::<Option<_>>()?;
        for (item, to) in moved {
            self.move_item(item, to);
        }
        chain.into_iter().for_each(|cluster| self.look_up(cluster));
        Some(())
    }

    /// The item whose move costs least.
    fn first(&self, from: usize, to: usize) -> Option<u32> {
        self.candidates[from * self.costs.clusters + to].peek().map(|candidate| candidate.item)
    }

    fn move_item(&mut self, item: u32, to: usize) {
        let (at, clusters) = (item as usize, self.costs.clusters);
        let from = std::mem::replace(&mut self.labels[at], to as u32) as usize;
        self.sizes[from] -= self.items.counts[at];
        self.sizes[to] += self.items.counts[at];
        let costs = self.costs.of(at);
        for other in (0..clusters).filter(|&other| other != to) {
            self.candidates[to * clusters + other].push(Candidate { cost: costs[other] - costs[to], item });
        }
    }

    /// Brings the costs of the moves out of `cluster` up to date.
    fn look_up(&mut self, cluster: usize) {
        let clusters = self.costs.clusters;
        for to in (0..clusters).filter(|&to| to != cluster) {
            let candidates = &mut self.candidates[cluster * clusters + to];
            while candidates.peek().is_some_and(|top| self.labels[top.item as usize] as usize != cluster) {
                candidates.pop();
            }
            self.moves.set(cluster, to, candidates.peek().map_or(f64::INFINITY, |top| top.cost));
        }
    }
}

#[cfg(test)]
mod tests {
    use shoal_kernel::{Points, Stream};

    use super::super::offsets::offsets_for;
    use super::*;

    /// The least sum of costs over all ways to give every cluster its minimum.
    fn plain(costs: &Costs, minimum: usize, rows: usize) -> f64 {
        let clusters = costs.clusters;
        let mut least = f64::INFINITY;
        for way in 0..clusters.pow(rows as u32) {
            let label = |row: usize| way / clusters.pow(row as u32) % clusters;
            if (0..clusters).all(|cluster| (0..rows).filter(|&row| label(row) == cluster).count() >= minimum) {
                least = (0..rows).map(|row| costs.of(row)[label(row)]).sum::<f64>().min(least);
            }
        }
        least
    }

    #[test]
    fn the_sum_is_the_least_and_the_rule_gives_it_again() {
        let mut stream = Stream::new(31, 0);
        for turn in 0..60 {
            let (rows, clusters) = if turn % 2 == 0 { (7, 3) } else { (8, 2) };
            let points = Points::new((0..rows * 2).map(|_| stream.normal()).collect(), 2).unwrap();
            let centres: Vec<f64> = (0..clusters * 2).map(|_| 1.0 + stream.normal()).collect();
            let items = Items::new(&points);
            let costs = Costs::new(&items, &centres);
            for minimum in 1..=rows / clusters {
                let labels = fill(&costs, &items, &vec![minimum; clusters]).unwrap();
                let sizes = items.sizes(&labels, clusters);
                assert!(sizes.iter().all(|&size| size >= minimum));
                let sum: f64 = labels.iter().enumerate().map(|(item, &label)| costs.of(item)[label as usize]).sum();
                assert!((sum - plain(&costs, minimum, rows)).abs() < 1e-12);
                let free: Vec<bool> = sizes.iter().map(|&size| size > minimum).collect();
                let offsets = offsets_for(&costs, &labels, &free).unwrap();
                assert_eq!(costs.assign(&offsets), labels);
                assert!(free.iter().zip(&offsets).all(|(free, &offset)| offset >= 0.0 && (!free || offset == 0.0)));
            }
        }
    }

    #[test]
    fn equal_rows_are_one_item() {
        let points = Points::new([[0.0, 0.0], [-0.0, 0.0], [5.0, 0.0], [0.0, 0.0]].concat(), 2).unwrap();
        let items = Items::new(&points);
        assert_eq!((items.len(), &items.counts[..], &items.of_row[..]), (2, &[3, 1][..], &[0, 0, 1, 0][..]));
        let costs = Costs::new(&items, &[0.0, 0.0, 5.0, 0.0]);
        assert!(fill(&costs, &items, &[2, 2]).is_none());
        assert_eq!(fill(&costs, &items, &[1, 1]).unwrap(), [0, 1]);
    }
}
