//! Columns that say that a row was cancelled, refunded or returned, and that nothing uses, because their names are not those of the
//! role `status`: they are noted.
//!
//! Two kinds of columns of transactions. A *state* (`Status`, `order_type` …) is told by a part of its name, or, whatever it is
//! called, by its values when the policy has a meaning for each of them; it says it by these ([`Meanings`]). A *flag* (`is_returned`, `cancelled_at`,
//! `refunded_amount`) is told by its whole name, and says it by any value but `no`, `false` and 0.

use crate::hint::flagged;
use crate::judge::states::listed;
use crate::policy::statuses::{Meanings, Verdict};
use crate::read::grid::{Chunk, Grid};
use crate::recognise::roles::{Role, plain};
use crate::tables::Tables;
use crate::value::key::label;
use crate::value::number::parse;
use crate::value::number_form::NumberForm;
use crate::value::value_counts::value_counts;
use shoal_segment::receipt::{Note, TableKind};

/// Parts of the names of states.
const STATES: [&str; 8] = ["status", "state", "type", "kind", "action", "event", "outcome", "condition"];

/// Names of flags.
const FLAGS: [&str; 26] = [
    "cancelled",
    "canceled",
    "iscancelled",
    "iscanceled",
    "iscancel",
    "cancelledat",
    "canceledat",
    "cancelledon",
    "cancelleddate",
    "canceldate",
    "cancellationdate",
    "refunded",
    "isrefunded",
    "isrefund",
    "refundedat",
    "refunddate",
    "refundedamount",
    "refundamount",
    "amountrefunded",
    "returned",
    "isreturned",
    "isreturn",
    "returnedat",
    "returndate",
    "voided",
    "isvoid",
];

/// The notes on such columns, per table.
pub(crate) fn notes(tables: &Tables<'_>, table: usize, meanings: &Meanings) -> Vec<Note> {
    let columns = &tables.tables[table].columns;
    if !matches!(tables.tables[table].kind, TableKind::Transactions | TableKind::Orders) {
        return Vec::new();
    }
    let unused = |&column: &usize| columns.role_of(column).is_none_or(|role| role == Role::Attribute);
    let width = tables.source(table).grid.width();
    (0..width).filter(unused).filter_map(|column| note(tables, (table, column), meanings)).collect()
}

fn note(tables: &Tables<'_>, (table, column): (usize, usize), meanings: &Meanings) -> Option<Note> {
    let grid = &tables.source(table).grid;
    let name = plain(&grid.header[column]);
    let is_flag = FLAGS.contains(&name.as_str());
    if !is_flag && !STATES.iter().any(|state| name.contains(state)) && !all_are_states(grid, column, meanings) {
        return None;
    }
    let says = |value: &str| if is_flag { flag_says_so(value) } else { meanings.of(value) > Verdict::Unknown };
    let counts = value_counts(grid, column);
    let values = counts.iter().map(|(value, &count)| (String::from_utf8_lossy(value).into_owned(), count));
    let gone: Vec<(String, u64)> = values.filter(|(value, _)| says(value)).collect();
    let rows = gone.iter().map(|&(_, count)| count).sum();
    let words = format!(
        "column `{}` has {} {}; {}",
        grid.column_name(column),
        if gone.len() == 1 { "the value" } else { "values" },
        listed(&gone.into_iter().map(|(value, _)| value).collect::<Vec<_>>()),
        if tables.tables[table].columns.role_of(column).is_none() {
            let name = &grid.header[column];
            format!(
                "it was not used (`{}` uses it)",
                flagged(&format!("{}.status", tables.tables[table].kind.word()), name)
            )
        } else {
            "no row was left out because of it".to_owned()
        }
    );
    (rows > 0).then(|| Note { code: "status_not_used".to_owned(), words, rows })
}

/// Whether the policy has a meaning for every value of a column. Cost: up to the first without.
fn all_are_states(grid: &Grid, column: usize, meanings: &Meanings) -> bool {
    let fields = |chunk: &'_ Chunk| {
        (0..chunk.rows.len()).all(|row| match label(grid.field(chunk, row, column)) {
            Some(value) => meanings.of(&String::from_utf8_lossy(value)) != Verdict::Unknown,
            None => true,
        })
    };
    grid.slots.iter().all(|slot| fields(&slot.look()))
}

fn flag_says_so(value: &str) -> bool {
    let zero = parse(value.as_bytes(), NumberForm::default()).is_ok_and(|number| number.units == 0);
    !zero && !matches!(value.to_lowercase().as_str(), "no" | "n" | "false" | "f" | "none" | "nein" | "non" | "-")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values() {
        for (value, expected) in [("TRUE", true), ("2024-01-05", true), ("12.50", true), ("0.00", false), ("No", false)]
        {
            assert_eq!(flag_says_so(value), expected, "{value}");
        }
    }
}
