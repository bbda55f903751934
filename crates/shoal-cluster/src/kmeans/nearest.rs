//! The two nearest centres of every row with their distances, for scoring.
//!
//! A block of 256 rows meets one centre after the other; distances, best distance and best centre lie in lanes, 256 of each,
//! and stay in the nearest cache. A later centre wins only when it is strictly nearer, so ties go to the lowest number. The
//! number of the best centre is kept as `f64`, in lanes as wide as the distances.

use shoal_kernel::Blocks;
use shoal_kernel::blocks::{BLOCK, Block, Lanes};
use shoal_kernel::distance::squared_to_block;
use shoal_kernel::lanes::{Arithmetic, run};
use shoal_kernel::parallel::{ROWS, map_blocks};

/// Nearest centre of each lane of a block, and its squared distance.
struct Nearest {
    cluster: Lanes,
    squared: Lanes,
    scratch: Lanes,
}

impl Nearest {
    fn new() -> Self {
        Self { cluster: [0.0; BLOCK], squared: [0.0; BLOCK], scratch: [0.0; BLOCK] }
    }

    /// Takes `number` where the distances at hand are smaller than the best so far.
    #[inline(always)]
    fn keep_nearer(&mut self, number: f64) {
        for lane in 0..BLOCK {
            let nearer = self.scratch[lane] < self.squared[lane];
            self.squared[lane] = if nearer { self.scratch[lane] } else { self.squared[lane] };
            self.cluster[lane] = if nearer { number } else { self.cluster[lane] };
        }
    }
}

/// The two nearest centres of a row.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct TwoNearest {
    pub(super) cluster: u32,
    /// Squared distance to the nearest centre.
    pub(super) squared: f64,
    /// Squared distance to the next one; infinite when there is none.
    pub(super) next_squared: f64,
}

/// The two nearest of `centres` for each row.
pub(super) fn two_nearest(blocks: &Blocks, centres: &[f64]) -> Vec<TwoNearest> {
    let parts = map_blocks(blocks.rows(), |range| run(FindTwo { blocks, first: range.start / BLOCK, centres }));
    parts.concat()
}

/// Numbers of the blocks that hold the [`ROWS`] rows from block `first` on.
#[inline(always)]
fn blocks_from(first: usize, blocks: &Blocks) -> std::ops::Range<usize> {
    first..(first + ROWS / BLOCK).min(blocks.len())
}

struct FindTwo<'a> {
    blocks: &'a Blocks,
    first: usize,
    centres: &'a [f64],
}

impl Arithmetic for FindTwo<'_> {
    type Output = Vec<TwoNearest>;

    #[inline(always)]
    fn compute(self) -> Vec<TwoNearest> {
        let mut nearest = Nearest::new();
        let mut next = [0.0; BLOCK];
        let mut found = Vec::with_capacity(ROWS);
        for number in blocks_from(self.first, self.blocks) {
            let block = self.blocks.block(number);
            find_two(&mut nearest, &mut next, block, self.centres);
            for (lane, &next_squared) in next.iter().enumerate().take(block.rows()) {
                let squared = nearest.squared[lane];
                found.push(TwoNearest { cluster: nearest.cluster[lane] as u32, squared, next_squared });
            }
        }
        found
    }
}

#[inline(always)]
fn find_two(nearest: &mut Nearest, next: &mut Lanes, block: Block<'_>, centres: &[f64]) {
    nearest.squared.fill(f64::INFINITY);
    nearest.cluster.fill(0.0);
    next.fill(f64::INFINITY);
    for (number, centre) in centres.chunks_exact(block.columns().len()).enumerate() {
        squared_to_block(block, centre, &mut nearest.scratch);
        for (lane, next) in next.iter_mut().enumerate() {
            let (came, best) = (nearest.scratch[lane], nearest.squared[lane]);
            let second = if came < *next { came } else { *next };
            *next = if came < best { best } else { second };
        }
        nearest.keep_nearer(number as f64);
    }
}

#[cfg(test)]
mod tests {
    use shoal_kernel::lanes::{Width, run_with};
    use shoal_kernel::{Points, Stream};

    use super::*;

    #[test]
    fn every_width_of_vectors_finds_the_same_bits() {
        for columns in [1, 5, 8, 11] {
            let mut stream = Stream::new(6, columns as u64);
            let values = (0..700 * columns).map(|_| stream.normal()).collect();
            let points = Points::new(values, columns).unwrap();
            let blocks = Blocks::new(&points);
            let centres = &points.values()[..7 * columns];
            let with = |width| run_with(width, FindTwo { blocks: &blocks, first: 0, centres });
            let expected = with(Width::Plain);
            assert_eq!(with(Width::Avx2), expected);
            assert_eq!(with(Width::Avx512), expected);
            assert_eq!(two_nearest(&blocks, centres), expected);
        }
    }

    #[test]
    fn ties_go_to_the_lowest_number() {
        let points = Points::new(vec![0.0, 1.0, 2.0], 1).unwrap();
        let found = two_nearest(&Blocks::new(&points), &[2.0, 0.0, 2.0]);
        assert_eq!(found.iter().map(|row| row.cluster).collect::<Vec<_>>(), [1, 0, 0]);
        assert_eq!(found.iter().map(|row| row.next_squared).collect::<Vec<_>>(), [4.0, 1.0, 0.0]);
        assert_eq!(found.iter().map(|row| row.squared).sum::<f64>(), 1.0);
        assert_eq!(two_nearest(&Blocks::new(&points), &[1.0])[0].next_squared, f64::INFINITY);
    }
}
