//! The made-up shop, whose truth is known: what comes out of the whole domain.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test may stop")]

mod support;

use shoal_segment::shop;
use shoal_segment::spec::{KRange, Keep, Methods, Spec};

#[test]
fn the_kinds_of_customers_are_found_again() {
    for seed in 0..3 {
        let shop = shop::open(600, seed);
        let found = support::segment(&support::of_shop(&shop), &Spec::default()).unwrap();
        let recovered = shop::recovery(&shop, &found).unwrap();
        assert!(recovered > 0.7, "seed {seed}: adjusted Rand index {recovered}");
    }
}

#[test]
fn scoring_the_training_customers_gives_their_segments() {
    let shop = shop::open(300, 5);
    let lines = support::of_shop(&shop);
    let found = support::segment(&lines, &Spec { k: KRange { min: 4, max: 4 }, ..Spec::default() }).unwrap();
    let stored = serde_json::to_vec(&found.model).unwrap();
    let model: shoal_segment::model::ScoringModel = serde_json::from_slice(&stored).unwrap();
    assert_eq!(model, found.model, "a stored model is the same model");
    assert_eq!(model.score(&found.table).unwrap(), found.members);
}

#[test]
fn rfm_scores_its_features_as_they_are_beside_components() {
    let lines = support::of_shop(&shop::open(300, 5));
    let rfm = |pca| Spec { pca, method: Methods(vec!["rfm".into()]), ..Spec::default() };
    let of = |pca| support::segment(&lines, &rfm(pca)).unwrap();
    let (plain, turned) = (of(None), of(Some(Keep::Components(2))));
    assert_eq!(turned.segmentation.components.as_ref().unwrap().kept, 2);
    let said = |found: &shoal_segment::pipeline::Segmented| {
        found.segmentation.decisions.iter().any(|decision| decision.reason.text.contains("RFM scores its features"))
    };
    assert_eq!((said(&plain), said(&turned)), (false, true));
    assert!(turned.model.recipe.rotation.is_none());
    assert_eq!(turned.model.score(&turned.table).unwrap(), turned.members);
}

#[test]
fn a_damaged_model_is_refused_in_words() {
    let shop = shop::open(100, 5);
    let found = support::segment(&support::of_shop(&shop), &Spec::default()).unwrap();
    let damage: [fn(&mut shoal_segment::model::ScoringModel); 7] = [
        |model| model.format = 99,
        |model| model.method = "oracle".into(),
        |model| model.arrays.clear(),
        |model| model.arrays[0].values.truncate(1),
        |model| model.segments[0].cluster = Some(77),
        |model| drop(model.segments.pop()),
        |model| drop(model.recipe.steps.pop()),
    ];
    for (at, hurt) in damage.into_iter().enumerate() {
        let mut model = found.model.clone();
        hurt(&mut model);
        let error = model.score(&found.table).unwrap_err();
        assert!(error.hint.is_some_and(|hint| hint.contains("shoal run")), "damage {at}: {}", error.message);
    }
}

#[test]
fn the_answer_does_not_depend_on_the_number_of_threads() {
    let shop = shop::open(400, 2);
    let lines = support::of_shop(&shop);
    let with = |threads| {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
        let found = pool.install(|| support::segment(&lines, &Spec::default())).unwrap();
        (serde_json::to_string(&found.segmentation).unwrap(), serde_json::to_string(&found.model).unwrap())
    };
    let one = with(1);
    assert_eq!(one, with(2));
    assert_eq!(one, with(7));
}

#[test]
fn the_answer_does_not_depend_on_the_order_of_lines() {
    let shop = shop::open(200, 3);
    let lines = support::of_shop(&shop);
    let mut turned = lines.clone();
    turned.lines.reverse();
    turned.lines.rotate_left(17);
    turned.index();
    assert_eq!(turned, lines);
}
