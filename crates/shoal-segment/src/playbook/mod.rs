//! A playbook: what to do with which segment, in a file that people read and write.
//!
//! The shipped ones are `playbooks/customers.toml` and `playbooks/orders.toml`; `--playbook FILE` takes another. A play applies when all of
//! its conditions hold; who needs evidence for an action names it, and without it the play gives the words of a test. A file is checked
//! before anything is read: conditions that can never hold together, and later features that nobody has, are faults with their line.

mod condition;
mod reading;

pub use condition::{Condition, Facts};

use crate::error::Error;
use crate::faults::told;
use crate::feature::Unit;
use crate::spec::nearest;

/// What to do with which segment.
#[derive(Debug, Clone, PartialEq)]
pub struct Playbook {
    /// Its name.
    pub title: String,
    /// What its segments are of.
    pub unit: Unit,
    /// The plays, most urgent first.
    pub plays: Vec<Play>,
    /// What is done where no play applies.
    pub otherwise: Action,
}

/// One thing that can be done, and when.
#[derive(Debug, Clone, PartialEq)]
pub struct Play {
    /// What is done.
    pub action: Action,
    /// All must hold.
    pub when: Vec<Placed>,
    /// All must hold for the action to be more than a guess.
    pub evidence: Vec<Placed>,
    /// The words of a test, where evidence is asked for.
    pub test: Option<String>,
}

/// A condition and the line of the file that it stands in, from 1.
#[derive(Debug, Clone, PartialEq)]
pub struct Placed {
    /// The line.
    pub line: usize,
    /// The condition.
    pub condition: Condition,
}

/// What is done, through what, and how it is seen whether it helped.
#[derive(Debug, Clone, PartialEq)]
pub struct Action {
    /// A stable code.
    pub code: String,
    /// The headline.
    pub title: String,
    /// What to do.
    pub words: String,
    /// Through what.
    pub channel: String,
    /// What to measure.
    pub measure: String,
}

/// The shipped playbooks.
const SHIPPED: [(Unit, &str); 2] = [
    (Unit::Customer, include_str!("../../playbooks/customers.toml")),
    (Unit::Order, include_str!("../../playbooks/orders.toml")),
];

/// The text of the shipped playbook for segments of a unit.
pub fn shipped_text(unit: Unit) -> &'static str {
    SHIPPED.iter().find(|(of, _)| *of == unit).map_or("", |(_, text)| text)
}

impl Playbook {
    /// The shipped playbook for segments of a unit.
    ///
    /// # Errors
    /// A fault of the program.
    pub fn shipped(unit: Unit) -> Result<Self, Error> {
        shipped_text(unit).parse().map_err(|error: Error| Error::bug(error.message))
    }

    /// The features that its conditions speak of; some more than once.
    pub fn features(&self) -> impl Iterator<Item = &str> {
        let placed = self.plays.iter().flat_map(|play| play.when.iter().chain(&play.evidence));
        placed.flat_map(|placed| placed.condition.features())
    }

    /// Fails when a condition names a feature that is not among `names`.
    ///
    /// # Errors
    /// The line, the feature, and the names that are nearest.
    pub fn check_features(&self, names: &[&str]) -> Result<(), Error> {
        let placed = self.plays.iter().flat_map(|play| play.when.iter().chain(&play.evidence));
        let fault = |placed: &Placed| {
            let unknown = placed.condition.features().into_iter().find(|name| !names.contains(name))?;
            let near = nearest(unknown, names.iter().copied()).join(", ");
            Some(format!("line {}: there is no feature {unknown:?}; the nearest names are {near}", placed.line))
        };
        told(&placed.filter_map(fault).collect::<Vec<String>>(), "`shoal features` lists the features")
    }
}
