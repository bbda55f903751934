//! Texts → small integers whose order is the order of the texts.
//!
//! 1. Each piece of the data numbers its own texts as they come ([`Dictionary`]: open addressing over a 32-bit tag).
//! 2. The numberings are joined ([`unify`]), and all texts sorted as bytes: the rank is the number that stays.
//!
//! Ranks depend on the set of texts alone: not on the order of rows, the pieces or the threads.
//!
//! Cost: expected constant time per text; `O(n log n)` for n distinct texts, compared by their first 16 bytes as two integers before
//! anything else.

use rayon::prelude::*;

/// Numbers texts in order of appearance.
#[derive(Default)]
pub(crate) struct Dictionary<'a> {
    /// Tag in the upper, number + 1 in the lower half; 0 is free.
    slots: Vec<u64>,
    entries: Vec<Entry<'a>>,
}

/// A text with its first 16 bytes as two numbers, so that most comparisons need not look at the text.
#[derive(Clone, Copy)]
struct Entry<'a> {
    words: (u64, u64),
    key: &'a [u8],
}

impl<'a> Entry<'a> {
    fn new(key: &'a [u8]) -> Self {
        Self { words: (word(key), word(key.get(8..).unwrap_or_default())), key }
    }

    fn is(&self, other: &Entry<'_>) -> bool {
        self.words == other.words && self.key.len() == other.key.len() && self.key.get(16..) == other.key.get(16..)
    }

    /// 64 bits that depend on every byte.
    fn hash(&self) -> u64 {
        let seed = self.key.len() as u64 ^ MULTIPLIER;
        let mut hash = mix(mix(seed, self.words.0), self.words.1);
        if let Some(mut rest) = self.key.get(16..) {
            while !rest.is_empty() {
                hash = mix(hash, word(rest));
                rest = rest.get(8..).unwrap_or_default();
            }
        }
        hash
    }

    /// 32 bits that depend on every byte.
    fn tag(&self) -> u32 {
        let hash = self.hash();
        (hash >> 32) as u32 ^ hash as u32
    }
}

const MULTIPLIER: u64 = 0x9E37_79B9_7F4A_7C15;

fn mix(hash: u64, word: u64) -> u64 {
    let product = u128::from(hash ^ word).wrapping_mul(u128::from(MULTIPLIER));
    (product >> 64) as u64 ^ product as u64
}

/// Up to eight bytes as a number that sorts like them.
fn word(bytes: &[u8]) -> u64 {
    match bytes.first_chunk::<8>() {
        Some(eight) => u64::from_be_bytes(*eight),
        None => bytes.iter().enumerate().fold(0, |word, (at, &byte)| word | u64::from(byte) << (56 - 8 * at)),
    }
}

/// A hash of a text: the same in every run and on every machine.
pub(crate) fn hash(key: &[u8]) -> u32 {
    Entry::new(key).tag()
}

impl<'a> FromIterator<&'a [u8]> for Dictionary<'a> {
    fn from_iter<T: IntoIterator<Item = &'a [u8]>>(texts: T) -> Self {
        let mut dictionary = Self::default();
        texts.into_iter().for_each(|text| {
            dictionary.number(text);
        });
        dictionary
    }
}

/// As [`hash`], with twice the bits.
pub(crate) fn wide_hash(key: &[u8]) -> u64 {
    // One more round: the upper bits are looked at by themselves.
    mix(Entry::new(key).hash(), MULTIPLIER)
}

impl<'a> Dictionary<'a> {
    /// The number of a text, a new one when it has not been seen.
    pub(crate) fn number(&mut self, key: &'a [u8]) -> u32 {
        if self.entries.len() * 2 >= self.slots.len() {
            self.grow();
        }
        let entry = Entry::new(key);
        let tag = entry.tag();
        match self.seek(&entry, tag) {
            Ok(number) => number,
            Err(free) => {
                self.entries.push(entry);
                self.slots[free] = u64::from(tag) << 32 | self.entries.len() as u64;
                self.entries.len() as u32 - 1
            }
        }
    }

    /// The number of a text that has been seen.
    pub(crate) fn find(&self, key: &[u8]) -> Option<u32> {
        if self.slots.is_empty() {
            return None;
        }
        let entry = Entry::new(key);
        self.seek(&entry, entry.tag()).ok()
    }

    /// The number of an entry, or the free slot where it belongs. At least one slot is free.
    fn seek(&self, entry: &Entry<'_>, tag: u32) -> Result<u32, usize> {
        let mask = self.slots.len() - 1;
        let mut at = tag as usize & mask;
        loop {
            let slot = self.slots[at];
            if slot == 0 {
                return Err(at);
            }
            if (slot >> 32) as u32 == tag && self.entries[slot as u32 as usize - 1].is(entry) {
                return Ok(slot as u32 - 1);
            }
            at = (at + 1) & mask;
        }
    }

    /// The texts in order of appearance.
    pub(crate) fn keys(&self) -> impl Iterator<Item = &'a [u8]> {
        self.entries.iter().map(|entry| entry.key)
    }

    /// How many texts.
    pub(crate) fn len(&self) -> usize {
        self.entries.len()
    }

    fn grow(&mut self) {
        let size = (self.slots.len() * 2).max(64);
        let old = std::mem::replace(&mut self.slots, vec![0; size]);
        for slot in old.into_iter().filter(|&slot| slot != 0) {
            let mut at = (slot >> 32) as usize & (size - 1);
            while self.slots[at] != 0 {
                at = (at + 1) & (size - 1);
            }
            self.slots[at] = slot;
        }
    }
}

/// Several numberings as one.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Ranked<'a> {
    /// The distinct texts, sorted as bytes.
    pub(crate) keys: Vec<&'a [u8]>,
    /// For each numbering: number → position in `keys`.
    pub(crate) ranks: Vec<Vec<u32>>,
}

/// Joins numberings.
pub(crate) fn unify(parts: Vec<Dictionary<'_>>) -> Ranked<'_> {
    let mut all = Dictionary::default();
    let mut numbers: Vec<Vec<u32>> = Vec::with_capacity(parts.len());
    for part in parts {
        if all.len() == 0 {
            numbers.push((0..part.len() as u32).collect());
            all = part;
        } else {
            numbers.push(part.entries.iter().map(|entry| all.number(entry.key)).collect());
        }
    }
    let mut order: Vec<(u64, u64, u32)> =
        all.entries.iter().enumerate().map(|(number, entry)| (entry.words.0, entry.words.1, number as u32)).collect();
    let key = |number: u32| all.entries[number as usize].key;
    order.par_sort_unstable_by(|a, b| (a.0, a.1).cmp(&(b.0, b.1)).then_with(|| key(a.2).cmp(key(b.2))));
    let mut rank = vec![0u32; all.len()];
    for (position, &(_, _, number)) in order.iter().enumerate() {
        rank[number as usize] = position as u32;
    }
    let keys = order.iter().map(|&(_, _, number)| key(number)).collect();
    for part in &mut numbers {
        part.iter_mut().for_each(|number| *number = rank[*number as usize]);
    }
    Ranked { keys, ranks: numbers }
}

/// Texts for output.
pub(crate) fn strings(keys: &[&[u8]]) -> Vec<String> {
    keys.iter().map(|key| String::from_utf8_lossy(key).into_owned()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        /// The slow twin: sort and search.
        #[test]
        fn ranks_are_positions_among_the_sorted(parts in proptest::collection::vec(proptest::collection::vec("[abc\u{e9}]{0,20}", 0..60), 0..4)) {
            let mut numberings = Vec::new();
            let mut numbers = Vec::new();
            for part in &parts {
                let mut dictionary = Dictionary::default();
                numbers.push(part.iter().map(|text| dictionary.number(text.as_bytes())).collect::<Vec<_>>());
                numberings.push(dictionary);
            }
            let ranked = unify(numberings);
            let mut sorted: Vec<&[u8]> = parts.iter().flatten().map(|text| text.as_bytes()).collect();
            sorted.sort_unstable();
            sorted.dedup();
            prop_assert_eq!(&ranked.keys, &sorted);
            for (p, part) in parts.iter().enumerate() {
                for (i, text) in part.iter().enumerate() {
                    prop_assert_eq!(ranked.keys[ranked.ranks[p][numbers[p][i] as usize] as usize], text.as_bytes());
                }
            }
        }
    }

    #[test]
    fn many_texts() {
        let texts: Vec<String> = (0..10_000).map(|i| format!("customer-{}", i * 7 % 5_000)).collect();
        let mut dictionary = Dictionary::default();
        for text in &texts {
            dictionary.number(text.as_bytes());
        }
        assert_eq!(dictionary.len(), 5_000);
        assert!(unify(vec![dictionary]).keys.is_sorted());
    }
}
