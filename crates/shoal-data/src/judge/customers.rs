//! The customers table: ids, sign-up days, attributes, numbers.

use crate::gather::attributes::{Named, named_columns};
use crate::judge::fates::Fate;
use crate::judge::keyed::{self, Keyed, Refusal};
use crate::judge::persons::Known;
use crate::judge::reason::{Cause, Reason};
use crate::judge::terms::Terms;
use crate::options::DateOrder;
use crate::policy::choices::Odd;
use crate::policy::marks::is_test;
use crate::recognise::roles::Role;
use crate::tables::{Place, Tables};
use crate::value::date_form::DateForm;
use crate::value::dictionary::{Dictionary, Ranked, strings, unify};
use crate::value::key::{clean, filled, label};
use crate::value::number;
use crate::value::numbering::Numbering;
use shoal_segment::date::Day;
use shoal_segment::lines::{Attribute, NO_KEY, Number};
use shoal_segment::receipt::TableKind;
use std::collections::{BTreeMap, HashSet};

/// What the customers tables say.
pub(crate) struct CustomersTable<'a> {
    /// The ids in order of appearance.
    pub(crate) ids: Numbering,
    /// Other ids of theirs.
    pub(crate) aliases: Known,
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
    /// Ids of those that look like tests or staff.
    pub(crate) tests: HashSet<&'a [u8]>,
}

/// Reads all customers tables; `form` is that of their dates.
pub(crate) fn read<'a>(tables: &Tables<'a>, form: DateForm, terms: &Terms<'_>) -> CustomersTable<'a> {
    let tests = tests(tables, terms);
    let check = |place| {
        signup(tables, place, form).map_err(Refusal::Unreadable)?;
        let Some(id) = tables.role(place, Role::Customer).and_then(clean) else { return Ok(()) };
        let is_test = terms.policy.tests == Odd::SetAside && tests.contains(id);
        let left_out = terms.listed(&[id]).or(is_test.then_some(Reason::TestCustomer));
        left_out.map_or(Ok(()), |reason| Err(Refusal::SetAside(reason)))
    };
    let (keyed, aliases) = keyed_with_aliases(tables, check);
    let Keyed { keys, places, fates } = keyed;
    let signup = places.iter().map(|&place| signup(tables, place, form).ok().flatten()).collect();
    let named = |role| named_columns(tables, TableKind::Customers, &[role]).into_iter();
    let attributes = named(Role::Attribute).map(|named| attribute(tables, &places, named)).collect();
    let mut no_numbers = BTreeMap::new();
    let numbers = named(Role::Number).map(|named| number(tables, &places, named, &mut no_numbers)).collect();
    CustomersTable {
        ids: keys.keys().collect(),
        aliases,
        signup,
        attributes,
        numbers,
        no_numbers,
        fates,
        places,
        tests,
    }
}

/// The ids of the customers that look like tests or staff in any of their rows.
fn tests<'a>(tables: &Tables<'a>, terms: &Terms<'_>) -> HashSet<&'a [u8]> {
    let places = tables
        .units_of(TableKind::Customers)
        .flat_map(|unit| (0..tables.rows_of(unit)).map(move |row| Place { unit: unit as u32, row: row as u32 }));
    let test = |place: Place| {
        let id = tables.role(place, Role::Customer).and_then(clean)?;
        (is_test(id) || terms.is_test(tables, place)).then_some(id)
    };
    places.filter_map(test).collect()
}

impl<'a> CustomersTable<'a> {
    /// Makes those one that are known by the same id: of their sign-up days the first counts, and of other values that of the first of them,
    /// by id, that has one.
    pub(crate) fn merge(&mut self, merged: &Known) {
        let keys: Vec<&[u8]> = self.ids.texts().collect();
        let mut by_id: Vec<usize> = (0..keys.len()).collect();
        by_id.sort_unstable_by_key(|&at| keys[at]);
        let mut ids = Numbering::default();
        let mut groups: Vec<Vec<usize>> = Vec::new();
        for at in by_id {
            let number = ids.number(merged.find(keys[at]).unwrap_or(keys[at])) as usize;
            groups.resize(groups.len().max(number + 1), Vec::new());
            groups[number].push(at);
        }
        let days = |group: &Vec<usize>| group.iter().filter_map(|&at| self.signup[at]).min();
        self.signup = groups.iter().map(days).collect();
        self.places = groups.iter().map(|group| self.places[group[0]]).collect();
        for Attribute { codes, .. } in &mut self.attributes {
            let code = |group: &Vec<usize>| group.iter().map(|&at| codes[at]).find(|&code| code != NO_KEY);
            *codes = groups.iter().map(|group| code(group).unwrap_or(NO_KEY)).collect();
        }
        for Number { values, .. } in &mut self.numbers {
            *values = groups.iter().map(|group| group.iter().find_map(|&at| values[at])).collect();
        }
        self.ids = ids;
    }
}

/// The rows by customer. Where rows are known by an alias, each alias is a row of its own, and a customer has the values of the row with
/// the smallest content.
fn keyed_with_aliases<'a>(tables: &Tables<'a>, check: impl Fn(Place) -> Result<(), Refusal>) -> (Keyed<'a>, Known) {
    let has_alias = |table: usize| tables.column(table, Role::Alias).is_some();
    if !tables.of_kind(TableKind::Customers).any(has_alias) {
        let keyed = keyed::read(tables, TableKind::Customers, (Role::Customer, Reason::NoCustomer), check);
        return (keyed.finish(), Known::default());
    }
    let by_alias = keyed::read(tables, TableKind::Customers, (Role::Alias, Reason::NoCustomer), check).finish();
    let (mut keyed, mut aliases) = (Keyed::default(), Known::default());
    for &place in &by_alias.places {
        let customer = tables.role(place, Role::Customer).and_then(clean);
        let alias = tables.role(place, Role::Alias).and_then(clean);
        if let Some((customer, alias)) = customer.zip(alias) {
            aliases.add(alias, customer);
            keyed.take(tables, place, customer);
        }
    }
    (Keyed { fates: by_alias.fates, ..keyed }, aliases)
}

/// The sign-up day of a row; nothing when the cell is empty or there is no such column.
fn signup(tables: &Tables<'_>, place: Place, form: DateForm) -> Result<Option<Day>, Cause> {
    let table = tables.table_of(place);
    let Some(column) = tables.tables[table].columns.of(Role::Signup) else { return Ok(None) };
    let Some(value) = filled(tables.field(place, column)) else { return Ok(None) };
    match form.read(value, tables.source(table).grid.epoch()) {
        Some(moment) => Ok(Some(moment.day())),
        None => Err(Cause { reason: Reason::BadDate, column: column as u32, words: bad_date_words(form) }),
    }
}

/// What follows a value that is no date.
pub(crate) fn bad_date_words(form: DateForm) -> &'static str {
    match (form.unix, form.order) {
        (Some(_), _) => {
            "is not a date (most dates of the column are seconds or milliseconds since 1970, from 1990 to 2100)"
        }
        (None, DateOrder::MonthFirst) => {
            "is not a date (dates are read as YYYY-MM-DD, YYYYMMDD, D.M.YYYY, D Month YYYY or month/day/year with slashes or hyphens, from year 1 to 9999, with or without HH:MM:SS)"
        }
        (None, DateOrder::DayFirst) => {
            "is not a date (dates are read as YYYY-MM-DD, YYYYMMDD, D.M.YYYY, D Month YYYY or day/month/year with slashes or hyphens, from year 1 to 9999, with or without HH:MM:SS)"
        }
        (None, DateOrder::YearFirst) => {
            "is not a date (dates are read as YYYY-MM-DD, YYYYMMDD, D.M.YYYY, D Month YYYY or YY/MM/DD with slashes or hyphens, from year 1 to 9999, with or without HH:MM:SS)"
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
    Attribute { name: named.name, levels: strings(&keys), codes, context: None }
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
        match number::parse(filled(tables.field(place, column))?, tables.numbers.form(table, column)) {
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
