//! Votes on the number of segments: the same for any number of threads, and whatever the user asks to be chosen by.
#![allow(clippy::unwrap_used, reason = "a test may fail")]

use shoal_kernel::{Points, Stream};
use shoal_segment::feature::Unit;
use shoal_segment::method;
use shoal_segment::playbook::Playbook;
use shoal_segment::segmentation::Sweep;
use shoal_segment::spec::{ChooseBy, KRange, Plan, Spec};
use shoal_segment::sweep::sweep_points;
use shoal_segment::votes::CRITERIA;

/// Three groups in the plane, far apart.
fn groups(rows: usize) -> Points {
    let mut stream = Stream::new(1, 1);
    let centres = [(0.0, 0.0), (6.0, 0.0), (3.0, 5.0)];
    let row = |row: usize| [centres[row % 3].0, centres[row % 3].1];
    let values = (0..rows).flat_map(|at| row(at).map(|centre| centre + stream.normal()));
    Points::new(values.collect(), 2).unwrap()
}

fn swept(method: &str, points: &Points, spec: Spec) -> Sweep {
    let card = method::find(method).unwrap();
    let plan = Plan {
        features: vec![],
        categories: vec![],
        features_given: false,
        scatter: None,
        methods: vec![card],
        rules: None,
        playbook: Playbook::shipped(Unit::Customer).unwrap(),
        own: vec![],
        spec,
    };
    sweep_points(card, None, points, &plan, &|_| {}).unwrap().sweep
}

#[test]
fn every_method_that_is_told_k_finds_three_groups_by_most_votes() {
    for method in ["kmeans", "gmm", "ward", "average", "complete"] {
        let sweep = swept(method, &groups(300), Spec::default());
        let votes = sweep.votes.as_ref().unwrap();
        assert_eq!((sweep.k, sweep.chosen_by.as_str()), (3, "consensus"), "{method}");
        assert_eq!((votes.tally[0].k, votes.tally[0].at), (3, sweep.chosen), "{method}");
        assert_eq!(votes.ballots.len(), if method == "gmm" { 7 } else { 6 }, "{method}");
        assert!(2 * votes.tally[0].votes > votes.cast, "{method}");
        assert_eq!(votes.tally.iter().map(|tallied| tallied.votes).sum::<usize>(), votes.cast, "{method}");
        let row = sweep.chosen_row().unwrap();
        assert!(row.prediction_strength.unwrap().value > 0.8 && row.stability.unwrap().beyond > 0.8, "{method}");
        assert!(row.gap.unwrap().value > 0.0 && row.gap.unwrap().error > 0.0, "{method}");
    }
}

#[test]
fn a_rule_that_the_user_names_decides_alone() {
    let points = groups(300);
    // A mixture alone has the last criterion.
    for by in CRITERIA.into_iter().filter(|&by| by != ChooseBy::Bic) {
        let sweep = swept("kmeans", &points, Spec { choose_by: by, ..Spec::default() });
        let ballot = sweep.votes.unwrap().ballots.into_iter().find(|ballot| ballot.criterion == by.word()).unwrap();
        assert_eq!((sweep.chosen_by.as_str(), sweep.chosen), (by.word(), ballot.at), "{by}");
        assert!(sweep.reason.text.contains(by.name()) || sweep.reason.text.contains(&by.name()[1..]), "{by}");
    }
}

#[test]
fn a_given_number_is_not_voted_on() {
    let sweep = swept("kmeans", &groups(90), Spec { k: KRange { min: 4, max: 4 }, ..Spec::default() });
    assert_eq!((sweep.k, sweep.votes), (4, None));
}

#[test]
fn few_members_have_no_votes_of_further_fits() {
    let sweep = swept("kmeans", &groups(7), Spec { min_size: 1, ..Spec::default() });
    assert!(sweep.rows.iter().all(|row| row.gap.is_none() && row.stability.is_none()));
    let sweep = swept("kmeans", &groups(12), Spec { min_size: 1, ..Spec::default() });
    assert!(sweep.rows.iter().all(|row| (row.k <= 3) == row.gap.is_some()));
}

#[test]
fn the_votes_are_the_same_for_any_number_of_threads() {
    let points = groups(240);
    let all = || ["kmeans", "gmm", "ward"].map(|method| swept(method, &points, Spec::default()));
    let expected = all();
    for threads in [1, 2, 7] {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
        assert_eq!(pool.install(all), expected);
    }
}
