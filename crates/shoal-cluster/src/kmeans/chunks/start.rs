//! The start: learned from all rows in their order, or found on a sample of them, whichever is better.
//!
//! Batches see every row, so also groups that are too rare for a sample; but where rows are sorted, the first of them are not
//! like the others, and centres that were put among the first are not where they belong. A sample drawn evenly over the
//! whole source does not mind the order. Both are had from one pass, and the sample says which is better.

use std::borrow::Borrow;

use shoal_kernel::{Points, Stream};

use super::source::Source;
use crate::error::ClusterError;
use crate::kmeans::data::Data;
use crate::kmeans::lloyd::resting;
use crate::kmeans::minibatch::MiniBatch;
use crate::kmeans::params::{Params, Plan};
use crate::kmeans::starts::{Purpose, stream};

/// Rows of a batch in [`fit_chunks`](super::fit_chunks) where `batch_rows` is 0.
pub const BATCH: usize = 16_384;

/// Rows of the sample.
const SAMPLE: usize = 65_536;

/// One pass that gives centres to start from.
pub(super) fn learn<F, C, I, E>(source: &mut Source<F>, params: &Params, plan: &Plan) -> Result<Points, E>
where
    F: FnMut() -> Result<I, E>,
    C: Borrow<Points>,
    I: IntoIterator<Item = Result<C, E>>,
    E: From<ClusterError>,
{
    let rows = if params.batch_rows > 0 { params.batch_rows } else { BATCH };
    let mut learner = Recut { learner: MiniBatch::new(params)?, waiting: Vec::new(), rows };
    let mut sample = Sample { values: Vec::new(), seen: 0, stream: stream(plan, Purpose::Sample, 0, 0) };
    let mut columns = 1;
    source.pass(|_, chunk: C| {
        columns = chunk.borrow().columns();
        chunk.borrow().iter().for_each(|row| sample.add(row));
        Ok(learner.add(chunk.borrow())?)
    })?;
    let learned = learner.end(columns)?;
    Ok(better(&as_points(sample.values, columns)?, learned, params)?)
}

/// Whole rows as points.
fn as_points(values: Vec<f64>, columns: usize) -> Result<Points, ClusterError> {
    Points::new(values, columns).map_err(|_| ClusterError::NoRows)
}

/// The centres of the sample, or those that were learned where these are better for its rows.
fn better(sample: &Points, learned: Points, params: &Params) -> Result<Points, ClusterError> {
    let found = crate::kmeans::fit(sample, &Params { batch_rows: 0, ..params.clone() })?;
    let Some(centres) = found.centres() else { return Ok(learned) };
    let data = Data::checked(sample, None)?;
    let inertia = |centres: &Points| resting(&data, centres.values()).inertia;
    let fewer = learned.rows() < centres.rows();
    Ok(if fewer || inertia(centres) <= inertia(&learned) { centres.clone() } else { learned })
}

/// A learner whose batches all have the same number of rows, whatever the chunks.
struct Recut {
    learner: MiniBatch,
    waiting: Vec<f64>,
    rows: usize,
}

impl Recut {
    fn add(&mut self, chunk: &Points) -> Result<(), ClusterError> {
        let (mut values, columns) = (chunk.values(), chunk.columns());
        while self.waiting.len() + values.len() >= self.rows * columns {
            let (batch, rest) = values.split_at(self.rows * columns - self.waiting.len());
            self.waiting.extend_from_slice(batch);
            self.learner.learn(&as_points(std::mem::take(&mut self.waiting), columns)?)?;
            values = rest;
        }
        self.waiting.extend_from_slice(values);
        Ok(())
    }

    fn end(mut self, columns: usize) -> Result<Points, ClusterError> {
        self.learner.learn(&as_points(self.waiting, columns)?)?;
        Ok(self.learner.finish()?.model.centres().clone())
    }
}

/// Rows drawn evenly from all that come: each new one takes the place of another with the chance that it belongs there
/// (Vitter 1985, algorithm R, doi:10.1145/3147.3165).
struct Sample {
    values: Vec<f64>,
    seen: usize,
    stream: Stream,
}

impl Sample {
    fn add(&mut self, row: &[f64]) {
        self.seen += 1;
        if self.seen <= SAMPLE {
            self.values.extend_from_slice(row);
            return;
        }
        let place = self.stream.below(self.seen);
        if place < SAMPLE {
            self.values[place * row.len()..(place + 1) * row.len()].copy_from_slice(row);
        }
    }
}
