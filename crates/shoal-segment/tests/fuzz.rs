//! RFM and the bare engine against input that nobody wishes for: an error of the user's, never one of ours, or a whole result.
#![allow(clippy::unwrap_used, reason = "a test may fail")]

use proptest::prelude::*;
use shoal_cluster::{Model, Settings};
use shoal_kernel::Points;
use shoal_segment::engine::{self, Clustered, Ks, Remainder, Setting, Weights, Wish, cluster};
use shoal_segment::error::Blame;
use shoal_segment::keep::Keep;
use shoal_segment::rfm::{self, Area, SHIPPED, Segment, Table, Thresholds};
use shoal_segment::spec::Scaling;

#[path = "../../shoal-kernel/tests/wild/mod.rs"]
mod wild;
use wild::{REFUSED, SOUND, config, refused_table, table};

fn finite(values: &[f64]) -> bool {
    values.iter().all(|value| value.is_finite())
}

/// A table of segments as somebody in a hurry may write it.
fn segments() -> impl Strategy<Value = Table> {
    let areas: Vec<Area> = Area::all().collect();
    let segment = ("[AB]|[a-z]{1,2}", prop::collection::vec(prop::sample::select(areas), 0..5));
    prop::collection::vec(segment, 0..9).prop_map(|segments| Table {
        title: String::new(),
        segments: segments.into_iter().map(|(name, areas)| Segment { name, areas }).collect(),
    })
}

/// Text that looks like a table here and there.
fn text() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        prop::sample::select(vec![
            "[[segment]]\n",
            "name = 'A'\n",
            "name = \"\\u0000\"\n",
            "cells = ['r1-5']\n",
            "cells = ['r5-1 x', '']\n",
            "cells = [\n",
            "title = 'a'\n",
            "[segment]\n",
            "cells = 'r1'\n",
            "name = 3\n",
            "r0 ",
            "r1—5",
            "'",
            "\"",
            "]",
            "\n",
            "é",
            "\u{1b}",
        ])
        .prop_map(str::to_owned),
        ".{0,6}",
    ];
    prop::collection::vec(piece, 0..10).prop_map(|pieces| pieces.concat())
}

/// Rows × 3 of any finite numbers, however large.
fn behaviour() -> impl Strategy<Value = Points> {
    let large = prop::sample::select(vec![f64::MAX, f64::MIN, 1e300, -0.0, 5e-324]);
    (table(0..60, 3..4), prop::collection::vec((any::<prop::sample::Index>(), large), 0..6)).prop_map(
        |(points, large)| {
            let mut values = points.values().to_vec();
            large
                .into_iter()
                .filter(|_| points.rows() > 0)
                .for_each(|(at, value)| values[at.index(points.values().len())] = value);
            Points::new(values, 3).unwrap()
        },
    )
}

fn scaling() -> impl Strategy<Value = Scaling> {
    prop::sample::select(vec![Scaling::None, Scaling::Standard, Scaling::MinMax, Scaling::Robust])
}

/// A wish that may make sense.
fn wish() -> impl Strategy<Value = Wish> {
    let methods: Vec<&str> = engine::methods().into_iter().map(|card| card.method).chain(["kmean"]).collect();
    let value = prop_oneof![
        prop::sample::select([&SOUND[..], &REFUSED, &[2.0, 2.0, 2.5, 7.0, 0.3]].concat())
            .prop_map(|number| number.to_string()),
        prop::sample::select(vec!["full", "tied", "diag", "spherical", "", "NaN", "inf", "word"])
            .prop_map(str::to_owned),
    ];
    let names = vec![
        "n_clusters",
        "eps",
        "min_samples",
        "covariance",
        "reg_covar",
        "tol",
        "min_cluster_size",
        "batch_rows",
        "height",
    ];
    let setting = (prop::sample::select(names), value).prop_map(|(name, value)| Setting::new(name, &value));
    let ks = prop::option::of((
        prop::sample::select(vec![0, 1, 2, 3]),
        prop::sample::select(vec![0, 1, 3, 5, 12, usize::MAX]),
    ));
    let choose = prop::sample::select(engine::choosers().into_iter().chain(["inertia"]).collect::<Vec<_>>());
    let settings = prop_oneof![3 => Just(Vec::new()), 2 => prop::collection::vec(setting, 0..3)];
    let init = prop::option::weighted(0.2, table(0..5, 1..4));
    let pca = prop::sample::select(vec![None, None, None, Some(Keep::Components(2)), Some(Keep::Share(0.9))]);
    let weight = prop::sample::select(vec![0.0, 1.0, 2.0, 0.5, 1e-12, 1e12, 1e12, 1.0, 3.0]);
    let weights = prop::option::weighted(0.2, (weight, prop::sample::select(vec![1.0, 1.0, 1.0, -1.0, 1e300])));
    let rest = (any::<u64>(), any::<bool>(), init, (pca, weights, any::<bool>()));
    (prop::sample::select(methods), scaling(), ks, choose, settings, rest).prop_map(
        |(method, scale, ks, choose_by, settings, (seed, keep, init, (pca, weights, silhouette)))| Wish {
            scale,
            k: ks.map(|(min, max)| Ks { min, max }),
            choose_by: choose_by.to_owned(),
            settings,
            seed,
            init,
            remainder: if keep { Remainder::Keep } else { Remainder::Nearest },
            pca,
            // As many as the points have rows; see `weighted`.
            weights: weights.map(|(first, rest)| Weights { column: "w".to_owned(), values: vec![first, rest] }),
            silhouette,
            ..Wish::new(method)
        },
    )
}

/// The wish with its two weights, of the first row and of the others, repeated for every row.
fn weighted(mut wish: Wish, points: &Points) -> Wish {
    if let Some(weights) = &mut wish.weights {
        let [first, rest] = [weights.values[0], weights.values[1]];
        weights.values = (0..points.rows()).map(|row| if row == 0 { first } else { rest }).collect();
    }
    wish
}

fn names(points: &Points) -> Vec<String> {
    (0..points.columns()).map(|column| format!("c{column}")).collect()
}

/// What a result of the engine promises. Whatever can be written must come back from JSON, which knows neither NaN nor infinity.
fn check(points: &Points, found: &Clustered) {
    let account = &found.account;
    assert_eq!(found.rows.len(), points.rows());
    for row in &found.rows {
        assert!(row.cluster.is_none_or(|cluster| (cluster as usize) < account.clusters.len()));
        assert_eq!(row.cluster.is_some(), row.distance.is_some());
        assert!(row.distance.is_none_or(|distance| distance.is_finite() && distance >= 0.0), "{row:?}");
        assert!(row.confidence.is_none_or(|confidence| (0.0..=1.0).contains(&confidence)), "{row:?}");
    }
    assert!(account.clusters.iter().all(|cluster| cluster.size > 0 && finite(&cluster.mean)), "{:?}", account.clusters);
    assert!(
        account.columns.iter().all(|scale| scale.centre.is_finite() && scale.scale.is_finite() && scale.scale > 0.0)
    );
    for tried in &account.tried {
        for judged in tried.everybody_placed.values().chain(tried.without_left_out.values()) {
            assert_eq!(judged.value.is_some(), judged.undefined.is_none());
            assert!(judged.value.is_none_or(f64::is_finite));
        }
    }
    if let Some(silhouettes) = &found.silhouettes {
        assert_eq!(silhouettes.len(), points.rows());
        assert!(silhouettes.iter().flatten().all(|value| (-1.0..=1.0).contains(value)), "{silhouettes:?}");
    }
    let written = format!("{account:?} {:?}", found.merges);
    assert!(!["NaN", "inf,", "inf]", "inf)", "inf }"].iter().any(|word| written.contains(word)), "{written}");
    let placed = found.model.score(points, account.remainder).unwrap();
    assert_eq!(placed, found.rows, "the model repeats the rows");
    let kept = serde_json::to_string(&found.model).unwrap();
    assert_eq!(serde_json::from_str::<engine::StoredModel>(&kept).unwrap(), found.model);
}

proptest! {
    #![proptest_config(config(6000))]

    #[test]
    fn every_customer_has_exactly_one_segment(points in behaviour(), new in behaviour(), table in segments(), name in prop::sample::select(SHIPPED.map(|it| it.name).to_vec())) {
        let repaired = rfm::repair(&table).map(|it| it.table);
        for table in [Some(rfm::shipped(name).unwrap().table().unwrap()), Some(table), repaired].into_iter().flatten() {
            let Ok(found) = rfm::fit(&points, &table) else {
                prop_assert!(points.rows() == 0 || table.owners().is_none());
                continue;
            };
            prop_assert!(table.owners().is_some() && points.rows() > 0);
            prop_assert!(found.fitted.labels.left_out() == 0 && found.fitted.labels.sizes().iter().all(|&size| size > 0));
            prop_assert!((0..points.rows()).all(|row| found.segment_of(row).is_some()));
            prop_assert!(found.segment_of(points.rows()).is_none());
            let restored = rfm::restore_model(&found.fitted.model.parts()).unwrap();
            prop_assert_eq!(&restored, &*found.model);
            for (rows, labels) in [(&points, Some(found.fitted.labels.as_slice())), (&new, None)] {
                let assigned = restored.assign(rows).unwrap();
                prop_assert!(assigned.iter().all(|row| row.cluster.is_some() && row.distance.is_finite()));
                let clusters: Vec<Option<u32>> = assigned.iter().map(|row| row.cluster).collect();
                prop_assert!(labels.is_none_or(|labels| labels == clusters));
                prop_assert!(restored.scores(rows).unwrap().concat().iter().all(|score| (1..=5).contains(score)));
            }
        }
    }

    #[test]
    fn checks_tell_what_repairs_mend(table in segments()) {
        let report = rfm::check(&table);
        prop_assert!(!report.fine || table.owners().is_some());
        match rfm::repair(&table) {
            Some(repaired) => {
                prop_assert!(rfm::check(&repaired.table).fine && repaired.table.owners().is_some());
                prop_assert_eq!(rfm::repair(&repaired.table).unwrap().table, repaired.table.clone());
                prop_assert_eq!(repaired.table.to_toml().parse::<Table>(), Ok(repaired.table));
                prop_assert!(!report.fine || repaired.changed.is_empty());
            }
            None => prop_assert!(table.segments.iter().all(|segment| segment.cells().is_empty())),
        }
    }

    #[test]
    fn any_text_is_a_table_or_an_error_of_its_writer(text in text()) {
        match text.parse::<Table>() {
            Ok(table) => {
                prop_assert_eq!(table.to_toml().parse::<Table>(), Ok(table.clone()));
                let _ = (rfm::check(&table), rfm::repair(&table));
            }
            Err(error) => prop_assert!(error.blame == Blame::Input && error.hint.is_some() && !error.message.chars().any(|c| c.is_control() && c != '\n')),
        }
        let _ = (text.parse::<Area>(), text.parse::<Ks>(), text.parse::<Setting>(), text.parse::<Remainder>());
    }

    #[test]
    fn broken_behaviour_and_models_are_refused((points, place) in refused_table(1..20, 3..4), cuts in prop::collection::vec(0..SOUND.len() + REFUSED.len(), 12), wide in table(1..4, 1..6)) {
        let table = rfm::shipped("ten").unwrap().table().unwrap();
        prop_assert_eq!(rfm::fit(&points, &table).is_err(), !points.row(place.0)[place.1].is_finite());
        prop_assert_eq!(rfm::fit(&wide, &table).is_ok(), wide.columns() == 3);
        let any = [&SOUND[..], &REFUSED].concat();
        let values = std::array::from_fn(|measure| std::array::from_fn(|cut| any[cuts[4 * measure + cut]]));
        if let Some(thresholds) = Thresholds::new(values) {
            prop_assert!(thresholds.scores(&wide.select(&[0; 3])).len() == 3 && finite(&thresholds.values().concat()));
        }
        prop_assert!((rfm::METHOD.fit)(&points, &Settings::new(0).with("rules", "nine")).is_err());
    }

    #[test]
    fn the_engine_refuses_politely_or_gives_a_whole_result(points in table(0..30, 1..4), wish in wish(), new in table(1..9, 1..4)) {
        let wish = weighted(wish, &points);
        let too_many_names = vec![String::new(); points.columns() + 1];
        let refused = cluster(&too_many_names, &points, &wish, &|_| {}).unwrap_err();
        prop_assert_eq!(refused.blame, Blame::Input);
        match cluster(&names(&points), &points, &wish, &|_| {}) {
            Err(error) => prop_assert!(error.blame == Blame::Input && error.hint.is_some(), "{:?}", error),
            Ok(found) => {
                check(&points, &found);
                match found.model.score(&new, wish.remainder) {
                    Ok(placed) => prop_assert!(placed.len() == new.rows() && new.columns() == points.columns()),
                    Err(error) => prop_assert_eq!(error.blame, Blame::Input),
                }
            }
        }
    }

    #[test]
    fn the_engine_names_the_column_of_a_bad_value((points, (row, column)) in refused_table(1..20, 1..4), scale in scaling()) {
        let wish = Wish { scale, k: Some(Ks { min: 1, max: 1 }), ..Wish::new("kmeans") };
        let error = cluster(&names(&points), &points, &wish, &|_| {}).unwrap_err();
        let place = format!("row {row} (the first is 0), column `c{column}`");
        prop_assert!(error.blame == Blame::Input && error.message.starts_with(&place), "{}", error.message);
    }
}

#[test]
fn wishes_that_fit_no_table_are_the_wisher_s_mistake() {
    let points = Points::new(vec![-10.0, 3.0], 1).unwrap();
    let k = |min, max| Wish { k: Some(Ks { min, max }), ..Wish::new("ward") };
    let init = Wish { init: Some(Points::new(vec![1.0, 2.0], 2).unwrap()), ..Wish::new("kmeans") };
    for (wish, words) in [
        (k(1, 0), "k is `1..0`"),
        (k(1, usize::MAX), "allowed is a number from 1 to 65535"),
        (Wish { scale: Scaling::Standard, ..init.clone() }, "columns: 2, allowed is 1"),
        (init, "columns: 2, allowed is 1"),
    ] {
        let error = cluster(&names(&points), &points, &wish, &|_| {}).unwrap_err();
        assert!(error.blame == Blame::Input && error.message.contains(words), "{error}");
    }
    let found =
        cluster(&names(&points), &points, &Wish { k: Some(Ks { min: 2, max: 2 }), ..Wish::new("kmeans") }, &|_| {});
    let wide = Points::new(vec![1.0, 2.0], 2).unwrap();
    assert_eq!(found.unwrap().model.score(&wide, Remainder::Keep).unwrap_err().blame, Blame::Input);
}
