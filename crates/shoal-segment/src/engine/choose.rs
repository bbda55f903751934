//! Which of several fits is taken, and why.

use super::fit::{CLUSTERS, Fit};
use super::judge::Tried;
use super::wish::Wish;
use crate::error::Error;
use serde::Serialize;
use shoal_validity::Direction;
use shoal_validity::catalog;

/// What mixtures can be chosen by beside the indices.
pub(super) const CRITERIA: [&str; 2] = ["bic", "aic"];

/// The choice.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Choice {
    /// Place of the chosen fit among those tried.
    pub at: usize,
    /// The number of clusters asked for in it; `None` where the method finds the number itself.
    pub k: Option<usize>,
    /// What chose: the id of an index or criterion; `None` when there was nothing to choose.
    pub by: Option<String>,
    /// Why, in a sentence.
    pub reason: String,
}

/// Chooses the best fit by the wished index with everybody placed; ties go to the smaller k.
pub(super) fn choose(tried: &[Tried], wish: &Wish, fits: &[Fit]) -> Result<Choice, Error> {
    let by = wish.choose_by.as_str();
    let one =
        |at: usize, by: Option<&str>, reason: String| Choice { at, k: tried[at].k, by: by.map(str::to_owned), reason };
    match tried {
        [] => return Err(Error::bug("nothing was fitted")),
        [only] => {
            let written = wish.settings.iter().any(|setting| setting.name == CLUSTERS);
            let reason = match (wish.k.is_some() || wish.init.is_some() || written, only.k) {
                (true, _) => "the number of clusters was given",
                (false, Some(_)) => "no number of clusters was given, so it is the method's default",
                (false, None) => "the method finds the number of clusters itself",
            };
            return Ok(one(0, None, reason.to_owned()));
        }
        _ => {}
    }
    if CRITERIA.contains(&by) && fits.iter().all(|fit| fit.fitted.mixture().is_none()) {
        return Err(Error::input(
            format!("choose-by is `{by}`, which only mixtures have; {} fits no density", wish.method),
            "write --choose-by silhouette",
        ));
    }
    let mut ranked: Vec<(usize, f64)> =
        tried.iter().enumerate().filter_map(|(at, row)| merit(row, by).map(|merit| (at, merit))).collect();
    ranked.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
    Ok(match ranked.first() {
        Some(&(at, merit)) => one(at, Some(by), sentence(by, merit, tried, ranked.len())),
        None => one(0, None, format!("{by} is undefined for every number of clusters, so the smallest was taken")),
    })
}

fn sentence(by: &str, merit: f64, tried: &[Tried], defined: usize) -> String {
    let (word, value) = match direction(by) {
        Direction::Lower => ("lowest", -merit),
        Direction::Higher => ("highest", merit),
    };
    let undefined = match tried.len() - defined {
        0 => String::new(),
        some => format!(", undefined for {some} others"),
    };
    format!("{by} is {word} ({}) of {defined} numbers of clusters{undefined}", rounded(value))
}

/// A number with four significant digits.
fn rounded(value: f64) -> String {
    let rounded: f64 = format!("{value:.3e}").parse().unwrap_or(value);
    rounded.to_string()
}

fn direction(by: &str) -> Direction {
    catalog::index(by).map_or(Direction::Lower, |index| index.direction)
}

/// The value, so that higher is better.
fn merit(row: &Tried, by: &str) -> Option<f64> {
    let value = match by {
        "bic" => row.bic,
        "aic" => row.aic,
        _ => row.everybody_placed.get(by).and_then(|judged| judged.value),
    }?;
    Some(if direction(by) == Direction::Lower { -value } else { value })
}
