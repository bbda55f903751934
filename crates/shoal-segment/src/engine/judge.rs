//! Every index for every fit, once with everybody placed and once without the rows that the method leaves out.
//!
//! Methods that leave rows out look better the more they leave out, so neither number stands alone: "everybody placed" puts
//! such a row where the model calls it nearest.

use super::fit::Fit;
use crate::error::Error;
use serde::Serialize;
use shoal_kernel::{Labels, Points};
use shoal_validity::catalog::INDICES;
use shoal_validity::{Silhouette, SilhouetteOptions, Undefined, silhouette};
use std::collections::BTreeMap;

/// The index that is computed for all labelings at once.
const SILHOUETTE: &str = "silhouette";

/// One fit and what it is worth.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Tried {
    /// Clusters asked for; `None` where the method finds the number itself.
    pub k: Option<usize>,
    /// Clusters found.
    pub clusters: usize,
    /// Rows that the method leaves out.
    pub left_out: usize,
    /// Rows of the smallest cluster, without those; 0 without clusters.
    pub smallest: usize,
    /// Every index with each row in a cluster, those left out in the one that the model calls nearest.
    pub everybody_placed: BTreeMap<&'static str, Judged>,
    /// Every index over the rows in a cluster alone.
    pub without_left_out: BTreeMap<&'static str, Judged>,
    /// Bayesian information criterion, lower is better; `None` for methods without a density.
    pub bic: Option<f64>,
    /// Akaike's information criterion, lower is better.
    pub aic: Option<f64>,
}

/// The value of an index, or why it has none.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Judged {
    /// The value in the scaled units.
    pub value: Option<f64>,
    /// Why there is none.
    pub undefined: Option<String>,
    /// The 95 % interval of a value that was estimated from a sample of the rows; `None` where it is exact.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub interval: Option<(f64, f64)>,
    /// The mean over the rows of each cluster, where the index has such means.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub per_cluster: Option<Vec<f64>>,
}

/// Judges all fits of the same points.
pub(super) fn judge_all(points: &Points, fits: &[Fit], seed: u64) -> Result<Vec<Tried>, Error> {
    let placed = fits.iter().map(|fit| everybody(points, fit)).collect::<Result<Vec<_>, _>>()?;
    let options = SilhouetteOptions { seed, ..SilhouetteOptions::default() };
    let labelings: Vec<&Labels> = placed.iter().flatten().collect();
    let mut silhouettes = silhouette(points, &labelings, &options).into_iter();
    let mut tried = Vec::with_capacity(fits.len());
    for (fit, placed) in fits.iter().zip(&placed) {
        let all = match placed {
            Some(labels) => indices(points, labels, silhouettes.next().unwrap_or(Err(Undefined::NoRows))),
            None => no_cluster(),
        };
        let without = match (placed, fit.fitted.labels.left_out()) {
            (None, _) => no_cluster(),
            (Some(_), 0) => all.clone(),
            (Some(_), _) => {
                let (rows, labels) = fit.fitted.labels.placed();
                let points = points.select(&rows);
                let silhouette = silhouette(&points, &[&labels], &options).pop();
                indices(&points, &labels, silhouette.unwrap_or(Err(Undefined::NoRows)))
            }
        };
        tried.push(row(fit, all, without));
    }
    Ok(tried)
}

fn row(fit: &Fit, all: BTreeMap<&'static str, Judged>, without: BTreeMap<&'static str, Judged>) -> Tried {
    let labels = &fit.fitted.labels;
    let mixture = fit.fitted.mixture();
    Tried {
        k: fit.k,
        clusters: labels.clusters(),
        left_out: labels.left_out(),
        smallest: labels.sizes().iter().copied().min().unwrap_or(0),
        everybody_placed: all,
        without_left_out: without,
        bic: mixture.map(|mixture| mixture.bic),
        aic: mixture.map(|mixture| mixture.aic),
    }
}

/// Every row in a cluster; `None` when there is no cluster at all.
fn everybody(points: &Points, fit: &Fit) -> Result<Option<Labels>, Error> {
    let labels = &fit.fitted.labels;
    if labels.clusters() == 0 {
        return Ok(None);
    }
    if let Some(complete) = labels.complete() {
        return Ok(Some(complete));
    }
    let assigned = fit.fitted.model.assign(points).map_err(Error::bug)?;
    let nearest: Option<Vec<u32>> =
        labels.as_slice().iter().zip(&assigned).map(|(label, row)| label.or(row.nearest)).collect();
    nearest
        .map(|nearest| Some(Labels::renumbered(&nearest)))
        .ok_or_else(|| Error::bug("a model with clusters left a row without a nearest one"))
}

fn indices(
    points: &Points,
    labels: &Labels,
    silhouette: Result<Silhouette, Undefined>,
) -> BTreeMap<&'static str, Judged> {
    let judged = |id: &'static str, value: fn(&Points, &Labels) -> Result<f64, Undefined>| match (id, &silhouette) {
        (SILHOUETTE, Ok(found)) => Judged {
            value: Some(found.mean),
            undefined: None,
            interval: found.interval,
            per_cluster: Some(found.per_cluster.clone()),
        },
        (SILHOUETTE, Err(why)) => undefined(why.to_string()),
        _ => match value(points, labels) {
            Ok(value) => Judged { value: Some(value), undefined: None, interval: None, per_cluster: None },
            Err(why) => undefined(why.to_string()),
        },
    };
    INDICES.iter().map(|index| (index.id, judged(index.id, index.value))).collect()
}

fn undefined(why: String) -> Judged {
    Judged { value: None, undefined: Some(why), interval: None, per_cluster: None }
}

fn no_cluster() -> BTreeMap<&'static str, Judged> {
    INDICES.iter().map(|index| (index.id, undefined("there is no cluster".to_owned()))).collect()
}
