//! The criteria, and in which order each would take the rows of a sweep.

use super::Evidence;
use crate::segmentation::{Estimate, SweepRow};
use crate::spec::ChooseBy;

/// Every criterion, in the order of reading.
pub const CRITERIA: [ChooseBy; 7] = [
    ChooseBy::Silhouette,
    ChooseBy::DaviesBouldin,
    ChooseBy::CalinskiHarabasz,
    ChooseBy::Gap,
    ChooseBy::PredictionStrength,
    ChooseBy::Stability,
    ChooseBy::Bic,
];

/// The prediction strength from which on a number of clusters is foretold.
const FORETOLD: f64 = 0.8;

/// The value of a criterion, turned so that higher is better; a consensus has none.
pub(crate) fn merit(row: &SweepRow, by: ChooseBy) -> Option<f64> {
    match by {
        ChooseBy::Consensus => None,
        ChooseBy::DaviesBouldin => row.indices.davies_bouldin.map(|value| -value),
        ChooseBy::Silhouette => row.indices.silhouette,
        ChooseBy::CalinskiHarabasz => row.indices.calinski_harabasz,
        ChooseBy::Gap => row.gap.map(|gap| gap.value),
        ChooseBy::PredictionStrength => row.prediction_strength.map(|strength| strength.value),
        ChooseBy::Stability => row.stability.map(|stability| stability.beyond),
        ChooseBy::Bic => row.bic.map(|value| -value),
    }
}

/// The places of `open` rows of `rows` in the order in which a criterion would take them; without those for which it is not
/// defined. Of equally good ones the first.
///
/// The gap takes the smallest k whose gap is at least the largest one less its error, prediction strength the largest k of at least
/// 0.8; what does not meet that comes after, by its value.
pub(super) fn order(by: ChooseBy, rows: &[SweepRow], open: &[usize]) -> Vec<usize> {
    let largest = largest_gap(open.iter().filter_map(|&at| rows[at].gap));
    let key = |at: usize| merit(&rows[at], by).map(|merit| (preference(by, &rows[at], largest), merit));
    let mut defined: Vec<(usize, (f64, f64))> = open.iter().filter_map(|&at| Some((at, key(at)?))).collect();
    let better = |a: &(f64, f64), b: &(f64, f64)| b.0.total_cmp(&a.0).then(b.1.total_cmp(&a.1));
    defined.sort_by(|a, b| better(&a.1, &b.1).then(a.0.cmp(&b.0)));
    defined.into_iter().map(|(at, _)| at).collect()
}

/// How much a rule prefers a row before its value is looked at; 0 where the criterion has no rule or the row does not meet it.
fn preference(by: ChooseBy, row: &SweepRow, largest_gap: Option<Estimate>) -> f64 {
    let k = row.k as f64;
    match by {
        ChooseBy::Gap => {
            row.gap.zip(largest_gap).filter(|(gap, largest)| as_large(*gap, *largest)).map_or(0.0, |_| 1.0 / k)
        }
        ChooseBy::PredictionStrength => row.prediction_strength.filter(|it| it.value >= FORETOLD).map_or(0.0, |_| k),
        _ => 0.0,
    }
}

fn largest_gap(gaps: impl Iterator<Item = Estimate>) -> Option<Estimate> {
    gaps.reduce(|largest, gap| if gap.value > largest.value { gap } else { largest })
}

/// Whether a gap is as large as the largest, but for the error of that.
fn as_large(gap: Estimate, largest: Estimate) -> bool {
    gap.value >= largest.value - largest.error
}

/// Whether a criterion sees no groups.
pub(super) fn sees_none(by: ChooseBy, evidence: &Evidence) -> bool {
    match by {
        ChooseBy::Gap => {
            let largest = largest_gap(evidence.of_k.values().filter_map(|of_k| of_k.gap));
            let one = evidence.of_k.get(&1).and_then(|one| one.gap);
            one.zip(largest).is_some_and(|(one, largest)| as_large(one, largest))
        }
        ChooseBy::PredictionStrength => {
            let mut known = evidence.of_k.values().filter_map(|of_k| of_k.prediction_strength).peekable();
            known.peek().is_some() && known.all(|strength| strength.value < FORETOLD)
        }
        _ => false,
    }
}
