//! Files → tables whose columns have roles.
//!
//! First `--map` is checked against what is there, then each file is taken for a table ([`crate::recognise::kinds`], [`crate::recognise::customers`]),
//! then its columns get their roles ([`crate::recognise::columns`]). When no file looks like transactions, each is tried by the values of its columns, and the one that works
//! is taken. At last the columns of amounts are held against the orders ([`crate::recognise::order_total`]).

pub(crate) mod by_values;
pub(crate) mod columns;
pub(crate) mod customers;
pub(crate) mod explain;
pub(crate) mod kinds;
pub(crate) mod line_items;
pub(crate) mod order_tally;
pub(crate) mod order_total;
pub(crate) mod profiles;
pub(crate) mod properties;
pub(crate) mod role_override;
pub(crate) mod roles;

use crate::error::Error;
use crate::read::source::Source;
use crate::recognise::columns::{Assignment, Columns};
use crate::recognise::explain::{check_titles, explained};
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
    /// Sheets of the same workbook that are no table: their names and rows.
    pub(crate) ignored: Vec<(String, u64)>,
    /// Its column of amounts, when that turned out to hold totals of orders.
    pub(crate) order_total: Option<OrderTotal>,
    /// Columns that could have told something about customers and do not: the column, and why.
    pub(crate) left_out: Vec<(usize, String)>,
}

impl Table {
    fn new(source: usize, kind: TableKind, columns: Columns) -> Self {
        Self { source, kind, columns, ignored: Vec::new(), order_total: None, left_out: Vec::new() }
    }
}

/// Takes every source for a table; in the order customers, transactions, products, then by name.
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
        let columns = assign(profiles, source, TableKind::Customers, false, &[])?;
        Ok(Table::new(source, TableKind::Customers, columns))
    };
    (0..sources.len()).map(&mut table).collect::<Result<_, _>>().map_err(|error| explained(sources, error))
}

fn by_names_and_values(profiles: &mut Profiles<'_>, overrides: &[RoleOverride]) -> Result<Vec<Table>, Error> {
    let sources = profiles.sources;
    let pins = pins(sources, overrides)?;
    let mut kinds = kinds(sources, &pins);
    if customers::are_alone(profiles, &kinds, &pins) {
        kinds.fill(Some(TableKind::Customers));
    } else if !kinds.contains(&Some(TableKind::Transactions)) {
        match transactions_by_values(profiles, &kinds, &pins) {
            Ok(found) => kinds[found] = Some(TableKind::Transactions),
            Err(_) if kinds.iter().all(|kind| *kind == Some(TableKind::Customers)) => {}
            Err(error) => return Err(error),
        }
    }
    let ignored = ignored_sheets(sources, &kinds)?;
    check_pins(sources, &kinds, &pins)?;
    let of_kind = |kind| (0..sources.len()).filter(|&source| kinds[source] == Some(kind)).collect::<Vec<_>>();
    let products = of_kind(TableKind::Products);
    let mut tables = Vec::new();
    let mut prices = false;
    for source in of_kind(TableKind::Transactions) {
        let columns = assign(profiles, source, TableKind::Transactions, !products.is_empty(), &pins)?;
        prices |= columns.of(Role::Total).is_none() && columns.of(Role::UnitPrice).is_none();
        tables.push(Table::new(source, TableKind::Transactions, columns));
    }
    for source in of_kind(TableKind::Customers) {
        let columns = assign(profiles, source, TableKind::Customers, false, &pins)?;
        tables.push(Table::new(source, TableKind::Customers, columns));
    }
    for &source in &products {
        let columns = assign(profiles, source, TableKind::Products, prices, &pins)?;
        tables.push(Table::new(source, TableKind::Products, columns));
    }
    require_prices(profiles, &mut tables, prices, &pins)?;
    tables.sort_by_key(|table| (table.kind, table.source));
    for sheet in ignored {
        let same_file = tables.iter_mut().find(|table| sources[table.source].file == sources[sheet].file);
        same_file
            .ok_or(Error::Internal("a sheet was ignored without another one in its workbook"))?
            .ignored
            .push((sources[sheet].name.clone(), sources[sheet].grid.row_count()));
    }
    Ok(tables)
}

/// When lines depend on the prices of products, some products table must have them; otherwise the transactions need an amount.
fn require_prices(profiles: &mut Profiles<'_>, tables: &mut [Table], prices: bool, pins: &[Pin]) -> Result<(), Error> {
    let priced =
        tables.iter().any(|table| table.kind == TableKind::Products && table.columns.of(Role::Price).is_some());
    if !prices || priced {
        return Ok(());
    }
    for table in tables.iter_mut().filter(|table| table.kind == TableKind::Transactions) {
        table.columns = assign(profiles, table.source, TableKind::Transactions, false, pins)?;
    }
    Ok(())
}

fn assign(
    profiles: &mut Profiles<'_>,
    source: usize,
    kind: TableKind,
    prices: bool,
    pins: &[Pin],
) -> Result<Columns, Error> {
    let table = &profiles.sources[source];
    let here: Vec<(Role, usize)> =
        pins.iter().filter(|pin| pin.table == kind).filter_map(|pin| Some((pin.role, pin.column_in(table)?))).collect();
    Assignment { profiles, source, kind, prices }.assign(&here)
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

fn unknown_column(sources: &[Source], pin: &Pin, listed: impl Fn(usize) -> bool) -> Error {
    let describe =
        |(_, source): (usize, &Source)| format!("`{}` has {}", source.name, source.grid.column_names().join(", "));
    let columns: Vec<String> = sources.iter().enumerate().filter(|&(source, _)| listed(source)).map(describe).collect();
    let columns =
        if columns.is_empty() { vec![format!("no file was taken for a {} table", pin.table.word())] } else { columns };
    Error::UnknownColumn {
        given: pin.written.clone(),
        table: pin.table.word().to_owned(),
        column: pin.column.clone(),
        columns,
    }
}

/// The one file that works as transactions when its columns are looked at by their values.
fn transactions_by_values(
    profiles: &mut Profiles<'_>,
    kinds: &[Option<TableKind>],
    pins: &[Pin],
) -> Result<usize, Error> {
    let sources = profiles.sources;
    let products = kinds.contains(&Some(TableKind::Products));
    let mut working = Vec::new();
    for source in (0..sources.len()).filter(|&source| kinds[source] != Some(TableKind::Products)) {
        if assign(profiles, source, TableKind::Transactions, products, pins).is_ok() {
            working.push(source);
        }
    }
    match working.as_slice() {
        [only] => Ok(*only),
        _ => {
            let taken = |(source, kind): (&Source, &Option<TableKind>)| match kind {
                Some(kind) => {
                    format!("`{}` looks like {} ({})", source.name, kind.word(), source.grid.column_names().join(", "))
                }
                None => format!("`{}` is not recognised ({})", source.name, source.grid.column_names().join(", ")),
            };
            Err(Error::NoTransactions { found: sources.iter().zip(kinds).map(taken).collect() })
        }
    }
}

/// Sheets beside a table in one workbook may be anything; a file may not.
fn ignored_sheets(sources: &[Source], kinds: &[Option<TableKind>]) -> Result<Vec<usize>, Error> {
    let mut ignored = Vec::new();
    for (source, table) in sources.iter().enumerate().filter(|&(source, _)| kinds[source].is_none()) {
        let beside = (0..sources.len()).any(|other| kinds[other].is_some() && sources[other].file == table.file);
        if !table.is_sheet || !beside {
            return Err(Error::UnknownTable { file: table.name.clone(), columns: table.grid.column_names() });
        }
        ignored.push(source);
    }
    Ok(ignored)
}
