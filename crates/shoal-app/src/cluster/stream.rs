//! Tables larger than memory: read once, then looked through chunk by chunk; labels are written in the last pass.
//!
//! What comes out has the form of [`cluster`](super::cluster) and [`score`](super::score), and stands in a folder: a list that is longer than memory
//! cannot be held back until everything is known to be well, but a folder can.

use super::Input;
use super::read;
use super::{tell, write};
use crate::error::Error;
use crate::folder::Staging;
use crate::machine;
use crate::progress::{self, Watch};
use shoal_data::{ChunkedNumbers, NumericChunk};
use shoal_segment::engine::{self, Account, Placed, Points, Remainder, StoredModel, Wish};
use std::borrow::Borrow;
use std::fs::File;
use std::io::BufWriter;
use std::path::{Path, PathBuf};

/// What came out; the rows are in the list.
pub struct Streamed {
    pub(super) table: ChunkedNumbers,
    /// The file of centres.
    pub(super) init: Option<String>,
    /// What was done, when something was fitted.
    pub(super) account: Option<Account>,
    pub(super) model: StoredModel,
    /// Rows in no cluster.
    pub(super) left_out: usize,
    /// The files that were written, with what each is for.
    pub files: Vec<(PathBuf, &'static str)>,
}

/// Clusters the rows of a table of any size by k-means, and writes them to the folder `out`; `init` is a file with centres to
/// start from.
///
/// # Errors
/// As [`cluster`](super::cluster); what cannot be done chunk by chunk; a temporary file that cannot be written.
pub fn cluster_stream(
    input: &Input,
    init: Option<&Path>,
    wish: &Wish,
    out: &Path,
    watch: Watch<'_>,
) -> Result<Streamed, Error> {
    let staging = Staging::open(out)?;
    let table = numbers(input, watch)?;
    let init = init.map(|path| read::centres(&table.columns, path, watch)).transpose()?;
    let wish = Wish { init: init.as_ref().map(|init| init.points.clone()), ..wish.clone() };
    let mut list = List::new(&staging, &table)?;
    let open = || Ok(Chunk::all(&table));
    let take = |chunk: &Chunk, placed: &[Placed]| list.add(chunk, placed);
    let told = |stage: &str| progress::stage(watch, stage);
    let found = engine::cluster_chunks::<_, _, Error>(&table.columns, open, &wish, take, &told)?;
    let mut files = vec![list.end()?];
    files.extend(write::of_fit(&staging, &found.account, &found.model)?);
    let files = files.into_iter().map(|(name, what)| (staging.final_path(name), what)).collect();
    staging.publish()?;
    let init = init.map(|init| init.table.file);
    Ok(Streamed { table, init, account: Some(found.account), model: found.model, left_out: 0, files })
}

/// Places the rows of a table of any size in the clusters of the model stored at `model`, and writes them to the folder `out`.
///
/// # Errors
/// As [`score`](super::score); a temporary file that cannot be written.
pub fn score_stream(
    input: &Input,
    model: &Path,
    remainder: Option<Remainder>,
    out: &Path,
    watch: Watch<'_>,
) -> Result<Streamed, Error> {
    let staging = Staging::open(out)?;
    let model = read::model(model)?;
    let table = numbers(&Input { columns: model.names(), ..input.clone() }, watch)?;
    progress::stage(watch, "scoring");
    let mut list = List::new(&staging, &table)?;
    let mut left_out = 0;
    for chunk in Chunk::all(&table) {
        let chunk = chunk?;
        let placed = model.score(&chunk.points, remainder.unwrap_or(model.remainder))?;
        left_out += placed.iter().filter(|row| row.cluster.is_none()).count();
        list.add(&chunk, &placed)?;
    }
    let (name, what) = list.end()?;
    let files = vec![(staging.final_path(name), what)];
    staging.publish()?;
    Ok(Streamed { table, init: None, account: None, model, left_out, files })
}

impl Streamed {
    /// What was read and done, for a person, in lines of at most `width` characters.
    pub fn account(&self, width: usize) -> String {
        tell::of_stream(self, width)
    }
}

fn numbers(input: &Input, watch: Watch<'_>) -> Result<ChunkedNumbers, Error> {
    let options = read::options(&Input { weight: None, ..input.clone() });
    Ok(shoal_data::numbers_in_chunks(&input.table, &options, machine::budget(), &progress::of_reading(watch))?)
}

/// Rows that follow each other.
struct Chunk {
    /// Without their numbers.
    rows: NumericChunk,
    points: Points,
}

impl Borrow<Points> for Chunk {
    fn borrow(&self) -> &Points {
        &self.points
    }
}

impl Chunk {
    /// All chunks of a table.
    fn all(table: &ChunkedNumbers) -> impl Iterator<Item = Result<Self, Error>> + '_ {
        table.chunks().map(|rows| {
            let mut rows = rows?;
            let points = Points::new(std::mem::take(&mut rows.values), table.columns.len()).map_err(Error::bug)?;
            Ok(Self { rows, points })
        })
    }
}

/// The list of rows in the making.
struct List {
    path: PathBuf,
    rows: csv::Writer<BufWriter<File>>,
}

impl List {
    fn new(staging: &Staging, table: &ChunkedNumbers) -> Result<Self, Error> {
        let mut rows = csv::Writer::from_writer(staging.create(write::LABELS.0)?);
        rows.write_record(write::header(table.has_ids)).map_err(Error::bug)?;
        Ok(Self { path: staging.final_path(write::LABELS.0), rows })
    }

    fn add(&mut self, chunk: &Chunk, placed: &[Placed]) -> Result<(), Error> {
        for (at, placed) in placed.iter().enumerate() {
            let name = chunk.rows.ids.as_ref().map_or_else(|| chunk.rows.rows[at].to_string(), |ids| ids[at].clone());
            let written = self.rows.write_record(write::cells(name, placed));
            written.map_err(|error| Error::world("write", &self.path, &std::io::Error::other(error)))?;
        }
        Ok(())
    }

    fn end(mut self) -> Result<(&'static str, &'static str), Error> {
        self.rows.flush().map_err(|error| Error::world("write", &self.path, &error))?;
        Ok(write::LABELS)
    }
}
