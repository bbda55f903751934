//! Attributes of customers: which columns they come from, and what counts for each customer.
//!
//! A column is the same attribute in several files when its name is, apart from case and punctuation. An attribute with
//! more than 50 different values describes nobody and is left out, with a note. In a flat table a customer has the value that
//! most of its lines have; of equally frequent ones the alphabetically first.

use crate::recognise::roles::{Role, plain};
use crate::tables::Tables;
use shoal_segment::lines::{Attribute, NO_KEY, most_frequent_code};
use shoal_segment::receipt::TableKind;
use std::collections::BTreeMap;

/// More different values than this and a column is no attribute.
pub(crate) const MOST_LEVELS: usize = 50;

/// An attribute and its column in each table.
pub(crate) struct Named {
    /// As the first table (by spelling) has it.
    pub(crate) name: String,
    columns: BTreeMap<usize, usize>,
}

impl Named {
    /// The column in a table.
    pub(crate) fn column(&self, table: usize) -> Option<usize> {
        self.columns.get(&table).copied()
    }
}

/// The columns with certain roles in all tables of a kind, sorted by name.
pub(crate) fn named_columns(tables: &Tables<'_>, kind: TableKind, roles: &[Role]) -> Vec<Named> {
    named_in(tables, &[kind], roles)
}

/// The same in tables of several kinds.
pub(crate) fn named_in(tables: &Tables<'_>, kinds: &[TableKind], roles: &[Role]) -> Vec<Named> {
    let mut found: BTreeMap<String, Named> = BTreeMap::new();
    for table in kinds.iter().flat_map(|&kind| tables.of_kind(kind)) {
        for column in roles.iter().flat_map(|&role| tables.tables[table].columns.all(role)) {
            let name = tables.source(table).grid.column_name(column);
            let named =
                found.entry(plain(&name)).or_insert_with(|| Named { name: name.clone(), columns: BTreeMap::new() });
            named.name = named.name.clone().min(name);
            named.columns.entry(table).or_insert(column);
        }
    }
    found.into_values().collect()
}

/// The column with a name, whatever its role; capitals and small letters are one.
pub(crate) fn called(tables: &Tables<'_>, kinds: &[TableKind], name: &str) -> Option<Named> {
    let wanted = name.to_lowercase();
    let column = |table: usize| {
        let grid = &tables.source(table).grid;
        Some((table, (0..grid.width()).find(|&column| grid.column_name(column).to_lowercase() == wanted)?))
    };
    let columns: BTreeMap<usize, usize> =
        kinds.iter().flat_map(|&kind| tables.of_kind(kind)).filter_map(column).collect();
    let names = columns.iter().map(|(&table, &column)| tables.source(table).grid.column_name(column));
    Some(Named { name: names.min()?, columns })
}

/// The most frequent value of each customer. `codes` are (customer, level) of every line that has a value.
pub(crate) fn most_frequent(name: String, levels: Vec<String>, codes: Vec<(u32, u32)>, customers: usize) -> Attribute {
    let mut codes = codes;
    codes.sort_unstable();
    let mut chosen = vec![NO_KEY; customers];
    for of_customer in codes.chunk_by(|a, b| a.0 == b.0) {
        chosen[of_customer[0].0 as usize] = most_frequent_code(of_customer.iter().map(|&(_, level)| level));
    }
    Attribute { name, levels, codes: chosen, context: None }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_most_frequent_value_counts_and_ties_go_to_the_first() {
        let levels = vec!["Asia".to_owned(), "Europe".to_owned()];
        let codes = vec![(0, 1), (2, 1), (0, 0), (0, 1), (2, 0), (3, 1)];
        let attribute = most_frequent("Region".to_owned(), levels, codes, 5);
        assert_eq!(attribute.codes, [1, NO_KEY, 0, 1, NO_KEY]);
    }
}
