//! A believable run for the tests and the preview: a shop whose customers, segments and figures come from a formula.
//!
//! The statistics here are computed plainly, so that a report made of it reads like one of a real run; nothing is random.

// The tests and the preview each use a part of it.
#![allow(dead_code)]

mod explored;
mod future;
mod receipt;
mod segments;
pub(crate) mod variants;

pub(crate) use receipt::amount;
pub(crate) use variants::all;

use shoal_segment::date::Day;
use shoal_segment::feature::Unit;
use shoal_segment::segmentation::*;
use shoal_segment::statement::{Form, Statement};

/// How large a shop to make.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Size {
    pub(crate) customers: usize,
    pub(crate) segments: usize,
    pub(crate) features: usize,
}

/// One customer per row: the segment and a value for each feature.
pub(crate) struct Customers {
    pub(crate) segment: Vec<usize>,
    pub(crate) values: Vec<Vec<Option<f64>>>,
}

pub(crate) const CARDS: [(&str, &str, &str, &str, bool); 11] = [
    ("recency_days", "days since last order", "Days from the customer's last order to the as-of date.", "days", false),
    ("tenure_days", "days as a customer", "Days from sign-up or first order, whichever is earlier.", "days", false),
    ("orders", "orders", "Number of orders.", "orders", true),
    ("revenue", "revenue", "Money paid for purchases, less returns.", "money", true),
    ("units", "units", "Units bought, less units returned.", "units", true),
    ("average_order_value", "average order value", "Revenue divided by orders.", "money per order", false),
    (
        "mean_days_between_orders",
        "mean days between orders",
        "Mean gap between orders; missing for one order.",
        "days",
        false,
    ),
    ("distinct_products", "distinct products", "How many different products were bought.", "products", false),
    ("average_unit_price", "average unit price", "Revenue divided by units.", "money per unit", false),
    ("units_per_order", "units per order", "Units divided by orders.", "units per order", false),
    (
        "distinct_categories",
        "distinct categories",
        "How many different categories were bought from.",
        "categories",
        false,
    ),
];

/// The shop of the issue: 200 customers, 5 segments, 8 features.
pub(crate) fn shop() -> Segmentation {
    run(Size { customers: 200, segments: 5, features: 8 })
}

/// A shop of any size.
pub(crate) fn run(size: Size) -> Segmentation {
    run_of(customers(size), size)
}

/// Segments that are found again, the first best.
fn stability(segments: usize) -> Stability {
    let of = |place: usize| SegmentStability { jaccard: 0.912 / (1 + place) as f64, core: 0.91, uncertain: 0.02 };
    Stability {
        resamples: 50,
        members: 200,
        rand: 0.8,
        without_structure: Some(0.7),
        range: (of(segments - 1).jaccard, of(0).jaccard),
        segments: (0..segments).map(of).collect(),
    }
}

/// A shop of given customers.
pub(crate) fn run_of(customers: Customers, size: Size) -> Segmentation {
    let exploration = explored::exploration(&customers, size);
    let segments = segments::segments(&customers, size);
    let base = segments::base(&customers, size);
    let verdict = Verdict {
        structure: "none".to_owned(),
        called: "tiers".to_owned(),
        answers: vec![Answer {
            question: "Are the borders real?".to_owned(),
            answer: "No: each could lie elsewhere".to_owned(),
            numbers: Statement::new().count("/verdict/real_borders", 0).say(" of ").count("/verdict/neighbours", 1),
        }],
        joint: None,
        bands: vec![],
        stability: Some(stability(segments.len())),
        borders: vec![Border { between: (0, 1), p: 0.4, real: false }],
        real_borders: 0,
        neighbours: 1,
        statements: vec![
            Statement::new().say("No groups were found: take the segments as a useful division, not as a discovery."),
        ],
    };
    Segmentation {
        shoal_version: "0.1.0".to_owned(),
        unit: Unit::Customer,
        as_of: Some(Day(20_089)),
        seed: 42,
        fingerprint: "9f1c2ab0437de581".to_owned(),
        receipt: receipt::receipt(size.customers as u64),
        summary: summary(&segments, &base),
        verdict,
        future: None,
        recipe: explored::recipe(&exploration),
        preparation: explored::preparation(&exploration),
        left_out: vec![],
        components: None,
        sweep: explored::sweep(size),
        comparison: None,
        exhibits: vec![],
        pictures: explored::pictures(&customers, size),
        decisions: receipt::decisions(),
        apart: receipt::apart(),
        base,
        segments,
        exploration,
    }
}

/// A number between 0 and 1 that looks random and is not.
pub(crate) fn noise(a: usize, b: usize) -> f64 {
    let mixed = (a as u64 + 1).wrapping_mul(0x9E37_79B9_7F4A_7C15) ^ (b as u64 + 7).wrapping_mul(0xC2B2_AE3D_27D4_EB4F);
    let mixed = (mixed ^ (mixed >> 29)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    ((mixed ^ (mixed >> 32)) >> 11) as f64 / (1_u64 << 53) as f64
}

pub(crate) fn customers(size: Size) -> Customers {
    let weights: Vec<usize> = (0..size.segments).map(|s| 3 + 2 * s + s % 3).collect();
    let total: usize = weights.iter().sum();
    let mut segment = Vec::new();
    for (s, weight) in weights.iter().enumerate() {
        segment.extend(std::iter::repeat_n(s, (size.customers * weight / total).max(1)));
    }
    segment.resize(size.customers, size.segments.saturating_sub(1));
    let values = segment.iter().enumerate().map(|(i, &s)| customer(i, s, size.features)).collect();
    Customers { segment, values }
}

/// Earlier segments spend more; odd segments have lapsed.
fn customer(i: usize, s: usize, features: usize) -> Vec<Option<f64>> {
    let wobble = |b: usize| 0.5 + noise(i, b) + 0.6 * noise(i, b + 50).powi(6);
    let orders = (26.0 / (1.0 + 1.3 * s as f64) * wobble(1)).round().max(1.0);
    let price = (4.0 + 14.0 * noise(s, 3) + 3.0 * wobble(2)).min(40.0);
    let units = (orders * (1.5 + (s % 3) as f64) * wobble(3)).round().max(1.0);
    let revenue = (units * price * 100.0).round() / 100.0;
    let recency = ((if s % 2 == 1 { 190.0 } else { 24.0 }) * wobble(4)).round().max(1.0);
    let tenure = (recency + 60.0 + 420.0 * noise(i, 5)).round();
    let gap = (orders > 1.0).then(|| ((tenure - recency) / (orders - 1.0) * 10.0).round() / 10.0);
    let distinct = units.min((units * (0.5 + 0.4 * noise(i, 6))).round().max(1.0));
    let categories = distinct.min(1.0 + (6.0 * noise(i, 8)).round());
    let all = [
        Some(recency),
        Some(tenure),
        Some(orders),
        Some(revenue),
        Some(units),
        Some(revenue / orders),
        gap,
        Some(distinct),
        Some(revenue / units),
        Some(units / orders),
        Some(categories),
    ];
    all[..features].to_vec()
}

fn summary(segments: &[Segment], base: &Base) -> Vec<Statement> {
    let mut out = vec![
        Statement::new()
            .count("/base/members", base.members)
            .say(if base.members == 1 { " customer brought " } else { " customers brought " })
            .number("/base/revenue", base.revenue.map_or(0.0, shoal_segment::money::Amount::to_f64), Form::Quantity)
            .say(" of revenue; they fall into ")
            .count("/sweep/k", segments.len())
            .say(if segments.len() == 1 { " segment." } else { " segments." }),
    ];
    if let Some(first) = segments.first() {
        out.push(
            Statement::new()
                .say(&format!("{}, the segment with the most revenue, holds ", first.name))
                .share("/segments/0/share", first.share)
                .say(" of the customers and ")
                .share("/segments/0/revenue_share", first.revenue_share.unwrap_or(0.0))
                .say(" of the revenue."),
        );
    }
    out
}
