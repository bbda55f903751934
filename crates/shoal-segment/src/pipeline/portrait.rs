//! Segments from groups: their numbers, then their names, advice and sentences.

use super::group::Group;
use crate::advice::{self, Subject};
use crate::describe::{self, Against};
use crate::lines::Lines;
use crate::model::{Member, OUTLIERS, OUTLIERS_ID, UNASSIGNED, UNASSIGNED_ID};
use crate::money::Amount;
use crate::name::{self, Nameless};
use crate::playbook::Playbook;
use crate::profile::{self, Baseline};
use crate::segmentation::{Base, NameFact, Segment};
use crate::sweep::Swept;
use crate::table::FeatureTable;
use shoal_kernel::Points;
use shoal_kernel::distance::squared;
use shoal_kernel::moments::column_means;

/// How many members nearest to the mean a segment shows, and how many at its border.
const TYPICAL: usize = 3;

/// What segments are described from.
pub(super) struct Described<'a> {
    pub(super) lines: &'a Lines,
    pub(super) table: &'a FeatureTable,
    pub(super) baseline: &'a Baseline,
    pub(super) base: &'a Base,
    pub(super) clustered: &'a [String],
    pub(super) playbook: &'a Playbook,
    /// Whether the verdict found groups.
    pub(super) has_groups: bool,
    pub(super) scaled: &'a Points,
}

/// The segments of `groups`, in their order.
pub(super) fn segments(from: &Described<'_>, groups: &[Group], members: &[Member], swept: &Swept) -> Vec<Segment> {
    let mut segments: Vec<Segment> =
        groups.iter().enumerate().map(|(at, group)| unnamed(from, at, group, members, swept)).collect();
    let cards = from.table.cards();
    let nameless: Vec<Nameless<'_>> = segments
        .iter()
        .map(|segment| Nameless {
            id: &segment.id,
            members: segment.members,
            profile: &segment.profile,
            categories: &segment.categories,
        })
        .collect();
    let names = if segments.len() == 1 {
        vec![(format!("All {}", from.table.unit.many()), Vec::new())]
    } else {
        let assigned = segments.iter().filter(|segment| segment.cluster.is_some()).count();
        let mut names = match swept.names.is_empty() {
            true => name::name(&nameless[..assigned], from.table.unit, &cards, from.clustered),
            false => given_names(&segments[..assigned], &swept.names),
        };
        let others = groups[assigned..].iter().map(|group| if group.outliers { OUTLIERS } else { UNASSIGNED });
        names.extend(others.map(|name| (name.into(), Vec::new())));
        names
    };
    let against = Against { unit: from.table.unit, base: from.base, cards: &cards, clustered: from.clustered };
    for (at, (segment, (name, facts))) in segments.iter_mut().zip(names).enumerate() {
        (segment.name, segment.name_facts) = (name, facts);
        let subject = Subject {
            assigned: segment.cluster.is_some(),
            unit: from.table.unit,
            place: at,
            members: segment.members,
            profile: &segment.profile,
            base: &from.base.profile,
            cards: &cards,
            groups: from.has_groups,
        };
        segment.advice = advice::advise(&subject, from.playbook);
        segment.description = describe::segment(at, segment, &against);
    }
    segments
}

/// The names that the method gives its clusters.
fn given_names(segments: &[Segment], names: &[String]) -> Vec<(String, Vec<NameFact>)> {
    let name = |segment: &Segment| segment.cluster.and_then(|cluster| names.get(cluster)).cloned().unwrap_or_default();
    segments.iter().map(|segment| (name(segment), Vec::new())).collect()
}

/// A segment with its numbers, before words.
fn unnamed(from: &Described<'_>, at: usize, group: &Group, members: &[Member], swept: &Swept) -> Segment {
    let total = from.base.revenue.map_or(0, |revenue| revenue.minor);
    let scale = from.lines.money_scale;
    let profile = from.baseline.group(from.table, &group.rows);
    let confidences: Vec<f64> = group.rows.iter().filter_map(|&row| members[row].confidence).collect();
    Segment {
        id: match group.cluster {
            Some(_) => format!("S{}", at + 1),
            None if group.outliers => OUTLIERS_ID.into(),
            None => UNASSIGNED_ID.into(),
        },
        cluster: group.cluster,
        name: String::new(),
        name_facts: Vec::new(),
        members: group.rows.len(),
        share: group.rows.len() as f64 / from.table.rows() as f64,
        revenue: from.base.revenue.map(|_| Amount { minor: group.revenue_minor, scale }),
        revenue_share: (total > 0).then(|| group.revenue_minor as f64 / total as f64),
        largest_member_share: largest_share(from.table, &group.rows),
        description: Vec::new(),
        advice: Vec::new(),
        strongest: profile::strongest(&profile),
        profile,
        categories: from.table.attributes.iter().map(|attribute| profile::categories(attribute, &group.rows)).collect(),
        silhouette: swept.silhouette.as_ref().zip(group.cluster).and_then(|(s, c)| s.per_cluster.get(c).copied()),
        confidence: (!confidences.is_empty()).then(|| confidences.iter().sum::<f64>() / confidences.len() as f64),
        border_members: if group.cluster.is_some() { bordering(from, group, members) } else { Vec::new() },
        typical_members: if group.cluster.is_some() { typical(from, group) } else { Vec::new() },
    }
}

/// Share of the revenue of `rows` that the largest of them brings.
fn largest_share(table: &FeatureTable, rows: &[usize]) -> Option<f64> {
    let revenue = || rows.iter().map(|&row| table.revenue_minor[row]);
    let (largest, all) = (revenue().max()?, revenue().sum::<i128>());
    (all > 0).then(|| largest as f64 / all as f64)
}

/// The members nearest to the group's mean, as they may be shown.
fn typical(from: &Described<'_>, group: &Group) -> Vec<String> {
    let mean = column_means(&from.scaled.select(&group.rows));
    let rows: Vec<(f64, usize)> = group.rows.iter().map(|&row| (squared(from.scaled.row(row), &mean), row)).collect();
    first(from, rows)
}

/// The members who are placed with the least confidence, as they may be shown.
fn bordering(from: &Described<'_>, group: &Group, members: &[Member]) -> Vec<String> {
    first(from, group.rows.iter().filter_map(|&row| Some((members[row].confidence?, row))).collect())
}

/// Those with the smallest numbers, the smallest first.
fn first(from: &Described<'_>, mut rows: Vec<(f64, usize)>) -> Vec<String> {
    rows.sort_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)));
    rows.iter().take(TYPICAL).map(|&(_, row)| from.table.shown(row)).collect()
}
