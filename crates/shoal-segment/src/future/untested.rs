//! Why segments were not held against the future.

use super::answer::Future;
use super::outcome::Outcomes;
use super::period::Period;
use crate::feature::Unit;
use crate::lines::Lines;
use crate::segmentation::Sweep;
use crate::spec::Plan;
use crate::statement::{Form, Statement};

/// What is lacking.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Untested {
    /// Orders have no future.
    Orders,
    NoTransactions,
    /// The run has one segment.
    OneSegment,
    /// The customers of the day fall into one segment.
    OneThen,
    NoLines,
    TooShort,
    TooFewCustomers,
    TooFewBuyers,
    /// All customers brought the same.
    AllAlike,
    /// The segments cannot be made of the customers of the day; why.
    NotMade(String),
}

/// What can be told before any line is looked at.
pub(super) fn before_looking(header: &Lines, plan: &Plan, sweep: &Sweep) -> Option<Untested> {
    match () {
        () if plan.spec.unit == Unit::Order => Some(Untested::Orders),
        () if !header.known.transactions => Some(Untested::NoTransactions),
        () if sweep.k < 2 => Some(Untested::OneSegment),
        () => None,
    }
}

/// What can be told when customers and their outcomes are counted.
pub(super) fn after_counting(period: &Period, outcomes: &Outcomes) -> Option<Untested> {
    match () {
        () if period.customers < period.customers_needed => Some(Untested::TooFewCustomers),
        () if period.retained < period.retained_needed => Some(Untested::TooFewBuyers),
        () if !outcomes.varies[0] => Some(Untested::AllAlike),
        () => None,
    }
}

impl Untested {
    fn code(&self) -> &'static str {
        match self {
            Self::Orders => "orders",
            Self::NoTransactions => "no_transactions",
            Self::OneSegment | Self::OneThen => "one_segment",
            Self::NoLines => "no_lines",
            Self::TooShort => "too_short",
            Self::TooFewCustomers => "too_few_customers",
            Self::TooFewBuyers => "too_few_buyers",
            Self::AllAlike => "all_alike",
            Self::NotMade(_) => "not_made",
        }
    }

    /// The answer that it was not tested.
    pub(super) fn said(&self, period: Option<Period>) -> Future {
        let opening = Statement::new().say("Whether the segments tell what happens next was not tested: ");
        let statement = match (&period, self) {
            (Some(period), Self::TooShort | Self::TooFewCustomers | Self::TooFewBuyers) => {
                self.counted(opening, period)
            }
            (_, Self::NotMade(why)) => {
                opening.say(&format!("they cannot be made of those known on an earlier day (“{why}”)."))
            }
            _ => opening.say(self.words()),
        };
        Future {
            outcome: "not_tested".into(),
            untested: Some(self.code().into()),
            statements: vec![statement],
            period,
            tested: None,
        }
    }

    fn words(&self) -> &'static str {
        match self {
            Self::Orders => "an order is over when it is made.",
            Self::NoTransactions => "the tables have no transactions.",
            Self::OneSegment => "there is only one segment.",
            Self::OneThen => "on an earlier day, all customers were one segment.",
            Self::AllAlike => "after the last days were held out, all customers brought the same in them.",
            _ => "there are no transactions up to the as-of day.",
        }
    }

    /// The reasons with figures.
    fn counted(&self, said: Statement, period: &Period) -> Statement {
        let customers = |said: Statement| said.count("/future/period/customers", period.customers);
        match self {
            Self::TooFewCustomers => customers(said.say("before the part of the history that is held out, "))
                .say(" customers could be segmented, and ")
                .count("/future/period/customers_needed", period.customers_needed)
                .say(" are needed."),
            Self::TooFewBuyers => customers(said.say("of "))
                .say(" customers only ")
                .count("/future/period/retained", period.retained)
                .say(" bought in the part of the history that is held out, and ")
                .count("/future/period/retained_needed", period.retained_needed)
                .say(" are needed."),
            _ => too_short(said, period),
        }
    }
}

fn too_short(said: Statement, period: &Period) -> Statement {
    let said = said.say("the history of ").count("/future/period/history_days", period.history_days);
    match period.median_gap {
        _ if period.given => said.say(" days is not longer than what should be held out."),
        Some(gap) => said
            .say(" days is too short to hold out a part in which customers, who buy every ")
            .number("/future/period/median_gap", gap, Form::Quantity)
            .say(" days (median gap), can be expected again."),
        None => said.say(" days is too short to hold out a part of it."),
    }
}
