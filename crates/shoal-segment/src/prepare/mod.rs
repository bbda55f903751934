//! Preparation: from features in original units to points that a distance can compare.
//!
//! Per number, in this order: missing values get the base's median; clearly right-skewed features without negative values
//! are replaced by `ln(1 + x)`; the result is centred and scaled. What was done is kept as a [`Recipe`], so that new
//! customers are treated by the numbers of the base they are compared with, not by their own.
//!
//! A category becomes one indicator per value, and weighs as much as one number: the page of `category` has the formula and the
//! reason. When asked for, principal components of all these columns are clustered in their place ([`Rotation`]).
//!
//! A feature that is the same for all customers keeps scale 1 and becomes zero: it separates nobody and harms nothing.

mod category;
mod number;
mod recipe;
mod rotation;
mod scale;
mod skew;

pub use recipe::{Recipe, fit};
pub use rotation::Rotation;
pub(crate) use scale::centre_and_scale;
pub use skew::CLEARLY_SKEWED;
