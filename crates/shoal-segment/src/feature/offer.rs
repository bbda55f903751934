//! What can be clustered of given tables: the features whose needs they meet, for customers their own columns, and for the
//! other features what is lacking.

use super::given::{self, Category};
use super::own::Own;
use super::{Need, Unit, catalog};
use crate::error::Error;
use crate::lines::Lines;
use crate::segmentation::FeatureCard;

/// The features that tables offer.
#[derive(Debug, Clone)]
pub struct Offer {
    /// Those that can be computed, in the order of the feature table's columns: the catalog's, the user's own, then the customers'
    /// own numbers.
    pub cards: Vec<FeatureCard>,
    /// The customers' own categories, and the one on which most was spent, in the order of the feature table's attributes.
    pub categories: Vec<Category>,
    /// Those that cannot be computed, and what the tables lack for them.
    pub lacking: Vec<(&'static str, Need)>,
}

/// What is to be clustered.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Choice {
    /// Features, in the order of the table.
    pub features: Vec<FeatureCard>,
    /// Categories, in the order of the table's attributes.
    pub categories: Vec<Category>,
}

/// A place in an [`Offer`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Place {
    Feature(usize),
    Category(usize),
}

impl Offer {
    /// What `lines` offer for a `unit`.
    pub fn of(lines: &Lines, unit: Unit) -> Self {
        Self::with_own(lines, unit, &[])
    }

    /// The same with features that the user declared.
    pub fn with_own(lines: &Lines, unit: Unit, own: &[Own]) -> Self {
        let catalog = || catalog(unit).iter();
        let mut cards: Vec<FeatureCard> =
            catalog().filter(|feature| feature.lacks(lines).is_none()).map(super::Feature::card).collect();
        cards.extend(own.iter().filter(|own| own.lacks(lines).is_none()).map(Own::card));
        let mut categories: Vec<Category> = Vec::new();
        if unit == Unit::Customer {
            cards.extend(given::cards(lines));
            categories.extend(lines.customers.attributes.iter().map(Category::of));
        }
        categories.extend(lines.known.category.then(|| Category::named(unit.favourite_attribute())));
        Self {
            cards,
            categories,
            lacking: catalog().filter_map(|feature| Some((feature.name, feature.lacks(lines)?))).collect(),
        }
    }

    /// The features and categories called `names`, each once, in the order of the table; `flag` is where they were written.
    pub fn choose<'a>(&self, names: impl IntoIterator<Item = &'a str>, flag: &str) -> Result<Choice, Error> {
        let mut places = names
            .into_iter()
            .map(|name| self.find(name).ok_or_else(|| self.unknown(name, flag)))
            .collect::<Result<Vec<_>, _>>()?;
        places.sort_unstable();
        places.dedup();
        let mut chosen = Choice::default();
        for place in places {
            match place {
                Place::Feature(at) => chosen.features.push(self.cards[at].clone()),
                Place::Category(at) => chosen.categories.push(self.categories[at].clone()),
            }
        }
        Ok(chosen)
    }

    /// Where the feature called `name` stands among the cards.
    pub fn place(&self, name: &str, flag: &str) -> Result<usize, Error> {
        match self.find(name) {
            Some(Place::Feature(at)) => Ok(at),
            Some(Place::Category(_)) => Err(Error::input(
                format!("`{name}` is a category; {flag} takes numbers"),
                format!("write {flag} with names from: {}", self.names(false)),
            )),
            None => Err(self.unknown(name, flag)),
        }
    }

    /// By its name; a column of the customers' table also by its own name, in capitals or small letters.
    fn find(&self, name: &str) -> Option<Place> {
        let own = name.trim().to_lowercase();
        let is = |known: &str, label: &str| known == own || label.to_lowercase() == own;
        let exact = self.cards.iter().position(|card| card.name == name.trim());
        let given =
            || self.cards.iter().position(|card| card.family == super::Family::Given && is(&card.name, &card.label));
        let category = || self.categories.iter().position(|category| is(&category.name, &category.label));
        exact.or_else(given).map(Place::Feature).or_else(|| category().map(Place::Category))
    }

    fn unknown(&self, name: &str, flag: &str) -> Error {
        let hint = format!("write {flag} with names from: {}", self.names(flag == "--features"));
        match self.lacking.iter().find(|(lacking, _)| *lacking == name) {
            Some((_, need)) => {
                Error::input(format!("feature `{name}` needs {}, which the tables do not have", need.word()), hint)
            }
            None => Error::input(format!("there is no feature `{name}`"), hint),
        }
    }

    fn names(&self, with_categories: bool) -> String {
        let features = self.cards.iter().map(|card| card.name.as_str());
        let categories = self.categories.iter().map(|category| category.name.as_str()).filter(|_| with_categories);
        features.chain(categories).collect::<Vec<_>>().join(", ")
    }
}
