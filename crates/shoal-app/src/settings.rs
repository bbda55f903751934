//! The settings of a run: what the command line and `shoal.toml` can say, with every default filled in.
//!
//! A run writes its settings as `shoal.toml` beside its results; a run from that file gives the same bytes again. Where
//! results go, how many threads work and how much is said are not settings: they change no result.

pub mod policy;

use crate::error::Error;
use crate::settings::policy::Policy;
use serde::{Deserialize, Serialize};
use shoal_data::{DateOrder, ReadOptions, RoleOverride};
use shoal_segment::date::Day;
use shoal_segment::spec::Spec;
use std::path::{Path, PathBuf};

/// Everything that decides the result of a run.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Settings {
    /// What the settings are for, when they are a recipe.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub recipe: Option<About>,
    /// What is read, and how.
    pub input: Input,
    /// What is done with it.
    pub segment: Spec,
}

/// What settings are for.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct About {
    /// A name to read.
    pub title: String,
    /// What comes out, in a sentence or two.
    pub about: String,
    /// What the tables must carry.
    pub needs: String,
}

/// What is read, and how.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Input {
    /// The files, as given.
    pub files: Vec<PathBuf>,
    /// `table.role=column`, as `--map` has it.
    pub map: Vec<String>,
    /// The day for which features are computed, `YYYY-MM-DD`; absent: the day after the last transaction.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub as_of: Option<Day>,
    /// The order of day and month in slashed dates, `mdy` or `dmy`; absent: the data decide.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub dates: Option<String>,
    /// The largest share of unreadable rows, 0 to 1.
    pub max_unreadable: f64,
    /// What becomes of rows that can be read and may not be meant.
    pub policy: Policy,
}

impl Default for Input {
    fn default() -> Self {
        let max_unreadable = ReadOptions::default().max_unreadable;
        let policy = Policy::default();
        Self { files: Vec::new(), map: Vec::new(), as_of: None, dates: None, max_unreadable, policy }
    }
}

impl Settings {
    /// Reads `shoal.toml`.
    pub fn read(path: &Path) -> Result<Self, Error> {
        let text = std::fs::read_to_string(path).map_err(|error| match error.kind() {
            std::io::ErrorKind::NotFound => Error::input(
                format!("there is no settings file `{}`", path.display()),
                "a run writes its settings as shoal.toml into its output folder",
            ),
            _ => Error::world("read", path, &error),
        })?;
        Self::parse(&text, path)
    }

    /// Reads the text of a settings file; `path` is where it stood.
    pub(crate) fn parse(text: &str, path: &Path) -> Result<Self, Error> {
        toml::from_str(text).map_err(|error| {
            Error::input(
                format!("`{}` is not a settings file of Shoal: {}", path.display(), error.message()),
                located(text, error.span()),
            )
        })
    }

    /// The text of `shoal.toml`.
    pub fn to_toml(&self) -> Result<String, Error> {
        let body = toml::to_string_pretty(self).map_err(Error::bug)?;
        Ok(format!("# The settings of a run. `shoal run --config shoal.toml` does it again, byte for byte.\n\n{body}"))
    }
}

fn located(text: &str, span: Option<std::ops::Range<usize>>) -> String {
    let line = span.map_or(1, |span| 1 + text.bytes().take(span.start).filter(|&byte| byte == b'\n').count());
    format!("see line {line}; a run writes a complete shoal.toml to start from")
}

impl Input {
    /// The reader's options, checked.
    pub fn options(&self) -> Result<ReadOptions, Error> {
        Ok(ReadOptions {
            map: self.map.iter().map(|text| text.parse::<RoleOverride>()).collect::<Result<_, _>>()?,
            as_of: self.as_of,
            max_unreadable: self.max_unreadable,
            dates: self.dates.as_deref().map(str::parse::<DateOrder>).transpose()?,
            policy: self.policy.checked()?,
            ..ReadOptions::default()
        })
    }
}

/// A share as people write it: `1%` or `0.01`.
pub fn parse_share(text: &str) -> Result<f64, String> {
    let (number, divisor) = match text.trim().strip_suffix('%') {
        Some(percent) => (percent.trim(), 100.0),
        None => (text.trim(), 1.0),
    };
    let share = number.parse::<f64>().ok().map(|value| value / divisor);
    share
        .filter(|share| (0.0..=1.0).contains(share))
        .ok_or_else(|| format!("`{text}` is not a share; allowed is 0% to 100%, also written as 0 to 1"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn settings_come_back_from_their_text() {
        let mut settings = Settings::default();
        settings.input.files = vec!["a b.csv".into()];
        settings.input.as_of = Day::parse_iso("2024-12-29");
        settings.segment.features = vec!["revenue".into()];
        settings.input.policy.filter = Some("country = 'it''s' and \"Unit Price\" < 5".into());
        settings.input.policy.statuses.cancelled.push("lost".into());
        let text = settings.to_toml().unwrap();
        assert_eq!(toml::from_str::<Settings>(&text).unwrap(), settings);
    }

    #[test]
    fn a_misspelt_setting_is_refused() {
        let error = toml::from_str::<Settings>("[segment]\nseeds = 3\n").unwrap_err();
        assert!(error.message().contains("seeds"), "{error}");
    }

    #[test]
    fn shares() {
        assert_eq!(parse_share("1%"), Ok(0.01));
        assert_eq!(parse_share("0.25"), Ok(0.25));
        for wrong in ["", "x", "-1%", "101%", "nan", "inf"] {
            assert!(parse_share(wrong).is_err(), "{wrong}");
        }
    }
}
