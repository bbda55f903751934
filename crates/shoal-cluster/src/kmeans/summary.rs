//! A table of few weighted rows in place of many: what starts are tried on.
//!
//! Starts look for the right basin, and for that a row need not be known more exactly than the groups are wide. So the rows
//! are halved again and again, always at the middle of the column in which they spread most, until there are
//! [`ROWS`] cells (the leaves of a k-d tree), and each cell becomes one row: its mean, with the weight of its rows. What is
//! lost is the spread inside the cells, the same for all solutions but for the few cells that a border cuts; a sample of as
//! many rows would be off by far more.
//!
//! Of more than [`DRAWN`] rows, as many are drawn evenly first. Cells do not depend on weights where most rows have one, so that resamples of a
//! table share them.
//!
//! Reference: Kanungo et al. (2002), the k-d tree as a filter for k-means, doi:10.1109/TPAMI.2002.1017616.

use shoal_kernel::parallel::both;
use shoal_kernel::{Points, Stream};

use super::data::Data;

/// Rows of the summary, and rows up to which there is none.
pub(super) const ROWS: usize = 2048;

/// Rows that are drawn before they are put into cells.
const DRAWN: usize = 32 * ROWS;

/// Cells below which the two halves are not shared between threads.
const WORTH_SHARING: usize = 256;

/// Names the stream that rows are drawn by: the same for every seed, so that tables of the same rows share their cells.
const PURPOSE: u64 = 0x6365_6C6C_7300;

/// The summary of `data`; `None` when it has too few rows that count to need one.
pub(super) fn summary(data: &Data) -> Option<Data<'static>> {
    let counting = data.counting();
    if counting.len() <= ROWS {
        return None;
    }
    // Where most rows count, as in a resample, cells of all rows serve; else they would be of rows that do not matter.
    let summed_up = match 2 * counting.len() >= data.rows() {
        true => data.layout.cells().sum_up(data),
        false => Cells::of(&data.layout.points, counting).sum_up(data),
    };
    Some(data.summed_up(summed_up))
}

/// Rows in cells of about equally many, neighbours together.
pub(super) struct Cells {
    /// The numbers of the rows, cell after cell.
    rows: Vec<usize>,
    /// Where each cell ends.
    ends: Vec<usize>,
}

/// Rows in the place of others: their values, row after row, and the weight of each.
#[derive(Default)]
pub(super) struct SummedUp {
    pub(super) values: Vec<f64>,
    pub(super) weights: Vec<f64>,
}

impl Cells {
    /// Puts these `rows` of `points` into cells; of many an even sample.
    pub(super) fn of(points: &Points, mut rows: Vec<usize>) -> Self {
        if rows.len() > DRAWN {
            let places = Stream::new(0, PURPOSE).sample(rows.len(), DRAWN);
            rows = places.into_iter().map(|place| rows[place]).collect();
        }
        let sizes = split(points, &mut rows, ROWS);
        let ends = sizes.iter().scan(0, |end, size| {
            *end += size;
            Some(*end)
        });
        Self { ends: ends.collect(), rows }
    }

    /// Each cell with a weight as one row: its mean, with the weight of its rows.
    fn sum_up(&self, data: &Data) -> SummedUp {
        let mut all = SummedUp::default();
        let mut start = 0;
        for &end in &self.ends {
            all.add(data, &self.rows[start..end]);
            start = end;
        }
        all
    }
}

/// Halves the rows until there are so many cells, each with its rows in their order; gives the sizes of the cells.
fn split(points: &Points, rows: &mut [usize], cells: usize) -> Vec<usize> {
    if cells == 1 || rows.len() < 2 {
        rows.sort_unstable();
        return vec![rows.len()];
    }
    let column = widest(points, rows);
    let value = |row: usize| points.row(row)[column];
    let middle = rows.len() / 2;
    // Rows of equal value keep the order of their numbers, whatever they are compared with.
    rows.select_nth_unstable_by(middle, |&a, &b| value(a).total_cmp(&value(b)).then(a.cmp(&b)));
    let (low, high) = rows.split_at_mut(middle);
    let low = || split(points, low, cells / 2);
    let high = || split(points, high, cells - cells / 2);
    let (mut sizes, more) = if cells >= WORTH_SHARING { both(low, high) } else { one_by_one(low, high) };
    sizes.extend(more);
    sizes
}

/// As [`both`], on one thread.
fn one_by_one<T>(first: impl FnOnce() -> T, second: impl FnOnce() -> T) -> (T, T) {
    (first(), second())
}

impl SummedUp {
    /// Adds the mean of `rows`, unless none of them counts.
    fn add(&mut self, data: &Data, rows: &[usize]) {
        let points = &data.layout.points;
        let weight: f64 = rows.iter().map(|&row| data.weight(row)).sum();
        if weight <= 0.0 {
            return;
        }
        let origin = points.row(rows[0]);
        let first = self.values.len();
        self.values.resize(first + origin.len(), 0.0);
        let sums = &mut self.values[first..];
        for &row in rows {
            let times = data.weight(row);
            for ((sum, value), origin) in sums.iter_mut().zip(points.row(row)).zip(origin) {
                *sum += (value - origin) * times;
            }
        }
        sums.iter_mut().zip(origin).for_each(|(value, origin)| *value = origin + *value / weight);
        self.weights.push(weight);
    }
}

/// The column in which these rows spread most: by variance, the first of equal ones.
fn widest(points: &Points, rows: &[usize]) -> usize {
    let columns = points.columns();
    let mut sums = vec![0.0; 2 * columns];
    let origin = points.row(rows[0]);
    let (plain, squared) = sums.split_at_mut(columns);
    for &row in rows {
        for (((sum, square), value), origin) in plain.iter_mut().zip(&mut *squared).zip(points.row(row)).zip(origin) {
            let difference = value - origin;
            *sum += difference;
            *square += difference * difference;
        }
    }
    let spread = |column: usize| squared[column] - plain[column] * plain[column] / rows.len() as f64;
    (0..columns).rev().max_by(|&a, &b| spread(a).total_cmp(&spread(b))).unwrap_or(0)
}
