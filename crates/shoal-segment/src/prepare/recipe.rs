//! The recipe: what was done to each feature, so that it can be done again.

use super::{scale, skew};
use crate::error::Error;
use crate::segmentation::Prepared;
use crate::spec::Plan;
use crate::table::{Column, FeatureTable};
use rayon::prelude::*;
use shoal_kernel::Points;
use shoal_kernel::quantile;

/// One step per clustered feature, in catalog order.
#[derive(Debug, Clone, PartialEq, serde::Serialize, serde::Deserialize)]
#[serde(transparent)]
pub struct Recipe {
    /// The steps, in the order of the points' columns.
    pub steps: Vec<Prepared>,
}

/// Fits the recipe that `plan` asks for on the customers of `table`.
///
/// Fails when a log transform was demanded for a feature with values of −1 or below.
pub fn fit(table: &FeatureTable, plan: &Plan) -> Result<Recipe, Error> {
    let steps = plan.features.par_iter().map(|feature| match table.column(&feature.name) {
        Some(column) => fit_column(column, plan),
        None => Err(lost(&feature.name)),
    });
    Ok(Recipe { steps: steps.collect::<Result<_, _>>()? })
}

fn fit_column(column: &Column, plan: &Plan) -> Result<Prepared, Error> {
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
        Prepared { feature: name.clone(), impute, imputed: column.missing(), log1p, centre: 0.0, scale: 1.0 };
    let mut values: Vec<f64> = sorted.into_iter().chain(std::iter::repeat_n(impute, step.imputed)).collect();
    values.sort_unstable_by(f64::total_cmp);
    values.iter_mut().for_each(|value| *value = transformed(&step, *value));
    (step.centre, step.scale) = scale::centre_and_scale(&values, plan.spec.scale);
    Ok(step)
}

impl Recipe {
    /// The recipe that leaves the named features as they are.
    pub(crate) fn as_they_are(features: &[&str]) -> Self {
        let step = |name: &&str| Prepared {
            feature: (*name).into(),
            impute: 0.0,
            imputed: 0,
            log1p: false,
            centre: 0.0,
            scale: 1.0,
        };
        Self { steps: features.iter().map(step).collect() }
    }

    /// The points of the customers of `table` (customers × steps).
    ///
    /// Fails when a feature of the recipe is not in the table.
    pub fn apply(&self, table: &FeatureTable) -> Result<Points, Error> {
        let columns: Vec<(&Prepared, &Column)> = self
            .steps
            .iter()
            .map(|step| table.column(&step.feature).map(|column| (step, column)).ok_or_else(|| lost(&step.feature)))
            .collect::<Result<_, _>>()?;
        let values: Vec<f64> = (0..table.rows())
            .into_par_iter()
            .flat_map_iter(|row| columns.iter().map(move |(step, column)| prepared(step, column.get(row))))
            .collect();
        Points::new(values, columns.len()).map_err(Error::bug)
    }
}

fn transformed(step: &Prepared, value: f64) -> f64 {
    if step.log1p { value.max(-1.0 + f64::EPSILON).ln_1p() } else { value }
}

/// The prepared number of one value; missing values are imputed.
fn prepared(step: &Prepared, value: Option<f64>) -> f64 {
    (transformed(step, value.unwrap_or(step.impute)) - step.centre) / step.scale
}

fn lost(feature: &str) -> Error {
    Error::input(
        format!("feature `{feature}` cannot be computed: the tables do not carry what it needs"),
        "give the same kinds of tables as the model was made from (`shoal features` lists what each feature needs)",
    )
}
