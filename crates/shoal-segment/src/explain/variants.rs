//! The same member again and again, with one thing changed.

use crate::lines::{NO_KEY, most_frequent_code};
use crate::profile::Baseline;
use crate::table::{Column, FeatureTable};

/// What segments are made of: the place of a number among the columns, or of a category among the attributes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Thing {
    Number(usize),
    Category(usize),
}

/// The member of the one-row table `own`, once for each of `values` in the column at a place.
pub(super) fn with_numbers(own: &FeatureTable, column: usize, values: &[f64]) -> FeatureTable {
    let mut variants = own.select(&vec![0; values.len()]);
    let card = own.columns[column].card.clone();
    variants.columns[column] = Column::new(card, values.iter().copied().map(Some));
    variants
}

/// The one-row table `to` with a thing as it is in the one-row table `from`.
pub(super) fn with(to: &FeatureTable, from: &FeatureTable, thing: Thing) -> FeatureTable {
    let mut variant = to.clone();
    match thing {
        Thing::Number(at) => variant.columns[at].clone_from(&from.columns[at]),
        Thing::Category(at) => variant.attributes[at].clone_from(&from.attributes[at]),
    }
    variant
}

/// The one-row table `own` with typical things: medians, and of categories the value that most of `table` have.
pub(super) fn typical(own: &FeatureTable, table: &FeatureTable, baseline: &Baseline) -> FeatureTable {
    let mut typical = own.clone();
    for (column, all) in typical.columns.iter_mut().zip(&baseline.profile) {
        *column = Column::new(column.card.clone(), [all.median]);
    }
    for (own, all) in typical.attributes.iter_mut().zip(&table.attributes) {
        let mut codes: Vec<u32> = all.codes.iter().copied().filter(|&code| code != NO_KEY).collect();
        codes.sort_unstable();
        own.codes = vec![most_frequent_code(codes.into_iter())];
    }
    typical
}
