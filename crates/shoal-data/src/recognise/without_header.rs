//! Transactions without a header: the roles of columns by their values alone.
//!
//! Looked at together are all files without a header that have equally many columns, so that it does not matter how the rows are
//! spread over files. In this order, each only where it is beyond doubt:
//!
//! 1. *time*: the only column in which nearly all values are written as dates (`19970101` is one);
//! 2. *total*: the only other column of numbers of which some have decimals;
//! 3. *customer*: of the other columns whose values repeat and hold a digit, the only one that is no small whole number. When all are,
//!    the one with at least twice as many different values as every other. Of columns that number the same customers in two ways,
//!    the first;
//! 4. *quantity*: the only other column of small whole numbers that is not such a second number of the customers.
//!
//! What is not found here is looked for as in every table ([`crate::recognise::by_values`]), and asked for when that fails.
//!
//! Cost: one pass over every column, and one over pairs of columns of ids.

use crate::recognise::profiles::Profiles;
use crate::recognise::roles::Role;
use crate::value::key::{clean, trim};
use crate::value::number::parse;
use crate::value::number_form::NumberForm;
use crate::value::numbering::Numbering;

/// The share of values (in percent) that must fit.
const NEARLY_ALL: u64 = 99;
/// Larger numbers are no quantities.
const LARGEST_QUANTITY: i64 = 9_999;
/// How many times as many customers as quantities there are.
const MORE: u64 = 2;

/// What the values of a column are, over all its files.
#[derive(Debug, Clone, Copy, Default)]
struct Looks {
    filled: u64,
    distinct: u64,
    dates: u64,
    numbers: u64,
    decimals: bool,
    with_digit: u64,
    quantities: u64,
}

impl Looks {
    fn nearly_all(self, count: u64) -> bool {
        self.filled > 0 && count * 100 >= self.filled * NEARLY_ALL
    }

    fn is_time(self) -> bool {
        self.nearly_all(self.dates)
    }

    fn is_money(self) -> bool {
        !self.is_time() && self.decimals && self.nearly_all(self.numbers)
    }

    fn is_id(self) -> bool {
        !self.is_time() && !self.decimals && self.distinct < self.filled && self.nearly_all(self.with_digit)
    }

    fn is_quantity(self) -> bool {
        self.is_id() && self.nearly_all(self.quantities)
    }
}

/// The roles that are beyond doubt, each with its column; `taken` are the columns that have one.
pub(crate) fn roles(profiles: &mut Profiles<'_>, source: usize, taken: &[usize]) -> Vec<(Role, usize)> {
    let width = profiles.sources[source].grid.width();
    let alike: Vec<usize> = (0..profiles.sources.len())
        .filter(|&other| profiles.sources[other].grid.headerless && profiles.sources[other].grid.width() == width)
        .collect();
    let free: Vec<usize> = (0..width).filter(|column| !taken.contains(column)).collect();
    let looks: Vec<(usize, Looks)> = free.into_iter().map(|column| (column, look(profiles, &alike, column))).collect();
    let with = |wanted: fn(Looks) -> bool| -> Vec<usize> {
        looks.iter().filter(|(_, looks)| wanted(*looks)).map(|&(column, _)| column).collect()
    };
    let mut roles = Vec::new();
    if let [time] = with(Looks::is_time).as_slice() {
        roles.push((Role::Time, *time));
    }
    if let [total] = with(Looks::is_money).as_slice() {
        roles.push((Role::Total, *total));
    }
    let same = |one: usize, other: usize| number_the_same(profiles, &alike, one, other);
    let Some(customer) = customer(&looks, &with, &same) else { return roles };
    roles.push((Role::Customer, customer));
    let mut quantities = with(Looks::is_quantity);
    quantities.retain(|&column| column != customer && !same(customer, column));
    if let [quantity] = quantities.as_slice() {
        roles.push((Role::Quantity, *quantity));
    }
    roles
}

fn customer(
    looks: &[(usize, Looks)],
    with: &dyn Fn(fn(Looks) -> bool) -> Vec<usize>,
    same: &dyn Fn(usize, usize) -> bool,
) -> Option<usize> {
    match with(|looks| looks.is_id() && !looks.is_quantity()).as_slice() {
        [] => {}
        [first, others @ ..] => return others.iter().all(|&other| same(*first, other)).then_some(*first),
    }
    let mut counts: Vec<(u64, usize)> =
        looks.iter().filter(|(_, looks)| looks.is_id()).map(|&(column, looks)| (looks.distinct, column)).collect();
    counts.sort_unstable_by_key(|&(distinct, column)| (std::cmp::Reverse(distinct), column));
    match counts.as_slice() {
        [] => None,
        [(most, first), others @ ..] => {
            others.iter().all(|&(distinct, other)| distinct * MORE <= *most || same(*first, other)).then_some(*first)
        }
    }
}

/// Why such a column was taken.
pub(crate) fn because(role: Role) -> &'static str {
    match role {
        Role::Time => "its values: no other column has dates",
        Role::Total => "its values: no other column has numbers with decimals",
        Role::Quantity => "its values: no other column has small whole numbers",
        _ => "its values: ids that repeat",
    }
}

fn look(profiles: &mut Profiles<'_>, alike: &[usize], column: usize) -> Looks {
    let mut looks = Looks::default();
    for &source in alike {
        looks.dates += profiles.dates((source, column)).written_as_dates();
        let numbers = profiles.numbers((source, column));
        looks.numbers += numbers.readable();
        looks.decimals |= numbers.looks_like_money();
    }
    let mut seen = Numbering::default();
    each_row(profiles, alike, |field| {
        if let Some(key) = clean(field(column)) {
            seen.number(key);
            looks.filled += 1;
            looks.with_digit += u64::from(key.iter().any(|byte| byte.is_ascii_digit() || *byte == b'@'));
            looks.quantities += u64::from(is_small(key));
        }
    });
    looks.distinct = seen.len() as u64;
    looks
}

/// A whole number as quantities are written: no zero before other digits, and not large.
fn is_small(key: &[u8]) -> bool {
    let digits = key.strip_prefix(b"-").unwrap_or(key);
    let plain = digits == b"0" || digits.first().is_some_and(|&first| first != b'0');
    plain
        && parse(key, NumberForm::default())
            .is_ok_and(|number| number.decimals == 0 && number.units.abs() <= LARGEST_QUANTITY)
}

/// Whether each value of one column stands beside one value of the other only, and the other way round.
fn number_the_same(profiles: &Profiles<'_>, alike: &[usize], one: usize, other: usize) -> bool {
    let (mut ones, mut others) = (Numbering::default(), Numbering::default());
    let mut pairs = std::collections::BTreeSet::new();
    each_row(profiles, alike, |field| {
        pairs.insert((ones.number(trim(field(one))), others.number(trim(field(other)))));
    });
    pairs.len() == ones.len() && pairs.len() == others.len()
}

/// Gives every good row of the files, as a way to look at its fields.
fn each_row(profiles: &Profiles<'_>, alike: &[usize], mut see: impl for<'c> FnMut(&dyn Fn(usize) -> &'c [u8])) {
    for &source in alike {
        let grid = &profiles.sources[source].grid;
        for slot in &grid.slots {
            let chunk = slot.look();
            for row in 0..chunk.rows.len() {
                see(&|column| grid.field(&chunk, row, column));
            }
        }
    }
}
