//! What would move a member: values that others have, tried one after the other.

use super::variants::with_numbers;
use super::{Change, Placed, Subject};
use crate::error::Error;
use crate::feature::{Family, Unit};
use crate::segmentation::FeatureCard;
use shoal_kernel::quantile;

/// Values that are tried of each feature, at the most.
const TRIED: usize = 500;

/// The smallest change of each feature that leads to another segment; those that pass fewest others first.
pub(super) fn changes(subject: &Subject<'_>) -> Result<Vec<Change>, Error> {
    let mut found = Vec::new();
    for column in subject.numbers() {
        found.extend(of_feature(subject, column)?);
    }
    found.sort_by(|a, b| a.passes.total_cmp(&b.passes));
    Ok(found)
}

fn of_feature(subject: &Subject<'_>, column: usize) -> Result<Option<Change>, Error> {
    let card = &subject.table.columns[column].card;
    let Some(from) = subject.own.columns[column].get(0) else { return Ok(None) };
    let sorted = subject.baseline.sorted(column);
    let upwards = grows(card, subject);
    let values: Vec<f64> =
        spaced(sorted).into_iter().filter(|&value| if upwards { value > from } else { value != from }).collect();
    let members = subject.model.score(&with_numbers(subject.own, column, &values))?;
    let elsewhere =
        |segment: usize| segment != subject.member.segment && subject.model.segments[segment].cluster.is_some();
    let moving = values.into_iter().zip(members).filter(|(_, member)| elsewhere(member.segment));
    let nearest = moving.map(|(to, member)| (passes(sorted, from, to), to, member)).min_by(|a, b| a.0.total_cmp(&b.0));
    Ok(nearest.map(|(passes, to, member)| Change {
        feature: card.name.clone(),
        label: card.label.clone(),
        from,
        to,
        passes,
        moves_to: Placed::of(subject.model, member),
    }))
}

/// Whether a feature of a customer can but grow.
fn grows(card: &FeatureCard, subject: &Subject<'_>) -> bool {
    let of_history = !matches!(card.family, Family::Own | Family::Given);
    let grows = card.adds_up || card.family == Family::Tenure;
    grows && of_history && subject.model.window.is_none() && subject.model.unit == Unit::Customer
}

/// The different values of ascending ones; of many an even choice.
fn spaced(sorted: &[f64]) -> Vec<f64> {
    let mut values = sorted.to_vec();
    values.dedup();
    let count = values.len();
    if count <= TRIED {
        return values;
    }
    (0..TRIED).map(|at| values[at * (count - 1) / (TRIED - 1)]).collect()
}

/// The share of ascending values between two, and half of those that are equal to either.
fn passes(sorted: &[f64], from: f64, to: f64) -> f64 {
    let rank = |value: f64| quantile::mid_rank(sorted, value).unwrap_or(0.0);
    (rank(to) - rank(from)).abs()
}
