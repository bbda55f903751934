//! What methods are fitted to: the customers, their prepared points, and the wish.

use crate::error::Error;
use crate::feature::Unit;
use crate::method;
use crate::prepare::Recipe;
use crate::rfm;
use crate::spec::Plan;
use crate::table::FeatureTable;
use shoal_cluster::Method;
use shoal_kernel::Points;

/// The customers as methods and indices see them.
#[derive(Clone, Copy)]
pub struct Ground<'a> {
    /// Their features.
    pub table: &'a FeatureTable,
    /// The prepared points: what is clustered, and what every method is judged on.
    pub points: &'a Points,
    /// The settings.
    pub plan: &'a Plan,
}

/// Points of a method's own, where it does not cluster the prepared ones, and the recipe that makes them.
pub struct Own {
    /// How features become its points.
    pub recipe: Recipe,
    /// Its points.
    pub points: Points,
}

/// What `card` is fitted to, where it is not the prepared points: RFM scores three features as they are.
pub(crate) fn own(card: &Method, table: &FeatureTable) -> Result<Option<Own>, Error> {
    if card.id != rfm::METHOD.id {
        return Ok(None);
    }
    if let Some(missing) = rfm::MEASURE_NAMES.iter().find(|name| table.column(name).is_none()) {
        return Err(Error::input(
            format!("{} needs the feature `{missing}`, which these tables do not give", card.name),
            match table.unit {
                Unit::Order => "RFM scores customers: write --unit customer".to_owned(),
                Unit::Customer => format!("give transactions of customers, or another method: {}", others(card)),
            },
        ));
    }
    let recipe = Recipe::as_they_are(&rfm::MEASURE_NAMES);
    let points = recipe.apply(table)?;
    Ok(Some(Own { recipe, points }))
}

fn others(card: &Method) -> String {
    method::all().map(|other| other.id).filter(|id| *id != card.id).collect::<Vec<_>>().join(", ")
}
