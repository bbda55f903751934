//! Names of segments, made of words that their profiles bear out.
//!
//! 1. `candidates`: every feature in which the segment's median is low or high gives a word (`feature` has the words), one
//!    per family, revenue first, then clustered features, then by how far the median stands from the middle of the base.
//!    A feature counts when it is known for at least two thirds of the members, and *lapsed* only for customers who are away
//!    for longer than their usual gap between orders.
//! 2. `widen`: names start with two words; where two segments would have the same name, both take their next word.
//! 3. `compare`: names that are still equal are told apart by a feature in which the segments' medians all differ
//!    ("higher revenue per order"), and only when there is none by the segment's id.
//!
//! A column of the customers' table gives no adjective, but what follows: "High-spending customers with lower Age". A clustered
//! category gives the value that most or all members have, where that is more than in the base: "…, mostly Region Europe".
//!
//! A name never says more than its [`NameFact`]s.

use crate::feature::{Family, Unit, given};
use crate::profile;
use crate::segmentation::{CategoryProfile, FeatureCard, FeatureProfile, Level, NameFact};
use std::collections::BTreeMap;

/// Words in a name before it is widened.
const WORDS: usize = 2;

/// A segment as far as its name needs it.
pub struct Nameless<'a> {
    /// Its id.
    pub id: &'a str,
    /// How many members it has.
    pub members: usize,
    /// Its profile.
    pub profile: &'a [FeatureProfile],
    /// Its categories.
    pub categories: &'a [CategoryProfile],
}

/// A unique name per segment, with what it rests on.
///
/// Members are of the given `unit`; `cards` say what is known about the features, `clustered` are the names of the features
/// and categories that were clustered. Cost: `O(k² f)` for k segments and f features.
pub fn name(
    segments: &[Nameless<'_>],
    unit: Unit,
    cards: &[FeatureCard],
    clustered: &[String],
) -> Vec<(String, Vec<NameFact>)> {
    let phrase = |facts: &[NameFact]| phrase(facts, unit, cards);
    let candidates: Vec<Vec<NameFact>> = segments.iter().map(|segment| candidates(segment, cards, clustered)).collect();
    let mut lengths: Vec<usize> = candidates.iter().map(|words| words.len().min(WORDS)).collect();
    widen(&candidates, &mut lengths, &phrase);
    let mut facts: Vec<Vec<NameFact>> =
        candidates.iter().zip(&lengths).map(|(words, &length)| words[..length].to_vec()).collect();
    let mut names: Vec<String> = facts.iter().map(|facts| phrase(facts)).collect();
    for group in collisions(&names) {
        match telling_feature(segments, &group, cards, clustered) {
            Some(telling) => compare(segments, telling, &mut names, &mut facts),
            None => group.iter().for_each(|&at| names[at] = format!("{} ({})", names[at], segments[at].id)),
        }
    }
    names.into_iter().zip(facts).collect()
}

fn candidates(segment: &Nameless<'_>, cards: &[FeatureCard], clustered: &[String]) -> Vec<NameFact> {
    let overdue = profile::overdue(segment.profile, segment.members);
    let mut found: Vec<(&FeatureCard, Level, f64)> = segment
        .profile
        .iter()
        .filter(|entry| 3 * entry.known >= 2 * segment.members)
        .filter_map(|entry| Some((FeatureCard::find(cards, &entry.feature)?, entry.level?, (entry.rank? - 0.5).abs())))
        .filter(|(_, level, _)| *level != Level::Moderate)
        .filter(|(feature, level, _)| feature.family != Family::Recency || *level == Level::Low || overdue)
        .collect();
    let importance = |feature: &FeatureCard| match feature.family {
        Family::Value => 0,
        _ if clustered.contains(&feature.name) => 1,
        _ => 2,
    };
    found.sort_by(|a, b| importance(a.0).cmp(&importance(b.0)).then(b.2.total_cmp(&a.2)));
    let mut families = Vec::new();
    found.retain(|(feature, ..)| {
        let fresh = feature.family.is_mixed() || !families.contains(&feature.family);
        families.push(feature.family);
        fresh
    });
    let of_values = found.iter().filter(|(feature, ..)| feature.family == Family::Value).count();
    let mut facts: Vec<NameFact> = found
        .into_iter()
        .map(|(feature, level, _)| NameFact {
            word: if level == Level::High { feature.high.clone() } else { feature.low.clone() },
            feature: feature.name.clone(),
            level: Some(level),
            compared_with: None,
            value: None,
        })
        .collect();
    facts.splice(of_values..of_values, values(segment, clustered));
    facts
}

/// The values of clustered categories that more than half of the members have, and more than in the base.
fn values(segment: &Nameless<'_>, clustered: &[String]) -> Vec<NameFact> {
    let of_category = |profile: &CategoryProfile| {
        let feature = Some(given::name(&profile.attribute)).filter(|name| clustered.contains(name))?;
        let most = profile.top.first().filter(|top| 2 * top.members > segment.members && top.share > top.base_share)?;
        let how = if most.members == segment.members { "all" } else { "mostly" };
        Some(NameFact {
            word: format!("{how} {} {}", profile.attribute, most.value),
            feature,
            level: None,
            compared_with: None,
            value: Some(most.value.clone()),
        })
    };
    segment.categories.iter().filter_map(of_category).collect()
}

/// Lengthens colliding names by a word at a time until they differ or have no more words.
fn widen(candidates: &[Vec<NameFact>], lengths: &mut [usize], phrase: &dyn Fn(&[NameFact]) -> String) {
    loop {
        let names: Vec<String> = candidates.iter().zip(&*lengths).map(|(words, &n)| phrase(&words[..n])).collect();
        let longer: Vec<usize> =
            collisions(&names).into_iter().flatten().filter(|&at| lengths[at] < candidates[at].len()).collect();
        if longer.is_empty() {
            return;
        }
        longer.into_iter().for_each(|at| lengths[at] += 1);
    }
}

/// Positions that share a name, in groups of at least two.
fn collisions(names: &[String]) -> Vec<Vec<usize>> {
    let mut groups: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
    names.iter().enumerate().for_each(|(at, name)| groups.entry(name).or_default().push(at));
    groups.into_values().filter(|group| group.len() > 1).collect()
}

fn phrase(facts: &[NameFact], unit: Unit, cards: &[FeatureCard]) -> String {
    let many = unit.many();
    let given =
        |fact: &NameFact| FeatureCard::find(cards, &fact.feature).is_some_and(|card| card.family == Family::Given);
    let words = |wanted: &dyn Fn(&NameFact) -> bool| -> Vec<&str> {
        facts.iter().filter(|fact| wanted(fact)).map(|fact| fact.word.as_str()).collect()
    };
    let kinds = words(&|fact| fact.value.is_none() && !given(fact));
    let mut text = match (facts.is_empty(), kinds.is_empty()) {
        (true, _) => format!("mid-range {many}"),
        (false, true) => many.to_string(),
        (false, false) => format!("{} {many}", kinds.join(", ")),
    };
    let with = words(&|fact| fact.value.is_none() && given(fact));
    if !with.is_empty() {
        text.push_str(&format!(" with {}", with.join(" and ")));
    }
    words(&|fact| fact.value.is_some()).iter().for_each(|value| text.push_str(&format!(", {value}")));
    let mut letters = text.chars();
    let first = letters.next().map(|letter| letter.to_uppercase().to_string()).unwrap_or_default();
    format!("{first}{}", letters.as_str())
}

/// A feature that tells equally named segments apart, and these from its highest median to its lowest.
type Telling<'a> = (&'a FeatureCard, Vec<usize>);

fn compare(
    segments: &[Nameless<'_>],
    (feature, order): Telling<'_>,
    names: &mut [String],
    facts: &mut [Vec<NameFact>],
) {
    for (place, &at) in order.iter().enumerate() {
        let given = feature.family == Family::Given;
        let said = given && facts[at].iter().any(|fact| fact.feature == feature.name);
        let word = match said {
            true => format!("the {} of them", place_word(place, order.len())),
            false => format!("{} {}", place_word(place, order.len()), feature.label),
        };
        let other = if place + 1 < order.len() { order[place + 1] } else { order[place - 1] };
        names[at] = format!("{} ({word})", names[at]);
        facts[at].push(NameFact {
            word,
            feature: feature.name.clone(),
            level: None,
            compared_with: Some(segments[other].id.into()),
            value: None,
        });
    }
}

/// The first feature (clustered ones first) in which all medians of the group differ, and the group from highest to lowest.
fn telling_feature<'a>(
    segments: &[Nameless<'_>],
    group: &[usize],
    cards: &'a [FeatureCard],
    clustered: &[String],
) -> Option<Telling<'a>> {
    let columns = segments.first()?.profile.len();
    let mut order: Vec<usize> = (0..columns).collect();
    order.sort_by_key(|&column| !clustered.contains(&segments[0].profile[column].feature));
    order.into_iter().find_map(|column| {
        let mut medians: Vec<(f64, usize)> =
            group.iter().map(|&at| Some((segments[at].profile[column].median?, at))).collect::<Option<_>>()?;
        medians.sort_by(|a, b| b.0.total_cmp(&a.0));
        let distinct = medians.windows(2).all(|pair| pair[0].0 > pair[1].0);
        let feature = FeatureCard::find(cards, &segments[0].profile[column].feature)?;
        distinct.then(|| (feature, medians.into_iter().map(|(_, at)| at).collect()))
    })
}

fn place_word(place: usize, of: usize) -> String {
    const ORDINALS: [&str; 6] = ["second", "third", "fourth", "fifth", "sixth", "seventh"];
    match place {
        0 if of == 2 => "higher".into(),
        1 if of == 2 => "lower".into(),
        0 => "highest".into(),
        last if last + 1 == of => "lowest".into(),
        middle => match ORDINALS.get(middle - 1) {
            Some(ordinal) => format!("{ordinal}-highest"),
            None => format!("{}th-highest", middle + 1),
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::feature::{CUSTOMER, Feature};

    fn entry(feature: &str, median: f64, level: Level, rank: f64) -> FeatureProfile {
        FeatureProfile {
            feature: feature.into(),
            known: 1,
            mean: Some(median),
            median: Some(median),
            quartiles: None,
            deviation: None,
            total: None,
            share_of_total: None,
            level: Some(level),
            rank: Some(rank),
            effect: None,
            on_that_side: None,
        }
    }

    fn named(profiles: &[Vec<FeatureProfile>]) -> Vec<String> {
        let cards: Vec<FeatureCard> = CUSTOMER.iter().map(Feature::card).collect();
        let ids: Vec<String> = (1..=profiles.len()).map(|i| format!("S{i}")).collect();
        let segments: Vec<Nameless<'_>> = ids
            .iter()
            .zip(profiles)
            .map(|(id, profile)| Nameless { id, members: 1, profile, categories: &[] })
            .collect();
        name(&segments, Unit::Customer, &cards, &["recency_days".into()]).into_iter().map(|(name, _)| name).collect()
    }

    #[test]
    fn value_comes_first_then_what_was_clustered() {
        let profile = vec![
            entry("recency_days", 200.0, Level::High, 0.8),
            entry("revenue", 900.0, Level::High, 0.7),
            entry("units", 90.0, Level::High, 0.99),
        ];
        assert_eq!(named(&[profile]), ["High-spending, lapsed customers"]);
    }

    #[test]
    fn colliding_names_are_widened() {
        let with_units = |level, rank| {
            vec![
                entry("recency_days", 200.0, Level::High, 0.8),
                entry("revenue", 900.0, Level::High, 0.7),
                entry("units", 9.0, level, rank),
            ]
        };
        assert_eq!(
            named(&[with_units(Level::High, 0.9), with_units(Level::Low, 0.1)]),
            ["High-spending, lapsed, high-volume customers", "High-spending, lapsed, low-volume customers"]
        );
    }

    #[test]
    fn equal_words_are_told_apart_by_a_comparison_or_at_last_by_the_id() {
        let lapsed = |days| vec![entry("recency_days", days, Level::High, 0.9)];
        assert_eq!(
            named(&[lapsed(200.0), lapsed(300.0)]),
            ["Lapsed customers (lower days since last order)", "Lapsed customers (higher days since last order)"]
        );
        assert_eq!(named(&[lapsed(200.0), lapsed(200.0)]), ["Lapsed customers (S1)", "Lapsed customers (S2)"]);
        let three = named(&[lapsed(1.0), lapsed(3.0), lapsed(2.0)]);
        assert_eq!(three[2], "Lapsed customers (second-highest days since last order)");
    }

    #[test]
    fn a_segment_without_extremes_is_called_mid_range() {
        assert_eq!(named(&[vec![entry("revenue", 5.0, Level::Moderate, 0.5)]]), ["Mid-range customers"]);
    }
}
