//! Labels alone, for any number of rows: one pass, and nothing kept but the labels.
//!
//! The rows of a group are laid out in single precision where they are needed, in a frame around the centres. A row so far
//! out that single precision does not reach it is doubtful like one between two centres, and is looked up in `f64`.

use std::ops::Range;

use shoal_kernel::Points;
use shoal_kernel::lanes::{Wide, WideArithmetic, run_wide};
use shoal_kernel::parallel::{ROWS, map_pieces_mut};
use shoal_kernel::singles::{Frame, GROUP};

use super::data::check_values;
use super::piece::{nearest, ones};
use super::screen::{Rows, Screen, Screened};
use crate::error::ClusterError;

/// How far from their mean centres may lie so that single precision in their frame does not reach values that are too large.
const FAR_OUT: f64 = 1e100;

/// The number of the nearest of `centres` for each row, the first of equally near ones.
pub(super) fn predict(points: &Points, centres: &Points) -> Result<Vec<u32>, ClusterError> {
    let frame = around(centres);
    let screen = Screen::new(centres.values(), &frame);
    let mut labels = vec![0; points.rows()];
    let sound = map_pieces_mut(&mut labels, ROWS, |number, labels| {
        let rows = number * ROWS..number * ROWS + labels.len();
        run_wide(Piece { points, centres, frame: &frame, screen: &screen, rows, labels })
    });
    check_unsound(points, &frame, sound).map(|()| labels)
}

/// Refuses values that cannot be used, after every row that single precision does not reach was looked at. Where the centres
/// lie so far out that it may reach what is too large, all rows are looked at.
pub(super) fn check_unsound(points: &Points, frame: &Frame, sound: Vec<bool>) -> Result<(), ClusterError> {
    match frame.unit > 1.0 / FAR_OUT && sound.into_iter().all(|sound| sound) {
        true => Ok(()),
        false => check_values(points),
    }
}

/// A frame in which all centres lie near zero.
pub(super) fn around(centres: &Points) -> Frame {
    let origin = shoal_kernel::moments::column_means(centres);
    let away =
        |row: &[f64]| row.iter().zip(&origin).fold(0.0, |far: f64, (value, origin)| far.max((value - origin).abs()));
    let reach = centres.iter().map(away).fold(0.0, f64::max);
    Frame::with_reach(origin, reach)
}

struct Piece<'a> {
    points: &'a Points,
    centres: &'a Points,
    frame: &'a Frame,
    screen: &'a Screen,
    rows: Range<usize>,
    labels: &'a mut [u32],
}

impl WideArithmetic for Piece<'_> {
    /// Whether every value that was looked at in `f64` is one that is allowed.
    type Output = bool;

    #[inline(always)]
    fn compute<W: Wide>(self) -> bool {
        let columns = self.points.columns();
        let mut group = vec![[0.0; GROUP]; columns];
        let mut out = Screened::new();
        let mut sound = true;
        let values = &self.points.values()[self.rows.start * columns..self.rows.end * columns];
        let groups = values.chunks(GROUP * columns).zip(self.labels.chunks_mut(GROUP));
        for (first, (values, labels)) in self.rows.step_by(GROUP).zip(groups) {
            self.frame.fill(values, &mut group);
            self.screen.look::<W>(&Rows { group: &group, known: &[0; GROUP], drift: None }, &mut out);
            labels.iter_mut().zip(&out.labels).for_each(|(label, &found)| *label = found.into());
            let real = labels.len();
            for lane in ones(out.doubtful).take_while(|&lane| lane < real) {
                labels[lane] = nearest(self.points.row(first + lane), self.centres.values()).into();
                sound &= is_sound(self.points.row(first + lane));
            }
        }
        sound
    }
}

/// Whether no value is too large; NaN is.
pub(super) fn is_sound(row: &[f64]) -> bool {
    row.iter().all(|value| value.abs() <= super::LARGEST)
}
