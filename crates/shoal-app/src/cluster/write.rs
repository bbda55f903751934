//! The files that go out: labels, model, indices, and the linkage table where there is a tree.

use super::Done;
use crate::error::Error;
use crate::folder::Staging;
use serde::Serialize;
use shoal_segment::engine::{Choice, InEffect, Tried, Weighted};
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

/// Writes all files; returns where they will be, and what each is for.
pub(super) fn all(staging: &Staging, done: &Done) -> Result<Vec<(PathBuf, &'static str)>, Error> {
    let mut files = vec![("labels.csv", labels(done)?, "every row's cluster")];
    if let Some(fit) = &done.fit {
        let it = &fit.account;
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
        files.push(("indices.json", json(&indices)?, "every index of every fit"));
        files.push(("model.json", json(&fit.model)?, "places other rows: shoal cluster TABLE --model"));
        if let Some(merges) = &fit.merges {
            files.push(("linkage.csv", linkage(merges)?, "the merges, as SciPy's linkage matrix has them"));
        }
    }
    for (name, bytes, _) in &files {
        staging.write(name, bytes)?;
    }
    Ok(files.into_iter().map(|(name, _, what)| (staging.final_path(name), what)).collect())
}

/// The list of rows.
pub(super) fn labels(done: &Done) -> Result<Vec<u8>, Error> {
    let table = &done.rows.table;
    let name = if table.ids.is_some() { "id" } else { "row" };
    let mut rows = csv::Writer::from_writer(Vec::new());
    let silhouettes = done.silhouettes();
    let header = [name, "cluster", "distance", "confidence"].into_iter().chain(silhouettes.map(|_| "silhouette"));
    rows.write_record(header).map_err(Error::bug)?;
    for (at, placed) in done.placed.iter().enumerate() {
        let row = table.ids.as_ref().map_or_else(|| table.rows[at].to_string(), |ids| ids[at].clone());
        let cluster = placed.cluster.map_or_else(|| UNASSIGNED.to_owned(), |cluster| cluster.to_string());
        let cells = [row, cluster, number(placed.distance), number(placed.confidence)];
        let silhouette = silhouettes.map(|silhouettes| number(silhouettes[at]));
        rows.write_record(cells.into_iter().chain(silhouette)).map_err(Error::bug)?;
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
