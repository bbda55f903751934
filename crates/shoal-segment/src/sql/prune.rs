//! Steps of a statement, and how those and their columns go to which nothing that follows refers.
//!
//! A reference is a word: a column stays when its name stands anywhere in a step that names the column's step. That can keep one too
//! many when two have one name, and never one too few.

use std::collections::BTreeSet;
use std::fmt;

/// A common table expression.
#[derive(Debug, Clone)]
pub(super) struct Step {
    /// Its name.
    pub(super) name: String,
    /// What it is, for a comment.
    pub(super) about: String,
    /// Columns that stay while the step stays, as written after SELECT.
    pub(super) keys: Vec<String>,
    /// Other columns: name and expression.
    pub(super) columns: Vec<(String, String)>,
    /// From FROM on.
    pub(super) from: String,
}

/// The steps that lead to `names`, which are asked of the last one, with the columns that they need.
pub(super) fn prune(steps: Vec<Step>, names: &BTreeSet<String>) -> Vec<Step> {
    let mut kept: Vec<(Step, BTreeSet<String>)> = Vec::new();
    for mut step in steps.into_iter().rev() {
        let users = kept.iter().filter(|(_, said)| said.contains(&step.name));
        let used: BTreeSet<&String> =
            if kept.is_empty() { names.iter().collect() } else { users.flat_map(|(_, said)| said).collect() };
        if used.is_empty() {
            continue;
        }
        step.columns.retain(|(name, _)| used.contains(name));
        let texts = step.keys.iter().chain(step.columns.iter().map(|(_, sql)| sql)).chain([&step.from]);
        let said = texts.flat_map(|text| words(text)).map(str::to_owned).collect();
        kept.push((step, said));
    }
    kept.into_iter().rev().map(|(step, _)| step).collect()
}

/// The words of a piece of SQL: names, keywords, numbers.
pub(super) fn words(sql: &str) -> impl Iterator<Item = &str> {
    sql.split(|letter: char| !letter.is_alphanumeric() && letter != '_').filter(|word| !word.is_empty())
}

impl fmt::Display for Step {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for line in self.about.lines() {
            writeln!(f, "-- {line}")?;
        }
        let column =
            |(name, sql): &(String, String)| if name == sql { name.clone() } else { format!("{sql} AS {name}") };
        let columns: Vec<String> = self.keys.iter().cloned().chain(self.columns.iter().map(column)).collect();
        writeln!(f, "{} AS (", self.name)?;
        writeln!(f, "  SELECT\n    {}", columns.join(",\n    "))?;
        for line in self.from.lines() {
            writeln!(f, "  {line}")?;
        }
        write!(f, ")")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn step(name: &str, columns: &[(&str, &str)], from: &str) -> Step {
        Step {
            name: name.into(),
            about: String::new(),
            keys: vec!["id".into()],
            columns: columns.iter().map(|(name, sql)| ((*name).into(), (*sql).into())).collect(),
            from: from.into(),
        }
    }

    #[test]
    fn what_nothing_refers_to_goes() {
        let steps = vec![
            step("a", &[("x", "x"), ("y", "y"), ("z", "z")], "FROM t"),
            step("b", &[("v", "v")], "FROM t"),
            step("c", &[("p", "SUM(x)"), ("q", "SUM(y)")], "FROM a WHERE z > 0"),
        ];
        let kept = prune(steps, &["p".to_owned()].into());
        assert_eq!(kept.iter().map(|step| step.name.as_str()).collect::<Vec<_>>(), ["a", "c"]);
        let columns = |at: usize| kept[at].columns.iter().map(|(name, _)| name.as_str()).collect::<Vec<_>>();
        assert_eq!((columns(0), columns(1)), (vec!["x", "z"], vec!["p"]));
        assert_eq!(kept[1].to_string(), "c AS (\n  SELECT\n    id,\n    SUM(x) AS p\n  FROM a WHERE z > 0\n)");
    }
}
