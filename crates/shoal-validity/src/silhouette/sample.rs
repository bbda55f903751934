//! Which rows are looked at: all, or some of every cell.

use shoal_kernel::{Labels, Stream};

use super::cells::Cells;

/// Rows of a cell that are looked at in any case: two, so that their variance can be told.
const LEAST_OF_CELL: usize = 2;

/// Rows of a cluster that are looked at in any case, about.
const LEAST_OF_CLUSTER: f64 = 20.0;

/// The chosen places (see [`Cells::order`]), cell by cell.
pub(super) struct Chosen {
    /// Ascending.
    pub(super) places: Vec<usize>,
    /// Where in `places` each cell starts, and where the last one ends.
    pub(super) starts: Vec<usize>,
}

/// Chooses about `wanted` rows: all when there are not more.
pub(super) fn choose_rows(cells: &Cells, labelings: &[&Labels], wanted: usize, seed: u64) -> Chosen {
    let mut places = Vec::with_capacity(wanted.min(cells.order().len()));
    let mut starts = vec![0];
    for cell in 0..cells.len() {
        let range = cells.places(cell);
        let count = ((range.len() as f64 * rate(cells, labelings, wanted, cell)).ceil() as usize).max(LEAST_OF_CELL);
        if count >= range.len() {
            places.extend(range);
        } else {
            let sample = Stream::new(seed, cell as u64).sample(range.len(), count);
            places.extend(sample.into_iter().map(|place| range.start + place));
        }
        starts.push(places.len());
    }
    Chosen { places, starts }
}

/// The share of a cell's rows to look at: the largest that one of its clusters asks for.
fn rate(cells: &Cells, labelings: &[&Labels], wanted: usize, cell: usize) -> f64 {
    let even = wanted as f64 / cells.order().len() as f64;
    let rates = labelings.iter().enumerate().map(|(at, labels)| {
        let size = labels.sizes()[cells.clusters(at)[cell] as usize];
        LEAST_OF_CLUSTER / size as f64
    });
    rates.fold(even, f64::max).min(1.0)
}
