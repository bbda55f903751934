//! The fixture's segments and base.

use super::{CARDS, Customers, Size, amount};
use shoal_segment::date::Day;
use shoal_segment::segmentation::*;
use shoal_segment::statement::{Form, Statement};

const NAMES: [&str; 10] = [
    "Loyal big spenders",
    "Lapsed regulars",
    "Frequent small baskets",
    "Lapsed bargain hunters",
    "Recent newcomers",
    "One-time buyers long gone",
    "Occasional gift buyers",
    "Dormant explorers",
    "Steady seasonal shoppers",
    "Lapsed single purchases of low value",
];

/// Linear interpolation between order statistics.
pub(crate) fn quantile(sorted: &[f64], p: f64) -> f64 {
    let at = p * (sorted.len() - 1) as f64;
    let (low, high) = (sorted[at.floor() as usize], sorted[at.ceil() as usize]);
    low + (high - low) * at.fract()
}

/// Known values of a feature, sorted.
pub(crate) fn sorted(customers: &Customers, feature: usize, segment: Option<usize>) -> Vec<f64> {
    let members = customers.values.iter().zip(&customers.segment);
    let chosen = members.filter(|(_, s)| segment.is_none_or(|wanted| **s == wanted));
    let mut values: Vec<f64> = chosen.filter_map(|(row, _)| row[feature]).collect();
    values.sort_by(f64::total_cmp);
    values
}

fn profile(customers: &Customers, feature: usize, segment: Option<usize>) -> FeatureProfile {
    let (name, _, _, _, adds_up) = CARDS[feature];
    let (all, own) = (sorted(customers, feature, None), sorted(customers, feature, segment));
    let sum = |values: &[f64]| values.iter().sum::<f64>();
    let defined = !own.is_empty();
    let median = defined.then(|| quantile(&own, 0.5));
    let level = median.filter(|_| segment.is_some()).map(|median| {
        if median < quantile(&all, 1.0 / 3.0) {
            Level::Low
        } else if median > quantile(&all, 2.0 / 3.0) {
            Level::High
        } else {
            Level::Moderate
        }
    });
    let rank = median.map(|median| {
        let below = all.iter().filter(|v| **v < median).count() as f64;
        let equal = all.iter().filter(|v| **v == median).count() as f64;
        (below + equal / 2.0) / all.len() as f64
    });
    FeatureProfile {
        feature: name.to_owned(),
        known: own.len(),
        mean: defined.then(|| sum(&own) / own.len() as f64),
        median,
        quartiles: defined.then(|| (quantile(&own, 0.25), quantile(&own, 0.75))),
        total: adds_up.then(|| sum(&own)),
        share_of_total: (adds_up && sum(&all) > 0.0).then(|| sum(&own) / sum(&all)),
        level,
        rank,
        deviation: None,
        effect: level.map(|_| 0.5),
        on_that_side: level.map(|_| 0.75),
    }
}

fn revenue(customers: &Customers, segment: Option<usize>) -> f64 {
    let members = customers.values.iter().zip(&customers.segment);
    members
        .filter(|(_, s)| segment.is_none_or(|wanted| **s == wanted))
        .filter_map(|(row, _)| row.get(3).copied()?)
        .sum()
}

pub(crate) fn base(customers: &Customers, size: Size) -> Base {
    Base {
        customers_known: size.customers + 17,
        members: size.customers,
        distinct_customers: size.customers,
        revenue: Some(amount((revenue(customers, None) * 100.0).round() as i128)),
        orders: Some(customers.values.iter().filter_map(|row| row.get(2).copied()?).sum::<f64>() as u64),
        first_day: Day::from_ymd(2023, 1, 4),
        last_day: Day::from_ymd(2024, 12, 31),
        profile: (0..size.features).map(|feature| profile(customers, feature, None)).collect(),
    }
}

pub(crate) fn segments(customers: &Customers, size: Size) -> Vec<Segment> {
    (0..size.segments).map(|s| segment(customers, s, size)).collect()
}

fn segment(customers: &Customers, s: usize, size: Size) -> Segment {
    let members = customers.segment.iter().filter(|own| **own == s).count();
    let (all, own) = (revenue(customers, None), revenue(customers, Some(s)));
    let share = members as f64 / size.customers as f64;
    let profile: Vec<FeatureProfile> = (0..size.features).map(|f| profile(customers, f, Some(s))).collect();
    let lapsed = s % 2 == 1;
    Segment {
        id: format!("S{}", s + 1),
        cluster: Some((s * 3 + 1) % size.segments),
        name: NAMES[s].to_owned(),
        name_facts: vec![NameFact {
            word: NAMES[s].split(' ').next().unwrap_or_default().to_lowercase(),
            feature: if lapsed { "recency_days" } else { "revenue" }.to_owned(),
            level: profile[0].level,
            compared_with: None,
            value: None,
        }],
        members,
        share,
        revenue: Some(amount((own * 100.0).round() as i128)),
        revenue_share: (all > 0.0).then(|| own / all),
        largest_member_share: (own > 0.0).then_some(0.12),
        description: description(s, &profile),
        advice: advice(s, lapsed, &profile),
        categories: categories(s),
        silhouette: (size.segments > 1).then(|| 0.19 + 0.21 * super::noise(s, 99)),
        confidence: (size.segments > 1).then(|| 0.55 + 0.3 * super::noise(s, 98)),
        strongest: (0..size.features).rev().collect(),
        border_members: (0..3).map(|i| format!("C{:04}", 5000 + s * 41 + i * 97)).collect(),
        typical_members: (0..3).map(|i| format!("C{:04}", 1000 + s * 37 + i * 211)).collect(),
        profile,
    }
}

fn description(s: usize, profile: &[FeatureProfile]) -> Vec<Statement> {
    let number = |f: usize| profile.get(f).and_then(|p| p.median).unwrap_or(0.0);
    vec![
        Statement::new()
            .say("Half of them ordered within ")
            .number(format!("/segments/{s}/profile/0/median"), number(0), Form::Quantity)
            .say(" days before the as-of date."),
        Statement::new()
            .say("In the middle they placed ")
            .number(format!("/segments/{s}/profile/2/median"), number(2), Form::Quantity)
            .say(" orders worth ")
            .number(format!("/segments/{s}/profile/3/median"), number(3), Form::Quantity)
            .say(" altogether."),
    ]
}

fn advice(s: usize, lapsed: bool, profile: &[FeatureProfile]) -> Vec<Advice> {
    let recency = profile.first().and_then(|p| p.median).unwrap_or(0.0);
    let reason = |words: &str| {
        Statement::new()
            .say(words)
            .number(format!("/segments/{s}/profile/0/median"), recency, Form::Quantity)
            .say(" days ago.")
    };
    let mut out = vec![if lapsed {
        Advice {
            code: "win_back".to_owned(),
            title: "Win them back".to_owned(),
            action: "Send a reminder with what they bought last, then one offer with an end date; stop after the second message."
                .to_owned(),
            channel: "e-mail".to_owned(),
            measure: "the share who order again".to_owned(),
            is_test: false,
            reason: reason("The middle customer's last order was "),
        }
    } else {
        Advice {
            code: "keep_close".to_owned(),
            title: "Keep them close".to_owned(),
            action: "Give early access and thanks rather than discounts: they buy without them.".to_owned(),
            channel: String::new(),
            measure: String::new(),
            is_test: true,
            reason: reason("The middle customer ordered only "),
        }
    }];
    if s == 0 {
        out.push(Advice {
            code: "ask_for_referrals".to_owned(),
            title: "Ask for referrals".to_owned(),
            action: "Invite them to bring a friend.".to_owned(),
            channel: String::new(),
            measure: "new customers who name them".to_owned(),
            is_test: false,
            reason: reason("They are active: last order "),
        });
    }
    out
}

fn categories(s: usize) -> Vec<CategoryProfile> {
    let share = |value: &str, members: usize, share: f64, base_share: f64| CategoryShare {
        value: value.to_owned(),
        members,
        share,
        base_share,
    };
    let tilt = 0.04 * s as f64;
    vec![
        CategoryProfile {
            attribute: "Region".to_owned(),
            known: 30,
            over: if s == 0 { vec![share("Europe", 12, 0.45, 0.30)] } else { vec![] },
            under: if s == 0 { vec![share("Oceania", 0, 0.0, 0.12)] } else { vec![] },
            top: vec![
                share("Europe", 12, 0.45 - tilt, 0.30),
                share("South America", 9, 0.25, 0.295),
                share("Asia", 6, 0.20 + tilt / 2.0, 0.225),
                share("North America", 3, 0.10 + tilt / 2.0, 0.18),
            ],
        },
        CategoryProfile {
            attribute: "favourite category".to_owned(),
            known: 34,
            over: vec![],
            under: vec![],
            top: vec![share("Books", 14, 0.41, 0.29), share("Home Decor", 8, (0.28 - tilt).max(0.0), 0.25)],
        },
    ]
}
