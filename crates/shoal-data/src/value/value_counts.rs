//! How often each value of a column occurs, for columns with few different ones.
//!
//! Cost: one pass, the chunks at the same time; a value that equals the one above it costs a comparison.

use crate::read::grid::{Chunk, Grid};
use crate::value::key::label;
use crate::value::numbering::Numbering;
use std::collections::BTreeMap;

/// The values of a column, trimmed and not empty, with their counts.
pub(crate) fn value_counts(grid: &Grid, column: usize) -> BTreeMap<Vec<u8>, u64> {
    let of_chunk = |chunk: &Chunk| {
        let mut values = Numbering::default();
        let mut counts: Vec<u64> = Vec::new();
        let mut last: (&[u8], usize) = (b"", 0);
        for row in 0..chunk.rows.len() {
            let Some(value) = label(grid.field(chunk, row, column)) else { continue };
            if value != last.0 {
                last = (value, values.number(value) as usize);
            }
            match counts.get_mut(last.1) {
                Some(count) => *count += 1,
                None => counts.push(1),
            }
        }
        (values, counts)
    };
    let mut sum: BTreeMap<Vec<u8>, u64> = BTreeMap::new();
    for (values, counts) in grid.map(of_chunk) {
        for (value, count) in values.texts().zip(counts) {
            match sum.get_mut(value) {
                Some(known) => *known += count,
                None => _ = sum.insert(value.to_vec(), count),
            }
        }
    }
    sum
}
