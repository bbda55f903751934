//! The hot loop: distances from the chosen rows to all rows, summed by cell, and what they make of each chosen row.

use shoal_kernel::blocks::{BLOCK, Lanes};
use shoal_kernel::distance::squared_to_block;
use shoal_kernel::lanes::{Arithmetic, run};
use shoal_kernel::parallel::map_tasks;
use shoal_kernel::{Blocks, Labels};

use super::cells::Cells;
use super::sample::Chosen;

/// Chosen rows that pass over the blocks together, so that a block is read once for all of them.
const BATCH: usize = 64;

/// Independent sums that distances are added into, so that wide vectors can add them in a fixed order.
const STRANDS: usize = 8;

/// The silhouette of every chosen row in every labeling: `chosen` × `labelings`, row after row.
pub(super) fn silhouettes(blocks: &Blocks, cells: &Cells, labelings: &[&Labels], chosen: &Chosen) -> Vec<f64> {
    let batches: Vec<(usize, &[usize])> =
        chosen.places.chunks(BATCH).enumerate().map(|(i, places)| (i * BATCH, places)).collect();
    let parts = map_tasks(&batches, |&(first, places)| {
        let sums = distance_sums(blocks, cells, places);
        let mut values = Vec::with_capacity(places.len() * labelings.len());
        for (i, sums) in sums.chunks_exact(cells.len()).enumerate() {
            let own = chosen.starts.partition_point(|&start| start <= first + i) - 1;
            for (at, labels) in labelings.iter().enumerate() {
                values.push(of_row(sums, cells.clusters(at), labels.sizes(), own));
            }
        }
        values
    });
    parts.concat()
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

/// Sums of distances by cell for each of `places`: `places` × cells, row after row.
fn distance_sums(blocks: &Blocks, cells: &Cells, places: &[usize]) -> Vec<f64> {
    let columns = blocks.columns();
    let mut rows = vec![0.0; places.len() * columns];
    for (row, &place) in rows.chunks_exact_mut(columns).zip(places) {
        blocks.copy_row(place, row);
    }
    let mut sums = vec![0.0; places.len() * cells.len()];
    run(DistanceSums { blocks, starts: cells.starts(), rows: &rows, sums: &mut sums });
    sums
}

struct DistanceSums<'a> {
    blocks: &'a Blocks,
    /// Where each cell starts, and where the last one ends.
    starts: &'a [usize],
    /// The chosen rows.
    rows: &'a [f64],
    /// For each of them a sum per cell.
    sums: &'a mut [f64],
}

impl Arithmetic for DistanceSums<'_> {
    type Output = ();

    #[inline(always)]
    fn compute(self) {
        let cells = self.starts.len() - 1;
        let mut distances = [0.0; BLOCK];
        let mut first_cell = 0;
        for number in 0..self.blocks.len() {
            let block = self.blocks.block(number);
            let (start, end) = (number * BLOCK, number * BLOCK + block.rows());
            while self.starts[first_cell + 1] <= start {
                first_cell += 1;
            }
            let rows = self.rows.chunks_exact(self.blocks.columns());
            for (row, sums) in rows.zip(self.sums.chunks_exact_mut(cells)) {
                squared_to_block(block, row, &mut distances);
                for distance in &mut distances {
                    *distance = distance.sqrt();
                }
                add_by_cell(&distances, start, end, &self.starts[first_cell..], &mut sums[first_cell..]);
            }
        }
    }
}

/// Adds the distances of the places `start..end` to the sums of the cells they lie in; `starts` and `sums` begin with the
/// cell of `start`.
#[inline(always)]
fn add_by_cell(distances: &Lanes, start: usize, end: usize, starts: &[usize], sums: &mut [f64]) {
    let mut from = start;
    for (sum, &until) in sums.iter_mut().zip(&starts[1..]) {
        let until = until.min(end);
        *sum += sum_of(&distances[from - start..until - start]);
        from = until;
        if from == end {
            break;
        }
    }
}

#[inline(always)]
fn sum_of(distances: &[f64]) -> f64 {
    let (chunks, rest) = distances.as_chunks::<STRANDS>();
    let mut strands = [0.0; STRANDS];
    for chunk in chunks {
        for strand in 0..STRANDS {
            strands[strand] += chunk[strand];
        }
    }
    let mut sum = 0.0;
    for strand in strands {
        sum += strand;
    }
    for distance in rest {
        sum += distance;
    }
    sum
}

#[cfg(test)]
mod tests {
    use shoal_kernel::lanes::{Width, run_with};
    use shoal_kernel::{Points, Stream};

    use super::*;

    #[test]
    fn every_width_of_vectors_finds_the_same_bits() {
        let mut stream = Stream::new(8, 0);
        let points = Points::new((0..700 * 5).map(|_| stream.normal()).collect(), 5).unwrap();
        let blocks = Blocks::new(&points);
        let starts = [0, 3, 250, 257, 258, 600, 700];
        let with = |width| {
            let mut sums = vec![0.0; 2 * 6];
            let rows = &points.values()[..10];
            run_with(width, DistanceSums { blocks: &blocks, starts: &starts, rows, sums: &mut sums });
            sums
        };
        let expected = with(Width::Plain);
        assert_eq!(with(Width::Avx2), expected);
        assert_eq!(with(Width::Avx512), expected);
        let plain: f64 = (3..250).map(|i| shoal_kernel::distance::euclidean(points.row(1), points.row(i))).sum();
        assert!((expected[7] / plain - 1.0).abs() < 1e-13);
    }
}
