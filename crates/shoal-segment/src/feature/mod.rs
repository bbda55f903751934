//! Features: pure functions from a history to a number, with everything a reader must know beside them.
//!
//! To add one: a file that defines `FEATURE`, and a line in [`CUSTOMER`] or, for orders, in [`ORDER`]. Names, help, profiles,
//! words in segment names and the report's glossary all come from there.

mod average_order_value;
mod average_unit_price;
mod distinct_categories;
mod distinct_products;
pub mod given;
mod mean_days_between_orders;
mod offer;
mod order;
mod orders;
mod recency_days;
mod revenue;
mod tenure_days;
mod unit;
mod units;
mod units_per_order;

use crate::history::History;
use crate::lines::Known;
use crate::segmentation::FeatureCard;
use serde::{Deserialize, Serialize};

pub use offer::{Choice, Offer};
pub use order::ORDER;
pub use unit::Unit;

/// Every feature of a customer, in the order in which tables, reports and points have them.
pub const CUSTOMER: &[Feature] = &[
    recency_days::FEATURE,
    tenure_days::FEATURE,
    orders::FEATURE,
    mean_days_between_orders::FEATURE,
    revenue::FEATURE,
    average_order_value::FEATURE,
    units::FEATURE,
    units_per_order::FEATURE,
    average_unit_price::FEATURE,
    distinct_products::FEATURE,
    distinct_categories::FEATURE,
];

/// What is clustered unless `--features` says otherwise: one feature each for recency, tenure, frequency and order value.
///
/// `docs/decisions/default-features.md` has the comparison on real tables that led here.
const CUSTOMER_DEFAULT: &[&str] = &["recency_days", "tenure_days", "orders", "average_order_value"];

/// The features that are computed from the history of one `unit`.
pub fn catalog(unit: Unit) -> &'static [Feature] {
    match unit {
        Unit::Customer => CUSTOMER,
        Unit::Order => ORDER,
    }
}

/// The names of the features of a `unit` that are clustered unless the user names others.
pub fn default(unit: Unit) -> &'static [&'static str] {
    match unit {
        Unit::Customer => CUSTOMER_DEFAULT,
        Unit::Order => order::DEFAULT,
    }
}

/// A feature of a row: a customer or an order.
#[derive(Debug, Clone, Copy)]
pub struct Feature {
    /// The name in settings and tables.
    pub name: &'static str,
    /// The name in prose.
    pub label: &'static str,
    /// What it is, in a sentence.
    pub meaning: &'static str,
    /// What one of it is.
    pub measure: Measure,
    /// Features of one family say nearly the same thing; a segment's name takes one word from each.
    pub family: Family,
    /// Whether a total over rows makes sense.
    pub adds_up: bool,
    /// The word for rows with a low value.
    pub low: &'static str,
    /// The word for rows with a high value.
    pub high: &'static str,
    /// What the tables must carry.
    pub needs: &'static [Need],
    /// The number, or `None` where it is not defined for this row. Always finite.
    pub compute: fn(&History<'_>) -> Option<f64>,
}

/// What one of a feature is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Measure {
    /// Calendar days.
    Days,
    /// Orders.
    Orders,
    /// Money, in the table's own currency.
    Money,
    /// Money per order.
    MoneyPerOrder,
    /// Money per unit.
    MoneyPerUnit,
    /// Units of goods.
    Units,
    /// Units per order.
    UnitsPerOrder,
    /// Lines of an order.
    Lines,
    /// Products.
    Products,
    /// Categories of products.
    Categories,
}

impl Measure {
    /// The measure in words.
    pub fn word(self) -> &'static str {
        match self {
            Self::Days => "days",
            Self::Orders => "orders",
            Self::Money => "money",
            Self::MoneyPerOrder => "money per order",
            Self::MoneyPerUnit => "money per unit",
            Self::Units => "units",
            Self::UnitsPerOrder => "units per order",
            Self::Lines => "lines",
            Self::Products => "products",
            Self::Categories => "categories",
        }
    }
}

/// What a feature speaks of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Family {
    /// How long ago.
    Recency,
    /// How long known.
    Tenure,
    /// How often.
    Frequency,
    /// In what rhythm.
    Rhythm,
    /// How much money.
    Value,
    /// How much money at once.
    Basket,
    /// How many units.
    Volume,
    /// How many units at once.
    Fill,
    /// At what price.
    Price,
    /// Over what range of goods.
    Variety,
    /// A column of the customers' own table; each is a family of its own.
    Given,
}

impl Family {
    /// What the family speaks of, as a heading.
    pub fn word(self) -> &'static str {
        match self {
            Self::Recency => "Recency",
            Self::Tenure => "Tenure",
            Self::Frequency => "Frequency",
            Self::Rhythm => "Rhythm",
            Self::Value => "Value",
            Self::Basket => "Basket value",
            Self::Volume => "Volume",
            Self::Fill => "Basket size",
            Self::Price => "Price",
            Self::Variety => "Variety",
            Self::Given => "Given",
        }
    }
}

/// Something the tables must carry for a feature to exist.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Need {
    /// Transactions at all: every feature of the catalog needs them.
    Transactions,
    /// Units per line.
    Quantity,
    /// Which product a line is about.
    Product,
    /// Which category the product is in.
    Category,
}

impl Need {
    /// What is missing, in words.
    pub fn word(self) -> &'static str {
        match self {
            Self::Transactions => "transactions",
            Self::Quantity => "a quantity per line",
            Self::Product => "a product per line",
            Self::Category => "a category per product",
        }
    }

    fn met_by(self, known: Known) -> bool {
        match self {
            Self::Transactions => known.transactions,
            Self::Quantity => known.quantity,
            Self::Product => known.product,
            Self::Category => known.category,
        }
    }
}

impl Feature {
    /// The first thing that the tables lack for this feature.
    pub fn lacks(&self, known: Known) -> Option<Need> {
        std::iter::once(Need::Transactions).chain(self.needs.iter().copied()).find(|need| !need.met_by(known))
    }

    /// The feature as a reader knows it.
    pub fn card(&self) -> FeatureCard {
        FeatureCard {
            name: self.name.into(),
            label: self.label.into(),
            meaning: self.meaning.into(),
            unit: self.measure.word().into(),
            adds_up: self.adds_up,
            family: self.family,
            low: self.low.into(),
            high: self.high.into(),
        }
    }
}
