//! The customers table: ids, sign-up days, attributes, numbers.

use crate::arrange::attributes::{Named, named_columns};
use crate::judge::fates::Fate;
use crate::judge::keyed::{self, Keyed, Refusal};
use crate::judge::reason::{Cause, Reason};
use crate::judge::terms::Terms;
use crate::options::DateOrder;
use crate::recognise::roles::Role;
use crate::tables::{Place, Tables};
use crate::value::dictionary::{Dictionary, Ranked, strings, unify};
use crate::value::key::{clean, label, trim};
use crate::value::moment::{Written, parse};
use crate::value::number;
use shoal_segment::date::Day;
use shoal_segment::lines::{Attribute, NO_KEY, Number};
use shoal_segment::receipt::TableKind;
use std::collections::BTreeMap;

/// What the customers tables say.
pub(crate) struct CustomersTable<'a> {
    /// The ids in order of appearance.
    pub(crate) ids: Dictionary<'a>,
    /// Sign-up day of each.
    pub(crate) signup: Vec<Option<Day>>,
    /// Attributes; codes of each.
    pub(crate) attributes: Vec<Attribute>,
    /// Numbers; values of each.
    pub(crate) numbers: Vec<Number>,
    /// Cells in columns of numbers that hold something else, by table and column.
    pub(crate) no_numbers: BTreeMap<(usize, usize), u64>,
    /// What became of each row.
    pub(crate) fates: Vec<Fate>,
    /// The row in use of each.
    pub(crate) places: Vec<Place>,
}

/// Reads all customers tables; `order` is that of slashed dates.
pub(crate) fn read<'a>(tables: &Tables<'a>, order: DateOrder, terms: &Terms<'_>) -> CustomersTable<'a> {
    let check = |place, id: Option<&[u8]>| {
        let signup = signup(tables, place, order).map(|_| ());
        signup.map_err(Refusal::Unreadable)?;
        let left_out = id.and_then(|id| terms.of_customer(tables, place, id));
        left_out.map_or(Ok(()), |reason| Err(Refusal::SetAside(reason)))
    };
    let Keyed { keys, places, fates } =
        keyed::read(tables, TableKind::Customers, (Role::Customer, Reason::NoCustomer), check).finish();
    let signup = places.iter().map(|&place| signup(tables, place, order).ok().flatten()).collect();
    let named = |role| named_columns(tables, TableKind::Customers, &[role]).into_iter();
    let attributes = named(Role::Attribute).map(|named| attribute(tables, &places, named)).collect();
    let mut no_numbers = BTreeMap::new();
    let numbers = named(Role::Number).map(|named| number(tables, &places, named, &mut no_numbers)).collect();
    CustomersTable { ids: keys, signup, attributes, numbers, no_numbers, fates, places }
}

/// The sign-up day of a row; nothing when the cell is empty or there is no such column.
fn signup(tables: &Tables<'_>, place: Place, order: DateOrder) -> Result<Option<Day>, Cause> {
    let table = tables.table_of(place);
    let Some(column) = tables.tables[table].columns.of(Role::Signup) else { return Ok(None) };
    let value = trim(tables.field(place, column));
    if value.is_empty() {
        return Ok(None);
    }
    let moment = match parse(value, tables.source(table).grid.epoch()) {
        Some(Written::Plain(moment) | Written::Serial(moment)) => Some(moment),
        Some(Written::Slashed(slashed)) => slashed.read(order),
        None => None,
    };
    match moment {
        Some(moment) => Ok(Some(moment.day())),
        None => Err(Cause { reason: Reason::BadDate, column: column as u32, words: bad_date_words(order) }),
    }
}

/// What follows a value that is no date.
pub(crate) fn bad_date_words(order: DateOrder) -> &'static str {
    match order {
        DateOrder::MonthFirst => {
            "is not a date (dates are read as YYYY-MM-DD, YYYY/MM/DD, YYYYMMDD, D.M.YYYY or month/day/year with slashes or hyphens, the year with four digits, with or without HH:MM:SS)"
        }
        DateOrder::DayFirst => {
            "is not a date (dates are read as YYYY-MM-DD, YYYY/MM/DD, YYYYMMDD, D.M.YYYY or day/month/year with slashes or hyphens, the year with four digits, with or without HH:MM:SS)"
        }
    }
}

fn attribute(tables: &Tables<'_>, places: &[Place], named: Named) -> Attribute {
    let mut levels = Dictionary::default();
    let codes: Vec<u32> = places
        .iter()
        .map(|&place| {
            let value = named.column(tables.table_of(place)).and_then(|column| label(tables.field(place, column)));
            value.map_or(NO_KEY, |value| levels.number(value))
        })
        .collect();
    let Ranked { keys, ranks } = unify(vec![levels]);
    let codes = codes.iter().map(|&code| if code == NO_KEY { NO_KEY } else { ranks[0][code as usize] }).collect();
    Attribute { name: named.name, levels: strings(&keys), codes }
}

/// A number of each customer; what is no number is missing, and counted.
fn number(
    tables: &Tables<'_>,
    places: &[Place],
    named: Named,
    no_numbers: &mut BTreeMap<(usize, usize), u64>,
) -> Number {
    let mut value = |&place: &Place| {
        let table = tables.table_of(place);
        let column = named.column(table)?;
        match number::parse(clean(tables.field(place, column))?) {
            Ok(number) => Some(number.to_f64()),
            Err(_) => {
                *no_numbers.entry((table, column)).or_default() += 1;
                None
            }
        }
    };
    let values = places.iter().map(&mut value).collect();
    Number { name: named.name, values }
}
