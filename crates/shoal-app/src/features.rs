//! `features`: the catalogue in families, and what given tables lack for it.

use crate::catalog::Table;
use crate::error::Error;
use crate::progress::{self, Watch};
use crate::settings::Input;
use shoal_segment::feature::{Feature, Offer, Unit, catalog, default};

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
    let loaded = shoal_data::load(&input.files, &input.options()?, &progress::of_reading(watch))?;
    let offer = Offer::of(&loaded.lines, unit);
    let lacks = |feature: &Feature| offer.lacking.iter().find(|(name, _)| *name == feature.name);
    let lacking = catalog(unit).iter().map(|feature| lacks(feature).map(|(_, need)| need.word())).collect();
    Ok(Listed { unit, lacking: Some(lacking) })
}

impl Listed {
    /// Every feature with all that is known of it: for programs.
    pub fn to_table(&self) -> Table {
        let mut headers = vec!["feature", "label", "family", "unit", "meaning", "low", "high", "needs", "default"];
        headers.extend(self.lacking.is_some().then_some("left out"));
        let row = |(at, feature): (usize, &Feature)| {
            let card = feature.card();
            let family = feature.family.word().to_owned();
            let needs = needs(feature);
            let default = self.is_default(feature);
            let mut row =
                vec![card.name, card.label, family, card.unit, card.meaning, card.low, card.high, needs, default];
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
                let headers = vec!["feature", "unit", "meaning", "words", "needs", "default", "left out"];
                families.push((word, Table { headers, rows: Vec::new() }));
            }
            let row = vec![
                feature.name.to_owned(),
                feature.measure.word().to_owned(),
                feature.meaning.to_owned(),
                format!("{} … {}", feature.low, feature.high),
                needs(feature),
                self.is_default(feature),
                self.left_out(at).unwrap_or_default(),
            ];
            families
                .iter_mut()
                .filter(|(family, _)| *family == word)
                .for_each(|(_, table)| table.rows.push(row.clone()));
        }
        families
    }

    fn is_default(&self, feature: &Feature) -> String {
        let clustered = default(self.unit).contains(&feature.name);
        if clustered { "clustered unless --features says otherwise" } else { "" }.to_owned()
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
