//! `features`: the catalogue in families, and what given tables lack for it.

use crate::catalog::Table;
use crate::error::Error;
use crate::progress::Watch;
use crate::settings::Input;
use crate::tables;
use shoal_segment::feature::{Feature, Offer, Unit, catalog, default, usual};
use shoal_segment::table::{Wanted, Wish};

/// The catalogue of one unit, held against tables where some were given.
pub struct Listed {
    unit: Unit,
    /// Per feature of the catalogue what the tables lack for it; `None` without tables.
    lacking: Option<Vec<Option<&'static str>>>,
}

/// The catalogue of a `unit`.
pub fn list(unit: Unit) -> Listed {
    Listed { unit, lacking: None }
}

/// The same, held against the tables of `input`.
///
/// # Errors
/// Those of reading tables.
pub fn list_for(unit: Unit, input: &Input, watch: Watch<'_>) -> Result<Listed, Error> {
    let mut offered = None;
    tables::compute(input, &input.options()?, watch, |header| {
        offered = Some(Offer::of(header, unit));
        Ok((Wish { features: Wanted::Only(Vec::new()), ..Wish::usual(unit) }, header.as_of))
    })?;
    let offer = offered.ok_or_else(|| Error::bug("nothing was offered"))?;
    let lacks = |feature: &Feature| offer.lacking.iter().find(|(name, _)| *name == feature.name);
    let lacking = catalog(unit).iter().map(|feature| lacks(feature).map(|(_, need)| need.word())).collect();
    Ok(Listed { unit, lacking: Some(lacking) })
}

impl Listed {
    /// Every feature with all that is known of it: for programs.
    pub fn to_table(&self) -> Table {
        let mut headers = vec!["feature", "label", "family", "unit", "meaning", "low", "high", "needs", "in a run"];
        headers.extend(self.lacking.is_some().then_some("left out"));
        let row = |(at, feature): (usize, &Feature)| {
            let card = feature.card();
            let family = feature.family.word().to_owned();
            let needs = needs(feature);
            let in_a_run = self.in_a_run(feature);
            let mut row =
                vec![card.name, card.label, family, card.unit, card.meaning, card.low, card.high, needs, in_a_run];
            row.extend(self.left_out(at));
            row
        };
        Table { headers, rows: catalog(self.unit).iter().enumerate().map(row).collect() }
    }

    /// The families in the order of the catalogue, each with its features: for people.
    pub fn families(&self) -> Vec<(&'static str, Table)> {
        let mut families: Vec<(&'static str, Table)> = Vec::new();
        for (at, feature) in catalog(self.unit).iter().enumerate() {
            let word = feature.family.word();
            if families.iter().all(|(family, _)| *family != word) {
                let headers = vec!["feature", "unit", "meaning", "words", "needs", "in a run", "left out"];
                families.push((word, Table { headers, rows: Vec::new() }));
            }
            let row = vec![
                feature.name.to_owned(),
                feature.measure.word().to_owned(),
                feature.meaning.to_owned(),
                format!("{} … {}", feature.low, feature.high),
                needs(feature),
                self.in_a_run(feature),
                self.left_out(at).unwrap_or_default(),
            ];
            families
                .iter_mut()
                .filter(|(family, _)| *family == word)
                .for_each(|(_, table)| table.rows.push(row.clone()));
        }
        families
    }

    /// What a run does with a feature unless it is told.
    fn in_a_run(&self, feature: &Feature) -> String {
        let among = |names: &[&str]| names.contains(&feature.name);
        let words = match (among(default(self.unit)), among(usual(self.unit))) {
            (true, _) => "clustered unless --features says otherwise",
            (false, true) => "computed and shown",
            (false, false) => "when --features names it",
        };
        words.to_owned()
    }

    /// Why the tables do not give a feature, empty where they do; `None` without tables.
    fn left_out(&self, at: usize) -> Option<String> {
        let lacks = |need: &str| format!("the tables do not have {need}");
        self.lacking.as_ref().map(|lacking| lacking[at].map_or_else(String::new, lacks))
    }
}

fn needs(feature: &Feature) -> String {
    feature.needs.iter().map(|need| need.word()).collect::<Vec<_>>().join(", ")
}
