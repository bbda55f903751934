//! Features and categories, and how they lie in a group of members.

use crate::feature::Family;
use serde::{Deserialize, Serialize};

/// A feature as it is known to a reader.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct FeatureCard {
    /// The name, for instance `recency_days`.
    pub name: String,
    /// The name for people, for instance `days since last order`.
    pub label: String,
    /// What it means, in a sentence.
    pub meaning: String,
    /// The unit: `days`, `orders`, `units`, `money`, …
    pub unit: String,
    /// Whether totals over members make sense.
    pub adds_up: bool,
    /// Features of one family say nearly the same thing.
    pub family: Family,
    /// The word for members with a low value.
    pub low: String,
    /// The word for members with a high value.
    pub high: String,
}

impl FeatureCard {
    /// The name for people inside a sentence: a column of the customers' table is quoted as the table has it, and so is a label with
    /// figures, which are no fact of the run.
    pub fn spoken(&self) -> String {
        let quoted = self.family == Family::Given || self.label.contains(|c: char| c.is_ascii_digit());
        if quoted { format!("“{}”", self.label) } else { self.label.clone() }
    }

    /// The card with the given name.
    pub fn find<'a>(cards: &'a [FeatureCard], name: &str) -> Option<&'a FeatureCard> {
        cards.iter().find(|card| card.name == name)
    }
}

/// Low, moderate or high against the base; the exact rule is in [`crate::profile`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Level {
    /// Most members have more than the segment's median, and it stands in the lower third of the base.
    Low,
    /// Neither.
    Moderate,
    /// Most members have less than the segment's median, and it stands in the upper third of the base.
    High,
}

impl Level {
    /// The word.
    pub fn word(self) -> &'static str {
        match self {
            Self::Low => "low",
            Self::Moderate => "moderate",
            Self::High => "high",
        }
    }
}

/// One feature over a group of members, in original units.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct FeatureProfile {
    /// Name of the feature.
    pub feature: String,
    /// Members for which it is known.
    pub known: usize,
    /// Mean over those; `None` when there is none.
    pub mean: Option<f64>,
    /// Median over those.
    pub median: Option<f64>,
    /// First and third quartile.
    pub quartiles: Option<(f64, f64)>,
    /// Standard deviation; `None` with fewer than two.
    pub deviation: Option<f64>,
    /// Total, where it adds up.
    pub total: Option<f64>,
    /// Share of the base's total, where it adds up and the base's total is positive.
    pub share_of_total: Option<f64>,
    /// Low, moderate or high by the rule in [`Level`]; `None` when undefined, and for the base itself.
    pub level: Option<Level>,
    /// Where the median stands in the base: the share of the base below it plus half of the share equal to it.
    pub rank: Option<f64>,
    /// How strongly it sets the group apart (Cliff's delta, −1 to 1): how often a member has more than somebody else, less how often it
    /// has less; `None` when undefined, and for the base itself.
    pub effect: Option<f64>,
    /// In how many of these comparisons the member is on the side that the effect says, ties counting half: 0.5 to 1.
    pub on_that_side: Option<f64>,
}

/// One value of a categorical attribute inside a segment.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct CategoryShare {
    /// The value, for instance `Europe`.
    pub value: String,
    /// Members of the segment with it.
    pub members: usize,
    /// Their share of the segment's members for which the attribute is known.
    pub share: f64,
    /// The share in the base.
    pub base_share: f64,
}

/// A categorical attribute over a segment.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct CategoryProfile {
    /// The attribute's name, for instance `Region` or `favourite category`.
    pub attribute: String,
    /// Members of the segment for whom it is known.
    pub known: usize,
    /// Up to five values, most frequent first (ties alphabetical).
    pub top: Vec<CategoryShare>,
    /// Up to five values that are clearly more frequent than in the base, by the rule in [`crate::profile`], clearest first.
    pub over: Vec<CategoryShare>,
    /// Up to five values that are clearly less frequent than in the base, clearest first.
    pub under: Vec<CategoryShare>,
}
