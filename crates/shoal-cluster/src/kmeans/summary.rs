//! A table of few weighted rows in place of many: what starts are tried on.
//!
//! Starts look for the right basin, and for that a row need not be known more exactly than the groups are wide. So the rows
//! are halved again and again, always at the middle of the column in which they spread most, until there are
//! [`ROWS`] cells (the leaves of a k-d tree), and each cell becomes one row: its mean, with the weight of its rows. What is
//! lost is the spread inside the cells, the same for all solutions but for the few cells that a border cuts; a sample of as
//! many rows would be off by far more.
//!
//! Of more than [`DRAWN`] rows, as many are drawn evenly first.
//!
//! Reference: Kanungo et al. (2002), the k-d tree as a filter for k-means, doi:10.1109/TPAMI.2002.1017616.

use shoal_kernel::Stream;
use shoal_kernel::parallel::both;

use super::data::Data;

/// Rows of the summary, and rows up to which there is none.
pub(super) const ROWS: usize = 2048;

/// Rows that are drawn before they are put into cells.
const DRAWN: usize = 32 * ROWS;

/// Cells below which the two halves are not shared between threads.
const WORTH_SHARING: usize = 256;

/// The summary of `data`; `None` when it has too few rows to need one.
pub(super) fn summary(data: &Data, stream: &mut Stream) -> Option<Data<'static>> {
    let mut counting = data.counting();
    if counting.len() <= ROWS {
        return None;
    }
    if counting.len() > DRAWN {
        let places = stream.sample(counting.len(), DRAWN);
        counting = places.into_iter().map(|place| counting[place]).collect();
    }
    let rows = Cell { data, rows: &mut counting, cells: ROWS }.split();
    Some(data.summed_up(rows))
}

/// Rows that become one or more cells.
struct Cell<'a> {
    data: &'a Data<'a>,
    rows: &'a mut [usize],
    cells: usize,
}

/// Rows in the place of others: their values, row after row, and the weight of each.
#[derive(Default)]
pub(super) struct SummedUp {
    pub(super) values: Vec<f64>,
    pub(super) weights: Vec<f64>,
}

impl Cell<'_> {
    /// Halves the rows until there is one cell left, and sums that up.
    fn split(self) -> SummedUp {
        if self.cells == 1 {
            return self.sum_up();
        }
        let Self { data, rows, cells } = self;
        let column = widest(data, rows);
        let value = |row: usize| data.layout.points.row(row)[column];
        let middle = rows.len() / 2;
        // Rows of equal value keep the order of their numbers, whatever they are compared with.
        rows.select_nth_unstable_by(middle, |&a, &b| value(a).total_cmp(&value(b)).then(a.cmp(&b)));
        let (low, high) = rows.split_at_mut(middle);
        let low = Cell { data, rows: low, cells: cells / 2 };
        let high = Cell { data, rows: high, cells: cells - cells / 2 };
        let (mut all, high) =
            if cells >= WORTH_SHARING { both(|| low.split(), || high.split()) } else { (low.split(), high.split()) };
        all.values.extend(high.values);
        all.weights.extend(high.weights);
        all
    }

    fn sum_up(self) -> SummedUp {
        // In the order of the rows, which halving does not keep.
        self.rows.sort_unstable();
        let origin = self.data.layout.points.row(self.rows[0]);
        let mut values = vec![0.0; origin.len()];
        let mut weight = 0.0;
        for &row in &*self.rows {
            let times = self.data.weight(row);
            weight += times;
            for ((sum, value), origin) in values.iter_mut().zip(self.data.layout.points.row(row)).zip(origin) {
                *sum += (value - origin) * times;
            }
        }
        values.iter_mut().zip(origin).for_each(|(value, origin)| *value = origin + *value / weight);
        SummedUp { values, weights: vec![weight] }
    }
}

/// The column in which these rows spread most: by variance, the first of equal ones.
fn widest(data: &Data, rows: &[usize]) -> usize {
    let columns = data.columns();
    let mut sums = vec![0.0; 2 * columns];
    let origin = data.layout.points.row(rows[0]);
    let (plain, squared) = sums.split_at_mut(columns);
    for &row in rows {
        for (((sum, square), value), origin) in
            plain.iter_mut().zip(&mut *squared).zip(data.layout.points.row(row)).zip(origin)
        {
            let difference = value - origin;
            *sum += difference;
            *square += difference * difference;
        }
    }
    let spread = |column: usize| squared[column] - plain[column] * plain[column] / rows.len() as f64;
    (0..columns).rev().max_by(|&a, &b| spread(a).total_cmp(&spread(b))).unwrap_or(0)
}
