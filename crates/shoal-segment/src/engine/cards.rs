//! What there is to choose from, as plain data for help, reference pages and other programs.

use crate::error::Error;
use crate::method;
use serde::Serialize;
use shoal_cluster::{Method, catalog};
use shoal_validity::catalog::INDICES;

/// A method of clustering.
#[derive(Debug, Clone, Serialize)]
pub struct MethodCard {
    /// Name to write after `--method`.
    pub method: &'static str,
    /// Name to read.
    pub name: &'static str,
    /// What it finds.
    pub finds: &'static str,
    /// Whether it takes a number of clusters (`-k`); the others find it themselves.
    pub takes_k: bool,
    /// Whether it starts from given centres (`--init`).
    pub takes_centres: bool,
    /// Whether rows can count by weights (`--weight`).
    pub takes_weights: bool,
    /// Whether it may leave rows out of every cluster (`--remainder`).
    pub leaves_out: bool,
    /// The commands that have it; without `cluster` it needs customers.
    pub commands: &'static [&'static str],
    /// Its parameters beside the seed.
    pub parameters: Vec<ParameterCard>,
    /// How it places a new row.
    pub places: &'static str,
    /// Time and memory; n rows, d columns, k clusters.
    pub cost: &'static str,
    /// Where it is described.
    pub references: Vec<String>,
}

/// The commands of a method that takes any table, and of one that needs customers.
const COMMANDS: [&[&str]; 2] = [&["run", "compare", "cluster"], &["run", "compare"]];

impl MethodCard {
    /// Whether it takes any table of numbers; if not, it needs customers.
    pub fn takes_tables(&self) -> bool {
        self.commands == COMMANDS[0]
    }
}

/// A parameter of a method.
#[derive(Debug, Clone, Serialize)]
pub struct ParameterCard {
    /// Its name.
    pub name: &'static str,
    /// What it decides.
    pub meaning: &'static str,
    /// Which values it may have, in words.
    pub allowed: String,
    /// Its value when nothing is written, or how that is found.
    pub default: String,
}

/// Every method, the default first; those that need customers too.
pub fn methods() -> Vec<MethodCard> {
    method::all().map(of).collect()
}

/// The ids of the methods of which `able` is true, with commas.
pub(super) fn ids(able: fn(&MethodCard) -> bool) -> String {
    let ids: Vec<&str> = methods().iter().filter(|card| able(card)).map(|card| card.method).collect();
    ids.join(", ")
}

/// The ids and names of all indices, in the order of their catalog.
pub fn indices() -> Vec<(&'static str, &'static str)> {
    INDICES.iter().map(|index| (index.id, index.name)).collect()
}

/// What can choose among several numbers of clusters: indices, and the criteria of mixtures.
pub fn choosers() -> Vec<&'static str> {
    INDICES.iter().filter(|index| index.chooses).map(|index| index.id).chain(super::choose::CRITERIA).collect()
}

fn of(method: &Method) -> MethodCard {
    let parameter = |parameter: &shoal_cluster::Parameter| ParameterCard {
        name: parameter.name,
        meaning: parameter.meaning,
        allowed: parameter.range.to_string(),
        default: parameter.default.to_string(),
    };
    MethodCard {
        method: method.id,
        name: method.name,
        finds: method.summary,
        takes_k: method.sweep.is_some(),
        takes_centres: method.fit_from.is_some(),
        takes_weights: method.weighted.is_some(),
        leaves_out: method.leaves_out,
        commands: COMMANDS[usize::from(catalog::method(method.id).is_err())],
        parameters: method.parameters.iter().map(parameter).collect(),
        places: method.places,
        cost: method.cost,
        references: method.references.iter().map(|it| format!("{}, doi:{}", it.text, it.doi)).collect(),
    }
}

/// The card of a method that takes any table.
pub(super) fn card(id: &str) -> Result<&'static Method, Error> {
    if let Some(card) = methods().iter().find(|card| card.method == id && !card.takes_tables()) {
        return Err(Error::input(
            format!("method: `{id}` needs customers ({}), and a table of numbers has none", card.finds),
            format!("`shoal run FILES --method {id}`, or one of {}", ids(MethodCard::takes_tables)),
        ));
    }
    catalog::method(id).map_err(|error| Error::input(error.to_string(), "`shoal methods` describes them"))
}
