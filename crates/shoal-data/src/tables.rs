//! All tables together: one way to name a row, to show it and to compare it.
//!
//! The content of a row is the list of its values that are not empty, each with the name of its column (the role where it has one),
//! sorted by name. So two rows can be compared though their files have different columns in different orders.

use crate::read::grid::{Chunk, Grid};
use crate::read::slot::{Looked, Slot};
use crate::read::source::Source;
use crate::recognise::Table;
use crate::recognise::roles::{Role, plain};
use crate::value::key::trim;
use crate::value::numbers::NumberFacts;
use shoal_segment::receipt::TableKind;
use std::cmp::Ordering;
use std::collections::BTreeSet;
use std::ops::Range;
use std::sync::Arc;

/// A good row: chunk (counted over all tables) and place in it. The order is that of files and lines.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct Place {
    pub(crate) unit: u32,
    pub(crate) row: u32,
}

/// A chunk of a table.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Unit {
    /// Position in [`Tables::tables`].
    pub(crate) table: usize,
    /// Position in the chunks of its grid.
    pub(crate) chunk: usize,
}

/// All tables.
pub(crate) struct Tables<'a> {
    pub(crate) sources: &'a [Source],
    pub(crate) tables: &'a [Table],
    /// The chunks of all tables in order.
    pub(crate) units: Arc<[Unit]>,
    /// Per table: the columns with their names, sorted by name.
    contents: Arc<[Vec<(String, usize)>]>,
    /// How their numbers are read.
    pub(crate) numbers: &'a NumberFacts,
    /// Per table: the column of each role.
    by_role: Arc<[[Option<usize>; ROLES]]>,
    /// The chunk that somebody looks at.
    seen: Option<Seen<'a>>,
}

/// A chunk that somebody looks at.
#[derive(Clone, Copy)]
struct Seen<'a> {
    unit: u32,
    chunk: &'a Chunk,
    grid: &'a Grid,
}

/// More than there are roles.
const ROLES: usize = 32;

impl<'a> Tables<'a> {
    /// Puts the tables side by side.
    pub(crate) fn new(sources: &'a [Source], tables: &'a [Table], numbers: &'a NumberFacts) -> Self {
        let chunks = |table: usize| sources[tables[table].source].grid.slots.len();
        let units =
            (0..tables.len()).flat_map(|table| (0..chunks(table)).map(move |chunk| Unit { table, chunk })).collect();
        let contents = tables.iter().map(|table| content_columns(&sources[table.source], table)).collect();
        let by_role = tables.iter().map(by_role).collect();
        Self { sources, tables, units, contents, numbers, by_role, seen: None }
    }

    /// The column of a role in a table; the first where there are several.
    pub(crate) fn column(&self, table: usize, role: Role) -> Option<usize> {
        self.by_role[table].get(role as usize).copied().flatten()
    }

    /// The source of a table.
    pub(crate) fn source(&self, table: usize) -> &'a Source {
        &self.sources[self.tables[table].source]
    }

    /// Positions of the tables of a kind.
    pub(crate) fn of_kind(&self, kind: TableKind) -> impl Iterator<Item = usize> {
        (0..self.tables.len()).filter(move |&table| self.tables[table].kind == kind)
    }

    /// The chunks of the tables of a kind, which lie side by side.
    pub(crate) fn units_of(&self, kind: TableKind) -> Range<usize> {
        let is_kind = |unit: &Unit| self.tables[unit.table].kind == kind;
        let start = self.units.iter().position(is_kind).unwrap_or(0);
        let length = self.units.iter().filter(|unit| is_kind(unit)).count();
        start..start + length
    }

    /// The table of a row.
    pub(crate) fn table_of(&self, place: Place) -> usize {
        self.units[place.unit as usize].table
    }

    /// The good rows of a unit.
    pub(crate) fn rows_of(&self, unit: usize) -> usize {
        self.slot(unit).rows
    }

    /// The chunk of a unit, for as long as somebody looks at it.
    pub(crate) fn look(&self, unit: usize) -> Looked<'a> {
        self.slot(unit).look()
    }

    /// The same tables while somebody looks at the chunk of a unit.
    pub(crate) fn seeing<'c>(&self, unit: usize, chunk: &'c Chunk) -> Tables<'c>
    where
        'a: 'c,
    {
        Tables {
            sources: self.sources,
            tables: self.tables,
            units: Arc::clone(&self.units),
            contents: Arc::clone(&self.contents),
            numbers: self.numbers,
            by_role: Arc::clone(&self.by_role),
            seen: Some(Seen { unit: unit as u32, chunk, grid: &self.source(self.units[unit].table).grid }),
        }
    }

    /// The chunk of a unit: the one that somebody looks at, or else one that stays in memory from now on.
    fn chunk(&self, unit: u32) -> &'a Chunk {
        match self.seen {
            Some(seen) if seen.unit == unit => seen.chunk,
            _ => self.slot(unit as usize).hold(),
        }
    }

    fn slot(&self, unit: usize) -> &'a Slot {
        let Unit { table, chunk } = self.units[unit];
        &self.source(table).grid.slots[chunk]
    }

    /// One field. Its chunk stays in memory, unless it is the one that somebody looks at.
    pub(crate) fn field(&self, place: Place, column: usize) -> &'a [u8] {
        match self.seen {
            Some(seen) if seen.unit == place.unit => seen.grid.field(seen.chunk, place.row as usize, column),
            _ => self.source(self.table_of(place)).grid.field(self.chunk(place.unit), place.row as usize, column),
        }
    }

    /// The column of a table with a name, apart from case and punctuation.
    pub(crate) fn column_named(&self, table: usize, name: &str) -> Option<usize> {
        self.source(table).grid.header.iter().position(|column| plain(column) == plain(name))
    }

    /// The field of a role, when its table has it.
    pub(crate) fn role(&self, place: Place, role: Role) -> Option<&'a [u8]> {
        let column = self.column(self.table_of(place), role)?;
        Some(self.field(place, column))
    }

    /// Physical line of a row.
    pub(crate) fn line(&self, place: Place) -> u64 {
        let chunk = self.chunk(place.unit);
        chunk.line_of(chunk.rows[place.row as usize])
    }

    /// A row as it is shown.
    pub(crate) fn raw(&self, place: Place) -> String {
        self.source(self.table_of(place)).grid.raw_row(self.chunk(place.unit), place.row as usize)
    }

    /// Compares the content of two rows.
    pub(crate) fn compare_content(&self, a: Place, b: Place) -> Ordering {
        let mut left = self.content(a);
        let mut right = self.content(b);
        loop {
            match (left.next(), right.next()) {
                (None, None) => return Ordering::Equal,
                (None, Some(_)) => return Ordering::Less,
                (Some(_), None) => return Ordering::Greater,
                (Some(one), Some(other)) => match one.cmp(&other) {
                    Ordering::Equal => {}
                    decided => return decided,
                },
            }
        }
    }

    /// Compares the content, and equal rows by their place.
    pub(crate) fn compare(&self, a: Place, b: Place) -> Ordering {
        self.compare_content(a, b).then(a.cmp(&b))
    }

    /// The names of the columns that several tables have.
    pub(crate) fn shared_columns(&self, tables: &[usize]) -> BTreeSet<String> {
        let names = |&table: &usize| self.contents[table].iter().map(|(name, _)| name.clone()).collect::<BTreeSet<_>>();
        let mut all = tables.iter().map(names);
        let first = all.next().unwrap_or_default();
        all.fold(first, |shared, names| shared.intersection(&names).cloned().collect())
    }

    /// The name under which a column is compared with those of other tables.
    pub(crate) fn content_name(&self, table: usize, column: usize) -> &str {
        let named = self.contents[table].iter().find(|(_, at)| *at == column);
        named.map_or("", |(name, _)| name.as_str())
    }

    fn content(&self, place: Place) -> impl Iterator<Item = (&str, &'a [u8])> {
        let columns = &self.contents[self.table_of(place)];
        columns
            .iter()
            .map(move |(name, column)| (name.as_str(), trim(self.field(place, *column))))
            .filter(|(_, value)| !value.is_empty())
    }
}

fn by_role(table: &Table) -> [Option<usize>; ROLES] {
    let mut columns = [None; ROLES];
    for choice in &table.columns.choices {
        if let Some(column) = columns.get_mut(choice.role as usize) {
            *column = column.or(Some(choice.column));
        }
    }
    columns
}

fn content_columns(source: &Source, table: &Table) -> Vec<(String, usize)> {
    let name = |column: usize| match table.columns.role_of(column) {
        Some(role) if !role.is_shared() => format!("={}", role.word()),
        _ => plain(&source.grid.header[column]),
    };
    let mut columns: Vec<(String, usize)> = (0..source.grid.width()).map(|column| (name(column), column)).collect();
    columns.sort();
    columns
}
