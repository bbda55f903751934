//! Advice: what to do with a segment, and the numbers that say so.
//!
//! The playbook is a list of plays in order of urgency. A play applies when all of its conditions hold of the segment; the
//! first [`MOST`] that apply are given, and a segment to which none applies is told to be kept as it is. The reason cites
//! the median of every feature in the conditions beside the base's median.
//!
//! Levels are relative, so the words are too: an action says *than most* and never *new*, *often* or *lost*. A high level means
//! that most customers have less. Nobody is called away before their own time: the plays that bring customers back apply only
//! when the typical member is away for longer than their usual gap between orders.

mod order;

use crate::feature::{Family, Unit};
use crate::profile;
use crate::segmentation::{Advice, FeatureCard, FeatureProfile, Level};
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
}

/// One thing that can be done.
struct Play {
    code: &'static str,
    title: &'static str,
    action: &'static str,
    /// All must hold.
    when: &'static [Condition],
}

/// Something that may hold of a segment.
enum Condition {
    /// A feature's level is the given one.
    Is(&'static str, Level),
    /// A feature's level is known and another.
    IsNot(&'static str, Level),
    /// The last order is longer ago than for most, and than the usual gap between orders.
    Away,
    /// The last order is longer ago than for most, but within the usual gap between orders.
    OnSchedule,
}

use Condition::{Away, Is, IsNot, OnSchedule};
use Level::{High, Low};

/// What is done with customers.
const CUSTOMER: &[Play] = &[
    Play {
        code: "win_back",
        title: "Win them back",
        action: "Contact them personally with a time-limited offer on what they used to buy: they spent more than most and have been away longer than most.",
        when: &[Away, Is("revenue", High)],
    },
    Play {
        code: "retain_best",
        title: "Keep the best",
        action: "Give early access, service and recognition; make sure that nobody here leaves unnoticed: they spend more and have more orders than most.",
        when: &[IsNot("recency_days", High), Is("revenue", High), Is("orders", High)],
    },
    Play {
        code: "prevent_loss",
        title: "Stop them from leaving",
        action: "Remind them before the habit is gone: they have more orders than most, but have been away longer than most.",
        when: &[Away, Is("orders", High)],
    },
    Play {
        code: "keep_rhythm",
        title: "Be there when they are due",
        action: "Time a message to their own rhythm: their last order is longer ago than for most, but within their usual gap between orders.",
        when: &[OnSchedule],
    },
    Play {
        code: "look_after",
        title: "Look after them",
        action: "Give good service and ask what would bring them in more often: they spend more than most.",
        when: &[IsNot("recency_days", High), Is("revenue", High), IsNot("orders", High)],
    },
    Play {
        code: "welcome",
        title: "Lead to the next order",
        action: "Send a short series with a reason to order again soon: they joined later and have fewer orders than most.",
        when: &[Is("tenure_days", Low), Is("orders", Low), IsNot("recency_days", High)],
    },
    Play {
        code: "build_habit",
        title: "Build the habit",
        action: "Ask for a subscription, an account or a wish list while interest is fresh: they joined later than most.",
        when: &[Is("tenure_days", Low), IsNot("orders", Low), IsNot("recency_days", High)],
    },
    Play {
        code: "upsell",
        title: "Raise the order value",
        action: "Offer bundles, accessories and a free-delivery threshold above their usual order: they have more orders than most, but for less at a time.",
        when: &[Is("orders", High), Is("average_order_value", Low)],
    },
    Play {
        code: "raise_frequency",
        title: "Bring them back sooner",
        action: "Time reminders and replenishment offers between orders: their orders are larger than most, but fewer.",
        when: &[Is("average_order_value", High), Is("orders", Low), IsNot("recency_days", High)],
    },
    Play {
        code: "reward",
        title: "Reward the habit",
        action: "Give points or small extras that grow with every order: they have more orders than most.",
        when: &[Is("orders", High), IsNot("revenue", High), IsNot("recency_days", High)],
    },
    Play {
        code: "low_cost_reactivation",
        title: "Reactivate at low cost",
        action: "Send one automated message with a simple offer, and keep personal contact for the few who spent much: they have been away longer than most.",
        when: &[Away, IsNot("revenue", High)],
    },
    Play {
        code: "volume_discount",
        title: "Offer volume discounts",
        action: "Price by quantity and offer larger packs: they take more units per order than most.",
        when: &[Is("units_per_order", High)],
    },
    Play {
        code: "premium",
        title: "Show the premium range",
        action: "Lead with quality and novelty: they pay more per unit than most.",
        when: &[Is("average_unit_price", High), IsNot("recency_days", High)],
    },
    Play {
        code: "cross_sell",
        title: "Widen the range",
        action: "Recommend products from categories that they have not tried: they buy from fewer categories than most.",
        when: &[Is("distinct_categories", Low), IsNot("orders", Low), IsNot("tenure_days", Low)],
    },
    Play {
        code: "grow",
        title: "Grow them step by step",
        action: "Recommend best sellers and small add-ons: they spend less than most.",
        when: &[Is("revenue", Low), IsNot("recency_days", High)],
    },
];

/// What to do with a segment, most urgent first; at least one piece of advice.
pub fn advise(subject: &Subject<'_>) -> Vec<Advice> {
    if !subject.assigned {
        return vec![one_by_one(subject.unit)];
    }
    let playbook = match subject.unit {
        Unit::Customer => CUSTOMER,
        Unit::Order => order::PLAYBOOK,
    };
    let applicable = playbook.iter().filter(|play| play.when.iter().all(|condition| condition.holds(subject)));
    let mut advice: Vec<Advice> = applicable
        .take(MOST)
        .map(|play| Advice {
            code: play.code.into(),
            title: play.title.into(),
            action: play.action.into(),
            reason: reason(play, subject),
        })
        .collect();
    if advice.is_empty() {
        let bought = subject.cards.iter().any(|card| card.family != Family::Given);
        advice.push(if bought { steady(subject.unit) } else { unknown() });
    }
    advice
}

/// Without transactions nothing is known of what they buy.
fn unknown() -> Advice {
    Advice {
        code: "fit_the_message".into(),
        title: "Fit the message to them".into(),
        action: "Choose words, offers and channel by who they are; with transactions added, the report says what each segment \
                 brings and what to do about it."
            .into(),
        reason: Statement::new().say("The tables have no transactions, so no advice can rest on what they buy."),
    }
}

/// What is advised where no play applies.
fn steady(unit: Unit) -> Advice {
    let (code, title, action) = match unit {
        Unit::Customer => (
            "keep_in_touch",
            "Keep in touch",
            "Treat them as the base as a whole: regular newsletters and seasonal offers.",
        ),
        Unit::Order => order::STEADY,
    };
    Advice {
        code: code.into(),
        title: title.into(),
        action: action.into(),
        reason: Statement::new().say("No play for special cases applies to their profile."),
    }
}

impl Condition {
    /// The features that the condition speaks of.
    fn features(&self) -> Vec<&'static str> {
        match self {
            Is(feature, _) | IsNot(feature, _) => vec![*feature],
            Away | OnSchedule => vec!["recency_days", "mean_days_between_orders"],
        }
    }

    fn holds(&self, subject: &Subject<'_>) -> bool {
        let level =
            |feature: &str| subject.profile.iter().find(|entry| entry.feature == feature).and_then(|entry| entry.level);
        let overdue = || profile::overdue(subject.profile, subject.members);
        match self {
            Is(feature, wanted) => level(feature) == Some(*wanted),
            IsNot(feature, unwanted) => level(feature).is_some_and(|level| level != *unwanted),
            Away => level("recency_days") == Some(High) && overdue(),
            OnSchedule => level("recency_days") == Some(High) && !overdue(),
        }
    }
}

/// The medians of all features in the conditions, each once.
fn reason(play: &Play, subject: &Subject<'_>) -> Statement {
    let mut said = Statement::new();
    let first = format!("Medians against all {}: ", subject.unit.many());
    let mut told = Vec::new();
    for name in play.when.iter().flat_map(Condition::features) {
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
    said.say(".")
}

/// For those who are in no group: what holds for their middle says little about any of them.
fn one_by_one(unit: Unit) -> Advice {
    Advice {
        code: "look_one_by_one".into(),
        title: "Look at them one by one".into(),
        action: format!(
            "They are unlike each other and unlike the {} of any segment: look at the largest among them yourself.",
            unit.many()
        ),
        reason: Statement::new().say("The method found no group near them."),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::feature::{self, Feature};

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

    fn codes(profile: &[FeatureProfile]) -> Vec<String> {
        let advice = advise(&Subject {
            assigned: true,
            unit: Unit::Customer,
            place: 0,
            members: 10,
            profile,
            base: profile,
            cards: &cards(profile),
        });
        advice.into_iter().map(|advice| advice.code).collect()
    }

    #[test]
    fn lapsed_big_spenders_are_won_back_first() {
        let profile = [entry("recency_days", 200.0, High), entry("orders", 5.0, High), entry("revenue", 900.0, High)];
        assert_eq!(codes(&profile), ["win_back", "prevent_loss"]);
        let advice = advise(&Subject {
            assigned: true,
            unit: Unit::Customer,
            place: 0,
            members: 10,
            profile: &profile,
            base: &profile,
            cards: &cards(&profile),
        });
        assert_eq!(advice[0].reason.facts.len(), 4);
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

    #[test]
    fn every_play_speaks_of_known_features_once() {
        for (playbook, catalog) in [(CUSTOMER, feature::CUSTOMER), (order::PLAYBOOK, feature::ORDER)] {
            for play in playbook {
                let mut features = play.when.iter().flat_map(Condition::features);
                assert!(features.all(|name| catalog.iter().any(|feature| feature.name == name)), "{}", play.code);
            }
        }
        let mut codes: Vec<&str> = CUSTOMER.iter().chain(order::PLAYBOOK).map(|play| play.code).collect();
        codes.sort_unstable();
        codes.dedup();
        assert_eq!(codes.len(), CUSTOMER.len() + order::PLAYBOOK.len());
    }
}
