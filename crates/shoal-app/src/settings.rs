//! The settings of a run: what the command line and `shoal.toml` can say, with every default filled in.
//!
//! A run writes its settings as `shoal.toml` beside its results; a run from that file gives the same bytes again. Where
//! results go, how many threads work, how much memory they have and how much is said are not settings: they change no result.

pub mod policy;

use crate::error::Error;
use crate::machine;
use crate::settings::policy::Policy;
use serde::{Deserialize, Serialize};
use shoal_data::{DateOrder, DecimalMark, ReadOptions, RoleOverride, Zone};
use shoal_segment::date::Day;
use shoal_segment::feature::own::{self, Own};
use shoal_segment::spec::Spec;
use std::collections::BTreeSet;
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
    /// Features that the user declares.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub feature: Vec<Own>,
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
    /// The files; as written by a run, folders and patterns are the files that they stood for.
    pub files: Vec<PathBuf>,
    /// Other tables with one row per customer, whose columns become features and categories.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub customer_tables: Vec<PathBuf>,
    /// `table.role=column`, as `--map` has it.
    pub map: Vec<String>,
    /// The day for which features are computed, `YYYY-MM-DD`; absent: the day after the last transaction.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub as_of: Option<Day>,
    /// The order of day, month and year in slashed dates, `mdy`, `dmy` or `ymd`; absent: the data decide.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub dates: Option<String>,
    /// The zone to which dates with a zone are brought, as `+02:00`; absent: they keep the time as written.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub timezone: Option<String>,
    /// The decimal mark of numbers, `point` or `comma`; absent: the data decide.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub decimal: Option<String>,
    /// The largest share of unreadable rows, 0 to 1.
    pub max_unreadable: f64,
    /// What becomes of rows that can be read and may not be meant.
    pub policy: Policy,
}

impl Default for Input {
    fn default() -> Self {
        let max_unreadable = ReadOptions::default().max_unreadable;
        Self {
            files: Vec::new(),
            customer_tables: Vec::new(),
            map: Vec::new(),
            as_of: None,
            dates: None,
            timezone: None,
            decimal: None,
            max_unreadable,
            policy: Policy::default(),
        }
    }
}

impl Settings {
    /// Reads `shoal.toml`.
    pub fn read(path: &Path) -> Result<Self, Error> {
        let hint = "a run writes its settings as shoal.toml into its output folder";
        let text =
            std::fs::read_to_string(path).map_err(|error| Error::unopened("settings file", path, &error, hint))?;
        Self::parse(&text, path)
    }

    /// Reads the text of a settings file; `path` is where it stood.
    pub(crate) fn parse(text: &str, path: &Path) -> Result<Self, Error> {
        let mut settings: Self = toml::from_str(text).map_err(|error| {
            Error::input(
                format!("`{}` is not a settings file of Shoal: {}", path.display(), error.message()),
                located(text, error.span()),
            )
        })?;
        let places = toml::from_str::<Places>(text).unwrap_or_default();
        for (own, written) in settings.feature.iter_mut().zip(places.feature) {
            own.place = Some(format!("{}, line {}", path.display(), line(text, written.span().start)));
        }
        own::check(&settings.feature)?;
        Ok(settings)
    }

    /// The reader's options, checked, with what the declared features need.
    pub fn options(&self) -> Result<ReadOptions, Error> {
        let mut options = self.input.options()?;
        options.contexts = contexts(&self.feature);
        Ok(options)
    }

    /// The text of `shoal.toml`.
    pub fn to_toml(&self) -> Result<String, Error> {
        let body = toml::to_string_pretty(self).map_err(Error::bug)?;
        Ok(format!("# The settings of a run. `shoal run --config shoal.toml` does it again, byte for byte.\n\n{body}"))
    }
}

/// Where the declarations of features stand.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Places {
    feature: Vec<toml::Spanned<toml::Value>>,
}

/// The columns of transactions that declared features need, each once, sorted.
pub(crate) fn contexts(own: &[Own]) -> Vec<String> {
    let columns: BTreeSet<&str> = own.iter().flat_map(Own::columns).collect();
    columns.into_iter().map(String::from).collect()
}

/// The number of the line in which the byte at `start` stands.
fn line(text: &str, start: usize) -> usize {
    1 + text.bytes().take(start).filter(|&byte| byte == b'\n').count()
}

fn located(text: &str, span: Option<std::ops::Range<usize>>) -> String {
    let line = span.map_or(1, |span| self::line(text, span.start));
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
            timezone: self.timezone.as_deref().map(str::parse::<Zone>).transpose()?,
            decimal: self.decimal.as_deref().map(str::parse::<DecimalMark>).transpose()?,
            memory: machine::budget(),
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
    fn declared_features_know_their_lines_and_come_back() {
        let text = "[segment]\nseed = 3\n\n[[feature]]\nname = \"web\"\nmeasure = \"amount\"\naggregate = \"sum\"\n\
                    where = { channel = [\"web\"] }\n\n# Another one.\n[[feature]]\nname = \"late\"\nmeasure = \"orders\"\n\
                    aggregate = \"days_since\"\n[feature.where]\nweekday = [\"sunday\"]\nCountry = [\"France\"]\n";
        let settings = Settings::parse(text, Path::new("my.toml")).unwrap();
        let places: Vec<&str> = settings.feature.iter().filter_map(|own| own.place.as_deref()).collect();
        assert_eq!(places, ["my.toml, line 4", "my.toml, line 11"]);
        assert_eq!(settings.options().unwrap().contexts, ["Country", "channel"]);
        let again = Settings::parse(&settings.to_toml().unwrap(), Path::new("my.toml")).unwrap();
        let kept = |settings: &Settings| settings.feature.iter().map(Own::kept).collect::<Vec<_>>();
        assert_eq!(kept(&again), kept(&settings));
    }

    #[test]
    fn declarations_that_mean_nothing_are_refused_with_their_line() {
        let refused = |declared: &str| {
            let text = format!("[input]\n\n[[feature]]\nname = \"mine\"\n{declared}\n");
            let error = Settings::parse(&text, Path::new("my.toml")).unwrap_err();
            format!("{error} ({})", error.hint.clone().unwrap_or_default())
        };
        for (declared, words) in [
            ("measure = \"amount\"\naggregate = \"distinct\"", ["line 3", "means nothing", "sum, share, mean"]),
            ("measure = \"amount\"\naggregate = \"avg\"", ["line 6", "unknown variant `avg`", "`mean`"]),
            ("measure = \"money\"\naggregate = \"sum\"", ["line 5", "unknown variant `money`", "`amount`"]),
            ("measure = \"orders\"\naggregate = \"count\"\nwhen = 3", ["line 7", "unknown field `when`", "`where`"]),
            (
                "measure = \"orders\"\naggregate = \"count\"\nwhere = { month = [13] }",
                ["line 3", "month 13", "1 to 12"],
            ),
            ("measure = \"orders\"\naggregate = \"count\"\nper = \"line\"", ["line 3", "`per` says nothing", "leave"]),
            ("measure = \"price\"\naggregate = \"mean\"\nwhere = { kind = \"net\" }", ["line 3", "`net`", "purchase"]),
            (
                "measure = \"lines\"\naggregate = \"count\"\nwhere = { last_days = 0 }",
                ["line 3", "last_days", "at least 1"],
            ),
            ("measure = \"lines\"\naggregate = \"count\"\nwhere = { Shop = [] }", ["line 3", "`Shop`", "brackets"]),
        ] {
            let said = refused(declared);
            assert!(words.iter().all(|word| said.contains(word)), "{declared}: {said}");
        }
        for taken in ["revenue", "given_age", "Mine", ""] {
            let text = format!("[[feature]]\nname = \"{taken}\"\nmeasure = \"orders\"\naggregate = \"count\"\n");
            assert!(Settings::parse(&text, Path::new("my.toml")).is_err(), "{taken}");
        }
        let twice = "[[feature]]\nname = \"a\"\nmeasure = \"orders\"\naggregate = \"count\"\n".repeat(2);
        assert!(Settings::parse(&twice, Path::new("my.toml")).unwrap_err().to_string().contains("line 5"));
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
