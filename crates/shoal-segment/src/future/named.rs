//! The names of segments as of the cut, by the rules of all names.

use crate::model::UNASSIGNED;
use crate::name::{self, Nameless};
use crate::profile::{self, Baseline};
use crate::segmentation::{CategoryProfile, FeatureProfile};
use crate::spec::Plan;
use crate::sweep::Again;
use crate::table::FeatureTable;

/// One name per group.
pub(super) fn segment_names(table: &FeatureTable, plan: &Plan, again: &Again) -> Vec<String> {
    let groups = again.labels.members();
    let named = groups.len() - usize::from(again.leaves_out);
    let mut names: Vec<String> = match again.names.is_empty() {
        true => told(table, plan, &groups[..named]),
        false => again.names.iter().take(named).cloned().collect(),
    };
    names.resize(groups.len(), UNASSIGNED.into());
    names
}

/// Names from profiles.
fn told(table: &FeatureTable, plan: &Plan, groups: &[Vec<usize>]) -> Vec<String> {
    let baseline = Baseline::new(table);
    let ids: Vec<String> = (1..=groups.len()).map(|number| format!("S{number}")).collect();
    let profiles: Vec<(Vec<FeatureProfile>, Vec<CategoryProfile>)> = groups
        .iter()
        .map(|rows| {
            let categories = table.attributes.iter().map(|attribute| profile::categories(attribute, rows)).collect();
            (baseline.group(table, rows), categories)
        })
        .collect();
    let nameless: Vec<Nameless<'_>> = groups
        .iter()
        .zip(&ids)
        .zip(&profiles)
        .map(|((rows, id), (profile, categories))| Nameless { id, members: rows.len(), profile, categories })
        .collect();
    let features = plan.features.iter().map(|feature| feature.name.clone());
    let clustered: Vec<String> = features.chain(plan.categories.iter().map(|category| category.name.clone())).collect();
    name::name(&nameless, table.unit, &table.cards(), &clustered).into_iter().map(|(name, _)| name).collect()
}
