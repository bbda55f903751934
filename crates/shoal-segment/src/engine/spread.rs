//! Mean, variance and range of every column in one look at rows that come one after the other.
//!
//! Each row moves the mean by its share (Welford 1962, doi:10.1080/00401706.1962.10490022), so nothing depends on where chunks
//! end, and an offset costs no digits.

use super::scale::Scale;
use crate::spec::Scaling;
use shoal_kernel::Points;

/// What is known of the rows so far.
pub(super) struct Spread {
    pub(super) rows: usize,
    mean: Vec<f64>,
    /// Sum of the squared differences from the mean.
    squares: Vec<f64>,
    least: Vec<f64>,
    greatest: Vec<f64>,
}

impl Spread {
    pub(super) fn new(columns: usize) -> Self {
        Self {
            rows: 0,
            mean: vec![0.0; columns],
            squares: vec![0.0; columns],
            least: vec![f64::INFINITY; columns],
            greatest: vec![f64::NEG_INFINITY; columns],
        }
    }

    /// Adds rows.
    pub(super) fn add(&mut self, points: &Points) {
        for row in points {
            self.rows += 1;
            let share = 1.0 / self.rows as f64;
            for (column, &value) in row.iter().enumerate() {
                let difference = value - self.mean[column];
                self.mean[column] += difference * share;
                self.squares[column] += difference * (value - self.mean[column]);
                self.least[column] = self.least[column].min(value);
                self.greatest[column] = self.greatest[column].max(value);
            }
        }
    }

    /// Centre and scale of every column, as they are found from all values at once; not for [`Scaling::Robust`], which needs
    /// them in order.
    pub(super) fn scales(&self, columns: &[String], scaling: Scaling) -> Vec<Scale> {
        let one = |(at, column): (usize, &String)| {
            let (least, greatest) = (self.least[at], self.greatest[at]);
            let deviation = (self.squares[at] / self.rows.max(1) as f64).sqrt();
            let (centre, scale) = match scaling {
                Scaling::None | Scaling::Robust => (0.0, 1.0),
                _ if self.rows == 0 || least == greatest => (least, 1.0),
                Scaling::Standard if deviation > 0.0 && deviation.is_finite() => (self.mean[at], deviation),
                Scaling::Standard => (self.mean[at], 1.0),
                Scaling::MinMax => (least, greatest - least),
            };
            Scale { column: column.clone(), centre, scale }
        };
        columns.iter().enumerate().map(one).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn scales_are_those_of_all_values_at_once() {
        let values = (0..900).map(|i| 1e6 + f64::from(i * 7919 % 1009) * if i % 3 == 0 { 1.0 } else { 1e-3 });
        let points = Points::new(values.chain([5.0; 3]).collect(), 3).unwrap();
        let names = ["a", "b", "c"].map(str::to_owned);
        let mut spread = Spread::new(3);
        spread.add(&points);
        for scaling in [Scaling::None, Scaling::Standard, Scaling::MinMax] {
            for (ours, expected) in
                spread.scales(&names, scaling).iter().zip(super::super::scale::fit(&names, &points, scaling))
            {
                assert!((ours.centre - expected.centre).abs() <= 1e-9 * expected.scale, "{scaling}");
                assert!((ours.scale / expected.scale - 1.0).abs() < 1e-12, "{scaling}");
            }
        }
        let mut equal = Spread::new(1);
        equal.add(&Points::new(vec![0.1; 77], 1).unwrap());
        assert_eq!(equal.scales(&names[..1], Scaling::Standard)[0].scale, 1.0);
        assert_eq!(equal.scales(&names[..1], Scaling::Standard)[0].centre, 0.1);
    }
}
