//! Rows that a database gave against the feature table.

use crate::shop::Shop;
use shoal_segment::feature::Unit;
use shoal_segment::sql::{Dialect, Query, Source, statement};
use shoal_segment::table::{FeatureTable, Wish};
use shoal_segment::window::Window;

/// What a statement gave: names of columns, then rows of cells, `None` for NULL.
pub(crate) struct Answer {
    pub(crate) names: Vec<String>,
    pub(crate) rows: Vec<Vec<Option<String>>>,
}

/// The statement for all features of a shop; without `as_of` that of the day after the last line.
pub(crate) fn query(dialect: &str, unit: Unit, shop: &Shop, as_of: bool) -> String {
    windowed(dialect, unit, shop, (as_of, None))
}

/// The same within a window.
pub(crate) fn windowed(dialect: &str, unit: Unit, shop: &Shop, (as_of, window): (bool, Option<Window>)) -> String {
    let dialect: Dialect = dialect.parse().unwrap();
    let mut source = Source::canonical("shop_lines", Some("shop_customers"), dialect);
    source.as_of = as_of.then_some(shop.as_of);
    statement(&Query { dialect, unit, features: Vec::new(), window, source }).unwrap()
}

/// Every row and every feature is the same to 1e-9.
pub(crate) fn same(shop: &Shop, unit: Unit, answer: &Answer, name: &str) {
    same_as(shop, &Wish::all(unit), answer, name);
}

/// The same for a wish with a window.
pub(crate) fn same_as(shop: &Shop, wish: &Wish, answer: &Answer, name: &str) {
    let unit = wish.unit;
    let (table, _) = FeatureTable::compute(&shop.lines(), wish);
    let keys: usize = if unit == Unit::Order { 2 } else { 1 };
    let ours = |row: usize| {
        let order = table.orders.iter().map(move |orders| orders[row].to_owned());
        order.chain([table.customers[row].to_owned()]).collect::<Vec<String>>()
    };
    let mut answered: Vec<&Vec<Option<String>>> = answer.rows.iter().collect();
    answered.sort_by_key(|row| row[..keys].to_vec());
    let mut order: Vec<usize> = (0..table.rows()).collect();
    order.sort_by_key(|&row| ours(row));
    assert_eq!(answered.len(), table.rows(), "{name}: rows");
    assert!(table.rows() > 0, "{name}: there is something to compare");
    let without = table.columns.iter().filter(|column| !answer.names.contains(&column.card.name)).count();
    assert_eq!(without, 0, "{name}: {:?}", answer.names);
    for (row, answered) in order.into_iter().zip(answered) {
        let theirs: Vec<String> = answered[..keys].iter().map(|key| key.clone().unwrap()).collect();
        assert_eq!(theirs, ours(row), "{name}");
        for (cell, called) in answered[keys..].iter().zip(&answer.names[keys..]) {
            // Without any sign-up day there is no such feature here, and nothing in it there.
            let ours = table.column(called).and_then(|column| column.get(row));
            let value = cell.as_ref().map(|cell| cell.parse::<f64>().unwrap());
            let near = match (value, ours) {
                (None, None) => true,
                (Some(theirs), Some(ours)) => (theirs - ours).abs() <= 1e-9 * ours.abs().max(1.0),
                _ => false,
            };
            assert!(near, "{name}: {called} of {theirs:?} is {value:?}, and ours {ours:?}");
        }
    }
}
