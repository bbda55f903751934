//! An area: a box of cells, a range of scores per measure, as people write it: `r4-5 f4-5 m3`.
//!
//! A measure that is left out may have any score: `r5 f1` is `r5 f1 m1-5`. Letters may be capitals, the order is free, and
//! the dash may be the long one that text programs like to make.

use crate::rfm::cell::{Cell, CellSet, HIGHEST, LETTERS, MEASURES};
use serde::{Serialize, Serializer};
use std::fmt;
use std::str::FromStr;

/// A range of scores for each measure: lowest and highest, both belonging to it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Area {
    ranges: [(u8, u8); MEASURES],
}

/// Why a text is no area: what came, and what is allowed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NoArea {
    /// The part of the text that cannot be read.
    pub came: String,
    /// What is allowed there.
    pub allowed: &'static str,
}

/// What a part of an area may be.
const PART: &str = "r, f or m and then a score or a range of scores, as in r5 or m2-4";
/// What a score may be.
const SCORES: &str = "a score from 1 to 5, or a range with the lower one first";

impl Area {
    /// The area of these ranges, both ends belonging to it; `None` when one is not within 1 to 5, the lower one first.
    pub fn new(ranges: [(u8, u8); MEASURES]) -> Option<Self> {
        ranges.iter().all(|&(low, high)| 1 <= low && low <= high && high <= HIGHEST).then_some(Self { ranges })
    }

    /// Every area there is, 15³ of them.
    pub fn all() -> impl Iterator<Item = Self> {
        let ranges = || (1..=HIGHEST).flat_map(|low| (low..=HIGHEST).map(move |high| (low, high)));
        ranges().flat_map(move |r| ranges().flat_map(move |f| ranges().map(move |m| Self { ranges: [r, f, m] })))
    }

    /// Its cells.
    pub fn cells(&self) -> CellSet {
        let inside = |cell: &Cell| {
            cell.scores().iter().zip(&self.ranges).all(|(score, (low, high))| (low..=high).contains(&score))
        };
        Cell::all().filter(inside).collect()
    }
}

impl fmt::Display for Area {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let parts: Vec<String> = LETTERS
            .iter()
            .zip(self.ranges)
            .filter(|(_, range)| *range != (1, HIGHEST))
            .map(
                |(letter, (low, high))| {
                    if low == high { format!("{letter}{low}") } else { format!("{letter}{low}-{high}") }
                },
            )
            .collect();
        out.write_str(&if parts.is_empty() { "r1-5".to_owned() } else { parts.join(" ") })
    }
}

impl FromStr for Area {
    type Err = NoArea;

    fn from_str(text: &str) -> Result<Self, NoArea> {
        let mut ranges = [None; MEASURES];
        for part in text.split_whitespace() {
            let (measure, range) = part_of(part)?;
            if ranges[measure].replace(range).is_some() {
                return Err(NoArea {
                    came: part.to_owned(),
                    allowed: "one range per measure; a second box is a text of its own",
                });
            }
        }
        if ranges.iter().all(Option::is_none) {
            return Err(NoArea { came: text.to_owned(), allowed: PART });
        }
        Ok(Self { ranges: ranges.map(|range| range.unwrap_or((1, HIGHEST))) })
    }
}

/// The measure and the range of `m2-4`.
fn part_of(part: &str) -> Result<(usize, (u8, u8)), NoArea> {
    let wrong = |allowed| NoArea { came: part.to_owned(), allowed };
    let mut letters = part.chars();
    let letter = letters.next().map(|letter| letter.to_ascii_lowercase());
    let measure = LETTERS.iter().position(|known| Some(*known) == letter).ok_or_else(|| wrong(PART))?;
    let range = letters.as_str();
    let (low, high) = range.split_once(['-', '–']).unwrap_or((range, range));
    if [low, high].iter().any(|end| end.is_empty() || !end.bytes().all(|byte| byte.is_ascii_digit())) {
        return Err(wrong(PART));
    }
    let (low, high): (u8, u8) = match (low.parse(), high.parse()) {
        (Ok(low), Ok(high)) => (low, high),
        _ => return Err(wrong(SCORES)),
    };
    let allowed = 1 <= low && low <= high && high <= HIGHEST;
    if allowed { Ok((measure, (low, high))) } else { Err(wrong(SCORES)) }
}

impl Serialize for Area {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn areas_are_read_as_people_write_them() {
        let table = [
            ("r4-5 f4-5 m4-5", "r4-5 f4-5 m4-5", 8),
            ("m3  R5", "r5 m3", 5),
            ("f1–2", "f1-2", 50),
            ("r1-5", "r1-5", 125),
            ("f1-5 m1-5", "r1-5", 125),
            ("r2-2 f3 m1", "r2 f3 m1", 1),
        ];
        for (text, written, cells) in table {
            let area: Area = text.parse().unwrap();
            assert_eq!((area.to_string().as_str(), area.cells().len()), (written, cells), "{text}");
        }
    }

    #[test]
    fn what_is_wrong_is_named() {
        let table = [
            ("r0-1", "r0-1"),
            ("r4-6", "r4-6"),
            ("r5-4", "r5-4"),
            ("f3 f4", "f4"),
            ("x3", "x3"),
            ("r", "r"),
            ("r-2", "r-2"),
            ("r1-", "r1-"),
            ("r+1", "r+1"),
            ("r4 - 5", "-"),
            ("r999", "r999"),
            ("555", "555"),
            ("", ""),
        ];
        for (text, came) in table {
            assert_eq!(text.parse::<Area>().unwrap_err().came, came, "{text}");
        }
    }

    #[test]
    fn every_area_comes_back_from_its_text() {
        assert_eq!(Area::all().count(), 15 * 15 * 15);
        for area in Area::all() {
            assert_eq!(area.to_string().parse::<Area>(), Ok(area));
            assert_eq!(Area::new(area.ranges), Some(area));
        }
        assert_eq!(Area::new([(1, 2), (3, 2), (1, 1)]), None);
    }
}
