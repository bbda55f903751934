//! Names → columns of the tables, and values → what is compared with their cells. Everything that can be wrong is found here, before a row
//! is read.
//!
//! A column that a table lacks may be one of its rows' orders. How a column is read is decided over all tables together: by its role, and without one by its values, nine in ten of
//! which must be numbers or dates.

use crate::error::Error;
use crate::filter::Fault;
use crate::filter::condition::{Condition, Literal, Parsed, Written};
use crate::filter::parser::parse;
use crate::recognise::profiles::Profiles;
use crate::recognise::roles::{Role, Values, plain};
use crate::tables::Tables;
use crate::value::number::Decimal;
use crate::value::number_form::NumberForm;
use crate::value::number_tally::NumberTally;
use shoal_segment::date::Day;
use shoal_segment::receipt::TableKind;
use std::collections::BTreeMap;

/// The share of values (in percent) that must be numbers or dates.
const NEARLY_ALL: u64 = 90;

/// How a column is compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Reading {
    Number(NumberForm),
    Day,
    /// A text; an id is mended as keys are.
    Text,
    Id,
}

/// A column of one table, or of the orders of its rows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Bound {
    /// Its place in the table; none where only the orders have it.
    pub(crate) column: Option<usize>,
    /// Its name in the condition.
    pub(crate) name: String,
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
pub(crate) fn filters(
    text: &str,
    profiles: &mut Profiles<'_>,
    tables: &Tables<'_>,
) -> Result<Vec<Option<Filter>>, Error> {
    let fault = |fault: Fault| Error::BadFilter { place: fault.shown(text), what: fault.what };
    let parsed = parse(text).map_err(fault)?;
    let mut readings: BTreeMap<String, Reading> = BTreeMap::new();
    let mut names = Vec::new();
    visit(&parsed, &mut |name| names.push(name.clone()));
    for name in names {
        let reading = reading(&name, profiles, tables).map_err(fault)?;
        readings.insert(name.what, reading);
    }
    let bound = |table: usize| {
        if tables.tables[table].kind != TableKind::Transactions {
            return Ok(None);
        }
        let column = |name: &Written<String>| Bound {
            column: find(&tables.source(table).grid.header, &name.what),
            name: name.what.clone(),
            reading: readings.get(&name.what).copied().unwrap_or(Reading::Text),
        };
        bind(&parsed, &column).map(Some)
    };
    (0..tables.tables.len()).map(|table| bound(table).map_err(fault)).collect()
}

fn find(header: &[String], name: &str) -> Option<usize> {
    let exact = header.iter().position(|column| column.trim() == name.trim());
    exact.or_else(|| header.iter().position(|column| plain(column) == plain(name) && !plain(name).is_empty()))
}

/// The tables and columns that a name stands for in the rows of a table: its own, else those of the tables of orders that the rows draw on,
/// as far as they say something of orders.
fn columns_of(tables: &Tables<'_>, table: usize, name: &str) -> Vec<(usize, usize)> {
    let in_table = |table: usize| Some((table, find(&tables.source(table).grid.header, name)?));
    if let Some(own) = in_table(table) {
        return vec![own];
    }
    if !tables.tables[table].draws_on_orders {
        return Vec::new();
    }
    let has_role = |&(table, column): &(usize, usize)| tables.tables[table].columns.role_of(column).is_some();
    tables.of_kind(TableKind::Orders).filter_map(in_table).filter(has_role).collect()
}

/// How a column is read, or that some table lacks it.
fn reading(name: &Written<String>, profiles: &mut Profiles<'_>, tables: &Tables<'_>) -> Result<Reading, Fault> {
    let mut columns = Vec::new();
    for table in tables.of_kind(TableKind::Transactions) {
        let found = columns_of(tables, table, &name.what);
        if found.is_empty() {
            let source = tables.source(table);
            let names = source.grid.column_names().join(", ");
            let words = format!("`{}` has no column `{}`; its columns are {names}", source.name, name.what);
            return Err(Fault::new(name.at, words));
        }
        columns.extend(found);
    }
    let role = |&(table, column): &(usize, usize)| {
        let form = tables.numbers.form(table, column);
        of_role(tables.tables[table].columns.role_of(column)?, form)
    };
    Ok(columns.iter().find_map(role).unwrap_or_else(|| by_values(profiles, tables, &columns)))
}

/// How columns are read that nine in ten of their values tell.
fn by_values(profiles: &mut Profiles<'_>, tables: &Tables<'_>, columns: &[(usize, usize)]) -> Reading {
    let (mut numbers, mut dates, mut cells) = (NumberTally::default(), 0, false);
    for &(table, column) in columns {
        let at = (tables.tables[table].source, column);
        numbers.join(profiles.numbers(at).clone());
        dates += profiles.dates(at).written_as_dates();
        cells |= tables.source(table).grid.epoch().is_some();
    }
    let nearly_all = |count: u64| numbers.filled > 0 && count * 100 >= numbers.filled * NEARLY_ALL;
    match () {
        () if nearly_all(numbers.readable()) => Reading::Number(numbers.form(cells)),
        () if nearly_all(dates) => Reading::Day,
        () => Reading::Text,
    }
}

/// How columns of a role are read, where the role says it.
fn of_role(role: Role, form: NumberForm) -> Option<Reading> {
    match role {
        Role::Customer | Role::Order | Role::Line | Role::Product => Some(Reading::Id),
        Role::Category => Some(Reading::Text),
        _ => match role.values() {
            Values::Dates => Some(Reading::Day),
            Values::Numbers | Values::Money => Some(Reading::Number(form)),
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

/// The same condition over columns and values.
fn bind(condition: &Parsed, column: &impl Fn(&Written<String>) -> Bound) -> Result<Filter, Fault> {
    let all =
        |parts: &[Parsed]| -> Result<Vec<Filter>, Fault> { parts.iter().map(|part| bind(part, column)).collect() };
    let value = |name: &Written<String>, literal: &Written<Literal>| value(name, column(name).reading, literal);
    Ok(match condition {
        Condition::All(parts) => Condition::All(all(parts)?),
        Condition::Any(parts) => Condition::Any(all(parts)?),
        Condition::Not(inside) => Condition::Not(Box::new(bind(inside, column)?)),
        Condition::IsNull(name) => Condition::IsNull(column(name)),
        Condition::Compare(name, which, literal) => Condition::Compare(column(name), *which, value(name, literal)?),
        Condition::Between(name, low, high) => Condition::Between(column(name), value(name, low)?, value(name, high)?),
        Condition::In(name, literals) => {
            let values: Result<_, Fault> = literals.iter().map(|literal| value(name, literal)).collect();
            Condition::In(column(name), values?)
        }
        Condition::Like(name, pattern) => {
            let bound = column(name);
            let holds = match bound.reading {
                Reading::Text | Reading::Id => return Ok(Condition::Like(bound, pattern.clone())),
                Reading::Number(_) => "numbers",
                Reading::Day => "dates",
            };
            return Err(Fault::new(name.at, format!("`{}` holds {holds}, which have no pattern", name.what)));
        }
    })
}

/// A value as its column is read.
fn value(name: &Written<String>, reading: Reading, literal: &Written<Literal>) -> Result<Value, Fault> {
    let wrong =
        |holds: &str, write: &str| Err(Fault::new(literal.at, format!("`{}` holds {holds}: write {write}", name.what)));
    match (reading, &literal.what) {
        (Reading::Number(_), Literal::Number(number, _)) => Ok(Value::Number(*number)),
        (Reading::Number(_), _) => wrong("numbers", "a number without quotes, such as 12.50"),
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
