//! Many threads, one answer.
//!
//! Sums of floating-point numbers depend on the order of adding. So the work is cut into blocks whose size is fixed in the
//! code and never follows from the number of threads; threads take blocks in any order, and the results come back in block
//! order for the caller to combine. Little work stays on the calling thread, because handing it out costs more.

use std::ops::Range;

use rayon::prelude::*;

/// Rows in one block of [`map_blocks`] and [`sum_rows`]; a multiple of [`crate::blocks::BLOCK`].
pub const ROWS: usize = 4096;

/// Blocks below which the calling thread does all the work alone.
const WORTH_SHARING: usize = 4;

/// Calls `work` with each block of [`ROWS`] row numbers of `0..rows` and gives the results in block order. The last block may
/// be shorter; no rows give no results.
pub fn map_blocks<T: Send>(rows: usize, work: impl Fn(Range<usize>) -> T + Sync) -> Vec<T> {
    let blocks = rows.div_ceil(ROWS);
    let range = |block: usize| block * ROWS..((block + 1) * ROWS).min(rows);
    if blocks < WORTH_SHARING {
        return (0..blocks).map(|block| work(range(block))).collect();
    }
    (0..blocks).into_par_iter().map(|block| work(range(block))).collect()
}

/// Calls `work` with each piece of `size` values and its number, and gives the results in order. The last piece may be
/// shorter. For arrays with one value per row take [`ROWS`] as `size`, for arrays of blocks a number of blocks that holds
/// [`ROWS`] rows.
pub fn map_pieces_mut<T: Send, R: Send>(
    values: &mut [T],
    size: usize,
    work: impl Fn(usize, &mut [T]) -> R + Sync + Send,
) -> Vec<R> {
    if values.len().div_ceil(size) < WORTH_SHARING {
        return values.chunks_mut(size).enumerate().map(|(i, piece)| work(i, piece)).collect();
    }
    values.par_chunks_mut(size).enumerate().map(|(i, piece)| work(i, piece)).collect()
}

/// Calls `work` with every task, on all threads, and gives the results in the order of the tasks.
pub fn map_tasks<I: Sync, T: Send>(tasks: &[I], work: impl Fn(&I) -> T + Sync) -> Vec<T> {
    match tasks {
        [] => Vec::new(),
        [task] => vec![work(task)],
        _ => tasks.par_iter().with_max_len(1).map(&work).collect(),
    }
}

/// Does two pieces of work, at once when another thread is free, and gives both results.
pub fn both<A: Send, B: Send>(first: impl FnOnce() -> A + Send, second: impl FnOnce() -> B + Send) -> (A, B) {
    rayon::join(first, second)
}

/// Adds up `width` numbers over all rows: `add` puts a block's rows into its own sums, which are then added in block order.
/// Time O(rows × width / threads).
pub fn sum_rows(rows: usize, width: usize, add: impl Fn(Range<usize>, &mut [f64]) + Sync) -> Vec<f64> {
    let parts = map_blocks(rows, |range| {
        let mut part = vec![0.0; width];
        add(range, &mut part);
        part
    });
    let mut sums = vec![0.0; width];
    for part in parts {
        for (sum, value) in sums.iter_mut().zip(part) {
            *sum += value;
        }
    }
    sums
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn blocks_cover_all_rows_in_order() {
        for rows in [0, 1, ROWS, ROWS + 1, 10 * ROWS + 5] {
            let ranges = map_blocks(rows, |range| range);
            assert_eq!(ranges.iter().map(ExactSizeIterator::len).sum::<usize>(), rows);
            assert!(ranges.windows(2).all(|pair| pair[0].end == pair[1].start));
        }
    }

    #[test]
    fn sums_do_not_depend_on_threads() {
        let value = |row: usize| 1.0 / (row as f64 + 0.5);
        let sum = || {
            sum_rows(100_000, 2, |range, sums| {
                for row in range {
                    sums[0] += value(row);
                    sums[1] -= value(row).sqrt();
                }
            })
        };
        let expected = sum();
        for threads in [1, 2, 5] {
            let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
            assert_eq!(pool.install(sum), expected);
        }
        assert!(sum_rows(0, 3, |_, _| {}).iter().all(|&value| value == 0.0));
    }

    #[test]
    fn pieces_are_written_in_place() {
        let mut values = vec![0usize; 10 * ROWS + 3];
        let sizes = map_pieces_mut(&mut values, ROWS, |i, piece| {
            piece.fill(i);
            piece.len()
        });
        assert_eq!(sizes.iter().sum::<usize>(), values.len());
        assert_eq!((values[0], values[ROWS], values[10 * ROWS]), (0, 1, 10));
        assert_eq!(map_pieces_mut(&mut values[..5], ROWS, |i, _| i), [0]);
    }

    #[test]
    fn tasks_keep_their_order() {
        let tasks: Vec<u64> = (0..100).collect();
        assert_eq!(map_tasks(&tasks, |task| task * task)[99], 9801);
        assert!(map_tasks(&[] as &[u8], |task| *task).is_empty());
    }
}
