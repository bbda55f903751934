//! The recipe: what was done to each feature, so that it can be done again.

use super::rotation::Rotation;
use super::{category, missing, number};
use crate::error::Error;
use crate::keep::Keep;
use crate::lines::{Attribute, NO_KEY};
use crate::privacy;
use crate::segmentation::{
    Beyond, Components, Prepared, PreparedCategory, PreparedColumn, PreparedMissing, PreparedNumber, Shape,
};
use crate::spec::{LARGEST_WEIGHT, Missing, Plan};
use crate::table::{Column, FeatureTable};
use rayon::prelude::*;
use serde::{Deserialize, Serialize};
use shoal_kernel::Points;

/// Customers that one task prepares.
const BLOCK: usize = 1024;

/// One step per clustered number, in the order of the table, then one per category, then one per number whose missing values are a
/// column, then the rotation.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Recipe {
    /// The steps, in the order of the prepared columns: one column for a number, one per value for a category.
    pub steps: Vec<Prepared>,
    /// The principal components that replace these columns, when asked for.
    pub rotation: Option<Rotation>,
}

/// Fits the recipe that `plan` asks for on the customers of `table`.
///
/// # Errors
/// A logarithm was demanded for a feature with values of −1 or below; missing values are refused and there are some; nobody has a value
/// of the only categories.
pub fn fit(table: &FeatureTable, plan: &Plan) -> Result<Recipe, Error> {
    fit_shown(table, plan).map(|(recipe, _)| recipe)
}

/// The same, and every number before and after, in the order of the recipe.
///
/// # Errors
/// As [`fit`].
pub fn fit_shown(table: &FeatureTable, plan: &Plan) -> Result<(Recipe, Vec<PreparedColumn>), Error> {
    if plan.spec.missing == Missing::Refuse {
        refuse_missing(table, plan)?;
    }
    let numbers = plan.features.par_iter().map(|feature| match table.column(&feature.name) {
        Some(column) => number::fit(column, table.rows(), &plan.spec),
        None => Err(lost(&feature.name)),
    });
    let (numbers, shown): (Vec<PreparedNumber>, Vec<PreparedColumn>) =
        numbers.collect::<Result<Vec<_>, _>>()?.into_iter().unzip();
    let mut steps: Vec<Prepared> = numbers.into_iter().map(Prepared::Number).collect();
    for category in &plan.categories {
        let attribute = table.category(&category.name).ok_or_else(|| lost(&category.name))?;
        let (scaling, weight) = (plan.spec.scale.usual, plan.spec.weight.of(&category.name));
        steps.push(Prepared::Category(category::fit(&category.name, attribute, scaling, weight)));
    }
    if plan.spec.missing == Missing::Indicator {
        let columns = plan.features.iter().filter_map(|feature| table.column(&feature.name));
        steps.extend(columns.filter_map(|column| missing::fit(column, table.rows(), plan)).map(Prepared::Missing));
    }
    let mut recipe = Recipe { steps, rotation: None };
    if recipe.prepared_columns() == 0 {
        return Err(Error::input(
            format!("no {} has a value of the chosen categories, so there is nothing to cluster", table.unit.one()),
            "write --features with others",
        ));
    }
    if let Some(keep) = plan.spec.pca {
        let scaled = recipe.scaled(table)?;
        let within = match recipe.set_apart(table)? {
            rows if rows.iter().any(|apart| *apart) => {
                scaled.select(&(0..rows.len()).filter(|&row| !rows[row]).collect::<Vec<_>>())
            }
            _ => scaled,
        };
        recipe.rotation = Some(Rotation::fit(&within, keep)?);
    }
    Ok((recipe, shown))
}

/// Fails with the features and categories that lack values, and how many.
fn refuse_missing(table: &FeatureTable, plan: &Plan) -> Result<(), Error> {
    let of_number = |name: &str| table.column(name).map_or(0, Column::missing);
    let of_category = |name: &str| {
        let codes = table.category(name).map_or(&[][..], |attribute| &attribute.codes);
        codes.iter().filter(|&&code| code == NO_KEY).count()
    };
    let numbers = plan.features.iter().map(|feature| (feature.name.as_str(), of_number(&feature.name)));
    let categories = plan.categories.iter().map(|category| (category.name.as_str(), of_category(&category.name)));
    let lacking: Vec<String> = numbers
        .chain(categories)
        .filter(|(_, missing)| *missing > 0)
        .map(|(name, missing)| format!("`{name}` for {missing} of {} {}", table.rows(), table.unit.many()))
        .collect();
    if lacking.is_empty() {
        return Ok(());
    }
    Err(Error::input(
        format!("missing is `refuse`, and values are missing: {}", lacking.join(", ")),
        "leave these features out of --features, or write --missing median or indicator",
    ))
}

/// A step and the column of the table that it is done to.
enum Source<'a> {
    Number(&'a PreparedNumber, &'a Column),
    Missing(&'a PreparedMissing, &'a Column),
    Category { step: &'a PreparedCategory, attribute: &'a Attribute, places: Vec<Option<usize>> },
}

impl Recipe {
    /// The recipe that leaves the named features as they are, without components.
    pub(crate) fn as_they_are(features: &[&str]) -> Self {
        let step = |name: &&str| {
            Prepared::Number(PreparedNumber {
                feature: (*name).into(),
                impute: 0.0,
                imputed: 0,
                shape: Shape::None,
                limits: None,
                centre: 0.0,
                scale: 1.0,
                weight: 1.0,
            })
        };
        Self { steps: features.iter().map(step).collect(), rotation: None }
    }

    /// The points of the rows of `table` (rows × columns), as they are clustered.
    ///
    /// Fails when a feature of the recipe is not in the table.
    pub fn apply(&self, table: &FeatureTable) -> Result<Points, Error> {
        self.rotated(self.scaled(table)?)
    }

    /// The same before the rotation: one column per feature and per value of a category.
    pub fn scaled(&self, table: &FeatureTable) -> Result<Points, Error> {
        let sources: Vec<Source<'_>> = self.steps.iter().map(|step| source(step, table)).collect::<Result<_, _>>()?;
        let width = self.prepared_columns();
        let mut values = vec![0.0; table.rows() * width];
        values.par_chunks_mut((BLOCK * width).max(1)).enumerate().for_each(|(block, values)| {
            for (row, values) in values.chunks_exact_mut(width).enumerate() {
                write(&sources, block * BLOCK + row, values);
            }
        });
        Points::new(values, width).map_err(Error::bug)
    }

    /// Which rows of `table` have a value for which they are set apart.
    ///
    /// # Errors
    /// As [`Recipe::apply`].
    pub fn set_apart(&self, table: &FeatureTable) -> Result<Vec<bool>, Error> {
        let mut apart = vec![false; table.rows()];
        let limited = |step: &&PreparedNumber| step.limits.is_some_and(|limits| limits.beyond == Beyond::Apart);
        for step in self.steps.iter().filter_map(Prepared::number).filter(limited) {
            let column = table.column(&step.feature).ok_or_else(|| lost(&step.feature))?;
            apart.iter_mut().enumerate().for_each(|(row, apart)| *apart |= number::sets_apart(step, column.get(row)));
        }
        Ok(apart)
    }

    /// Whether anybody can be set apart by it.
    pub fn can_set_apart(&self) -> bool {
        let numbers = self.steps.iter().filter_map(Prepared::number);
        numbers.filter_map(|step| step.limits).any(|limits| limits.beyond == Beyond::Apart)
    }

    /// What [`Recipe::scaled`] gave, along the principal components where these were asked for.
    pub fn rotated(&self, scaled: Points) -> Result<Points, Error> {
        match &self.rotation {
            Some(rotation) => rotation.apply(&scaled),
            None => Ok(scaled),
        }
    }

    /// How many columns the points have.
    pub fn columns(&self) -> usize {
        self.rotation.as_ref().map_or_else(|| self.prepared_columns(), |rotation| rotation.components.len())
    }

    fn prepared_columns(&self) -> usize {
        self.steps.iter().map(Prepared::columns).sum()
    }

    /// Whether every number in it can be computed with; a stored recipe may have been changed by hand.
    pub fn is_sound(&self) -> bool {
        let positive = |number: f64| number > 0.0 && number.is_finite();
        let sound = |step: &Prepared| {
            let (scale, weight, others) = match step {
                Prepared::Number(step) => (step.scale, step.weight, vec![step.centre, step.impute]),
                Prepared::Missing(step) => (step.scale, step.weight, vec![step.centre]),
                Prepared::Category(step) => {
                    (step.scale, step.weight, step.levels.iter().map(|level| level.centre).collect())
                }
            };
            let bent = step
                .number()
                .is_none_or(|step| step.shape.is_sound() && step.limits.is_none_or(|limits| limits.is_sound()));
            bent && positive(scale)
                && positive(weight)
                && weight <= LARGEST_WEIGHT
                && others.iter().all(|value| value.is_finite())
        };
        self.columns() > 0
            && self.steps.iter().all(sound)
            && self.rotation.as_ref().is_none_or(|rotation| rotation.is_sound(self.prepared_columns()))
    }

    /// The components as a reader sees them; `keep` is what was asked for. `None` without a rotation.
    pub fn components(&self, keep: Keep) -> Option<Components> {
        self.rotation.as_ref().map(|rotation| rotation.shown(keep))
    }

    /// The steps as they may be shown in a report: values that look personal are hashed.
    pub fn shown(&self) -> Vec<Prepared> {
        let mut steps = self.steps.clone();
        for step in &mut steps {
            if let Prepared::Category(step) = step {
                step.levels.iter_mut().for_each(|level| level.value = privacy::shown_value(&level.value));
            }
        }
        steps
    }
}

fn source<'a>(step: &'a Prepared, table: &'a FeatureTable) -> Result<Source<'a>, Error> {
    let found = match step {
        Prepared::Number(step) => table.column(&step.feature).map(|column| Source::Number(step, column)),
        Prepared::Missing(step) => table.column(&step.feature).map(|column| Source::Missing(step, column)),
        Prepared::Category(step) => table.category(&step.feature).map(|attribute| Source::Category {
            step,
            attribute,
            places: category::places(step, attribute),
        }),
    };
    found.ok_or_else(|| lost(step.feature()))
}

/// The prepared columns of one customer.
fn write(sources: &[Source<'_>], row: usize, mut values: &mut [f64]) {
    for source in sources {
        let width = match source {
            Source::Number(..) | Source::Missing(..) => 1,
            Source::Category { step, .. } => step.levels.len(),
        };
        let (here, rest) = values.split_at_mut(width);
        match source {
            Source::Number(step, column) => here[0] = number::prepared(step, column.get(row)),
            Source::Missing(step, column) => here[0] = missing::prepared(step, column.get(row)),
            Source::Category { step, attribute, places } => {
                let code = attribute.codes[row];
                category::write(step, if code == NO_KEY { None } else { places[code as usize] }, here);
            }
        }
        values = rest;
    }
}

fn lost(feature: &str) -> Error {
    Error::input(
        format!("feature `{feature}` cannot be computed: the tables do not carry what it needs"),
        "give the same kinds of tables as the model was made from (`shoal features` lists what each feature needs)",
    )
}
