//! Revenue, orders and customers over time, and who came back.

use crate::date::Day;
use crate::money::Amount;
use serde::Serialize;

/// The length of a period.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Grain {
    /// From Monday to Sunday.
    Week,
    /// A calendar month.
    Month,
    /// Three calendar months, from January on.
    Quarter,
    /// A calendar year.
    Year,
}

impl Grain {
    /// All, shortest first.
    pub const ALL: [Self; 4] = [Self::Week, Self::Month, Self::Quarter, Self::Year];

    /// `week`, `month`, `quarter` or `year`.
    pub fn word(self) -> &'static str {
        match self {
            Self::Week => "week",
            Self::Month => "month",
            Self::Quarter => "quarter",
            Self::Year => "year",
        }
    }
}

/// What came in, period after period without gaps, over all customers (also those who are in no segment).
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Trend {
    /// How long a period is.
    pub grain: Grain,
    /// From the first period with a line to the last.
    pub periods: Vec<Period>,
}

/// One period.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Period {
    /// Its name: `2024-W05`, `2024-01`, `2024-Q1`, `2024`.
    pub name: String,
    /// Its first day.
    pub first_day: Day,
    /// Purchases minus returns of its days.
    pub revenue: Amount,
    /// Orders that began in it.
    pub orders: u64,
    /// Customers with a purchase in it.
    pub active_customers: u64,
    /// Whether the tables begin after its first day or end before its last.
    pub incomplete: bool,
}

/// Customers by the period of their first purchase.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Cohorts {
    /// How long a period is.
    pub grain: Grain,
    /// The latest cohorts that have a customer, earliest first.
    pub cohorts: Vec<Cohort>,
    /// Earlier cohorts that are not listed.
    pub earlier: usize,
    /// Whether the last period ends before its last day.
    pub last_incomplete: bool,
    /// Whether the first period begins after its first day: who bought before that is unknown.
    pub first_incomplete: bool,
}

/// Who first bought in one period.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Cohort {
    /// The period's name.
    pub name: String,
    /// How many customers first bought in it.
    pub customers: u64,
    /// Their purchases minus returns since, up to the end.
    pub revenue: Amount,
    /// Per period from the first one to the last of the tables: how many of them bought in it.
    pub active: Vec<u64>,
    /// The same as a share of the cohort, 0 to 1; the first is 1.
    pub retention: Vec<f64>,
    /// Per period their purchases minus returns.
    pub revenues: Vec<Amount>,
}
