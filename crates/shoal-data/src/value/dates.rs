//! How the dates of every table are read: settled before any row is judged.

use crate::error::Error;
use crate::options::{DateOrder, Zone};
use crate::recognise::Table;
use crate::recognise::columns::Columns;
use crate::recognise::profiles::Profiles;
use crate::recognise::roles::Role;
use crate::value::date_form::DateForm;
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
    /// How they are read.
    pub(crate) form: DateForm,
    /// Whether the user said the order.
    pub(crate) forced: bool,
}

impl Dates {
    /// Slashed dates of this file that are none in the order, which are unreadable.
    pub(crate) fn contradicting(&self) -> u64 {
        self.here.undecided() - self.here.fitting(self.form.order)
    }

    /// Offsets from UTC that lie further apart than summer time explains, when the time was kept as written: the smallest, the
    /// largest, and how many values of this file have one.
    pub(crate) fn far_offsets(&self) -> Option<(Zone, Zone, u64)> {
        let (least, _) = self.whole.offsets.first_key_value()?;
        let (most, _) = self.whole.offsets.last_key_value()?;
        let far = self.form.zone.is_none() && most - least > 60;
        far.then(|| (Zone(*least), Zone(*most), self.here.offsets.values().sum()))
    }
}

/// The dates of all tables.
pub(crate) struct DateFacts {
    customers: DateForm,
    transactions: DateForm,
    /// Per table.
    pub(crate) tables: Vec<Option<Dates>>,
}

impl DateFacts {
    /// Looks at all dates and decides how they are read.
    pub(crate) fn settle(
        profiles: &mut Profiles<'_>,
        tables: &[Table],
        (forced, zone): (Option<DateOrder>, Option<Zone>),
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
        let form = |tally: &DateTally, order| DateForm { order, unix: tally.unix(), zone };
        let order = decide(named, &in_transactions, forced, proven(&in_customers))?;
        let transactions = form(&in_transactions, order);
        let order = decide(TableKind::Customers, &in_customers, forced, proven(&in_transactions))?;
        let customers = form(&in_customers, order);
        let facts = |(table, tally): (&Table, Option<DateTally>)| {
            let (whole, form) = if table.kind == TableKind::Customers {
                (&in_customers, customers)
            } else {
                (&in_transactions, transactions)
            };
            tally.map(|here| Dates { here, whole: whole.clone(), form, forced: forced.is_some() })
        };
        let facts = tables.iter().zip(tallies).map(facts).collect();
        Ok(Self { customers, transactions, tables: facts })
    }

    /// How the dates of a table are read.
    pub(crate) fn form(&self, kind: TableKind) -> DateForm {
        if kind == TableKind::Customers { self.customers } else { self.transactions }
    }
}

/// The column with the dates of a table.
fn date_column(columns: &Columns) -> Option<usize> {
    columns.of(Role::Time).or_else(|| columns.of(Role::Signup))
}
