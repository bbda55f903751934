//! What can be clustered of given tables: the features whose needs they meet, and for the others what is lacking.

use super::{Need, Unit, catalog};
use crate::error::Error;
use crate::lines::Lines;
use crate::segmentation::FeatureCard;

/// The features that tables offer.
#[derive(Debug, Clone)]
pub struct Offer {
    /// Those that can be computed, in the order of the feature table's columns.
    pub cards: Vec<FeatureCard>,
    /// Those that cannot, and what the tables lack for them.
    pub lacking: Vec<(&'static str, Need)>,
}

impl Offer {
    /// What `lines` offer for a `unit`.
    pub fn of(lines: &Lines, unit: Unit) -> Self {
        let catalog = || catalog(unit).iter();
        Self {
            cards: catalog().filter(|feature| feature.lacks(lines.known).is_none()).map(super::Feature::card).collect(),
            lacking: catalog().filter_map(|feature| Some((feature.name, feature.lacks(lines.known)?))).collect(),
        }
    }

    /// The features called `names`, each once, in the order of the table; `flag` is where they were written.
    pub fn choose<'a>(&self, names: impl IntoIterator<Item = &'a str>, flag: &str) -> Result<Vec<FeatureCard>, Error> {
        let mut places = names.into_iter().map(|name| self.place(name, flag)).collect::<Result<Vec<_>, _>>()?;
        places.sort_unstable();
        places.dedup();
        Ok(places.into_iter().map(|place| self.cards[place].clone()).collect())
    }

    /// Where the feature called `name` stands among the cards.
    pub fn place(&self, name: &str, flag: &str) -> Result<usize, Error> {
        if let Some(place) = self.cards.iter().position(|card| card.name == name) {
            return Ok(place);
        }
        let names: Vec<&str> = self.cards.iter().map(|card| card.name.as_str()).collect();
        let hint = format!("write {flag} with names from: {}", names.join(", "));
        Err(match self.lacking.iter().find(|(lacking, _)| *lacking == name) {
            Some((_, need)) => {
                Error::input(format!("feature `{name}` needs {}, which the tables do not have", need.word()), hint)
            }
            None => Error::input(format!("there is no feature `{name}`"), hint),
        })
    }
}
