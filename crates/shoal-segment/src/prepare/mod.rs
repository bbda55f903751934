//! Preparation: from features in original units to points that a distance can compare.
//!
//! Per feature, in this order: missing values get the base's median; clearly right-skewed features without negative values
//! are replaced by `ln(1 + x)`; the result is centred and scaled. What was done is kept as a [`Recipe`], so that new
//! customers are treated by the numbers of the base they are compared with, not by their own.
//!
//! A feature that is the same for all customers keeps scale 1 and becomes zero: it separates nobody and harms nothing.

mod recipe;
mod scale;
mod skew;

pub use recipe::{Recipe, fit};
pub(crate) use scale::centre_and_scale;
pub use skew::CLEARLY_SKEWED;
