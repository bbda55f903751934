//! Which numbers of clusters are tried.

use serde::{Deserialize, Serialize};
use std::fmt;
use std::str::FromStr;

/// An inclusive range of numbers of clusters, written `2..10`, or one number, written `4`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct KRange {
    /// Smallest k, at least 1.
    pub min: usize,
    /// Largest k, at least `min`, at most [`KRange::LARGEST`].
    pub max: usize,
}

impl KRange {
    /// No more clusters than this can be read by a person or have a colour of their own.
    pub const LARGEST: usize = 50;

    /// Whether the user fixed k.
    pub fn is_fixed(self) -> bool {
        self.min == self.max
    }
}

impl fmt::Display for KRange {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.is_fixed() {
            true => write!(f, "{}", self.min),
            false => write!(f, "{}..{}", self.min, self.max),
        }
    }
}

impl FromStr for KRange {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let (min, max) = text.split_once("..").unwrap_or((text, text));
        let range = min.trim().parse().ok().zip(max.trim().parse().ok()).map(|(min, max)| Self { min, max });
        range.filter(|range| range.min >= 1 && range.min <= range.max && range.max <= Self::LARGEST).ok_or_else(|| {
            format!(
                "k is `{text}`; allowed is a number from 1 to {0}, or a range such as 2..10 within 1..{0}",
                Self::LARGEST
            )
        })
    }
}

impl TryFrom<String> for KRange {
    type Error = String;

    fn try_from(text: String) -> Result<Self, String> {
        text.parse()
    }
}

impl From<KRange> for String {
    fn from(range: KRange) -> Self {
        range.to_string()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ranges_of_k() {
        assert_eq!("2..10".parse(), Ok(KRange { min: 2, max: 10 }));
        assert_eq!("4".parse(), Ok(KRange { min: 4, max: 4 }));
        for wrong in ["0", "5..2", "x", "", "2..", "-1", "1..51"] {
            assert!(wrong.parse::<KRange>().is_err(), "{wrong}");
        }
    }
}
