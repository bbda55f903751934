//! A feature that is a number: missing values, shape, outliers, centre, scale and weight.

use super::choice::{self, Choice};
use super::{outliers, scale};
use crate::error::Error;
use crate::explore::{even_histogram, five_numbers};
use crate::segmentation::{Look, PreparedColumn, PreparedNumber, Shape};
use crate::spec::{Outliers, Spec, Transform};
use crate::table::Column;
use shoal_kernel::{moments, quantile};

/// Fits the step of one column of so many rows, and says what it did.
pub(super) fn fit(column: &Column, rows: usize, spec: &Spec) -> Result<(PreparedNumber, PreparedColumn), Error> {
    let name = &column.card.name;
    let sorted = column.sorted();
    let word = spec.transform.of(name);
    let looked_at = if spec.outliers == Outliers::Keep { &sorted } else { outliers::without_slips(&sorted) };
    let looked_at = if word == Transform::Auto { looked_at } else { &sorted };
    let Choice { shape, tried } = choice::choose(looked_at, word);
    check(name, &sorted, &shape)?;
    let impute = quantile::median(&sorted).unwrap_or(0.0);
    let bent: Vec<f64> = sorted.iter().map(|&value| shape.apply(value)).collect();
    let (borders, outlying) = outliers::found(&bent);
    let mut step = PreparedNumber {
        feature: name.clone(),
        impute,
        imputed: column.missing(),
        shape,
        limits: outliers::limits(borders, &outlying, spec.outliers),
        centre: 0.0,
        scale: 1.0,
        weight: spec.weight.of(name),
    };
    let apart = |bent: f64| step.limits.is_some_and(|limits| limits.sets_apart(bent));
    let mut values: Vec<f64> = bent.iter().filter(|&&bent| !apart(bent)).map(|&bent| within(&step, bent)).collect();
    values.extend(std::iter::repeat_n(within(&step, step.shape.apply(impute)), step.imputed));
    values.sort_unstable_by(f64::total_cmp);
    (step.centre, step.scale) = scale::centre_and_scale(&values, spec.scale.of(name));
    let after: Vec<f64> = bent.iter().map(|&bent| scaled(&step, within(&step, bent))).collect();
    let shown = PreparedColumn {
        feature: name.clone(),
        missing_share: column.missing() as f64 / rows.max(1) as f64,
        before: look(&sorted),
        after: look(&after),
        tried,
        outlying,
    };
    Ok((step, shown))
}

/// A single column as the settings prepare it: how it was bent, and its prepared values.
///
/// # Errors
/// A shape that was asked for and that the values cannot take.
pub fn column(column: &Column, spec: &Spec) -> Result<(Shape, Vec<f64>), Error> {
    let rows = column.rows();
    let (step, _) = fit(column, rows, spec)?;
    let values = (0..rows).map(|row| prepared(&step, column.get(row))).collect();
    Ok((step.shape, values))
}

/// Whether the values can be bent so.
fn check(name: &str, sorted: &[f64], shape: &Shape) -> Result<(), Error> {
    match sorted.first().filter(|&&least| *shape == Shape::Log1p && least <= -1.0) {
        Some(least) => Err(Error::input(
            format!("transform is `log1p`, but feature `{name}` has the value {least}; allowed are values above -1"),
            "write --transform auto, or asinh or yeo_johnson, which take negative values",
        )),
        None => Ok(()),
    }
}

/// What ascending values look like.
fn look(sorted: &[f64]) -> Look {
    let (edges, counts) = even_histogram(sorted);
    Look { skewness: moments::skewness(sorted), five: five_numbers(sorted), edges, counts }
}

/// A bent value after the limits.
fn within(step: &PreparedNumber, bent: f64) -> f64 {
    step.limits.map_or(bent, |limits| limits.apply(bent))
}

fn scaled(step: &PreparedNumber, value: f64) -> f64 {
    (value - step.centre) / step.scale * step.weight.sqrt()
}

/// Whether whoever has this value is set apart.
pub(super) fn sets_apart(step: &PreparedNumber, value: Option<f64>) -> bool {
    value.zip(step.limits).is_some_and(|(value, limits)| limits.sets_apart(step.shape.apply(value)))
}

/// The prepared number of one value; missing values are imputed.
pub(super) fn prepared(step: &PreparedNumber, value: Option<f64>) -> f64 {
    scaled(step, within(step, step.shape.apply(value.unwrap_or(step.impute))))
}
