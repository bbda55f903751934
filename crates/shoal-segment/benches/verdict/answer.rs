//! What is said of a table in original units, prepared as by default.

use shoal_kernel::Points;
use shoal_segment::feature::{Family, Unit};
use shoal_segment::method;
use shoal_segment::playbook::Playbook;
use shoal_segment::prepare::column;
use shoal_segment::segmentation::{FeatureCard, Shape};
use shoal_segment::spec::{Plan, Spec};
use shoal_segment::sweep::sweep_points;
use shoal_segment::table::Column;
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
    let (prepared, shapes) = prepared(table);
    if joint(&prepared, &[], &KS, seed, Some).is_some_and(|joint| joint.found()) {
        return Answer::Joint;
    }
    let features: Vec<(Vec<f64>, &Shape)> =
        shapes.iter().enumerate().map(|(column, shape)| (table.column(column), shape)).collect();
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
        playbook: Playbook::shipped(Unit::Customer).expect("a sound one"),
        own: Vec::new(),
        spec: Spec { seed, ..Spec::default() },
    };
    let (points, _) = prepared(table);
    sweep_points(kmeans, None, &points, &plan, &|_| {}).expect("a table that can be clustered").sweep.k
}

/// The table prepared as a run does by default, and how each column was bent.
fn prepared(table: &Points) -> (Points, Vec<Shape>) {
    let card = FeatureCard {
        name: "made_up".into(),
        label: "made up".into(),
        meaning: String::new(),
        unit: String::new(),
        adds_up: false,
        family: Family::Given,
        low: "low".into(),
        high: "high".into(),
    };
    let fitted = (0..table.columns()).map(|at| {
        let values = Column::new(card.clone(), table.column(at).into_iter().map(Some));
        column(&values, &Spec::default()).expect("the default takes any values")
    });
    let (shapes, columns): (Vec<Shape>, Vec<Vec<f64>>) = fitted.unzip();
    let values = (0..table.rows()).flat_map(|row| columns.iter().map(move |column| column[row]));
    (Points::new(values.collect(), table.columns()).expect("finite values"), shapes)
}
