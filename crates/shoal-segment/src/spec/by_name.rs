//! Settings of single features, held against what is clustered: a name that is none is told with the nearest ones.

use super::nearest::nearest;
use super::{Spec, Weights};
use crate::error::Error;
use crate::feature::{Choice, Offer};
use std::collections::BTreeMap;

/// The settings with the names that features have in the table; those of a customers' column may be written as there.
pub(super) fn settled(spec: &Spec, offer: &Offer, chosen: &Choice) -> Result<Spec, Error> {
    let names = Names { offer, chosen };
    let mut settled = spec.clone();
    settled.transform.of = names.of_numbers(&spec.transform.of, "--transform")?;
    settled.scale.of = names.of_numbers(&spec.scale.of, "--scale")?;
    settled.weight = Weights(names.of_all(&spec.weight.0, "--weight")?);
    Ok(settled)
}

/// What there is, and what of it is clustered.
struct Names<'a> {
    offer: &'a Offer,
    chosen: &'a Choice,
}

impl Names<'_> {
    /// Settings that categories have too.
    fn of_all<T: Clone>(&self, of: &BTreeMap<String, T>, flag: &str) -> Result<BTreeMap<String, T>, Error> {
        let mut settled = BTreeMap::new();
        for (written, value) in of {
            let name = self.find(written, flag)?;
            if settled.insert(name.clone(), value.clone()).is_some() {
                return Err(Error::input(
                    format!("{flag} names feature `{name}` twice"),
                    format!("write it once, as {flag} {name}=…"),
                ));
            }
        }
        Ok(settled)
    }

    /// Settings that only numbers have.
    fn of_numbers<T: Clone>(&self, of: &BTreeMap<String, T>, flag: &str) -> Result<BTreeMap<String, T>, Error> {
        let settled = self.of_all(of, flag)?;
        match settled.keys().find(|name| self.chosen.categories.iter().any(|category| category.name == **name)) {
            Some(name) => Err(Error::input(
                format!("{flag} names `{name}`, which is a category; allowed are numbers"),
                format!("leave it out of {flag}; --weight is for categories too"),
            )),
            None => Ok(settled),
        }
    }

    /// The name in the table of what is called `written`.
    fn find(&self, written: &str, flag: &str) -> Result<String, Error> {
        let found = self.offer.choose([written], flag).ok();
        let name = found.and_then(|found| {
            let category = found.categories.into_iter().next().map(|category| category.name);
            found.features.into_iter().next().map(|card| card.name).or(category)
        });
        let clustered: Vec<&str> = self.clustered().collect();
        match name {
            Some(name) if clustered.contains(&name.as_str()) => Ok(name),
            Some(name) => Err(Error::input(
                format!(
                    "{flag} names feature `{name}`, which is not clustered; clustered are {}",
                    clustered.join(", ")
                ),
                format!("add it to --features, or leave it out of {flag}"),
            )),
            None => Err(Error::input(
                format!("{flag} names `{written}`, and there is no such feature"),
                format!("the nearest names are {}; clustered are {}", self.nearest(written), clustered.join(", ")),
            )),
        }
    }

    fn nearest(&self, written: &str) -> String {
        let numbers = self.offer.cards.iter().map(|card| card.name.as_str());
        let all = numbers.chain(self.offer.categories.iter().map(|category| category.name.as_str()));
        nearest(written, all).join(", ")
    }

    fn clustered(&self) -> impl Iterator<Item = &str> {
        let numbers = self.chosen.features.iter().map(|card| card.name.as_str());
        numbers.chain(self.chosen.categories.iter().map(|category| category.name.as_str()))
    }
}
