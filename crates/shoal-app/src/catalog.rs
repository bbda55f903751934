//! What there is to choose from, as tables: roles of columns, rules and reasons of cleaning.

use crate::error::Error;

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
