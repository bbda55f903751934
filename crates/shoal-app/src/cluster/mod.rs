//! `cluster`: the bare engine for any table of numbers; labels, indices and a model out.
//!
//! Beside the way of [`run`](crate::run) there are no customers here, no features and no report: the rows are clustered by the
//! columns as they are. [`cluster`] fits, [`score`] places the rows of a table in the clusters of a stored model.
//! [`cluster_stream`] and [`score_stream`] do so for tables that do not fit into memory.

mod document;
mod methods;
mod read;
mod stream;
mod tell;
mod write;

pub use methods::{methods_json, methods_text};
pub use shoal_data::Missing;
pub use shoal_segment::engine::{Ks, MethodCard, Remainder, SILHOUETTE_ROWS, Setting, Wish, choosers, methods};
pub use stream::{Streamed, cluster_stream, score_stream};

use crate::error::Error;
use crate::folder::Staging;
use crate::progress::{self, Watch};
use read::Rows;
use shoal_segment::engine::{self, Clustered, Placed, StoredModel};
use std::path::{Path, PathBuf};

/// Which rows are wanted, and what is known of them.
#[derive(Debug, Clone, Default)]
pub struct Input {
    /// The table: CSV, TSV or a workbook with one sheet.
    pub table: PathBuf,
    /// The columns to cluster by, in order; empty: every column whose cells are all numbers. Not read for scoring.
    pub columns: Vec<String>,
    /// The column that names the rows.
    pub id: Option<String>,
    /// The column that says how much each row counts. Not read for scoring.
    pub weight: Option<String>,
    /// What becomes of rows with a missing cell.
    pub missing: Missing,
}

/// What came out.
pub struct Done {
    rows: Rows,
    placed: Vec<Placed>,
    fit: Option<Clustered>,
    init: Option<Rows>,
    model: StoredModel,
    remainder: Remainder,
    /// The files that were written, with what each is for.
    pub files: Vec<(PathBuf, &'static str)>,
}

/// Clusters the rows of a table; `init` is a file with centres to start from, `out` a folder for the results.
///
/// # Errors
/// A table that cannot be read as numbers; a method, parameter or range that is not allowed; an output folder that Shoal did
/// not make.
pub fn cluster(
    input: &Input,
    init: Option<&Path>,
    wish: &Wish,
    out: Option<&Path>,
    watch: Watch<'_>,
) -> Result<Done, Error> {
    let staging = out.map(Staging::open).transpose()?;
    let rows = Rows::read(input, watch)?;
    let init = init.map(|path| read::centres(&rows.table.columns, path, watch)).transpose()?;
    let wish =
        Wish { init: init.as_ref().map(|init| init.points.clone()), weights: rows.weights(input), ..wish.clone() };
    let fit = engine::cluster(&rows.table.columns, &rows.points, &wish, &|stage| progress::stage(watch, stage))?;
    let done = Done {
        placed: fit.rows.clone(),
        model: fit.model.clone(),
        remainder: wish.remainder,
        fit: Some(fit),
        rows,
        init,
        files: Vec::new(),
    };
    done.published(staging)
}

/// Places the rows of a table in the clusters of the model stored at `model`; its columns are found by their names. Without a
/// `remainder` the model's own policy holds.
///
/// # Errors
/// A file that is no such model; a table that lacks one of its columns or holds a cell in them that is no number.
pub fn score(
    input: &Input,
    model: &Path,
    remainder: Option<Remainder>,
    out: Option<&Path>,
    watch: Watch<'_>,
) -> Result<Done, Error> {
    let staging = out.map(Staging::open).transpose()?;
    let model = read::model(model)?;
    let rows = Rows::read(&Input { columns: model.names(), weight: None, ..input.clone() }, watch)?;
    progress::stage(watch, "scoring");
    let remainder = remainder.unwrap_or(model.remainder);
    let placed = model.score(&rows.points, remainder)?;
    Done { rows, placed, fit: None, init: None, model, remainder, files: Vec::new() }.published(staging)
}

impl Done {
    /// Writes the files and puts the folder into its place.
    fn published(mut self, staging: Option<Staging>) -> Result<Self, Error> {
        if let Some(staging) = staging {
            self.files = write::all(&staging, &self)?;
            staging.publish()?;
        }
        Ok(self)
    }

    /// The silhouette of each row, where asked for.
    fn silhouettes(&self) -> Option<&[Option<f64>]> {
        self.fit.as_ref().and_then(|fit| fit.silhouettes.as_deref())
    }

    /// The list of rows as CSV: `row` (from 0) or `id`, `cluster` (from 0, or `unassigned`), `distance`, `confidence`, and
    /// `silhouette` where asked for.
    pub fn csv(&self) -> Result<Vec<u8>, Error> {
        write::labels(self)
    }

    /// Everything as one JSON document.
    pub fn json(&self) -> Result<Vec<u8>, Error> {
        document::bytes(self)
    }

    /// What was read and done, for a person, in lines of at most `width` characters.
    pub fn account(&self, width: usize) -> String {
        tell::account(self, width)
    }
}
