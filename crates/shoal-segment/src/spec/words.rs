//! Settings that are one word of a closed set.

use serde::{Deserialize, Serialize};
use std::fmt;
use std::str::FromStr;

/// A closed set of words, each with its variant: parsing, printing and help come from one list.
macro_rules! words {
    ($(#[$doc:meta])* $name:ident, $what:literal { $($(#[$vdoc:meta])* $variant:ident = $word:literal),+ $(,)? }) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
        pub enum $name { $($(#[$vdoc])* #[serde(rename = $word)] $variant),+ }

        impl $name {
            /// The words allowed.
            pub const WORDS: &'static [&'static str] = &[$($word),+];

            /// The word of the variant.
            pub fn word(self) -> &'static str {
                match self { $(Self::$variant => $word),+ }
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(self.word())
            }
        }

        impl FromStr for $name {
            type Err = String;

            fn from_str(text: &str) -> Result<Self, String> {
                match text {
                    $($word => Ok(Self::$variant),)+
                    _ => Err(format!("{} is `{text}`; allowed are {}", $what, Self::WORDS.join(", "))),
                }
            }
        }
    };
}

words! {
    /// How features are brought to one scale.
    #[derive(Default)]
    Scaling, "scale" {
        /// As they are.
        None = "none",
        /// Mean 0, standard deviation (divided by n) 1.
        #[default]
        Standard = "standard",
        /// Median 0, interquartile range 1.
        Robust = "robust",
        /// Minimum 0, maximum 1.
        MinMax = "minmax",
    }
}

words! {
    /// How a feature's values are bent before scaling.
    #[derive(Default)]
    Transform, "transform" {
        /// Not at all.
        None = "none",
        /// As its skewness asks for: see the page of [`crate::prepare`].
        #[default]
        Auto = "auto",
        /// `ln(1 + x)`, for values above −1.
        Log1p = "log1p",
        /// `asinh(x / unit)`, a logarithm on both sides of 0; the unit is the median magnitude.
        Asinh = "asinh",
        /// The power transform of Yeo and Johnson, with the exponent of maximum likelihood.
        YeoJohnson = "yeo_johnson",
        /// The normal score of the value's rank.
        Rank = "rank",
    }
}

words! {
    /// Whether features are left out that say nothing or nothing new; only where none are named.
    Select, "select" {
        /// Nearly constant ones, and all but one of those that say the same.
        Auto = "auto",
        /// None are left out.
        None = "none",
    }
}

words! {
    /// What becomes of values far outside, after the transform.
    Outliers, "outliers" {
        /// Drawn in where a few of them hold much of a feature's variance, else kept.
        Auto = "auto",
        /// They stay where they are.
        Keep = "keep",
        /// They are drawn in to the limit.
        Winsorize = "winsorize",
        /// Whoever has one is set apart in the segment *Outliers*, and clustered with nobody.
        Apart = "apart",
    }
}

words! {
    /// What stands in for missing values of numbers.
    Missing, "missing" {
        /// The median of the base.
        Median = "median",
        /// The median, and a column that says where it was put in.
        Indicator = "indicator",
        /// Nothing: a feature with missing values is an error.
        Refuse = "refuse",
    }
}

words! {
    /// What becomes of a number of segments that leaves one too small.
    SmallSegments, "small-segments" {
        /// It is not chosen.
        Disqualify = "disqualify",
        /// The small ones are filled with their nearest neighbours, at fit and at scoring, by methods that can.
        Fill = "fill",
    }
}

words! {
    /// What becomes of customers whom a method leaves out.
    Remainder, "remainder" {
        /// They are the segment *Unassigned*.
        Keep = "keep",
        /// They go to the nearest segment.
        Nearest = "nearest",
    }
}

words! {
    /// The rule that chooses k.
    ChooseBy, "choose-by" {
        /// Most votes of all criteria.
        Consensus = "consensus",
        /// Davies-Bouldin, lower is better.
        DaviesBouldin = "davies_bouldin",
        /// Mean silhouette, higher is better.
        Silhouette = "silhouette",
        /// Calinski-Harabasz, higher is better.
        CalinskiHarabasz = "calinski_harabasz",
        /// The smallest k whose gap is as large as the largest, but for its error.
        Gap = "gap",
        /// The largest k of a prediction strength of at least 0.8.
        PredictionStrength = "prediction_strength",
        /// How well clusters are found again, beyond tables without structure; higher is better.
        Stability = "stability",
        /// Bayesian information criterion of mixtures, lower is better.
        Bic = "bic",
    }
}

impl ChooseBy {
    /// The name in prose.
    pub fn name(self) -> &'static str {
        match self {
            Self::Consensus => "consensus",
            Self::DaviesBouldin => "Davies-Bouldin index",
            Self::Silhouette => "mean silhouette",
            Self::CalinskiHarabasz => "Calinski-Harabasz index",
            Self::Gap => "gap",
            Self::PredictionStrength => "prediction strength",
            Self::Stability => "stability",
            Self::Bic => "Bayesian information criterion",
        }
    }

    /// Whether it needs methods that are told the number of clusters.
    pub fn needs_k(self) -> bool {
        matches!(self, Self::Gap | Self::PredictionStrength | Self::Stability)
    }

    /// The index by which methods are compared with each other: of those that every method has.
    pub fn between_methods(self) -> Self {
        if self == Self::Consensus || self.needs_k() { Self::DaviesBouldin } else { self }
    }

    /// The index by which forms of a mixture with equally many components are compared.
    pub fn between_forms(self) -> Self {
        if self == Self::Consensus || self.needs_k() { Self::Bic } else { self }
    }
}
