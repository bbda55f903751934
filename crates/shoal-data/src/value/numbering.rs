//! Texts numbered in order of appearance, kept in memory of their own: for texts that are gone before their numbers are used.
//!
//! Open addressing over a 32-bit tag, as [`Dictionary`](crate::value::dictionary::Dictionary) has it; the texts lie one after the other.
//! Cost: expected constant time per text.

use crate::value::dictionary::hash;

/// Numbers texts.
#[derive(Debug, Clone, Default)]
pub(crate) struct Numbering {
    /// Tag in the upper, number + 1 in the lower half; 0 is free.
    slots: Vec<u64>,
    texts: Vec<u8>,
    /// Where each text ends.
    ends: Vec<usize>,
}

impl<'a> FromIterator<&'a [u8]> for Numbering {
    fn from_iter<T: IntoIterator<Item = &'a [u8]>>(texts: T) -> Self {
        let mut numbering = Self::default();
        texts.into_iter().for_each(|text| {
            numbering.number(text);
        });
        numbering
    }
}

impl Numbering {
    /// The number of a text, a new one when it has not been seen.
    pub(crate) fn number(&mut self, text: &[u8]) -> u32 {
        if self.ends.len() * 2 >= self.slots.len() {
            self.grow();
        }
        let tag = hash(text);
        match self.seek(text, tag) {
            Ok(number) => number,
            Err(free) => {
                self.texts.extend_from_slice(text);
                self.ends.push(self.texts.len());
                self.slots[free] = u64::from(tag) << 32 | self.ends.len() as u64;
                self.ends.len() as u32 - 1
            }
        }
    }

    /// The number of a text that has been seen.
    pub(crate) fn find(&self, text: &[u8]) -> Option<u32> {
        if self.slots.is_empty() { None } else { self.seek(text, hash(text)).ok() }
    }

    /// The number of a text, or the free slot where it belongs. At least one slot is free.
    fn seek(&self, text: &[u8], tag: u32) -> Result<u32, usize> {
        let mask = self.slots.len() - 1;
        let mut at = tag as usize & mask;
        loop {
            let slot = self.slots[at];
            if slot == 0 {
                return Err(at);
            }
            if (slot >> 32) as u32 == tag && self.text(slot as u32 as usize - 1) == text {
                return Ok(slot as u32 - 1);
            }
            at = (at + 1) & mask;
        }
    }

    /// How many texts.
    pub(crate) fn len(&self) -> usize {
        self.ends.len()
    }

    /// The text of a number.
    pub(crate) fn text(&self, number: usize) -> &[u8] {
        let start = number.checked_sub(1).map_or(0, |before| self.ends[before]);
        &self.texts[start..self.ends[number]]
    }

    /// All texts, in the order of their numbers.
    pub(crate) fn texts(&self) -> impl ExactSizeIterator<Item = &[u8]> {
        (0..self.len()).map(|number| self.text(number))
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

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        /// The slow twin: a list that is searched.
        #[test]
        fn numbers_in_order_of_appearance(texts in proptest::collection::vec("[abc]{0,5}", 0..300)) {
            let mut numbering = Numbering::default();
            let mut list: Vec<&str> = Vec::new();
            for text in &texts {
                let number = numbering.number(text.as_bytes()) as usize;
                let known = list.iter().position(|known| known == text).unwrap_or(list.len());
                prop_assert_eq!(number, known);
                if known == list.len() {
                    list.push(text);
                }
            }
            prop_assert!(numbering.texts().eq(list.iter().map(|text| text.as_bytes())));
        }
    }
}
