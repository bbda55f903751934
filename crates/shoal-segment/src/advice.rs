//! Advice: what to do with a segment, and the numbers that say so.
//!
//! The playbook is a list of plays in order of urgency. A play applies when the segment's levels meet all of its
//! conditions; the first [`MOST`] that apply are given, and a segment to which none applies is told to be kept as it is.
//! The reason cites the median of every feature in the conditions beside the base's median.
//!
//! Levels are relative, so the words are too: an action says *than most* and never *new*, *often* or *lost*. A typical member
//! with a high level has more than two thirds of the base.

use crate::feature;
use crate::segmentation::{Advice, FeatureProfile, Level};
use crate::statement::{Form, Statement};

/// At most this many pieces of advice per segment: more is not acted on.
pub const MOST: usize = 3;

/// One thing that can be done.
struct Play {
    code: &'static str,
    title: &'static str,
    action: &'static str,
    /// All must hold.
    when: &'static [Condition],
}

/// A feature's level must be (or must not be) the given one.
enum Condition {
    Is(&'static str, Level),
    IsNot(&'static str, Level),
}

use Condition::{Is, IsNot};
use Level::{High, Low};

const PLAYBOOK: &[Play] = &[
    Play {
        code: "win_back",
        title: "Win them back",
        action: "Contact them personally with a time-limited offer on what they used to buy: they spent more than most and have been away longer than most.",
        when: &[Is("recency_days", High), Is("revenue", High)],
    },
    Play {
        code: "retain_best",
        title: "Keep the best",
        action: "Give early access, service and recognition rather than price cuts; make sure that nobody here leaves unnoticed.",
        when: &[IsNot("recency_days", High), Is("revenue", High), Is("orders", High)],
    },
    Play {
        code: "prevent_loss",
        title: "Stop them from leaving",
        action: "Remind them before the habit is gone: they ordered more often than most, but have been away longer than most.",
        when: &[Is("recency_days", High), Is("orders", High)],
    },
    Play {
        code: "welcome",
        title: "Lead to the next order",
        action: "Send a short series with a reason to order again soon: they joined later than most and have ordered less often than most.",
        when: &[Is("tenure_days", Low), Is("orders", Low), IsNot("recency_days", High)],
    },
    Play {
        code: "build_habit",
        title: "Build the habit",
        action: "Ask for a subscription, an account or a wish list while interest is fresh: they joined later than most, yet do not have fewer orders than most.",
        when: &[Is("tenure_days", Low), IsNot("orders", Low), IsNot("recency_days", High)],
    },
    Play {
        code: "upsell",
        title: "Raise the order value",
        action: "Offer bundles, accessories and a free-delivery threshold above their usual order: they order more often than most, but for less at a time.",
        when: &[Is("orders", High), Is("average_order_value", Low)],
    },
    Play {
        code: "raise_frequency",
        title: "Bring them back sooner",
        action: "Time reminders and replenishment offers between orders: their orders are larger than most, but fewer.",
        when: &[Is("average_order_value", High), Is("orders", Low), IsNot("recency_days", High)],
    },
    Play {
        code: "low_cost_reactivation",
        title: "Reactivate at low cost",
        action: "One cheap automated message with a simple offer; do not spend on personal contact.",
        when: &[Is("recency_days", High), IsNot("revenue", High)],
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
        action: "Lead with quality and novelty, not with discounts: they pay more per unit than most.",
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
        action: "Recommend best sellers and small add-ons: they spend less than most, but have not been away longer than most.",
        when: &[Is("revenue", Low), IsNot("recency_days", High)],
    },
];

/// What to do with segment number `segment` of the segmentation, most urgent first; at least one piece of advice.
pub fn advise(segment: usize, profile: &[FeatureProfile], base: &[FeatureProfile]) -> Vec<Advice> {
    let applicable = PLAYBOOK.iter().filter(|play| play.when.iter().all(|condition| condition.holds(profile)));
    let mut advice: Vec<Advice> = applicable
        .take(MOST)
        .map(|play| Advice {
            code: play.code.into(),
            title: play.title.into(),
            action: play.action.into(),
            reason: reason(play, segment, profile, base),
        })
        .collect();
    if advice.is_empty() {
        advice.push(steady());
    }
    advice
}

fn steady() -> Advice {
    Advice {
        code: "keep_in_touch".into(),
        title: "Keep in touch".into(),
        action: "Treat them as the base as a whole: regular newsletters and seasonal offers.".into(),
        reason: Statement::new().say("Nothing in their profile calls for a play of its own."),
    }
}

impl Condition {
    fn feature(&self) -> &'static str {
        match self {
            Is(feature, _) | IsNot(feature, _) => feature,
        }
    }

    fn holds(&self, profile: &[FeatureProfile]) -> bool {
        let level = profile.iter().find(|entry| entry.feature == self.feature()).and_then(|entry| entry.level);
        match self {
            Is(_, wanted) => level == Some(*wanted),
            IsNot(_, unwanted) => level.is_some_and(|level| level != *unwanted),
        }
    }
}

fn reason(play: &Play, segment: usize, profile: &[FeatureProfile], base: &[FeatureProfile]) -> Statement {
    let mut said = Statement::new();
    for condition in play.when {
        let Some(at) = profile.iter().position(|entry| entry.feature == condition.feature()) else { continue };
        let (Some(level), Some(median)) = (profile[at].level, profile[at].median) else { continue };
        let Some(of_all) = base[at].median else { continue };
        let label = feature::find(condition.feature()).map_or(condition.feature(), |feature| feature.label);
        let opening = if said.text.is_empty() { "Medians against all customers: " } else { ", " };
        said = said
            .say(&format!("{opening}{label} {} (", level.word()))
            .number(format!("/segments/{segment}/profile/{at}/median"), median, Form::Quantity)
            .say(" against ")
            .number(format!("/base/profile/{at}/median"), of_all, Form::Quantity)
            .say(")");
    }
    said.say(".")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn profile(levels: &[(&str, Level)]) -> Vec<FeatureProfile> {
        levels
            .iter()
            .map(|(feature, level)| FeatureProfile {
                feature: (*feature).into(),
                known: 1,
                mean: Some(1.0),
                median: Some(1.0),
                quartiles: None,
                total: None,
                share_of_total: None,
                level: Some(*level),
                rank: Some(0.5),
            })
            .collect()
    }

    #[test]
    fn lapsed_big_spenders_are_won_back_first() {
        let profile = profile(&[("recency_days", High), ("orders", High), ("revenue", High)]);
        let advice = advise(0, &profile, &profile);
        let codes: Vec<&str> = advice.iter().map(|a| a.code.as_str()).collect();
        assert_eq!(codes, ["win_back", "prevent_loss"]);
        assert_eq!(advice[0].reason.facts.len(), 4);
    }

    #[test]
    fn a_segment_like_the_base_is_kept_in_touch_with() {
        let profile = profile(&[("recency_days", Level::Moderate), ("revenue", Level::Moderate)]);
        assert_eq!(advise(0, &profile, &profile)[0].code, "keep_in_touch");
    }

    #[test]
    fn every_play_speaks_of_known_features_once() {
        for play in PLAYBOOK {
            assert!(play.when.iter().all(|c| feature::find(c.feature()).is_some()), "{}", play.code);
        }
        let mut codes: Vec<&str> = PLAYBOOK.iter().map(|play| play.code).collect();
        codes.sort_unstable();
        codes.dedup();
        assert_eq!(codes.len(), PLAYBOOK.len());
    }
}
