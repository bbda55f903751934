//! What a caller can decide about the reading.

use crate::error::Error;
use crate::policy::Policy;
use crate::recognise::role_override::RoleOverride;
use crate::value::moment::zone;
use shoal_segment::date::Day;

/// Which of the numbers of `3/4/2024` or `24-03-04` is the month, the day, the year.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum DateOrder {
    /// Month/day/year.
    MonthFirst,
    /// Day/month/year.
    DayFirst,
    /// Year/month/day, with a year of two digits (`24-03-04`); a year of four digits in front needs no deciding.
    YearFirst,
}

impl DateOrder {
    /// The value of `--dates`.
    pub fn word(self) -> &'static str {
        match self {
            Self::MonthFirst => "mdy",
            Self::DayFirst => "dmy",
            Self::YearFirst => "ymd",
        }
    }

    /// In words.
    pub(crate) fn pattern(self) -> &'static str {
        match self {
            Self::MonthFirst => "month/day/year",
            Self::DayFirst => "day/month/year",
            Self::YearFirst => "year/month/day",
        }
    }
}

impl std::str::FromStr for DateOrder {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self, Error> {
        match text {
            "mdy" => Ok(Self::MonthFirst),
            "dmy" => Ok(Self::DayFirst),
            "ymd" => Ok(Self::YearFirst),
            _ => Err(Error::BadOption { option: "--dates", given: format!("`{text}`"), allowed: "mdy, dmy or ymd" }),
        }
    }
}

/// Which mark stands before the fraction of a number.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum DecimalMark {
    /// `1234.56`
    #[default]
    Point,
    /// `1234,56`
    Comma,
}

impl DecimalMark {
    /// The value of `--decimal`.
    pub fn word(self) -> &'static str {
        match self {
            Self::Point => "point",
            Self::Comma => "comma",
        }
    }

    /// The mark itself.
    pub(crate) fn byte(self) -> u8 {
        match self {
            Self::Point => b'.',
            Self::Comma => b',',
        }
    }

    /// The one that it is not.
    pub(crate) fn other(self) -> Self {
        match self {
            Self::Point => Self::Comma,
            Self::Comma => Self::Point,
        }
    }
}

impl std::str::FromStr for DecimalMark {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self, Error> {
        match text {
            "point" => Ok(Self::Point),
            "comma" => Ok(Self::Comma),
            _ => Err(Error::BadOption { option: "--decimal", given: format!("`{text}`"), allowed: "point or comma" }),
        }
    }
}

/// How far a wall clock is ahead of UTC.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Zone(
    /// Minutes, −900 to 900.
    pub(crate) i16,
);

impl std::fmt::Display for Zone {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let sign = if self.0 < 0 { '-' } else { '+' };
        write!(f, "{sign}{:02}:{:02}", self.0.abs() / 60, self.0.abs() % 60)
    }
}

impl std::str::FromStr for Zone {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self, Error> {
        let allowed = "Z, or hours and minutes ahead of UTC such as +02:00 or -0530, at most 15 hours";
        let given = || format!("`{text}`");
        zone(text.as_bytes()).flatten().map(Self).ok_or_else(|| Error::BadOption {
            option: "--timezone",
            given: given(),
            allowed,
        })
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
    /// Columns of the transactions, by name, that lines carry beside their roles: own features pick lines by their values.
    /// `channel` is the channel, whatever the table calls it.
    pub contexts: Vec<String>,
    /// How slashed dates are read, when the user says it (`--dates`).
    pub dates: Option<DateOrder>,
    /// Bytes of memory; rows beyond three eighths of it go through a temporary file, the rest is for what grows with customers.
    pub memory: u64,
    /// The zone to which dates with a zone are brought (`--timezone`); without it they keep the time as written.
    pub timezone: Option<Zone>,
    /// Which mark is the decimal mark of all numbers, when the user says it (`--decimal`).
    pub decimal: Option<DecimalMark>,
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
            contexts: Vec::new(),
            dates: None,
            timezone: None,
            decimal: None,
            memory: u64::MAX,
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
