//! Something that may hold of a segment, as people write it: `revenue is high`, `orders above 3`, `away`, `groups are found`.

use crate::profile;
use crate::segmentation::{FeatureProfile, Level};
use std::fmt;
use std::str::FromStr;

/// Something that may hold of a segment.
#[derive(Debug, Clone, PartialEq)]
pub enum Condition {
    /// A feature's level is the given one.
    Is(String, Level),
    /// A feature's level is known and another.
    IsNot(String, Level),
    /// A feature's median is known and above a number.
    Above(String, f64),
    /// A feature's median is known and below a number.
    Below(String, f64),
    /// The last order is longer ago than for most, and than the usual gap between orders.
    Away,
    /// The last order is longer ago than for most, but within the usual gap between orders.
    OnSchedule,
    /// The verdict found groups, or found none.
    Groups(bool),
}

use Condition::{Above, Away, Below, Groups, Is, IsNot, OnSchedule};

/// What a condition may look like.
pub(super) const ALLOWED: &str = "allowed are `FEATURE is high`, `FEATURE is not low` (high, moderate or low), `FEATURE above 3`, \
    `FEATURE below 3`, `away`, `on schedule`, `groups are found` and `no groups are found`";

/// Features that tell how long somebody is away.
const RHYTHM: [&str; 2] = ["recency_days", "mean_days_between_orders"];

/// What conditions are held against.
#[derive(Clone, Copy)]
pub struct Facts<'a> {
    /// How many members the segment has.
    pub members: usize,
    /// Its profile.
    pub profile: &'a [FeatureProfile],
    /// Whether the verdict found groups.
    pub groups: bool,
}

impl Condition {
    /// The features that it speaks of.
    pub fn features(&self) -> Vec<&str> {
        match self {
            Is(feature, _) | IsNot(feature, _) | Above(feature, _) | Below(feature, _) => vec![feature],
            Away | OnSchedule => RHYTHM.to_vec(),
            Groups(_) => Vec::new(),
        }
    }

    /// Whether it holds.
    pub fn holds(&self, facts: Facts<'_>) -> bool {
        let entry = |feature: &str| facts.profile.iter().find(|entry| entry.feature == feature);
        let level = |feature: &str| entry(feature).and_then(|entry| entry.level);
        let median = |feature: &str| entry(feature).and_then(|entry| entry.median);
        let overdue = || profile::overdue(facts.profile, facts.members);
        match self {
            Is(feature, wanted) => level(feature) == Some(*wanted),
            IsNot(feature, unwanted) => level(feature).is_some_and(|level| level != *unwanted),
            Above(feature, least) => median(feature).is_some_and(|median| median > *least),
            Below(feature, most) => median(feature).is_some_and(|median| median < *most),
            Away => level(RHYTHM[0]) == Some(Level::High) && overdue(),
            OnSchedule => level(RHYTHM[0]) == Some(Level::High) && !overdue(),
            Groups(wanted) => facts.groups == *wanted,
        }
    }

    /// Whether both can never hold of one segment.
    pub fn contradicts(&self, other: &Self) -> bool {
        let one_way = |a: &Self, b: &Self| match (a, b) {
            (Is(feature, level), Is(other, another)) => feature == other && level != another,
            (Is(feature, level), IsNot(other, another)) => feature == other && level == another,
            (Above(feature, least), Below(other, most)) => feature == other && least >= most,
            (Away, OnSchedule) => true,
            (Away | OnSchedule, Is(feature, level)) => feature == RHYTHM[0] && *level != Level::High,
            (Away | OnSchedule, IsNot(feature, level)) => feature == RHYTHM[0] && *level == Level::High,
            (Groups(one), Groups(another)) => one != another,
            _ => false,
        };
        one_way(self, other) || one_way(other, self)
    }
}

impl fmt::Display for Condition {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Is(feature, level) => write!(f, "{feature} is {}", level.word()),
            IsNot(feature, level) => write!(f, "{feature} is not {}", level.word()),
            Above(feature, least) => write!(f, "{feature} above {least}"),
            Below(feature, most) => write!(f, "{feature} below {most}"),
            Away => f.write_str("away"),
            OnSchedule => f.write_str("on schedule"),
            Groups(true) => f.write_str("groups are found"),
            Groups(false) => f.write_str("no groups are found"),
        }
    }
}

impl FromStr for Condition {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let wrong = || format!("the condition {text:?}; {ALLOWED}");
        let words: Vec<&str> = text.split_whitespace().collect();
        let level =
            |word: &str| [Level::High, Level::Moderate, Level::Low].into_iter().find(|level| level.word() == word);
        let number = |word: &str| word.parse::<f64>().ok().filter(|number| number.is_finite());
        let of = |feature: &str| feature.to_owned();
        match words.as_slice() {
            ["away"] => Some(Away),
            ["on", "schedule"] => Some(OnSchedule),
            ["groups", "are", "found"] => Some(Groups(true)),
            ["no", "groups", "are", "found"] => Some(Groups(false)),
            [feature, "is", "not", word] => level(word).map(|level| IsNot(of(feature), level)),
            [feature, "is", word] => level(word).map(|level| Is(of(feature), level)),
            [feature, "above", word] => number(word).map(|least| Above(of(feature), least)),
            [feature, "below", word] => number(word).map(|most| Below(of(feature), most)),
            _ => None,
        }
        .ok_or_else(wrong)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn conditions_are_read_as_they_are_shown() {
        for text in [
            "revenue is high",
            "orders is not moderate",
            "orders above 3",
            "recency_days below 90.5",
            "away",
            "on schedule",
            "groups are found",
            "no groups are found",
        ] {
            assert_eq!(text.parse::<Condition>().unwrap().to_string(), text);
        }
        for text in ["", "revenue", "revenue is huge", "orders above many", "orders above inf", "is high", "away now"] {
            assert!(text.parse::<Condition>().is_err_and(|said| said.contains("allowed are")), "{text}");
        }
    }

    #[test]
    fn what_can_never_hold_together_is_known() {
        let of = |text: &str| text.parse::<Condition>().unwrap();
        for (one, other, expected) in [
            ("revenue is high", "revenue is low", true),
            ("revenue is high", "orders is low", false),
            ("revenue is high", "revenue is not high", true),
            ("revenue is not high", "revenue is not low", false),
            ("orders above 5", "orders below 5", true),
            ("orders above 4", "orders below 5", false),
            ("away", "on schedule", true),
            ("recency_days is low", "away", true),
            ("recency_days is not high", "on schedule", true),
            ("groups are found", "no groups are found", true),
        ] {
            assert_eq!(of(one).contradicts(&of(other)), expected, "{one}, {other}");
            assert_eq!(of(other).contradicts(&of(one)), expected, "{other}, {one}");
        }
    }
}
