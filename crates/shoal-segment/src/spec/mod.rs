//! What the user asks of a segmentation, in two stages: [`Spec`] as written, [`Plan`] checked against the tables.

mod by_feature;
mod by_name;
mod k_range;
mod methods;
mod nearest;

pub(crate) use nearest::nearest;
mod unmet;
mod weights;
mod words;

use crate::error::Error;
use crate::feature::given::Category;
use crate::feature::own::{self, Own};
use crate::feature::{self, Choice, Offer, Unit};
use crate::future;
pub use crate::future::HoldOut;
pub use crate::keep::Keep;
use crate::lines::Lines;
use crate::method;
use crate::playbook::Playbook;
use crate::rfm;
use crate::segmentation::FeatureCard;
pub use crate::segmentation::ParameterValue;
use crate::table::{Wanted, Wish};
use crate::window::Window;
use serde::{Deserialize, Serialize};
use shoal_cluster::Method;
use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;

pub use by_feature::ByFeature;
pub use k_range::KRange;
pub use methods::Methods;
pub use weights::{LARGEST_WEIGHT, Weights};
pub use words::{ChooseBy, Missing, Outliers, Remainder, Scaling, Select, SmallSegments, Transform};

/// Settings as written; every field has a default.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Spec {
    /// What is segmented: customers or orders.
    pub unit: Unit,
    /// Names of the features to cluster; empty means [`feature::default`], as far as the tables have them, and without
    /// transactions the customers' own columns.
    pub features: Vec<String>,
    /// How far back from the as-of day features look, for instance `365d` or `12m`; absent: to the first transaction.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub window: Option<Window>,
    /// Which features are left out that say nothing or nothing new; only where [`Spec::features`] is empty.
    pub select: Select,
    /// How features' values are bent, and by name those of some.
    pub transform: ByFeature<Transform>,
    /// What becomes of values far outside.
    pub outliers: Outliers,
    /// What stands in for missing values.
    pub missing: Missing,
    /// How features are brought to one scale, and by name some.
    pub scale: ByFeature<Scaling>,
    /// How much features count, by name.
    #[serde(skip_serializing_if = "Weights::is_empty")]
    pub weight: Weights,
    /// How many principal components are clustered in place of the features; absent: the features themselves.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub pca: Option<Keep>,
    /// The methods of clustering; several are compared and the best is taken.
    pub method: Methods,
    /// A file with a table of segments for RFM, in place of a shipped one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub rules: Option<PathBuf>,
    /// A file that says what to do with which segment, in place of the shipped one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub playbook: Option<PathBuf>,
    /// Parameters of the methods by name, for instance `covariance`; each goes to the methods that have it.
    pub parameters: BTreeMap<String, ParameterValue>,
    /// What becomes of whom a method leaves out.
    pub remainder: Remainder,
    /// Which numbers of clusters are tried.
    pub k: KRange,
    /// The rule that chooses among them.
    pub choose_by: ChooseBy,
    /// Smallest share of the customers (or orders) in a segment, 0 to 1.
    pub min_share: f64,
    /// Smallest number of customers (or orders) in a segment.
    pub min_size: usize,
    /// What becomes of a number of segments that leaves one smaller than that.
    pub small_segments: SmallSegments,
    /// Random starts per k, at least 1; absent: the fewer customers, the more (see [`Spec::starts_for`]).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub starts: Option<usize>,
    /// Decides everything random.
    pub seed: u64,
    /// How much of the end of the history is kept from segments that are then held against it, for instance `90d`; `auto` or `none`.
    pub hold_out: HoldOut,
    /// Features of the scatter figure, x and y; empty means units and revenue, or units and order value.
    pub scatter: Vec<String>,
}

impl Default for Spec {
    fn default() -> Self {
        Self {
            unit: Unit::Customer,
            features: Vec::new(),
            window: None,
            select: Select::Auto,
            transform: Transform::Auto.into(),
            outliers: Outliers::Auto,
            missing: Missing::Median,
            scale: Scaling::Standard.into(),
            weight: Weights::default(),
            pca: None,
            method: Methods(vec!["kmeans".into()]),
            rules: None,
            playbook: None,
            parameters: BTreeMap::new(),
            remainder: Remainder::Keep,
            k: KRange { min: 2, max: 10 },
            choose_by: ChooseBy::Consensus,
            min_share: 0.02,
            min_size: 10,
            small_segments: SmallSegments::Disqualify,
            starts: None,
            seed: 0,
            hold_out: HoldOut::Auto,
            scatter: Vec::new(),
        }
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
    /// The methods, at least one.
    pub methods: Vec<&'static Method>,
    /// The user's own table of segments for RFM.
    pub rules: Option<rfm::Table>,
    /// What to do with which segment.
    pub playbook: Playbook,
    /// The features that the user declared.
    pub own: Vec<Own>,
    /// The settings; what they say of single features stands under the names that these have in the table.
    pub spec: Spec,
}

impl Plan {
    /// The plan with another playbook; `lines` say which columns of their own customers have.
    ///
    /// # Errors
    /// A playbook for another unit, or with a feature that is neither in the catalogue nor the user's own.
    pub fn with_playbook(self, playbook: Playbook, lines: &Lines) -> Result<Self, Error> {
        let unit = self.spec.unit;
        if playbook.unit != unit {
            return Err(Error::input(
                format!("the playbook is for {}, and segments are of {}", playbook.unit.many(), unit.many()),
                format!("write unit = \"{unit}\" into the playbook, or take another"),
            ));
        }
        let offer = Offer::with_own(lines, unit, &self.own);
        let catalog = feature::catalog(unit).iter().map(|feature| feature.name);
        let names: BTreeSet<&str> = catalog.chain(offer.cards.iter().map(|card| card.name.as_str())).collect();
        playbook.check_features(&names.into_iter().collect::<Vec<_>>())?;
        Ok(Self { playbook, ..self })
    }

    /// What the feature table must have: what every run has, and what is clustered, drawn or asked for by the playbook.
    pub fn wish(&self) -> Wish {
        let clustered = self.features.iter().map(|feature| feature.name.clone());
        let advised = self.playbook.features().map(str::to_owned);
        let named = clustered.chain(self.scatter.iter().flatten().cloned()).chain(advised).collect();
        Wish {
            features: Wanted::UsualAnd(named),
            own: self.own.clone(),
            window: self.spec.window,
            timeline: true,
            keep_lines_of: future::customers_kept(&self.spec),
            ..Wish::usual(self.spec.unit)
        }
    }
}

impl Spec {
    /// Checks every setting against what the tables offer.
    pub fn check(&self, lines: &Lines) -> Result<Plan, Error> {
        self.check_with(lines, &[])
    }

    /// The same beside features that the user declared.
    pub fn check_with(&self, lines: &Lines, own: &[Own]) -> Result<Plan, Error> {
        own::check(own)?;
        own.iter().try_for_each(|own| own.check_with(lines))?;
        let offer = Offer::with_own(lines, self.unit, own);
        let given = !self.features.is_empty();
        let Choice { features, categories } = match given {
            true => offer.choose(self.features.iter().map(String::as_str), "--features")?,
            false if !lines.known.transactions => own_columns(&offer, self.unit)?,
            false => {
                let there = |name: &&str| offer.cards.iter().any(|card| card.name == *name);
                offer.choose(feature::default(self.unit).iter().copied().filter(there), "--features")?
            }
        };
        if !(0.0..=0.5).contains(&self.min_share) {
            return Err(Error::input(
                format!("min-share is {}; allowed is a share from 0 to 0.5", self.min_share),
                "write --min-share 2%",
            ));
        }
        if let Some(starts) = self.starts.filter(|starts| !(1..=1000).contains(starts)) {
            return Err(Error::input(format!("starts is {starts}; allowed is 1 to 1000"), "write --starts 10"));
        }
        let (methods, scatter) = (self.methods()?, self.scatter(&offer)?);
        let chosen = Choice { features, categories };
        let spec = by_name::settled(self, &offer, &chosen)?;
        let Choice { features, categories } = chosen;
        let playbook = Playbook::shipped(self.unit)?;
        Ok(Plan {
            features,
            categories,
            features_given: given,
            scatter,
            methods,
            rules: None,
            playbook,
            own: own.to_vec(),
            spec,
        })
    }

    /// The methods, which together can meet every wish.
    fn methods(&self) -> Result<Vec<&'static Method>, Error> {
        let methods = self.method.0.iter().map(|id| method::find(id)).collect::<Result<Vec<_>, _>>()?;
        unmet::unmet(self, &methods).map_or(Ok(methods), Err)
    }

    /// Whether a parameter is written.
    pub fn has(&self, parameter: &str) -> bool {
        self.parameters.contains_key(parameter)
    }

    /// The smallest number of members that a segment may have when there are so many in all; at least 1.
    pub fn smallest(&self, members: usize) -> usize {
        let by_share = (self.min_share * members as f64).ceil() as usize;
        self.min_size.max(by_share).max(1)
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
        let without_units = match self.unit {
            Unit::Customer => "orders",
            Unit::Order => "lines",
        };
        match self.scatter.as_slice() {
            [] => {
                let value = self.unit.value_feature();
                let usual = || Some([named("units").or_else(|_| named(without_units)).ok()?, named(value).ok()?]);
                let first = || Some([offer.cards.first()?.name.clone(), offer.cards.get(1)?.name.clone()]);
                Ok(usual().or_else(first))
            }
            [x, y] => Ok(Some([named(x)?, named(y)?])),
            other => Err(Error::input(
                format!("scatter has {} features; allowed are two, for x and y", other.len()),
                format!("write --scatter units,{}", self.unit.value_feature()),
            )),
        }
    }
}

/// Customers without transactions are segmented by their own numbers, and by categories only when they have none: indicators form
/// groups by themselves (everybody in Europe), and beside them the numbers would hardly count.
fn own_columns(offer: &Offer, unit: Unit) -> Result<Choice, Error> {
    if unit == Unit::Order {
        return Err(Error::input(
            "orders cannot be segmented: the tables have no transactions",
            "add transactions, or write --unit customer",
        ));
    }
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
            orders: Vec::new(),
            products: [].into(),
            categories: [].into(),
            contexts: crate::lines::Contexts::default().into(),
            known,
            money_scale: Scale(0),
            quantity_scale: Scale(0),
            lines: Vec::new(),
            starts: vec![0],
            as_of: Day(0),
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
