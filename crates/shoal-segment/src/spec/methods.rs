//! The methods of a run, as written.

use crate::method;
use serde::{Deserialize, Serialize};
use std::fmt;
use std::str::FromStr;

/// One or more methods, written `kmeans` or `kmeans,ward`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Methods(
    /// Their ids, in the order written, each once.
    pub Vec<String>,
);

impl Methods {
    /// Every method.
    pub fn all() -> Self {
        Self(method::all().map(|method| method.id.to_owned()).collect())
    }
}

impl FromStr for Methods {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let mut ids: Vec<String> = Vec::new();
        for id in text.split(',').map(str::trim) {
            let id = method::find(id).map_err(|error| error.message)?.id;
            if !ids.iter().any(|known| known == id) {
                ids.push(id.to_owned());
            }
        }
        Ok(Self(ids))
    }
}

impl fmt::Display for Methods {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0.join(","))
    }
}

impl TryFrom<String> for Methods {
    type Error = String;

    fn try_from(text: String) -> Result<Self, String> {
        text.parse()
    }
}

impl From<Methods> for String {
    fn from(methods: Methods) -> Self {
        methods.to_string()
    }
}
