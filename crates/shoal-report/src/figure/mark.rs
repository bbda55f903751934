//! A segment's mark: its colour and its marker shape, the same in every figure and every release.
//!
//! Both follow from the number in the segment's id (`S3` is the third) and not from its place in this run, so that a
//! segment keeps its look when the others change. There are ten colours and ten shapes; within ten segments no two share
//! either, and from the eleventh on the colours meet other shapes, so that a hundred marks differ.

use crate::figure::palette;
use shoal_segment::model::{OUTLIERS_ID, UNASSIGNED_ID};
use std::fmt::Write as _;

/// Shapes of markers; all have about the same area.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Shape {
    Circle,
    Square,
    Triangle,
    Diamond,
    Wedge,
    Plus,
    Star,
    Beam,
    Cross,
    Post,
}

const SHAPES: [Shape; 10] = [
    Shape::Circle,
    Shape::Square,
    Shape::Triangle,
    Shape::Diamond,
    Shape::Wedge,
    Shape::Plus,
    Shape::Star,
    Shape::Beam,
    Shape::Cross,
    Shape::Post,
];

/// The look of one segment.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Mark {
    /// The colour, as `#rrggbb`.
    pub(crate) colour: &'static str,
    shape: Shape,
}

impl Mark {
    /// The mark of a segment's id; `position` stands in when the id has no number. Whoever is unassigned or set apart is a grey cross.
    pub(crate) fn of(id: &str, position: usize) -> Self {
        if [UNASSIGNED_ID, OUTLIERS_ID].contains(&id) {
            return Self { colour: palette::NEUTRAL, shape: Shape::Cross };
        }
        let digits = id.trim_start_matches(|c: char| !c.is_ascii_digit());
        let number = digits.parse::<usize>().ok().filter(|&n| n > 0).map_or(position, |n| n - 1);
        let colours = palette::SEGMENTS.len();
        Self { colour: palette::SEGMENTS[number % colours], shape: SHAPES[(number + number / colours) % SHAPES.len()] }
    }

    /// Appends the outline of one marker, centred at `(x, y)`, to the data of an SVG path.
    pub(crate) fn trace(self, path: &mut String, (x, y): (f64, f64), radius: f64) {
        if self.shape == Shape::Circle {
            let (r, d) = (short(radius), short(2.0 * radius));
            let _ = write!(path, "M{} {}a{r} {r} 0 1 0 {d} 0a{r} {r} 0 1 0 -{d} 0z", short(x - radius), short(y));
            return;
        }
        for (i, &(dx, dy)) in self.shape.corners().iter().enumerate() {
            let pen = if i == 0 { 'M' } else { 'L' };
            let _ = write!(path, "{pen}{} {}", short(x + dx * radius), short(y + dy * radius));
        }
        path.push('z');
    }

    /// The data of a path with one marker.
    pub(crate) fn path(self, centre: (f64, f64), radius: f64) -> String {
        let mut path = String::new();
        self.trace(&mut path, centre, radius);
        path
    }

    /// Whether a dot with round ends draws this marker (shorter than an outline).
    pub(crate) fn is_round(self) -> bool {
        self.shape == Shape::Circle
    }
}

impl Shape {
    /// Corners around the origin for a radius of one; none for a circle.
    fn corners(self) -> &'static [(f64, f64)] {
        match self {
            Self::Circle => &[],
            Self::Square => &[(-0.9, -0.9), (0.9, -0.9), (0.9, 0.9), (-0.9, 0.9)],
            Self::Triangle => &[(0.0, -1.25), (1.2, 0.9), (-1.2, 0.9)],
            Self::Diamond => &[(0.0, -1.3), (1.3, 0.0), (0.0, 1.3), (-1.3, 0.0)],
            Self::Wedge => &[(0.0, 1.25), (-1.2, -0.9), (1.2, -0.9)],
            Self::Plus => &[
                (-0.4, -1.2),
                (0.4, -1.2),
                (0.4, -0.4),
                (1.2, -0.4),
                (1.2, 0.4),
                (0.4, 0.4),
                (0.4, 1.2),
                (-0.4, 1.2),
                (-0.4, 0.4),
                (-1.2, 0.4),
                (-1.2, -0.4),
                (-0.4, -0.4),
            ],
            Self::Star => &[
                (0.0, -1.5),
                (0.37, -0.51),
                (1.43, -0.46),
                (0.6, 0.2),
                (0.88, 1.21),
                (0.0, 0.63),
                (-0.88, 1.21),
                (-0.6, 0.2),
                (-1.43, -0.46),
                (-0.37, -0.51),
            ],
            Self::Beam => &[(-1.45, -0.55), (1.45, -0.55), (1.45, 0.55), (-1.45, 0.55)],
            Self::Cross => &[
                (0.0, -0.5),
                (0.7, -1.2),
                (1.2, -0.7),
                (0.5, 0.0),
                (1.2, 0.7),
                (0.7, 1.2),
                (0.0, 0.5),
                (-0.7, 1.2),
                (-1.2, 0.7),
                (-0.5, 0.0),
                (-1.2, -0.7),
                (-0.7, -1.2),
            ],
            Self::Post => &[(-0.55, -1.45), (0.55, -1.45), (0.55, 1.45), (-0.55, 1.45)],
        }
    }
}

/// A coordinate with one decimal, without a trailing zero.
pub(crate) fn short(value: f64) -> String {
    let text = format!("{value:.1}");
    match text.strip_suffix(".0") {
        Some("-0") => "0".to_owned(),
        Some(whole) => whole.to_owned(),
        None => text,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_number_in_the_id_decides() {
        assert_eq!(Mark::of("S2", 7), Mark::of("S2", 0));
        assert_eq!(Mark::of("other", 3), Mark::of("S4", 0));
        assert_eq!(Mark::of("S11", 0).colour, Mark::of("S1", 0).colour);
        assert_ne!(Mark::of("S11", 0), Mark::of("S1", 0));
    }

    #[test]
    fn ten_share_neither_colour_nor_shape() {
        let marks: Vec<Mark> = (1..=10).map(|n| Mark::of(&format!("S{n}"), 0)).collect();
        for (i, a) in marks.iter().enumerate() {
            assert!(marks[..i].iter().all(|b| a.colour != b.colour && a.shape != b.shape), "S{}", i + 1);
        }
    }

    #[test]
    fn many_marks_differ() {
        let marks: Vec<Mark> = (1..=100).map(|n| Mark::of(&format!("S{n}"), 0)).collect();
        for (i, a) in marks.iter().enumerate() {
            assert!(marks[..i].iter().all(|b| a != b), "S{}", i + 1);
        }
    }

    #[test]
    fn coordinates_are_short() {
        assert_eq!(short(12.04), "12");
        assert_eq!(short(-0.01), "0");
        assert_eq!(short(3.25), "3.2");
        assert_eq!(Mark::of("S2", 0).path((10.0, 10.0), 2.0), "M8.2 8.2L11.8 8.2L11.8 11.8L8.2 11.8z");
    }
}
