//! What the customers' own table gives: its numbers as features, its categories as what may become one.
//!
//! The name of either is the column's name in small letters with `_` between words: `AnnualIncome` and `Annual Income` are both
//! `annual_income`. Two columns of one name apart from that are one property already where tables are read. A name of the catalog is
//! taken, so that a column called `Orders` is `given_orders`; and for no two columns to meet there, what begins with `given` gets it too.

use super::{CUSTOMER, Family};
use crate::lines::{Attribute, Lines};
use crate::segmentation::FeatureCard;

/// A category that can be clustered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Category {
    /// The name in settings, for instance `region`.
    pub name: String,
    /// The column's name as the table has it, for instance `Region`.
    pub label: String,
}

impl Category {
    /// The category of an attribute.
    pub fn of(attribute: &Attribute) -> Self {
        Self::named(&attribute.name)
    }

    /// The category of a column with the given name.
    pub fn named(label: &str) -> Self {
        Self { name: name(label), label: label.into() }
    }
}

/// The cards of the customers' numbers, in their order.
pub fn cards(lines: &Lines) -> Vec<FeatureCard> {
    lines.customers.numbers.iter().map(|number| card(&number.name)).collect()
}

fn card(column: &str) -> FeatureCard {
    FeatureCard {
        name: name(column),
        label: column.into(),
        meaning: format!("The column “{column}” of the customers' table."),
        unit: String::new(),
        adds_up: false,
        family: Family::Given,
        low: format!("lower {column}"),
        high: format!("higher {column}"),
    }
}

/// The name of a column as a feature has it.
pub fn name(column: &str) -> String {
    let mut name = String::new();
    let mut small = false;
    for letter in column.chars() {
        let breaks = !letter.is_alphanumeric() || (small && letter.is_uppercase());
        if breaks && !name.is_empty() && !name.ends_with('_') {
            name.push('_');
        }
        if letter.is_alphanumeric() {
            name.extend(letter.to_lowercase());
        }
        small = letter.is_lowercase();
    }
    let name = name.trim_end_matches('_').to_string();
    let taken = name.is_empty() || name.starts_with("given") || CUSTOMER.iter().any(|feature| feature.name == name);
    if taken { format!("given_{name}") } else { name }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_columns() {
        for (column, expected) in [
            ("Age", "age"),
            ("AnnualIncome", "annual_income"),
            ("Annual Income (k$)", "annual_income_k"),
            ("Spending Score (1-100)", "spending_score_1_100"),
            ("Orders", "given_orders"),
            ("given orders", "given_given_orders"),
            ("Größe", "größe"),
            ("CRM", "crm"),
        ] {
            assert_eq!(name(column), expected, "{column}");
        }
    }
}
