//! The accounts: rows and money by table and reason, and the text of the rows that are not used.

use crate::account::listing::{detail, of_faults, shape_detail, shape_reason};
use crate::error::Error;
use crate::gather::repeats::Repeat;
use crate::judge::fates::{Ends, Fate};
use crate::judge::reason::Reason;
use crate::judge::sums::{Sum, Sums};
use crate::judge::unreadable::{Example, ReasonCount, TooMany};
use crate::recognise::Table;
use crate::recognise::roles::Role;
use crate::tables::Tables;
use shoal_segment::money::{Amount, Scale};
use shoal_segment::receipt::{Entry, Outcome, TableKind};

/// The accounts of all tables.
pub(crate) struct Ledger<'a, 'b> {
    tables: &'b Tables<'a>,
    sums: Vec<Sums>,
}

impl<'a, 'b> Ledger<'a, 'b> {
    /// Begins with the rows that have no usable shape.
    pub(crate) fn new(tables: &'b Tables<'a>) -> Self {
        let mut ledger = Self { tables, sums: vec![Sums::default(); tables.tables.len()] };
        for table in 0..tables.tables.len() {
            let amount = (tables.tables[table].kind != TableKind::Transactions).then_some(0);
            for reason in of_faults(tables, table, |_, fault| Some(shape_reason(fault.kind))) {
                ledger.add(table, reason, amount);
            }
        }
        ledger
    }

    /// Books a row.
    pub(crate) fn add(&mut self, table: usize, reason: Reason, amount: Option<i64>) {
        self.sums[table].add(reason, amount);
    }

    /// Adds what was booked elsewhere, per table.
    pub(crate) fn join(&mut self, sums: &[Sums]) {
        self.sums.iter_mut().zip(sums).for_each(|(sum, part)| sum.join(part));
    }

    /// Books a row of a table under another reason than before.
    pub(crate) fn move_row(&mut self, table: usize, repeat: &Repeat) {
        self.sums[table].move_row(repeat.from, repeat.to, repeat.amount);
    }

    /// Books rows.
    pub(crate) fn add_all(&mut self, fates: &[Fate]) {
        for fate in fates {
            self.add(self.tables.table_of(fate.place), fate.reason, fate.amount);
        }
    }

    /// The entries of a table.
    pub(crate) fn entries(&self, table: usize, scale: Scale) -> Vec<Entry> {
        let entry = |(reason, sum): (Reason, Sum)| Entry {
            outcome: reason.outcome(),
            reason: reason.code().to_owned(),
            words: reason.words().to_owned(),
            flag: Some(reason.spec().flag.to_owned()).filter(|flag| !flag.is_empty()),
            rows: sum.rows,
            money: Amount { minor: sum.money, scale },
            rows_without_amount: sum.without_amount,
        };
        self.sums[table].iter().map(entry).collect()
    }

    /// Rows of all tables by reason, in words.
    pub(crate) fn in_words(&self, table: usize) -> String {
        let parts: Vec<String> = self.sums[table]
            .iter()
            .map(|(reason, sum)| {
                format!("{} {}: {}", sum.rows, if sum.rows == 1 { "row" } else { "rows" }, reason.words())
            })
            .collect();
        parts.join(", ")
    }

    /// An error for the first table with too many unreadable rows among those booked so far.
    pub(crate) fn check_unreadable(&self, ends: &Ends, allowed: f64) -> Result<(), Error> {
        for (table, sums) in self.sums.iter().enumerate() {
            let rows = self.tables.source(table).grid.row_count();
            let unreadable: u64 = sums
                .iter()
                .filter(|(reason, _)| reason.outcome() == Outcome::Unreadable)
                .map(|(_, sum)| sum.rows)
                .sum();
            if unreadable as f64 > allowed * rows as f64 {
                let reasons = sums.iter().filter(|(reason, _)| reason.outcome() == Outcome::Unreadable);
                let reasons = reasons.map(|(reason, sum)| self.count(table, reason, sum.rows, ends)).collect();
                let file = self.tables.source(table).name.clone();
                return Err(Error::TooManyUnreadable(Box::new(TooMany { file, rows, unreadable, allowed, reasons })));
            }
        }
        Ok(())
    }

    fn count(&self, table: usize, reason: Reason, rows: u64, ends: &Ends) -> ReasonCount {
        let shapes = of_faults(self.tables, table, |chunk, fault| {
            let example =
                || Example { line: chunk.line_of(fault.row), detail: shape_detail(self.tables, table, chunk, fault) };
            (shape_reason(fault.kind) == reason).then(example)
        });
        let of_reason = |fate: &Fate| fate.reason == reason && self.tables.table_of(fate.place) == table;
        let values = || ends.iter().filter(of_reason);
        let examples =
            values().map(|fate| Example { line: self.tables.line(fate.place), detail: detail(self.tables, &fate) });
        let mut columns = values().map(|fate| fate.cause.map(|cause| cause.column as usize));
        let first = columns.next().flatten().filter(|&first| columns.all(|column| column == Some(first)));
        ReasonCount {
            reason: reason.code().to_owned(),
            words: reason.words().to_owned(),
            rows,
            examples: shapes.chain(examples).take(3).collect(),
            column: first.map(|column| self.named(table, column)),
        }
    }

    /// A column, and its role as `--map` names it.
    fn named(&self, table: usize, column: usize) -> (String, String) {
        let Table { kind, columns, .. } = &self.tables.tables[table];
        let role = columns.role_of(column).map_or("", Role::word);
        (self.tables.source(table).grid.column_name(column), format!("{}.{role}", kind.word()))
    }
}
