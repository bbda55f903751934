//! What is asked of the engine, as written.

use super::weights::Weights;
use crate::keep::Keep;
use crate::spec::{Remainder, Scaling};
use shoal_cluster::Value;
use shoal_kernel::Points;
use std::fmt;
use std::str::FromStr;

/// One request.
#[derive(Debug, Clone)]
pub struct Wish {
    /// Id of the method.
    pub method: String,
    /// How columns are brought to one scale.
    pub scale: Scaling,
    /// The principal components of the scaled columns that are clustered in their place; `None`: the columns themselves.
    pub pca: Option<Keep>,
    /// The number of clusters, or several to try; `None` is the method's default.
    pub k: Option<Ks>,
    /// What chooses among several k: an index, or `bic` or `aic` for mixtures (see [`choosers`](super::choosers)).
    pub choose_by: String,
    /// Parameters of the method; the others keep their defaults.
    pub settings: Vec<Setting>,
    /// Decides everything random.
    pub seed: u64,
    /// Centres to start from, clusters × columns in original units.
    pub init: Option<Points>,
    /// How much each row counts; `None`: all the same.
    pub weights: Option<Weights>,
    /// Whether the silhouette of every row is wanted.
    pub silhouette: bool,
    /// What becomes of rows that the method leaves out.
    pub remainder: Remainder,
}

impl Wish {
    /// The method with everything else left at its default.
    pub fn new(method: &str) -> Self {
        Self {
            method: method.to_owned(),
            scale: Scaling::None,
            pca: None,
            k: None,
            choose_by: "davies_bouldin".to_owned(),
            settings: Vec::new(),
            seed: 0,
            init: None,
            weights: None,
            silhouette: false,
            remainder: Remainder::Keep,
        }
    }
}

/// Numbers of clusters, both ends included: `2..10`, or one of them: `4`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Ks {
    /// The smallest, at least 1.
    pub min: usize,
    /// The largest.
    pub max: usize,
}

impl Ks {
    /// The largest number of clusters.
    pub const LARGEST: usize = 65_535;

    /// Whether there is a number between the ends, and both are within 1 and [`Ks::LARGEST`].
    pub fn is_range(self) -> bool {
        1 <= self.min && self.min <= self.max && self.max <= Self::LARGEST
    }

    /// What is wrong with numbers that are no such range.
    pub(super) fn refusal(came: &str) -> String {
        let largest = Self::LARGEST;
        format!("k is `{came}`; allowed is a number from 1 to {largest}, or a range such as 2..10 within 1..{largest}")
    }
}

impl FromStr for Ks {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let (min, max) = text.split_once("..").unwrap_or((text, text));
        let ks = min.trim().parse().ok().zip(max.trim().parse().ok()).map(|(min, max)| Self { min, max });
        ks.filter(|ks| ks.is_range()).ok_or_else(|| Self::refusal(text))
    }
}

/// A parameter with its value, written `name=value`; whether the method has it is asked when it is fitted.
#[derive(Debug, Clone, PartialEq)]
pub struct Setting {
    /// Name of the parameter.
    pub name: String,
    /// A number or a word.
    pub value: Value,
}

impl Setting {
    /// A parameter from its name and its value as text: a number where it reads like one, else a word.
    pub fn new(name: &str, value: &str) -> Self {
        let number = value.parse::<f64>().ok();
        Self { name: name.to_owned(), value: number.map_or_else(|| Value::Word(value.to_owned()), Value::Number) }
    }
}

impl FromStr for Setting {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let parts = text.split_once('=').map(|(name, value)| (name.trim(), value.trim()));
        let parts = parts.filter(|(name, value)| !name.is_empty() && !value.is_empty());
        let (name, value) = parts.ok_or_else(|| format!("`{text}` is not NAME=VALUE, for instance max_iter=500"))?;
        Ok(Self::new(name, value))
    }
}

impl fmt::Display for Setting {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{}={}", self.name, self.value)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn settings_and_numbers_of_clusters_as_written() {
        assert_eq!("tol = 1e-6".parse(), Ok(Setting { name: "tol".into(), value: Value::Number(1e-6) }));
        assert_eq!("covariance=tied".parse(), Ok(Setting { name: "covariance".into(), value: Value::from("tied") }));
        for wrong in ["", "tol", "=1", "tol="] {
            assert!(wrong.parse::<Setting>().unwrap_err().contains("NAME=VALUE"), "{wrong}");
        }
        assert_eq!("2..100".parse(), Ok(Ks { min: 2, max: 100 }));
        for wrong in ["0", "5..2", "1..70000", "x", "-3", ""] {
            assert!(wrong.parse::<Ks>().unwrap_err().contains("allowed"), "{wrong}");
        }
    }
}
