//! The sweep: every setting of a method is fitted and judged, and one is chosen with its reason.
//!
//! 1. `candidates`: the method is fitted with every k of the range, or, where it finds the number of clusters itself, with
//!    every setting of its own grid.
//! 2. `judge`: every labeling is judged by all indices on the same points, with everybody placed; where a method leaves rows
//!    out, once more without them.
//! 3. `best_forms`: of several forms of a mixture with equal k, the best by the choosing index stays.
//! 4. `choose`: among the candidates whose every cluster has the minimum size and share, the best by the chosen index with
//!    everybody placed; so no method gains by leaving out whoever fits badly. The second best is the runner-up; ties go to
//!    the earlier candidate. When none is eligible, all customers are one segment: that is an answer, and the reason says so.

mod again;
mod candidates;
mod choose;
mod ground;
mod judge;
mod reason;

use crate::error::Error;
use crate::method;
use crate::segmentation::Sweep;
use crate::spec::{Plan, Remainder};
use shoal_cluster::{Fitted, Method, Settings};
use shoal_kernel::{Labels, Points};
use shoal_validity::Silhouette;

pub(crate) use again::{Again, again};
pub(crate) use choose::merit;
pub use ground::{Ground, Own};
pub(crate) use reason::{form, index_words};

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
    let Ground { points, plan, .. } = ground;
    stage(&format!("fitting {}", card.name));
    let own = ground::own(card, ground.table)?;
    let found = candidates::candidates(card, own.as_ref().map_or(points, |own| &own.points), plan)?;
    stage(&format!("judging {}", card.name));
    let mut judged = judge::judge(found, points, plan)?;
    let tried = judged.len();
    if card.sweep.is_some() {
        judged = choose::best_forms(judged, plan.spec.choose_by);
    }
    let rows = judged.iter().map(|candidate| candidate.row.clone()).collect();
    let mut sweep = choose::choose(card, rows, plan, plan.spec.starts_for(points.rows()));
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

/// Everybody in one segment, around the mean.
fn one_segment(points: &Points, plan: &Plan, sweep: Sweep) -> Result<Swept, Error> {
    let kmeans = method::find("kmeans")?;
    let settings = Settings::new(plan.spec.seed).with("n_clusters", 1.0);
    let fitted = (kmeans.fit)(points, &settings).map_err(|error| method::refusal(kmeans, error))?;
    let labels = fitted.labels.complete().ok_or_else(|| Error::bug("k-means left rows out"))?;
    Ok(Swept { sweep, fitted, labels, silhouette: None, own: None, names: Vec::new() })
}
