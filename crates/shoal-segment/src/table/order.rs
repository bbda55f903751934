//! The rows of a table in their order.
//!
//! 1. [`stem`]: the bytes with which all ids begin (`customer_`) say nothing and are left out.
//! 2. [`lead`]: the next eight bytes of an id and its row are one number, and the numbers are sorted.
//! 3. Rows whose leads are equal are compared whole.
//!
//! So hardly any two ids are looked up where they lie, which takes most of the time when millions of them are compared.

use super::part::RowKeys;
use rayon::prelude::*;

/// In which order rows come; `None` is that in which they are.
pub(super) struct Order(Option<Vec<u32>>);

impl Order {
    /// The order of rows with these keys, of which no two are equal.
    pub(super) fn of(keys: &RowKeys) -> Self {
        let rows = 0..keys.len() as u32;
        let key = |row: u32| keys.get(row as usize);
        if rows.clone().is_sorted_by_key(key) {
            return Self(None);
        }
        let stem = stem(keys);
        let mut leads: Vec<u128> = rows.map(|row| lead(keys, row, stem)).collect();
        leads.par_sort_unstable();
        let mut rows: Vec<u32> = leads.iter().map(|&lead| lead as u32).collect();
        let mut start = 0;
        for equal in leads.chunk_by(|a, b| a >> 32 == b >> 32) {
            if equal.len() > 1 {
                rows[start..start + equal.len()].par_sort_unstable_by(|&a, &b| key(a).cmp(&key(b)));
            }
            start += equal.len();
        }
        Self(Some(rows))
    }

    /// The numbers of so many rows in order.
    pub(super) fn rows(&self, count: usize) -> impl Iterator<Item = usize> + Clone {
        (0..count).map(|at| self.0.as_ref().map_or(at, |rows| rows[at] as usize))
    }

    /// One value of each row, in order. What was there is gone then.
    pub(super) fn arrange<T: Copy + Send + Sync>(&self, values: Vec<T>) -> Vec<T> {
        match &self.0 {
            Some(rows) => rows.par_iter().map(|&row| values[row as usize]).collect(),
            None => values,
        }
    }
}

/// With how many bytes all ids begin alike.
fn stem(keys: &RowKeys) -> usize {
    let mut ids = (0..keys.len()).map(|row| keys.id(row).as_bytes());
    let Some(first) = ids.next() else { return 0 };
    let alike = |length: usize, id: &[u8]| first[..length].iter().zip(id).take_while(|(a, b)| a == b).count();
    ids.fold(first.len(), alike)
}

/// A number that sorts like the row as far as eight bytes of its id tell, with the row behind them.
fn lead(keys: &RowKeys, row: u32, stem: usize) -> u128 {
    let rest = &keys.id(row as usize).as_bytes()[stem..];
    let mut bytes = [0; 8];
    let length = rest.len().min(8);
    bytes[..length].copy_from_slice(&rest[..length]);
    // Rows without an id go last.
    let group = u128::from(keys.has_no_id(row as usize));
    group << 96 | u128::from(u64::from_be_bytes(bytes)) << 32 | u128::from(row)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        /// The slow twin compares all keys whole.
        #[test]
        fn rows_are_in_the_order_of_their_keys(drafts in proptest::collection::btree_set((any::<bool>(), "[ab]{0,3}", "[ab\u{e9}]{0,12}"), 0..40), stem in "[xy]{0,9}", orders: bool) {
            let mut drafts: Vec<(bool, String, String)> = drafts.into_iter().collect();
            // Some disorder that does not depend on the keys.
            drafts.sort_by_key(|draft| (draft.1.len() * 7 + draft.2.len() * 5) % 11);
            let mut keys = RowKeys::default();
            for (made_up, customer, order) in &drafts {
                let (customer, order) = (format!("{stem}{customer}{order}{made_up}"), format!("{stem}{order}"));
                keys.add(&customer, orders.then_some((order.as_str(), *made_up)));
            }
            let order = Order::of(&keys);
            let mut expected: Vec<usize> = (0..drafts.len()).collect();
            expected.sort_by_key(|&row| keys.get(row));
            prop_assert_eq!(order.rows(drafts.len()).collect::<Vec<_>>(), expected.clone());
            prop_assert_eq!(order.arrange((0..drafts.len()).collect()), expected);
        }
    }
}
