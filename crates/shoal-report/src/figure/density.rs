//! The density matrix: every pair of up to five features as shaded cells, with the rank correlations above the diagonal.

use crate::figure::axis::Axis;
use crate::figure::canvas::{Alt, Canvas, Frame, Look};
use crate::figure::mark::short;
use crate::figure::matrix::{Grid, WIDTH, name, number};
use crate::figure::scale::Scale;
use crate::figure::shade;
use crate::view::BaseView;
use maud::Markup;
use shoal_segment::segmentation::{DensityAxis, DensityPair};
use std::fmt::Write as _;

/// Each shade begins at so many times the count at which the one before it does.
const TIMES: f64 = 3.0;

/// The figure; `None` where a pair is not whole.
pub(crate) fn figure(view: BaseView<'_>, alt: &Alt) -> Option<Markup> {
    let found = &view.exploration.density;
    let grid = Grid::new(found.axes.len());
    let axis = |axis: &DensityAxis| {
        let scale = view.features().get(axis.feature).map_or(Scale::Linear, Scale::of_edges);
        Axis::around("", axis.edges.iter().copied(), scale)
    };
    let axes: Vec<Axis> = found.axes.iter().map(axis).collect();
    let mut canvas = Canvas::new(WIDTH, grid.height);
    let feature = |at: usize| found.axes[at].feature;
    for row in 0..axes.len() {
        grid.fill(&mut canvas, row, row, "#f3f5f6");
        name(&mut canvas, grid.centre(row, row), view.label(feature(row)));
        for column in row + 1..axes.len() {
            let r = view.correlation(feature(row), feature(column)).filter(|r| r.is_finite());
            grid.fill(&mut canvas, row, column, &shade::diverging(r.unwrap_or(0.0) * 0.6));
            number(&mut canvas, grid.centre(row, column), r);
        }
    }
    for pair in &found.pairs {
        let (x, y) = (found.axes.get(pair.x)?, found.axes.get(pair.y)?);
        let look = Look {
            ticks: 3,
            x_ticks: pair.y + 1 == axes.len(),
            y_ticks: pair.x == 0,
            margins: Some(grid.margins(pair.y, pair.x)),
            ..Look::default()
        };
        let frame = canvas.frame(&axes[pair.x], &axes[pair.y], look);
        cells(&mut canvas, &frame, (&x.edges, &y.edges), pair);
    }
    Some(canvas.finish(alt))
}

/// The cells that hold anybody, one path per shade.
fn cells(canvas: &mut Canvas, frame: &Frame, (across, up): (&[f64], &[f64]), pair: &DensityPair) {
    let steps = across.len().saturating_sub(1).max(1);
    let level = |count: usize| (count as f64).log(TIMES) as usize;
    let most = level(pair.counts.iter().copied().max().unwrap_or(0).max(1));
    let mut paths = vec![String::new(); most + 1];
    for (at, &count) in pair.counts.iter().enumerate().filter(|(_, count)| **count > 0) {
        let (column, row) = (at % steps, at / steps);
        let ends = (up.get(row).zip(up.get(row + 1)), across.get(column).zip(across.get(column + 1)));
        let (Some((low, high)), Some((from, to))) = ends else { continue };
        let ((left, bottom), (right, top)) = (frame.at(*from, *low), frame.at(*to, *high));
        let _ = write!(
            paths[level(count)],
            "M{} {}H{}V{}H{}Z",
            short(left),
            short(bottom),
            short(right),
            short(top),
            short(left)
        );
    }
    for (at, path) in paths.into_iter().enumerate().filter(|(_, path)| !path.is_empty()) {
        canvas.shape(path, &shade::dense((at + 1) as f64 / (most + 1) as f64), None);
    }
}
