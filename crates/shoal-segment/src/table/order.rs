//! The rows in the order of the table.
//!
//! 1. [`stem`]: the bytes with which all ids begin (`customer_`) say nothing and are left out.
//! 2. [`lead`]: the next eight bytes of an id and the place of its row are one number, and the numbers are sorted.
//! 3. Rows whose leads are equal are compared whole.
//!
//! So hardly any two ids are looked up where they lie, which takes most of the time when millions of them are compared.

use super::part::RowKeys;
use rayon::prelude::*;

/// The places of all rows in the order of the table.
pub(super) fn order(keys: &RowKeys) -> Vec<u32> {
    let stem = stem(keys);
    let mut leads: Vec<u128> = (0..keys.len()).map(|row| lead(keys, row, stem)).collect();
    leads.par_sort_unstable();
    let mut rows: Vec<u32> = leads.iter().map(|&lead| lead as u32).collect();
    let mut start = 0;
    for equal in leads.chunk_by(|a, b| a >> 64 == b >> 64) {
        if equal.len() > 1 {
            rows[start..start + equal.len()].par_sort_unstable_by_key(|&row| keys.get(row as usize));
        }
        start += equal.len();
    }
    rows
}

/// With how many bytes all ids begin alike.
fn stem(keys: &RowKeys) -> usize {
    let mut ids = (0..keys.len()).map(|row| keys.id(row).as_bytes());
    let Some(first) = ids.next() else { return 0 };
    let alike = |length: usize, id: &[u8]| first[..length].iter().zip(id).take_while(|(a, b)| a == b).count();
    ids.fold(first.len(), alike)
}

/// A number that sorts like the row as far as eight bytes of its id tell, with the place of the row in its lower half.
fn lead(keys: &RowKeys, row: usize, stem: usize) -> u128 {
    let rest = &keys.id(row).as_bytes()[stem..];
    let mut bytes = [0; 8];
    let length = rest.len().min(8);
    bytes[..length].copy_from_slice(&rest[..length]);
    // Rows without an id go last, and the bit for it is worth more than the last one of eight bytes.
    let lead = u64::from_be_bytes(bytes) >> 1 | u64::from(keys.has_no_id(row)) << 63;
    u128::from(lead) << 64 | row as u128
}
