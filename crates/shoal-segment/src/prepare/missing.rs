//! A column that says where a number is missing, for who asks for it.
//!
//! It is 1 without a value and 0 with one. With `standard` and `robust` scaling its share p is subtracted and it is divided by
//! √(p (1 − p)), so that it weighs as much as one number; with `none` and `minmax` it stays 0 and 1.
//!
//! It is not made by itself: as a column of 0 and 1 it draws whoever lacks an answer into a segment of their own, whatever else they are
//! like, and an answer is mostly lacking for a reason that another feature says better (no gap between orders: one order).

use crate::segmentation::PreparedMissing;
use crate::spec::{Plan, Scaling};
use crate::table::Column;

/// The column of a feature; `None` where nothing is missing, or everything.
pub(super) fn fit(column: &Column, rows: usize, plan: &Plan) -> Option<PreparedMissing> {
    let missing = column.missing();
    if missing == 0 || missing == rows {
        return None;
    }
    let share = missing as f64 / rows as f64;
    let plain = matches!(plan.spec.scale.of(&column.card.name), Scaling::None | Scaling::MinMax);
    Some(PreparedMissing {
        feature: column.card.name.clone(),
        share,
        centre: if plain { 0.0 } else { share },
        scale: if plain { 1.0 } else { (share * (1.0 - share)).sqrt() },
        weight: plan.spec.weight.of(&column.card.name),
    })
}

/// The number of one value in this column.
pub(super) fn prepared(step: &PreparedMissing, value: Option<f64>) -> f64 {
    (f64::from(u8::from(value.is_none())) - step.centre) / step.scale * step.weight.sqrt()
}
