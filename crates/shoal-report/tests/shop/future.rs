//! What became of the shop's customers, with every figure that can be undefined undefined somewhere.

use super::amount;
use shoal_segment::date::Day;
use shoal_segment::future::{Difference, Explained, Future, GroupingAfter, Period, RandomAfter, SegmentAfter, Tested};
use shoal_segment::statement::Statement;

/// Held against what came after.
pub(crate) fn tested() -> Future {
    Future {
        outcome: "better".to_owned(),
        untested: None,
        statements: vec![Statement::new().say("That is better than random.")],
        period: Some(period(Some(90))),
        tested: Some(Tested {
            customers_in_tables: 200,
            customers_looked_at: 200,
            customers: 180,
            retention: 0.4,
            revenue: amount(1_234_567),
            orders: 99,
            columns_of_today: vec![],
            permutations: 999,
            resamples: 999,
            level: 0.05,
            groupings: vec![
                grouping("These segments", None),
                grouping("Published RFM segments", Some("better")),
                grouping("RFM quintiles", Some("unclear")),
            ],
            random: RandomAfter { high: 0.061, lift: None },
            segments: vec![segment("<b>Loyal</b> | customers", Some(1.5)), segment("Others", None)],
            best: 0,
        }),
    }
}

/// Too short.
pub(crate) fn untested() -> Future {
    Future {
        outcome: "not_tested".to_owned(),
        untested: Some("too_short".to_owned()),
        statements: vec![Statement::new().say("The history is too short.")],
        period: Some(period(None)),
        tested: None,
    }
}

fn period(days: Option<usize>) -> Period {
    Period {
        first: Day(19_600),
        until: Day(20_088),
        history_days: 489,
        median_gap: days.map(|_| 30.5),
        days,
        as_of: days.map(|days| Day(20_088 - days as i32)),
        given: false,
        customers: 180,
        retained: 72,
        customers_needed: 100,
        retained_needed: 30,
    }
}

fn grouping(name: &str, verdict: Option<&str>) -> GroupingAfter {
    let explained = |outcome: &str, share: Option<f64>| Explained {
        outcome: outcome.to_owned(),
        share,
        by_chance: 0.021,
        adjusted: share.map(|share| share - 0.021),
        p: share.map(|_| 0.004),
    };
    GroupingAfter {
        id: name.to_lowercase(),
        name: name.to_owned(),
        groups: 5,
        explained: vec![
            explained("log_revenue", Some(0.12)),
            explained("revenue", None),
            explained("orders", Some(0.0)),
        ],
        difference: verdict.map(|verdict| Difference {
            value: 0.02,
            low: -0.01,
            high: 0.05,
            verdict: verdict.to_owned(),
        }),
    }
}

fn segment(name: &str, lift: Option<f64>) -> SegmentAfter {
    SegmentAfter {
        name: name.to_owned(),
        members: 90,
        share: 0.5,
        revenue_before: 812.5,
        retention: 0.6,
        lift,
        revenue: -3.25,
        revenue_share: lift,
        orders: 0.55,
    }
}
