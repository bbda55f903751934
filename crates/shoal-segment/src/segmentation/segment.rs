//! A segment: its numbers, its name, its advice.

use super::profile::{CategoryProfile, FeatureProfile, Level};
use crate::money::Amount;
use crate::statement::Statement;
use serde::Serialize;

/// A lasting, named group of members.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Segment {
    /// Stable id such as `S1`.
    pub id: String,
    /// The model's cluster; `None` for the customers whom the method leaves out, who are the segment *Unassigned*.
    pub cluster: Option<usize>,
    /// A unique name that follows from the profile.
    pub name: String,
    /// Which levels the name rests on.
    pub name_facts: Vec<NameFact>,
    /// How many members it has.
    pub members: usize,
    /// Share of the base's members.
    pub share: f64,
    /// Net revenue; `None` without transactions.
    pub revenue: Option<Amount>,
    /// Share of the base's revenue; `None` when that is not positive.
    pub revenue_share: Option<f64>,
    /// Share of the segment's revenue that its largest member brings; `None` when it has no revenue.
    pub largest_member_share: Option<f64>,
    /// What the segment is, in sentences.
    pub description: Vec<Statement>,
    /// What to do, best first; at least one.
    pub advice: Vec<Advice>,
    /// One per available feature, in the order of `exploration.features`.
    pub profile: Vec<FeatureProfile>,
    /// The places of those in the profile that set it apart, the strongest first.
    pub strongest: Vec<usize>,
    /// Region, country, favourite category.
    pub categories: Vec<CategoryProfile>,
    /// Mean silhouette of its members in the chosen model; `None` when undefined.
    pub silhouette: Option<f64>,
    /// Mean confidence of its members; `None` for a single segment.
    pub confidence: Option<f64>,
    /// Ids of the members nearest to the centre, as they may be shown in a report (keys that look personal are hashed).
    pub typical_members: Vec<String>,
    /// Ids of the members who are placed with the least confidence, shown the same way, the least first.
    pub border_members: Vec<String>,
}

/// A word in a segment's name and the level it stands for.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct NameFact {
    /// The word, for instance `lapsed`.
    pub word: String,
    /// The feature it speaks of.
    pub feature: String,
    /// The level it claims; `None` for a comparison with another segment of otherwise equal name.
    pub level: Option<Level>,
    /// For a comparison: the id of the segment compared with.
    pub compared_with: Option<String>,
    /// For a category: the value that most members have.
    pub value: Option<String>,
}

/// Something to do, and the numbers that say so.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Advice {
    /// A stable code such as `win_back`.
    pub code: String,
    /// The headline, for instance `Win them back`.
    pub title: String,
    /// What to do.
    pub action: String,
    /// Through what; empty where nothing is said.
    pub channel: String,
    /// What shows whether it helped; empty where nothing is said.
    pub measure: String,
    /// Whether it is a test to run: the evidence is missing that would make a finding of it.
    pub is_test: bool,
    /// The numbers that triggered it.
    pub reason: Statement,
}
