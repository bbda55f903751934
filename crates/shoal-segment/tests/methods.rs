//! What holds for every method in a run, and for several of them side by side.

#![allow(clippy::unwrap_used, reason = "a test may fail")]

mod support;

use shoal_segment::method;
use shoal_segment::model::UNASSIGNED_ID;
use shoal_segment::pipeline::Segmented;
use shoal_segment::shop;
use shoal_segment::spec::{KRange, Remainder, SmallSegments, Spec};

fn run(spec: &Spec) -> Segmented {
    support::segment(&support::of_shop(&shop::open(600, 4)), spec).unwrap()
}

fn with(methods: &str) -> Spec {
    Spec { method: methods.parse().unwrap(), ..Spec::default() }
}

#[test]
fn every_method_places_everybody_and_scores_the_same_members_alike() {
    for card in method::all() {
        for remainder in [Remainder::Keep, Remainder::Nearest] {
            let found = run(&Spec { remainder, ..with(card.id) });
            let segments = &found.segmentation.segments;
            let sizes: usize = segments.iter().map(|segment| segment.members).sum();
            assert_eq!(sizes, found.table.rows(), "{}", card.id);
            let unassigned = segments.iter().filter(|segment| segment.cluster.is_none()).count();
            assert!(unassigned == 0 || (card.leaves_out && remainder == Remainder::Keep), "{}", card.id);
            assert_eq!(found.model.score(&found.table).unwrap(), found.members, "{}", card.id);
            assert!(found.members.iter().all(|member| member.distance >= 0.0), "{}", card.id);
        }
    }
}

#[test]
fn whom_a_method_leaves_out_is_the_last_segment_or_with_the_nearest() {
    let kept = run(&with("dbscan"));
    let last = kept.segmentation.segments.last().unwrap();
    let chosen = kept.segmentation.sweep.chosen_row().unwrap();
    assert_eq!((last.id.as_str(), last.name.as_str(), last.cluster), (UNASSIGNED_ID, "Unassigned", None));
    assert_eq!(last.members, chosen.unassigned);
    assert!(chosen.unassigned > 0 && chosen.left_out.is_some());
    assert!(kept.segmentation.summary[0].text.ends_with(" unassigned."));
    let nearest = run(&Spec { remainder: Remainder::Nearest, ..with("dbscan") });
    assert_eq!(nearest.segmentation.segments.len(), nearest.segmentation.sweep.k);
    assert!(nearest.segmentation.segments.iter().all(|segment| segment.cluster.is_some()));
}

#[test]
fn methods_are_compared_with_all_members_placed() {
    let found = run(&with("kmeans,dbscan,ward,single,rfm"));
    let comparison = found.segmentation.comparison.as_ref().unwrap();
    assert_eq!(comparison.rows.len(), 5);
    let index = |at: usize| comparison.rows[at].best.as_ref().unwrap().indices.davies_bouldin.unwrap();
    let chosen = comparison.chosen.unwrap();
    let eligible = |at: &usize| comparison.rows[*at].best.as_ref().is_some_and(|best| best.eligible);
    assert!((0..5).filter(eligible).all(|at| index(chosen) <= index(at)));
    assert_eq!(found.segmentation.sweep.method, comparison.rows[chosen].method);
    assert_eq!(comparison.rows[chosen].agreement.as_ref().unwrap().adjusted_rand, 1.0);
    for (row, id) in comparison.rows.iter().zip(["kmeans", "dbscan", "ward", "single", "rfm"]) {
        assert_eq!(row.method, id);
        let alone = run(&with(id));
        let best = alone.segmentation.sweep.chosen_row();
        assert!(best.is_none() || id == "rfm" || best == row.best.as_ref(), "{id} alone is {id} in company");
    }
    let kinds: Vec<&str> = found.segmentation.exhibits.iter().map(|exhibit| exhibit.method.as_str()).collect();
    assert!(kinds.contains(&"ward") && kinds.contains(&"dbscan"), "{kinds:?}");
}

#[test]
fn a_method_that_cannot_be_fitted_is_told_and_the_others_go_on() {
    let spec = Spec { unit: shoal_segment::feature::Unit::Order, ..with("rfm,kmeans") };
    let found = run(&spec);
    let rows = &found.segmentation.comparison.as_ref().unwrap().rows;
    assert!(rows[0].refused.as_ref().unwrap().contains("recency_days"));
    assert_eq!(found.segmentation.sweep.method, "kmeans");
    let shop = support::of_shop(&shop::open(600, 4));
    let alone = support::segment(&shop, &Spec { method: "rfm".parse().unwrap(), ..spec }).err().unwrap();
    assert!(alone.hint.unwrap().contains("--unit customer"));
}

#[test]
fn small_segments_are_filled_at_fit_and_at_scoring() {
    let fixed = Spec { k: KRange { min: 6, max: 6 }, min_share: 0.12, ..Spec::default() };
    let free = run(&fixed);
    assert!(free.segmentation.segments.iter().any(|segment| segment.share < 0.12), "the test needs a small one");
    let filled = run(&Spec { small_segments: SmallSegments::Fill, ..fixed });
    assert!(filled.segmentation.segments.iter().all(|segment| segment.share >= 0.12));
    assert_eq!(filled.model.score(&filled.table).unwrap(), filled.members);
    assert_eq!(filled.segmentation.sweep.remarks[0].code, "moved");
    let many = Spec { k: KRange { min: 2, max: 12 }, small_segments: SmallSegments::Fill, ..fixed_share(0.12) };
    let found = run(&many);
    assert!(found.segmentation.sweep.rows.iter().all(|row| row.k <= 8), "twelve of a hundred fit eight times");
}

fn fixed_share(min_share: f64) -> Spec {
    Spec { min_share, ..Spec::default() }
}

#[test]
fn parameters_go_to_the_methods_that_have_them() {
    let set = |methods: &str, name: &str, value: &str| {
        let mut spec = with(methods);
        spec.parameters.insert(name.to_owned(), shoal_segment::spec::ParameterValue::written(value));
        support::segment(&support::of_shop(&shop::open(300, 4)), &spec)
    };
    let diag = set("kmeans,gmm", "covariance", "diag").unwrap();
    let rows = &diag.segmentation.comparison.as_ref().unwrap().rows;
    assert!(rows[1].best.as_ref().unwrap().parameters.is_empty(), "what was given was not tried out");
    for (methods, name, value) in
        [("kmeans", "covariance", "diag"), ("gmm", "covariance", "round"), ("dbscan", "eps", "-1")]
    {
        let error = set(methods, name, value).err().unwrap();
        assert!(error.message.contains(name) && error.hint.is_some(), "{}", error.message);
    }
}
