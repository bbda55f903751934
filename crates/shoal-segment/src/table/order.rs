//! The rows of all parts in the order of the table.
//!
//! 1. [`stem`]: the bytes with which all ids begin (`customer_`) say nothing and are left out.
//! 2. [`lead`]: the next eight bytes of an id, its part and its place there are one number, and the numbers are sorted.
//! 3. Rows whose leads are equal are compared whole.
//!
//! So hardly any two ids are looked up where they lie, which takes most of the time when millions of them are compared.

use super::part::Part;
use rayon::prelude::*;

/// A row: its part, and its place there.
pub(super) type RowAt = (u32, u32);

/// All rows in the order of the table; those of a single part are in it.
pub(super) fn order(parts: &[Part]) -> Vec<RowAt> {
    if let [part] = parts {
        return (0..part.keys.len() as u32).map(|row| (0, row)).collect();
    }
    let stem = stem(parts);
    let mut leads: Vec<u128> = Vec::with_capacity(parts.iter().map(|part| part.keys.len()).sum());
    for (at, part) in parts.iter().enumerate() {
        leads.extend((0..part.keys.len()).map(|row| lead(part, (at, row), stem)));
    }
    leads.par_sort_unstable();
    let mut rows: Vec<RowAt> = leads.iter().map(|&lead| ((lead >> 32) as u32, lead as u32)).collect();
    let mut start = 0;
    for equal in leads.chunk_by(|a, b| a >> 64 == b >> 64) {
        if equal.len() > 1 {
            let key = |&(part, row): &RowAt| parts[part as usize].keys.get(row as usize);
            rows[start..start + equal.len()].par_sort_unstable_by(|a, b| key(a).cmp(&key(b)));
        }
        start += equal.len();
    }
    rows
}

/// With how many bytes all ids begin alike.
fn stem(parts: &[Part]) -> usize {
    let mut ids = parts.iter().flat_map(|part| (0..part.keys.len()).map(|row| part.keys.id(row).as_bytes()));
    let Some(first) = ids.next() else { return 0 };
    let alike = |length: usize, id: &[u8]| first[..length].iter().zip(id).take_while(|(a, b)| a == b).count();
    ids.fold(first.len(), alike)
}

/// A number that sorts like the row as far as eight bytes of its id tell, with the row in its lower half.
fn lead(part: &Part, (at, row): (usize, usize), stem: usize) -> u128 {
    let rest = &part.keys.id(row).as_bytes()[stem..];
    let mut bytes = [0; 8];
    let length = rest.len().min(8);
    bytes[..length].copy_from_slice(&rest[..length]);
    // Rows without an id go last, and the bit for it is worth more than the last one of eight bytes.
    let lead = u64::from_be_bytes(bytes) >> 1 | u64::from(part.keys.has_no_id(row)) << 63;
    u128::from(lead) << 64 | (at as u128) << 32 | row as u128
}
