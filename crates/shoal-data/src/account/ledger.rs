//! The accounts: rows and money by table and reason, and the text of the rows that are not used.

use crate::error::Error;
use crate::gather::repeats::Repeat;
use crate::judge::fates::Fate;
use crate::judge::reason::Reason;
use crate::judge::sums::{Sum, Sums};
use crate::judge::unreadable::{Example, ReasonCount, TooMany};
use crate::read::grid::{Chunk, Shape, ShapeFault};
use crate::recognise::Table;
use crate::recognise::roles::Role;
use crate::tables::Tables;
use rayon::prelude::*;
use shoal_segment::money::{Amount, Scale};
use shoal_segment::receipt::{Entry, Outcome, RejectedRow, TableKind};

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
    pub(crate) fn check_unreadable(&self, fates: &[&[Fate]], allowed: f64) -> Result<(), Error> {
        for (table, sums) in self.sums.iter().enumerate() {
            let rows = self.tables.source(table).grid.row_count();
            let unreadable: u64 = sums
                .iter()
                .filter(|(reason, _)| reason.outcome() == Outcome::Unreadable)
                .map(|(_, sum)| sum.rows)
                .sum();
            if unreadable as f64 > allowed * rows as f64 {
                let reasons = sums.iter().filter(|(reason, _)| reason.outcome() == Outcome::Unreadable);
                let reasons = reasons.map(|(reason, sum)| self.count(table, reason, sum.rows, fates)).collect();
                let file = self.tables.source(table).name.clone();
                return Err(Error::TooManyUnreadable(Box::new(TooMany { file, rows, unreadable, allowed, reasons })));
            }
        }
        Ok(())
    }

    fn count(&self, table: usize, reason: Reason, rows: u64, fates: &[&[Fate]]) -> ReasonCount {
        let shapes = of_faults(self.tables, table, |chunk, fault| {
            let example =
                || Example { line: chunk.line_of(fault.row), detail: shape_detail(self.tables, table, chunk, fault) };
            (shape_reason(fault.kind) == reason).then(example)
        });
        let of_reason = |fate: &&Fate| fate.reason == reason && self.tables.table_of(fate.place) == table;
        let values = || fates.iter().copied().flatten().filter(of_reason);
        let examples =
            values().map(|fate| Example { line: self.tables.line(fate.place), detail: detail(self.tables, fate) });
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

/// The rows that ended in one of some ways, with their text. Rows without a usable shape are among them.
pub(crate) fn rows_that(
    tables: &Tables<'_>,
    fates: impl Iterator<Item = Fate>,
    ended: impl Fn(Outcome) -> bool,
) -> Vec<RejectedRow> {
    let mut fates: Vec<Fate> = fates.filter(|fate| ended(fate.reason.outcome())).collect();
    fates.sort_unstable_by_key(|fate| (fate.place, fate.reason));
    let chunks: Vec<&[Fate]> = fates.chunk_by(|a, b| a.place.unit == b.place.unit).collect();
    let of_chunk = |fates: &&[Fate]| {
        let unit = fates[0].place.unit as usize;
        let chunk = tables.look(unit);
        let tables = tables.seeing(unit, &chunk);
        fates.iter().map(|fate| rejected(&tables, fate)).collect::<Vec<_>>()
    };
    let mut rows: Vec<RejectedRow> = chunks.par_iter().flat_map_iter(of_chunk).collect();
    for table in 0..tables.tables.len() {
        let source = tables.source(table);
        rows.extend(of_faults(tables, table, |chunk, fault| {
            Some(RejectedRow {
                file: source.name.clone(),
                line: chunk.line_of(fault.row),
                outcome: Outcome::Unreadable,
                reason: shape_reason(fault.kind).code().to_owned(),
                detail: shape_detail(tables, table, chunk, fault),
                raw: source.grid.raw_text(chunk, fault.row),
            })
        }));
    }
    rows.sort_unstable();
    rows
}

fn rejected(tables: &Tables<'_>, fate: &Fate) -> RejectedRow {
    RejectedRow {
        file: tables.source(tables.table_of(fate.place)).name.clone(),
        line: tables.line(fate.place),
        outcome: fate.reason.outcome(),
        reason: fate.reason.code().to_owned(),
        detail: detail(tables, fate),
        raw: tables.raw(fate.place),
    }
}

fn detail(tables: &Tables<'_>, fate: &Fate) -> String {
    let Some(cause) = fate.cause else { return String::new() };
    let column = cause.column as usize;
    let value = String::from_utf8_lossy(crate::value::key::trim(tables.field(fate.place, column)));
    cause.detail(&tables.source(tables.table_of(fate.place)).grid.column_name(column), &value)
}

/// What is told of the rows of a table without a usable shape.
fn of_faults<T>(
    tables: &Tables<'_>,
    table: usize,
    tell: impl Fn(&Chunk, &ShapeFault) -> Option<T>,
) -> impl Iterator<Item = T> {
    let slots = tables.source(table).grid.slots.iter().filter(|slot| slot.faults > 0);
    slots.flat_map(move |slot| {
        let chunk = slot.look();
        chunk.faults.iter().filter_map(|fault| tell(&chunk, fault)).collect::<Vec<T>>()
    })
}

fn shape_reason(shape: Shape) -> Reason {
    match shape {
        Shape::FieldCount(_) => Reason::WrongFieldCount,
        Shape::Encoding => Reason::BadEncoding,
        Shape::NoObject | Shape::RepeatedKey => Reason::BadJson,
    }
}

fn shape_detail(tables: &Tables<'_>, table: usize, chunk: &Chunk, fault: &ShapeFault) -> String {
    let width = tables.source(table).grid.width();
    let mut words = match fault.kind {
        Shape::FieldCount(1) => format!("1 field where the header has {width}"),
        Shape::FieldCount(fields) => format!("{fields} fields where the header has {width}"),
        Shape::Encoding => "bytes that are no text".to_owned(),
        Shape::NoObject => "no whole JSON object".to_owned(),
        Shape::RepeatedKey => "one key comes twice in the object".to_owned(),
    };
    if fault.last_line > fault.row.line {
        words.push_str(&format!("; a quote runs on to line {}", chunk.first_line + u64::from(fault.last_line)));
    }
    words
}
