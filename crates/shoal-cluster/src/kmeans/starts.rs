//! The seeded starts for every number of clusters, and what becomes of them.
//!
//! Up to 16,384 rows every start runs on all rows. Above, the starts run on an even sample of 16,384 rows, and the best two
//! that differ are taken on to all rows: a start looks for the right basin, and a sample shows the basins.

use shoal_kernel::Stream;
use shoal_kernel::parallel::map_tasks;
use shoal_kernel::random;

use super::data::Data;
use super::lloyd::{Rest, lloyd_all};
use super::params::Plan;
use super::seeding::{draw_centres, extend};
use crate::fitted::{Origin, Start};

/// Rows up to which every start runs on all of them.
pub(super) const SAMPLE: usize = 16_384;

/// Starts on the sample that are taken on to all rows.
const POLISHED: usize = 2;

/// Relative difference of inertia below which two starts count as the same solution.
const SAME: f64 = 1e-6;

/// One start and where it came to rest.
#[derive(Clone, Debug)]
pub(super) struct Attempt {
    pub(super) start: Start,
    pub(super) rest: Rest,
}

/// What a stream of random numbers is used for; with seed, clusters and number it names the stream.
#[derive(Clone, Copy)]
pub(super) enum Purpose {
    Start = 1,
    Sample = 2,
    Polish = 3,
    Smaller = 4,
    Batch = 5,
}

/// The stream for `purpose`, `clusters` and the `number` of the start.
pub(super) fn stream(plan: &Plan, purpose: Purpose, clusters: usize, number: usize) -> Stream {
    let task = random::mix(random::mix(purpose as u64) ^ clusters as u64).rotate_left(17) ^ number as u64;
    Stream::new(plan.seed, task)
}

impl Attempt {
    pub(super) fn new(origin: Origin, rows: usize, rest: Rest) -> Self {
        let Rest { iterations, converged, inertia, touched, .. } = rest;
        Self { start: Start { origin, rows, iterations, converged, loss: inertia, touched }, rest }
    }
}

/// All attempts for each of `ks`, in order: the seeded starts and, with a sample, those taken on to all rows.
pub(super) fn attempts(data: &Data, ks: &[usize], plan: &Plan) -> Vec<Vec<Attempt>> {
    if data.rows() <= SAMPLE {
        return seeded(data, ks, plan);
    }
    let counting = data.counting();
    let places = stream(plan, Purpose::Sample, 0, 0).sample(counting.len(), SAMPLE);
    let sample = data.select(&places.into_iter().map(|place| counting[place]).collect::<Vec<_>>());
    let mut attempts = seeded(&sample, ks, plan);
    let tasks: Vec<(usize, usize)> = (0..ks.len())
        .flat_map(|at| {
            let all: Vec<usize> = (0..attempts[at].len()).collect();
            different(&attempts[at], &all, POLISHED).into_iter().map(move |number| (at, number))
        })
        .collect();
    let centres = map_tasks(&tasks, |&(at, number)| {
        let mut stream = stream(plan, Purpose::Polish, ks[at], number);
        extend(data, attempts[at][number].rest.centres.clone(), ks[at], &mut stream, false)
    });
    let polished = lloyd_all(data, centres, plan);
    for ((at, number), rest) in tasks.into_iter().zip(polished) {
        attempts[at].push(Attempt::new(Origin::Sample(number), data.rows(), rest));
    }
    attempts
}

/// The seeded starts on `data`, `n_init` for each of `ks`.
fn seeded(data: &Data, ks: &[usize], plan: &Plan) -> Vec<Vec<Attempt>> {
    // The longest first, so that no thread is left with one at the end.
    let tasks: Vec<(usize, usize)> =
        ks.iter().rev().flat_map(|&k| (0..plan.n_init).map(move |number| (k, number))).collect();
    let centres = map_tasks(&tasks, |&(k, number)| draw_centres(data, k, &mut stream(plan, Purpose::Start, k, number)));
    let rests = lloyd_all(data, centres, plan).into_iter();
    let mut done: Vec<Attempt> = rests.map(|rest| Attempt::new(Origin::Seeded, data.rows(), rest)).collect();
    ks.iter().map(|_| done.split_off(done.len() - plan.n_init)).collect()
}

/// Up to `most` of the attempts with these `numbers` that are different solutions, best first.
pub(super) fn different(attempts: &[Attempt], numbers: &[usize], most: usize) -> Vec<usize> {
    let inertia = |number: usize| attempts[number].rest.inertia;
    let mut order = numbers.to_vec();
    order.sort_by(|&a, &b| inertia(a).total_cmp(&inertia(b)));
    let mut best: Vec<usize> = Vec::with_capacity(most);
    for number in order {
        let last = best.last().map(|&last| inertia(last));
        if best.len() < most && last.is_none_or(|last| inertia(number) > last * (1.0 + SAME)) {
            best.push(number);
        }
    }
    best
}

/// The attempt on all `rows` with the smallest inertia; the first of equally good ones.
pub(super) fn best(attempts: &[Attempt], rows: usize) -> usize {
    (0..attempts.len())
        .rev()
        .filter(|&number| attempts[number].start.rows == rows)
        .min_by(|&a, &b| attempts[a].rest.inertia.total_cmp(&attempts[b].rest.inertia))
        .unwrap_or(0)
}
