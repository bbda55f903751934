//! Points to draw.

use serde::Serialize;

/// Points to draw. All pictures show the same members: all of them, or an even sample when there are many.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Pictures {
    /// How many members are drawn.
    pub drawn: usize,
    /// Position in `segments` of each drawn member.
    pub segment: Vec<usize>,
    /// Features of the scatter (x, y): positions in `exploration.features`; `None` with fewer than two features.
    pub scatter: Option<(usize, usize)>,
    /// The features in the scatter matrix: positions in `exploration.features`, at most five.
    pub matrix: Vec<usize>,
    /// Values of the drawn members for every feature that occurs in `scatter` or `matrix`.
    pub values: Vec<PictureColumn>,
    /// The plane of the first two principal components; `None` with fewer than two varying features.
    pub plane: Option<Plane>,
}

/// One feature of the drawn members.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct PictureColumn {
    /// Position in `exploration.features`.
    pub feature: usize,
    /// One per drawn member; `None` when missing.
    pub values: Vec<Option<f64>>,
}

/// The plane of the first two principal components of the prepared features.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Plane {
    /// Coordinates of the drawn members.
    pub points: Vec<(f64, f64)>,
    /// Coordinates of the segments' centres, in the order of `segments`.
    pub centres: Vec<(f64, f64)>,
    /// Share of the variance that each of the two axes shows.
    pub explained: (f64, f64),
    /// Per prepared column (in the order of `recipe`, a category having one per value) its weight on each axis.
    pub loadings: Vec<(f64, f64)>,
}
