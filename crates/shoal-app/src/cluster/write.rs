//! The files that go out: labels, model, indices, and the linkage table where there is a tree.

use super::Done;
use crate::error::Error;
use crate::folder::Staging;
use serde::Serialize;
use shoal_segment::engine::{Account, Choice, InEffect, Placed, StoredModel, Tried, Weighted};
use shoal_segment::segmentation::Components;
use std::path::PathBuf;

/// What stands in a list for the cluster of a row that is in none.
const UNASSIGNED: &str = "unassigned";

/// What `indices.json` holds.
#[derive(Serialize)]
struct Indices<'a> {
    method: &'a str,
    seed: u64,
    parameters: &'a [InEffect],
    scale: shoal_segment::spec::Scaling,
    #[serde(skip_serializing_if = "Option::is_none")]
    components: Option<&'a Components>,
    #[serde(skip_serializing_if = "Option::is_none")]
    weights: Option<&'a Weighted>,
    choice: &'a Choice,
    tried: &'a [Tried],
}

/// A file's name, and what it is for.
type Named = (&'static str, &'static str);

/// The list of rows.
pub(super) const LABELS: Named = ("labels.csv", "every row's cluster");

/// Writes all files; returns where they will be, and what each is for.
pub(super) fn all(staging: &Staging, done: &Done) -> Result<Vec<(PathBuf, &'static str)>, Error> {
    staging.write(LABELS.0, &labels(done)?)?;
    let mut files = vec![LABELS];
    if let Some(fit) = &done.fit {
        files.extend(of_fit(staging, &fit.account, &fit.model)?);
        if let Some(merges) = &fit.merges {
            staging.write("linkage.csv", &linkage(merges)?)?;
            files.push(("linkage.csv", "the merges, as SciPy's linkage matrix has them"));
        }
    }
    Ok(files.into_iter().map(|(name, what)| (staging.final_path(name), what)).collect())
}

/// Writes what is told of a fit, and its model.
pub(super) fn of_fit(staging: &Staging, it: &Account, model: &StoredModel) -> Result<[Named; 2], Error> {
    let indices = Indices {
        method: &it.method,
        seed: it.seed,
        parameters: &it.parameters,
        scale: it.scale,
        components: it.components.as_ref(),
        weights: it.weights.as_ref(),
        choice: &it.choice,
        tried: &it.tried,
    };
    staging.write("indices.json", &json(&indices)?)?;
    staging.write("model.json", &json(model)?)?;
    Ok([("indices.json", "every index of every fit"), ("model.json", "places other rows: shoal cluster TABLE --model")])
}

/// The names of the columns of the list.
pub(super) fn header(has_ids: bool) -> [&'static str; 4] {
    [if has_ids { "id" } else { "row" }, "cluster", "distance", "confidence"]
}

/// The cells of a row of the list.
pub(super) fn cells(name: String, placed: &Placed) -> [String; 4] {
    let cluster = placed.cluster.map_or_else(|| UNASSIGNED.to_owned(), |cluster| cluster.to_string());
    [name, cluster, number(placed.distance), number(placed.confidence)]
}

/// The list of rows.
pub(super) fn labels(done: &Done) -> Result<Vec<u8>, Error> {
    let table = &done.rows.table;
    let mut rows = csv::Writer::from_writer(Vec::new());
    let silhouettes = done.silhouettes();
    let header = header(table.ids.is_some()).into_iter().chain(silhouettes.map(|_| "silhouette"));
    rows.write_record(header).map_err(Error::bug)?;
    for (at, placed) in done.placed.iter().enumerate() {
        let row = table.ids.as_ref().map_or_else(|| table.rows[at].to_string(), |ids| ids[at].clone());
        let silhouette = silhouettes.map(|silhouettes| number(silhouettes[at]));
        rows.write_record(cells(row, placed).into_iter().chain(silhouette)).map_err(Error::bug)?;
    }
    rows.into_inner().map_err(Error::bug)
}

fn linkage(merges: &[(usize, usize, f64, usize)]) -> Result<Vec<u8>, Error> {
    let mut rows = csv::Writer::from_writer(Vec::new());
    rows.write_record(["first", "second", "height", "size"]).map_err(Error::bug)?;
    for (first, second, height, size) in merges {
        let cells = [first.to_string(), second.to_string(), number(Some(*height)), size.to_string()];
        rows.write_record(cells).map_err(Error::bug)?;
    }
    rows.into_inner().map_err(Error::bug)
}

/// The shortest text that reads back as the same number, with an exponent where that is shorter; empty for none.
fn number(value: Option<f64>) -> String {
    value.map(|value| format!("{value:?}")).unwrap_or_default()
}

/// A value as JSON.
pub(super) fn json(value: &impl Serialize) -> Result<Vec<u8>, Error> {
    let mut bytes = serde_json::to_vec_pretty(value).map_err(Error::bug)?;
    bytes.push(b'\n');
    Ok(bytes)
}
