//! The scatter matrix: every pair of up to five features.
//!
//! Below the diagonal are the dots, on it the features' names, above it the rank correlations, so that the picture carries
//! its numbers.

use crate::figure::axis::Axis;
use crate::figure::canvas::{Alt, Canvas, Look, Margins};
use crate::figure::dots::{self, Dot, Membership, Outline};
use crate::figure::palette;
use crate::figure::scale::Scale;
use crate::figure::shade;
use crate::text;
use maud::Markup;

pub(super) const WIDTH: f64 = 860.0;
const LEFT: f64 = 48.0;
const TOP: f64 = 4.0;
const RIGHT: f64 = 8.0;
const BOTTOM: f64 = 26.0;
const GAP: f64 = 12.0;
const RATIO: f64 = 0.8;

/// One feature of the matrix.
#[derive(Debug, Clone)]
pub(crate) struct Column<'a> {
    /// The feature's name for people.
    pub(crate) label: &'a str,
    /// How its values become places.
    pub(crate) scale: Scale,
    /// One value per customer.
    pub(crate) values: Vec<Option<f64>>,
}

/// The figure. `correlation` gives the number above the diagonal for a row and a column.
pub(crate) fn figure(
    columns: &[Column<'_>],
    membership: Membership<'_>,
    correlation: &dyn Fn(usize, usize) -> Option<f64>,
    alt: &Alt,
) -> Markup {
    let grid = Grid::new(columns.len());
    let axis = |column: &Column<'_>| Axis::around("", column.values.iter().copied().flatten(), column.scale);
    let axes: Vec<Axis> = columns.iter().map(axis).collect();
    let mut canvas = Canvas::new(WIDTH, grid.height);
    for row in 0..columns.len() {
        for column in 0..columns.len() {
            let centre = grid.centre(row, column);
            match row.cmp(&column) {
                std::cmp::Ordering::Equal => {
                    grid.fill(&mut canvas, row, column, "#f3f5f6");
                    name(&mut canvas, centre, columns[row].label);
                }
                std::cmp::Ordering::Less => {
                    let correlation = correlation(row, column).filter(|r| r.is_finite());
                    let shade = shade::diverging(correlation.unwrap_or(0.0) * 0.6);
                    grid.fill(&mut canvas, row, column, &shade);
                    number(&mut canvas, centre, correlation);
                }
                std::cmp::Ordering::Greater => {
                    let bottom = row + 1 == columns.len();
                    let look = Look {
                        ticks: 3,
                        x_ticks: bottom,
                        y_ticks: column == 0,
                        margins: Some(grid.margins(row, column)),
                        ..Look::default()
                    };
                    let frame = canvas.frame(&axes[column], &axes[row], look);
                    let pairs = columns[column].values.iter().zip(&columns[row].values);
                    let points: Vec<Option<(f64, f64)>> = pairs.map(|(x, y)| Some(((*x)?, (*y)?))).collect();
                    dots::draw(&mut canvas, &frame, &points, membership, Dot { radius: 1.9, outline: Outline::Bare });
                }
            }
        }
    }
    canvas.finish(alt)
}

/// Where the cells lie.
pub(super) struct Grid {
    /// Of the whole figure.
    pub(super) height: f64,
    cell: (f64, f64),
}

impl Grid {
    /// So many features, each against each.
    pub(super) fn new(features: usize) -> Self {
        let count = features.max(1) as f64;
        let width = (WIDTH - LEFT - RIGHT - (count - 1.0) * GAP) / count;
        let cell = (width, width.min(240.0) * RATIO);
        Self { height: TOP + BOTTOM + count * cell.1 + (count - 1.0) * GAP, cell }
    }

    fn corner(&self, row: usize, column: usize) -> (f64, f64) {
        (LEFT + column as f64 * (self.cell.0 + GAP), TOP + row as f64 * (self.cell.1 + GAP))
    }

    /// The middle of a cell.
    pub(super) fn centre(&self, row: usize, column: usize) -> (f64, f64) {
        let (left, top) = self.corner(row, column);
        (left + self.cell.0 / 2.0, top + self.cell.1 / 2.0)
    }

    /// Colours a cell.
    pub(super) fn fill(&self, canvas: &mut Canvas, row: usize, column: usize, colour: &str) {
        let (left, top) = self.corner(row, column);
        canvas.bar((left, top), (left + self.cell.0, top + self.cell.1), colour);
    }

    /// Where the frame in a cell lies.
    pub(super) fn margins(&self, row: usize, column: usize) -> Margins {
        let (left, top) = self.corner(row, column);
        Margins { sides: (left, WIDTH - left - self.cell.0), ends: (top, self.height - top - self.cell.1) }
    }
}

/// The feature's name, broken over at most three lines.
pub(super) fn name(canvas: &mut Canvas, (x, y): (f64, f64), label: &str) {
    let lines = lines(label, 15);
    let shown = &lines[..lines.len().min(3)];
    let first = y + 5.0 - (shown.len().saturating_sub(1)) as f64 * 8.5;
    canvas.open(r#"font-weight="600""#);
    for (i, line) in shown.iter().enumerate() {
        canvas.words((x, first + i as f64 * 17.0), line, 14, palette::INK);
    }
    canvas.close();
}

/// A correlation, larger the stronger it is.
pub(super) fn number(canvas: &mut Canvas, (x, y): (f64, f64), correlation: Option<f64>) {
    let (content, size) = match correlation {
        Some(r) => (signed(r), 15 + (r.abs().min(1.0) * 9.0) as u32),
        None => ("undefined".to_owned(), 12),
    };
    canvas.words((x, y + f64::from(size) / 3.0), &content, size, palette::INK);
}

/// A correlation with two decimals, never `-0.00`.
pub(crate) fn signed(value: f64) -> String {
    let text = format!("{value:.2}");
    if text == "-0.00" { "0.00".to_owned() } else { text }
}

/// Words on lines of about `most` characters; a word that is too long is cut.
fn lines(label: &str, most: usize) -> Vec<String> {
    let mut out: Vec<String> = Vec::new();
    for word in label.split_whitespace() {
        let word = text::shortened(word, most);
        match out.last_mut() {
            Some(line) if line.chars().count() + word.chars().count() < most => {
                line.push(' ');
                line.push_str(&word);
            }
            _ => out.push(word),
        }
    }
    out
}
