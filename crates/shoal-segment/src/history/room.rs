//! Room to work in that histories hand on to each other, so that a history of a few lines does not pay for a dozen allocations.

use super::part::Part;
use super::purchase::Purchase;

/// Lists whose contents mean nothing to the next history.
#[derive(Debug, Clone, Default)]
pub struct Room {
    pub(super) pieces: Vec<Purchase>,
    pub(super) orders: Vec<Purchase>,
    pub(super) keys: Keys,
    /// Those of products, categories and channels.
    pub(super) parts: [Vec<Part>; 3],
}

/// What keys are told apart by.
#[derive(Debug, Clone, Default)]
pub(super) struct Keys {
    /// Keys that are to be sorted.
    pub(super) sorted: Vec<u32>,
    /// Key, order and place of lines that are to be sorted.
    pub(super) places: Vec<u128>,
    pub(super) slots: Slots,
    /// The last order of each part.
    pub(super) last: Vec<u32>,
}

/// Keys below this are looked up in a table, which fits into a processor's cache then; more are sorted.
const MOST: usize = 1 << 18;

/// A number for each key, 0 at first. Whoever has set one sets it to 0 again.
#[derive(Debug, Clone, Default)]
pub(super) struct Slots(Vec<u32>);

impl Slots {
    /// Whether there is room for so many keys.
    pub(super) fn hold(keys: usize) -> bool {
        keys <= MOST
    }

    /// The number of a key.
    pub(super) fn of(&mut self, key: u32) -> &mut u32 {
        let key = key as usize;
        if key >= self.0.len() {
            self.0.resize((key + 1).next_power_of_two(), 0);
        }
        &mut self.0[key]
    }
}

impl Keys {
    /// How many of the keys differ, of which there are `levels` in all. `O(m)`, with many levels `O(m log m)`.
    pub(super) fn distinct(&mut self, keys: impl Iterator<Item = u32>, levels: usize) -> usize {
        self.sorted.clear();
        if !Slots::hold(levels) {
            return self.distinct_sorted(keys);
        }
        for key in keys {
            if std::mem::replace(self.slots.of(key), 1) == 0 {
                self.sorted.push(key);
            }
        }
        self.sorted.iter().for_each(|&key| *self.slots.of(key) = 0);
        self.sorted.len()
    }

    /// The same by sorting. Equal keys mostly follow each other.
    pub(super) fn distinct_sorted(&mut self, keys: impl Iterator<Item = u32>) -> usize {
        self.sorted.clear();
        for key in keys {
            if self.sorted.last() != Some(&key) {
                self.sorted.push(key);
            }
        }
        self.sorted.sort_unstable();
        self.sorted.dedup();
        self.sorted.len()
    }
}
