//! Which features are clustered when nobody names any: those that say something, and each thing once.
//!
//! # How it works
//! 1. `varying`: a feature that is the same for all who have it is left out, and so is one of which 95 % or more have one value
//!    ([`NEARLY_ALL`]), unless it says how recently, how often or for how much somebody bought: a shop in which one customer in thirty
//!    comes back wants to know who that is.
//! 2. `fresh`: of features that say the same (rank correlation of 0.95 or more, whatever its sign; groups as exploration shows them) one
//!    stays: of those that are that close to every other of the group, the one with the highest mean magnitude of correlation with them;
//!    ties go to the first in the order of the catalogue.
//! 3. `restored`: at least two features stay where two vary. What comes back first is what is nearly constant, the least so first, then
//!    what is redundant, the least so first.
//!
//! Where nothing varies nothing is left out: there is nobody to tell apart, and the decisions say so.
//!
//! # Cost
//! `O(f n log n + f² n)` for f features of n rows, in parallel.

use crate::explore::{NEARLY_ALL, SAME, groups, of_columns, runs};
use crate::feature::Family;
use crate::segmentation::{LeftOut, LeftOutReason, Redundant};
use crate::spec::{Plan, Select};
use crate::table::{Column, FeatureTable};
use rayon::prelude::*;

/// Features that stay at the least, where so many vary.
const FEWEST: usize = 2;

/// Leaves out of the plan what says nothing or nothing new, and tells why; nothing where features were named or all are wanted.
pub(crate) fn select(table: &FeatureTable, plan: &mut Plan) -> Vec<LeftOut> {
    if plan.features_given || plan.spec.select == Select::None {
        return Vec::new();
    }
    let columns: Vec<&Column> = plan.features.iter().filter_map(|feature| table.column(&feature.name)).collect();
    let left_out = left_out(&columns, table.rows());
    plan.features.retain(|feature| left_out.iter().all(|left| left.feature != feature.name));
    left_out
}

fn left_out(columns: &[&Column], rows: usize) -> Vec<LeftOut> {
    let mut out: Vec<Option<LeftOutReason>> = columns.par_iter().map(|column| varying(column)).collect();
    if out.iter().all(|reason| *reason == Some(LeftOutReason::Constant)) {
        return Vec::new();
    }
    let left: Vec<usize> = (0..columns.len()).filter(|&at| out[at].is_none()).collect();
    for (at, reason) in fresh(columns, &left, rows) {
        out[at] = Some(reason);
    }
    restored(&mut out);
    let named = |(column, reason): (&&Column, Option<LeftOutReason>)| {
        reason.map(|reason| LeftOut { feature: column.card.name.clone(), reason })
    };
    columns.iter().zip(out).filter_map(named).collect()
}

/// Why a feature says too little, if it does.
fn varying(column: &Column) -> Option<LeftOutReason> {
    let sorted = column.sorted();
    let (distinct, value, times) = runs(&sorted);
    if distinct < 2 {
        return Some(LeftOutReason::Constant);
    }
    let share = times as f64 / sorted.len() as f64;
    let asked_for = matches!(column.card.family, Family::Recency | Family::Frequency | Family::Value | Family::Basket);
    (share >= NEARLY_ALL && !asked_for).then_some(LeftOutReason::NearConstant { value, share })
}

/// The places of those of `left` that say what another one says.
fn fresh(columns: &[&Column], left: &[usize], rows: usize) -> Vec<(usize, LeftOutReason)> {
    let kept: Vec<&Column> = left.iter().map(|&at| columns[at]).collect();
    let (spearman, _) = of_columns(&kept, rows);
    let missing: Vec<usize> = kept.iter().map(|column| column.missing()).collect();
    let mut out = Vec::new();
    for Redundant { representative, others, .. } in groups(&missing, &spearman) {
        let mut members: Vec<usize> = others.iter().map(|(other, _)| *other).chain([representative]).collect();
        members.sort_unstable();
        let one = standing_for(&members, &spearman);
        for &other in members.iter().filter(|&&other| other != one) {
            let with = kept[one].card.name.clone();
            let spearman = spearman[one][other].unwrap_or_default();
            out.push((left[other], LeftOutReason::Redundant { with, spearman }));
        }
    }
    out
}

/// The member of a group that stands for it; members ascend, and one of them is close to all others.
fn standing_for(members: &[usize], spearman: &[Vec<Option<f64>>]) -> usize {
    let with = |one: usize| {
        let others = members.iter().filter(move |&&other| other != one);
        others.map(move |&other| spearman[one][other].unwrap_or_default().abs())
    };
    let close = members.iter().copied().filter(|&one| with(one).all(|r| r >= SAME));
    // Of equal ones the first: a later one must be better by more than rounding.
    let best = close.map(|one| (one, with(one).sum::<f64>())).reduce(
        |best, next| {
            if next.1 > best.1 + 1e-12 { next } else { best }
        },
    );
    best.map_or(members[0], |(one, _)| one)
}

/// Takes features back until [`FEWEST`] stay, as far as they vary.
fn restored(out: &mut [Option<LeftOutReason>]) {
    while out.iter().filter(|reason| reason.is_none()).count() < FEWEST {
        let loss = |reason: &LeftOutReason| match reason {
            LeftOutReason::Constant => None,
            LeftOutReason::NearConstant { share, .. } => Some((0, *share)),
            LeftOutReason::Redundant { spearman, .. } => Some((1, spearman.abs())),
        };
        let all = out.iter().enumerate().filter_map(|(at, reason)| Some((loss(reason.as_ref()?)?, at)));
        let least = all.min_by(|(a, _), (b, _)| a.0.cmp(&b.0).then(a.1.total_cmp(&b.1)));
        let Some((_, at)) = least else { return };
        out[at] = None;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::segmentation::FeatureCard;
    use shoal_kernel::Stream;

    fn column(name: &str, family: Family, values: impl IntoIterator<Item = f64>) -> Column {
        let card = FeatureCard {
            name: name.into(),
            label: name.into(),
            meaning: String::new(),
            unit: String::new(),
            adds_up: false,
            family,
            low: String::new(),
            high: String::new(),
        };
        Column::new(card, values.into_iter().map(Some))
    }

    fn of(columns: &[Column]) -> Vec<(String, &'static str)> {
        let word = |reason: &LeftOutReason| match reason {
            LeftOutReason::Constant => "constant",
            LeftOutReason::NearConstant { .. } => "nearly",
            LeftOutReason::Redundant { .. } => "redundant",
        };
        let all = left_out(&columns.iter().collect::<Vec<_>>(), 200);
        all.into_iter().map(|left| (left.feature, word(&left.reason))).collect()
    }

    fn noise(seed: u64) -> Vec<f64> {
        let mut stream = Stream::new(seed, 3);
        (0..200).map(|_| stream.normal()).collect()
    }

    fn rarely() -> impl Iterator<Item = f64> {
        (0..200).map(|i| f64::from(u8::from(i % 40 == 0)))
    }

    #[test]
    fn what_says_nothing_is_left_out_and_how_often_is_not() {
        let columns = [
            column("a", Family::Given, noise(1)),
            column("b", Family::Given, [3.0; 200]),
            column("c", Family::Given, rarely()),
            column("orders", Family::Frequency, rarely().map(|value| 1.0 + value)),
        ];
        assert_eq!(of(&columns), [("b".into(), "constant"), ("c".into(), "nearly")]);
    }

    #[test]
    fn one_of_a_group_stays_the_one_in_the_middle() {
        let near =
            |far: f64, seed| -> Vec<f64> { noise(1).iter().zip(noise(seed)).map(|(a, b)| a + far * b).collect() };
        let columns = [
            column("x", Family::Given, near(0.2, 5)),
            column("y", Family::Given, noise(1).into_iter().map(|v| -v)),
            column("z", Family::Given, near(0.2, 6)),
            column("other", Family::Given, noise(9)),
        ];
        assert_eq!(of(&columns), [("x".into(), "redundant"), ("z".into(), "redundant")]);
        let pair = [
            column("first", Family::Given, noise(1)),
            column("second", Family::Given, near(0.1, 5)),
            column("other", Family::Given, noise(9)),
        ];
        assert_eq!(of(&pair), [("second".into(), "redundant")], "of two alike the first");
    }

    #[test]
    fn two_stay_where_two_vary() {
        let same = [column("a", Family::Given, noise(1)), column("b", Family::Given, noise(1))];
        assert_eq!(of(&same), []);
        let one = [column("a", Family::Given, noise(1)), column("b", Family::Given, [1.0; 200])];
        assert_eq!(of(&one), [("b".into(), "constant")]);
        let three = [
            column("a", Family::Given, noise(1)),
            column("b", Family::Given, noise(1)),
            column("c", Family::Given, rarely()),
        ];
        assert_eq!(of(&three), [("b".into(), "redundant")], "what is nearly constant comes back first");
        let none = [column("a", Family::Given, [1.0; 200]), column("b", Family::Given, [2.0; 200])];
        assert_eq!(of(&none), [], "nothing varies");
    }
}
