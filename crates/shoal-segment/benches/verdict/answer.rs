//! What is said of a table in original units, prepared as by default.

use shoal_kernel::{Points, moments};
use shoal_segment::method;
use shoal_segment::prepare::CLEARLY_SKEWED;
use shoal_segment::spec::{Plan, Spec};
use shoal_segment::sweep::sweep_points;
use shoal_segment::verdict::{bands, joint};

/// What the verdict says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Answer {
    Joint,
    Bands,
    None,
}

/// Numbers of clusters that are tried.
const KS: [usize; 9] = [2, 3, 4, 5, 6, 7, 8, 9, 10];

pub(crate) fn answer(table: &Points, seed: u64) -> Answer {
    let shapes = shapes(table);
    let prepared = prepared(table, &shapes);
    if joint(&prepared, &[], &KS, seed, Some).is_some_and(|joint| joint.found()) {
        return Answer::Joint;
    }
    let features: Vec<(Vec<f64>, bool)> =
        shapes.iter().enumerate().map(|(column, shape)| (table.column(column), shape.log1p)).collect();
    if bands(&features, seed).iter().flatten().any(|bands| bands.found) { Answer::Bands } else { Answer::None }
}

/// The number of segments that k-means' votes choose by default.
pub(crate) fn chosen_k(table: &Points, seed: u64) -> usize {
    let kmeans = method::find("kmeans").expect("a method of the catalog");
    let plan = Plan {
        features: Vec::new(),
        categories: Vec::new(),
        features_given: false,
        scatter: None,
        methods: vec![kmeans],
        rules: None,
        own: Vec::new(),
        spec: Spec { seed, ..Spec::default() },
    };
    let points = prepared(table, &shapes(table));
    sweep_points(kmeans, None, &points, &plan, &|_| {}).expect("a table that can be clustered").sweep.k
}

fn shapes(table: &Points) -> Vec<Shape> {
    (0..table.columns()).map(|column| Shape::of(&table.column(column))).collect()
}

fn prepared(table: &Points, shapes: &[Shape]) -> Points {
    let values = table.iter().flat_map(|row| row.iter().zip(shapes).map(|(&value, shape)| shape.apply(value)));
    Points::new(values.collect(), table.columns()).unwrap_or_else(|_| table.clone())
}

/// How a feature is prepared by default.
struct Shape {
    log1p: bool,
    centre: f64,
    scale: f64,
}

impl Shape {
    fn of(values: &[f64]) -> Self {
        let skewed = moments::skewness(values).is_some_and(|skewness| skewness > CLEARLY_SKEWED);
        let log1p = skewed && values.iter().all(|&value| value >= 0.0);
        let mut shape = Self { log1p, centre: 0.0, scale: 1.0 };
        let values: Vec<f64> = values.iter().map(|&value| shape.apply(value)).collect();
        shape.centre = moments::mean(&values).unwrap_or(0.0);
        shape.scale = moments::variance(&values, 0).map_or(1.0, f64::sqrt).max(1e-12);
        shape
    }

    fn apply(&self, value: f64) -> f64 {
        ((if self.log1p { value.ln_1p() } else { value }) - self.centre) / self.scale
    }
}
