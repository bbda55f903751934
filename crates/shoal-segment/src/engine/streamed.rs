//! k-means over rows that never are in memory at once: what [`cluster`](super::cluster) does, as far as it can be done chunk by
//! chunk.
//!
//! 1. `survey`: one pass finds mean, deviation and range of every column, from which it is scaled ([`Spread`]), and refuses values
//!    that are too large.
//! 2. [`fit_chunks`]: a start learned from batches, or given centres; exact passes until the centres rest.
//! 3. In its last pass every row is placed and handed to the caller; sizes and means are counted on the way.
//!
//! Not done chunk by chunk: a range of k, other methods, weights, principal components, robust scaling, silhouettes. Of the indices,
//! inertia and Calinski-Harabasz are known after the last pass; the others need all rows once more.

use super::choose::choose;
use super::fit::{CLUSTERS, plan};
use super::frame::Frame;
use super::judge::{Judged, Tried, undefined};
use super::parameters::{InEffect, Written, all_in_effect};
use super::place::{Placed, placed};
use super::scale::{self, Scale};
use super::show::{ClusterMean, Shown};
use super::spread::Spread;
use super::stored::StoredModel;
use super::wish::Wish;
use super::{Account, cards, check_columns, refused, restless};
use crate::error::Error;
use crate::spec::Scaling;
use shoal_cluster::fitted::Remark;
use shoal_cluster::kmeans::{self, FromChunks, KMeansModel, Params, fit_chunks, fit_chunks_from};
use shoal_cluster::{ClusterError, Model, Settings};
use shoal_kernel::Points;
use shoal_validity::Undefined;
use std::borrow::Borrow;
use std::collections::BTreeMap;

/// The parameter that says how many rows are learned from at a time.
const BATCH: &str = "batch_rows";

/// What comes out beside the rows.
#[derive(Debug, Clone)]
pub struct Streamed {
    /// What was done and what it is worth.
    pub account: Account,
    /// Enough to place other rows.
    pub model: StoredModel,
    /// Rows in all.
    pub rows: u64,
}

/// Clusters rows that are read chunk by chunk: `open` begins a pass over chunks that can be looked at as points (rows ×
/// columns, in original units), the same rows in every pass. In the last one `take` gets each chunk and where its rows belong.
///
/// The same for any number of threads and any cutting into chunks. `stage` hears what is being done.
///
/// # Errors
/// What `open`, its chunks and `take` say; what cannot be done chunk by chunk; otherwise as [`cluster`](super::cluster).
pub fn cluster_chunks<C, I, E>(
    columns: &[String],
    open: impl Fn() -> Result<I, E>,
    wish: &Wish,
    mut take: impl FnMut(&C, &[Placed]) -> Result<(), E>,
    stage: &dyn Fn(&str),
) -> Result<Streamed, E>
where
    C: Borrow<Points>,
    I: IntoIterator<Item = Result<C, E>>,
    E: From<Error>,
{
    check_wish(wish)?;
    let plan = plan(cards::card(&wish.method)?, wish, columns)?;
    let asked = wish.k.map(|k| k.min);
    let settings = asked.map_or(plan.settings.clone(), |k| plan.settings.clone().with(CLUSTERS, k as f64));
    stage("looking at columns");
    let frame = Frame { scales: survey(columns, &open, wish)?, rotation: None };
    let mut means = Means::default();
    let framed = || {
        stage("fitting");
        let (mut from, scales) = (0, &frame.scales);
        let framed = move |chunk: Result<C, E>| {
            let chunk = chunk.map_err(Trouble::Outside)?;
            let points = scaled(scales, chunk.borrow(), from).map_err(|error| Trouble::Outside(error.into()))?;
            from += points.rows();
            Ok::<_, Trouble<E>>(Framed { chunk, points })
        };
        Ok(open().map_err(Trouble::Outside)?.into_iter().map(framed))
    };
    let hand_on = |model: &KMeansModel, framed: &Framed<C>, labels: &[u32]| {
        let assigned = model.assign(&framed.points)?;
        means.add(model, &frame, framed.chunk.borrow(), labels);
        let rows: Vec<Placed> = assigned.into_iter().map(|row| placed(row, wish.remainder)).collect();
        take(&framed.chunk, &rows).map_err(Trouble::Outside)
    };
    let fitted = fit(framed, &settings, wish, &frame, hand_on).map_err(|trouble| match trouble {
        Trouble::Outside(error) => error,
        Trouble::Inside(error) => refused(error, columns).into(),
    })?;
    let found = Found { asked: wish.init.as_ref().map(Points::rows).or(asked), fitted, means, frame };
    let mut parameters = all_in_effect(&plan, Some(found.asked(&settings)?), |_| None);
    parameters.iter_mut().for_each(|it| learned_in_batches(it, wish));
    Ok(Streamed {
        model: StoredModel::new(&found.fitted.model, wish, &found.frame),
        rows: found.fitted.rows,
        account: found.account(wish, parameters, &settings)?,
    })
}

/// Refuses what cannot be done chunk by chunk.
fn check_wish(wish: &Wish) -> Result<(), Error> {
    let refuse = |what: &str, hint: &str| Err(Error::input(format!("chunk by chunk: {what}"), hint));
    let in_memory = "leave --stream out to have all rows in memory";
    if wish.method != kmeans::METHOD.id {
        return refuse(&format!("{} needs all rows at once; allowed is {}", wish.method, kmeans::METHOD.id), in_memory);
    }
    match wish {
        Wish { k: Some(ks), .. } if ks.min != ks.max => refuse(
            &format!("k is {}..{}; allowed is one number", ks.min, ks.max),
            "write one number, for instance -k 8",
        ),
        Wish { weights: Some(_), .. } => refuse("rows cannot have weights", in_memory),
        Wish { pca: Some(_), .. } => refuse("components are not computed", in_memory),
        Wish { silhouette: true, .. } => refuse("the silhouette needs all pairs of rows", in_memory),
        Wish { scale: Scaling::Robust, .. } => {
            refuse("robust scaling needs every column in order", "write --scale standard or --scale minmax")
        }
        _ => Ok(()),
    }
}

/// One pass: are the values usable, and what brings them to one scale?
fn survey<C, I, E>(columns: &[String], open: &impl Fn() -> Result<I, E>, wish: &Wish) -> Result<Vec<Scale>, E>
where
    C: Borrow<Points>,
    I: IntoIterator<Item = Result<C, E>>,
    E: From<Error>,
{
    let mut spread = Spread::new(columns.len());
    for chunk in open()? {
        let chunk = chunk?;
        let points = chunk.borrow();
        check_columns(columns, points)?;
        let unusable = |value: f64| value.is_nan() || value.abs() > kmeans::LARGEST;
        if let Some((row, column)) = points.first_where(unusable) {
            let place = (spread.rows + row, column, points.row(row)[column]);
            return Err(super::beyond(kmeans::LARGEST, columns, place, "").into());
        }
        spread.add(points);
    }
    match spread.rows {
        0 => Err(refused(ClusterError::NoRows, columns).into()),
        _ => Ok(spread.scales(columns, wish.scale)),
    }
}

/// The points of a chunk whose first row is row `from` of all.
fn scaled(scales: &[Scale], points: &Points, from: usize) -> Result<Points, Error> {
    scale::apply(scales, points).map_err(|error| {
        let rows = format!("in the rows from {from} on, counted from there: {}", error.message);
        Error { message: rows, ..error }
    })
}

/// An error of the caller's, or one of the method's.
enum Trouble<E> {
    Outside(E),
    Inside(ClusterError),
}

impl<E> From<ClusterError> for Trouble<E> {
    fn from(error: ClusterError) -> Self {
        Self::Inside(error)
    }
}

/// A chunk with its points.
struct Framed<C> {
    chunk: C,
    points: Points,
}

impl<C> Borrow<Points> for Framed<C> {
    fn borrow(&self) -> &Points {
        &self.points
    }
}

/// Fits from given centres or learned ones.
fn fit<C, I, E: From<Error>>(
    open: impl FnMut() -> Result<I, Trouble<E>>,
    settings: &Settings,
    wish: &Wish,
    frame: &Frame,
    take: impl FnMut(&KMeansModel, &C, &[u32]) -> Result<(), Trouble<E>>,
) -> Result<FromChunks, Trouble<E>>
where
    C: Borrow<Points>,
    I: IntoIterator<Item = Result<C, Trouble<E>>>,
{
    let params = Params::read(settings)?;
    match &wish.init {
        None => fit_chunks(open, &params, take),
        Some(init) => {
            let centres = frame.apply(init).map_err(|error| Trouble::Outside(error.into()))?;
            fit_chunks_from(open, &centres, &params, take)
        }
    }
}

/// Sizes and sums of the clusters in original units.
#[derive(Default)]
struct Means {
    /// Where sums have their zero: the centre of each cluster.
    origins: Vec<Vec<f64>>,
    sums: Vec<Vec<f64>>,
}

impl Means {
    fn add(&mut self, model: &KMeansModel, frame: &Frame, points: &Points, labels: &[u32]) {
        if self.origins.is_empty() {
            self.origins = model.centres().iter().map(|centre| frame.back(centre)).collect();
            self.sums = vec![vec![0.0; points.columns()]; self.origins.len()];
        }
        for (row, &label) in points.iter().zip(labels) {
            let cluster = label as usize;
            shoal_kernel::moments::add_difference(row, &self.origins[cluster], 1.0, &mut self.sums[cluster]);
        }
    }

    fn mean(&self, cluster: usize, size: u64) -> Vec<f64> {
        let sums = self.sums[cluster].iter().zip(&self.origins[cluster]);
        sums.map(|(sum, origin)| origin + sum / size as f64).collect()
    }
}

/// Everything that was found.
struct Found {
    /// Clusters asked for, where that was written.
    asked: Option<usize>,
    fitted: FromChunks,
    means: Means,
    frame: Frame,
}

impl Found {
    /// Clusters asked for.
    fn asked(&self, settings: &Settings) -> Result<usize, Error> {
        match self.asked {
            Some(asked) => Ok(asked),
            None => Params::read(settings).map(|params| params.n_clusters).map_err(Error::bug),
        }
    }

    fn account(&self, wish: &Wish, parameters: Vec<InEffect>, settings: &Settings) -> Result<Account, Error> {
        let fitted = &self.fitted;
        let (asked, found) = (self.asked(settings)?, fitted.sizes.len());
        let one = |(cluster, &size): (usize, &u64)| ClusterMean {
            cluster,
            size: size as usize,
            share: size as f64 / fitted.rows as f64,
            weight: None,
            mean: self.means.mean(cluster, size),
        };
        let clusters: Vec<ClusterMean> = fitted.sizes.iter().enumerate().map(one).collect();
        let judged = self.judged(&clusters);
        let tried = vec![Tried {
            k: Some(asked),
            clusters: found,
            left_out: 0,
            smallest: fitted.sizes.iter().min().map_or(0, |&size| size as usize),
            without_left_out: judged.clone(),
            everybody_placed: judged,
            bic: None,
            aic: None,
        }];
        let fewer = (found < asked).then(|| Remark::FewerClusters { asked, found }.to_string());
        let restless = (!fitted.converged).then(|| restless(fitted.iterations));
        let passes = format!("the rows were read chunk by chunk, {} times, from one start", fitted.passes + 1);
        Ok(Account {
            method: wish.method.clone(),
            seed: wish.seed,
            parameters,
            scale: wish.scale,
            columns: self.frame.scales.clone(),
            components: None,
            weights: None,
            choice: choose(&tried, wish, &[])?,
            tried,
            iterations: fitted.iterations,
            converged: fitted.converged,
            loss: Some(fitted.inertia),
            remarks: fewer.into_iter().chain(restless).chain([passes]).collect(),
            remainder: wish.remainder,
            left_out: 0,
            clusters,
            evidence: Shown {
                centres: Some(fitted.model.centres().iter().map(|centre| self.frame.back(centre)).collect()),
                ..Shown::default()
            },
        })
    }

    /// The indices that sizes and means tell; of the others, why they have no value.
    fn judged(&self, clusters: &[ClusterMean]) -> BTreeMap<&'static str, Judged> {
        let value = |value: f64| Judged { value: Some(value), undefined: None, interval: None, per_cluster: None };
        let dispersion = self.dispersion(clusters);
        let judged = |id: &str| match id {
            "inertia" => value(dispersion.within),
            "calinski_harabasz" => match dispersion.calinski_harabasz() {
                Ok(found) => value(found),
                Err(why) => undefined(why.to_string()),
            },
            _ => undefined("it is not computed chunk by chunk".to_owned()),
        };
        super::indices().into_iter().map(|(id, _)| (id, judged(id))).collect()
    }

    /// How the rows lie around the means of their clusters, and these around the mean of all, in the scaled units.
    fn dispersion(&self, clusters: &[ClusterMean]) -> Dispersion {
        let (fitted, scales) = (&self.fitted, &self.frame.scales);
        let scaled = |mean: &[f64]| -> Vec<f64> {
            mean.iter().zip(scales).map(|(value, it)| (value - it.centre) / it.scale).collect()
        };
        let means: Vec<Vec<f64>> = clusters.iter().map(|cluster| scaled(&cluster.mean)).collect();
        let mut all = vec![0.0; scales.len()];
        for (mean, cluster) in means.iter().zip(clusters) {
            all.iter_mut().zip(mean).for_each(|(all, value)| *all += value * cluster.share);
        }
        let (mut within, mut between) = (fitted.inertia, 0.0);
        for ((mean, centre), &size) in means.iter().zip(fitted.model.centres()).zip(&fitted.sizes) {
            within -= size as f64 * shoal_kernel::distance::squared(mean, centre);
            between += size as f64 * shoal_kernel::distance::squared(mean, &all);
        }
        Dispersion { within: within.max(0.0), between, rows: fitted.rows, clusters: clusters.len() as u64 }
    }
}

/// Sums of squared distances.
struct Dispersion {
    within: f64,
    between: f64,
    rows: u64,
    clusters: u64,
}

impl Dispersion {
    fn calinski_harabasz(&self) -> Result<f64, Undefined> {
        match (self.clusters, self.within) {
            (..2, _) => Err(Undefined::OneCluster),
            (clusters, _) if clusters == self.rows => Err(Undefined::EveryRowAlone),
            (_, 0.0) => Err(Undefined::NoSpread),
            (clusters, within) => {
                let value = (self.between / (clusters - 1) as f64) / (within / (self.rows - clusters) as f64);
                if value.is_finite() { Ok(value) } else { Err(Undefined::NotFinite) }
            }
        }
    }
}

/// Tells the rows of a batch where nobody said how many.
fn learned_in_batches(parameter: &mut InEffect, wish: &Wish) {
    if parameter.name == BATCH && parameter.from == "default" && wish.init.is_none() {
        parameter.value = Some(Written::Whole(kmeans::BATCH as u64));
    }
}
