//! What there is to choose from, as tables: roles of columns, rules and reasons of cleaning, features.

use crate::error::Error;
use shoal_segment::feature::{self, Unit};

/// A table for people and for programs.
pub struct Table {
    /// Names of the columns.
    pub headers: Vec<&'static str>,
    /// The rows, as wide as the headers.
    pub rows: Vec<Vec<String>>,
}

impl Table {
    /// The rows as a JSON array of objects.
    pub fn to_json(&self) -> Result<Vec<u8>, Error> {
        let object = |row: &Vec<String>| -> serde_json::Map<String, serde_json::Value> {
            self.headers.iter().zip(row).map(|(name, cell)| ((*name).to_string(), cell.clone().into())).collect()
        };
        let objects: Vec<_> = self.rows.iter().map(object).collect();
        let mut bytes = serde_json::to_vec_pretty(&objects).map_err(Error::bug)?;
        bytes.push(b'\n');
        Ok(bytes)
    }
}

/// The roles that columns can play, and the names they are recognised by.
pub fn roles() -> Table {
    let rows = shoal_data::roles().iter().map(|spec| {
        vec![
            format!("{}.{}", spec.table.word(), spec.role.word()),
            spec.need.word().to_string(),
            spec.meaning.to_string(),
            spec.aliases.concat().join(", "),
        ]
    });
    Table { headers: vec!["role", "needed", "meaning", "recognised by"], rows: rows.collect() }
}

/// The reasons for which rows end as they do.
pub fn reasons() -> Table {
    let rows = shoal_data::reasons()
        .into_iter()
        .map(|spec| [spec.code, spec.outcome.word(), spec.words, spec.flag].map(str::to_owned).to_vec());
    Table { headers: vec!["reason", "outcome", "meaning", "decided by"], rows: rows.collect() }
}

/// The rules of the cleaning policy.
pub fn policy() -> Table {
    let rows = shoal_data::policy_rules()
        .iter()
        .map(|rule| [rule.name, rule.default, rule.choices, rule.meaning, rule.flag].map(str::to_owned).to_vec());
    Table { headers: vec!["rule", "default", "choices", "meaning", "decided by"], rows: rows.collect() }
}

/// The features that rows of a `unit` can be clustered by.
pub fn features(unit: Unit) -> Table {
    let default = feature::default(unit);
    let rows = feature::catalog(unit).iter().map(|feature| {
        let needs: Vec<&str> = feature.needs.iter().map(|need| need.word()).collect();
        vec![
            feature.name.to_string(),
            feature.measure.word().to_string(),
            feature.meaning.to_string(),
            format!("{} … {}", feature.low, feature.high),
            needs.join(", "),
            if default.contains(&feature.name) { "clustered unless --features says otherwise" } else { "" }.to_string(),
        ]
    });
    Table { headers: vec!["feature", "unit", "meaning", "words", "needs", "default"], rows: rows.collect() }
}
