//! Features that hardly vary, and features that say the same as another one, each in a sentence too.

use crate::segmentation::{Distribution, NearConstant, Redundant};
use crate::statement::{Form, Statement};

/// A feature is nearly constant when one value is that of at least this share of the members for whom it is known.
pub(crate) const NEARLY_ALL: f64 = 0.95;

/// Two features say the same from this rank correlation on, whatever its sign.
pub(crate) const SAME: f64 = 0.95;

/// The features of which nearly all members (`many`) have one value, in the order of features.
pub(super) fn near_constant(features: &[Distribution], many: &str) -> Vec<NearConstant> {
    let of = |(feature, distribution): (usize, &Distribution)| {
        let found = distribution.statistics.as_ref().filter(|found| found.mode_share >= NEARLY_ALL)?;
        Some(NearConstant { feature, value: found.mode, share: found.mode_share, said: Statement::new() })
    };
    let mut found: Vec<NearConstant> = features.iter().enumerate().filter_map(of).collect();
    for (at, one) in found.iter_mut().enumerate() {
        one.said = Statement::new()
            .say(&format!("Nearly constant is {}: ", features[one.feature].card.spoken()))
            .share(format!("/exploration/near_constant/{at}/share"), one.share)
            .say(&format!(" of the {many} have "))
            .number(format!("/exploration/near_constant/{at}/value"), one.value, Form::Quantity)
            .say(".");
    }
    found
}

/// Groups of features of which one stands for the others: the one that says the same as most others of those left, of these the one with
/// the fewest missing values, then the first. Every other of a group is related to the one itself.
pub(super) fn redundant(features: &[Distribution], correlations: &[Vec<Option<f64>>]) -> Vec<Redundant> {
    let mut groups = groups(&features.iter().map(|feature| feature.missing).collect::<Vec<_>>(), correlations);
    for (at, group) in groups.iter_mut().enumerate() {
        group.said = stands_for(features, at, group);
    }
    groups
}

/// The same for features of which is known how many values are missing, without sentences.
pub(crate) fn groups(missing: &[usize], correlations: &[Vec<Option<f64>>]) -> Vec<Redundant> {
    let mut left: Vec<usize> = (0..missing.len()).collect();
    let same = |a: usize, b: usize| correlations[a][b].filter(|r| a != b && r.abs() >= SAME);
    let mut groups = Vec::new();
    loop {
        let alike = |&one: &usize| left.iter().filter(|&&other| same(one, other).is_some()).count();
        let best = left
            .iter()
            .copied()
            .max_by_key(|one| (alike(one), std::cmp::Reverse(missing[*one]), std::cmp::Reverse(*one)));
        let Some(representative) = best.filter(|one| alike(one) > 0) else { break };
        let others: Vec<(usize, f64)> =
            left.iter().filter_map(|&other| Some((other, same(representative, other)?))).collect();
        left.retain(|feature| *feature != representative && others.iter().all(|(other, _)| other != feature));
        groups.push(Redundant { representative, others, said: Statement::new() });
    }
    groups.sort_by_key(|group| group.representative);
    groups
}

/// Group number `at` in a sentence.
fn stands_for(features: &[Distribution], at: usize, group: &Redundant) -> Statement {
    let label = |feature: usize| features[feature].card.spoken();
    let opening = format!("Nearly the same by rank correlation: {} stands for ", label(group.representative));
    let mut said = Statement::new().say(&opening);
    for (place, &(other, correlation)) in group.others.iter().enumerate() {
        said = said
            .say(&format!("{}{} (", if place > 0 { ", " } else { "" }, label(other)))
            .number(format!("/exploration/redundant/{at}/others/{place}/1"), correlation, Form::Index)
            .say(")");
    }
    said.say(".")
}
