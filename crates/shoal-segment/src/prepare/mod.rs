//! Preparation: from features in original units to points that a distance can compare.
//!
//! # What it does
//! Leaves out features that say nothing or nothing new (`select`). Per number, in this order: missing values get the base's median;
//! values are bent by a [`shape`](crate::segmentation::Shape); values far outside may be drawn in (`outliers`); the result is centred,
//! scaled and multiplied by the root of its weight. A category becomes one indicator per value, and weighs as much as one number
//! (`category`); where a number is missing may be a column too (`missing`). When asked for, principal components of all these columns are
//! clustered in their place ([`Rotation`]).
//!
//! What was done is kept as a [`Recipe`], so that new customers are treated by the numbers of the base they are compared with, not by
//! their own: to the bit as the base was. `docs/preparation.md` has it for users, `docs/decisions/preparation-by-evidence.md` why the
//! defaults are as they are.
//!
//! # How it works
//! 1. `select`: of the features that nobody named.
//! 2. `number`: `choice` of the shape by the evidence or by a word, `outliers`, `scale`.
//! 3. `category` and `missing`: indicators.
//! 4. [`Rotation`].
//!
//! # Cost
//! `O(f n log n)` for f features of n rows, in parallel by feature.
//!
//! # Edges
//! A feature that is the same for all customers keeps scale 1 and becomes zero: it separates nobody and harms nothing.

mod category;
mod choice;
mod missing;
mod number;
mod outliers;
mod recipe;
mod rotation;
mod scale;
mod select;
mod shape;
mod skew;

pub use number::column;
pub use outliers::{FAR_OUT, FEW, MUCH};
pub use recipe::{Recipe, fit, fit_shown};
pub use rotation::Rotation;
pub(crate) use scale::centre_and_scale;
pub(crate) use select::select;
pub use skew::CLEARLY_SKEWED;
