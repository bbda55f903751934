//! The two nearest centres of every row with their distances, for scoring.
//!
//! The screen names the two in single precision; their distances are taken in `f64`, and say which is the nearer one. Rows for
//! which the screen is not sure meet all centres in `f64`. So what comes out has the bits of plain `f64` arithmetic. A later
//! centre is nearest only when it is strictly nearer, so ties go to the lowest number.

use shoal_kernel::Points;
use shoal_kernel::distance::squared;
use shoal_kernel::lanes::{Wide, WideArithmetic, run_wide};
use shoal_kernel::parallel::{ROWS, map_pieces_mut};
use shoal_kernel::singles::{Frame, GROUP};

use super::predict::{around, check_unsound, is_sound};
use super::screen::{Screen, Screened};
use crate::error::ClusterError;

/// The two nearest centres of a row.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct TwoNearest {
    pub(super) cluster: u32,
    /// Squared distance to the nearest centre.
    pub(super) squared: f64,
    /// Squared distance to the next one; infinite when there is none.
    pub(super) next_squared: f64,
}

/// What `told` makes of the two nearest of `centres`, for each row of `points`.
///
/// # Errors
/// A value that is not finite or too large.
pub(super) fn two_nearest<T: Copy + Send>(
    points: &Points,
    centres: &Points,
    told: impl Fn(TwoNearest) -> T + Sync,
) -> Result<Vec<T>, ClusterError> {
    let frame = around(centres);
    let screen = Screen::new(centres.values(), &frame);
    let mut found = vec![told(TwoNearest { cluster: 0, squared: 0.0, next_squared: 0.0 }); points.rows()];
    let sound = map_pieces_mut(&mut found, ROWS, |number, found| {
        let from = number * ROWS * points.columns();
        let values = &points.values()[from..from + found.len() * points.columns()];
        run_wide(FindTwo { values, centres, frame: &frame, screen: &screen, told: &told, found })
    });
    check_unsound(points, &frame, sound).map(|()| found)
}

struct FindTwo<'a, T, F> {
    /// Row after row.
    values: &'a [f64],
    centres: &'a Points,
    frame: &'a Frame,
    screen: &'a Screen,
    told: &'a F,
    found: &'a mut [T],
}

impl<T, F: Fn(TwoNearest) -> T> WideArithmetic for FindTwo<'_, T, F> {
    /// Whether every value that single precision does not reach is one that is allowed.
    type Output = bool;

    #[inline(always)]
    fn compute<W: Wide>(self) -> bool {
        let Self { values, centres, frame, screen, told, found } = self;
        let columns = centres.columns();
        let mut group = vec![[0.0; GROUP]; columns];
        let mut out = Screened::new();
        let mut sound = true;
        for (values, found) in values.chunks(GROUP * columns).zip(found.chunks_mut(GROUP)) {
            frame.fill(values, &mut group);
            screen.look_for_two::<W>(&group, &mut out);
            for (lane, (row, found)) in values.chunks_exact(columns).zip(found).enumerate() {
                *found = told(if out.doubtful >> lane & 1 == 1 {
                    sound &= is_sound(row);
                    of_all(row, centres)
                } else {
                    of_two(row, centres, out.labels[lane], out.seconds[lane])
                });
            }
        }
        sound
    }
}

/// The two nearest, when they are these two.
#[inline(always)]
fn of_two(row: &[f64], centres: &Points, one: u16, other: u16) -> TwoNearest {
    let (low, high) = if one < other { (one, other) } else { (other, one) };
    let (first, second) = (squared(row, centres.row(low.into())), squared(row, centres.row(high.into())));
    if second < first {
        TwoNearest { cluster: high.into(), squared: second, next_squared: first }
    } else {
        TwoNearest { cluster: low.into(), squared: first, next_squared: second }
    }
}

/// The two nearest of all.
fn of_all(row: &[f64], centres: &Points) -> TwoNearest {
    let mut best = TwoNearest { cluster: 0, squared: f64::INFINITY, next_squared: f64::INFINITY };
    for (number, centre) in (0..).zip(centres) {
        let distance = squared(row, centre);
        if distance < best.squared {
            best = TwoNearest { cluster: number, squared: distance, next_squared: best.squared };
        } else if distance < best.next_squared {
            best.next_squared = distance;
        }
    }
    best
}

#[cfg(test)]
mod tests {
    use shoal_kernel::Stream;
    use shoal_kernel::lanes::{Width, run_wide_with};

    use super::*;

    fn found(points: &Points, centres: &Points) -> Vec<TwoNearest> {
        two_nearest(points, centres, |row| row).unwrap()
    }

    fn assert_plain(points: &Points, centres: &Points) {
        for (row, found) in points.iter().zip(found(points, centres)) {
            assert_eq!(found, of_all(row, centres), "{row:?}");
        }
    }

    #[test]
    fn every_width_of_vectors_finds_the_bits_of_plain_arithmetic() {
        for (columns, clusters) in [(1, 1), (1, 2), (2, 3), (5, 7), (8, 8), (11, 64), (30, 300)] {
            let mut stream = Stream::new(6, columns as u64);
            let values = (0..1500 * columns).map(|_| 1e4 + (2.0 * stream.normal()).exp()).collect();
            let points = Points::new(values, columns).unwrap();
            let centres = points.select(&(0..clusters).collect::<Vec<_>>());
            let (frame, told) = (around(&centres), |row| row);
            let screen = Screen::new(centres.values(), &frame);
            for width in [Width::Plain, Width::Avx2, Width::Avx512] {
                let mut found = vec![of_all(points.row(0), &centres); points.rows()];
                let values = points.values();
                let work = FindTwo {
                    values,
                    centres: &centres,
                    frame: &frame,
                    screen: &screen,
                    told: &told,
                    found: &mut found,
                };
                assert!(run_wide_with(width, work));
                assert!(points.iter().zip(&found).all(|(row, found)| *found == of_all(row, &centres)));
            }
            assert_plain(&points, &centres);
        }
    }

    #[test]
    fn single_precision_alone_decides_for_most_rows() {
        let mut stream = Stream::new(2, 2);
        let points = Points::new((0..6400 * 8).map(|_| stream.normal()).collect(), 8).unwrap();
        let centres = points.select(&[5, 6, 7, 8, 9, 10, 11, 12]);
        let frame = around(&centres);
        struct Doubtful<'a>(&'a Points, Frame, Screen);
        impl WideArithmetic for Doubtful<'_> {
            type Output = u32;
            fn compute<W: Wide>(self) -> u32 {
                let (mut out, mut group, mut doubtful) = (Screened::new(), vec![[0.0; GROUP]; 8], 0);
                for values in self.0.values().chunks(GROUP * 8) {
                    self.1.fill(values, &mut group);
                    self.2.look_for_two::<W>(&group, &mut out);
                    doubtful += out.doubtful.count_ones();
                }
                doubtful
            }
        }
        let doubtful = run_wide(Doubtful(&points, frame.clone(), Screen::new(centres.values(), &frame)));
        assert!(doubtful < 32, "{doubtful} of 6400");
    }

    #[test]
    fn ties_and_near_ties_are_those_of_plain_arithmetic() {
        let line = |values: &[f64]| Points::new(values.to_vec(), 1).unwrap();
        let points = line(&[0.0, 1.0, 2.0]);
        let rows = found(&points, &line(&[2.0, 0.0, 2.0]));
        assert_eq!(rows.iter().map(|row| row.cluster).collect::<Vec<_>>(), [1, 0, 0]);
        assert_eq!(rows.iter().map(|row| row.next_squared).collect::<Vec<_>>(), [4.0, 1.0, 0.0]);
        assert_eq!(found(&points, &line(&[1.0]))[0].next_squared, f64::INFINITY);
        let near: Vec<f64> = (0..999).map(|i| 1.0 + 1e-13 * f64::from(i - 500)).chain([1e130, -4e8, 1e-300]).collect();
        for centres in [&[0.0, 2.0][..], &[2.0, 0.0, 2.0, 2.0 + 1e-12, 1e-13], &[1.0; 70], &[1e9, 2.0, 0.0]] {
            assert_plain(&line(&near), &line(centres));
        }
        assert_plain(&line(&[1e139, -1e139, 0.0]), &line(&[1e139, 1.1e139, 3.0]));
    }

    #[test]
    fn values_that_cannot_be_used_are_told_with_their_place() {
        for (centres, values) in [([0.0, 1.0, 2.0], [f64::NAN, 1e141]), ([1e140, -1e140, 0.0], [f64::INFINITY, 3e142])]
        {
            for value in values {
                let mut rows = vec![0.5; 700];
                rows[411] = value;
                let (points, centres) = (Points::new(rows, 2).unwrap(), Points::new(centres.repeat(2), 2).unwrap());
                let error = two_nearest(&points, &centres, |row| row).unwrap_err();
                assert!(matches!(error, ClusterError::Value { row: 205, column: 1, .. }), "{error}");
            }
        }
    }
}
