//! Names → columns of the tables, and values → what is compared with their cells. Everything that can be wrong is found here, before a row
//! is read.
//!
//! How a column is read is decided over all tables of transactions together: by its role, and without one by its values, nine in ten of
//! which must be numbers or dates.

use crate::error::Error;
use crate::filter::Fault;
use crate::filter::condition::{Condition, Literal, Parsed, Written};
use crate::filter::parser::parse;
use crate::recognise::Table;
use crate::recognise::profiles::Profiles;
use crate::recognise::roles::{Role, Values, plain};
use crate::value::number::Decimal;
use shoal_segment::date::Day;
use shoal_segment::receipt::TableKind;

/// The share of values (in percent) that must be numbers or dates.
const NEARLY_ALL: u64 = 90;

/// How a column is compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Reading {
    Number,
    Day,
    /// A text; an id is mended as keys are.
    Text,
    Id,
}

/// A column of one table.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Bound {
    pub(crate) column: usize,
    pub(crate) reading: Reading,
}

/// A value in the form of its column.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Value {
    Number(Decimal),
    Day(Day),
    Text(Vec<u8>),
}

/// A condition that can be asked of the rows of one table.
pub(crate) type Filter = Condition<Bound, Value>;

/// Reads a condition and finds its columns: one filter per table, for those of transactions.
pub(crate) fn filters(text: &str, profiles: &mut Profiles<'_>, tables: &[Table]) -> Result<Vec<Option<Filter>>, Error> {
    let fault = |fault: Fault| Error::BadFilter { place: fault.shown(text), what: fault.what };
    let parsed = parse(text).map_err(fault)?;
    let mut names = Vec::new();
    visit(&parsed, &mut |name| names.push(name.clone()));
    let mut readings = Vec::new();
    for name in &names {
        readings.push(reading(name, profiles, tables).map_err(fault)?);
    }
    let bound = |table: &Table| {
        if table.kind != TableKind::Transactions {
            return Ok(None);
        }
        let header = &profiles.sources[table.source].grid.header;
        let mut readings = readings.iter();
        let mut column = |name: &Written<String>| {
            let column = find(header, &name.what).ok_or_else(|| Fault::new(name.at, "no column"))?;
            // Readings are in the order of the names, which is that of the visit.
            Ok(Bound { column, reading: readings.next().copied().unwrap_or(Reading::Text) })
        };
        bind(&parsed, &mut column).map(Some)
    };
    tables.iter().map(|table| bound(table).map_err(fault)).collect()
}

fn find(header: &[String], name: &str) -> Option<usize> {
    let exact = header.iter().position(|column| column.trim() == name.trim());
    exact.or_else(|| header.iter().position(|column| plain(column) == plain(name) && !plain(name).is_empty()))
}

/// How a column is read, or that some table lacks it.
fn reading(name: &Written<String>, profiles: &mut Profiles<'_>, tables: &[Table]) -> Result<Reading, Fault> {
    let (mut filled, mut numbers, mut dates, mut role) = (0, 0, 0, None);
    for table in tables.iter().filter(|table| table.kind == TableKind::Transactions) {
        let source = &profiles.sources[table.source];
        let Some(column) = find(&source.grid.header, &name.what) else {
            let columns = source.grid.column_names().join(", ");
            return Err(Fault::new(
                name.at,
                format!("`{}` has no column `{}`; its columns are {columns}", source.name, name.what),
            ));
        };
        role = role.or(table.columns.role_of(column).and_then(of_role));
        if role.is_none() {
            let at = (table.source, column);
            let tally = profiles.numbers(at);
            (filled, numbers) = (filled + tally.filled, numbers + tally.readable);
            dates += profiles.dates(at).written_as_dates();
        }
    }
    let nearly_all = |count: u64| filled > 0 && count * 100 >= filled * NEARLY_ALL;
    Ok(match role {
        Some(reading) => reading,
        None if nearly_all(numbers) => Reading::Number,
        None if nearly_all(dates) => Reading::Day,
        None => Reading::Text,
    })
}

/// How columns of a role are read, where the role says it.
fn of_role(role: Role) -> Option<Reading> {
    match role {
        Role::Customer | Role::Order | Role::Line | Role::Product => Some(Reading::Id),
        Role::Category => Some(Reading::Text),
        _ => match role.values() {
            Values::Dates => Some(Reading::Day),
            Values::Numbers | Values::Money => Some(Reading::Number),
            Values::Any | Values::Distinct => None,
        },
    }
}

fn visit(condition: &Parsed, name: &mut impl FnMut(&Written<String>)) {
    match condition {
        Condition::All(parts) | Condition::Any(parts) => parts.iter().for_each(|part| visit(part, name)),
        Condition::Not(inside) => visit(inside, name),
        Condition::Compare(column, ..)
        | Condition::Between(column, ..)
        | Condition::In(column, _)
        | Condition::IsNull(column)
        | Condition::Like(column, _) => name(column),
    }
}

/// The same condition over columns and values; names are asked for in the order of [`visit`].
fn bind(
    condition: &Parsed,
    column: &mut impl FnMut(&Written<String>) -> Result<Bound, Fault>,
) -> Result<Filter, Fault> {
    let mut all =
        |parts: &[Parsed]| -> Result<Vec<Filter>, Fault> { parts.iter().map(|part| bind(part, column)).collect() };
    Ok(match condition {
        Condition::All(parts) => Condition::All(all(parts)?),
        Condition::Any(parts) => Condition::Any(all(parts)?),
        Condition::Not(inside) => Condition::Not(Box::new(bind(inside, column)?)),
        Condition::IsNull(name) => Condition::IsNull(column(name)?),
        Condition::Compare(name, which, literal) => {
            let bound = column(name)?;
            Condition::Compare(bound, *which, value(name, bound, literal)?)
        }
        Condition::Between(name, low, high) => {
            let bound = column(name)?;
            Condition::Between(bound, value(name, bound, low)?, value(name, bound, high)?)
        }
        Condition::In(name, literals) => {
            let bound = column(name)?;
            Condition::In(bound, literals.iter().map(|literal| value(name, bound, literal)).collect::<Result<_, _>>()?)
        }
        Condition::Like(name, pattern) => {
            let bound = column(name)?;
            match bound.reading {
                Reading::Text | Reading::Id => Condition::Like(bound, pattern.clone()),
                Reading::Number => {
                    return Err(Fault::new(name.at, format!("`{}` holds numbers, which have no pattern", name.what)));
                }
                Reading::Day => {
                    return Err(Fault::new(name.at, format!("`{}` holds dates, which have no pattern", name.what)));
                }
            }
        }
    })
}

/// A value as its column is read.
fn value(name: &Written<String>, bound: Bound, literal: &Written<Literal>) -> Result<Value, Fault> {
    let wrong =
        |holds: &str, write: &str| Err(Fault::new(literal.at, format!("`{}` holds {holds}: write {write}", name.what)));
    match (bound.reading, &literal.what) {
        (Reading::Number, Literal::Number(number, _)) => Ok(Value::Number(*number)),
        (Reading::Number, _) => wrong("numbers", "a number without quotes, such as 12.50"),
        (Reading::Day, Literal::Day(day, _)) => Ok(Value::Day(*day)),
        (Reading::Day, Literal::Text(text)) => match Day::parse_iso(text.trim()) {
            Some(day) => Ok(Value::Day(day)),
            None => wrong("dates", "a day such as 2024-01-31"),
        },
        (Reading::Day, Literal::Number(..)) => wrong("dates", "a day such as 2024-01-31"),
        (_, Literal::Text(text) | Literal::Number(_, text) | Literal::Day(_, text)) => {
            Ok(Value::Text(text.trim().as_bytes().to_vec()))
        }
    }
}
