//! Mini-batch k-means: centres learned from chunks of rows that are never in memory together.
//!
//! **What it finds.** Centres as k-means has them, near but not at the smallest inertia, after each row was seen once.
//!
//! **When to use it, and when not.** When the rows do not fit into memory, or come one chunk after the other. When they fit,
//! [`fit`](super::fit) is better and seldom slower. Chunks should be alike: in files sorted by date or size the first rows are
//! not like the others, so mix them first ([`fit_in_batches`] does).
//!
//! **How it works.**
//! 1. `start`: the first chunks are kept until there are 4,096 rows; k-means on them, with all its starts, gives the first centres,
//!    and each centre counts its rows.
//! 2. `step`, for each further chunk: every row goes to its nearest centre, all at once; then each centre's count grows by its new
//!    rows, and it moves towards their mean by new rows / count (each row has the learning rate 1 / count, so a centre is the mean
//!    of all the rows it was ever given).
//! 3. `replace_starving`: a centre that got none of the last 16,384 rows is put on the row of the chunk that is farthest from its
//!    centre and counts from 0 again.
//! 4. `finish`: numbers the clusters by their centres; a centre that counts no row is dropped.
//!
//! **Cost.** Time O(k d) for each row; memory O((4,096 + k + rows of a chunk) d), whatever came before.
//!
//! **Randomness.** The seed decides the start (and the order in [`fit_in_batches`]). The order of chunks matters; the number of
//! threads does not.
//!
//! **Edges.** While fewer rows differ than clusters are asked for, there are fewer centres; each chunk may add the missing ones.
//! Fewer rows in all than clusters: an error at the end. A chunk without rows changes nothing. Weights and a minimum size are not
//! for mini-batches.
//!
//! **Differences from scikit-learn.** `MiniBatchKMeans` draws its batches at random over many passes and starts from k-means++
//! alone; here each row is seen once, in its order, after a full k-means on the first rows. Counts are whole numbers. It
//! replaces centres with less than 1 % of the rows of the largest by random rows, which small real groups do not survive; here
//! only centres without any row for long are replaced, by rule. Compare inertia, not centres.
//!
//! **References.** Sculley (2010), Web-scale k-means clustering, doi:10.1145/1772690.1772862; Bottou & Bengio (1995), Convergence
//! properties of the k-means algorithms, NIPS 7, 585–592 (the rate 1 / count).

use std::sync::Arc;

use shoal_kernel::Points;
use shoal_kernel::distance::squared;
use shoal_kernel::distinct::distinct_rows;

use super::data::{Data, check_points, check_values};
use super::finish::{Numbering, compare, finish};
use super::lloyd::{nearest, resting};
use super::model::KMeansModel;
use super::params::{Params, Plan, check_clusters};
use super::seeding::extend;
use super::starts::{Purpose, attempts, best, stream};
use super::totals::Totals;
use crate::error::ClusterError;
use crate::evidence::Evidence;
use crate::fitted::{Fitted, Origin, Remark, Start, Trace};

/// Rows that the first centres are made from.
const START: usize = 4096;

/// Rows after which a centre that got none of them is replaced.
const STARVED: u64 = 16_384;

/// Learns centres from chunks of rows.
///
/// ```
/// use shoal_cluster::kmeans::{MiniBatch, Params};
/// use shoal_kernel::Points;
///
/// let mut learner = MiniBatch::new(&Params::new(2, 1)).unwrap();
/// for chunk in 0..10 {
///     let shift = f64::from(chunk) / 10.0;
///     learner.learn(&Points::new(vec![shift, 5.0 + shift, 1.0 - shift], 1).unwrap()).unwrap();
/// }
/// let learned = learner.finish().unwrap();
/// assert_eq!((learned.rows, &learned.counts[..]), (30, &[20, 10][..]));
/// assert_eq!(learned.model.centres().rows(), 2);
/// ```
#[derive(Clone, Debug)]
pub struct MiniBatch {
    plan: Plan,
    n_clusters: usize,
    /// Number of columns; 0 before the first chunk.
    columns: usize,
    /// The first rows, until there are enough to start from.
    waiting: Vec<f64>,
    /// Centres so far × columns; empty before the start.
    centres: Vec<f64>,
    /// Rows that each centre was given.
    counts: Vec<u64>,
    /// Rows seen since each centre got one.
    idle: Vec<u64>,
    rows: u64,
    chunks: usize,
}

/// What was learned from all chunks.
#[derive(Clone, Debug)]
pub struct Learned {
    /// The model; clusters are numbered by their centres as in [`fit`](super::fit).
    pub model: KMeansModel,
    /// Rows that each centre was given while it learned: one per cluster, at least 1. Assigning the same rows with the model can
    /// give other sizes.
    pub counts: Vec<u64>,
    /// Rows learned from.
    pub rows: u64,
}

impl MiniBatch {
    /// A learner that has seen nothing. `params.batch_rows` is not read: chunks are as large as they come.
    ///
    /// # Errors
    /// A parameter outside its range; a `min_cluster_size` above 1.
    pub fn new(params: &Params) -> Result<Self, ClusterError> {
        let plan = params.plan()?;
        check_clusters(params.n_clusters, usize::MAX, &plan)?;
        plan.check_batches(None)?;
        Ok(Self {
            plan,
            n_clusters: params.n_clusters,
            columns: 0,
            waiting: Vec::new(),
            centres: Vec::new(),
            counts: Vec::new(),
            idle: Vec::new(),
            rows: 0,
            chunks: 0,
        })
    }

    /// Learns from the rows of `chunk` (rows × columns, finite, as many columns as the first chunk). Time O(rows × k × d).
    ///
    /// # Errors
    /// Another number of columns; a value that is not finite, with its row and column in the chunk. Nothing is learned then.
    pub fn learn(&mut self, chunk: &Points) -> Result<(), ClusterError> {
        check_values(chunk)?;
        if self.columns == 0 {
            self.columns = chunk.columns();
        }
        if chunk.columns() != self.columns {
            return Err(ClusterError::Columns { came: chunk.columns(), expected: self.columns });
        }
        self.rows += chunk.rows() as u64;
        self.chunks += 1;
        if !self.centres.is_empty() {
            self.step(chunk)?;
        } else {
            self.waiting.extend_from_slice(chunk.values());
            if self.waiting.len() >= START.max(self.n_clusters) * self.columns {
                self.start()?;
            }
        }
        Ok(())
    }

    /// The model of all rows so far.
    ///
    /// # Errors
    /// No rows; fewer rows than clusters.
    pub fn finish(mut self) -> Result<Learned, ClusterError> {
        if self.rows == 0 {
            return Err(ClusterError::NoRows);
        }
        if self.centres.is_empty() {
            self.start()?;
        }
        let pairs = self.centres.chunks_exact(self.columns).zip(self.counts.iter().copied());
        let mut used: Vec<(&[f64], u64)> = pairs.filter(|(_, count)| *count > 0).collect();
        used.sort_by(|a, b| compare(a.0, b.0));
        let centres = used.iter().flat_map(|(centre, _)| centre.iter().copied()).collect();
        let centres = Points::new(centres, self.columns).map_err(|_| ClusterError::NoRows)?;
        let counts = used.into_iter().map(|(_, count)| count).collect();
        Ok(Learned { model: KMeansModel::new(centres, Vec::new()), counts, rows: self.rows })
    }

    /// Makes the first centres from the rows kept so far.
    fn start(&mut self) -> Result<(), ClusterError> {
        let values = std::mem::take(&mut self.waiting);
        let points = Points::new(values, self.columns.max(1)).map_err(|_| ClusterError::NoRows)?;
        check_clusters(self.n_clusters, points.rows(), &self.plan)?;
        let data = Data::checked(&points, None)?;
        let tried = attempts(&data, &[self.n_clusters], &self.plan).concat();
        let finished = finish(&data, &tried[best(&tried, data.rows())].rest, Numbering::ByCentre)?;
        self.centres = finished.centres.values().to_vec();
        self.counts = finished.labels.sizes().iter().map(|&size| size as u64).collect();
        self.idle = vec![0; self.counts.len()];
        Ok(())
    }

    /// Moves the centres towards the rows of a chunk.
    fn step(&mut self, chunk: &Points) -> Result<(), ClusterError> {
        if chunk.rows() == 0 {
            return Ok(());
        }
        let data = Data::checked(chunk, None)?;
        self.add_missing(&data);
        let labels = nearest(&data, &self.centres);
        let totals = Totals::afresh(&data, |row| labels[row].into(), self.counts.len());
        let means = totals.means(&data.layout.frame.origin);
        let pairs = self.centres.chunks_exact_mut(self.columns).zip(means.chunks_exact(self.columns));
        for (cluster, (centre, mean)) in pairs.enumerate() {
            let new = totals.rows(cluster);
            self.idle[cluster] = if new > 0 { 0 } else { self.idle[cluster] + chunk.rows() as u64 };
            if new > 0 {
                self.counts[cluster] += new;
                let rate = new as f64 / self.counts[cluster] as f64;
                centre.iter_mut().zip(mean).for_each(|(value, mean)| *value += (mean - *value) * rate);
            }
        }
        self.replace_starving(&data);
        Ok(())
    }

    /// Adds centres while there are fewer than asked for and the chunk has rows that lie on none.
    fn add_missing(&mut self, data: &Data) {
        if self.counts.len() < self.n_clusters {
            let mut stream = stream(&self.plan, Purpose::Batch, self.n_clusters, self.chunks);
            let centres = std::mem::take(&mut self.centres);
            self.centres = extend(data, centres, self.n_clusters, &mut stream, true);
            self.counts.resize(self.centres.len() / self.columns, 0);
            self.idle.resize(self.counts.len(), 0);
        }
    }

    /// Puts every starving centre on one of the rows farthest from their centres.
    fn replace_starving(&mut self, data: &Data) {
        let starving: Vec<usize> = (0..self.idle.len()).filter(|&cluster| self.idle[cluster] >= STARVED).collect();
        if starving.is_empty() {
            return;
        }
        let labels = nearest(data, &self.centres);
        let centre = |label: u16| &self.centres[usize::from(label) * self.columns..][..self.columns];
        let distances =
            labels.iter().enumerate().map(|(row, &label)| squared(data.layout.points.row(row), centre(label)));
        let mut farthest: Vec<(usize, f64)> = distances.enumerate().filter(|it| it.1 > 0.0).collect();
        farthest.sort_by(|a, b| b.1.total_cmp(&a.1));
        for (cluster, (row, _)) in starving.into_iter().zip(farthest) {
            self.centres[cluster * self.columns..][..self.columns].copy_from_slice(data.layout.points.row(row));
            (self.counts[cluster], self.idle[cluster]) = (0, 0);
        }
    }
}

/// Learns from `points` in batches of `batch_rows` rows (at least 1) in random order, each row once, and assigns every row at the
/// end. In [`Trace`](crate::Trace), iterations are batches.
///
/// # Errors
/// As [`fit`](super::fit); a `min_cluster_size` above 1.
pub fn fit_in_batches(points: &Points, batch_rows: usize, params: &Params) -> Result<Fitted, ClusterError> {
    check_points(points)?;
    let plan = params.plan()?;
    check_clusters(params.n_clusters, points.rows(), &plan)?;
    let mut learner = MiniBatch::new(params)?;
    let mut order: Vec<usize> = (0..points.rows()).collect();
    stream(&plan, Purpose::Batch, 0, 0).shuffle(&mut order);
    for batch in order.chunks(batch_rows.max(1)) {
        learner.learn(&points.select(batch))?;
    }
    let iterations = learner.chunks;
    let learned = learner.finish()?;
    let data = Data::checked(points, None)?;
    let finished = finish(&data, &resting(&data, learned.model.centres().values()), Numbering::ByCentre)?;
    let (asked, found) = (params.n_clusters, finished.labels.clusters());
    let loss = finished.inertia;
    let trace = Trace {
        n_clusters: Some(asked),
        distinct_rows: (found < asked).then(|| distinct_rows(points)),
        iterations,
        converged: true,
        loss: Some(loss),
        starts: vec![Start {
            origin: Origin::Seeded,
            rows: points.rows(),
            iterations,
            converged: true,
            loss,
            touched: 1.0,
        }],
        chosen: 0,
        remarks: (found < asked).then_some(Remark::FewerClusters { asked, found }).into_iter().collect(),
    };
    Ok(Fitted {
        labels: finished.labels.into(),
        model: Arc::new(KMeansModel::new(finished.centres.clone(), Vec::new())),
        trace,
        evidence: vec![Evidence::Centres(finished.centres)],
    })
}
