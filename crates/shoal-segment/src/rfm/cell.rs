//! A cell: one combination of three scores; and a set of cells.
//!
//! Three scores of 1 to 5 make 125 cells, so a set of them is a number of 125 bits.

use std::fmt;

/// Cells there are.
pub const CELLS: usize = 125;

/// Measures there are: recency, frequency, monetary value.
pub const MEASURES: usize = 3;

/// The highest score; the lowest is 1.
pub const HIGHEST: u8 = 5;

/// The letters of the measures, as in `r5 f4 m1`.
pub const LETTERS: [char; MEASURES] = ['r', 'f', 'm'];

/// One combination of three scores.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Cell(u8);

impl Cell {
    /// The cell of these scores (recency, frequency, monetary value); `None` when one is not 1 to 5.
    pub fn new(scores: [u8; MEASURES]) -> Option<Self> {
        let allowed = scores.iter().all(|score| (1..=HIGHEST).contains(score));
        allowed.then(|| Self(scores.iter().fold(0, |index, score| index * HIGHEST + (score - 1))))
    }

    /// All cells in the order of their [`index`](Self::index).
    pub fn all() -> impl Iterator<Item = Self> {
        (0..CELLS as u8).map(Self)
    }

    /// Its place among the cells: 0 is `r1 f1 m1`, 1 is `r1 f1 m2`, 124 is `r5 f5 m5`.
    pub fn index(self) -> usize {
        usize::from(self.0)
    }

    /// Its scores: recency, frequency, monetary value.
    pub fn scores(self) -> [u8; MEASURES] {
        let place = |weight: u8| self.0 / weight % HIGHEST + 1;
        [place(HIGHEST * HIGHEST), place(HIGHEST), place(1)]
    }

    /// Steps to another cell: the differences of the three scores, added up.
    pub fn steps_to(self, other: Self) -> u8 {
        self.scores().iter().zip(other.scores()).map(|(score, other)| score.abs_diff(other)).sum()
    }
}

impl fmt::Display for Cell {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let [r, f, m] = self.scores();
        write!(out, "r{r} f{f} m{m}")
    }
}

/// A set of cells.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, PartialOrd, Ord, Hash)]
pub struct CellSet(u128);

impl CellSet {
    /// No cell.
    pub const NONE: Self = Self(0);

    /// All 125 cells.
    pub const ALL: Self = Self((1 << CELLS) - 1);

    /// How many cells it has.
    pub fn len(self) -> usize {
        self.0.count_ones() as usize
    }

    /// Whether it has none.
    pub fn is_empty(self) -> bool {
        self.0 == 0
    }

    /// Whether `cell` is in it.
    pub fn contains(self, cell: Cell) -> bool {
        self.0 >> cell.0 & 1 == 1
    }

    /// Whether every cell of it is in `other`.
    pub fn is_within(self, other: Self) -> bool {
        self.0 & !other.0 == 0
    }

    /// The cells of either.
    #[must_use]
    pub fn or(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    /// The cells of both.
    #[must_use]
    pub fn and(self, other: Self) -> Self {
        Self(self.0 & other.0)
    }

    /// Its cells that are not in `other`.
    #[must_use]
    pub fn without(self, other: Self) -> Self {
        Self(self.0 & !other.0)
    }

    /// Puts `cell` in.
    pub fn insert(&mut self, cell: Cell) {
        self.0 |= 1 << cell.0;
    }

    /// Its cells in the order of their index.
    pub fn iter(self) -> impl Iterator<Item = Cell> {
        Cell::all().filter(move |cell| self.contains(*cell))
    }
}

impl FromIterator<Cell> for CellSet {
    fn from_iter<I: IntoIterator<Item = Cell>>(cells: I) -> Self {
        let mut set = Self::NONE;
        cells.into_iter().for_each(|cell| set.insert(cell));
        set
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_and_their_scores() {
        for (index, cell) in Cell::all().enumerate() {
            assert_eq!(cell.index(), index);
            assert_eq!(Cell::new(cell.scores()), Some(cell));
        }
        assert_eq!(Cell::all().next().unwrap().scores(), [1, 1, 1]);
        assert_eq!(Cell::new([5, 5, 5]).unwrap().index(), 124);
        assert_eq!(Cell::new([5, 4, 1]).unwrap().to_string(), "r5 f4 m1");
        for wrong in [[0, 1, 1], [1, 6, 1], [1, 1, 255]] {
            assert_eq!(Cell::new(wrong), None);
        }
        assert_eq!(Cell::new([5, 4, 1]).unwrap().steps_to(Cell::new([4, 4, 5]).unwrap()), 5);
    }

    #[test]
    fn sets() {
        assert_eq!(CellSet::ALL.len(), CELLS);
        assert_eq!(Cell::all().collect::<CellSet>(), CellSet::ALL);
        let top: CellSet = Cell::all().filter(|cell| cell.scores()[0] == 5).collect();
        assert_eq!((top.len(), top.iter().count()), (25, 25));
        assert!(top.is_within(CellSet::ALL) && !CellSet::ALL.is_within(top));
        assert_eq!(CellSet::ALL.without(top).and(top), CellSet::NONE);
        assert_eq!(CellSet::ALL.without(top).or(top), CellSet::ALL);
    }
}
