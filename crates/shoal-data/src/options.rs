//! What a caller can decide about the reading.

use crate::error::Error;
use crate::policy::Policy;
use crate::recognise::role_override::RoleOverride;
use shoal_segment::date::Day;

/// Which of the two numbers of `3/4/2024` is the month.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum DateOrder {
    /// Month/day/year.
    MonthFirst,
    /// Day/month/year.
    DayFirst,
}

impl DateOrder {
    /// The value of `--dates`.
    pub fn word(self) -> &'static str {
        match self {
            Self::MonthFirst => "mdy",
            Self::DayFirst => "dmy",
        }
    }

    /// In words.
    pub(crate) fn pattern(self) -> &'static str {
        match self {
            Self::MonthFirst => "month/day/year",
            Self::DayFirst => "day/month/year",
        }
    }
}

impl std::str::FromStr for DateOrder {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self, Error> {
        match text {
            "mdy" => Ok(Self::MonthFirst),
            "dmy" => Ok(Self::DayFirst),
            _ => Err(Error::BadOption { option: "--dates", given: format!("`{text}`"), allowed: "mdy or dmy" }),
        }
    }
}

/// What a caller can decide about the reading; the default decides nothing.
#[derive(Debug, Clone, PartialEq)]
pub struct ReadOptions {
    /// Columns whose role the user names (`--map`).
    pub map: Vec<RoleOverride>,
    /// The day for which features will be computed; later rows are set aside. Default: the day after the last line.
    pub as_of: Option<Day>,
    /// The largest share of unreadable rows in a file, 0 to 1.
    pub max_unreadable: f64,
    /// Whether the ids of orders are kept; they take memory and only a run over orders shows them.
    pub order_ids: bool,
    /// How slashed dates are read, when the user says it (`--dates`).
    pub dates: Option<DateOrder>,
    /// What becomes of rows that can be read and may not be meant.
    pub policy: Policy,
}

impl Default for ReadOptions {
    fn default() -> Self {
        Self {
            map: Vec::new(),
            as_of: None,
            max_unreadable: 0.01,
            order_ids: false,
            dates: None,
            policy: Policy::default(),
        }
    }
}

impl ReadOptions {
    /// Checks the ranges.
    pub(crate) fn check(&self) -> Result<(), Error> {
        if (0.0..=1.0).contains(&self.max_unreadable) {
            return Ok(());
        }
        Err(Error::BadOption {
            option: "--max-unreadable",
            given: self.max_unreadable.to_string(),
            allowed: "a share between 0% and 100%",
        })
    }
}
