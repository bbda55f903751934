//! Figures: what kuva draws for the page.
//!
//! kuva computes linear scales, ticks, grids and text metrics and writes the SVG; the figures here put their own marks on
//! its scene, and the ticks of logarithmic axes, which here keep zero and negative values. They do not go through kuva's plot types, for three reasons: those number their clip paths with a process-wide
//! counter (the same input would not give the same bytes, and ids could collide within one page), they know nothing of a
//! box drawn from five given numbers or of a matrix with one frame per pair, and their markers cost an element each, where
//! here a segment is one path.
//!
//! Every figure is small (natural widths of 260 to 860 pixels) so that its text stays readable when a phone shrinks it, and
//! carries a `<title>` and a `<desc>`. Legends are HTML, shared by figures, and wrap.

pub(crate) mod axis;
pub(crate) mod before_after;
pub(crate) mod canvas;
pub(crate) mod curve;
pub(crate) mod density;
pub(crate) mod distribution;
pub(crate) mod dots;
pub(crate) mod line;
pub(crate) mod mark;
pub(crate) mod matrix;
pub(crate) mod palette;
pub(crate) mod scale;
pub(crate) mod shade;
mod ticks;
pub(crate) mod tree;
pub(crate) mod trend;
