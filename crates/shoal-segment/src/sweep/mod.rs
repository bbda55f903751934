//! The sweep: every setting of a method is fitted and judged, and one is chosen with its reason.
//!
//! 1. `candidates`: the method is fitted with every k of the range, or, where it finds the number of clusters itself, with
//!    every setting of its own grid.
//! 2. `judge`: every labeling is judged by all indices on the same points, with everybody placed; where a method leaves rows
//!    out, once more without them.
//! 3. `best_forms`: of several forms of a mixture with equal k, the best by the choosing index stays.
//! 4. [`votes`]: where the method is told k, what needs further fits: gap, prediction strength, stability.
//! 5. `choose`: among the candidates whose every cluster has the minimum size and share, the best by the chosen rule with
//!    everybody placed; so no method gains by leaving out whoever fits badly. The second best is the runner-up; ties go to
//!    the earlier candidate. When none is eligible, all customers are one segment: that is an answer, and the reason says so.

mod again;
mod candidates;
mod choose;
mod ground;
mod judge;
mod reason;
mod voted;

use crate::error::Error;
use crate::method;
use crate::segmentation::{Sweep, SweepRow};
use crate::spec::{ChooseBy, Plan, Remainder};
use crate::votes::{self, Evidence, merit};
use shoal_cluster::{Fitted, Method, Settings, Value};
use shoal_kernel::{Labels, Points};
use shoal_validity::Silhouette;

pub(crate) use again::{Again, again};
pub use ground::{Ground, Own};
pub(crate) use reason::{form, index_words, value};

/// The sweep of one method and the model that it chose.
pub struct Swept {
    /// Every candidate and the choice.
    pub sweep: Sweep,
    /// The chosen fit.
    pub fitted: Fitted,
    /// Its labels with everybody placed.
    pub labels: Labels,
    /// The silhouette of the segments, where defined: without the unassigned where these are kept apart.
    pub silhouette: Option<Silhouette>,
    /// The points that the model was fitted to, where these are not the prepared ones.
    pub own: Option<Own>,
    /// The names of the clusters, where the method names them; there may be names of clusters that did not occur.
    pub names: Vec<String>,
}

/// Fits and judges every setting of `card` that the plan asks for.
///
/// # Errors
/// A k fixed by the user that is larger than the number of rows (a range is cut there); parameters outside their range; more
/// rows than the method can take; features that the method needs and the tables do not give.
pub fn sweep(card: &'static Method, ground: Ground<'_>, stage: &dyn Fn(&str)) -> Result<Swept, Error> {
    sweep_points(card, ground::own(card, ground.table)?, ground.points, ground.plan, stage)
}

/// The same on points alone: `own` are those that the method is fitted to, where these are not the prepared ones.
///
/// # Errors
/// As [`sweep`].
pub fn sweep_points(
    card: &'static Method,
    own: Option<Own>,
    points: &Points,
    plan: &Plan,
    stage: &dyn Fn(&str),
) -> Result<Swept, Error> {
    stage(&format!("fitting {}", card.name));
    let fitted_to = own.as_ref().map_or(points, |own| &own.points);
    let found = candidates::candidates(card, fitted_to, plan)?;
    stage(&format!("judging {}", card.name));
    let mut judged = judge::judge(found, points, plan)?;
    let tried = judged.len();
    if card.sweep.is_some() {
        judged = choose::best_forms(judged, plan.spec.choose_by.between_forms());
    }
    stage(&format!("asking how many segments {} finds", card.name));
    let mut rows: Vec<SweepRow> = judged.iter().map(|candidate| candidate.row.clone()).collect();
    let evidence = evidence(card, fitted_to, &mut rows, plan);
    let mut sweep = choose::choose(card, rows, &evidence, plan, points.rows());
    sweep.tried = tried;
    match sweep.chosen {
        Some(at) => {
            let judge::Judged { fitted, names, labels, silhouette, without, .. } = judged.swap_remove(at);
            let kept = without.filter(|_| plan.spec.remainder == Remainder::Keep);
            let silhouette = kept.or(silhouette);
            sweep.remarks = reason::remarks(&fitted.trace.remarks, plan.spec.unit);
            Ok(Swept { sweep, fitted, labels, silhouette, own, names })
        }
        None => one_segment(points, plan, sweep),
    }
}

/// What needs further fits, written into the rows; of a mixture with the form that fits best of all.
fn evidence(card: &'static Method, points: &Points, rows: &mut [SweepRow], plan: &Plan) -> Evidence {
    let largest = rows.iter().map(|row| row.k).max().filter(|_| rows.len() > 1 && card.sweep.is_some());
    let Some(largest) = largest else { return Evidence::default() };
    let likeliest =
        rows.iter().reduce(|best, row| if merit(row, ChooseBy::Bic) > merit(best, ChooseBy::Bic) { row } else { best });
    let parameters = likeliest.map(|row| row.parameters.clone()).unwrap_or_default();
    let settings = |members: usize| {
        let given = method::settings(card, &plan.spec, members);
        parameters.iter().fold(given, |all, (name, value)| all.with(name, Value::from(value)))
    };
    let evidence = votes::evidence(card, points, largest, settings);
    for row in rows {
        let Some(of_k) = evidence.of_k.get(&row.k) else { continue };
        (row.gap, row.prediction_strength, row.stability) = (of_k.gap, of_k.prediction_strength, of_k.stability);
    }
    evidence
}

/// Everybody in one segment, around the mean.
fn one_segment(points: &Points, plan: &Plan, sweep: Sweep) -> Result<Swept, Error> {
    let kmeans = method::find("kmeans")?;
    let settings = Settings::new(plan.spec.seed).with("n_clusters", 1.0);
    let fitted = (kmeans.fit)(points, &settings).map_err(|error| method::refusal(kmeans, error))?;
    let labels = fitted.labels.complete().ok_or_else(|| Error::bug("k-means left rows out"))?;
    Ok(Swept { sweep, fitted, labels, silhouette: None, own: None, names: Vec::new() })
}
