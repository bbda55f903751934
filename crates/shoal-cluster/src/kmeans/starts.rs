//! The seeded starts for every number of clusters, and what becomes of them.
//!
//! Up to 2,048 rows every start runs on all rows; above, on a summary of 2,048 weighted rows. There, each number of clusters
//! also starts from the best result with fewer clusters. What looks good is taken on to a sample, bettered by swaps and from
//! the best result with more clusters; and the best two that differ are taken on to all rows, and farther than the tolerance
//! asks for. Starts that have no prospect of coming near the best are given up on the way.

use shoal_kernel::Stream;
use shoal_kernel::parallel::map_tasks;
use shoal_kernel::random;

use super::data::Data;
use super::lloyd::{Begin, Rest, lloyd, lloyd_all};
use super::params::Plan;
use super::seeding::{draw_centres, extend};
use super::summary::{ROWS, summary};
use super::swap::{least_missed, swapped, without};
use crate::fitted::{Origin, Start};

/// Rows of the sample that attempts on the summary are taken on to, where there are more.
const SAMPLE: usize = 16_384;

/// Attempts on the summary that are taken on.
const MANY: usize = 8;

/// Attempts on the sample that are taken on to all rows.
const FEW: usize = 2;

/// Centres of the result with more clusters that are tried to be left out.
const FEWER: usize = 3;

/// Seeded starts that go on until they rest.
const FIRST: usize = 2;

/// How much more inertia than the best of those the others may come to.
const NEAR: f64 = 0.03;

/// Share of the tolerance at which starts rest that are taken on to all rows.
const TIGHTER: f64 = 1e-3;

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
    Swap = 6,
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

/// All attempts for each of `ks` (ascending), in order: from the summary to the sample to all rows, where there are so many.
pub(super) fn attempts(data: &Data, ks: &[usize], plan: &Plan) -> Vec<Vec<Attempt>> {
    // One table gives one answer.
    attempts_for(std::slice::from_ref(data), ks, plan).remove(0)
}

/// [`attempts`] for each of several tables that differ in the weights of their rows: those that are taken on to all rows share
/// each pass over them.
pub(super) fn attempts_for(tables: &[Data], ks: &[usize], plan: &Plan) -> Vec<Vec<Vec<Attempt>>> {
    if let Some(data) = tables.first().filter(|data| data.rows() > ROWS) {
        data.layout.cells();
    }
    let found = map_tasks(tables, |data| on_few_rows(data, ks, plan));
    let (mut attempts, most): (Vec<_>, Vec<usize>) = found.into_iter().unzip();
    take_on(tables, &mut attempts, &most, ks, &Plan { tol: plan.tol * TIGHTER, ..plan.clone() });
    attempts
}

/// The attempts on the summary and the sample of `data`, and how many of them are worth taking on to all rows.
fn on_few_rows(data: &Data, ks: &[usize], plan: &Plan) -> (Vec<Vec<Attempt>>, usize) {
    let mut draws = stream(plan, Purpose::Sample, 0, 0);
    let (summary, sample) = (summary(data), sample(data, &mut draws));
    let mut attempts = search(summary.as_ref().unwrap_or(data), ks, plan);
    let middle = sample.as_ref().unwrap_or(data);
    if summary.is_some() {
        take_on(std::slice::from_ref(middle), std::slice::from_mut(&mut attempts), &[MANY], ks, plan);
    }
    better(middle, &mut attempts, ks, plan);
    from_larger(middle, &mut attempts, ks, plan);
    (attempts, if sample.is_some() { FEW } else { 1 })
}

/// An even sample of the rows that count; `None` where they are too few to need one.
fn sample(data: &Data, stream: &mut Stream) -> Option<Data<'static>> {
    let counting = data.counting();
    if counting.len() <= SAMPLE {
        return None;
    }
    let places = stream.sample(counting.len(), SAMPLE);
    Some(data.select(&places.into_iter().map(|place| counting[place]).collect::<Vec<_>>()))
}

/// An attempt to be taken on: the number of its table, the place of its number of clusters, its own number.
type Task = (usize, usize, usize);

/// Takes the best attempts of the last kind on to all rows of their table, for each table so `many` for each number of clusters:
/// the best one first, the others as long as they may come out better.
fn take_on(tables: &[Data], attempts: &mut [Vec<Vec<Attempt>>], many: &[usize], ks: &[usize], plan: &Plan) {
    let (mut first, mut others): (Vec<Task>, Vec<Task>) = Default::default();
    for (table, of_table) in attempts.iter().enumerate() {
        for (at, attempts) in of_table.iter().enumerate() {
            let mut tasks = promising(attempts, many[table]).into_iter().map(|number| (table, at, number));
            first.extend(tasks.next());
            others.extend(tasks);
        }
    }
    for (tasks, limited) in [(first, false), (others, true)] {
        let starts = map_tasks(&tasks, |&(table, at, number)| {
            let (data, attempts) = (&tables[table], &attempts[table][at]);
            let mut stream = stream(plan, Purpose::Polish, ks[at], number);
            let centres = extend(data, attempts[number].rest.centres.clone(), ks[at], &mut stream, false);
            let begin = Begin::new(data, centres);
            // The first one was taken on last.
            match attempts.last().filter(|_| limited) {
                Some(first) => Begin { limit: first.rest.inertia, ..begin },
                None => begin,
            }
        });
        for ((table, at, number), rest) in tasks.into_iter().zip(lloyd_all(starts, plan)) {
            attempts[table][at].push(Attempt::new(Origin::TakenOn(number), tables[table].rows(), rest));
        }
    }
}

/// The best different attempts of the last kind, so `many`. What fewer clusters helped to find comes beside those, so that a
/// sweep finds what a single fit finds, or better.
fn promising(attempts: &[Attempt], many: usize) -> Vec<usize> {
    let Some(rows) = attempts.last().map(|attempt| attempt.start.rows) else { return Vec::new() };
    let (alone, helped) = lines(attempts, rows);
    let mut chosen = different(attempts, &alone, many);
    let worst = chosen.last().map_or(f64::INFINITY, |&number| attempts[number].rest.inertia);
    chosen.extend(smallest(attempts, &helped).filter(|&number| attempts[number].rest.inertia < worst));
    chosen
}

/// The attempts on `data`: seeded starts, and a start from the best result with fewer clusters.
fn search(data: &Data, ks: &[usize], plan: &Plan) -> Vec<Vec<Attempt>> {
    let mut attempts = seeded(data, ks, plan);
    for at in 1..ks.len() {
        let smaller = &attempts[at - 1][best(&attempts[at - 1], data.rows())].rest;
        let attempt = from_smaller(data, &smaller.centres, ks[at], plan);
        attempts[at].push(attempt);
    }
    attempts
}

/// The start from the centres of a result with fewer clusters.
pub(super) fn from_smaller(data: &Data, smaller: &[f64], k: usize, plan: &Plan) -> Attempt {
    let mut stream = stream(plan, Purpose::Smaller, k, 0);
    let centres = extend(data, smaller.to_vec(), k, &mut stream, true);
    Attempt::new(Origin::Smaller, data.rows(), lloyd(Begin::new(data, centres), plan))
}

/// Adds what the best attempts on `data` with more clusters lead to, from the largest number down, where that is better.
fn from_larger(data: &Data, attempts: &mut [Vec<Attempt>], ks: &[usize], plan: &Plan) {
    for at in (1..ks.len()).rev() {
        let [here, larger] = [at - 1, at].map(|at| &attempts[at][best(&attempts[at], data.rows())].rest);
        let limit = here.inertia;
        let fewer = map_tasks(&fewer(data, &larger.centres, ks[at - 1]), |centres| {
            lloyd(Begin { data, centres: centres.clone(), limit }, plan)
        });
        let better = fewer.into_iter().filter(|rest| rest.inertia < limit);
        attempts[at - 1].extend(better.map(|rest| Attempt::new(Origin::Larger, data.rows(), rest)));
    }
}

/// `k` of the centres, in the few ways in which the ones left out are missed least.
fn fewer(data: &Data, centres: &[f64], k: usize) -> Vec<Vec<f64>> {
    let columns = data.columns();
    let mut centres = centres.to_vec();
    while centres.len() > (k + 1) * columns {
        centres = without(&centres, columns, least_missed(data, &centres)[0]);
    }
    if centres.len() <= k * columns {
        return Vec::new();
    }
    least_missed(data, &centres).into_iter().take(FEWER).map(|least| without(&centres, columns, least)).collect()
}

/// Adds what swaps make of the best attempts on `data`.
fn better(data: &Data, attempts: &mut [Vec<Attempt>], ks: &[usize], plan: &Plan) {
    let numbers: Vec<usize> = (0..ks.len()).rev().collect();
    let better = map_tasks(&numbers, |&at| {
        let attempts = &attempts[at];
        let (alone, helped) = lines(attempts, data.rows());
        let mut found: Vec<(usize, Rest)> = Vec::new();
        for (line, numbers) in [alone, helped].iter().enumerate() {
            let Some(number) = smallest(attempts, numbers) else { continue };
            let rest = &attempts[number].rest;
            if found.first().is_none_or(|(_, known)| rest.inertia < known.inertia) {
                let mut stream = stream(plan, Purpose::Swap, ks[at], line);
                found.extend(swapped(data, rest, plan, &mut stream).map(|rest| (number, rest)));
            }
        }
        found
    });
    for (at, found) in numbers.into_iter().zip(better) {
        let attempt = |(number, rest)| Attempt::new(Origin::Swapped(number), data.rows(), rest);
        attempts[at].extend(found.into_iter().map(attempt));
    }
}

/// The attempts on so many `rows` that came to rest: those that stand alone, and those that a result with another number of
/// clusters led to.
fn lines(attempts: &[Attempt], rows: usize) -> (Vec<usize>, Vec<usize>) {
    let rested = |attempt: &Attempt| attempt.start.rows == rows && !attempt.rest.given_up;
    let of_rows = (0..attempts.len()).filter(|&number| rested(&attempts[number]));
    let origin = |number: usize| attempts[number].start.origin;
    of_rows.partition(|&number| !origin(number).is_helped(origin))
}

/// The attempt of smallest inertia among these `numbers`, the first of equally good ones.
fn smallest(attempts: &[Attempt], numbers: &[usize]) -> Option<usize> {
    numbers.iter().rev().copied().min_by(|&a, &b| attempts[a].rest.inertia.total_cmp(&attempts[b].rest.inertia))
}

/// The seeded starts on `data`, `n_init` for each of `ks`: a few first, the others as long as they may come near the best of those.
fn seeded(data: &Data, ks: &[usize], plan: &Plan) -> Vec<Vec<Attempt>> {
    let mut attempts: Vec<Vec<Attempt>> = vec![Vec::new(); ks.len()];
    let first = plan.n_init.min(FIRST);
    for numbers in [0..first, first..plan.n_init] {
        // The longest first, so that no thread is left with one at the end.
        let tasks: Vec<(usize, usize)> =
            (0..ks.len()).rev().flat_map(|at| numbers.clone().map(move |number| (at, number))).collect();
        let starts = map_tasks(&tasks, |&(at, number)| {
            let centres = draw_centres(data, ks[at], &mut stream(plan, Purpose::Start, ks[at], number));
            let best = smallest(&attempts[at], &(0..numbers.start).collect::<Vec<_>>());
            let limit = best.map_or(f64::INFINITY, |best| attempts[at][best].rest.inertia * (1.0 + NEAR));
            Begin { limit, ..Begin::new(data, centres) }
        });
        for ((at, _), rest) in tasks.into_iter().zip(lloyd_all(starts, plan)) {
            attempts[at].push(Attempt::new(Origin::Seeded, data.rows(), rest));
        }
    }
    attempts
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
    let of_rows: Vec<usize> = (0..attempts.len()).filter(|&number| attempts[number].start.rows == rows).collect();
    smallest(attempts, &of_rows).unwrap_or(0)
}
