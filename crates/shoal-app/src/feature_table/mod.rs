//! The feature table itself, for whoever works on with it: its rows, or the SQL that computes them where the lines are.

pub mod compute;
mod document;
mod named;
pub mod sql;
mod whole;

pub use compute::{Computed, Wish, check_targets, compute};
pub use document::Format;
pub use sql::{Dialect, SqlWish, sql};
