//! Columns as they are, together only pair by pair.

use shoal_kernel::matrix::Square;
use shoal_kernel::parallel::map_tasks;
use shoal_kernel::random::mix;
use shoal_kernel::{Points, Stream, correlation, quantile};

use super::factor::{Factor, row_major};

/// Rows on which correlations are met.
const MEASURED: usize = 10_000;

/// Rounds in which correlations are met.
const ROUNDS: usize = 4;

/// Sets the stream of the measuring rows apart from all others.
const PURPOSE: u64 = 0x636f_7075_6c61;

/// Draws tables whose columns have exactly the values that they have in the given one, in an order that normal values with their
/// correlations lend.
#[derive(Clone, Debug)]
pub struct CopulaNull {
    /// Of each column the values, ascending.
    sorted: Vec<Vec<f64>>,
    factor: Factor,
}

impl CopulaNull {
    /// The null for `points` (rows × columns, at least 2 rows, finite); `None` where there are fewer rows.
    pub fn new(points: &Points, seed: u64) -> Option<Self> {
        if points.rows() < 2 || !points.values().iter().all(|value| value.is_finite()) {
            return None;
        }
        let columns: Vec<Vec<f64>> = (0..points.columns()).map(|column| points.column(column)).collect();
        let wanted = correlations(&columns);
        let sorted: Vec<Vec<f64>> = map_tasks(&columns, |column| quantile::sorted(column));
        let mut asked = wanted.clone();
        for _ in 0..ROUNDS {
            let mut stream = Stream::new(seed, mix(PURPOSE));
            let drawn = Factor::of(&asked).draw(MEASURED, &mut stream);
            let lent: Vec<Vec<f64>> =
                drawn.iter().zip(&sorted).map(|(order, values)| at_ranks(order, values)).collect();
            // The measuring rows are off by chance, before values are lent an order as after; what counts is what is lost.
            stronger(&mut asked, &wanted, &correlations(&drawn), &correlations(&lent));
        }
        Some(Self { sorted, factor: Factor::of(&asked) })
    }

    /// A table of as many rows.
    pub fn draw(&self, stream: &mut Stream) -> Option<Points> {
        let rows = self.sorted.first()?.len();
        let drawn = self.factor.draw(rows, stream);
        let columns: Vec<Vec<f64>> =
            drawn.iter().zip(&self.sorted).map(|(order, values)| at_ranks(order, values)).collect();
        Points::new(row_major(&columns), columns.len()).ok()
    }
}

/// The values (ascending) put where the values of `order` have their ranks; more or fewer than those are taken evenly.
fn at_ranks(order: &[f64], values: &[f64]) -> Vec<f64> {
    let rows = order.len();
    let mut ranked: Vec<(f64, u32)> = order.iter().copied().zip(0..).collect();
    ranked.sort_unstable_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)));
    let mut placed = vec![0.0; rows];
    for (rank, (_, row)) in ranked.into_iter().enumerate() {
        placed[row as usize] = values[(2 * rank + 1) * values.len() / (2 * rows)];
    }
    placed
}

/// Pearson's correlations of the columns; 0 where one is not defined, 1 with itself.
fn correlations(columns: &[Vec<f64>]) -> Square {
    let size = columns.len();
    let pairs: Vec<(usize, usize)> = (0..size).flat_map(|i| (0..i).map(move |j| (i, j))).collect();
    let values = map_tasks(&pairs, |&(i, j)| correlation::pearson(&columns[i], &columns[j]).unwrap_or(0.0));
    let mut matrix = Square::identity(size);
    for ((i, j), value) in pairs.into_iter().zip(values) {
        matrix.set(i, j, value);
        matrix.set(j, i, value);
    }
    matrix
}

/// Asks for more, where less came of what normal values had than is wanted.
fn stronger(asked: &mut Square, wanted: &Square, had: &Square, came: &Square) {
    for i in 0..asked.size() {
        for j in 0..asked.size() {
            if i == j {
                continue;
            }
            // By chance the measuring rows have a little more or less than was asked for; their lent order keeps this share of it.
            let by_chance = had.get(i, j) - asked.get(i, j);
            let next = asked.get(i, j) + wanted.get(i, j) - (came.get(i, j) - by_chance);
            asked.set(i, j, next.clamp(-0.999, 0.999));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Counts and amounts that rise together.
    fn skewed(rows: usize) -> Points {
        let mut stream = Stream::new(4, 2);
        let values = (0..rows).flat_map(|_| {
            let (both, a, b) = (stream.normal(), stream.normal(), stream.normal());
            [(0.6 * both + 0.3 * a).exp().floor(), (0.5 * both + 0.4 * b).exp(), a * a]
        });
        Points::new(values.collect(), 3).unwrap()
    }

    #[test]
    fn columns_keep_their_values_and_pairs_their_correlation() {
        let points = skewed(4000);
        let null = CopulaNull::new(&points, 1).unwrap();
        let columns = |points: &Points| -> Vec<Vec<f64>> { (0..3).map(|column| points.column(column)).collect() };
        let mut mean = Square::zeros(3);
        for number in 0..20 {
            let drawn = null.draw(&mut Stream::new(9, number)).unwrap();
            for column in 0..3 {
                assert_eq!(quantile::sorted(&drawn.column(column)), quantile::sorted(&points.column(column)));
            }
            let came = correlations(&columns(&drawn));
            (0..9).for_each(|at| mean.set(at / 3, at % 3, mean.get(at / 3, at % 3) + came.get(at / 3, at % 3) / 20.0));
        }
        let wanted = correlations(&columns(&points));
        for at in 0..9 {
            let (came, wanted) = (mean.get(at / 3, at % 3), wanted.get(at / 3, at % 3));
            assert!((came - wanted).abs() < 0.03, "{at}: {came} instead of {wanted}");
        }
    }

    #[test]
    fn what_is_degenerate_stays_so() {
        let points = Points::new(vec![1.0, 5.0, 1.0, 6.0, 1.0, 7.0], 2).unwrap();
        let drawn = CopulaNull::new(&points, 1).unwrap().draw(&mut Stream::new(1, 1)).unwrap();
        assert_eq!((drawn.column(0), quantile::sorted(&drawn.column(1))), (vec![1.0; 3], vec![5.0, 6.0, 7.0]));
        let wide = Points::new(vec![1.0, f64::NAN], 1).unwrap();
        assert!(CopulaNull::new(&wide, 1).is_none());
        assert!(CopulaNull::new(&Points::new(vec![1.0, 2.0], 2).unwrap(), 1).is_none());
    }
}
