//! What is measured and which number is made of it: the words of a declaration, and which of them go together.

use serde::{Deserialize, Serialize};

/// What is measured of lines.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Measure {
    /// Money paid (given back, for returns).
    Amount,
    /// Units of goods.
    #[serde(alias = "quantity")]
    Units,
    /// Money taken off.
    Discount,
    /// Money per unit of a line; lines without units have none.
    Price,
    /// Lines.
    Lines,
    /// Distinct orders.
    Orders,
    /// Distinct days.
    Days,
    /// Distinct products.
    Products,
    /// Distinct categories.
    Categories,
}

/// Which number is made of a measure.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Aggregate {
    /// All together; 0 for no line.
    Sum,
    /// How many; 0 for none.
    Count,
    /// How many different ones; 0 for none.
    Distinct,
    /// The picked lines' part of what all lines of the same kind and time have; missing when that is 0.
    Share,
    /// The mean; missing for no line, as are all that follow.
    Mean,
    /// The median.
    Median,
    /// The standard deviation (n − 1); missing for fewer than two.
    Sd,
    /// The least.
    Min,
    /// The most.
    Max,
    /// That of the first.
    First,
    /// That of the last.
    Last,
    /// Days from the last picked line to the as-of day.
    DaysSince,
    /// Days from the first picked line to the as-of day.
    DaysSinceFirst,
    /// Mean of the days between an order and the next; missing for one order, as are those that follow.
    GapMean,
    /// Median of these days.
    GapMedian,
    /// Standard deviation (n − 1) of these days; missing for fewer than three orders.
    GapSd,
    /// The most of these days.
    GapMax,
}

/// Of what mean, median and the like are taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Per {
    /// Of orders: the picked lines of an order are added up first.
    #[default]
    Order,
    /// Of lines.
    Line,
}

use Aggregate::{
    Count, DaysSince, DaysSinceFirst, Distinct, First, GapMax, GapMean, GapMedian, GapSd, Last, Max, Mean, Median, Min,
    Sd, Share, Sum,
};

impl Measure {
    /// The word of the settings.
    pub fn word(self) -> &'static str {
        match self {
            Self::Amount => "amount",
            Self::Units => "units",
            Self::Discount => "discount",
            Self::Price => "price",
            Self::Lines => "lines",
            Self::Orders => "orders",
            Self::Days => "days",
            Self::Products => "products",
            Self::Categories => "categories",
        }
    }

    /// The aggregates that mean something for it.
    pub fn aggregates(self) -> &'static [Aggregate] {
        match self {
            Self::Amount | Self::Units | Self::Discount => &[Sum, Share, Mean, Median, Sd, Min, Max, First, Last],
            Self::Price => &[Mean, Median, Sd, Min, Max, First, Last],
            Self::Lines => &[Count, Share, Mean, Median, Sd, Min, Max, First, Last],
            Self::Orders => &[Count, Share, DaysSince, DaysSinceFirst, GapMean, GapMedian, GapSd, GapMax],
            Self::Days => &[Count, Share],
            Self::Products | Self::Categories => &[Distinct, Share, Mean, Median, Sd, Min, Max, First, Last],
        }
    }

    /// Whether each line has a number of it that can be added up.
    pub(super) fn is_of_lines(self) -> bool {
        matches!(self, Self::Amount | Self::Units | Self::Discount)
    }

    pub(super) fn needs_quantity(self) -> bool {
        matches!(self, Self::Units | Self::Price)
    }
}

impl Aggregate {
    /// The word of the settings.
    pub fn word(self) -> &'static str {
        match self {
            Sum => "sum",
            Count => "count",
            Distinct => "distinct",
            Share => "share",
            Mean => "mean",
            Median => "median",
            Sd => "sd",
            Min => "min",
            Max => "max",
            First => "first",
            Last => "last",
            DaysSince => "days_since",
            DaysSinceFirst => "days_since_first",
            GapMean => "gap_mean",
            GapMedian => "gap_median",
            GapSd => "gap_sd",
            GapMax => "gap_max",
        }
    }

    /// Whether it is taken of several numbers, of orders or of lines.
    pub(super) fn is_of_several(self) -> bool {
        matches!(self, Mean | Median | Sd | Min | Max | First | Last)
    }
}
