//! Columns that say what became of an order, and what a row has there.
//!
//! Three kinds, told by the column's name:
//!
//! - *words* (`Status`, `Financial Status`): the value is read by the lists of the policy ([`crate::policy::statuses`]);
//! - *types* (`transaction_type`): words too, but `refund` says that the row itself is one, so that its money is negative whatever its sign;
//! - *flags* (`cancelled_at`, `is_returned`, `is_test`): any value but `no`, `false` and 0 says it. `captured` and `is_paid` say by their
//!   `no` that nothing was paid yet.
//!
//! Of several columns the gravest word counts. Values are few, so each is read once.

use crate::judge::row::{Row, Rows};
use crate::judge::terms::Terms;
use crate::policy::choices::{Back, Odd};
use crate::policy::statuses::{Meanings, Verdict};
use crate::recognise::roles::{Role, plain};
use crate::tables::Tables;
use crate::value::key::{label, trim};
use crate::value::number::parse;
use crate::value::number_form::NumberForm;
use crate::value::value_counts::value_counts;
use shoal_segment::receipt::Note;
use std::collections::{BTreeMap, HashMap};

/// So many values are named.
const NAMED: usize = 5;

/// What a column says, and how.
enum Kind {
    /// By its words; whether it names the type of the row.
    Words(HashMap<Vec<u8>, Verdict>, bool),
    /// By any value.
    Flag(Verdict),
    /// By `no`.
    Paid,
    /// That the row is a test, by any value.
    Test,
}

/// The columns of states of all tables.
pub(crate) struct States {
    /// Per table, by the column.
    columns: Vec<BTreeMap<usize, Kind>>,
}

/// What a row's states say.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct Said {
    /// The gravest word.
    pub(crate) verdict: Verdict,
    /// The row is itself a return.
    pub(crate) is_return: bool,
    /// The row is a test.
    pub(crate) is_test: bool,
}

impl States {
    /// Looks at the columns of all tables.
    pub(crate) fn of(tables: &Tables<'_>, meanings: &Meanings) -> Self {
        let kind = |table: usize, column: usize| {
            let grid = &tables.source(table).grid;
            let name = plain(&grid.header[column]);
            flag(&name).unwrap_or_else(|| {
                let verdict = |value: &[u8]| meanings.of(&String::from_utf8_lossy(value));
                let values = value_counts(grid, column).into_keys().map(|value| {
                    let said = verdict(&value);
                    (value, said)
                });
                Kind::Words(values.collect(), is_type(&name))
            })
        };
        let of_table = |table: usize| {
            let columns = tables.tables[table].columns.all(Role::Status);
            columns.map(|column| (column, kind(table, column))).collect()
        };
        Self { columns: (0..tables.tables.len()).map(of_table).collect() }
    }

    /// What the states of a row and of its order say.
    pub(crate) fn said(&self, rows: Rows<'_, '_>, row: Row) -> Said {
        let mut said = Said::default();
        if !rows.have(row.table, Role::Status) {
            return said;
        }
        for cell in rows.cells(row, Role::Status) {
            let (table, column) = cell.from;
            match self.columns[table].get(&column) {
                Some(Kind::Test) => said.is_test |= says_yes(cell.value),
                Some(kind) => match kind.verdict(cell.value) {
                    Verdict::Refunded if kind.is_type() => said.is_return = true,
                    verdict => said.verdict = said.verdict.max(verdict),
                },
                None => {}
            }
        }
        said
    }

    /// Notes on words that decide nothing: unknown ones, and refunds of which no column says how much.
    pub(crate) fn notes(&self, rows: Rows<'_, '_>, table: usize) -> Vec<Note> {
        let tables = rows.tables;
        let grid = &tables.source(table).grid;
        let tells_refunds = rows.have(table, Role::Refunded);
        let mut notes = Vec::new();
        for (column, kind) in &self.columns[table] {
            let Kind::Words(values, _) = kind else { continue };
            let counts = value_counts(grid, *column);
            let mut tell = |wanted: Verdict, code: &str, what: &str| {
                let told: Vec<(String, u64)> = counts
                    .iter()
                    .filter(|(value, _)| values.get(*value) == Some(&wanted))
                    .map(|(value, &rows)| (String::from_utf8_lossy(value).into_owned(), rows))
                    .collect();
                let rows = told.iter().map(|(_, rows)| rows).sum();
                let found: Vec<String> = told.into_iter().map(|(value, _)| value).collect();
                let value = if found.len() == 1 { "the value" } else { "values" };
                let words = format!("column `{}` has {value} {}; {what}", grid.column_name(*column), listed(&found));
                notes.push(Note { code: code.to_owned(), words, rows });
            };
            let unknown = "no list of the policy has such a status, so the rows are kept ([input.policy.statuses] in the settings)";
            tell(Verdict::Unknown, "status_unknown", unknown);
            if !tells_refunds {
                let partly = "no column says how much was given back, so the rows are kept whole (--map transactions.refunded=COLUMN)";
                tell(Verdict::PartlyRefunded, "status_partly_refunded", partly);
            }
        }
        notes
    }
}

impl Kind {
    /// What a value says.
    fn verdict(&self, cell: &[u8]) -> Verdict {
        match self {
            Self::Words(values, _) => label(cell).and_then(|value| values.get(value).copied()).unwrap_or_default(),
            Self::Flag(verdict) if says_yes(cell) => *verdict,
            Self::Paid if says_no(cell) => Verdict::Pending,
            Self::Flag(_) | Self::Paid | Self::Test => Verdict::Silent,
        }
    }

    fn is_type(&self) -> bool {
        matches!(self, Self::Words(_, true))
    }
}

/// What becomes of the rows with a value of a column of states, as far as it decides it.
pub(crate) fn becomes(terms: &Terms<'_>, (table, column): (usize, usize), value: &[u8]) -> &'static str {
    let Some(kind) = terms.states.columns[table].get(&column) else { return "kept" };
    let rule = if kind.is_type() { terms.policy.returns } else { terms.policy.refunds };
    match (kind, kind.verdict(value)) {
        (Kind::Test, _) if says_yes(value) && terms.policy.tests == Odd::SetAside => "set aside",
        (_, Verdict::Refunded) if rule == Back::Net => "subtracted",
        (_, Verdict::Refunded) if kind.is_type() => "set aside",
        (_, Verdict::Pending | Verdict::Failed | Verdict::Cancelled) => "set aside",
        (_, Verdict::Unknown) => "kept: a word of no list",
        _ => "kept",
    }
}

/// What a flag says, by the column's plain name.
fn flag(name: &str) -> Option<Kind> {
    let starts = |words: &[&str]| words.iter().any(|word| name.starts_with(word));
    let bare = name.strip_prefix("is").unwrap_or(name);
    let is_moment = ["at", "on", "date"].iter().any(|end| name.ends_with(end));
    let is_bare = |words: &[&str]| words.contains(&bare);
    if is_bare(&["captured", "paid"]) {
        return Some(Kind::Paid);
    }
    if is_bare(&["test", "testorder"]) || matches!(name, "testmode") {
        return Some(Kind::Test);
    }
    if is_bare(&["cancelled", "canceled", "cancel", "void", "voided"]) || is_moment && starts(&["cancel", "void"]) {
        return Some(Kind::Flag(Verdict::Cancelled));
    }
    if is_bare(&["refunded", "refund", "returned", "return"]) || is_moment && starts(&["refund", "return"]) {
        return Some(Kind::Flag(Verdict::Refunded));
    }
    None
}

fn is_type(name: &str) -> bool {
    name.ends_with("type") || name == "action"
}

fn says_yes(cell: &[u8]) -> bool {
    label(cell).is_some() && !says_no(cell)
}

fn says_no(cell: &[u8]) -> bool {
    let value = trim(cell);
    let zero = || parse(value, NumberForm::default()).is_ok_and(|number| number.units == 0);
    let no = ["no", "n", "false", "f", "none", "nein", "non", "-"];
    no.iter().any(|word| value.eq_ignore_ascii_case(word.as_bytes())) || zero()
}

/// The first values by name, the others as a number.
pub(crate) fn listed(values: &[String]) -> String {
    let named: Vec<String> = values.iter().take(NAMED).map(|value| value.chars().take(40).collect()).collect();
    match values.len().saturating_sub(NAMED) {
        0 => named.join(", "),
        more => format!("{} and {more} more", named.join(", ")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::recognise::roles::roles;

    #[test]
    fn flags() {
        let shown = |name: &str| match flag(&plain(name)) {
            Some(Kind::Flag(Verdict::Cancelled)) => "cancelled",
            Some(Kind::Flag(_)) => "refunded",
            Some(Kind::Paid) => "paid",
            Some(Kind::Test) => "test",
            _ => "words",
        };
        for (name, expected) in [
            ("Status", "words"),
            ("return_status", "words"),
            ("Cancelled at", "cancelled"),
            ("cancel_date", "cancelled"),
            ("is_void", "cancelled"),
            ("is_returned", "refunded"),
            ("returned_at", "refunded"),
            ("Captured", "paid"),
            ("is_paid", "paid"),
            ("is_test", "test"),
            ("test_order", "test"),
        ] {
            assert_eq!(shown(name), expected, "{name}");
        }
        let spec = roles().iter().find(|spec| spec.role == Role::Status).unwrap();
        assert!(spec.aliases[0].iter().all(|name| shown(name) == "words"));
        for name in spec.aliases[1] {
            assert_ne!(shown(name), "words", "{name}");
        }
    }

    #[test]
    fn yes_and_no() {
        for (value, yes) in [("TRUE", true), ("2024-01-05", true), ("12.50", true), ("0.00", false), ("No", false)] {
            assert_eq!((says_yes(value.as_bytes()), says_no(value.as_bytes())), (yes, !yes), "{value}");
        }
        assert!(!says_yes(b" ") && !says_no(b" "));
    }
}
