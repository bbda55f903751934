//! The feature table itself, for whoever works on with it: its rows as of a day or of several, or the SQL that computes them where the
//! lines are.

pub mod compute;
pub mod days;
mod document;
mod long;
mod named;
pub mod sql;
mod whole;

pub use compute::{Computed, Snapshot, Wish, check_targets, compute};
pub use days::{Back, Days, MOST_SNAPSHOTS};
pub use document::Format;
pub use sql::{Dialect, SqlWish, sql};
