//! Whether the files are customers and nothing else: no purchase is in them, and customers are segmented by their own columns.
//!
//! A file is such a table when its names say customers and nothing of a purchase, no `--map` speaks of transactions, and either
//!
//! - no column has the name of a date of purchase, and every customer has one row; or
//! - it cannot be read as transactions by its values.
//!
//! All files must be such tables. A table of products beside them says that the transactions were forgotten.

use crate::recognise::bare_id::names;
use crate::recognise::columns::{Assignment, Elsewhere};
use crate::recognise::kinds::{Pin, has_name, looks_like};
use crate::recognise::profiles::Profiles;
use crate::recognise::roles::{Role, roles_of};
use shoal_segment::receipt::TableKind;

/// Whether all files are tables of customers.
pub(crate) fn are_alone(profiles: &mut Profiles<'_>, kinds: &[Option<TableKind>], pins: &[Pin]) -> bool {
    let all = |wanted: &dyn Fn(Option<TableKind>) -> bool| kinds.iter().all(|&kind| wanted(kind));
    if pins.iter().any(|pin| pin.table == TableKind::Transactions) {
        return false;
    }
    match kinds {
        [Some(TableKind::Transactions)] => is_table_of_customers(profiles, 0),
        _ if all(&|kind| kind == Some(TableKind::Customers)) => {
            (0..kinds.len()).all(|source| has_one_row_each(profiles, source) && !has_time(profiles, source))
        }
        _ => false,
    }
}

fn is_table_of_customers(profiles: &mut Profiles<'_>, source: usize) -> bool {
    if looks_like(&profiles.sources[source]) != Some(TableKind::Customers) {
        return false;
    }
    if has_one_row_each(profiles, source) && !has_time(profiles, source) {
        return true;
    }
    let elsewhere = Elsewhere::default();
    let mut as_transactions = Assignment::new(profiles, source, TableKind::Transactions, elsewhere);
    as_transactions.assign(&[]).is_err()
}

fn has_time(profiles: &Profiles<'_>, source: usize) -> bool {
    has_name(&profiles.sources[source], TableKind::Transactions, Role::Time)
}

/// Whether the values of the first column with the name of a customer hardly repeat.
fn has_one_row_each(profiles: &mut Profiles<'_>, source: usize) -> bool {
    let header = names(&profiles.sources[source]);
    let named = |tier: usize| {
        let mut specs = roles_of(TableKind::Customers).filter(|spec| spec.role == Role::Customer);
        specs.find_map(|spec| header.iter().position(|name| spec.tier_of(name) == Some(tier)))
    };
    let tiers = roles_of(TableKind::Customers).next().map_or(0, |spec| spec.aliases.len());
    let column = (0..tiers).find_map(named);
    column.is_some_and(|column| profiles.variety((source, column)).is_distinct_enough())
}
