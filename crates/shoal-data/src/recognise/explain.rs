//! Why files are not recognised, as a person would say it: a title above the header, no transactions at all, no prices.

use crate::error::{Error, listed};
use crate::read::source::Source;
use crate::recognise::Table;
use crate::recognise::kinds::{has_name, looks_like};
use crate::recognise::roles::Role;
use shoal_segment::receipt::TableKind;

/// A title where a file's header should be. A sheet beside others may be anything.
pub(crate) fn check_titles(sources: &[Source]) -> Result<(), Error> {
    let alone = |source: &&Source| sources.iter().filter(|other| other.file == source.file).count() == 1;
    sources.iter().filter(alone).find(|source| source.grid.titled).map_or(Ok(()), |source| Err(title_row(source)))
}

/// Customers alone must have something to be segmented by.
pub(crate) fn check_something(sources: &[Source], tables: &[Table]) -> Result<(), Error> {
    let tells = |table: &Table| {
        table.kind == TableKind::Transactions
            || [Role::Number, Role::Attribute].iter().any(|&role| table.columns.of(role).is_some())
    };
    if tables.iter().any(tells) {
        return Ok(());
    }
    let source = |table: &Table| &sources[table.source];
    let looks = |table| {
        let Source { name, grid, .. } = source(table);
        format!("`{name}` looks like {} ({})", table.kind.word(), listed(&grid.column_names()))
    };
    Err(Error::NoTransactions { found: tables.iter().map(looks).collect() })
}

/// The error that says more than the one that came.
pub(crate) fn explained(sources: &[Source], error: Error) -> Error {
    let unrecognised =
        matches!(error, Error::NoTransactions { .. } | Error::UnknownTable { .. } | Error::MissingRole { .. });
    if let Some(source) = sources.iter().find(|source| unrecognised && source.grid.titled) {
        return title_row(source);
    }
    match error {
        Error::MissingRole { file, what, flag, columns, candidates, .. } => {
            if let Some(kind) = other_table(sources, &candidates) {
                let found = format!("`{file}` looks like {} ({})", kind.word(), listed(&columns));
                return Error::NoTransactions { found: vec![found] };
            }
            let prices_would_do = flag == "transactions.total" && lacks_prices(sources, &file);
            Error::MissingRole { file, what, flag, columns, candidates, prices_would_do }
        }
        other => other,
    }
}

fn title_row(source: &Source) -> Error {
    let title = source.grid.header.iter().find(|name| !name.is_empty()).cloned().unwrap_or_default();
    Error::TitleRow { file: source.name.clone(), title }
}

/// What a single file is when it has nothing of a purchase in it.
fn other_table(sources: &[Source], candidates: &[String]) -> Option<TableKind> {
    let [source] = sources else { return None };
    match looks_like(source)? {
        TableKind::Customers if candidates.is_empty() || has_name(source, TableKind::Customers, Role::Signup) => {
            Some(TableKind::Customers)
        }
        TableKind::Products => Some(TableKind::Products),
        _ => None,
    }
}

/// Whether the lines name products and no other file is there to have their prices.
fn lacks_prices(sources: &[Source], file: &str) -> bool {
    let has_product = |source: &Source| source.name == file && has_name(source, TableKind::Transactions, Role::Product);
    sources.iter().any(has_product) && !sources.iter().any(|source| looks_like(source) == Some(TableKind::Products))
}
