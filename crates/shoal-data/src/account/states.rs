//! Columns that say that a row was cancelled, refunded or returned, and that nothing uses, because their names are not those of the
//! role `status`: they are noted.
//!
//! Two kinds of columns of transactions. A *state* (`Status`, `order_type` …) is told by a part of its name, and says it by a
//! word of its value (`Refunded`, `partially_refunded`; not `not returned`). A *flag* (`is_returned`, `cancelled_at`,
//! `refunded_amount`) is told by its whole name, and says it by any value but `no`, `false` and 0.

use crate::judge::states::listed;
use crate::recognise::roles::{Role, plain};
use crate::tables::Tables;
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

/// Words of values. Parts of longer words do not count.
const WORDS: [&str; 40] = [
    "cancel",
    "cancelled",
    "canceled",
    "cancelation",
    "cancellation",
    "cancels",
    "refund",
    "refunded",
    "refunds",
    "return",
    "returned",
    "returns",
    "void",
    "voided",
    "failed",
    "failure",
    "declined",
    "rejected",
    "reversed",
    "reversal",
    "chargeback",
    "denied",
    "aborted",
    "annulled",
    "storno",
    "storniert",
    "stornierung",
    "retoure",
    "rücksendung",
    "erstattet",
    "erstattung",
    "abgebrochen",
    "annulé",
    "annulée",
    "remboursé",
    "remboursée",
    "cancelado",
    "cancelada",
    "devuelto",
    "reembolsado",
];

/// Words that turn the others round.
const NOT: [&str; 5] = ["not", "no", "non", "never", "nicht"];

/// The notes on such columns, per table.
pub(crate) fn notes(tables: &Tables<'_>, table: usize) -> Vec<Note> {
    let columns = &tables.tables[table].columns;
    if !matches!(tables.tables[table].kind, TableKind::Transactions | TableKind::Orders) {
        return Vec::new();
    }
    let unused = |&column: &usize| columns.role_of(column).is_none_or(|role| role == Role::Attribute);
    let width = tables.source(table).grid.width();
    (0..width).filter(unused).filter_map(|column| note(tables, table, column)).collect()
}

fn note(tables: &Tables<'_>, table: usize, column: usize) -> Option<Note> {
    let grid = &tables.source(table).grid;
    let name = plain(&grid.header[column]);
    let says = if FLAGS.contains(&name.as_str()) {
        flag_says_so
    } else if STATES.iter().any(|state| name.contains(state)) {
        state_says_so
    } else {
        return None;
    };
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
            "it was not used"
        } else {
            "no row was left out because of it"
        }
    );
    (rows > 0).then(|| Note { code: "status_not_used".to_owned(), words, rows })
}

fn state_says_so(value: &str) -> bool {
    let value = value.to_lowercase();
    let mut words = value.split(|c: char| !c.is_alphanumeric());
    let says = words.clone().any(|word| WORDS.contains(&word));
    says && !words.any(|word| NOT.contains(&word))
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
        for (value, expected) in [
            ("Cancelled", true),
            ("partially_refunded", true),
            ("RETURN", true),
            ("Refund / exchange", true),
            ("paid", false),
            ("not returned", false),
            ("non-refundable", false),
            ("returning customer", false),
            ("Avoid", false),
        ] {
            assert_eq!(state_says_so(value), expected, "{value}");
        }
        for (value, expected) in [("TRUE", true), ("2024-01-05", true), ("12.50", true), ("0.00", false), ("No", false)]
        {
            assert_eq!(flag_says_so(value), expected, "{value}");
        }
    }
}
