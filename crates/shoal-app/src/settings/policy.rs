//! The cleaning policy as settings have it: `[input.policy]`, with every default filled in.
//!
//! What each rule means, and why its default is what it is, says `shoal policy` and `docs/cleaning.md`.

use crate::error::Error;
use serde::{Deserialize, Serialize};
use shoal_segment::date::Day;
use std::path::PathBuf;

/// What becomes of rows that can be read and may not be meant.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Policy {
    /// `net` or `set_aside`.
    pub returns: String,
    /// `net` or `set_aside`.
    pub refunds: String,
    /// `net` or `set_aside`.
    pub negative_prices: String,
    /// `keep` or `set_aside`.
    pub zero_prices: String,
    /// `keep` or `set_aside`.
    pub zero_quantities: String,
    /// `auto`, `keep` or `set_aside`.
    pub duplicates: String,
    /// `money`, `keep` or `set_aside`.
    pub services: String,
    /// `keep` or `set_aside`.
    pub tests: String,
    /// A condition on the rows of the transactions.
    #[serde(rename = "where", skip_serializing_if = "Option::is_none")]
    pub filter: Option<String>,
    /// A file with ids of customers to leave out.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub exclude: Option<PathBuf>,
    /// A file with the ids of the only customers to use.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub only: Option<PathBuf>,
    /// The first day, `YYYY-MM-DD`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub from: Option<Day>,
    /// The only currency to use.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub currency: Option<String>,
    /// A file of exchange rates.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub rates: Option<PathBuf>,
    /// The column whose value makes customers one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub merge_by: Option<String>,
    /// Whether a row that is not kept is an error.
    pub strict: bool,
    /// Product codes that are no products.
    pub service_codes: Vec<String>,
    /// The words of states.
    pub statuses: Statuses,
}

/// The words of states, each list with one meaning.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Statuses {
    /// Called off: set aside.
    pub cancelled: Vec<String>,
    /// Not paid in the end: set aside.
    pub failed: Vec<String>,
    /// Not paid yet: set aside.
    pub pending: Vec<String>,
    /// All money given back: kept, and subtracted again.
    pub refunded: Vec<String>,
    /// Some money given back: kept, and told.
    pub partly_refunded: Vec<String>,
    /// Sold: kept.
    pub kept: Vec<String>,
}

impl Default for Statuses {
    fn default() -> Self {
        let shoal_data::Statuses { cancelled, failed, pending, refunded, partly_refunded, kept } =
            shoal_data::Statuses::default();
        Self { cancelled, failed, pending, refunded, partly_refunded, kept }
    }
}

impl Default for Policy {
    fn default() -> Self {
        let policy = shoal_data::Policy::default();
        Self {
            returns: policy.returns.word().to_owned(),
            refunds: policy.refunds.word().to_owned(),
            negative_prices: policy.negative_prices.word().to_owned(),
            zero_prices: policy.zero_prices.word().to_owned(),
            zero_quantities: policy.zero_quantities.word().to_owned(),
            duplicates: policy.duplicates.word().to_owned(),
            services: policy.services.word().to_owned(),
            tests: policy.tests.word().to_owned(),
            filter: None,
            exclude: None,
            only: None,
            from: None,
            currency: None,
            rates: None,
            merge_by: None,
            strict: false,
            service_codes: policy.service_codes,
            statuses: Statuses::default(),
        }
    }
}

impl Policy {
    /// The reader's policy, checked.
    pub fn checked(&self) -> Result<shoal_data::Policy, Error> {
        let Statuses { cancelled, failed, pending, refunded, partly_refunded, kept } = self.statuses.clone();
        Ok(shoal_data::Policy {
            returns: self.returns.parse()?,
            refunds: self.refunds.parse()?,
            negative_prices: self.negative_prices.parse()?,
            zero_prices: self.zero_prices.parse()?,
            zero_quantities: self.zero_quantities.parse()?,
            duplicates: self.duplicates.parse()?,
            services: self.services.parse()?,
            service_codes: self.service_codes.clone(),
            tests: self.tests.parse()?,
            statuses: shoal_data::Statuses { cancelled, failed, pending, refunded, partly_refunded, kept },
            exclude: self.exclude.clone(),
            only: self.only.clone(),
            filter: self.filter.clone(),
            from: self.from,
            currency: self.currency.clone(),
            rates: self.rates.clone(),
            merge_by: self.merge_by.clone(),
            strict: self.strict,
        })
    }

    /// Sets a rule that is a choice, as `--policy RULE=CHOICE` does.
    fn set(&mut self, rule: &str, choice: &str) -> Result<(), String> {
        let field = match rule {
            "returns" => &mut self.returns,
            "refunds" => &mut self.refunds,
            "negative_prices" => &mut self.negative_prices,
            "zero_prices" => &mut self.zero_prices,
            "zero_quantities" => &mut self.zero_quantities,
            "duplicates" => &mut self.duplicates,
            "services" => &mut self.services,
            "tests" => &mut self.tests,
            _ => return Err(format!("there is no rule `{rule}`; `shoal policy` lists them")),
        };
        choice.clone_into(field);
        Ok(())
    }

    /// Applies a choice.
    pub fn apply(&mut self, choice: &Choice) {
        // A choice is made of a rule that there is.
        let _ = self.set(&choice.rule, &choice.word);
    }
}

/// One `--policy RULE=CHOICE`, checked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Choice {
    rule: String,
    word: String,
}

impl std::str::FromStr for Choice {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let (rule, word) =
            text.split_once('=').ok_or("a rule is written RULE=CHOICE, for instance returns=set_aside")?;
        let choice = Self { rule: rule.trim().to_owned(), word: word.trim().to_owned() };
        let mut policy = Policy::default();
        policy.set(&choice.rule, &choice.word)?;
        policy.checked().map_err(|error| error.message)?;
        Ok(choice)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn choices_are_checked_where_they_are_written() {
        let mut policy = Policy::default();
        policy.apply(&"returns=set_aside".parse().unwrap());
        assert_eq!(policy.checked().unwrap().returns, shoal_data::Back::SetAside);
        for (text, message) in [
            ("returns", "is written RULE=CHOICE"),
            ("refund=net", "there is no rule `refund`"),
            ("returns=keep", "allowed is net or set_aside"),
            ("duplicates=drop", "allowed is auto, keep or set_aside"),
        ] {
            let error = text.parse::<Choice>().unwrap_err();
            assert!(error.contains(message), "{text}: {error}");
        }
    }

    #[test]
    fn the_default_is_that_of_the_reader() {
        assert_eq!(Policy::default().checked().unwrap(), shoal_data::Policy::default());
    }

    #[test]
    fn every_rule_can_be_set_by_its_name() {
        for rule in shoal_data::policy_rules().iter().filter(|rule| !rule.choices.is_empty()) {
            assert!(Policy::default().set(rule.name, rule.default).is_ok(), "{}", rule.name);
        }
    }
}
