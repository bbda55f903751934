//! Single linkage from a minimum spanning tree, without keeping a distance matrix.
//!
//! Prim's algorithm grows a tree from row 0 and always takes in the row nearest to it. Once it has come into a cluster, it
//! takes all of it before it bridges a wider gap; so the rows in the order of taking, each with the distance at which it
//! was taken, hold every merge: the clusters at some height are the runs between larger distances. Time O(n²d), memory
//! O(nd). Equally near rows: the lowest number first.

use shoal_kernel::Points;
use shoal_kernel::blocks::{BLOCK, Lanes};
use shoal_kernel::lanes::{Arithmetic, run};

use super::chain::Pair;

/// The merges: each row that is taken and the one taken before it.
pub(super) fn span(points: &Points) -> Vec<Pair> {
    let mut waiting = Waiting::new(points);
    let mut pairs = Vec::with_capacity(points.rows().saturating_sub(1));
    let mut last = 0;
    while let Some(taken) = run(Take { waiting: &mut waiting, point: points.row(last) }) {
        pairs.push(Pair { a: last, b: taken.row, height: taken.squared.sqrt() });
        waiting.remove(taken.place);
        last = taken.row;
    }
    pairs
}

/// The rows outside the tree, in blocks, ascending. Those that have gone leave NaN, which is near to nothing, until a quarter
/// has gone; then the others move up.
struct Waiting {
    columns: usize,
    rows: Vec<usize>,
    /// For each block its columns, and then the squared distances to the tree.
    lanes: Vec<Lanes>,
    left: usize,
}

struct Taken {
    place: usize,
    row: usize,
    squared: f64,
}

impl Waiting {
    /// All rows but the first.
    fn new(points: &Points) -> Self {
        let (columns, rows) = (points.columns(), points.rows().saturating_sub(1));
        let mut lanes = vec![[f64::NAN; BLOCK]; rows.div_ceil(BLOCK) * (columns + 1)];
        for (place, row) in points.iter().skip(1).enumerate() {
            let block = &mut lanes[place / BLOCK * (columns + 1)..][..=columns];
            for (column, &value) in block.iter_mut().zip(row.iter().chain([&f64::INFINITY])) {
                column[place % BLOCK] = value;
            }
        }
        Self { columns, rows: (1..points.rows()).collect(), lanes, left: rows }
    }

    fn remove(&mut self, place: usize) {
        self.lanes[place / BLOCK * (self.columns + 1) + self.columns][place % BLOCK] = f64::NAN;
        self.left -= 1;
        if self.rows.len() > BLOCK && self.left * 4 <= self.rows.len() * 3 {
            self.close_up();
        }
    }

    fn close_up(&mut self) {
        let width = self.columns + 1;
        let mut to = 0;
        for from in 0..self.rows.len() {
            if self.lanes[from / BLOCK * width + self.columns][from % BLOCK].is_nan() {
                continue;
            }
            for column in 0..width {
                let value = self.lanes[from / BLOCK * width + column][from % BLOCK];
                self.lanes[to / BLOCK * width + column][to % BLOCK] = value;
            }
            self.rows[to] = self.rows[from];
            to += 1;
        }
        self.rows.truncate(to);
        self.lanes.truncate(to.div_ceil(BLOCK) * width);
        for place in to..self.lanes.len() / width * BLOCK {
            self.lanes[place / BLOCK * width + self.columns][place % BLOCK] = f64::NAN;
        }
    }
}

/// Brings the distances to the tree up to date with `point`, the row that was just taken, and finds the nearest row.
struct Take<'a> {
    waiting: &'a mut Waiting,
    point: &'a [f64],
}

impl Arithmetic for Take<'_> {
    type Output = Option<Taken>;

    #[inline(always)]
    fn compute(self) -> Option<Taken> {
        let width = self.waiting.columns + 1;
        let mut best: Option<(usize, f64)> = None;
        for (number, block) in self.waiting.lanes.chunks_exact_mut(width).enumerate() {
            let Some((distances, columns)) = block.split_last_mut() else { continue };
            let least = bring_up_to_date(columns, self.point, distances);
            if least < best.map_or(f64::INFINITY, |best| best.1) {
                let lane = distances.iter().position(|&distance| distance == least).unwrap_or(0);
                best = Some((number * BLOCK + lane, least));
            }
        }
        best.map(|(place, squared)| Taken { place, row: self.waiting.rows[place], squared })
    }
}

/// Lowers `distances` to those from `point` where it is nearer; the least of them.
#[inline(always)]
fn bring_up_to_date(columns: &[Lanes], point: &[f64], distances: &mut Lanes) -> f64 {
    let mut squared = [0.0; BLOCK];
    for (column, &value) in columns.iter().zip(point) {
        for (sum, &x) in squared.iter_mut().zip(column) {
            let difference = x - value;
            *sum += difference * difference;
        }
    }
    for (distance, &squared) in distances.iter_mut().zip(&squared) {
        *distance = if squared < *distance { squared } else { *distance };
    }
    least(distances)
}

/// The least of the values, NaN not counted; infinite when there is none.
#[inline(always)]
fn least(values: &Lanes) -> f64 {
    const STRANDS: usize = 32;
    let mut strands = [f64::INFINITY; STRANDS];
    for values in values.as_chunks::<STRANDS>().0 {
        for (strand, &value) in strands.iter_mut().zip(values) {
            *strand = if value < *strand { value } else { *strand };
        }
    }
    strands.into_iter().fold(f64::INFINITY, |low, value| if value < low { value } else { low })
}
