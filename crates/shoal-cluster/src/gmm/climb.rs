//! Starts of the mixture, from where they begin to rest: expectation and maximisation in turns.
//!
//! With many rows the rows are what takes time to come by, so starts share passes: a piece of the rows meets all starts that are
//! still under way, whatever their form and precision, before the next piece is read. With few rows everything lies in the nearest
//! caches, and starts climb beside each other. No start ever sees another, so each ends where it would have ended alone.

use std::borrow::Cow;
use std::slice;

use shoal_kernel::Labels;
use shoal_kernel::parallel::{ROWS, map_tasks};

use super::components::Components;
use super::data::Data;
use super::params::Plan;
use super::place::log_likelihoods;
use super::statistics::{Source, Statistics, Wanted, gather};

/// Rows up to which starts climb beside each other instead of sharing passes.
const FEW_ROWS: usize = 4 * ROWS;

/// Rows, and how to climb on them.
#[derive(Clone, Copy)]
pub(super) struct Slope<'a> {
    pub(super) data: &'a Data<'a>,
    pub(super) plan: &'a Plan,
}

/// Where a start begins.
#[derive(Clone)]
pub(super) enum Begin<'a> {
    /// With the weights, means and covariances of these clusters.
    Labels(&'a Labels),
    /// With these components.
    Components(Cow<'a, Components>),
}

/// A start.
pub(super) type Climber<'a> = (Slope<'a>, Begin<'a>);

/// Where a start came to rest.
#[derive(Clone, Debug)]
pub(super) struct Rest {
    pub(super) components: Components,
    pub(super) iterations: usize,
    pub(super) converged: bool,
    /// Mean over the rows, under these components.
    pub(super) log_likelihood: f64,
}

impl Rest {
    /// Whether another iteration is needed.
    fn is_under_way(&self, plan: &Plan) -> bool {
        !self.converged && self.iterations < plan.max_iter
    }

    /// One iteration further: rows were `bound` likely under the components before, and these fit better.
    fn advance(&mut self, bound: f64, components: Components, plan: &Plan) {
        self.iterations += 1;
        self.converged = (bound - self.log_likelihood).abs() < plan.tol;
        self.log_likelihood = bound;
        self.components = components;
    }
}

/// Climbs as [`ascend`] does, and finds how likely the rows are at rest. All starts are on the same rows.
pub(super) fn climb(starts: &[Climber<'_>]) -> Vec<Rest> {
    match starts.first() {
        Some((slope, _)) if slope.data.rows() > FEW_ROWS => climb_together(starts),
        _ => map_tasks(starts, |start| climb_together(slice::from_ref(start))).into_iter().flatten().collect(),
    }
}

fn climb_together(starts: &[Climber<'_>]) -> Vec<Rest> {
    let mut rests = ascend(starts);
    if let Some((Slope { data, .. }, _)) = starts.first() {
        let densities: Vec<_> = rests.iter().map(|rest| &rest.components.density).collect();
        let found = log_likelihoods(data.points, data.origin(), &densities);
        rests.iter_mut().zip(found).for_each(|(rest, found)| rest.log_likelihood = found);
    }
    rests
}

/// Iterates each start until the mean log-likelihood changes by less than `tol`, or `max_iter` is reached, all of them in the same
/// passes over the rows. The log-likelihood is that of the components before the last iteration.
pub(super) fn ascend(starts: &[Climber<'_>]) -> Vec<Rest> {
    let at_first = |components| Rest { components, iterations: 0, converged: false, log_likelihood: f64::NEG_INFINITY };
    let mut rests: Vec<Rest> = first_components(starts).into_iter().map(at_first).collect();
    loop {
        let under_way = |&number: &usize| rests[number].is_under_way(starts[number].0.plan);
        let under_way: Vec<usize> = (0..starts.len()).filter(under_way).collect();
        if under_way.is_empty() {
            return rests;
        }
        let steps: Vec<Step<'_>> = under_way.iter().map(|&number| step(starts[number].0, &rests[number])).collect();
        for (number, (bound, components)) in under_way.into_iter().zip(maximise(&steps)) {
            rests[number].advance(bound, components, starts[number].0.plan);
        }
    }
}

/// The components that all starts begin with, in one pass over the rows.
fn first_components(starts: &[Climber<'_>]) -> Vec<Components> {
    let clusters = |begin: &Begin<'_>| if let Begin::Labels(labels) = begin { labels.clusters() } else { 0 };
    let most = starts.iter().map(|(slope, begin)| clusters(begin) * slope.data.columns()).max();
    let origin = vec![0.0; most.unwrap_or(0)];
    let steps: Vec<Step<'_>> = starts.iter().filter_map(|climber| step_of_labels(climber, &origin)).collect();
    let mut made = maximise(&steps).into_iter().map(|(_, components)| components);
    let begin = |(_, begin): &Climber<'_>| match begin {
        Begin::Labels(_) => made.next(),
        Begin::Components(components) => Some(components.clone().into_owned()),
    };
    starts.iter().filter_map(begin).collect()
}

/// One iteration of one start.
#[derive(Clone, Copy)]
struct Step<'a> {
    slope: Slope<'a>,
    source: Source<'a>,
    /// What differences are taken from.
    centres: &'a [f64],
}

impl<'a> Step<'a> {
    fn wanted(&self) -> Wanted<'a> {
        let Self { slope: Slope { data, plan }, source, centres } = *self;
        Wanted { data, form: plan.covariance, source, centres }
    }

    fn components(&self, statistics: &Statistics) -> Components {
        Components::maximise(statistics, self.slope.plan.reg_covar)
    }
}

/// What makes components of labels, if the start begins with them.
fn step_of_labels<'a>((slope, begin): &'a Climber<'a>, origin: &'a [f64]) -> Option<Step<'a>> {
    let Begin::Labels(labels) = begin else { return None };
    let centres = &origin[..labels.clusters() * slope.data.columns()];
    Some(Step { slope: *slope, source: Source::Labels(labels.as_slice()), centres })
}

/// The iteration that goes on from here.
fn step<'a>(slope: Slope<'a>, rest: &'a Rest) -> Step<'a> {
    let density = &rest.components.density;
    Step { slope, source: Source::Density(density), centres: &density.means }
}

/// One pass over the rows: for each start the mean log-likelihood under its source and the components that fit its
/// responsibilities best. Statistics are taken about the centres, and once more about the new means if these lie far from there.
fn maximise(steps: &[Step<'_>]) -> Vec<(f64, Components)> {
    let wanted: Vec<Wanted<'_>> = steps.iter().map(Step::wanted).collect();
    let mut found = Vec::with_capacity(steps.len());
    let mut far: Vec<usize> = Vec::new();
    for (number, (step, (bound, statistics))) in steps.iter().zip(gather(&wanted)).enumerate() {
        let components = step.components(&statistics);
        if components.moved_far(&statistics.centres) {
            far.push(number);
        }
        found.push((bound, components));
    }
    let again = |&number: &usize| Wanted { centres: &found[number].1.density.means, ..wanted[number] };
    let statistics = gather(&far.iter().map(again).collect::<Vec<_>>());
    for (number, (_, statistics)) in far.into_iter().zip(statistics) {
        found[number].1 = steps[number].components(&statistics);
    }
    found
}
