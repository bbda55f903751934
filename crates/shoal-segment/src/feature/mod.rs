//! Features: pure functions from a history to a number, with everything a reader must know beside them.
//!
//! To add one: a constant in the file of its family, or a file of its own, and a line in [`CUSTOMER`] or, for orders, in
//! [`ORDER`]. Names, help, profiles, words in segment names and the report's glossary all come from there. The history answers the
//! questions that many features ask (sums per order, per product, over the calendar) once for all of them.
//!
//! A run computes the [`usual`] features and those that it is asked for; a feature table may have all of them.
//!
//! Where a feature is not defined its value is missing, and its meaning says when. To be clustered, a missing value is replaced
//! by the median of the base ([`crate::prepare`]), so a feature that most do not have says little in clustering; profiles count
//! only those who have it.

mod average_order_value;
mod average_unit_price;
mod basket;
mod channel;
mod discount;
mod distinct_categories;
mod distinct_products;
mod fill;
mod frequency;
pub mod given;
mod mean_days_between_orders;
mod offer;
mod order;
mod orders;
pub mod own;
mod price;
mod recency_days;
mod returns;
mod revenue;
mod rhythm;
mod score;
mod season;
mod tenure;
mod tenure_days;
mod trend;
mod unit;
mod units;
mod units_per_order;
mod value;
mod variety;

use crate::history::History;
use crate::lines::{CHANNEL, Lines};
use crate::segmentation::FeatureCard;
use serde::{Deserialize, Serialize};

pub use offer::{Choice, Offer};
pub use order::ORDER;
pub use unit::Unit;

/// Every feature of a customer, in the order in which tables, reports and points have them.
pub const CUSTOMER: &[Feature] = &[
    recency_days::FEATURE,
    tenure_days::FEATURE,
    tenure::LIFESPAN,
    tenure::TO_FIRST_ORDER,
    orders::FEATURE,
    frequency::PER_MONTH,
    frequency::ACTIVE_MONTHS,
    frequency::ACTIVE_DAYS,
    mean_days_between_orders::FEATURE,
    rhythm::MEDIAN,
    rhythm::LONGEST,
    rhythm::SPREAD,
    rhythm::VARIATION,
    rhythm::OVERDUE,
    revenue::FEATURE,
    value::PURCHASED,
    value::PER_MONTH,
    average_order_value::FEATURE,
    basket::MEDIAN,
    basket::LARGEST,
    basket::FIRST,
    basket::LAST,
    basket::VARIATION,
    units::FEATURE,
    units_per_order::FEATURE,
    fill::LINES,
    fill::PRODUCTS,
    average_unit_price::FEATURE,
    price::HIGHEST,
    discount::SHARE,
    discount::ORDERS,
    distinct_products::FEATURE,
    distinct_categories::FEATURE,
    variety::PRODUCTS,
    variety::CATEGORIES,
    variety::FAVOURITE,
    variety::REPEAT,
    returns::RATE,
    returns::PER_ORDER,
    trend::SPEND,
    trend::ORDERS,
    trend::SPEND_CHANGE,
    trend::ORDERS_CHANGE,
    trend::SPEND_PACE,
    trend::ORDERS_PACE,
    season::Q1,
    season::Q2,
    season::Q3,
    season::Q4,
    season::JANUARY,
    season::FEBRUARY,
    season::MARCH,
    season::APRIL,
    season::MAY,
    season::JUNE,
    season::JULY,
    season::AUGUST,
    season::SEPTEMBER,
    season::OCTOBER,
    season::NOVEMBER,
    season::DECEMBER,
    season::WEEKEND,
    season::MONDAY,
    season::TUESDAY,
    season::WEDNESDAY,
    season::THURSDAY,
    season::FRIDAY,
    season::SATURDAY,
    season::SUNDAY,
    channel::CHANNELS,
    channel::MAIN,
    score::RECENCY,
    score::FREQUENCY,
    score::MONETARY,
];

/// What a run over customers computes whether it is asked for or not: the base of profiles, names and advice.
const CUSTOMER_USUAL: &[&str] = &[
    "recency_days",
    "tenure_days",
    "orders",
    "mean_days_between_orders",
    "revenue",
    "average_order_value",
    "units",
    "units_per_order",
    "average_unit_price",
    "distinct_products",
    "distinct_categories",
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

/// The names of the features of a `unit` that every run computes, as far as the tables have what they need.
pub fn usual(unit: Unit) -> &'static [&'static str] {
    match unit {
        Unit::Customer => CUSTOMER_USUAL,
        Unit::Order => order::USUAL,
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
    /// How its number is computed.
    pub compute: Compute,
}

/// How the number of a feature is computed.
#[derive(Debug, Clone, Copy)]
pub enum Compute {
    /// From the history of a row; `None` where it is not defined for this row. Always finite.
    History(fn(&History<'_>) -> Option<f64>),
    /// The score of 1 to 5 by fifths of all rows, of the measure at this place of [`crate::rfm::MEASURE_NAMES`].
    Score(usize),
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
    /// Orders per month.
    OrdersPerMonth,
    /// Months.
    Months,
    /// Money per month.
    MoneyPerMonth,
    /// Lines per order.
    LinesPerOrder,
    /// Products per order.
    ProductsPerOrder,
    /// A part of a whole, 0 to 1 (a return rate may be above).
    Share,
    /// How many times as much.
    Ratio,
    /// From near 0, spread over many, to 1, all on one.
    Concentration,
    /// From −1, gone, over 0, as before, to 1, new.
    Change,
    /// Channels.
    Channels,
    /// A score of 1 to 5.
    Score,
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
            Self::OrdersPerMonth => "orders per month",
            Self::Months => "months",
            Self::MoneyPerMonth => "money per month",
            Self::LinesPerOrder => "lines per order",
            Self::ProductsPerOrder => "products per order",
            Self::Share => "share",
            Self::Ratio => "ratio",
            Self::Concentration => "concentration, 0 to 1",
            Self::Change => "change, −1 to 1",
            Self::Channels => "channels",
            Self::Score => "score, 1 to 5",
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
    /// Below what price.
    Discount,
    /// How much comes back.
    Returns,
    /// Whether it grows or fades.
    Trend,
    /// When in the year and in the week.
    Season,
    /// Through which channels.
    Channel,
    /// In which fifth of the base.
    Score,
    /// Declared by the user; each is a family of its own.
    Own,
    /// A column of the customers' own table; each is a family of its own.
    Given,
}

impl Family {
    /// Whether each of its features says something of its own.
    pub fn is_mixed(self) -> bool {
        matches!(self, Self::Own | Self::Given)
    }

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
            Self::Discount => "Discount",
            Self::Returns => "Returns",
            Self::Trend => "Trend",
            Self::Season => "Season",
            Self::Channel => "Channel",
            Self::Score => "Scores",
            Self::Own => "Own",
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
    /// Money taken off the price of a line.
    Discount,
    /// Through which channel a line was sold.
    Channel,
    /// When the customer signed up.
    Signup,
}

impl Need {
    /// What is missing, in words.
    pub fn word(self) -> &'static str {
        match self {
            Self::Transactions => "transactions",
            Self::Quantity => "a quantity per line",
            Self::Product => "a product per line",
            Self::Category => "a category per product",
            Self::Discount => "a discount per line",
            Self::Channel => "a channel per line",
            Self::Signup => "a sign-up day of customers",
        }
    }

    fn met_by(self, lines: &Lines) -> bool {
        match self {
            Self::Transactions => lines.known.transactions,
            Self::Quantity => lines.known.quantity,
            Self::Product => lines.known.product,
            Self::Category => lines.known.category,
            Self::Discount => lines.known.discount,
            Self::Channel => lines.contexts.column(CHANNEL).is_some(),
            Self::Signup => lines.customers.signup.iter().any(Option::is_some),
        }
    }
}

impl Feature {
    /// The first thing that the tables lack for this feature.
    pub fn lacks(&self, lines: &Lines) -> Option<Need> {
        std::iter::once(Need::Transactions).chain(self.needs.iter().copied()).find(|need| !need.met_by(lines))
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
