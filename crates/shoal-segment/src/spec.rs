//! What the user asks of a segmentation, in two stages: [`Spec`] as written, [`Plan`] checked against the customers.

use crate::error::Error;
use crate::feature::given::Category;
use crate::feature::{self, Choice, Offer, Unit};
pub use crate::keep::Keep;
use crate::lines::Lines;
use crate::segmentation::FeatureCard;
use serde::{Deserialize, Serialize};
use std::fmt;
use std::str::FromStr;

/// Settings as written; every field has a default.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Spec {
    /// Names of the features to cluster; empty means [`feature::default`], and without transactions the customers' own columns.
    pub features: Vec<String>,
    /// How features are brought to one scale.
    pub scale: Scaling,
    /// Which features are log-transformed.
    pub transform: Transform,
    /// How many principal components are clustered in place of the features; absent: the features themselves.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub pca: Option<Keep>,
    /// The method of clustering.
    pub method: String,
    /// Which numbers of clusters are tried.
    pub k: KRange,
    /// The index that chooses among them.
    pub choose_by: ChooseBy,
    /// Smallest share of the customers in a segment, 0 to 1.
    pub min_share: f64,
    /// Smallest number of customers in a segment.
    pub min_size: usize,
    /// Random starts per k, at least 1; absent: the fewer customers, the more (see [`Spec::starts_for`]).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub starts: Option<usize>,
    /// Decides everything random.
    pub seed: u64,
    /// Features of the scatter figure, x and y; empty means units and revenue.
    pub scatter: Vec<String>,
}

impl Default for Spec {
    fn default() -> Self {
        Self {
            features: Vec::new(),
            scale: Scaling::Standard,
            transform: Transform::Auto,
            pca: None,
            method: "kmeans".into(),
            k: KRange { min: 2, max: 10 },
            choose_by: ChooseBy::DaviesBouldin,
            min_share: 0.02,
            min_size: 10,
            starts: None,
            seed: 0,
            scatter: Vec::new(),
        }
    }
}

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
    Scaling, "scale" {
        /// As they are.
        None = "none",
        /// Mean 0, standard deviation (divided by n) 1.
        Standard = "standard",
        /// Median 0, interquartile range 1.
        Robust = "robust",
        /// Minimum 0, maximum 1.
        MinMax = "minmax",
    }
}

words! {
    /// Which features are log-transformed before scaling.
    Transform, "transform" {
        /// None.
        None = "none",
        /// The clearly right-skewed ones without negative values.
        Auto = "auto",
        /// All of them.
        Log1p = "log1p",
    }
}

words! {
    /// The index that chooses k.
    ChooseBy, "choose-by" {
        /// Davies-Bouldin, lower is better.
        DaviesBouldin = "davies_bouldin",
        /// Mean silhouette, higher is better.
        Silhouette = "silhouette",
        /// Calinski-Harabasz, higher is better.
        CalinskiHarabasz = "calinski_harabasz",
    }
}

/// An inclusive range of numbers of clusters, written `2..10`, or one number, written `4`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct KRange {
    /// Smallest k, at least 1.
    pub min: usize,
    /// Largest k, at least `min`, at most [`KRange::LARGEST`].
    pub max: usize,
}

impl KRange {
    /// No more clusters than this can be read by a person or have a colour of their own.
    pub const LARGEST: usize = 50;

    /// Whether the user fixed k.
    pub fn is_fixed(self) -> bool {
        self.min == self.max
    }
}

impl fmt::Display for KRange {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.is_fixed() {
            true => write!(f, "{}", self.min),
            false => write!(f, "{}..{}", self.min, self.max),
        }
    }
}

impl FromStr for KRange {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let (min, max) = text.split_once("..").unwrap_or((text, text));
        let range = min.trim().parse().ok().zip(max.trim().parse().ok()).map(|(min, max)| Self { min, max });
        range.filter(|range| range.min >= 1 && range.min <= range.max && range.max <= Self::LARGEST).ok_or_else(|| {
            format!(
                "k is `{text}`; allowed is a number from 1 to {0}, or a range such as 2..10 within 1..{0}",
                Self::LARGEST
            )
        })
    }
}

impl TryFrom<String> for KRange {
    type Error = String;

    fn try_from(text: String) -> Result<Self, String> {
        text.parse()
    }
}

impl From<KRange> for String {
    fn from(range: KRange) -> Self {
        range.to_string()
    }
}

/// Settings that can be carried out: names resolved, ranges checked.
#[derive(Debug, Clone)]
pub struct Plan {
    /// The features to cluster, in the order of the feature table; at least one, or a category.
    pub features: Vec<FeatureCard>,
    /// The categories to cluster, in the order of the table's attributes.
    pub categories: Vec<Category>,
    /// Whether the user named features and categories.
    pub features_given: bool,
    /// The scatter's features, x and y; `None` with fewer than two features to draw.
    pub scatter: Option<[String; 2]>,
    /// The settings.
    pub spec: Spec,
}

impl Spec {
    /// Checks every setting against what the tables offer.
    pub fn check(&self, lines: &Lines) -> Result<Plan, Error> {
        let offer = Offer::of(lines, Unit::Customer);
        let given = !self.features.is_empty();
        let Choice { features, categories } = match given {
            true => offer.choose(self.features.iter().map(String::as_str), "--features")?,
            false if !lines.known.transactions => own_columns(&offer)?,
            false => offer.choose(feature::default(Unit::Customer).iter().copied(), "--features")?,
        };
        let scatter = self.scatter(&offer)?;
        shoal_cluster::catalog::method(&self.method)
            .map_err(|error| Error::input(error.to_string(), "write --method kmeans"))?;
        if !(0.0..=0.5).contains(&self.min_share) {
            return Err(Error::input(
                format!("min-share is {}; allowed is a share from 0 to 0.5", self.min_share),
                "write --min-share 2%",
            ));
        }
        if let Some(starts) = self.starts.filter(|starts| !(1..=1000).contains(starts)) {
            return Err(Error::input(format!("starts is {starts}; allowed is 1 to 1000"), "write --starts 10"));
        }
        Ok(Plan { features, categories, features_given: given, scatter, spec: self.clone() })
    }

    /// Random starts per k for so many customers. Small tables have the most different local optima and cost least.
    pub fn starts_for(&self, customers: usize) -> usize {
        self.starts.unwrap_or(match customers {
            0..=1_000 => 100,
            1_001..=5_000 => 20,
            _ => 10,
        })
    }

    fn scatter(&self, offer: &Offer) -> Result<Option<[String; 2]>, Error> {
        let named = |name: &str| offer.place(name, "--scatter").map(|place| offer.cards[place].name.clone());
        match self.scatter.as_slice() {
            [] => {
                let usual = || Some([named("units").or_else(|_| named("orders")).ok()?, named("revenue").ok()?]);
                let first = || Some([offer.cards.first()?.name.clone(), offer.cards.get(1)?.name.clone()]);
                Ok(usual().or_else(first))
            }
            [x, y] => Ok(Some([named(x)?, named(y)?])),
            other => Err(Error::input(
                format!("scatter has {} features; allowed are two, for x and y", other.len()),
                "write --scatter units,revenue",
            )),
        }
    }
}

/// Customers without transactions are segmented by their own numbers, and by categories only when they have none: indicators form
/// groups by themselves (everybody in Europe), and beside them the numbers would hardly count.
fn own_columns(offer: &Offer) -> Result<Choice, Error> {
    let chosen = match offer.cards.is_empty() {
        true => Choice { features: Vec::new(), categories: offer.categories.clone() },
        false => Choice { features: offer.cards.clone(), categories: Vec::new() },
    };
    if chosen == Choice::default() {
        return Err(Error::input(
            "the customers have neither transactions nor a column of their own to be segmented by",
            "add transactions, or a column such as age, income or region",
        ));
    }
    Ok(chosen)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::date::Day;
    use crate::lines::{Customers, Known};
    use crate::money::Scale;

    fn lines(known: Known) -> Lines {
        Lines {
            customers: Customers::default(),
            products: Vec::new(),
            categories: Vec::new(),
            known,
            money_scale: Scale(0),
            quantity_scale: Scale(0),
            lines: Vec::new(),
            starts: vec![0],
            as_of: Day(0),
        }
    }

    #[test]
    fn ranges_of_k() {
        assert_eq!("2..10".parse(), Ok(KRange { min: 2, max: 10 }));
        assert_eq!("4".parse(), Ok(KRange { min: 4, max: 4 }));
        for wrong in ["0", "5..2", "x", "", "2..", "-1", "1..51"] {
            assert!(wrong.parse::<KRange>().is_err(), "{wrong}");
        }
    }

    #[test]
    fn unknown_and_unavailable_features_are_refused_with_the_choice() {
        let lines = lines(Known { product: true, ..Known::default() });
        let wish = |name: &str| Spec { features: vec![name.into()], ..Spec::default() }.check(&lines);
        assert!(wish("age").unwrap_err().message.contains("there is no feature `age`"));
        let lacking = wish("units").unwrap_err();
        assert!(lacking.message.contains("a quantity per line"));
        assert!(!lacking.hint.unwrap().contains("units"), "the hint offers only what can be had");
        assert_eq!(wish("revenue").unwrap().features.len(), 1);
    }

    #[test]
    fn features_come_in_catalog_order_once() {
        let spec =
            Spec { features: vec!["revenue".into(), "recency_days".into(), "revenue".into()], ..Spec::default() };
        let lines = lines(Known::default());
        let plan = spec.check(&lines).unwrap();
        let names: Vec<&str> = plan.features.iter().map(|f| f.name.as_str()).collect();
        assert_eq!(names, ["recency_days", "revenue"]);
    }
}
