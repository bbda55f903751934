//! Step 1, *read*: files of any supported format → grids of text with a name.

pub(crate) mod anywhere;
pub(crate) mod arrow;
pub(crate) mod arrow_sizes;
pub(crate) mod block;
pub(crate) mod by_columns;
pub(crate) mod cell;
#[cfg(test)]
mod columns_tests;
pub(crate) mod cut;
pub(crate) mod database;
pub(crate) mod delimited;
pub(crate) mod encoding;
pub(crate) mod extent;
pub(crate) mod fingerprint;
pub(crate) mod format;
pub(crate) mod grid;
pub(crate) mod guard;
pub(crate) mod inputs;
pub(crate) mod json;
pub(crate) mod known_cells;
pub(crate) mod opened;
pub(crate) mod pack;
pub(crate) mod parquet;
pub(crate) mod records;
pub(crate) mod separator;
pub(crate) mod slot;
pub(crate) mod source;
pub(crate) mod title;
pub(crate) mod values;
pub(crate) mod waves;
pub(crate) mod workbook;
pub(crate) mod zip_sizes;
