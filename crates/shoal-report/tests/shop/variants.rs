//! Runs at the edges: each must make a report that looks right.

use super::{Size, amount, customers, explored, future, noise, run, run_of, shop};
use shoal_segment::receipt::{Note, Receipt};
use shoal_segment::segmentation::*;
use shoal_segment::statement::Statement;

const LONG: &str =
    "Occasional late-evening shoppers-of-discounted-household-and-garden-articles who come back every other season";
const NASTY: &str = "<script>alert('x')</script> & \"Söhne\" | *bold* _it_ `c` [a](b) $5 $x^2$ \u{1b}[31m";

/// All runs with a name each.
pub(crate) fn all() -> Vec<(&'static str, Segmentation)> {
    vec![
        ("shop", shop()),
        ("small", small()),
        ("large", run(Size { customers: 2000, segments: 6, features: 11 })),
        ("ten-segments", run(Size { customers: 400, segments: 10, features: 11 })),
        ("one-segment", one_segment()),
        ("one-feature", one_feature()),
        ("one-customer", one_customer()),
        ("nobody", nobody()),
        ("zero-revenue", zero_revenue()),
        ("long-names", long_names()),
        ("nasty-names", nasty_names()),
        ("missing-feature", missing_feature()),
        ("returns", returns()),
        ("sampled", sampled()),
        ("partly-sampled", partly_sampled()),
        ("undefined", undefined()),
        ("crooked", crooked()),
        ("people", people()),
        ("future", Segmentation { future: Some(future::tested()), ..shop() }),
        ("no-future", Segmentation { future: Some(future::untested()), ..shop() }),
    ]
}

/// The run whose Markdown is kept in `tests/snapshots/small.md`.
pub(crate) fn small() -> Segmentation {
    run(Size { customers: 40, segments: 2, features: 4 })
}

fn one_segment() -> Segmentation {
    let mut s = run(Size { customers: 60, segments: 1, features: 8 });
    s.sweep.chosen_by = "given".to_owned();
    let mut row = SweepRow { smallest: 60, smallest_share: 1.0, eligible: true, ..explored::row(1, 60) };
    row.indices.inertia = Some(812.5);
    (s.sweep.rows, s.sweep.chosen) = (vec![row], Some(0));
    (s.sweep.runner_up, s.sweep.votes) = (None, None);
    s.sweep.reason = Statement::new().say("One segment, as asked for.");
    s
}

fn one_feature() -> Segmentation {
    let mut s = run(Size { customers: 80, segments: 3, features: 1 });
    s.exploration.correlations = vec![];
    s.exploration.statements = vec![];
    s
}

fn one_customer() -> Segmentation {
    let mut s = run(Size { customers: 1, segments: 1, features: 8 });
    s.exploration.correlations = vec![vec![None; 8]; 8];
    s.sweep.rows = vec![];
    s.pictures.plane = None;
    s
}

/// Every customer is apart.
fn nobody() -> Segmentation {
    let mut s = shop();
    s.segments = vec![];
    s.base.members = 0;
    s.base.revenue = Some(amount(0));
    s.base.orders = Some(0);
    (s.base.first_day, s.base.last_day) = (None, None);
    s.base.profile = vec![];
    s.exploration = Exploration::default();
    s.recipe = vec![];
    s.preparation = vec![];
    s.sweep.rows = vec![];
    s.sweep.k = 1;
    s.sweep.chosen = None;
    s.sweep.runner_up = None;
    s.sweep.reason = Statement::new().say("There is no customer to segment.");
    s.summary = vec![];
    s.decisions = vec![];
    s.pictures = Pictures { drawn: 0, segment: vec![], scatter: None, matrix: vec![], values: vec![], plane: None };
    s
}

fn zero_revenue() -> Segmentation {
    let mut s = shop();
    s.base.revenue = Some(amount(0));
    for segment in &mut s.segments {
        segment.revenue = Some(amount(0));
        segment.revenue_share = None;
        segment.profile[3].share_of_total = None;
    }
    s
}

fn long_names() -> Segmentation {
    let mut s = shop();
    for (i, segment) in s.segments.iter_mut().enumerate() {
        segment.name = format!("{LONG} {i}");
        segment.categories[0].attribute = LONG.replace(' ', "_");
        segment.categories[0].top[0].value = LONG.replace(' ', "");
        segment.typical_members = vec![LONG.replace(' ', "-"); 4];
    }
    s.receipt.files[1].file = format!("{}.csv", LONG.replace(' ', "_"));
    s.receipt.files[1].unused_columns = vec![LONG.replace(' ', ""); 3];
    for feature in &mut s.exploration.features[2..5] {
        feature.card.label = LONG.to_owned();
    }
    s
}

fn nasty_names() -> Segmentation {
    let mut s = shop();
    s.segments[0].name = NASTY.to_owned();
    s.segments[0].id = "<S1>\"".to_owned();
    s.segments[1].categories[0].attribute = NASTY.to_owned();
    s.segments[1].categories[0].top[0].value = NASTY.to_owned();
    s.segments[2].typical_members = vec![NASTY.to_owned()];
    s.segments[2].advice[0].title = NASTY.to_owned();
    s.segments[2].advice[0].action = NASTY.to_owned();
    s.segments[2].description = vec![Statement::new().say(NASTY)];
    s.receipt.files[0].file = NASTY.to_owned();
    s.receipt.files[0].unused_columns = vec![NASTY.to_owned()];
    s.receipt.files[0].roles[0].column = NASTY.to_owned();
    s.receipt.files[0].format = NASTY.to_owned();
    s.receipt.files[0].dates = Some(NASTY.to_owned());
    s.exploration.features[3].card.label = NASTY.to_owned();
    s.exploration.features[3].card.unit = NASTY.to_owned();
    s.exploration.features[3].card.meaning = NASTY.to_owned();
    s.decisions[0].choice = NASTY.to_owned();
    s.decisions[0].flag = NASTY.to_owned();
    s.summary = vec![Statement::new().say(NASTY)];
    s.verdict.statements = vec![Statement::new().say(NASTY)];
    s.apart[0].words = NASTY.to_owned();
    s.fingerprint = NASTY.to_owned();
    s
}

/// A feature that nobody has, and one that everybody has alike.
fn missing_feature() -> Segmentation {
    let mut s = shop();
    let gone = &mut s.exploration.features[0];
    (gone.five, gone.skewness, gone.fences, gone.missing) = (None, None, None, 200);
    gone.statistics = None;
    (gone.outliers, gone.outlier_values, gone.edges, gone.counts) = ((0, 0), vec![], vec![], vec![]);
    let alike = &mut s.exploration.features[1];
    (alike.five, alike.skewness, alike.fences) = (Some([5.0; 5]), None, Some((5.0, 5.0)));
    alike.log_edges = true;
    (alike.outliers, alike.outlier_values, alike.edges, alike.counts) = ((0, 0), vec![], vec![5.0, 5.0], vec![200]);
    for column in s.pictures.values.iter_mut() {
        match column.feature {
            0 => column.values = vec![None; 200],
            1 => column.values = vec![Some(5.0); 200],
            _ => {}
        }
    }
    for other in 0..8 {
        for gone in 0..2 {
            s.exploration.correlations[gone][other] = None;
            s.exploration.correlations[other][gone] = None;
        }
    }
    for profile in s.segments.iter_mut().map(|segment| &mut segment.profile[0]).chain([&mut s.base.profile[0]]) {
        (profile.mean, profile.median, profile.quartiles, profile.known) = (None, None, None, 0);
        (profile.level, profile.rank) = (None, None);
    }
    s
}

fn sampled() -> Segmentation {
    let mut s = run(Size { customers: 2000, segments: 4, features: 8 });
    s.base.members = 100_000;
    for row in &mut s.sweep.rows {
        let value = row.indices.silhouette.unwrap_or(0.0);
        row.silhouette_interval = Some((value - 0.012, value + 0.012));
        row.silhouette_members = 20_000 - row.k;
    }
    s
}

/// Only the smallest k comes from a sample, and the chosen one does not.
fn partly_sampled() -> Segmentation {
    let mut s = shop();
    s.sweep.rows[0].silhouette_interval = Some((0.31, 0.33));
    s.sweep.rows[0].silhouette_members = 1;
    s
}

/// Revenue with zeros, units with returns beyond purchases, and both with a few customers far above all others.
fn returns() -> Segmentation {
    let size = Size { customers: 800, segments: 3, features: 8 };
    let mut customers = customers(size);
    for (i, row) in customers.values.iter_mut().enumerate() {
        let far = (noise(i, 70).powi(30) * 5.0).exp();
        row[3] = row[3].map(|revenue| if i % 41 == 0 { 0.0 } else { revenue * far });
        row[4] = row[4].map(|units| if i % 97 == 0 { -6.0 - (i % 49) as f64 } else { (units * far).round() });
    }
    let mut s = run_of(customers, size);
    let notes = &mut s.receipt.files[1].notes;
    for code in ["status_not_used", "status_unknown", "lonely_date", "order_total"] {
        notes.push(Note { code: code.to_owned(), words: format!("what {code} says"), rows: 1 });
    }
    s
}

/// Everything that may be undefined is.
fn undefined() -> Segmentation {
    let mut s = shop();
    for row in &mut s.sweep.rows {
        row.indices = explored::row(row.k, 0).indices;
        (row.gap, row.prediction_strength, row.stability) = (None, None, None);
        row.eligible = false;
    }
    (s.sweep.runner_up, s.sweep.votes) = (None, None);
    for segment in &mut s.segments {
        (segment.silhouette, segment.confidence, segment.revenue_share) = (None, None, None);
        segment.categories = vec![];
        segment.typical_members = vec![];
        for profile in &mut segment.profile {
            (profile.mean, profile.median, profile.quartiles, profile.total) = (None, None, None, None);
            (profile.share_of_total, profile.level, profile.rank) = (None, None, None);
        }
    }
    s.pictures.plane = None;
    s.exploration.correlations = vec![];
    s.receipt = Receipt {
        files: vec![],
        customers_without_transactions: 0,
        customers_unknown: 0,
        rows_of_unknown_customers: 0,
        rows_of_unknown_products: 0,
        customers_merged: 0,
    };
    s.apart = vec![];
    s.verdict.statements = vec![];
    s.verdict.answers = vec![];
    s
}

/// Customers without transactions, by a number and a category, along components.
pub(crate) fn people() -> Segmentation {
    let mut s = shop();
    s.as_of = None;
    (s.exploration.trend, s.exploration.cohorts) = (None, None);
    (s.base.revenue, s.base.orders, s.base.first_day, s.base.last_day) = (None, None, None, None);
    for segment in &mut s.segments {
        (segment.revenue, segment.revenue_share, segment.largest_member_share) = (None, None, None);
    }
    let level = |value: &str, share: f64| PreparedLevel { value: value.to_owned(), share, centre: share };
    s.recipe.truncate(1);
    s.preparation.truncate(1);
    s.recipe.push(Prepared::Category(PreparedCategory {
        feature: "region".to_owned(),
        label: "Region".to_owned(),
        imputed: 3,
        scale: 0.7,
        weight: 1.0,
        levels: vec![level("Asia", 0.4), level("Europe", 0.6)],
    }));
    let each = |share: f64| Component { share: Some(share), weights: vec![0.6, -0.1, 0.3] };
    let (wish, asked) = ("90%".to_owned(), None);
    s.components =
        Some(Components { wish, asked, of: 3, kept: 2, explained: Some(0.93), each: vec![each(0.7), each(0.23)] });
    s.apart = vec![];
    s.pictures.scatter = None;
    s
}

/// Lengths that do not agree and numbers that are not finite: wrong, but no reason to fall over.
fn crooked() -> Segmentation {
    let mut s = shop();
    s.segments[0].profile.truncate(2);
    s.segments[1].revenue_share = Some(f64::NAN);
    s.segments[2].advice = vec![];
    s.pictures.segment[5] = 99;
    s.pictures.values[0].values[3] = Some(f64::INFINITY);
    s.pictures.matrix = vec![0, 3, 77, 99];
    s.exploration.correlations[2][3] = Some(f64::NAN);
    s.exploration.correlations.truncate(4);
    s.exploration.features[2].counts.truncate(3);
    s.exploration.features[4].five = Some([f64::NAN; 5]);
    s.preparation[0].before.edges.fill(f64::NAN);
    s.preparation[1].after.counts.truncate(2);
    s.preparation[2].feature = "nowhere".to_owned();
    s.sweep.rows[2].indices.inertia = Some(f64::INFINITY);
    s.sweep.rows[3].indices.silhouette = Some(f64::NAN);
    s.sweep.k = 77;
    s.receipt.files[1].rows += 1;
    if let Some(plane) = &mut s.pictures.plane {
        plane.points[0] = (f64::NAN, 1.0);
        plane.centres.truncate(2);
        plane.loadings.truncate(1);
    }
    s
}
