//! Advice: what to do with a segment, and the numbers that say so.
//!
//! The [`Playbook`] is a list of plays in order of urgency. A play applies when all of its conditions hold of the segment; the
//! first [`MOST`] that apply are given, and a segment to which none applies gets what the playbook has for the others. The reason cites
//! the median of every feature in the conditions beside the base's median. Where a play asks for evidence that is not there, the advice is
//! a test to run, and says so.
//!
//! Levels are relative, so the words of the shipped playbooks are too: an action says *than most* and never *new*, *often* or *lost*. A high level means
//! that most customers have less. Nobody is called away before their own time: the plays that bring customers back apply only
//! when the typical member is away for longer than their usual gap between orders.

use crate::feature::{Family, Unit};
use crate::playbook::{Action, Facts, Placed, Play, Playbook};
use crate::segmentation::{Advice, FeatureCard, FeatureProfile};
use crate::statement::{Form, Statement};

/// At most this many pieces of advice per segment: more is not acted on.
pub const MOST: usize = 3;

/// The segment that is to be advised.
pub struct Subject<'a> {
    /// What its members are.
    pub unit: Unit,
    /// Whether it is a segment of the method's, and not those whom it leaves out.
    pub assigned: bool,
    /// Its place among the segments.
    pub place: usize,
    /// How many members it has.
    pub members: usize,
    /// Its profile.
    pub profile: &'a [FeatureProfile],
    /// The base's profile, in the same order.
    pub base: &'a [FeatureProfile],
    /// What is known about the features, in the same order.
    pub cards: &'a [FeatureCard],
    /// Whether the verdict found groups.
    pub groups: bool,
}

impl Subject<'_> {
    fn all_hold(&self, conditions: &[Placed]) -> bool {
        let facts = Facts { members: self.members, profile: self.profile, groups: self.groups };
        conditions.iter().all(|placed| placed.condition.holds(facts))
    }
}

/// What to do with a segment, most urgent first; at least one piece of advice.
pub fn advise(subject: &Subject<'_>, playbook: &Playbook) -> Vec<Advice> {
    if !subject.assigned {
        return vec![one_by_one(subject.unit)];
    }
    let applicable = playbook.plays.iter().filter(|play| subject.all_hold(&play.when));
    let mut advice: Vec<Advice> = applicable.take(MOST).map(|play| of_play(play, subject)).collect();
    if advice.is_empty() {
        let bought = subject.cards.iter().any(|card| card.family != Family::Given);
        let nothing = Statement::new().say("No play for special cases applies to their profile.");
        advice.push(if bought { given(&playbook.otherwise, nothing) } else { unknown() });
    }
    advice
}

/// A play as advice: as a test to run, where the evidence is missing that it asks for.
fn of_play(play: &Play, subject: &Subject<'_>) -> Advice {
    let advice = given(&play.action, reason(play, subject));
    match &play.test {
        Some(test) if !subject.all_hold(&play.evidence) => Advice { action: test.clone(), is_test: true, ..advice },
        _ => advice,
    }
}

fn given(action: &Action, reason: Statement) -> Advice {
    let Action { code, title, words, channel, measure } = action.clone();
    Advice { code, title, action: words, channel, measure, is_test: false, reason }
}

/// Advice that is in no playbook.
fn fixed(code: &str, title: &str, action: &str, reason: &str) -> Advice {
    Advice {
        code: code.into(),
        title: title.into(),
        action: action.into(),
        channel: String::new(),
        measure: String::new(),
        is_test: false,
        reason: Statement::new().say(reason),
    }
}

/// Without transactions nothing is known of what they buy.
fn unknown() -> Advice {
    fixed(
        "fit_the_message",
        "Fit the message to them",
        "Choose words, offers and channel by who they are; with transactions added, the report says what each segment \
         brings and what to do about it.",
        "The tables have no transactions, so no advice can rest on what they buy.",
    )
}

/// For those who are in no group: what holds for their middle says little about any of them.
fn one_by_one(unit: Unit) -> Advice {
    let action = format!(
        "They are unlike each other and unlike the {} of any segment: look at the largest among them yourself.",
        unit.many()
    );
    fixed("look_one_by_one", "Look at them one by one", &action, "The method found no group near them.")
}

/// The medians of all features in the conditions, each once.
fn reason(play: &Play, subject: &Subject<'_>) -> Statement {
    let mut said = Statement::new();
    let first = format!("Medians against all {}: ", subject.unit.many());
    let mut told = Vec::new();
    for name in play.when.iter().flat_map(|placed| placed.condition.features()) {
        let Some(at) = subject.profile.iter().position(|entry| entry.feature == name) else { continue };
        let (entry, base) = (&subject.profile[at], &subject.base[at]);
        let (Some(level), Some(median), Some(of_all)) = (entry.level, entry.median, base.median) else { continue };
        if told.contains(&name) {
            continue;
        }
        told.push(name);
        let label = subject.cards[at].label.as_str();
        let opening = if said.text.is_empty() { first.as_str() } else { ", " };
        said = said
            .say(&format!("{opening}{label} {} (", level.word()))
            .number(format!("/segments/{}/profile/{at}/median", subject.place), median, Form::Quantity)
            .say(" against ")
            .number(format!("/base/profile/{at}/median"), of_all, Form::Quantity)
            .say(")");
    }
    if said.text.is_empty() { Statement::new().say("What the verdict says asks for it.") } else { said.say(".") }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::feature::{self, Feature};
    use crate::segmentation::Level::{self, High, Low};

    fn entry(feature: &str, median: f64, level: Level) -> FeatureProfile {
        FeatureProfile {
            feature: feature.into(),
            known: 10,
            mean: Some(median),
            median: Some(median),
            quartiles: None,
            deviation: None,
            total: None,
            share_of_total: None,
            level: Some(level),
            rank: Some(0.5),
            effect: None,
            on_that_side: None,
        }
    }

    fn cards(profile: &[FeatureProfile]) -> Vec<FeatureCard> {
        let card = |name: &str| feature::CUSTOMER.iter().find(|feature| feature.name == name).map(Feature::card);
        profile.iter().map(|entry| card(&entry.feature).unwrap()).collect()
    }

    fn advised(profile: &[FeatureProfile]) -> Vec<Advice> {
        let subject = Subject {
            assigned: true,
            unit: Unit::Customer,
            place: 0,
            members: 10,
            profile,
            base: profile,
            cards: &cards(profile),
            groups: true,
        };
        advise(&subject, &Playbook::shipped(Unit::Customer).unwrap())
    }

    fn codes(profile: &[FeatureProfile]) -> Vec<String> {
        advised(profile).into_iter().map(|advice| advice.code).collect()
    }

    #[test]
    fn lapsed_big_spenders_are_won_back_first() {
        let profile = [entry("recency_days", 200.0, High), entry("orders", 5.0, High), entry("revenue", 900.0, High)];
        assert_eq!(codes(&profile), ["win_back", "prevent_loss"]);
        assert_eq!(advised(&profile)[0].reason.facts.len(), 4);
    }

    #[test]
    fn what_nothing_shows_is_a_test_to_run() {
        let packs = entry("units_per_order", 9.0, High);
        let alone = advised(std::slice::from_ref(&packs));
        assert!(alone[0].is_test && alone[0].code == "volume_discount");
        let shown = advised(&[packs, entry("discount_share", 0.4, High)]);
        assert!(!shown[0].is_test && shown[0].action.starts_with("Price by quantity and offer"));
    }

    #[test]
    fn nobody_is_won_back_before_their_own_time() {
        let gap = |days| {
            let rhythm = entry("mean_days_between_orders", days, High);
            [entry("recency_days", 53.0, High), rhythm, entry("revenue", 900.0, High)]
        };
        assert_eq!(codes(&gap(126.0)), ["keep_rhythm"]);
        assert_eq!(codes(&gap(30.0)), ["win_back"]);
    }

    #[test]
    fn a_segment_like_the_base_is_kept_in_touch_with() {
        let profile = [entry("recency_days", 1.0, Level::Moderate), entry("revenue", 1.0, Level::Moderate)];
        assert_eq!(codes(&profile), ["keep_in_touch"]);
    }

    #[test]
    fn whoever_spends_or_orders_more_than_most_is_never_left_without_a_play() {
        for recency in [Low, Level::Moderate, High] {
            for (revenue, orders) in [(High, Level::Moderate), (Level::Moderate, High), (High, High), (High, Low)] {
                let profile =
                    [entry("recency_days", 1.0, recency), entry("revenue", 1.0, revenue), entry("orders", 1.0, orders)];
                assert_ne!(codes(&profile), ["keep_in_touch"], "{recency:?} {revenue:?} {orders:?}");
            }
        }
    }
}
