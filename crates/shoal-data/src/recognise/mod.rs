//! Files → tables whose columns have roles.
//!
//! First `--map` is checked against what is there, then each file is taken for a table ([`crate::recognise::kinds`], [`crate::recognise::customers`]),
//! then its columns get their roles ([`crate::recognise::columns`]). When no file looks like transactions, each is tried by the values of its columns, and the one that works
//! is taken. At last the columns of amounts are held against the orders ([`crate::recognise::order_total`]).

pub(crate) mod bare_id;
pub(crate) mod by_values;
pub(crate) mod columns;
pub(crate) mod customers;
pub(crate) mod explain;
pub(crate) mod exports;
pub(crate) mod kinds;
pub(crate) mod line_items;
pub(crate) mod order_tally;
pub(crate) mod order_total;
pub(crate) mod orders;
pub(crate) mod profiles;
pub(crate) mod properties;
pub(crate) mod role_override;
pub(crate) mod roles;
pub(crate) mod without_header;

use crate::error::{Error, listed};
use crate::read::source::Source;
use crate::recognise::columns::{Assignment, Columns, Elsewhere};
use crate::recognise::explain::{check_titles, explained};
use crate::recognise::exports::{FromExport, Known};
use crate::recognise::kinds::{Pin, kinds};
use crate::recognise::order_total::OrderTotal;
use crate::recognise::profiles::Profiles;
use crate::recognise::role_override::RoleOverride;
use crate::recognise::roles::{Role, roles};
use shoal_segment::receipt::TableKind;

/// A file that was taken for a table.
pub(crate) struct Table {
    /// Which source.
    pub(crate) source: usize,
    pub(crate) kind: TableKind,
    pub(crate) columns: Columns,
    /// Sheets and files beside it that are not used.
    pub(crate) unused: Vec<Unused>,
    /// The known export that its columns tell.
    pub(crate) export: Option<Known>,
    /// Whether its rows take from their order what they do not have themselves ([`crate::judge::row`]).
    pub(crate) draws_on_orders: bool,
    /// Its column of amounts, when that turned out to hold totals of orders.
    pub(crate) order_total: Option<OrderTotal>,
    /// Columns that could have told something about customers and do not: the column, and why.
    pub(crate) left_out: Vec<(usize, String)>,
}

/// A sheet or file that is not used.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Unused {
    /// Which source.
    pub(crate) source: usize,
    /// The stable code of the note about it.
    pub(crate) code: &'static str,
    /// What it is and why it is not used.
    pub(crate) words: String,
    pub(crate) rows: u64,
}

impl Table {
    fn new(source: usize, kind: TableKind, columns: Columns) -> Self {
        Self {
            source,
            kind,
            columns,
            unused: Vec::new(),
            export: None,
            draws_on_orders: false,
            order_total: None,
            left_out: Vec::new(),
        }
    }

    /// Whether what belongs to an order stands on one of its rows only.
    pub(crate) fn fills_down(&self) -> bool {
        self.kind == TableKind::Transactions && self.export.is_some_and(|known| known.part.fills_down)
    }
}

/// Takes every source for a table; in the order customers, orders, transactions, products, then by name.
pub(crate) fn recognise(profiles: &mut Profiles<'_>, overrides: &[RoleOverride]) -> Result<Vec<Table>, Error> {
    let sources = profiles.sources;
    check_titles(sources)?;
    by_names_and_values(profiles, overrides).map_err(|error| explained(sources, error))
}

/// Takes every source for a table of customers.
pub(crate) fn recognise_customers(profiles: &mut Profiles<'_>) -> Result<Vec<Table>, Error> {
    let sources = profiles.sources;
    check_titles(sources)?;
    let mut table = |source| {
        let elsewhere = Elsewhere::default();
        let columns = Assignment::new(profiles, source, TableKind::Customers, elsewhere).assign(&[])?;
        Ok(Table::new(source, TableKind::Customers, columns))
    };
    (0..sources.len()).map(&mut table).collect::<Result<_, _>>().map_err(|error| explained(sources, error))
}

fn by_names_and_values(profiles: &mut Profiles<'_>, overrides: &[RoleOverride]) -> Result<Vec<Table>, Error> {
    let sources = profiles.sources;
    let pins = pins(sources, overrides)?;
    let known: Vec<Option<Known>> = (0..sources.len()).map(|source| exports::known(profiles, source)).collect();
    let mut kinds = kinds(sources, &known, &pins);
    if customers::are_alone(profiles, &kinds, &pins) {
        kinds.fill(Some(TableKind::Customers));
    } else if !kinds.contains(&Some(TableKind::Transactions)) {
        match transactions_by_values(profiles, &kinds, &pins) {
            Ok(found) => found.into_iter().for_each(|source| kinds[source] = Some(TableKind::Transactions)),
            Err(_) if kinds.iter().all(|kind| *kind == Some(TableKind::Customers)) => {}
            Err(error) => return Err(error),
        }
    }
    let unused = unused(sources, &kinds, &known)?;
    check_pins(sources, &kinds, &pins)?;
    let from_exports = exports::columns(profiles, &known);
    let mut tables =
        Given { profiles, kinds: &kinds, known: &known, from_exports: &from_exports, pins: &pins }.tables()?;
    tables.sort_by_key(|table| (table.kind, table.source));
    for unused in unused {
        let beside = tables.iter().position(|table| sources[table.source].file == sources[unused.source].file);
        let transactions = tables.iter().position(|table| table.kind == TableKind::Transactions);
        let at = beside.or(transactions).ok_or(Error::Internal("a file was ignored without another one"))?;
        tables[at].unused.push(unused);
    }
    Ok(tables)
}

/// Sources whose tables are known, and what is said of their columns.
struct Given<'a, 'b> {
    profiles: &'a mut Profiles<'b>,
    kinds: &'a [Option<TableKind>],
    known: &'a [Option<Known>],
    from_exports: &'a [Option<FromExport>],
    pins: &'a [Pin],
}

impl Given<'_, '_> {
    /// Gives the columns of all tables their roles.
    fn tables(mut self) -> Result<Vec<Table>, Error> {
        let products = self.of_kind(TableKind::Products);
        let elsewhere = Elsewhere { prices: !products.is_empty(), orders: !self.of_kind(TableKind::Orders).is_empty() };
        let mut tables = self.all(TableKind::Transactions, elsewhere)?;
        let without =
            |table: &Table| [Role::Total, Role::UnitPrice].iter().all(|&role| table.columns.of(role).is_none());
        let prices = tables.iter().any(without);
        tables.extend(self.all(TableKind::Orders, Elsewhere::default())?);
        tables.extend(self.all(TableKind::Customers, Elsewhere::default())?);
        tables.extend(self.all(TableKind::Products, Elsewhere { prices, ..elsewhere })?);
        let priced =
            tables.iter().any(|table| table.kind == TableKind::Products && table.columns.of(Role::Price).is_some());
        if prices && !priced {
            // Lines that depend on prices nobody has need an amount of their own.
            tables.retain(|table| table.kind != TableKind::Transactions);
            tables.extend(self.all(TableKind::Transactions, Elsewhere { prices: false, ..elsewhere })?);
        }
        Ok(tables)
    }

    fn of_kind(&self, kind: TableKind) -> Vec<usize> {
        (0..self.kinds.len()).filter(|&source| self.kinds[source] == Some(kind)).collect()
    }

    fn all(&mut self, kind: TableKind, elsewhere: Elsewhere) -> Result<Vec<Table>, Error> {
        self.of_kind(kind).into_iter().map(|source| self.table(source, kind, elsewhere)).collect()
    }

    fn table(&mut self, source: usize, kind: TableKind, elsewhere: Elsewhere) -> Result<Table, Error> {
        let pins = pinned(&self.profiles.sources[source], kind, self.pins);
        let export = self.from_exports[source].as_ref();
        let alone = [Role::Customer, Role::Time];
        let mut columns = Assignment::new(self.profiles, source, kind, elsewhere).of_export(export).assign(&pins)?;
        let lacks = alone.iter().any(|&role| columns.of(role).is_none());
        let from_orders = kind == TableKind::Transactions && elsewhere.orders && lacks;
        if from_orders && columns.found(Role::Time).is_some() {
            // When the line was written is not when the order was placed.
            columns.release(Role::Time);
        }
        let fills_down = self.known[source].is_some_and(|known| known.part.fills_down);
        let draws_on_orders = from_orders || kind == TableKind::Transactions && fills_down;
        let withheld = export.and_then(|export| export.order_total);
        let order_total = withheld.filter(|&column| columns.role_of(column).is_none()).map(OrderTotal::Replaced);
        let export = self.known[source];
        Ok(Table { export, draws_on_orders, order_total, ..Table::new(source, kind, columns) })
    }
}

/// The columns of a table that the user named.
fn pinned(source: &Source, kind: TableKind, pins: &[Pin]) -> Vec<(Role, usize)> {
    pins.iter().filter(|pin| pin.table == kind).filter_map(|pin| Some((pin.role, pin.column_in(source)?))).collect()
}

/// Gives each `--map` its table, and checks that some file has the column.
fn pins(sources: &[Source], overrides: &[RoleOverride]) -> Result<Vec<Pin>, Error> {
    let mut pins = Vec::new();
    for given in overrides {
        let having: Vec<TableKind> =
            roles().iter().filter(|spec| spec.role == given.role).map(|spec| spec.table).collect();
        let table = match (given.table, sources.len(), having.as_slice()) {
            (Some(table), _, _) => table,
            (None, 1, [only]) if given.role.is_property() => *only,
            (None, 1, _) => TableKind::Transactions,
            (None, _, [only]) => *only,
            (None, _, several) => {
                let tables = several.iter().map(|table| table.word()).collect();
                return Err(Error::WhichTable { given: given.written(), role: given.role.word().to_owned(), tables });
            }
        };
        let pin = Pin { written: given.written(), table, role: given.role, column: given.column.clone() };
        if !sources.iter().any(|source| pin.column_in(source).is_some()) {
            return Err(unknown_column(sources, &pin, |_| true));
        }
        pins.push(pin);
    }
    Ok(pins)
}

/// Every `--map` must have met a column of a table of its kind.
fn check_pins(sources: &[Source], kinds: &[Option<TableKind>], pins: &[Pin]) -> Result<(), Error> {
    for pin in pins {
        let of_kind = |source: usize| kinds[source] == Some(pin.table);
        if !(0..sources.len()).any(|source| of_kind(source) && pin.column_in(&sources[source]).is_some()) {
            return Err(unknown_column(sources, pin, of_kind));
        }
    }
    Ok(())
}

fn unknown_column(sources: &[Source], pin: &Pin, is_told: impl Fn(usize) -> bool) -> Error {
    let describe =
        |(_, source): (usize, &Source)| format!("`{}` has {}", source.name, listed(&source.grid.column_names()));
    let columns: Vec<String> =
        sources.iter().enumerate().filter(|&(source, _)| is_told(source)).map(describe).collect();
    let columns =
        if columns.is_empty() { vec![format!("no file was taken for a {} table", pin.table.word())] } else { columns };
    Error::UnknownColumn {
        given: pin.written.clone(),
        table: pin.table.word().to_owned(),
        column: pin.column.clone(),
        columns,
    }
}

/// The one file that works as transactions when its columns are looked at by their values; or several without a header.
fn transactions_by_values(
    profiles: &mut Profiles<'_>,
    kinds: &[Option<TableKind>],
    pins: &[Pin],
) -> Result<Vec<usize>, Error> {
    let sources = profiles.sources;
    let products = kinds.contains(&Some(TableKind::Products));
    let mut working = Vec::new();
    for source in (0..sources.len()).filter(|&source| kinds[source] != Some(TableKind::Products)) {
        let elsewhere = Elsewhere { prices: products, orders: false };
        let here = pinned(&sources[source], TableKind::Transactions, pins);
        if Assignment::new(profiles, source, TableKind::Transactions, elsewhere).assign(&here).is_ok() {
            working.push(source);
        }
    }
    match working.as_slice() {
        [_] => Ok(working),
        [_, ..] if working.iter().all(|&source| sources[source].grid.headerless) => Ok(working),
        _ => {
            let taken = |(source, kind): (&Source, &Option<TableKind>)| match kind {
                Some(kind) => {
                    format!("`{}` looks like {} ({})", source.name, kind.word(), listed(&source.grid.column_names()))
                }
                None => format!("`{}` is not recognised ({})", source.name, listed(&source.grid.column_names())),
            };
            Err(Error::NoTransactions { found: sources.iter().zip(kinds).map(taken).collect() })
        }
    }
}

/// What is no table: sheets beside one in a workbook may be anything, a file only the part of a known export, of which another
/// part is in use.
fn unused(sources: &[Source], kinds: &[Option<TableKind>], known: &[Option<Known>]) -> Result<Vec<Unused>, Error> {
    let mut unused = Vec::new();
    for (source, table) in sources.iter().enumerate().filter(|&(source, _)| kinds[source].is_none()) {
        let used = |other: &usize| kinds[*other].is_some();
        let beside = (0..sources.len()).filter(used).any(|other| sources[other].file == table.file);
        let part = known[source].filter(|known| known.part.table.is_none());
        let export = part.filter(|part| {
            let same = |other: usize| known[other].is_some_and(|other| std::ptr::eq(other.export, part.export));
            (0..sources.len()).filter(used).any(same)
        });
        let name = &table.name;
        let (code, words) = match export {
            Some(part) => ("file_ignored", format!("`{name}` is not needed and was not used: {}", part.words())),
            None if table.is_sheet && beside => (
                "sheet_ignored",
                format!("`{name}` is no table of customers, orders, transactions or products and was not read"),
            ),
            None => return Err(Error::UnknownTable { file: name.clone(), columns: table.grid.column_names() }),
        };
        unused.push(Unused { source, code, words, rows: table.grid.row_count() });
    }
    Ok(unused)
}
