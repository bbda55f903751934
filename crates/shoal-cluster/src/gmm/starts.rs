//! The starts of a mixture for every number of components, and where they come to rest.
//!
//! The first start is the best of k-means, which is sure but always the same. Likelihood has other summits than inertia, so
//! every further start begins at the rest of a single run of k-means, or at rows drawn as its centres, in turns. Up to 2,048 rows
//! every start climbs on all rows. Above, further starts climb on an even sample, and the best two that are likelier there
//! than where the first start rests are taken on to all rows.
//!
//! Where they begin does not depend on form and precision, so these are all tried from the same beginnings.

use std::borrow::Cow;

use shoal_kernel::parallel::map_tasks;
use shoal_kernel::random::mix;
use shoal_kernel::{Labels, Points, Stream};

use super::climb::{Begin, Climber, Rest, Slope, climb};
use super::data::Layouts;
use super::params::Plan;
use super::place::log_likelihoods;
use crate::error::ClusterError;
use crate::fitted::{Origin, Start};
use crate::kmeans;

/// Rows up to which every start climbs on all of them.
const SAMPLE: usize = 2_048;

/// Starts on the sample that are taken on to all rows at most.
const TAKEN_ON: usize = 2;

/// Stream of the sample's random numbers.
const SAMPLE_STREAM: u64 = 0x6d69_7874_7572_6573;

/// One start and where it came to rest.
#[derive(Clone, Debug)]
pub(super) struct Attempt {
    pub(super) start: Start,
    pub(super) rest: Rest,
}

impl Attempt {
    pub(super) fn new(origin: Origin, rows: usize, rest: Rest) -> Self {
        let Rest { iterations, converged, log_likelihood, .. } = rest;
        Self { start: Start { origin, rows, iterations, converged, loss: -log_likelihood, touched: 1.0 }, rest }
    }
}

/// The attempts on one slope for each number of components, in the order of trying.
pub(super) type Tried = Vec<Vec<Attempt>>;

/// All attempts on each of these slopes for each of `ks` (ascending, different). The slopes are of the same rows, and their plans
/// have the same seed and number of starts.
pub(super) fn attempts(slopes: &[Slope<'_>], ks: &[usize]) -> Result<Vec<Tried>, ClusterError> {
    let Some(&Slope { data, plan }) = slopes.first() else { return Ok(Vec::new()) };
    let mut attempts = climb_from(slopes, Origin::KMeans, &best_labels(data.points, ks, plan)?);
    if data.rows() <= SAMPLE {
        let further = climb_from(slopes, Origin::Seeded, &drawn_labels(data.points, ks, plan)?);
        attempts.iter_mut().flatten().zip(further.into_iter().flatten()).for_each(|(all, further)| all.extend(further));
    } else if plan.n_init > 1 {
        let rows = Stream::new(plan.seed, SAMPLE_STREAM).sample(data.rows(), SAMPLE);
        let sample = data.points.select(&rows);
        let plans: Vec<Plan> = slopes.iter().map(|slope| slope.plan.clone()).collect();
        let layouts = Layouts::around(&sample, data.origin(), &plans);
        let on_sample = layouts.slopes(&plans);
        let further = climb_from(&on_sample, Origin::Seeded, &drawn_labels(&sample, ks, plan)?);
        take_on(slopes, &on_sample, &mut attempts, further);
    }
    Ok(attempts)
}

/// For each of `ks` the best of ten runs of k-means, of one sweep. Where that result was helped by another number of
/// clusters, the result without that help comes first.
fn best_labels(points: &Points, ks: &[usize], plan: &Plan) -> Result<Vec<Vec<Labels>>, ClusterError> {
    let params = |k| kmeans::Params::new(k, plan.seed);
    let mut labels = Vec::with_capacity(ks.len());
    for (&k, fitted) in ks.iter().zip(kmeans::sweep(points, ks, &params(1))?) {
        let mut of_k = Vec::new();
        let origin = |number: usize| fitted.trace.starts[number].origin;
        if origin(fitted.trace.chosen).is_helped(origin) {
            of_k.extend(kmeans::fit(points, &params(k))?.labels.complete());
        }
        of_k.extend(fitted.labels.complete());
        labels.push(of_k);
    }
    Ok(labels)
}

/// For each of `ks` the clusters that further starts begin with: odd starts those of one run of k-means, even ones those of
/// the rows drawn for it, after one iteration.
fn drawn_labels(points: &Points, ks: &[usize], plan: &Plan) -> Result<Vec<Vec<Labels>>, ClusterError> {
    let tasks: Vec<(usize, u64)> =
        ks.iter().flat_map(|&k| (1..plan.n_init as u64).map(move |number| (k, number))).collect();
    let mut drawn = map_tasks(&tasks, |&(k, number)| {
        let seed = mix(plan.seed ^ mix(number));
        let whole = kmeans::Params { n_init: 1, ..kmeans::Params::new(k, seed) };
        let params = if number % 2 == 1 { whole } else { kmeans::Params { max_iter: 1, ..whole } };
        kmeans::fit(points, &params)
    })
    .into_iter();
    let mut of_each = |_| drawn.by_ref().take(plan.n_init - 1).map(|fitted| Ok(fitted?.labels.complete())).collect();
    let labels: Result<Vec<Vec<Option<Labels>>>, ClusterError> = ks.iter().map(&mut of_each).collect();
    Ok(labels?.into_iter().map(|labels| labels.into_iter().flatten().collect()).collect())
}

/// Where the climbs on each slope from all these labels end.
fn climb_from(slopes: &[Slope<'_>], origin: Origin, labels: &[Vec<Labels>]) -> Vec<Tried> {
    // The largest first, so that no thread is left with one at the end.
    let mut tasks: Vec<(usize, usize, &Labels)> = Vec::new();
    for (at, labels) in labels.iter().enumerate().rev() {
        tasks.extend(labels.iter().flat_map(|labels| (0..slopes.len()).map(move |slope| (slope, at, labels))));
    }
    let starts: Vec<Climber<'_>> =
        tasks.iter().map(|&(slope, _, labels)| (slopes[slope], Begin::Labels(labels))).collect();
    let mut attempts = vec![vec![Vec::new(); labels.len()]; slopes.len()];
    for ((slope, at, _), rest) in tasks.into_iter().zip(climb(&starts)) {
        attempts[slope][at].push(Attempt::new(origin, slopes[slope].data.rows(), rest));
    }
    attempts
}

/// Adds the attempts on the sample, and the best of them taken on to all rows where they promise more than the first attempts.
fn take_on(slopes: &[Slope<'_>], on_sample: &[Slope<'_>], attempts: &mut [Tried], further: Vec<Tried>) {
    let mut tasks: Vec<(usize, usize, usize)> = Vec::new();
    for (slope, (attempts, further)) in attempts.iter().zip(&further).enumerate() {
        for (at, (known, further)) in attempts.iter().zip(further).enumerate() {
            let promising = promising(on_sample[slope], known, further);
            tasks.extend(promising.into_iter().map(|number| (slope, at, number)));
        }
    }
    let begin = |&(slope, at, number): &(usize, usize, usize)| {
        let rest: &Rest = &further[slope][at][number].rest;
        (slopes[slope], Begin::Components(Cow::Borrowed(&rest.components)))
    };
    let rests = climb(&tasks.iter().map(begin).collect::<Vec<_>>());
    let mut taken = Vec::with_capacity(tasks.len());
    for ((slope, at, number), rest) in tasks.into_iter().zip(rests) {
        let origin = Origin::Sample(attempts[slope][at].len() + number);
        taken.push((slope, at, Attempt::new(origin, slopes[slope].data.rows(), rest)));
    }
    attempts.iter_mut().flatten().zip(further.into_iter().flatten()).for_each(|(all, further)| all.extend(further));
    for (slope, at, attempt) in taken {
        attempts[slope][at].push(attempt);
    }
}

/// The attempts on the sample that are worth taking on: different ones under which the sample is likelier than under all that is
/// `known`, the likeliest first.
fn promising(sample: Slope<'_>, known: &[Attempt], further: &[Attempt]) -> Vec<usize> {
    let Slope { data, plan } = sample;
    let known: Vec<_> = known.iter().map(|attempt| &attempt.rest.components.density).collect();
    let known = log_likelihoods(data.points, data.origin(), &known);
    let least = known.into_iter().fold(f64::NEG_INFINITY, f64::max) + plan.tol;
    let mut last = f64::INFINITY;
    let mut order: Vec<usize> = (0..further.len()).collect();
    order.sort_by(|&a, &b| further[a].start.loss.total_cmp(&further[b].start.loss));
    // Climbs that end less than the tolerance apart count as one.
    order.retain(|&number| {
        let reached = -further[number].start.loss;
        let differs = reached > least && reached < last - plan.tol;
        last = if differs { reached } else { last };
        differs
    });
    order.truncate(TAKEN_ON);
    order
}

/// The place of the likeliest attempt on all `rows`; the first of equally good ones.
pub(super) fn best(attempts: &[Attempt], rows: usize) -> usize {
    let on_all = (0..attempts.len()).filter(|&number| attempts[number].start.rows == rows);
    on_all.min_by(|&a, &b| attempts[a].start.loss.total_cmp(&attempts[b].start.loss)).unwrap_or(0)
}
