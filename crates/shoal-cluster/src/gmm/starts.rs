//! The starts of a mixture for every number of components, and where they come to rest.
//!
//! The first start is the best of k-means, which is sure but always the same. Likelihood has other summits than inertia, so
//! every further start begins at the rest of a single run of k-means, or at rows drawn as its centres, in turns. Up to 2,048 rows
//! every start climbs on all rows. Above, further starts climb on an even sample, and the best two that are likelier there
//! than where the first start rests are taken on to all rows.

use shoal_kernel::parallel::map_tasks;
use shoal_kernel::random::mix;
use shoal_kernel::{Labels, Points, Stream};

use super::climb::{Rest, climb};
use super::data::Data;
use super::given::from_labels;
use super::params::Plan;
use super::place::log_likelihood;
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

/// All attempts for each of `ks` (ascending, different), in the order of trying.
pub(super) fn attempts(
    points: &Points,
    data: &Data<'_>,
    ks: &[usize],
    plan: &Plan,
) -> Result<Vec<Vec<Attempt>>, ClusterError> {
    let mut attempts = climb_from(data, Origin::KMeans, &best_labels(points, ks, plan)?, plan);
    if data.rows() <= SAMPLE {
        let further = climb_from(data, Origin::Seeded, &drawn_labels(points, ks, plan)?, plan);
        attempts.iter_mut().zip(further).for_each(|(all, further)| all.extend(further));
    } else if plan.n_init > 1 {
        let rows = Stream::new(plan.seed, SAMPLE_STREAM).sample(data.rows(), SAMPLE);
        let sample = points.select(&rows);
        let on_sample = Data::around(&sample, data.origin(), plan.precision);
        let further = climb_from(&on_sample, Origin::Seeded, &drawn_labels(&sample, ks, plan)?, plan);
        take_on(data, &on_sample, &mut attempts, further, plan);
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

/// Where the climbs from all these labels end.
fn climb_from(data: &Data<'_>, origin: Origin, labels: &[Vec<Labels>], plan: &Plan) -> Vec<Vec<Attempt>> {
    // The largest first, so that no thread is left with one at the end.
    let tasks: Vec<&Labels> = labels.iter().flatten().rev().collect();
    let mut rests = map_tasks(&tasks, |&labels| climb(data, from_labels(data, labels, plan), plan));
    let rests_of = |labels: &Vec<Labels>| {
        let of_k = rests.split_off(rests.len() - labels.len());
        of_k.into_iter().rev().map(|rest| Attempt::new(origin, data.rows(), rest)).collect()
    };
    labels.iter().map(rests_of).collect()
}

/// Adds the attempts on the sample, and the best of them taken on to all rows where they promise more than the first attempts.
fn take_on(data: &Data<'_>, sample: &Data<'_>, attempts: &mut [Vec<Attempt>], further: Vec<Vec<Attempt>>, plan: &Plan) {
    for (all, further) in attempts.iter_mut().zip(further) {
        let known =
            all.iter().map(|attempt| log_likelihood(sample.points, sample.origin(), &attempt.rest.components.density));
        let mut last = f64::INFINITY;
        let least = known.fold(f64::NEG_INFINITY, f64::max) + plan.tol;
        let mut order: Vec<usize> = (0..further.len()).collect();
        order.sort_by(|&a, &b| further[a].start.loss.total_cmp(&further[b].start.loss));
        // Climbs that end less than the tolerance apart count as one.
        order.retain(|&number| {
            let reached = -further[number].start.loss;
            let differs = reached > least && reached < last - plan.tol;
            last = if differs { reached } else { last };
            differs
        });
        let first = all.len();
        let taken = map_tasks(&order[..order.len().min(TAKEN_ON)], |&number| {
            let rest = climb(data, further[number].rest.components.clone(), plan);
            Attempt::new(Origin::Sample(first + number), data.rows(), rest)
        });
        all.extend(further);
        all.extend(taken);
    }
}

/// The place of the likeliest attempt on all `rows`; the first of equally good ones.
pub(super) fn best(attempts: &[Attempt], rows: usize) -> usize {
    let on_all = (0..attempts.len()).filter(|&number| attempts[number].start.rows == rows);
    on_all.min_by(|&a, &b| attempts[a].start.loss.total_cmp(&attempts[b].start.loss)).unwrap_or(0)
}
