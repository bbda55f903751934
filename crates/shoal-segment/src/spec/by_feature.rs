//! A setting that every feature has, and some have otherwise: `auto,revenue=asinh,units=none`.

use super::{Scaling, Transform};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::fmt;
use std::str::FromStr;

/// One word for all features, and others for those that are named.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(
    try_from = "String",
    into = "String",
    bound(serialize = "T: fmt::Display + Clone", deserialize = "T: FromStr<Err = String> + Default")
)]
pub struct ByFeature<T> {
    /// What holds for whoever is not named.
    pub usual: T,
    /// What holds for the features that are named.
    pub of: BTreeMap<String, T>,
}

impl<T: Copy> ByFeature<T> {
    /// What holds for the feature called `name`.
    pub fn of(&self, name: &str) -> T {
        self.of.get(name).copied().unwrap_or(self.usual)
    }
}

impl From<Transform> for ByFeature<Transform> {
    fn from(usual: Transform) -> Self {
        Self { usual, of: BTreeMap::new() }
    }
}

impl From<Scaling> for ByFeature<Scaling> {
    fn from(usual: Scaling) -> Self {
        Self { usual, of: BTreeMap::new() }
    }
}

impl<T: FromStr<Err = String> + Default> FromStr for ByFeature<T> {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let (usual, of) = pairs(text, T::from_str)?;
        let usual = match usual.as_slice() {
            [] => T::default(),
            [one] => one.parse()?,
            [_, second, ..] => {
                return Err(format!(
                    "`{second}` is a second word for all features; for one it is written NAME={second}"
                ));
            }
        };
        Ok(Self { usual, of })
    }
}

impl<T: fmt::Display> fmt::Display for ByFeature<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.usual)?;
        self.of.iter().try_for_each(|(name, value)| write!(f, ",{name}={value}"))
    }
}

impl<T: FromStr<Err = String> + Default> TryFrom<String> for ByFeature<T> {
    type Error = String;

    fn try_from(text: String) -> Result<Self, String> {
        text.parse()
    }
}

impl<T: fmt::Display> From<ByFeature<T>> for String {
    fn from(setting: ByFeature<T>) -> Self {
        setting.to_string()
    }
}

/// Words without a name, in their order, and values by name, of a text with commas between them.
pub(super) fn pairs<T>(
    text: &str,
    value: impl Fn(&str) -> Result<T, String>,
) -> Result<(Vec<&str>, BTreeMap<String, T>), String> {
    let (mut words, mut named) = (Vec::new(), BTreeMap::new());
    for part in text.split(',').map(str::trim).filter(|part| !part.is_empty()) {
        let Some((name, word)) = part.rsplit_once('=') else {
            words.push(part);
            continue;
        };
        if named.insert(name.trim().to_owned(), value(word.trim())?).is_some() {
            return Err(format!("`{}` is named twice", name.trim()));
        }
    }
    Ok((words, named))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_for_all_and_for_some() {
        let read: ByFeature<Transform> = " auto, revenue = asinh,units=none".parse().unwrap();
        assert_eq!((read.of("orders"), read.of("revenue")), (Transform::Auto, Transform::Asinh));
        assert_eq!(read.to_string(), "auto,revenue=asinh,units=none");
        assert_eq!("robust".parse::<ByFeature<Scaling>>().unwrap(), Scaling::Robust.into());
        assert_eq!("a=none".parse::<ByFeature<Scaling>>().unwrap().usual, Scaling::Standard);
        assert_eq!(read.to_string().parse::<ByFeature<Transform>>().unwrap(), read);
    }

    #[test]
    fn what_is_not_written_so_is_refused_in_words() {
        let refused = |text: &str| text.parse::<ByFeature<Transform>>().unwrap_err();
        assert!(refused("auto,none").contains("second word"), "{}", refused("auto,none"));
        assert!(refused("a=none,a=auto").contains("twice"));
        assert!(refused("a=cube").contains("allowed are none, auto, log1p, asinh, yeo_johnson, rank"));
        assert!(refused("cube").contains("transform is `cube`"));
    }
}
