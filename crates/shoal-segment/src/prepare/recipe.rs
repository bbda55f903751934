//! The recipe: what was done to each feature, so that it can be done again.

use super::rotation::Rotation;
use super::{category, number};
use crate::error::Error;
use crate::keep::Keep;
use crate::lines::{Attribute, NO_KEY};
use crate::privacy;
use crate::segmentation::{Components, Prepared, PreparedCategory, PreparedNumber};
use crate::spec::Plan;
use crate::table::{Column, FeatureTable};
use rayon::prelude::*;
use serde::{Deserialize, Serialize};
use shoal_kernel::Points;

/// Customers that one task prepares.
const BLOCK: usize = 1024;

/// One step per clustered feature, in the order of the table, then one per category, then the rotation.
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
/// Fails when a log transform was demanded for a feature with values of −1 or below, and when nobody has a value of the only
/// categories.
pub fn fit(table: &FeatureTable, plan: &Plan) -> Result<Recipe, Error> {
    let numbers = plan.features.par_iter().map(|feature| match table.column(&feature.name) {
        Some(column) => number::fit(column, plan).map(Prepared::Number),
        None => Err(lost(&feature.name)),
    });
    let mut steps = numbers.collect::<Result<Vec<_>, _>>()?;
    for category in &plan.categories {
        let attribute = table.category(&category.name).ok_or_else(|| lost(&category.name))?;
        steps.push(Prepared::Category(category::fit(&category.name, attribute, plan.spec.scale)));
    }
    let mut recipe = Recipe { steps, rotation: None };
    if recipe.prepared_columns() == 0 {
        return Err(Error::input(
            format!("no {} has a value of the chosen categories, so there is nothing to cluster", table.unit.one()),
            "write --features with others",
        ));
    }
    if let Some(keep) = plan.spec.pca {
        recipe.rotation = Some(Rotation::fit(&recipe.scaled(table)?, keep)?);
    }
    Ok(recipe)
}

/// A step and the column of the table that it is done to.
enum Source<'a> {
    Number(&'a PreparedNumber, &'a Column),
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
                log1p: false,
                centre: 0.0,
                scale: 1.0,
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
        let sound = |step: &Prepared| {
            let (scale, others) = match step {
                Prepared::Number(step) => (step.scale, vec![step.centre, step.impute]),
                Prepared::Category(step) => (step.scale, step.levels.iter().map(|level| level.centre).collect()),
            };
            scale > 0.0 && scale.is_finite() && others.iter().all(|value| value.is_finite())
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
            Source::Number(..) => 1,
            Source::Category { step, .. } => step.levels.len(),
        };
        let (here, rest) = values.split_at_mut(width);
        match source {
            Source::Number(step, column) => here[0] = number::prepared(step, column.get(row)),
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
