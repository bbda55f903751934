//! Sums of distances by cell for the chosen rows, and what they make of each of them.
//!
//! Where all rows are chosen, the distance of a pair counts for both. The rows are cut into packs that meet in rounds, as in a
//! tournament: in round `r` pack `i` meets pack `r − i` (modulo the number of packs), so that every two packs meet once, a pack
//! also itself, and none meets two others at once. The meetings of a round run on all threads; each adds to the sums of its
//! own two packs alone, and the rounds follow one another, so that every sum is taken in the same order on any number of
//! threads.

use shoal_kernel::Labels;
use shoal_kernel::parallel::{map_pieces_mut, map_tasks};

use super::cells::Cells;
use super::packed::{Eight, LANES, PACK, Pack, Packed};
use super::pairs::{add_distances, add_to_both};

/// Groups of chosen rows that pass over all rows together.
const BATCH: usize = 8;

/// Cells up to which sums are kept for all rows at once: half a kilobyte for each row.
const MOST_KEPT: usize = 64;

/// The silhouette of every row in every labeling: rows × labelings in the order of the places, row after row.
pub(super) fn of_all(all: &Packed, cells: &Cells, labelings: &[&Labels]) -> Vec<f64> {
    if cells.len() > MOST_KEPT {
        return of_chosen(all, all, cells, labelings);
    }
    let packs = all.packs(PACK);
    let sums = tournament(&packs, cells.len());
    let done: Vec<_> = packs.into_iter().zip(sums).collect();
    map_tasks(&done, |(pack, sums)| silhouettes(*pack, sums, cells, labelings)).concat()
}

/// The silhouette of every row of `chosen` in every labeling: chosen × labelings, row after row.
pub(super) fn of_chosen(chosen: &Packed, all: &Packed, cells: &Cells, labelings: &[&Labels]) -> Vec<f64> {
    let packs = all.packs(PACK);
    let parts = map_tasks(&chosen.packs(BATCH), |&rows| {
        let mut sums = vec![[0.0; LANES]; cells.len() * rows.groups()];
        packs.iter().for_each(|&others| add_distances(rows, others, &mut sums));
        silhouettes(rows, &sums, cells, labelings)
    });
    parts.concat()
}

/// Two packs that meet, or one with itself.
struct Meeting<'a> {
    first: Pack<'a>,
    second: Pack<'a>,
    of_first: &'a mut [Eight],
    /// `None` where they are the same.
    of_second: Option<&'a mut [Eight]>,
}

/// The sums of each pack: `[cell][group]`.
fn tournament(packs: &[Pack<'_>], cells: usize) -> Vec<Vec<Eight>> {
    let mut sums: Vec<Vec<Eight>> = packs.iter().map(|pack| vec![[0.0; LANES]; cells * pack.groups()]).collect();
    for round in 0..packs.len() {
        let mut free: Vec<Option<&mut [Eight]>> = sums.iter_mut().map(|sums| Some(sums.as_mut_slice())).collect();
        let mut meetings = Vec::with_capacity(packs.len() / 2 + 1);
        for first in 0..packs.len() {
            let second = (round + packs.len() - first) % packs.len();
            if let Some(of_first) = free[first].take() {
                let of_second = free[second].take();
                meetings.push(Meeting { first: packs[first], second: packs[second], of_first, of_second });
            }
        }
        map_pieces_mut(&mut meetings, 1, |_, meetings| meetings.iter_mut().for_each(Meeting::hold));
    }
    sums
}

impl Meeting<'_> {
    fn hold(&mut self) {
        match &mut self.of_second {
            Some(of_second) => add_to_both(self.first, self.second, self.of_first, of_second),
            None => add_distances(self.first, self.first, self.of_first),
        }
    }
}

/// The silhouettes of the rows of a pack from their sums by cell: rows × labelings.
fn silhouettes(pack: Pack<'_>, sums: &[Eight], cells: &Cells, labelings: &[&Labels]) -> Vec<f64> {
    let groups = pack.groups();
    let mut values = Vec::with_capacity(groups * LANES * labelings.len());
    let mut by_cell = vec![0.0; cells.len()];
    for (group, real) in pack.real.iter().enumerate() {
        for lane in (0..LANES).filter(|&lane| real[lane] > 0.0) {
            for (cell, sum) in by_cell.iter_mut().enumerate() {
                *sum = sums[cell * groups + group][lane];
            }
            let own = pack.cells[group] as usize;
            let each = labelings.iter().enumerate();
            values.extend(each.map(|(at, labels)| of_row(&by_cell, cells.clusters(at), labels.sizes(), own)));
        }
    }
    values
}

/// The silhouette of one row from its sums of distances by cell; `own` is its own cell.
fn of_row(sums: &[f64], cell_clusters: &[u32], sizes: &[usize], own: usize) -> f64 {
    let own = cell_clusters[own] as usize;
    if sizes[own] == 1 {
        return 0.0;
    }
    let mut by_cluster = vec![0.0; sizes.len()];
    for (sum, &cluster) in sums.iter().zip(cell_clusters) {
        by_cluster[cluster as usize] += sum;
    }
    let inside = by_cluster[own] / (sizes[own] - 1) as f64;
    let mut outside = f64::INFINITY;
    for (cluster, (sum, &size)) in by_cluster.iter().zip(sizes).enumerate() {
        let mean = sum / size as f64;
        if cluster != own && mean < outside {
            outside = mean;
        }
    }
    let larger = inside.max(outside);
    if larger == 0.0 { 0.0 } else { (outside - inside) / larger }
}

#[cfg(test)]
mod tests {
    use shoal_kernel::{Points, Stream};

    use super::*;

    #[test]
    fn a_tournament_finds_the_sums_of_every_row_on_its_own() {
        let mut stream = Stream::new(6, 0);
        let points = Points::new((0..2100 * 2).map(|_| stream.normal()).collect(), 2).unwrap();
        let order: Vec<usize> = (0..2100).collect();
        for starts in [[0, 1, 900, 2100], [0, 300, 310, 2100], [0, 2000, 2001, 2100]] {
            let packed = Packed::new(&points, &order, &starts);
            for size in [2, PACK, 1000] {
                let packs = packed.packs(size);
                let (found, mut rows) = (tournament(&packs, 3), 0);
                for (&pack, sums) in packs.iter().zip(found) {
                    let mut expected = vec![[0.0; LANES]; 3 * pack.groups()];
                    packs.iter().for_each(|&others| add_distances(pack, others, &mut expected));
                    let close = |(a, b): (&f64, &f64)| (a - b).abs() <= 1e-13 * b;
                    for (cell, sums) in sums.chunks_exact(pack.groups()).enumerate() {
                        let expected = &expected[cell * pack.groups()..];
                        let real = |at: usize| pack.real[at / LANES][at % LANES] > 0.0;
                        let pairs = sums.as_flattened().iter().zip(expected.as_flattened()).enumerate();
                        assert!(pairs.filter(|(at, _)| real(*at)).all(|(_, pair)| close(pair)));
                    }
                    rows += pack.real.iter().flatten().filter(|&&real| real > 0.0).count();
                }
                assert_eq!(rows, 2100);
            }
        }
    }
}
