//! What a row of the feature table is, and the words for it.
//!
//! A run is over customers or over orders. Every sentence, heading and column that counts rows takes its noun from here, so
//! that orders are never called customers.

use serde::{Deserialize, Serialize};
use std::fmt;
use std::str::FromStr;

/// What a row of the feature table is: what is clustered, counted and listed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Unit {
    /// A customer, with the lines of all their orders.
    #[default]
    Customer,
    /// An order of one customer, with its own lines.
    Order,
}

impl Unit {
    /// The units there are.
    pub const ALL: [Self; 2] = [Self::Customer, Self::Order];

    /// One of them: `customer` or `order`; also the word in settings and flags.
    pub fn one(self) -> &'static str {
        match self {
            Self::Customer => "customer",
            Self::Order => "order",
        }
    }

    /// Several of them: `customers` or `orders`.
    pub fn many(self) -> &'static str {
        match self {
            Self::Customer => "customers",
            Self::Order => "orders",
        }
    }

    /// The noun for so many of them.
    pub fn noun(self, count: usize) -> &'static str {
        if count == 1 { self.one() } else { self.many() }
    }

    /// The name of the feature that is the money a row brings.
    pub fn value_feature(self) -> &'static str {
        match self {
            Self::Customer => "revenue",
            Self::Order => "order_value",
        }
    }

    /// The name of the attribute that tells on which category of products most of a row was spent.
    pub fn favourite_attribute(self) -> &'static str {
        match self {
            Self::Customer => "favourite category",
            Self::Order => "main category",
        }
    }
}

impl fmt::Display for Unit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.one())
    }
}

impl FromStr for Unit {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let allowed = Self::ALL.map(Self::one).join(", ");
        let found = Self::ALL.into_iter().find(|unit| unit.one() == text);
        found.ok_or_else(|| format!("unit is `{text}`; allowed are {allowed}"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_come_back() {
        for unit in Unit::ALL {
            assert_eq!(unit.to_string().parse(), Ok(unit));
            assert_eq!((unit.noun(0), unit.noun(1), unit.noun(2)), (unit.many(), unit.one(), unit.many()));
        }
        assert!("basket".parse::<Unit>().unwrap_err().contains("customer, order"));
    }
}
