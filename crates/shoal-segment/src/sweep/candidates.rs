//! Step 1 of the sweep: the fits among which is chosen.

use crate::error::Error;
use crate::method;
use crate::rfm;
use crate::spec::Plan;
use shoal_cluster::{ClusterError, Fitted, Method, Settings, Value};
use shoal_kernel::Points;
use std::collections::BTreeMap;

/// A fit and the settings that were tried out to get it.
pub(super) struct Candidate {
    /// The parameters that the method's grid set, beside those that were given.
    pub(super) parameters: BTreeMap<String, Value>,
    pub(super) fitted: Fitted,
    /// Names of the clusters, where the method names them.
    pub(super) names: Vec<String>,
}

/// Every fit of `card` that the plan asks for; ascending in k where the method is told k.
pub(super) fn candidates(card: &'static Method, points: &Points, plan: &Plan) -> Result<Vec<Candidate>, Error> {
    let refused = |error| method::refusal(card, error);
    let given = method::settings(card, &plan.spec, points.rows());
    let ks = numbers_of_clusters(card, points.rows(), plan, &given)?;
    if card.id == rfm::METHOD.id {
        return by_rules(card, points, plan, &given);
    }
    let grid = (card.grid)(points, &given).map_err(refused)?;
    let fits = match &ks {
        Some(ks) => swept(card, points, ks, &grid),
        None => grid.iter().map(|settings| Ok(vec![(card.fit)(points, settings)?])).collect(),
    };
    let mut found: Vec<Candidate> = Vec::new();
    for (settings, fits) in grid.iter().zip(fits.map_err(refused)?) {
        let parameters = tried(settings, &given);
        found.extend(fits.into_iter().map(|fitted| Candidate {
            parameters: parameters.clone(),
            fitted,
            names: Vec::new(),
        }));
    }
    // More clusters than different customers cannot be had: the largest k's are then the same fit.
    if card.sweep.is_some() {
        found.sort_by_key(|candidate| candidate.fitted.labels.clusters());
        found.dedup_by(|a, b| a.fitted.labels.clusters() == b.fitted.labels.clusters() && a.parameters == b.parameters);
    }
    Ok(found)
}

/// The fits for `ks` under each of the settings. A minimum size of clusters cannot be had for every k: those for which it can be
/// are kept.
fn swept(card: &Method, points: &Points, ks: &[usize], grid: &[Settings]) -> Result<Vec<Vec<Fitted>>, ClusterError> {
    let too_small = |error: &ClusterError| {
        matches!(error, ClusterError::MinimumTooLarge { .. } | ClusterError::MinimumNotKept { .. })
    };
    let sweep = |ks: &[usize]| card.sweep_all(points, ks, grid).unwrap_or_else(|| Ok(Vec::new()));
    let refusal = match sweep(ks) {
        Err(error) if too_small(&error) && ks.len() > 1 => error,
        all => return all,
    };
    let mut kept = vec![Vec::new(); grid.len()];
    for &k in ks {
        match sweep(&[k]) {
            Err(error) if too_small(&error) => {}
            fits => kept.iter_mut().zip(fits?).for_each(|(kept, fits)| kept.extend(fits)),
        }
    }
    if kept.iter().all(Vec::is_empty) { Err(refusal) } else { Ok(kept) }
}

/// The segments of every table of rules that is asked for.
fn by_rules(card: &Method, points: &Points, plan: &Plan, given: &Settings) -> Result<Vec<Candidate>, Error> {
    let grid = match plan.rules {
        Some(_) => vec![given.clone()],
        None => (card.grid)(points, given).map_err(|error| method::refusal(card, error))?,
    };
    let of_table = |settings: &Settings| named(&rules(settings, plan)?, points, tried(settings, given));
    grid.iter().map(of_table).collect()
}

/// The table of segments that the user wrote, or the shipped one that the settings name.
fn rules(settings: &Settings, plan: &Plan) -> Result<rfm::Table, Error> {
    plan.rules.clone().map_or_else(|| rfm::table_of(settings), Ok)
}

/// The segments of a table by scores.
fn named(table: &rfm::Table, points: &Points, parameters: BTreeMap<String, Value>) -> Result<Candidate, Error> {
    let found = rfm::fit(points, table).map_err(|error| method::refusal(&rfm::METHOD, error))?;
    Ok(Candidate { parameters, fitted: found.fitted, names: found.segment_names })
}

/// The k to try; `None` where the method finds the number itself.
fn numbers_of_clusters(card: &Method, rows: usize, plan: &Plan, given: &Settings) -> Result<Option<Vec<usize>>, Error> {
    let range = plan.spec.k;
    if card.sweep.is_none() || given.get("height").is_some() {
        return Ok(None);
    }
    if range.is_fixed() && range.min > rows {
        return Err(Error::input(
            format!(
                "k is {range}, but only {rows} {} can be segmented; allowed is 1 to that number",
                plan.spec.unit.noun(rows)
            ),
            "write a smaller k, for instance -k 1",
        ));
    }
    Ok(Some((range.min..=range.max.min(rows)).collect()))
}

/// What the grid decided: the settings that were not given.
fn tried(settings: &Settings, given: &Settings) -> BTreeMap<String, Value> {
    let new = settings.iter().filter(|(name, _)| given.get(name).is_none());
    new.map(|(name, value)| (name.to_owned(), value.clone())).collect()
}
