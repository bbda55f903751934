//! How often each value of a column occurs, for columns with few different ones.
//!
//! Cost: one pass, the chunks at the same time; a value that equals the one above it costs a comparison.

use crate::read::grid::Grid;
use crate::value::dictionary::Dictionary;
use crate::value::key::label;
use rayon::prelude::*;
use std::collections::BTreeMap;

/// The values of a column, trimmed and not empty, with their counts.
pub(crate) fn value_counts(grid: &Grid, column: usize) -> BTreeMap<&[u8], u64> {
    let parts: Vec<BTreeMap<&[u8], u64>> = grid
        .chunks
        .par_iter()
        .map(|chunk| {
            let mut numbers = Dictionary::default();
            let mut counts: Vec<(&[u8], u64)> = Vec::new();
            let mut last: (&[u8], usize) = (b"", 0);
            for row in 0..chunk.rows.len() {
                let Some(value) = label(grid.field(chunk, row, column)) else { continue };
                if value != last.0 {
                    last = (value, numbers.number(value) as usize);
                }
                match counts.get_mut(last.1) {
                    Some((_, count)) => *count += 1,
                    None => counts.push((value, 1)),
                }
            }
            counts.into_iter().collect()
        })
        .collect();
    let mut sum = BTreeMap::new();
    for (value, count) in parts.into_iter().flatten() {
        *sum.entry(value).or_default() += count;
    }
    sum
}
