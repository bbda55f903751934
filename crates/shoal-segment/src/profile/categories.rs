//! Attributes in words: which values a group has, and which more or less often than the base.
//!
//! A value of an attribute is **over-represented** when its share in the group exceeds the base's by at least a tenth of all, in at least ten
//! members, and by more than three standard errors of a share in a group of that size drawn from the base: well beyond what
//! the best of a handful of values reaches by chance. It is **under-represented** when it falls short by as much, where at least ten members
//! were to be expected.

use crate::lines::{Attribute, NO_KEY};
use crate::privacy;
use crate::segmentation::{CategoryProfile, CategoryShare};

/// How many values of an attribute a profile shows.
const TOP: usize = 5;

/// A share is notable when it differs from the base's by at least this much …
const NOTABLE_DIFFERENCE: f64 = 0.10;
/// … in at least this many members (or as many that were to be expected) …
const NOTABLE_MEMBERS: f64 = 10.0;
/// … and by more than this many standard errors.
const NOTABLE_ERRORS: f64 = 3.0;

/// Profiles one attribute of the customers in `rows` against the base.
pub fn categories(attribute: &Attribute, rows: &[usize]) -> CategoryProfile {
    let base = count(attribute, attribute.codes.iter().copied());
    let group = count(attribute, rows.iter().map(|&row| attribute.codes[row]));
    let (base_known, known) = (base.iter().sum::<usize>(), group.iter().sum::<usize>());
    let share = |level: usize| CategoryShare {
        value: privacy::shown_value(&attribute.levels[level]),
        members: group[level],
        share: group[level] as f64 / known as f64,
        base_share: base[level] as f64 / base_known as f64,
    };
    let mut order: Vec<usize> = (0..attribute.levels.len()).filter(|&level| group[level] > 0).collect();
    order.sort_by_key(|&level| (std::cmp::Reverse(group[level]), level));
    let top = order.into_iter().take(TOP).map(share).collect();
    let all = if known == 0 { 0 } else { attribute.levels.len() };
    let notable = |direction: f64| {
        let mut found: Vec<CategoryShare> =
            (0..all).map(share).filter(|share| is_notable(share, known, direction)).collect();
        let excess = |share: &CategoryShare| direction * (share.share - share.base_share);
        found.sort_by(|a, b| excess(b).total_cmp(&excess(a)));
        found.truncate(TOP);
        found
    };
    CategoryProfile { attribute: attribute.name.clone(), known, top, over: notable(1.0), under: notable(-1.0) }
}

/// Whether a value is over-represented (`direction` 1) or under-represented (−1) among `known` members.
fn is_notable(share: &CategoryShare, known: usize, direction: f64) -> bool {
    let excess = direction * (share.share - share.base_share);
    let members = share.share.max(share.base_share) * known as f64;
    let error = (share.base_share * (1.0 - share.base_share) / known as f64).sqrt();
    members >= NOTABLE_MEMBERS && excess >= NOTABLE_DIFFERENCE && excess > NOTABLE_ERRORS * error
}

fn count(attribute: &Attribute, codes: impl Iterator<Item = u32>) -> Vec<usize> {
    let mut counts = vec![0; attribute.levels.len()];
    codes.filter(|&code| code != NO_KEY).for_each(|code| counts[code as usize] += 1);
    counts
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shares_of_an_attribute_count_only_known_values() {
        let region = Attribute {
            name: "Region".into(),
            levels: vec!["Asia".into(), "Europe".into()],
            codes: vec![0, 1, 1, NO_KEY],
            context: None,
        };
        let profile = categories(&region, &[1, 2, 3]);
        assert_eq!((profile.top.len(), profile.known), (1, 2));
        assert!(profile.over.is_empty() && profile.under.is_empty(), "two members show nothing");
        assert_eq!((profile.top[0].members, profile.top[0].share), (2, 1.0));
        assert!((profile.top[0].base_share - 2.0 / 3.0).abs() < 1e-12);
    }

    #[test]
    fn shares_stand_out_in_both_directions() {
        // The base: half Asia, half Europe, a little Africa. The group: Europe only.
        let codes: Vec<u32> = (0..200).map(|i| if i % 20 == 0 { 2 } else { i % 2 }).collect();
        let levels = ["Asia", "Europe", "Africa"].map(String::from).to_vec();
        let region = Attribute { name: "Region".into(), levels, codes, context: None };
        let rows: Vec<usize> = (0..60).filter(|row| row % 2 == 1).collect();
        let profile = categories(&region, &rows);
        assert_eq!(profile.over.iter().map(|share| share.value.as_str()).collect::<Vec<_>>(), ["Europe"]);
        assert_eq!(profile.under.iter().map(|share| share.value.as_str()).collect::<Vec<_>>(), ["Asia"]);
        assert_eq!((profile.under[0].members, profile.under[0].share), (0, 0.0), "a value that nobody has is told");
        assert!(profile.top.iter().all(|share| share.members > 0));
    }
}
