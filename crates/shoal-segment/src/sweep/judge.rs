//! Step 2 of the sweep: indices for every candidate, on the same points.

use super::candidates::Candidate;
use crate::error::Error;
use crate::segmentation::{Indices, SweepRow};
use crate::spec::{Plan, Remainder};
use shoal_cluster::Fitted;
use shoal_kernel::{Labels, Points};
use shoal_validity::{Dispersion, Silhouette, SilhouetteOptions, silhouette};

/// A candidate and what the indices say.
pub(super) struct Judged {
    pub(super) fitted: Fitted,
    pub(super) names: Vec<String>,
    /// With everybody placed.
    pub(super) labels: Labels,
    pub(super) silhouette: Option<Silhouette>,
    /// Of the rows that the method placed itself, where it leaves some out.
    pub(super) without: Option<Silhouette>,
    pub(super) row: SweepRow,
}

/// Largest share of the rows that a method may leave out and still be chosen: beyond it, the remainder is the result.
const MOST_LEFT_OUT: f64 = 0.5;

/// Judges every candidate. Cost: one silhouette of all labelings together, and one more for each that leaves rows out.
pub(super) fn judge(found: Vec<Candidate>, points: &Points, plan: &Plan) -> Result<Vec<Judged>, Error> {
    let labels: Vec<Labels> =
        found.iter().map(|candidate| everybody(&candidate.fitted, points)).collect::<Result<_, _>>()?;
    let silhouettes = silhouette(points, &labels.iter().collect::<Vec<_>>(), &options(plan));
    let all = found.into_iter().zip(labels).zip(silhouettes);
    Ok(all
        .map(|((candidate, labels), silhouette)| {
            let silhouette = silhouette.ok();
            let mut row = row(&candidate, &labels, silhouette.as_ref(), points, plan);
            let without = without_remainder(&candidate.fitted, points, plan);
            row.left_out = without.as_ref().map(|(indices, _)| *indices);
            let without = without.and_then(|(_, silhouette)| silhouette);
            Judged { fitted: candidate.fitted, names: candidate.names, labels, silhouette, without, row }
        })
        .collect())
}

fn options(plan: &Plan) -> SilhouetteOptions {
    SilhouetteOptions { seed: plan.spec.seed, ..SilhouetteOptions::default() }
}

/// The labels with everybody placed; without any cluster all are in one.
fn everybody(fitted: &Fitted, points: &Points) -> Result<Labels, Error> {
    let placed = fitted.everybody(points).map_err(Error::bug)?;
    Ok(placed.unwrap_or_else(|| Labels::renumbered(&vec![0; points.rows()])))
}

fn row(
    candidate: &Candidate,
    labels: &Labels,
    silhouette: Option<&Silhouette>,
    points: &Points,
    plan: &Plan,
) -> SweepRow {
    let found = &candidate.fitted.labels;
    let sizes = if plan.spec.remainder == Remainder::Keep { found.sizes() } else { labels.sizes() };
    let smallest = sizes.iter().copied().min().unwrap_or(0);
    let share = |rows: usize| rows as f64 / points.rows().max(1) as f64;
    let unassigned_share = share(found.left_out());
    SweepRow {
        k: found.clusters(),
        parameters: candidate.parameters.iter().map(|(name, value)| (name.clone(), value.into())).collect(),
        indices: indices(points, labels, silhouette),
        silhouette_interval: silhouette.and_then(|s| s.interval),
        silhouette_members: silhouette.map_or(0, |s| s.evaluated),
        bic: candidate.fitted.mixture().map(|mixture| mixture.bic),
        gap: None,
        prediction_strength: None,
        stability: None,
        unassigned: found.left_out(),
        unassigned_share,
        left_out: None,
        smallest,
        smallest_share: share(smallest),
        eligible: smallest >= plan.spec.min_size
            && share(smallest) >= plan.spec.min_share
            && unassigned_share <= MOST_LEFT_OUT
            && within_range(found.clusters(), candidate, plan),
    }
}

/// Beside methods that are held to a range of k, one that finds k itself is held to it too; named segments are as many as
/// there are names.
fn within_range(k: usize, candidate: &Candidate, plan: &Plan) -> bool {
    plan.methods.len() == 1 || !candidate.names.is_empty() || k <= plan.spec.k.max
}

/// The indices over the rows that the method placed itself; `None` when these are all.
fn without_remainder(fitted: &Fitted, points: &Points, plan: &Plan) -> Option<(Indices, Option<Silhouette>)> {
    if fitted.labels.left_out() == 0 {
        return None;
    }
    let (rows, labels) = fitted.labels.placed();
    let points = points.select(&rows);
    let silhouette = silhouette(&points, &[&labels], &options(plan)).pop().and_then(Result::ok);
    Some((indices(&points, &labels, silhouette.as_ref()), silhouette))
}

fn indices(points: &Points, labels: &Labels, silhouette: Option<&Silhouette>) -> Indices {
    let dispersion = Dispersion::new(points, labels).ok();
    Indices {
        silhouette: silhouette.map(|s| s.mean),
        davies_bouldin: dispersion.as_ref().and_then(|all| all.davies_bouldin().ok()),
        calinski_harabasz: dispersion.as_ref().and_then(|all| all.calinski_harabasz().ok()),
        inertia: dispersion.map(|all| all.inertia()),
    }
}
