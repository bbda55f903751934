//! Every index for every fit, once with everybody placed and once without the rows that the method leaves out.
//!
//! Methods that leave rows out look better the more they leave out, so neither number stands alone: "everybody placed" puts
//! such a row where the model calls it nearest.

use super::fit::Fit;
use crate::error::Error;
use serde::Serialize;
use shoal_kernel::{Labels, Points};
use shoal_validity::catalog::{INDICES, Index};
use shoal_validity::{Dispersion, Silhouette, SilhouetteOptions, Undefined, silhouette};
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
    let placed =
        fits.iter().map(|fit| fit.fitted.everybody(points).map_err(Error::bug)).collect::<Result<Vec<_>, _>>()?;
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

fn indices(
    points: &Points,
    labels: &Labels,
    silhouette: Result<Silhouette, Undefined>,
) -> BTreeMap<&'static str, Judged> {
    let dispersion = Dispersion::new(points, labels);
    let value = |index: &Index| match (index.of_dispersion, &dispersion) {
        (Some(of), Ok(dispersion)) => of(dispersion),
        _ => (index.value)(points, labels),
    };
    let judged = |index: &Index| match (index.id, &silhouette) {
        (SILHOUETTE, Ok(found)) => Judged {
            value: Some(found.mean),
            undefined: None,
            interval: found.interval,
            per_cluster: Some(found.per_cluster.clone()),
        },
        (SILHOUETTE, Err(why)) => undefined(why.to_string()),
        _ => match value(index) {
            Ok(value) => Judged { value: Some(value), undefined: None, interval: None, per_cluster: None },
            Err(why) => undefined(why.to_string()),
        },
    };
    INDICES.iter().map(|index| (index.id, judged(index))).collect()
}

pub(super) fn undefined(why: String) -> Judged {
    Judged { value: None, undefined: Some(why), interval: None, per_cluster: None }
}

fn no_cluster() -> BTreeMap<&'static str, Judged> {
    INDICES.iter().map(|index| (index.id, undefined("there is no cluster".to_owned()))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use shoal_cluster::{Assigned, ClusterError, Fitted, Model, Parts, Trace};
    use shoal_kernel::PartialLabels;
    use std::sync::Arc;

    /// A model that leaves every row above 100 out and calls cluster 1 its nearest.
    #[derive(Debug)]
    struct Picky {
        clusters: u32,
    }

    impl Model for Picky {
        fn method(&self) -> &'static str {
            "picky"
        }

        fn clusters(&self) -> usize {
            self.clusters as usize
        }

        fn columns(&self) -> usize {
            1
        }

        fn assign(&self, points: &Points) -> Result<Vec<Assigned>, ClusterError> {
            let nearest = |value: f64| (self.clusters > 0).then(|| u32::from(value > 5.0));
            let cluster = |value: f64| nearest(value).filter(|_| value <= 100.0);
            let row = |row: &[f64]| Assigned {
                cluster: cluster(row[0]),
                nearest: nearest(row[0]),
                distance: row[0],
                confidence: Some(0.5),
            };
            Ok(points.iter().map(row).collect())
        }

        fn parts(&self) -> Parts {
            Parts { method: "picky".to_owned(), arrays: Vec::new() }
        }
    }

    fn fit(labels: Vec<Option<u32>>, clusters: u32) -> Fit {
        let trace = Trace {
            n_clusters: None,
            distinct_rows: None,
            iterations: 0,
            converged: true,
            loss: None,
            starts: Vec::new(),
            chosen: 0,
            remarks: Vec::new(),
        };
        let model = Arc::new(Picky { clusters });
        let labels = PartialLabels::new(labels).unwrap();
        Fit { k: None, fitted: Fitted { labels, model, trace, evidence: Vec::new() } }
    }

    #[test]
    fn no_method_wins_by_leaving_rows_out() {
        let points = Points::new(vec![0.0, 1.0, 10.0, 11.0, 500.0], 1).unwrap();
        let tried =
            judge_all(&points, &[fit(vec![Some(0), Some(0), Some(1), Some(1), None], 2), fit(vec![None; 5], 0)], 0)
                .unwrap();
        let [all, without] = [&tried[0].everybody_placed, &tried[0].without_left_out].map(|judged| &judged["inertia"]);
        assert_eq!(without.value, Some(1.0));
        assert!(all.value.unwrap() > 1e5);
        assert_eq!((tried[0].clusters, tried[0].left_out, tried[0].smallest), (2, 1, 2));
        for judged in [&tried[1].everybody_placed, &tried[1].without_left_out] {
            assert!(judged.values().all(|it| it.value.is_none() && it.undefined.is_some()));
        }
    }

    #[test]
    fn the_remainder_stays_or_goes_to_the_nearest() {
        use super::super::place::of_fit;
        use crate::spec::Remainder;
        let points = Points::new(vec![0.0, 10.0, 500.0], 1).unwrap();
        let fit = fit(vec![Some(0), Some(1), None], 2);
        let kept = of_fit(&fit.fitted, &points, Remainder::Keep).unwrap();
        assert_eq!((kept[2].cluster, kept[2].distance, kept[2].confidence), (None, None, None));
        let placed = of_fit(&fit.fitted, &points, Remainder::Nearest).unwrap();
        assert_eq!((placed[2].cluster, placed[2].distance), (Some(1), Some(500.0)));
        assert_eq!(kept[..2], placed[..2]);
    }
}
