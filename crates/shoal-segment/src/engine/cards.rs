//! What there is to choose from, as plain data for help, reference pages and other programs.

use crate::error::Error;
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
    /// Its parameters beside the seed.
    pub parameters: Vec<ParameterCard>,
    /// How it places a new row.
    pub places: &'static str,
    /// Time and memory; n rows, d columns, k clusters.
    pub cost: &'static str,
    /// Where it is described.
    pub references: Vec<String>,
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

/// Every method, the default first.
pub fn methods() -> Vec<MethodCard> {
    catalog::METHODS.iter().map(|method| of(method)).collect()
}

/// The ids of all methods with what each finds.
pub fn method_ids() -> Vec<(&'static str, &'static str)> {
    catalog::METHODS.iter().map(|method| (method.id, method.summary)).collect()
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
        parameters: method.parameters.iter().map(parameter).collect(),
        places: method.places,
        cost: method.cost,
        references: method.references.iter().map(|it| format!("{}, doi:{}", it.text, it.doi)).collect(),
    }
}

/// The card of a method.
pub(super) fn card(id: &str) -> Result<&'static Method, Error> {
    catalog::method(id).map_err(|error| Error::input(error.to_string(), "`shoal methods` describes them"))
}
