//! How much of the end of the history is held out, as a user writes it.

use crate::window::Window;
use serde::{Deserialize, Serialize};
use std::fmt;
use std::str::FromStr;

/// How much of the end of the history is kept from the segments and held against them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub enum HoldOut {
    /// As much as suits how long the history is and how often customers order.
    #[default]
    Auto,
    /// Nothing: the segments are not held against what came after.
    None,
    /// So much.
    Last(Window),
}

impl FromStr for HoldOut {
    type Err = String;

    /// Reads `auto`, `none` or a length of time such as `90d`.
    fn from_str(text: &str) -> Result<Self, String> {
        match text.trim() {
            "auto" => Ok(Self::Auto),
            "none" => Ok(Self::None),
            other => other.parse().map(Self::Last).map_err(|error| format!("{error}; or auto, or none")),
        }
    }
}

impl fmt::Display for HoldOut {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Auto => f.write_str("auto"),
            Self::None => f.write_str("none"),
            Self::Last(window) => window.fmt(f),
        }
    }
}

impl TryFrom<String> for HoldOut {
    type Error = String;

    fn try_from(text: String) -> Result<Self, String> {
        text.parse()
    }
}

impl From<HoldOut> for String {
    fn from(wanted: HoldOut) -> Self {
        wanted.to_string()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_held_out_comes_back_from_its_text() {
        for text in ["auto", "none", "90d", "3m"] {
            assert_eq!(text.parse::<HoldOut>().map(|wanted| wanted.to_string()), Ok(text.to_owned()));
        }
        for wrong in ["", "off", "0d", "90"] {
            assert!(wrong.parse::<HoldOut>().is_err_and(|error| error.contains("auto")), "{wrong}");
        }
    }
}
