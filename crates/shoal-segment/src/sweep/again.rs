//! The setting that a sweep chose, fitted to other rows: the same customers on another day.

use super::candidates;
use super::ground::{self, Ground};
use crate::error::Error;
use crate::method;
use crate::segmentation::Sweep;
use crate::spec::{KRange, Plan, Remainder};
use shoal_kernel::Labels;

/// A chosen setting on other rows.
pub(crate) struct Again {
    /// One per row; whom the method leaves out are a group of their own, the last, unless they join the nearest.
    pub(crate) labels: Labels,
    /// Whether the last group are those whom the method leaves out.
    pub(crate) leaves_out: bool,
    /// The names of the groups, where the method names them.
    pub(crate) names: Vec<String>,
}

/// Fits what `sweep` chose to `ground`: its method, its parameters and, where the method is told it, its number of clusters.
///
/// # Errors
/// As [`super::sweep`], for one setting.
pub(crate) fn again(sweep: &Sweep, ground: Ground<'_>) -> Result<Again, Error> {
    let card = method::find(&sweep.method)?;
    let mut plan: Plan = ground.plan.clone();
    plan.methods = vec![card];
    if sweep.k <= KRange::LARGEST {
        plan.spec.k = KRange { min: sweep.k, max: sweep.k };
    }
    let parameters = sweep.chosen_row().into_iter().flat_map(|row| row.parameters.clone());
    plan.spec.parameters.extend(parameters);
    let own = ground::own(card, ground.table)?;
    let points = own.as_ref().map_or(ground.points, |own| &own.points);
    let found = candidates::candidates(card, points, &plan)?.into_iter().next();
    let found = found.ok_or_else(|| Error::bug("the chosen setting has no fit"))?;
    let labels = found.fitted.labels.as_slice();
    let placed = match plan.spec.remainder {
        Remainder::Nearest => found.fitted.everybody(points).map_err(Error::bug)?,
        Remainder::Keep => found.fitted.labels.complete(),
    };
    let rest = found.fitted.labels.clusters() as u32;
    let leaves_out = placed.is_none();
    let with_rest = || Labels::renumbered(&labels.iter().map(|label| label.unwrap_or(rest)).collect::<Vec<u32>>());
    Ok(Again { labels: placed.unwrap_or_else(with_rest), leaves_out, names: found.names })
}
