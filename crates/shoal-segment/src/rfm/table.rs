//! A table of segments: names, and for each the areas of scores that are its own.
//!
//! It is a TOML file that can be read and edited without knowing TOML:
//!
//! ```toml
//! title = "Our own segments"
//!
//! [[segment]]
//! name = "Champions"
//! cells = ["r4-5 f4-5 m4-5"]
//!
//! [[segment]]
//! name = "Everybody else"
//! cells = ["r1-3", "r4-5 f1-3", "r4-5 f4-5 m1-3"]
//! ```
//!
//! Every text of `cells` is a box: scores of recency, frequency and monetary value (1 to 5, 5 the best), a measure that is
//! left out having any score. A table may say what it likes; whether every customer gets exactly one segment is what
//! [`check`](crate::rfm::check()) tells and [`repair`](crate::rfm::repair()) mends.

use crate::rfm::area::Area;
use crate::rfm::cell::{CELLS, Cell, CellSet};

/// A table of segments.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Table {
    /// What it is; may be empty.
    pub title: String,
    /// Its segments, in its order.
    pub segments: Vec<Segment>,
}

/// A segment of a table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Segment {
    /// Its name, not empty, without control characters.
    pub name: String,
    /// Its areas; they may overlap one another.
    pub areas: Vec<Area>,
}

impl Segment {
    /// The cells it claims.
    pub fn cells(&self) -> CellSet {
        self.areas.iter().fold(CellSet::NONE, |cells, area| cells.or(area.cells()))
    }
}

impl Table {
    /// The segments that claim each cell, as positions in the table, ascending: 125 lists in the order of the cells.
    pub fn claimants(&self) -> Vec<Vec<usize>> {
        let claims: Vec<CellSet> = self.segments.iter().map(Segment::cells).collect();
        Cell::all().map(|cell| (0..claims.len()).filter(|&at| claims[at].contains(cell)).collect()).collect()
    }

    /// The segment of every cell, as positions in the table, when every cell has exactly one and every segment a cell.
    pub fn owners(&self) -> Option<[usize; CELLS]> {
        let mut owners = [0; CELLS];
        for (owner, claimants) in owners.iter_mut().zip(self.claimants()) {
            let [only] = claimants[..] else { return None };
            *owner = only;
        }
        (0..self.segments.len()).all(|at| owners.contains(&at)).then_some(owners)
    }

    /// The text of its file.
    pub fn to_toml(&self) -> String {
        let mut text = format!("title = {}\n", quoted(&self.title));
        for segment in &self.segments {
            let areas: Vec<String> = segment.areas.iter().map(|area| quoted(&area.to_string())).collect();
            let one_line = areas.join(", ");
            let cells = if one_line.len() > LINE { format!("\n    {},\n", areas.join(",\n    ")) } else { one_line };
            text.push_str(&format!("\n[[segment]]\nname = {}\ncells = [{cells}]\n", quoted(&segment.name)));
        }
        text
    }
}

/// Longest list of areas that is written in one line.
const LINE: usize = 90;

/// A text in the quotes of TOML.
fn quoted(text: &str) -> String {
    toml::Value::String(text.to_owned()).to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_table_comes_back_from_its_text() {
        let areas = |texts: &[&str]| texts.iter().map(|text| text.parse().unwrap()).collect();
        let many: Vec<Area> = Area::all().step_by(97).collect();
        let table = Table {
            title: "a \"title\"".into(),
            segments: vec![
                Segment { name: "Can't lose \\ \"them\"".into(), areas: areas(&["r4-5", "f1 m2"]) },
                Segment { name: "None".into(), areas: Vec::new() },
                Segment { name: "Many".into(), areas: many },
            ],
        };
        assert_eq!(table.to_toml().parse::<Table>(), Ok(table));
    }

    #[test]
    fn owners_are_those_of_a_partition_only() {
        let table = |text: &str| format!("title = ''\n{text}").parse::<Table>().unwrap();
        let whole = table("[[segment]]\nname = 'a'\ncells = ['r1-2']\n[[segment]]\nname = 'b'\ncells = ['r3-5']");
        let owners = whole.owners().unwrap();
        assert_eq!((owners[0], owners[124]), (0, 1));
        for text in [
            "[[segment]]\nname = 'a'\ncells = ['r1-2']",
            "[[segment]]\nname = 'a'\ncells = ['r1-5']\n[[segment]]\nname = 'b'\ncells = ['r5']",
            "[[segment]]\nname = 'a'\ncells = ['r1-5']\n[[segment]]\nname = 'b'\ncells = []",
            "",
        ] {
            assert_eq!(table(text).owners(), None, "{text}");
        }
    }
}
