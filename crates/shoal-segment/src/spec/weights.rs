//! How much features count: `revenue=2,recency_days=0.5`; whoever is not named counts once.

use super::by_feature::pairs;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::fmt;
use std::str::FromStr;

/// The largest weight; beyond it the others would not count at all.
pub const LARGEST_WEIGHT: f64 = 1000.0;

/// By what the squared distances along features are multiplied, by name; above 0 and at most [`LARGEST_WEIGHT`].
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Weights(
    /// The weights that were named.
    pub BTreeMap<String, f64>,
);

impl Weights {
    /// The weight of the feature called `name`.
    pub fn of(&self, name: &str) -> f64 {
        self.0.get(name).copied().unwrap_or(1.0)
    }

    /// Whether every feature counts once.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl FromStr for Weights {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let (words, of) = pairs(text, weight)?;
        match words.first() {
            Some(word) => Err(format!("`{word}` is not a weight; one is written NAME=NUMBER, for instance revenue=2")),
            None => Ok(Self(of)),
        }
    }
}

/// A number that can be a weight.
fn weight(text: &str) -> Result<f64, String> {
    let number = text.parse().ok().filter(|weight: &f64| *weight > 0.0 && *weight <= LARGEST_WEIGHT);
    number.ok_or_else(|| {
        format!(
            "weight is `{text}`; allowed is a number above 0 and at most {LARGEST_WEIGHT}; a feature that is not to count is left out \
             of --features"
        )
    })
}

impl fmt::Display for Weights {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let each: Vec<String> = self.0.iter().map(|(name, weight)| format!("{name}={weight}")).collect();
        f.write_str(&each.join(","))
    }
}

impl TryFrom<String> for Weights {
    type Error = String;

    fn try_from(text: String) -> Result<Self, String> {
        text.parse()
    }
}

impl From<Weights> for String {
    fn from(weights: Weights) -> Self {
        weights.to_string()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn weights_are_read_and_written() {
        let read: Weights = "revenue=2, recency_days=0.5".parse().unwrap();
        assert_eq!((read.of("revenue"), read.of("recency_days"), read.of("orders")), (2.0, 0.5, 1.0));
        assert_eq!(read.to_string().parse::<Weights>().unwrap(), read);
        assert!("".parse::<Weights>().unwrap().is_empty());
        for wrong in ["2", "a=0", "a=-1", "a=1001", "a=nan", "a=inf", "a=", "a=1,a=2"] {
            assert!(wrong.parse::<Weights>().is_err(), "{wrong}");
        }
        assert!("a=0".parse::<Weights>().unwrap_err().contains("left out of --features"));
    }
}
