//! What every criterion says about the number of segments.

use serde::Serialize;

/// A measured value and its standard error.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Estimate {
    /// The value.
    pub value: f64,
    /// Its standard error, of the simulation.
    pub error: f64,
}

/// How well a number of clusters is found again in resamples.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct FoundAgain {
    /// Mean adjusted Rand index of the refits and the fit: 1 the same, 0 chance.
    pub rand: Estimate,
    /// The same on tables without structure; `None` where none can be drawn.
    pub without_structure: Option<f64>,
    /// How much of the way from the second to 1 the first goes: 1 always found again, 0 as without structure, below 0 worse. Where the
    /// second is not known, the first.
    pub beyond: f64,
}

/// The votes on the number of segments.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Votes {
    /// On how much gap, prediction strength and stability rest; `None` for a method that finds the number itself.
    pub effort: Option<Effort>,
    /// What each criterion votes for.
    pub ballots: Vec<Ballot>,
    /// The votes for each number of segments that has any, and for the chosen one: that first, which a consensus takes first.
    pub tally: Vec<Tallied>,
    /// How many criteria voted.
    pub cast: usize,
}

impl Votes {
    /// The votes for a row of the sweep and their place in the tally; `None` without any.
    pub fn of_row(&self, at: usize) -> Option<(usize, Tallied)> {
        self.tallied(Some(at))
    }

    /// The votes of those that see no groups, and their place in the tally; `None` without any.
    pub fn of_none(&self) -> Option<(usize, Tallied)> {
        self.tallied(None)
    }

    /// Whether no more than half of the criteria vote for a row.
    pub fn divided_on(&self, at: usize) -> bool {
        self.of_row(at).is_none_or(|(_, tallied)| 2 * tallied.votes <= self.cast)
    }

    fn tallied(&self, at: Option<usize>) -> Option<(usize, Tallied)> {
        self.tally.iter().copied().enumerate().find(|(_, tallied)| tallied.at == at)
    }
}

/// On how much the criteria rest that need further fits.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Effort {
    /// Members of whom they were measured: all, or an even sample.
    pub members: usize,
    /// Reference tables of the gap.
    pub references: usize,
    /// Times that the members were split in two for the prediction strength.
    pub splits: usize,
    /// Resamples for the stability.
    pub resamples: usize,
}

/// One criterion's vote.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Ballot {
    /// Its code, as written after `--choose-by`.
    pub criterion: String,
    /// Its name.
    pub name: String,
    /// The number of segments it votes for, 1 when it sees no groups; `None` where it is not defined for any.
    pub k: Option<usize>,
    /// The row of the sweep it votes for; `None` when it sees no groups.
    pub at: Option<usize>,
}

/// The votes for one number of segments.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Tallied {
    /// The number of segments, 1 for no groups.
    pub k: usize,
    /// The row of the sweep; `None` for no groups.
    pub at: Option<usize>,
    /// How many criteria vote for it.
    pub votes: usize,
}
