//! The points as the mixture wants them: as differences from the mean of each column, in slabs.
//!
//! A difference of numbers of the same magnitude is exact, so an offset that all rows share is gone before anything is
//! squared, and means are kept as differences too. A slab is a few rows, column after column, eight vectors each: 64 rows in
//! double precision, 128 in single. It stays in the nearest cache with everything that is computed of it.

use shoal_kernel::lanes::{Aligned, Number, Strip};
use shoal_kernel::moments::column_means;
use shoal_kernel::parallel::map_blocks;
use shoal_kernel::{Points, moments};

use super::climb::Slope;
use super::params::{Plan, Precision};

/// Points to be fitted, and where their zero lies.
pub(super) struct Data<'a> {
    pub(super) points: &'a Points,
    pub(super) frame: Frame,
    pub(super) layout: Layout,
}

/// The rows in slabs, in one of the two precisions: for each block of [`ROWS`](shoal_kernel::parallel::ROWS) rows its slabs, one after the other.
pub(super) enum Layout {
    Doubles(Vec<Vec<Aligned<f64, 64>>>),
    Singles(Vec<Vec<Aligned<f32, 128>>>),
}

/// Where numbers in slabs have their zero, and their unit.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Frame {
    /// What was taken from every row: one number per column.
    pub(super) origin: Vec<f64>,
    /// What differences are multiplied by, powers of two: one number per column, 1 in double precision.
    pub(super) units: Vec<f64>,
}

impl Frame {
    /// Around `origin`, in the unit of the points.
    pub(super) fn around(origin: &[f64]) -> Self {
        Self { origin: origin.to_vec(), units: vec![1.0; origin.len()] }
    }

    /// Writes `rows` (row after row, at most a strip long) as a slab, one strip per column; the places after the last row
    /// repeat it.
    #[inline(always)]
    pub(super) fn fill<S: Strip>(&self, rows: &[f64], slab: &mut [S]) {
        let columns = self.origin.len();
        let count = rows.len() / columns;
        for (column, strip) in slab.iter_mut().enumerate() {
            let (origin, unit) = (self.origin[column], self.units[column]);
            let numbers = strip.numbers_mut();
            for (place, value) in numbers.iter_mut().zip(rows[column..].iter().step_by(columns)) {
                *place = S::Number::of((value - origin) * unit);
            }
            let last = numbers[count - 1];
            numbers[count..].fill(last);
        }
    }
}

impl<'a> Data<'a> {
    /// Lays out checked points around the means of their columns.
    pub(super) fn new(points: &'a Points, precision: Precision) -> Self {
        Self::around(points, &column_means(points), precision)
    }

    /// Lays out checked points around this origin.
    pub(super) fn around(points: &'a Points, origin: &[f64], precision: Precision) -> Self {
        let mut frame = Frame::around(origin);
        let layout = match precision {
            Precision::Double => Layout::Doubles(slabs(points, &frame)),
            Precision::Single => {
                frame.units = units(points);
                Layout::Singles(slabs(points, &frame))
            }
        };
        Self { points, frame, layout }
    }

    pub(super) fn rows(&self) -> usize {
        self.points.rows()
    }

    pub(super) fn columns(&self) -> usize {
        self.points.columns()
    }

    pub(super) fn origin(&self) -> &[f64] {
        &self.frame.origin
    }
}

/// The same rows laid out in every precision that is asked for, once each.
pub(super) struct Layouts<'a>(Vec<(Precision, Data<'a>)>);

impl<'a> Layouts<'a> {
    /// Lays out checked points around this origin for these plans.
    pub(super) fn around(points: &'a Points, origin: &[f64], plans: &[Plan]) -> Self {
        let mut layouts: Vec<(Precision, Data<'a>)> = Vec::new();
        for precision in plans.iter().map(|plan| plan.precision) {
            if layouts.iter().all(|known| known.0 != precision) {
                layouts.push((precision, Data::around(points, origin, precision)));
            }
        }
        Self(layouts)
    }

    /// For each plan it and the rows in its precision.
    pub(super) fn slopes<'b>(&'b self, plans: &'b [Plan]) -> Vec<Slope<'b>> {
        let slope = |plan: &'b Plan| {
            let (_, data) = self.0.iter().find(|known| known.0 == plan.precision)?;
            Some(Slope { data, plan })
        };
        plans.iter().filter_map(slope).collect()
    }
}

/// All rows in slabs. Each block has memory of its own, so that it is written once, and by the thread that fills it. Time and memory
/// O(rows × columns).
fn slabs<S: Strip + Send>(points: &Points, frame: &Frame) -> Vec<Vec<S>> {
    let columns = points.columns();
    map_blocks(points.rows(), |range| {
        let rows = points.values()[range.start * columns..range.end * columns].chunks(S::LENGTH * columns);
        let mut strips = vec![S::ZERO; range.len().div_ceil(S::LENGTH) * columns];
        strips.chunks_exact_mut(columns).zip(rows).for_each(|(slab, rows)| frame.fill(rows, slab));
        strips
    })
}

/// For each column the power of two that brings its standard deviation between 1 and 2; 1 for a constant one.
fn units(points: &Points) -> Vec<f64> {
    let variances = moments::column_variances(points, 0).unwrap_or_else(|| vec![0.0; points.columns()]);
    let unit = |variance: &f64| {
        let exponent = (variance.sqrt().to_bits() >> 52) as i64 - 1023;
        if *variance > 0.0 { 2f64.powi(-exponent as i32) } else { 1.0 }
    };
    variances.iter().map(unit).collect()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test may fail")]
    use super::*;

    #[test]
    fn every_value_is_found_again() {
        let points = Points::new((0..600).map(f64::from).collect(), 2).unwrap();
        let data = Data::around(&points, &[1.0, -5.0], Precision::Double);
        let Layout::Doubles(blocks) = &data.layout else { unreachable!() };
        let slabs = blocks.concat();
        assert_eq!(slabs.len(), 10);
        for row in 0..300 {
            let found = [0, 1].map(|column| slabs[row / 64 * 2 + column].0[row % 64]);
            assert_eq!(found, [points.row(row)[0] - 1.0, points.row(row)[1] + 5.0]);
        }
        assert_eq!(slabs[9].0[44..], [604.0; 20]);
        let data = Data::around(&points, &[0.0, 0.0], Precision::Single);
        let Layout::Singles(blocks) = &data.layout else { unreachable!() };
        let slabs = blocks.concat();
        // The standard deviation is 173.2.
        assert_eq!((slabs.len(), &data.frame.units[..]), (6, &[1.0 / 128.0; 2][..]));
        assert_eq!(slabs[5].0[43], 599.0 / 128.0);
    }
}
