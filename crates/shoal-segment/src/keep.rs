//! How many principal components are kept: a number, written `3`, or a share of the variance, written `90%`.

use serde::{Deserialize, Serialize};
use std::fmt;
use std::str::FromStr;

/// How many principal components are clustered.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub enum Keep {
    /// So many, at least 1; all when there are not as many columns.
    Components(usize),
    /// The fewest whose shares of the variance add up to this, above 0, at most 1.
    Share(f64),
}

impl Keep {
    /// How many that is of components with the given shares of the variance; all shares are `None` when nothing varies, and then
    /// one component is as good as all.
    pub fn of(self, shares: Option<&[f64]>, columns: usize) -> usize {
        match (self, shares) {
            (Self::Components(count), _) => count.clamp(1, columns.max(1)),
            (Self::Share(_), None) => 1,
            (Self::Share(wanted), Some(shares)) => {
                let mut sum = 0.0;
                // Sums of shares are rounded: what is within a hair of the wish has reached it.
                let reached = shares.iter().position(|share| {
                    sum += share;
                    sum >= wanted - 1e-12
                });
                reached.map_or(shares.len().max(1), |at| at + 1)
            }
        }
    }
}

impl fmt::Display for Keep {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Components(count) => write!(f, "{count}"),
            Self::Share(share) => write!(f, "{}%", share * 100.0),
        }
    }
}

impl FromStr for Keep {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let text = text.trim();
        let share = match text.strip_suffix('%') {
            Some(percent) => percent.trim().parse().ok().map(|percent: f64| percent / 100.0),
            None => text.parse().ok().filter(|_| text.contains('.')),
        };
        let share = share.filter(|share: &f64| *share > 0.0 && *share <= 1.0).map(Self::Share);
        let count = text.parse().ok().filter(|&count| count >= 1).map(Self::Components);
        share.or(count).ok_or_else(|| {
            format!(
                "pca is `{text}`; allowed is a number of components from 1 on, or a share of the variance such as 90%"
            )
        })
    }
}

impl TryFrom<String> for Keep {
    type Error = String;

    fn try_from(text: String) -> Result<Self, String> {
        text.parse()
    }
}

impl From<Keep> for String {
    fn from(keep: Keep) -> Self {
        keep.to_string()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn written_and_read() {
        for (text, keep, shown) in [
            ("3", Keep::Components(3), "3"),
            (" 90% ", Keep::Share(0.9), "90%"),
            ("0.9", Keep::Share(0.9), "90%"),
            ("100%", Keep::Share(1.0), "100%"),
        ] {
            assert_eq!(text.parse(), Ok(keep));
            assert_eq!(keep.to_string(), shown);
        }
        for wrong in ["0", "-1", "0%", "101%", "1.5", "x", "", "nan%", "%"] {
            assert!(wrong.parse::<Keep>().is_err(), "{wrong}");
        }
    }

    #[test]
    fn the_fewest_that_reach_a_share() {
        let shares = [0.5, 0.3, 0.2];
        for (share, expected) in [(0.1, 1), (0.5, 1), (0.51, 2), (0.8, 2), (0.81, 3), (1.0, 3)] {
            assert_eq!(Keep::Share(share).of(Some(&shares), 3), expected, "{share}");
        }
        assert_eq!(Keep::Share(0.9).of(None, 3), 1, "nothing varies");
        assert_eq!((Keep::Components(9).of(None, 3), Keep::Components(2).of(Some(&shares), 3)), (3, 2));
    }
}
