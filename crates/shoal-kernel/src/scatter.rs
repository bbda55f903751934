//! How columns vary together: their means and covariances from one pass.
//!
//! The sums are of differences from an origin among the rows and of the products of these, corrected afterwards for the distance
//! of the mean from the origin. That costs as many digits as the mean lies standard deviations away, squared; where it is more
//! than three, a second pass is taken from the mean (as in [`Survey`](crate::Survey)).
//!
//! Rows are copied 64 at a time into lanes, column after column; sixteen products of four columns with four others then stay in
//! registers while the lanes of eight rows pass by. Reading the rows is what limits it up to about ten columns.

use crate::lanes::{Vector, Wide, WideArithmetic, run_wide};
use crate::matrix::Square;
use crate::parallel::sum_rows;
use crate::points::Points;
use crate::survey::{FAR, middle};

/// Columns whose products with as many others are summed at once.
const TILE: usize = 4;

/// Groups of eight rows that are copied into lanes at once.
const GROUPS: usize = 8;

/// Rows in a group.
const LANES: usize = 8;

/// Sums and products of the columns about an origin.
#[derive(Clone, Debug, PartialEq)]
pub struct Scatter {
    origin: Vec<f64>,
    rows: usize,
    /// For each column the sum of the differences from the origin.
    sums: Vec<f64>,
    /// For every two columns the sum of the products of their differences; `columns` × `columns`, also below the diagonal.
    products: Vec<f64>,
}

impl Scatter {
    /// Looks at all rows. Usually one pass, time O(rows × columns²), memory O(columns²) for every 4096 rows.
    pub fn new(points: &Points) -> Self {
        let first = Self::around(points, middle(points));
        let n = first.rows as f64;
        let far = first.sums.iter().enumerate().any(|(column, sum)| {
            let square = first.products[column * (first.sums.len() + 1)];
            sum * sum / n > FAR * (square - sum * sum / n)
        });
        let sound = first.products.iter().all(|product| product.is_finite());
        if far && sound { Self::around(points, first.means()) } else { first }
    }

    /// One pass from `origin`.
    fn around(points: &Points, origin: Vec<f64>) -> Self {
        let columns = points.columns();
        let mut sums = sum_rows(points.rows(), columns + columns * columns, |range, sums| {
            let values = &points.values()[range.start * columns..range.end * columns];
            run_wide(Look { values, origin: &origin, sums });
        });
        let products = sums.split_off(columns);
        Self { origin, rows: points.rows(), sums, products }
    }

    /// Mean of each column; not finite where a sum leaves the numbers there are. For no rows the origin, which is 0 then.
    pub fn means(&self) -> Vec<f64> {
        let n = self.rows.max(1) as f64;
        self.origin.iter().zip(&self.sums).map(|(origin, sum)| origin + sum / n).collect()
    }

    /// Covariances of the columns, `columns` × `columns`, with divisor `rows - ddof`; `None` when there are not more than `ddof`
    /// rows and when one of them is not finite.
    pub fn covariance(&self, ddof: usize) -> Option<Square> {
        let divisor = self.rows.checked_sub(ddof).filter(|&divisor| divisor > 0)? as f64;
        let (columns, n) = (self.sums.len(), self.rows as f64);
        let mut matrix = Square::zeros(columns);
        for i in 0..columns {
            for j in i..columns {
                let sum = self.products[i * columns + j] - self.sums[i] * self.sums[j] / n;
                let sum = if i == j && sum < 0.0 { 0.0 } else { sum };
                let covariance = Some(sum / divisor).filter(|covariance| covariance.is_finite())?;
                matrix.set(i, j, covariance);
                matrix.set(j, i, covariance);
            }
        }
        Some(matrix)
    }
}

/// Sums over one block of rows.
struct Look<'a> {
    /// Row after row.
    values: &'a [f64],
    origin: &'a [f64],
    /// The sums of the columns, then those of their products; added to.
    sums: &'a mut [f64],
}

/// The same column of [`GROUPS`] groups of rows, as differences from the origin.
type Column = [[f64; LANES]; GROUPS];

/// Sums for the products of [`TILE`] columns with as many others.
type Products = [[[f64; LANES]; TILE]; TILE];

impl WideArithmetic for Look<'_> {
    type Output = ();

    #[inline(always)]
    fn compute<W: Wide>(self) {
        let columns = self.origin.len();
        let tiles = columns.div_ceil(TILE);
        // Columns that fill the last tile up stay 0.
        let mut lanes: Vec<Column> = vec![[[0.0; LANES]; GROUPS]; tiles * TILE];
        let mut plain = vec![[0.0; LANES]; columns];
        let mut products: Vec<Products> = vec![[[[0.0; LANES]; TILE]; TILE]; tiles * (tiles + 1) / 2];
        for rows in self.values.chunks(LANES * GROUPS * columns) {
            copy(rows, self.origin, &mut lanes);
            for (sum, column) in plain.iter_mut().zip(&lanes) {
                add::<W::Double>(column, sum);
            }
            let (tiles, _) = lanes.as_chunks::<TILE>();
            let pairs =
                tiles.iter().enumerate().flat_map(|(i, left)| tiles[i..].iter().map(move |right| (left, right)));
            for ((left, right), products) in pairs.zip(&mut products) {
                multiply::<W::Double>(left, right, products);
            }
        }
        gather(&plain, &products, self.sums);
    }
}

/// Copies the differences of `rows` from `origin` into lanes; rows that are missing from the last group count as the origin.
#[inline(always)]
fn copy(rows: &[f64], origin: &[f64], lanes: &mut [Column]) {
    let columns = origin.len();
    if rows.len() < LANES * GROUPS * columns {
        lanes.fill([[0.0; LANES]; GROUPS]);
    }
    for (at, row) in rows.chunks_exact(columns).enumerate() {
        let (group, lane) = (at / LANES % GROUPS, at % LANES);
        for ((column, value), origin) in lanes.iter_mut().zip(row).zip(origin) {
            column[group][lane] = value - origin;
        }
    }
}

#[inline(always)]
fn add<V: Vector<Number = f64>>(column: &Column, sum: &mut [f64; LANES]) {
    let mut total = V::load(sum);
    for lanes in column {
        total = V::add(total, V::load(lanes));
    }
    V::store(total, sum);
}

#[inline(always)]
fn multiply<V: Vector<Number = f64>>(left: &[Column; TILE], right: &[Column; TILE], products: &mut Products) {
    let mut sums: [[V::Values; TILE]; TILE] =
        std::array::from_fn(|i| std::array::from_fn(|j| V::load(&products[i][j])));
    for group in 0..GROUPS {
        let right: [V::Values; TILE] = std::array::from_fn(|j| V::load(&right[j][group]));
        for i in 0..TILE {
            let left = V::load(&left[i][group]);
            for j in 0..TILE {
                sums[i][j] = V::add(sums[i][j], V::mul(left, right[j]));
            }
        }
    }
    for i in 0..TILE {
        for j in 0..TILE {
            V::store(sums[i][j], &mut products[i][j]);
        }
    }
}

/// Adds up the lanes.
fn gather(plain: &[[f64; LANES]], products: &[Products], sums: &mut [f64]) {
    let columns = plain.len();
    let tiles = columns.div_ceil(TILE);
    let total = |lanes: &[f64; LANES]| lanes.iter().fold(0.0, |sum, value| sum + value);
    for (sum, lanes) in sums.iter_mut().zip(plain) {
        *sum += total(lanes);
    }
    let pairs = (0..tiles).flat_map(|left| (left..tiles).map(move |right| (left, right)));
    for ((left, right), products) in pairs.zip(products) {
        for (i, row) in (left * TILE..columns).zip(products) {
            for (j, lanes) in (right * TILE..columns).zip(row) {
                // The upper triangle, mirrored; a tile on the diagonal has both halves already.
                let product = total(lanes);
                sums[columns + i * columns + j] += product;
                if left != right {
                    sums[columns + j * columns + i] += product;
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lanes::{Width, run_wide_with};
    use crate::random::Stream;

    /// Two passes, one product at a time.
    fn plain(points: &Points) -> (Vec<f64>, Vec<f64>) {
        let (columns, n) = (points.columns(), points.rows() as f64);
        let first = points.row(0);
        let difference = |column: usize| points.iter().map(move |row| row[column] - first[column]).sum::<f64>();
        let means: Vec<f64> = (0..columns).map(|column| first[column] + difference(column) / n).collect();
        let mut covariances = Vec::new();
        for i in 0..columns {
            for j in 0..columns {
                let products = points.iter().map(|row| (row[i] - means[i]) * (row[j] - means[j]));
                covariances.push(products.sum::<f64>() / (n - 1.0));
            }
        }
        (means, covariances)
    }

    fn drawn(rows: usize, columns: usize, offset: f64) -> Points {
        let mut stream = Stream::new(rows as u64, columns as u64);
        let mut values = Vec::with_capacity(rows * columns);
        for _ in 0..rows {
            let common = stream.normal();
            values.extend((0..columns).map(|column| offset + column as f64 * common + stream.normal().exp()));
        }
        Points::new(values, columns).unwrap()
    }

    #[test]
    fn it_is_the_plain_covariance_for_any_number_of_columns_and_any_offset() {
        for (rows, columns) in [(2, 1), (7, 3), (64, 4), (65, 5), (200, 8), (9000, 9), (4097, 13), (500, 30)] {
            for offset in [0.0, 1e6] {
                let points = drawn(rows, columns, offset);
                let (scatter, (means, covariances)) = (Scatter::new(&points), plain(&points));
                let spread = |column: usize| covariances[column * (columns + 1)].sqrt();
                for (column, (found, expected)) in scatter.means().iter().zip(means).enumerate() {
                    assert!((found - expected).abs() <= 1e-12 * spread(column) + 1e-15 * offset);
                }
                let found = scatter.covariance(1).unwrap();
                for (at, expected) in covariances.iter().enumerate() {
                    let (i, j) = (at / columns, at % columns);
                    let error = (found.get(i, j) - expected).abs();
                    assert!(error <= 1e-12 * spread(i) * spread(j), "{rows} x {columns}, {offset}: {error}");
                }
            }
        }
    }

    #[test]
    fn a_mean_far_from_most_rows_is_looked_at_again() {
        // The few rows that the origin is taken from lie elsewhere than the rest.
        let mut points = vec![0.0; 128_000];
        points.iter_mut().enumerate().for_each(|(row, value)| *value = f64::from(u8::from(row % 2 == 0)));
        points.iter_mut().step_by(2000).for_each(|value| *value = 1e9);
        let points = Points::new(points, 1).unwrap();
        let (found, expected) = (Scatter::new(&points).covariance(1).unwrap().get(0, 0), plain(&points).1[0]);
        assert!((found / expected - 1.0).abs() < 1e-12, "{found} {expected}");
    }

    #[test]
    fn widths_and_threads_give_the_same_bits() {
        let points = drawn(1003, 6, 3.0);
        let with = |width| {
            let mut sums = vec![0.0; 6 + 36];
            run_wide_with(width, Look { values: points.values(), origin: points.row(4), sums: &mut sums });
            sums
        };
        let expected = with(Width::Plain);
        assert_eq!((with(Width::Avx2), with(Width::Avx512)), (expected.clone(), expected));
        let points = drawn(50_000, 3, 1e6);
        let expected = Scatter::new(&points);
        for threads in [1, 2, 7] {
            let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
            assert_eq!(pool.install(|| Scatter::new(&points)), expected);
        }
    }

    #[test]
    fn equal_rows_have_no_spread_and_values_without_squares_no_covariance() {
        let equal = Scatter::new(&Points::new([0.1, 1e9 + 0.3].repeat(999), 2).unwrap());
        assert_eq!((equal.means(), equal.covariance(0)), (vec![0.1, 1e9 + 0.3], Some(Square::zeros(2))));
        for bad in [f64::NAN, f64::INFINITY, 1e200] {
            let mut values = vec![0.1; 300];
            values[77] = bad;
            assert_eq!(Scatter::new(&Points::new(values, 3).unwrap()).covariance(1), None);
        }
        let none = Scatter::new(&Points::new(Vec::new(), 2).unwrap());
        assert_eq!((none.means(), none.covariance(0)), (vec![0.0; 2], None));
    }
}
