//! Members as dots, coloured by segment: the scatter, the plane and the panels of the scatter matrix.
//!
//! Each segment is one path, so two thousand members cost tens of kilobytes. Larger segments are drawn first, so that the
//! small ones stay visible on top of them.

use crate::figure::axis::Axis;
use crate::figure::canvas::{Alt, Canvas, Frame, Look};
use crate::figure::mark::{Mark, short};
use crate::figure::palette;
use maud::Markup;
use std::fmt::Write as _;

/// Members and the segments they belong to.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Membership<'a> {
    /// Position of each member's segment in `marks`.
    pub(crate) segment: &'a [usize],
    /// One per segment.
    pub(crate) marks: &'a [Mark],
}

/// A name to write beside a point.
#[derive(Debug, Clone)]
pub(crate) struct Label {
    /// The point.
    pub(crate) at: (f64, f64),
    /// The name, short.
    pub(crate) name: String,
    /// The mark of the point.
    pub(crate) mark: Mark,
}

/// How dots are drawn.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Dot {
    /// Radius in pixels.
    pub(crate) radius: f64,
    /// Its thin white outline.
    pub(crate) outline: Outline,
}

/// The outline of dots, so that overlapping ones can be told apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Outline {
    /// Around every dot.
    Each,
    /// Around the dots of a segment together: where very many meet, outlines of each would cover the colour.
    Segment,
    /// None.
    Bare,
}

impl Dot {
    /// Dots for a large figure with this many members.
    pub(crate) fn for_members(members: usize) -> Self {
        let (radius, outline) = match members {
            0..=300 => (4.2, Outline::Each),
            301..=1000 => (3.4, Outline::Each),
            _ => (2.8, Outline::Segment),
        };
        Self { radius, outline }
    }
}

/// What a large figure of dots shows.
pub(crate) struct Picture<'a> {
    /// One per member; a member without a point is left out.
    pub(crate) points: Vec<Option<(f64, f64)>>,
    /// Whose segment is which.
    pub(crate) membership: Membership<'a>,
    /// The horizontal and the vertical axis.
    pub(crate) axes: (Axis, Axis),
    /// Names beside some points.
    pub(crate) labels: Vec<Label>,
    /// Whether a unit is equally long on both axes.
    pub(crate) equal: bool,
}

/// A large figure of dots.
pub(crate) fn figure(picture: &Picture<'_>, alt: &Alt) -> Markup {
    let mut canvas = Canvas::new(520.0, 420.0);
    let (x, y) = &picture.axes;
    let frame = canvas.frame(x, y, Look { text: 12, ticks: 6, equal: picture.equal, ..Look::default() });
    draw(&mut canvas, &frame, &picture.points, picture.membership, Dot::for_members(picture.points.len()));
    name(&mut canvas, &frame, &picture.labels);
    canvas.finish(alt)
}

/// Draws the dots into a frame.
pub(crate) fn draw(
    canvas: &mut Canvas,
    frame: &Frame,
    points: &[Option<(f64, f64)>],
    membership: Membership<'_>,
    dot: Dot,
) {
    let mut members: Vec<Vec<(f64, f64)>> = vec![Vec::new(); membership.marks.len()];
    for (point, &segment) in points.iter().zip(membership.segment) {
        if let (Some(&(x, y)), Some(places)) = (point.as_ref(), members.get_mut(segment)) {
            places.push(frame.at(x, y));
        }
    }
    let mut order: Vec<usize> = (0..members.len()).filter(|&segment| !members[segment].is_empty()).collect();
    order.sort_by_key(|&segment| (std::cmp::Reverse(members[segment].len()), segment));
    for segment in order {
        let mark = membership.marks[segment];
        if dot.outline != Outline::Bare || !mark.is_round() {
            outlines(canvas, &members[segment], mark, dot);
        } else {
            round_dots(canvas, &members[segment], mark, dot.radius);
        }
    }
}

fn outlines(canvas: &mut Canvas, places: &[(f64, f64)], mark: Mark, dot: Dot) {
    let mut path = String::with_capacity(places.len() * 48);
    for &place in places {
        mark.trace(&mut path, place, dot.radius);
    }
    canvas.open(if dot.outline == Outline::Segment { r#"paint-order="stroke""# } else { r#"paint-order="normal""# });
    canvas.shape(path, mark.colour, (dot.outline != Outline::Bare).then_some("#ffffff"));
    canvas.close();
}

/// Strokes of no length with round ends: the shortest way to write a dot.
fn round_dots(canvas: &mut Canvas, places: &[(f64, f64)], mark: Mark, radius: f64) {
    let mut path = String::with_capacity(places.len() * 14);
    for &(x, y) in places {
        let _ = write!(path, "M{} {}h0", short(x), short(y));
    }
    canvas.open(r#"stroke-linecap="round""#);
    canvas.stroke(path, mark.colour, 2.0 * radius);
    canvas.close();
}

/// Places to try for a label, relative to its point, best first.
const OFFSETS: [(f64, f64); 9] = [
    (0.0, -13.0),
    (0.0, 24.0),
    (24.0, 5.0),
    (-24.0, 5.0),
    (24.0, -14.0),
    (-24.0, -14.0),
    (24.0, 24.0),
    (-24.0, 24.0),
    (0.0, -32.0),
];

/// Draws a large marker and its name for each label, without writing one name over another where that can be helped.
fn name(canvas: &mut Canvas, frame: &Frame, labels: &[Label]) {
    let (left, top, right, bottom) = frame.edges();
    for label in labels {
        let place = frame.at(label.at.0, label.at.1);
        canvas.shape(label.mark.path(place, 9.0), "#ffffff", None);
        canvas.shape(label.mark.path(place, 7.0), label.mark.colour, None);
    }
    let centres: Vec<(f64, f64)> = labels.iter().map(|label| frame.at(label.at.0, label.at.1)).collect();
    let mut taken: Vec<(f64, f64)> = Vec::new();
    for (label, &(x, y)) in labels.iter().zip(&centres) {
        let free = OFFSETS.iter().map(|&(dx, dy)| (x + dx, y + dy)).find(|&(tx, ty)| {
            let inside = tx > left + 14.0 && tx < right - 14.0 && ty > top + 14.0 && ty < bottom - 4.0;
            let clear = |&(ox, oy): &(f64, f64)| (tx - ox).abs() > 28.0 || (ty - oy).abs() > 16.0;
            let off_markers = |&(ox, oy): &(f64, f64)| (tx - ox).abs() > 18.0 || (ty - 5.0 - oy).abs() > 12.0;
            inside && taken.iter().all(clear) && centres.iter().filter(|&&c| c != (x, y)).all(off_markers)
        });
        let at = free.unwrap_or((x, y - 13.0));
        taken.push(at);
        canvas.label(at, &label.name, palette::INK);
    }
}
