//! The feature table as named columns: keys, features, the customers' own numbers, attributes.

use super::long::Long;
use super::whole::is_whole;
use shoal_data::write::{NamedColumn, NamedTable, Values};
use shoal_segment::feature::{Choice, given};
use shoal_segment::lines::Attribute;
use shoal_segment::money::{Amount, Scale};
use shoal_segment::segmentation::FeatureCard;

/// The columns of the tables: those of `chosen`, or all; the keys always, and the day before them where it `tells_day`. The sum of
/// money is exact, with the decimals `money`.
pub(super) fn columns<'a>(long: &'a Long, tells_day: bool, money: Scale, chosen: Option<&Choice>) -> NamedTable<'a> {
    let mut columns = keys(long, tells_day);
    let layout = long.last();
    let wanted = |card: &FeatureCard| chosen.is_none_or(|choice| choice.features.contains(card));
    for (at, column) in layout.columns.iter().enumerate().filter(|(_, column)| wanted(&column.card)) {
        let name = free(&columns, &column.card.name);
        let is_value = column.card.name == layout.unit.value_feature();
        columns.push(NamedColumn { name, values: if is_value { value(long, money) } else { numbers(long, at) } });
    }
    let wanted = |attribute: &Attribute| {
        let name = given::name(&attribute.name);
        chosen.is_none_or(|choice| choice.categories.iter().any(|category| category.name == name))
    };
    for (at, attribute) in layout.attributes.iter().enumerate().filter(|(_, attribute)| wanted(attribute)) {
        columns.push(NamedColumn { name: free(&columns, &given::name(&attribute.name)), values: levels(long, at) });
    }
    NamedTable { rows: long.rows(), columns }
}

/// The day where it is told, the order where rows are orders, the customer.
fn keys(long: &Long, tells_day: bool) -> Vec<NamedColumn<'_>> {
    let day = Values::Day(Box::new(|row| Some(long.at(row).0.as_of)));
    let order = Values::Text(Box::new(|row| {
        let (table, row) = long.at(row);
        table.orders.as_ref().map(|orders| &orders[row])
    }));
    let customer = Values::Text(Box::new(|row| {
        let (table, row) = long.at(row);
        Some(&table.customers[row])
    }));
    let is_there = [tells_day, long.last().orders.is_some(), true];
    let keys = [("as_of", day), ("order_id", order), ("customer_id", customer)];
    let keys = keys.into_iter().zip(is_there).filter(|(_, is_there)| *is_there);
    keys.map(|((name, values), _)| NamedColumn { name: name.into(), values }).collect()
}

/// The sum of money, exact.
fn value(long: &Long, scale: Scale) -> Values<'_> {
    Values::Money(Box::new(move |row| {
        let (table, row) = long.at(row);
        Some(Amount { minor: table.revenue_minor[row], scale })
    }))
}

/// The feature number `at`.
fn numbers(long: &Long, at: usize) -> Values<'_> {
    let number = move |row| {
        let (table, row) = long.at(row);
        table.columns[at].get(row)
    };
    if is_whole(&long.last().columns[at].card.name) {
        return Values::Whole(Box::new(move |row| number(row).map(|value| value as i64)));
    }
    Values::Number(Box::new(number))
}

/// The attribute number `at`.
fn levels(long: &Long, at: usize) -> Values<'_> {
    Values::Text(Box::new(move |row| {
        let (table, row) = long.at(row);
        let attribute = &table.attributes[at];
        attribute.levels.get(attribute.codes[row] as usize).map(String::as_str)
    }))
}

/// `name`, or that with `given_` before it as often as it takes for the name to be free.
fn free(columns: &[NamedColumn<'_>], name: &str) -> String {
    let mut name = name.to_owned();
    while columns.iter().any(|column| column.name == name) {
        name.insert_str(0, "given_");
    }
    name
}
