//! The feature table as named columns: keys, features, the customers' own numbers, attributes.

use super::whole::is_whole;
use shoal_data::write::{NamedColumn, NamedTable, Values};
use shoal_segment::feature::{Choice, given};
use shoal_segment::lines::Attribute;
use shoal_segment::money::{Amount, Scale};
use shoal_segment::segmentation::FeatureCard;
use shoal_segment::table::{Column, FeatureTable};

/// The columns of `table`: those of `chosen`, or all; the keys always. The sum of money is exact, with the decimals `money`.
pub(super) fn columns<'a>(table: &'a FeatureTable, money: Scale, chosen: Option<&Choice>) -> NamedTable<'a> {
    let mut columns: Vec<NamedColumn<'a>> = Vec::new();
    let orders = table.orders.as_ref().map(|orders| ("order_id", orders));
    for (name, ids) in orders.into_iter().chain([("customer_id", &table.customers)]) {
        columns.push(NamedColumn { name: name.into(), values: Values::Text(Box::new(|row| Some(&ids[row]))) });
    }
    let wanted = |card: &FeatureCard| chosen.is_none_or(|choice| choice.features.contains(card));
    for column in table.columns.iter().filter(|column| wanted(&column.card)) {
        let values = if column.card.name == table.unit.value_feature() {
            let amount = move |row: usize| Amount { minor: table.revenue_minor[row], scale: money };
            Values::Money(Box::new(move |row| Some(amount(row))))
        } else {
            numbers(column)
        };
        columns.push(NamedColumn { name: free(&columns, &column.card.name), values });
    }
    let wanted = |attribute: &Attribute| {
        let name = given::name(&attribute.name);
        chosen.is_none_or(|choice| choice.categories.iter().any(|category| category.name == name))
    };
    for attribute in table.attributes.iter().filter(|attribute| wanted(attribute)) {
        let name = free(&columns, &given::name(&attribute.name));
        columns.push(NamedColumn { name, values: levels(attribute) });
    }
    NamedTable { rows: table.rows(), columns }
}

fn numbers(column: &Column) -> Values<'_> {
    if is_whole(&column.card.name) {
        return Values::Whole(Box::new(|row| column.get(row).map(|value| value as i64)));
    }
    Values::Number(Box::new(|row| column.get(row)))
}

fn levels(attribute: &Attribute) -> Values<'_> {
    Values::Text(Box::new(|row| attribute.levels.get(attribute.codes[row] as usize).map(String::as_str)))
}

/// `name`, or that with `given_` before it as often as it takes for the name to be free.
fn free(columns: &[NamedColumn<'_>], name: &str) -> String {
    let mut name = name.to_owned();
    while columns.iter().any(|column| column.name == name) {
        name.insert_str(0, "given_");
    }
    name
}
