//! Few areas for a set of cells.
//!
//! Greedy: the area with the most cells that are all still to be covered is taken, the first in the order of
//! [`Area::all`] among equals, until every cell is covered. The areas do not overlap. Fewest areas are not promised (that is
//! a hard problem); every step is as large as it can be.

use crate::rfm::area::Area;
use crate::rfm::cell::CellSet;
use std::cmp::Reverse;
use std::sync::OnceLock;

/// Areas without overlap that have exactly these cells; none for no cells. Cost: one pass over the 3,375 areas.
pub fn cover(cells: CellSet) -> Vec<Area> {
    let mut left = cells;
    let mut found = Vec::new();
    // An area that does not fit into what is left never will, so one pass from large to small is the greedy choice.
    for (area, inside) in by_size() {
        if left.is_empty() {
            break;
        }
        if inside.is_within(left) {
            left = left.without(*inside);
            found.push(*area);
        }
    }
    found.sort_by_key(|area| area.cells().iter().map(|cell| Reverse(cell.index())).min());
    found
}

/// Every area with its cells, the largest first.
fn by_size() -> &'static [(Area, CellSet)] {
    static AREAS: OnceLock<Vec<(Area, CellSet)>> = OnceLock::new();
    AREAS.get_or_init(|| {
        let mut areas: Vec<(Area, CellSet)> = Area::all().map(|area| (area, area.cells())).collect();
        areas.sort_by_key(|(_, cells)| Reverse(cells.len()));
        areas
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rfm::cell::Cell;

    #[test]
    fn an_area_covers_itself() {
        assert!(cover(CellSet::NONE).is_empty());
        for area in Area::all() {
            assert_eq!(cover(area.cells()), [area]);
        }
    }

    #[test]
    fn ragged_sets_are_covered_exactly_once() {
        let sum = |cell: &Cell| cell.scores()[1] + cell.scores()[2];
        let high: CellSet = Cell::all().filter(|cell| cell.scores()[0] >= 4 && sum(cell) >= 8).collect();
        let areas = cover(high);
        assert_eq!(
            areas.iter().map(Area::to_string).collect::<Vec<_>>(),
            ["r4-5 f4-5 m4-5", "r4-5 f5 m3", "r4-5 f3 m5"]
        );
        assert_eq!(areas.iter().map(|area| area.cells().len()).sum::<usize>(), high.len());
    }
}
