//! Ids of many rows in one piece of memory.
//!
//! A text of its own costs each id 24 bytes for where it is and at least 32 where it lies; here it costs its length and eight bytes, and
//! nothing is allocated for it. A table of five million customers is some 200 MB smaller so.

use std::ops::Index;

/// Texts one after the other.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Ids {
    text: String,
    /// Where each ends.
    ends: Vec<usize>,
}

impl Ids {
    /// None, with room for so many, which are so long together, where it is to be had.
    pub fn with_room(ids: usize, bytes: usize) -> Self {
        let mut none = Self::default();
        let _ = none.text.try_reserve_exact(bytes);
        let _ = none.ends.try_reserve_exact(ids);
        none
    }

    /// How long all are together.
    pub fn bytes(&self) -> usize {
        self.text.len()
    }

    /// Adds one at the end.
    pub fn push(&mut self, id: &str) {
        self.text.push_str(id);
        self.ends.push(self.text.len());
    }

    /// Adds others at the end.
    pub fn append(&mut self, others: &Self) {
        let start = self.text.len();
        self.text.push_str(&others.text);
        self.ends.extend(others.ends.iter().map(|end| start + end));
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.ends.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.ends.is_empty()
    }

    /// All of them in order.
    pub fn iter(&self) -> impl ExactSizeIterator<Item = &str> + Clone {
        (0..self.len()).map(|at| &self[at])
    }

    /// Gives back memory that was taken for further ones.
    pub fn shrink(&mut self) {
        self.text.shrink_to_fit();
        self.ends.shrink_to_fit();
    }
}

impl Index<usize> for Ids {
    type Output = str;

    fn index(&self, at: usize) -> &str {
        let start = if at == 0 { 0 } else { self.ends[at - 1] };
        &self.text[start..self.ends[at]]
    }
}

impl<'a> FromIterator<&'a str> for Ids {
    fn from_iter<T: IntoIterator<Item = &'a str>>(texts: T) -> Self {
        let mut ids = Self::default();
        texts.into_iter().for_each(|text| ids.push(text));
        ids
    }
}

/// So that ids can be held against a few in a row.
impl<const N: usize> PartialEq<[&str; N]> for Ids {
    fn eq(&self, others: &[&str; N]) -> bool {
        self.len() == N && self.iter().eq(others.iter().copied())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_come_back() {
        let ids: Ids = ["b", "", "ä long id", "a"].into_iter().collect();
        assert_eq!(ids, ["b", "", "ä long id", "a"]);
        assert_eq!((&ids[0], &ids[1], &ids[2], ids.len()), ("b", "", "ä long id", 4));
        let mut twice = ids.clone();
        twice.append(&["x", "yz"].into_iter().collect());
        assert_eq!(twice, ["b", "", "ä long id", "a", "x", "yz"]);
        assert!(Ids::default().is_empty());
        assert!(ids != ["b"]);
    }
}
