//! Visits: rows of one customer, at one moment and of one order, that follow each other in a file.
//!
//! Exports mostly have the lines of an order one after the other, so customer, order and moment are written once for them. A visit is
//! written as: flags, customer (unless it is that of the visit before), order where there is one, time and place (as differences from the
//! visit before in the block), the length of its rows, and the rows ([`super::entry`]). Whoever puts visits in order need not read
//! their rows.
//!
//! Nothing that is made of rows depends on how they lie in visits: where rows are apart they are visits of one row each.

use super::entry::{Entry, Item};
use crate::coding::{put, put_signed, put_text, take, take_signed, take_text};
#[cfg(test)]
use crate::tables::Place;
use shoal_segment::date::Moment;

/// The customer is that of the visit before.
const AGAIN: u8 = 1;
const ORDER: u8 = 1 << 1;
/// The chunk is another one than that of the visit before.
const UNIT: u8 = 1 << 2;
/// The rows become no lines.
const UNUSED: u8 = 1 << 3;
/// Bytes of rows from which a visit is not continued.
const LONG: usize = 8 << 10;

/// A block holds something that is no row.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Damaged;

/// A visit as it is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Visit<'a> {
    pub(crate) customer: &'a [u8],
    /// Whether the visit before has the same customer.
    pub(crate) is_again: bool,
    /// The order's id; empty where there is none.
    pub(crate) order: &'a [u8],
    pub(crate) time: Moment,
    /// Whether its rows become lines; others only make their customer known.
    pub(crate) is_used: bool,
    pub(crate) items: Items<'a>,
}

/// The rows of a visit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Items<'a> {
    /// The chunk in which they stand.
    pub(crate) unit: u32,
    /// The row that follows the one before.
    row: u32,
    bytes: &'a [u8],
}

impl<'a> Iterator for Items<'a> {
    type Item = Result<Item<'a>, Damaged>;

    #[inline]
    fn next(&mut self) -> Option<Self::Item> {
        if self.bytes.is_empty() {
            return None;
        }
        let item = Item::read(self.row, &mut self.bytes);
        match &item {
            Some(item) => self.row = item.row.wrapping_add(1),
            None => self.bytes = &[],
        }
        Some(item.ok_or(Damaged))
    }
}

/// The visits of a block, in order.
pub(crate) struct Visits<'a> {
    bytes: &'a [u8],
    customer: &'a [u8],
    time: i64,
    place: (u32, u32),
}

impl<'a> Visits<'a> {
    /// Those of a whole block.
    pub(crate) fn new(bytes: &'a [u8]) -> Self {
        Self { bytes, customer: &[], time: 0, place: (0, 0) }
    }

    fn read(&mut self) -> Option<Visit<'a>> {
        let (&flags, mut bytes) = self.bytes.split_first()?;
        let is_again = flags & AGAIN != 0;
        if !is_again {
            self.customer = take_text(&mut bytes)?;
        }
        let order = if flags & ORDER != 0 { take_text(&mut bytes)? } else { &[] };
        self.time = self.time.wrapping_add(take_signed(&mut bytes)?);
        if flags & UNIT != 0 {
            self.place = (take(&mut bytes)? as u32, 0);
        }
        self.place.1 = self.place.1.wrapping_add(take_signed(&mut bytes)? as u32);
        let rows = take_text(&mut bytes)?;
        self.bytes = bytes;
        Some(Visit {
            customer: self.customer,
            is_again,
            order,
            time: Moment(self.time),
            is_used: flags & UNUSED == 0,
            items: Items { unit: self.place.0, row: self.place.1, bytes: rows },
        })
    }
}

impl<'a> Iterator for Visits<'a> {
    type Item = Result<Visit<'a>, Damaged>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.bytes.is_empty() {
            return None;
        }
        let visit = self.read();
        if visit.is_none() {
            self.bytes = &[];
        }
        Some(visit.ok_or(Damaged))
    }
}

/// A block that is being written.
#[derive(Debug, Clone, Default)]
pub(super) struct Block {
    pub(super) bytes: Vec<u8>,
    time: i64,
    place: (u32, u32),
}

impl Block {
    /// Empties the block; the next visit follows none.
    pub(super) fn clear(&mut self) {
        self.bytes.clear();
        (self.time, self.place) = (0, (0, 0));
    }
}

/// A visit that is being written.
#[derive(Debug, Default)]
pub(super) struct Draft {
    customer: Vec<u8>,
    order: Vec<u8>,
    time: i64,
    place: (u32, u32),
    is_used: bool,
    /// The shelf of the customer.
    pub(super) shelf: usize,
    /// Whether the visit before has the same customer.
    is_again: bool,
    /// The row that follows the last one.
    next: u32,
    rows: Vec<u8>,
}

impl Draft {
    /// Whether there is none.
    pub(super) fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    /// Whether it is one of that customer.
    pub(super) fn is_of(&self, customer: &[u8]) -> bool {
        self.customer == customer
    }

    /// Whether a row belongs to it.
    pub(super) fn takes(&self, entry: &Entry<'_>) -> bool {
        self.time == entry.time.0
            && self.place.0 == entry.place.unit
            && (1..LONG).contains(&self.rows.len())
            && self.order == entry.order
            && self.customer == entry.customer
            && self.is_used == entry.reason.is_used()
    }

    /// Begins another visit, that of `entry`, on its customer's shelf.
    pub(super) fn begin(&mut self, entry: &Entry<'_>, shelf: usize) {
        self.is_again = self.is_of(entry.customer);
        self.customer.clear();
        self.customer.extend_from_slice(entry.customer);
        self.order.clear();
        self.order.extend_from_slice(entry.order);
        self.time = entry.time.0;
        self.place = (entry.place.unit, entry.place.row);
        self.is_used = entry.reason.is_used();
        self.next = entry.place.row;
        self.shelf = shelf;
        self.rows.clear();
    }

    /// Adds a row that belongs to it.
    pub(super) fn add(&mut self, entry: &Entry<'_>) {
        entry.write(self.next, &mut self.rows);
        self.next = entry.place.row.wrapping_add(1);
    }

    /// Writes the visit behind a block of its customer's shelf; the visit before, of whatever customer, is written already.
    pub(super) fn write(&self, block: &mut Block) {
        let is_again = self.is_again && !block.bytes.is_empty();
        let is_elsewhere = block.place.0 != self.place.0;
        let flag = |has: bool, flag: u8| if has { flag } else { 0 };
        let bytes = &mut block.bytes;
        bytes.push(
            flag(is_again, AGAIN)
                | flag(!self.order.is_empty(), ORDER)
                | flag(is_elsewhere, UNIT)
                | flag(!self.is_used, UNUSED),
        );
        if !is_again {
            put_text(bytes, &self.customer);
        }
        if !self.order.is_empty() {
            put_text(bytes, &self.order);
        }
        put_signed(bytes, self.time.wrapping_sub(block.time));
        if is_elsewhere {
            put(bytes, u64::from(self.place.0));
            block.place.1 = 0;
        }
        put_signed(bytes, i64::from(self.place.1) - i64::from(block.place.1));
        put_text(bytes, &self.rows);
        (block.time, block.place) = (self.time, self.place);
    }
}

/// A block with some rows.
#[cfg(test)]
pub(crate) fn block<'a>(entries: impl IntoIterator<Item = Entry<'a>>) -> Vec<u8> {
    let (mut draft, mut block) = (Draft::default(), Block::default());
    for entry in entries {
        if !draft.takes(&entry) {
            if !draft.is_empty() {
                draft.write(&mut block);
            }
            draft.begin(&entry, 0);
        }
        draft.add(&entry);
    }
    if !draft.is_empty() {
        draft.write(&mut block);
    }
    block.bytes
}

/// The rows of a block.
#[cfg(test)]
pub(crate) fn entries(block: &[u8]) -> Result<Vec<Entry<'_>>, Damaged> {
    let mut entries = Vec::new();
    for visit in Visits::new(block) {
        let visit = visit?;
        for item in visit.items {
            let Item { line, product, category, context, quantity, amount, discount, reason, rest, row } = item?;
            let (customer, order, time) = (visit.customer, visit.order, visit.time);
            let place = Place { unit: visit.items.unit, row };
            assert_eq!(reason.is_used(), visit.is_used);
            entries.push(Entry {
                customer,
                order,
                line,
                time,
                product,
                category,
                context,
                quantity,
                amount,
                discount,
                reason,
                rest,
                place,
            });
        }
    }
    Ok(entries)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::judge::reason::Reason;
    use proptest::prelude::*;
    use shoal_segment::lines::NO_KEY;

    proptest! {
        /// What is written is read, however rows fall into visits.
        #[test]
        fn rows_are_read_as_they_were_written(rows in proptest::collection::vec((0u8..3, 0u8..3, 0i64..3, 0u32..2, -1i64..2, any::<bool>(), 0u32..4), 0..60)) {
            let ids: [&[u8]; 3] = [b"", b"a", b"a longer id"];
            let entry = |&(customer, order, time, unit, amount, is_used, row): &(u8, u8, i64, u32, i64, bool, u32)| Entry {
                customer: ids[usize::from(customer)],
                order: ids[usize::from(order)],
                line: ids[row as usize % 3],
                time: Moment(time),
                product: row.checked_sub(1).unwrap_or(NO_KEY),
                category: NO_KEY,
                context: unit,
                quantity: i64::from(row),
                amount: amount * 1_000,
                discount: i64::from(unit) * 77,
                reason: if is_used { Reason::Service } else { Reason::ZeroQuantity },
                rest: row * 12_345,
                place: Place { unit, row },
            };
            let written: Vec<Entry<'_>> = rows.iter().map(entry).collect();
            let block = block(written.iter().copied());
            prop_assert_eq!(entries(&block), Ok(written));
        }

        #[test]
        fn damaged_blocks_are_no_panic(bytes in proptest::collection::vec(any::<u8>(), 0..60)) {
            let rows: usize = Visits::new(&bytes).flatten().map(|visit| visit.items.flatten().count()).sum();
            prop_assert!(rows <= bytes.len());
        }
    }

    #[test]
    fn the_lines_of_an_order_are_short() {
        let entry = |row: u32| Entry {
            customer: b"33513",
            order: b"500000",
            line: b"",
            time: Moment(1_672_531_235),
            product: 1_700,
            category: 16,
            context: NO_KEY,
            quantity: 3,
            amount: 3_825,
            discount: 0,
            reason: Reason::Kept,
            rest: 0,
            place: Place { unit: 0, row },
        };
        assert_eq!(block((0..1).map(entry)).len(), 28);
        assert_eq!(block((0..11).map(entry)).len(), 28 + 10 * 7);
    }
}
