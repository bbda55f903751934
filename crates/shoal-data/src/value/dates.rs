//! How the dates of every table are read: settled before any row is judged.

use crate::error::Error;
use crate::options::DateOrder;
use crate::recognise::Table;
use crate::recognise::columns::Columns;
use crate::recognise::profiles::Profiles;
use crate::recognise::roles::Role;
use crate::value::date_order::{decide, proven};
use crate::value::date_tally::DateTally;
use shoal_segment::receipt::TableKind;

/// The dates of one table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Dates {
    /// Those of this file.
    pub(crate) here: DateTally,
    /// Those of all files of the table.
    pub(crate) whole: DateTally,
    /// How slashed ones are read.
    pub(crate) order: DateOrder,
    /// Whether the user said so.
    pub(crate) forced: bool,
}

/// The dates of all tables.
pub(crate) struct DateFacts {
    customers: DateOrder,
    transactions: DateOrder,
    /// Per table.
    pub(crate) tables: Vec<Option<Dates>>,
}

impl DateFacts {
    /// Looks at all dates and decides the order.
    pub(crate) fn settle(
        profiles: &mut Profiles<'_>,
        tables: &[Table],
        forced: Option<DateOrder>,
    ) -> Result<Self, Error> {
        let tallies: Vec<Option<DateTally>> = tables
            .iter()
            .map(|table| date_column(&table.columns).map(|column| profiles.dates((table.source, column)).clone()))
            .collect();
        let whole = |kind: TableKind| {
            let of_kind = tables.iter().zip(&tallies).filter(|(table, _)| table.kind == kind);
            of_kind.filter_map(|(_, tally)| tally.clone()).fold(DateTally::default(), DateTally::join)
        };
        // Orders and transactions have the same dates: lines take them from their orders.
        let in_orders = whole(TableKind::Orders);
        let named = if in_orders.filled > 0 { TableKind::Orders } else { TableKind::Transactions };
        let (in_customers, in_transactions) =
            (whole(TableKind::Customers), whole(TableKind::Transactions).join(in_orders));
        let transactions = decide(named, &in_transactions, forced, proven(&in_customers))?;
        let customers = decide(TableKind::Customers, &in_customers, forced, proven(&in_transactions))?;
        let facts = |(table, tally): (&Table, Option<DateTally>)| {
            let (whole, order) = if table.kind == TableKind::Customers {
                (&in_customers, customers)
            } else {
                (&in_transactions, transactions)
            };
            tally.map(|here| Dates { here, whole: whole.clone(), order, forced: forced.is_some() })
        };
        let facts = tables.iter().zip(tallies).map(facts).collect();
        Ok(Self { customers, transactions, tables: facts })
    }

    /// How slashed dates of a table are read.
    pub(crate) fn order(&self, kind: TableKind) -> DateOrder {
        if kind == TableKind::Customers { self.customers } else { self.transactions }
    }
}

/// The column with the dates of a table.
fn date_column(columns: &Columns) -> Option<usize> {
    columns.of(Role::Time).or_else(|| columns.of(Role::Signup))
}
