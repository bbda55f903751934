//! Votes on the number of segments: every criterion says which k it would take, and how divided they are is told.
//!
//! **What it finds.** Seven criteria ask seven questions. Silhouette, Davies-Bouldin and Calinski-Harabasz ask whether clusters are tight
//! and apart; the gap, whether they are tighter than even values make them; the prediction strength, whether half of the members foretells
//! the other half's clusters; stability, whether resamples give them again more than tables without structure do; the Bayesian
//! information criterion, whether a further component of a mixture is worth its parameters. Where they agree k is in the data; where
//! they do not it is a matter of taste, and the reader is told.
//!
//! **When to use it, and when not.** For methods that are told k. One that finds the number itself has votes of the first three on its own
//! grid of settings. Criteria that may say *no groups* (gap, prediction strength) do so by a vote for k = 1.
//!
//! **How it works.**
//! 1. [`evidence`]: on the members or an even sample (`Effort`), the gap (`gaps`), the prediction strength (`halves`) and the stability
//!    (`resampled`) for every k, each by fits of the chosen kind (`Fitter`) with the standard error of its simulation.
//! 2. `Poll::order`: the rows whose segments have the minimum size, in the order of each criterion; for the first it votes.
//! 3. `Poll::votes`: the row with most votes is first; of equally many, the one that stands higher on average over the criteria
//!    (mean rank); then the smaller k.
//!
//! **Cost.** k-means on at most 2,000 members: 20 references, 2 × 5 halves, 20 resamples and 20 of tables without structure, for all k
//! at once: about a second for six columns on one core. Other methods at most 600 members and fewer fits.
//!
//! **Randomness.** Under the seed; the same bits for any number of threads.
//!
//! **Edges.** A k with fewer than four members for each cluster on average has no gap, prediction strength or stability. A fit that is refused
//! on a part of the members leaves its criterion undefined, and it casts no vote.
//!
//! **Differences from scikit-learn.** It has the three indices and BIC, and leaves the choice to whoever looks at them.
//!
//! **References.** Tibshirani, Walther & Hastie (2001), doi:10.1111/1467-9868.00293 (gap); Dudoit &
//! Fridlyand (2002), doi:10.1186/gb-2002-3-7-research0036 (the smallest k within an error of the largest gap); Tibshirani & Walther (2005),
//! doi:10.1198/106186005X59243 (prediction strength); Hennig (2007), doi:10.1016/j.csda.2006.11.025 (resamples); Charrad et al. (2014),
//! NbClust, doi:10.18637/jss.v061.i06 (a majority of criteria).

mod criterion;
mod fitter;
mod gaps;
mod halves;
mod poll;
mod resampled;

pub use criterion::CRITERIA;
pub(crate) use criterion::merit;
pub(crate) use poll::Poll;

use crate::segmentation::{Effort, Estimate, FoundAgain};
use fitter::Fitter;
use shoal_cluster::{Method, Settings, kmeans};
use shoal_kernel::random::mix;
use shoal_kernel::{Points, Stream};
use std::collections::BTreeMap;

/// Members for each cluster at the least, on average.
const LEAST: usize = 4;

/// What is measured for each k beside the indices.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Evidence {
    /// On how much it rests.
    pub effort: Option<Effort>,
    /// For each k; for 1 there is a gap alone.
    pub of_k: BTreeMap<usize, OfK>,
}

/// What is measured for one k.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct OfK {
    /// The gap and its standard error.
    pub gap: Option<Estimate>,
    /// The prediction strength, mean over the splits.
    pub prediction_strength: Option<Estimate>,
    /// How well the clusters are found again.
    pub stability: Option<FoundAgain>,
}

/// How many fits a method is worth: k-means is fast, others are not.
fn effort(card: &Method, rows: usize) -> Effort {
    match card.id == kmeans::METHOD.id {
        true => Effort { members: rows.min(2_000), references: 20, splits: 5, resamples: 20 },
        false => Effort { members: rows.min(600), references: 10, splits: 3, resamples: 10 },
    }
}

/// Gap, prediction strength and stability of `card` on `points` for every k up to `largest`, with the `settings` for a number of rows;
/// nothing for methods that find the number themselves.
pub fn evidence(
    card: &'static Method,
    points: &Points,
    largest: usize,
    settings: impl Fn(usize) -> Settings,
) -> Evidence {
    let effort = effort(card, points.rows());
    // What is fitted is as small as half of the members.
    let fitter = Fitter::new(card, settings(effort.members / 2));
    let sampled = (effort.members < points.rows())
        .then(|| points.select(&Stream::new(fitter.seed(), mix(LEAST as u64)).sample(points.rows(), effort.members)));
    let points = sampled.as_ref().unwrap_or(points);
    let largest = largest.min(points.rows() / LEAST);
    if card.sweep.is_none() || largest < 2 {
        return Evidence::default();
    }
    let mut of_k: BTreeMap<usize, OfK> = (1..=largest).map(|k| (k, OfK::default())).collect();
    for (k, gap) in gaps::gaps(&fitter, points, largest, effort.references) {
        of_k.entry(k).or_default().gap = Some(gap);
    }
    for (k, strength) in halves::prediction_strengths(&fitter, points, largest, effort.splits) {
        of_k.entry(k).or_default().prediction_strength = Some(strength);
    }
    for (k, again) in resampled::found_again(&fitter, points, largest, effort.resamples) {
        of_k.entry(k).or_default().stability = Some(again);
    }
    Evidence { effort: Some(effort), of_k }
}

/// The mean of some values and its standard error.
fn estimate(values: &[f64]) -> Option<Estimate> {
    let count = values.len() as f64;
    let value = values.iter().sum::<f64>() / count;
    let variance = values.iter().map(|one| (one - value).powi(2)).sum::<f64>() / (count - 1.0).max(1.0);
    (!values.is_empty()).then(|| Estimate { value, error: (variance / count).sqrt() })
}
