//! Shelves: readable rows by customer, in memory up to a budget and in a file beyond it.
//!
//! 1. Every run of the judge has a [`Writer`] with an open block per shelf. A visit ([`super::visit`]) goes to the shelf that its
//!    customer's hash says, so that all rows of a customer are on one shelf.
//! 2. A full block is put on its shelf; when the blocks in memory have reached the budget, it is written to the file instead.
//! 3. Later each shelf is taken by itself: its blocks, read back where they were written to the file.
//!
//! In which order blocks lie on a shelf depends on the threads; whoever takes a shelf puts its rows in an order of their own.
//!
//! Memory: the budget, and an open block of at most 32 KiB for every shelf and run. Cost: every byte is written once and read once.

use super::entry::Entry;
use super::visit::{Block as Open, Draft};
use crate::room::{Kept, Room};
use crate::value::dictionary::hash;
use std::io;
use std::sync::{Mutex, PoisonError};

/// How many shelves. Twenty million lines make 80,000 on each, which fit into a processor's cache while they are sorted.
pub(crate) const SHELVES: usize = 256;
/// In how many parts, with about equally many customers, [`crate::load_in_parts`] hands out lines.
pub const PARTS: usize = SHELVES;
/// Bytes from which an open block is full.
const FULL: usize = 32 << 10;

/// The shelf of a customer.
pub(crate) fn shelf_of(customer: &[u8]) -> usize {
    // The lower bits choose the slot in a dictionary; the upper ones are free.
    (hash(customer) >> 24) as usize
}

/// A block with the run that wrote it.
type Block = (u32, Kept);

/// All rows.
pub(crate) struct Shelves {
    blocks: Vec<Mutex<Vec<Block>>>,
    room: Room,
}

impl Shelves {
    /// Empty shelves that keep at most `budget` bytes in memory.
    pub(crate) fn new(budget: u64) -> Self {
        let blocks = std::iter::repeat_with(Mutex::default).take(SHELVES).collect();
        Self { blocks, room: Room::new(budget) }
    }

    fn put(&self, shelf: usize, run: u32, bytes: &[u8]) -> io::Result<()> {
        let block = (run, self.room.keep(bytes)?);
        self.blocks[shelf].lock().unwrap_or_else(PoisonError::into_inner).push(block);
        Ok(())
    }

    /// Takes the blocks from a shelf, each with the run that wrote it; the shelf is empty then.
    pub(crate) fn take(&self, shelf: usize) -> io::Result<Vec<(u32, Vec<u8>)>> {
        let blocks = std::mem::take(&mut *self.blocks[shelf].lock().unwrap_or_else(PoisonError::into_inner));
        blocks.into_iter().map(|(run, kept)| Ok((run, self.room.take(kept)?))).collect()
    }

    /// The blocks of a shelf, which stay there.
    pub(crate) fn look(&self, shelf: usize) -> io::Result<Vec<(u32, Vec<u8>)>> {
        let blocks = self.blocks[shelf].lock().unwrap_or_else(PoisonError::into_inner);
        blocks.iter().map(|(run, kept)| Ok((*run, self.room.take(kept.clone())?))).collect()
    }
}

/// Puts the rows of one run on their shelves.
pub(crate) struct Writer<'s> {
    shelves: &'s Shelves,
    run: u32,
    open: Vec<Open>,
    /// The visit of the last row, which is on no shelf yet.
    draft: Draft,
    /// The first thing that went wrong; nothing is written after it.
    failed: Option<io::Error>,
}

impl<'s> Writer<'s> {
    /// A writer for the run of that number.
    pub(crate) fn new(shelves: &'s Shelves, run: u32) -> Self {
        Self { shelves, run, open: vec![Open::default(); SHELVES], draft: Draft::default(), failed: None }
    }

    /// Puts a row on its shelf. What goes wrong is told by [`Self::finish`].
    pub(crate) fn add(&mut self, entry: &Entry<'_>) {
        if !self.draft.takes(entry) {
            self.close();
            let same = !self.draft.is_empty() && self.draft.is_of(entry.customer);
            let shelf = if same { self.draft.shelf } else { shelf_of(entry.customer) };
            self.draft.begin(entry, shelf);
        }
        self.draft.add(entry);
    }

    /// Puts the last visit on its shelf.
    fn close(&mut self) {
        if self.draft.is_empty() {
            return;
        }
        let shelf = self.draft.shelf;
        let open = &mut self.open[shelf];
        self.draft.write(open);
        if open.bytes.len() >= FULL && self.failed.is_none() {
            self.failed = self.shelves.put(shelf, self.run, &open.bytes).err();
            open.clear();
        }
        if self.failed.is_some() {
            self.open[shelf].clear();
        }
    }

    /// Puts the open blocks on their shelves.
    pub(crate) fn finish(mut self) -> io::Result<()> {
        self.close();
        if let Some(error) = self.failed {
            return Err(error);
        }
        for (shelf, open) in self.open.iter().enumerate().filter(|(_, open)| !open.bytes.is_empty()) {
            self.shelves.put(shelf, self.run, &open.bytes)?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::judge::reason::Reason;
    use crate::shelf::visit::entries;
    use crate::tables::Place;
    use proptest::prelude::*;
    use shoal_segment::date::Moment;
    use shoal_segment::lines::NO_KEY;

    type Row = (u8, u8, i64, u32, i64, u8);

    fn entry<'a>(&(customer, order, time, product, amount, reason): &Row, ids: &'a [String]) -> Entry<'a> {
        Entry {
            customer: ids[usize::from(customer) + 1].as_bytes(),
            order: ids[usize::from(order)].as_bytes(),
            line: b"",
            time: Moment(time),
            product: product.checked_sub(1).unwrap_or(NO_KEY),
            category: NO_KEY,
            context: 7,
            quantity: 3,
            amount,
            discount: i64::from(order),
            reason: Reason::ALL[usize::from(reason) % Reason::ALL.len()],
            rest: product,
            place: Place { unit: product, row: 5 },
        }
    }

    proptest! {
        /// Whatever the budget, what is put on the shelves is on them, each customer's rows on one.
        #[test]
        fn every_row_is_on_its_shelf(rows: Vec<Row>, budget in 0u64..4_000) {
            let ids: Vec<String> = (0..257).map(|id| if id == 0 { String::new() } else { format!("customer {id}") }).collect();
            let shelves = Shelves::new(budget);
            for (run, part) in rows.chunks(7).enumerate() {
                let mut writer = Writer::new(&shelves, run as u32);
                part.iter().for_each(|row| writer.add(&entry(row, &ids)));
                writer.finish().unwrap();
            }
            let mut expected: Vec<(usize, u32, String)> = Vec::new();
            for (run, part) in rows.chunks(7).enumerate() {
                for row in part {
                    let entry = entry(row, &ids);
                    expected.push((shelf_of(entry.customer), run as u32, format!("{entry:?}")));
                }
            }
            let mut found = Vec::new();
            for shelf in 0..SHELVES {
                for (run, bytes) in shelves.take(shelf).unwrap() {
                    found.extend(entries(&bytes).unwrap().iter().map(|entry| (shelf, run, format!("{entry:?}"))));
                }
            }
            expected.sort();
            found.sort();
            prop_assert_eq!(found, expected);
            let written: u64 = shelves.room.written();
            prop_assert!(rows.is_empty() || budget > 0 || written > 0);
        }
    }
}
