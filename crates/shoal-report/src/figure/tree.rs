//! A dendrogram: merges as bars over legs, drawn from the leaves at the foot to the root.
//!
//! Heights are linear from zero. Leaves carry how many members they stand for, and a bar in their segment's colour. The cut is
//! a dashed line: what hangs below it as one piece is one segment.

use crate::figure::axis::Axis;
use crate::figure::canvas::{Alt, Canvas, Grid, Look, Margins};
use crate::figure::mark::short;
use crate::figure::palette;
use crate::text;
use maud::Markup;
use shoal_segment::evidence::{Tree, TreeJoint};

/// Height of the coloured bar under a leaf, in pixels.
const FOOT: f64 = 7.0;

/// The figure; `colour` gives the colour of a leaf. `None` when there is nothing to merge.
pub(crate) fn figure(tree: &Tree, colour: impl Fn(usize) -> &'static str, alt: &Alt) -> Option<Markup> {
    let root = tree.joints.last()?;
    let leaves = tree.leaves.len();
    let width = (60.0 + 18.0 * leaves as f64).clamp(320.0, 860.0);
    let mut canvas = Canvas::new(width, 340.0);
    let x = Axis::exactly("", -0.7, leaves as f64 - 0.3);
    let y = Axis::exactly("height of the merge", 0.0, root.height * 1.04);
    let margins = Some(Margins { sides: (58.0, 12.0), ends: (10.0, 52.0) });
    let frame = canvas.frame(&x, &y, Look { x_ticks: false, grid: Grid::Levels, margins, ..Look::default() });
    let at = |x: f64, y: f64| frame.at(x, y);
    let path: String = tree.joints.iter().map(|joint| outline(joint, &at)).collect();
    canvas.stroke(path, palette::INK, 1.2);
    let (left, _, right, bottom) = frame.edges();
    for (i, leaf) in tree.leaves.iter().enumerate() {
        let (middle, _) = at(i as f64, 0.0);
        let half = ((right - left) / leaves as f64 * 0.36).clamp(2.0, 9.0);
        canvas.bar((middle - half, bottom + 2.0), (middle + half, bottom + 2.0 + FOOT), colour(i));
        canvas.upright((middle + 4.0, bottom + 30.0), &text::count(leaf.members), 10);
    }
    if let Some(height) = tree.cut {
        let (_, cut) = at(0.0, height);
        canvas.dashes((left, cut), (right, cut), palette::ACCENT);
    }
    Some(canvas.finish(alt))
}

/// Two legs and a bar.
fn outline(joint: &TreeJoint, at: &impl Fn(f64, f64) -> (f64, f64)) -> String {
    let corners = [
        at(joint.left, joint.left_height),
        at(joint.left, joint.height),
        at(joint.right, joint.height),
        at(joint.right, joint.right_height),
    ];
    let pens = ["M", "L", "L", "L"];
    corners.iter().zip(pens).map(|((x, y), pen)| format!("{pen}{} {}", short(*x), short(*y))).collect()
}
