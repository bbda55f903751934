//! A feature that is a number: missing values, shape, centre and scale.

use super::{scale, skew};
use crate::error::Error;
use crate::segmentation::PreparedNumber;
use crate::spec::Plan;
use crate::table::Column;
use shoal_kernel::quantile;

/// Fits the step of one column.
pub(super) fn fit(column: &Column, plan: &Plan) -> Result<PreparedNumber, Error> {
    let name = &column.card.name;
    let sorted = column.sorted();
    let log1p = skew::wants_log(&sorted, plan.spec.transform);
    if log1p && sorted.first().is_some_and(|&least| least <= -1.0) {
        return Err(Error::input(
            format!(
                "transform is `log1p`, but feature `{name}` has the value {}; allowed are values above -1",
                sorted[0]
            ),
            "write --transform auto, which leaves such features as they are",
        ));
    }
    let impute = quantile::median(&sorted).unwrap_or(0.0);
    let mut step =
        PreparedNumber { feature: name.clone(), impute, imputed: column.missing(), log1p, centre: 0.0, scale: 1.0 };
    let mut values: Vec<f64> = sorted.into_iter().chain(std::iter::repeat_n(impute, step.imputed)).collect();
    values.sort_unstable_by(f64::total_cmp);
    values.iter_mut().for_each(|value| *value = transformed(&step, *value));
    (step.centre, step.scale) = scale::centre_and_scale(&values, plan.spec.scale);
    Ok(step)
}

fn transformed(step: &PreparedNumber, value: f64) -> f64 {
    if step.log1p { value.max(-1.0 + f64::EPSILON).ln_1p() } else { value }
}

/// The prepared number of one value; missing values are imputed.
pub(super) fn prepared(step: &PreparedNumber, value: Option<f64>) -> f64 {
    (transformed(step, value.unwrap_or(step.impute)) - step.centre) / step.scale
}
