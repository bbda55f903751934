//! The fixture's distributions, preparation, sweep and pictures.

use super::segments::{quantile, sorted};
use super::{CARDS, Customers, Size, amount, noise};
use shoal_segment::date::Day;
use shoal_segment::feature::Family;
use shoal_segment::segmentation::*;
use shoal_segment::statement::{Form, Statement};
use std::collections::BTreeMap;

const USED: [usize; 5] = [0, 1, 2, 3, 5];

pub(crate) fn exploration(customers: &Customers, size: Size) -> Exploration {
    let columns: Vec<Vec<f64>> = (0..size.features).map(|f| ranks(customers, f)).collect();
    let correlations = columns.iter().map(|a| columns.iter().map(|b| pearson(a, b)).collect()).collect();
    Exploration {
        features: (0..size.features).map(|feature| distribution(customers, feature)).collect(),
        correlations,
        top_fifth_revenue_share: Some(0.573),
        largest_member_share: Some(0.031),
        statements: vec![
            Statement::new()
                .say("Revenue and units rise together: their rank correlation is ")
                .number("/exploration/correlations/3/4", 0.861, Form::Index)
                .say("."),
        ],
        pearson: vec![vec![Some(-0.004); size.features]; size.features],
        order: (0..size.features).rev().collect(),
        categories: vec![CategoryCard { name: "Region".to_owned(), levels: 4, known: customers.values.len() }],
        correlation_ratios: vec![vec![Some(0.25); size.features]],
        cramers_v: vec![vec![Some(1.0)]],
        near_constant: vec![NearConstant {
            feature: 0,
            value: 3.0,
            share: 0.975,
            said: Statement::new()
                .say("Orders hardly varies: ")
                .share("/exploration/near_constant/0/share", 0.975)
                .say("."),
        }],
        redundant: vec![Redundant {
            representative: 1.min(size.features - 1),
            others: vec![(0, -0.961)],
            said: Statement::new()
                .say("Units stands for orders (")
                .number("/exploration/redundant/0/others/0/1", -0.961, Form::Index)
                .say("), by rank correlation."),
        }],
        density: density(customers, size),
        trend: Some(trend()),
        cohorts: Some(cohorts()),
    }
}

/// A trend of three months, the last of them incomplete.
fn trend() -> Trend {
    let month = |month: u32| Period {
        name: format!("2024-{month:02}"),
        first_day: Day(19_723 + 30 * month as i32),
        revenue: amount(i128::from(month) * 100_000 - 150_000),
        orders: u64::from(month),
        active_customers: 7,
        incomplete: month == 3,
    };
    Trend { grain: Grain::Month, periods: (1..=3).map(month).collect() }
}

fn cohorts() -> Cohorts {
    let cohort = |from: u32| {
        let periods = 4 - from as usize;
        Cohort {
            name: format!("2024-{from:02}"),
            customers: 8,
            revenue: amount(4_200),
            active: (0..periods).map(|at| 8 >> at).collect(),
            retention: (0..periods).map(|at| 0.5f64.powi(at as i32)).collect(),
            revenues: vec![amount(700); periods],
        }
    };
    let cohorts = (1..=3).map(cohort).collect();
    Cohorts { grain: Grain::Month, cohorts, earlier: 2, last_incomplete: true, first_incomplete: true }
}

/// The first two features, each in two steps.
fn density(customers: &Customers, size: Size) -> Density {
    let axis = |feature: usize| {
        let values = sorted(customers, feature, None);
        let (low, high) = (values[0], values[values.len() - 1].max(values[0] + 1.0));
        DensityAxis { feature, edges: vec![low, f64::midpoint(low, high), high] }
    };
    let known = customers.values.len();
    let pairs = vec![DensityPair { x: 0, y: 1, known, counts: vec![known - 1, 0, 0, 1] }];
    if size.features < 2 { Density::default() } else { Density { axes: vec![axis(0), axis(1)], pairs } }
}

fn ranks(customers: &Customers, feature: usize) -> Vec<f64> {
    let all = sorted(customers, feature, None);
    let rank = |v: f64| all.partition_point(|x| *x < v) as f64;
    customers.values.iter().map(|row| row[feature].map_or(all.len() as f64 / 2.0, rank)).collect()
}

fn pearson(a: &[f64], b: &[f64]) -> Option<f64> {
    let n = a.len() as f64;
    let (ma, mb) = (a.iter().sum::<f64>() / n, b.iter().sum::<f64>() / n);
    let cross: f64 = a.iter().zip(b).map(|(x, y)| (x - ma) * (y - mb)).sum();
    let spread = |v: &[f64], m: f64| v.iter().map(|x| (x - m).powi(2)).sum::<f64>();
    let scale = (spread(a, ma) * spread(b, mb)).sqrt();
    (scale > 0.0).then(|| cross / scale)
}

fn card(feature: usize) -> FeatureCard {
    let (name, label, meaning, unit, adds_up) = CARDS[feature];
    FeatureCard {
        name: name.to_owned(),
        label: label.to_owned(),
        meaning: meaning.to_owned(),
        unit: unit.to_owned(),
        adds_up,
        family: Family::Given,
        low: "low".into(),
        high: "high".into(),
    }
}

fn distribution(customers: &Customers, feature: usize) -> Distribution {
    let values = sorted(customers, feature, None);
    let missing = customers.values.len() - values.len();
    let (card, used) = (card(feature), USED.contains(&feature));
    if values.is_empty() {
        let (edges, counts, outlier_values) = (vec![], vec![], vec![]);
        return Distribution {
            card,
            used,
            missing,
            five: None,
            statistics: None,
            skewness: None,
            fences: None,
            outlying: vec![],
            outliers: (0, 0),
            outlier_values,
            log_edges: false,
            edges,
            counts,
        };
    }
    let five = [0.0, 0.25, 0.5, 0.75, 1.0].map(|p| quantile(&values, p));
    let reach = 1.5 * (five[3] - five[1]);
    let fences = (five[1] - reach, five[3] + reach);
    let below = values.iter().filter(|v| **v < fences.0).count();
    let above = values.iter().filter(|v| **v > fences.1).count();
    let bins = if five[4] > five[0] { 24.min(values.len()) } else { 1 };
    let skewness = skewness(&values);
    let log = skewness.is_some_and(|skewness| skewness > 1.0);
    let place = |v: f64| if log { v.signum() * v.abs().ln_1p() } else { v };
    let value = |place: f64| if log { place.signum() * place.abs().exp_m1() } else { place };
    let width = (place(five[4]) - place(five[0])) / bins as f64;
    let edge = |i: usize| place(five[0]) + width * i as f64;
    let mut counts = vec![0; bins];
    for value in &values {
        let bin = if width > 0.0 { ((place(*value) - place(five[0])) / width) as usize } else { 0 };
        counts[bin.min(bins - 1)] += 1;
    }
    Distribution {
        card,
        used,
        missing,
        five: Some(five),
        statistics: Some(statistics(&values, five)),
        skewness,
        fences: Some(fences),
        outliers: (below, above),
        outlying: (0..(below + above).min(1)).map(|_| Outlying { member: "C001".to_owned(), value: five[4] }).collect(),
        outlier_values: values.iter().copied().filter(|v| *v < fences.0 || *v > fences.1).take(200).collect(),
        log_edges: log,
        edges: (0..=bins).map(|i| value(edge(i))).collect(),
        counts,
    }
}

fn statistics(values: &[f64], five: [f64; 5]) -> Statistics {
    let n = values.len() as f64;
    Statistics {
        known: values.len(),
        zero_share: values.iter().filter(|value| **value == 0.0).count() as f64 / n,
        distinct: values.len(),
        mode: values[0],
        mode_share: 1.0 / n,
        mean: Some(values.iter().sum::<f64>() / n),
        standard_deviation: None,
        interquartile_range: five[3] - five[1],
        median_absolute_deviation: 1.5,
        quantiles: [0.01, 0.05, 0.25, 0.5, 0.75, 0.95, 0.99].map(|p| quantile(values, p)),
        excess_kurtosis: Some(2.4),
        tail_weight: None,
    }
}

/// Adjusted Fisher-Pearson.
fn skewness(values: &[f64]) -> Option<f64> {
    let n = values.len() as f64;
    let mean = values.iter().sum::<f64>() / n;
    let moment = |power: i32| values.iter().map(|value| (value - mean).powi(power)).sum::<f64>() / n;
    (n > 2.0 && moment(2) > 0.0).then(|| (n * (n - 1.0)).sqrt() / (n - 2.0) * moment(3) / moment(2).powf(1.5))
}

pub(crate) fn recipe(exploration: &Exploration) -> Vec<Prepared> {
    let used = exploration.features.iter().filter(|feature| feature.used);
    used.map(|feature| {
        Prepared::Number(PreparedNumber {
            feature: feature.card.name.clone(),
            impute: feature.five.map_or(0.0, |five| five[2]),
            imputed: feature.missing,
            shape: if feature.card.name == "tenure_days" { Shape::None } else { Shape::Log1p },
            limits: None,
            weight: 1.0,
            centre: feature.five.map_or(0.0, |five| five[2].ln_1p()),
            scale: 0.83,
        })
    })
    .collect()
}

/// Every number of the recipe before and after; the values after are made up.
pub(crate) fn preparation(exploration: &Exploration) -> Vec<PreparedColumn> {
    let used = exploration.features.iter().filter(|feature| feature.used);
    used.map(|feature| {
        let look = |skewness: Option<f64>, edges: &[f64]| Look {
            skewness,
            five: feature.five,
            edges: edges.to_vec(),
            counts: feature.counts.clone(),
        };
        let after: Vec<f64> = (0..feature.edges.len()).map(|i| i as f64 / 5.0 - 2.0).collect();
        let tried = |shape: &str, skewness| Tried { shape: shape.to_owned(), skewness };
        PreparedColumn {
            feature: feature.card.name.clone(),
            missing_share: if feature.missing > 0 { 0.1 } else { 0.0 },
            before: look(feature.skewness, &feature.edges),
            after: look(Some(-0.12), &after),
            tried: vec![tried("none", feature.skewness), tried("log1p", Some(-0.12))],
            outlying: FarOut { counts: (0, 2), share: Some(0.01), variance_share: Some(0.043) },
        }
    })
    .collect()
}

/// A candidate with k segments of `customers`, no index defined.
pub(crate) fn row(k: usize, customers: usize) -> SweepRow {
    SweepRow {
        k,
        parameters: BTreeMap::new(),
        indices: Indices { silhouette: None, davies_bouldin: None, calinski_harabasz: None, inertia: None },
        silhouette_interval: None,
        silhouette_members: customers,
        bic: None,
        gap: None,
        prediction_strength: None,
        stability: None,
        unassigned: 0,
        unassigned_share: 0.0,
        left_out: None,
        smallest: (customers / (2 * k)).max(1),
        smallest_share: 1.0 / (2 * k) as f64,
        eligible: customers / (2 * k) >= 10,
    }
}

pub(crate) fn sweep(size: Size) -> Sweep {
    let rows: Vec<SweepRow> = (2..=10)
        .map(|k| SweepRow {
            indices: Indices {
                silhouette: Some(0.36 - 0.012 * (k as f64 - size.segments as f64).abs() + 0.02 * noise(k, 2)),
                davies_bouldin: Some(0.95 + 0.06 * (k as f64 - size.segments as f64).abs() + 0.02 * noise(k, 3)),
                calinski_harabasz: Some(140.0 - 9.0 * (k as f64 - 4.0).abs() + 5.0 * noise(k, 4)),
                inertia: Some(1000.0 * (k as f64).powf(-0.7) + 3.0 * noise(k, 1)),
            },
            gap: Some(Estimate { value: 0.2 + 0.01 * k as f64, error: 0.004 }),
            prediction_strength: Some(Estimate { value: 1.0 - 0.08 * k as f64, error: 0.02 }),
            stability: Some(FoundAgain {
                rand: Estimate { value: 0.9 - 0.04 * k as f64, error: 0.01 },
                without_structure: Some(0.5),
                beyond: (0.4 - 0.04 * k as f64) / 0.5,
            }),
            ..row(k, size.customers)
        })
        .collect();
    let at = size.segments.clamp(2, 10) - 2;
    let best = rows[at].indices.davies_bouldin;
    let next = if size.segments == 4 { 3 } else { 2 };
    Sweep {
        method: "kmeans".to_owned(),
        chosen_by: "davies_bouldin".to_owned(),
        starts: 10,
        min_size: 10,
        min_share: 0.02,
        k: size.segments,
        chosen: Some(at),
        runner_up: Some(next).filter(|&at| size.segments > 1 && rows[at].eligible),
        reason: Statement::new()
            .count("/sweep/k", size.segments)
            .say(if size.segments == 1 { " segment" } else { " segments" })
            .say(": the best Davies-Bouldin index, ")
            .number(format!("/sweep/rows/{at}/indices/davies_bouldin"), best.unwrap_or(0.0), Form::Index)
            .say(", among those k whose every segment is large enough."),
        remarks: vec![],
        votes: Some(votes(at, size)),
        tried: rows.len(),
        members: size.customers,
        rows,
    }
}

/// Two criteria for the chosen row, one that sees no groups, one that is not defined.
fn votes(at: usize, size: Size) -> Votes {
    let ballot = |criterion: &str, name: &str, k: Option<usize>, at: Option<usize>| Ballot {
        criterion: criterion.to_owned(),
        name: name.to_owned(),
        k,
        at,
    };
    Votes {
        effort: Some(Effort { members: size.customers, references: 20, splits: 5, resamples: 20 }),
        ballots: vec![
            ballot("silhouette", "mean silhouette", Some(at + 2), Some(at)),
            ballot("davies_bouldin", "Davies-Bouldin index", Some(at + 2), Some(at)),
            ballot("calinski_harabasz", "Calinski-Harabasz index", None, None),
            ballot("gap", "gap", Some(1), None),
        ],
        tally: vec![Tallied { k: at + 2, at: Some(at), votes: 2 }, Tallied { k: 1, at: None, votes: 1 }],
        cast: 3,
    }
}

pub(crate) fn pictures(customers: &Customers, size: Size) -> Pictures {
    let drawn = size.customers.min(2000);
    let matrix: Vec<usize> = USED.into_iter().filter(|f| *f < size.features).collect();
    let mut shown = matrix.clone();
    let scatter = if size.features > 4 { (4, 3) } else { (0, size.features - 1) };
    shown.extend([scatter.0, scatter.1]);
    shown.sort_unstable();
    shown.dedup();
    let values = shown
        .into_iter()
        .map(|feature| PictureColumn {
            feature,
            values: customers.values[..drawn].iter().map(|row| row[feature]).collect(),
        })
        .collect();
    Pictures {
        drawn,
        segment: customers.segment[..drawn].to_vec(),
        scatter: Some(scatter),
        values,
        plane: (matrix.len() > 1).then(|| plane(customers, drawn, size, matrix.len())),
        matrix,
    }
}

fn plane(customers: &Customers, drawn: usize, size: Size, used: usize) -> Plane {
    let centre = |s: usize| (2.6 - 1.15 * s as f64, if s % 2 == 1 { 1.3 } else { -0.9 } + 0.25 * noise(s, 11));
    let point = |(i, s): (usize, &usize)| {
        let (x, y) = centre(*s);
        let spread = |b: usize| noise(i, b) + noise(i, b + 1) + noise(i, b + 2) - 1.5;
        (x + 1.4 * spread(20), y + 1.3 * spread(30))
    };
    let weights = [(-0.41, 0.72), (0.08, 0.55), (0.55, 0.11), (0.58, 0.16), (0.43, -0.37)];
    Plane {
        points: customers.segment[..drawn].iter().enumerate().map(point).collect(),
        centres: (0..size.segments).map(centre).collect(),
        explained: (0.512, 0.237),
        loadings: weights[..used].to_vec(),
    }
}
