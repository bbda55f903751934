//! RFM as a method: scores against a slow twin, one segment for everybody, a model that survives being written down.
#![allow(clippy::unwrap_used, reason = "a test may fail")]

use proptest::prelude::*;
use shoal_cluster::{ClusterError, Model, Parts, Settings};
use shoal_kernel::{Points, Stream};
use shoal_segment::rfm::{self, Found, METHOD, SHIPPED, Table, Thresholds, restore_model};

fn ten() -> Table {
    rfm::shipped("ten").unwrap().table().unwrap()
}

fn points(rows: &[[f64; 3]]) -> Points {
    Points::new(rows.concat(), 3).unwrap()
}

/// Days, orders and revenue of a shop where seven of ten customers bought once.
fn shop(rows: usize) -> Points {
    let mut stream = Stream::new(5, 0);
    let row = |_| {
        let orders = if stream.uniform() < 0.7 { 1.0 } else { 2.0 + stream.below(9) as f64 };
        [stream.below(365) as f64, orders, (orders * (3.0 + stream.normal()).exp() * 100.0).round() / 100.0]
    };
    points(&(0..rows).map(row).collect::<Vec<_>>())
}

/// The rule by counting: whole fifths of the rows that are strictly smaller.
fn slow_scores(points: &Points) -> Vec<[u8; 3]> {
    let fifths = |column: usize, value: f64| {
        let below = points.iter().filter(|row| row[column] < value).count();
        (5 * below / points.rows()) as u8
    };
    points.iter().map(|row| [5 - fifths(0, row[0]), 1 + fifths(1, row[1]), 1 + fifths(2, row[2])]).collect()
}

fn check(points: &Points, table: &Table, found: &Found) {
    assert_eq!(found.scores, slow_scores(points));
    let labels = &found.fitted.labels;
    assert_eq!((labels.rows(), labels.left_out()), (points.rows(), 0));
    assert_eq!(found.fitted.model.clusters(), table.segments.len());
    assert_eq!(found.segment_names.len(), table.segments.len());
    let claims: Vec<_> = table.segments.iter().map(rfm::Segment::cells).collect();
    for (row, scores) in found.scores.iter().enumerate() {
        let cell = rfm::Cell::new(*scores).unwrap();
        let at = claims.iter().position(|cells| cells.contains(cell)).unwrap();
        assert_eq!(found.segment_of(row), Some(table.segments[at].name.as_str()));
    }
    let restored = restore_model(&found.fitted.model.parts()).unwrap();
    assert_eq!(restored, *found.model);
    for model in [&*found.fitted.model, &restored as &dyn Model] {
        let assigned = model.assign(points).unwrap();
        assert!(assigned.iter().all(|row| row.cluster == row.nearest && row.confidence.is_none()));
        assert!(assigned.iter().all(|row| (0.0..=7.0).contains(&row.distance)));
        let clusters: Vec<_> = assigned.iter().map(|row| row.cluster).collect();
        assert_eq!(clusters, labels.as_slice());
    }
    assert_eq!(found.model.scores(points).unwrap(), found.scores);
}

#[test]
fn everybody_has_one_segment_whatever_the_table() {
    for shipped in SHIPPED {
        let table = shipped.table().unwrap();
        for rows in [1, 2, 4, 7, 300, 2_000] {
            let points = shop(rows);
            check(&points, &table, &rfm::fit(&points, &table).unwrap());
        }
        let by_card = (METHOD.fit)(&shop(300), &Settings::new(0).with("rules", shipped.name)).unwrap();
        assert_eq!(by_card.labels, rfm::fit(&shop(300), &table).unwrap().fitted.labels);
        let restored = (METHOD.restore)(&by_card.model.parts()).unwrap();
        assert_eq!(restored.parts(), by_card.model.parts());
    }
}

#[test]
fn customers_who_bought_once_stay_together() {
    let points = shop(1000);
    let found = rfm::fit(&points, &ten()).unwrap();
    let once: Vec<u8> =
        points.iter().zip(&found.scores).filter(|(row, _)| row[1] == 1.0).map(|(_, scores)| scores[1]).collect();
    assert!(once.len() > 600 && once.iter().all(|score| *score == 1));
    let few = rfm::few_scores(&found.scores);
    assert_eq!((few.len(), few[0].measure, few[0].occurring.as_slice()), (1, "orders", &[1, 4, 5][..]));
}

#[test]
fn segments_that_do_not_occur_come_last_and_can_still_be_assigned() {
    let equal = points(&[[30.0, 1.0, 9.0]; 8]);
    let found = rfm::fit(&equal, &ten()).unwrap();
    check(&equal, &ten(), &found);
    assert_eq!((found.fitted.labels.clusters(), found.segment_names[0].as_str()), (1, "New Customers"));
    assert_eq!(found.segment_names[1..4], ["Champions", "Loyal Customers", "Potential Loyalists"]);
    let lapsed = found.model.assign(&points(&[[31.0, 2.0, 10.0]])).unwrap();
    assert_eq!(found.segment_names[lapsed[0].cluster.unwrap() as usize], "Can't Lose Them");
}

#[test]
fn the_distance_is_counted_in_scores() {
    let found = rfm::fit(&shop(500), &ten()).unwrap();
    let [new, champion] = [[-1.0, 1.0, -1.0], [-1.0, 99.0, 1e6]];
    let assigned = found.model.assign(&points(&[new, champion])).unwrap();
    assert!((assigned[0].distance - 2.0).abs() < 1e-12, "r5 f1 m1 from r5 f1 m3");
    assert!((assigned[1].distance - 4.25f64.sqrt()).abs() < 1e-12, "r5 f5 m5 from r5 f4.5 m3");
}

#[test]
fn the_same_bits_on_any_number_of_threads() {
    let points = shop(50_000);
    let expected = rfm::fit(&points, &ten()).unwrap();
    for threads in [1, 2, 7] {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
        let found = pool.install(|| rfm::fit(&points, &ten()).unwrap());
        assert_eq!((&found.model, &found.scores), (&expected.model, &expected.scores));
        assert_eq!(found.fitted.labels, expected.fitted.labels);
    }
}

#[test]
fn what_cannot_be_scored_is_refused() {
    let fit = |values: Vec<f64>, columns| rfm::fit(&Points::new(values, columns).unwrap(), &ten()).unwrap_err();
    assert_eq!(fit(Vec::new(), 3), ClusterError::NoRows);
    assert_eq!(fit(vec![1.0; 4], 2), ClusterError::Columns { came: 2, expected: 3 });
    for value in [f64::NAN, f64::INFINITY, f64::NEG_INFINITY] {
        let mut values = vec![1.0; 9];
        values[7] = value;
        assert!(matches!(fit(values.clone(), 3), ClusterError::Value { row: 2, column: 1, .. }));
        let model = rfm::fit(&shop(9), &ten()).unwrap().model;
        assert!(model.assign(&Points::new(values.clone(), 3).unwrap()).is_err());
        assert!(model.scores(&Points::new(values, 3).unwrap()).is_err());
    }
    let gap: Table = "[[segment]]\nname = 'a'\ncells = ['r2-5']".parse().unwrap();
    assert!(rfm::fit(&shop(9), &gap).unwrap_err().to_string().contains("shoal rules check"));
    let wrong = Settings::new(0).with("rules", "nine");
    assert!((METHOD.fit)(&shop(9), &wrong).unwrap_err().to_string().contains("eleven"));
    assert!((METHOD.fit)(&shop(9), &Settings::new(0).with("k", 3.0)).is_err());
}

#[test]
fn broken_arrays_are_refused() {
    let good = rfm::fit(&shop(50), &ten()).unwrap().model.parts();
    assert!(restore_model(&good).is_ok());
    type Breaking = fn(&mut Parts);
    let broken: [(&str, Breaking); 9] = [
        ("thresholds", |parts| drop(parts.arrays.remove(0))),
        ("cells", |parts| drop(parts.arrays.remove(1))),
        ("thresholds", |parts| parts.arrays[0].values[1] = f64::NAN),
        ("thresholds", |parts| parts.arrays[0].values[5] = 1e300),
        ("thresholds", |parts| (parts.arrays[0].rows, parts.arrays[0].columns) = (4, 3)),
        ("cells", |parts| parts.arrays[1].values[3] = 0.5),
        ("cells", |parts| parts.arrays[1].values[3] = -1.0),
        ("cells", |parts| parts.arrays[1].values[3] = 99.0),
        ("cells", |parts| parts.arrays[1].values.truncate(124)),
    ];
    for (at, (array, breaking)) in broken.iter().enumerate() {
        let mut parts = good.clone();
        breaking(&mut parts);
        let error = restore_model(&parts).unwrap_err();
        assert!(matches!(&error, ClusterError::Part { name, .. } if name == array), "{at}: {error}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, failure_persistence: None, rng_seed: prop::test_runner::RngSeed::Fixed(3), ..ProptestConfig::default() })]

    #[test]
    fn scores_are_those_of_the_slow_twin(rows in prop::collection::vec(prop::array::uniform3(-3i8..9), 1..60), scale in 0usize..4) {
        let scale = [1.0, 0.1, 1e300, 1e-310][scale];
        let rows: Vec<[f64; 3]> = rows.iter().map(|row| row.map(|value| f64::from(value) * scale)).collect();
        let points = points(&rows);
        let thresholds = Thresholds::of(&points).unwrap();
        prop_assert_eq!(thresholds.scores(&points), slow_scores(&points));
        prop_assert_eq!(Thresholds::new(*thresholds.values()), Some(thresholds));
    }

    #[test]
    fn different_values_make_equal_fifths(fifth in 1usize..30, seed in 0u64..1000) {
        let mut values: Vec<f64> = (0..5 * fifth).map(|i| i as f64 * 0.37).collect();
        Stream::new(seed, 0).shuffle(&mut values);
        let points = Points::new(values.iter().flat_map(|&value| [value; 3]).collect(), 3).unwrap();
        let scores = Thresholds::of(&points).unwrap().scores(&points);
        for score in 1..=5 {
            for measure in 0..3 {
                prop_assert_eq!(scores.iter().filter(|row| row[measure] == score).count(), fifth);
            }
        }
    }
}
