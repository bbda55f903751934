//! The feature table itself, for whoever works on with it.

pub mod compute;
mod document;
mod named;
mod whole;

pub use compute::{Computed, Wish, check_targets, compute};
pub use document::Format;
