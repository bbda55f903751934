//! Settings worth trying: a few numbers of rows, each with a few radii around the knee of its own curve.

use shoal_kernel::{Points, Tree};

use super::curve::{Curve, curves};
use super::params::{MOST, Params, usual_min_samples};
use super::sites::Sites;
use crate::error::ClusterError;
use crate::kmeans::check_points;
use crate::settings::Settings;

/// Radii by the share of rows that the one at the knee leaves outside: so many times that share stays outside. The first is
/// the knee itself.
const OUTSIDE: [f64; 5] = [1.0, 4.0, 2.0, 0.5, 0.25];

/// What was given stays; what was left out takes, for `min_samples`, the usual number, twice it and twice the number of
/// columns, and for `eps` radii around the knee. At most 15 settings, the usual one first.
pub(super) fn grid(points: &Points, settings: &Settings) -> Result<Vec<Settings>, ClusterError> {
    let plan = Params::read(settings)?.plan(points.rows(), points.columns())?;
    check_points(points)?;
    let counts = match settings.get("min_samples") {
        Some(_) => vec![plan.min_samples],
        None => counts(points),
    };
    let with_count = |count: usize| settings.clone().with("min_samples", count as f64);
    if plan.eps.is_some() {
        return Ok(counts.into_iter().map(with_count).collect());
    }
    let sites = Sites::of(points);
    let curves = curves(&sites, &Tree::new(sites.points()), &counts, plan.seed);
    let settings = counts.iter().zip(&curves).flat_map(|(&count, curve)| {
        radii(curve).into_iter().map(move |eps| with_count(count).with("eps", eps)).collect::<Vec<_>>()
    });
    Ok(settings.collect())
}

/// Different numbers of rows to try.
fn counts(points: &Points) -> Vec<usize> {
    let usual = usual_min_samples(points.rows(), points.columns());
    let mut counts = vec![usual];
    for other in [2 * usual, 2 * points.columns()] {
        if other <= MOST && !counts.contains(&other) {
            counts.push(other);
        }
    }
    counts
}

/// Different radii around the knee of a curve, the knee first.
fn radii(curve: &Curve) -> Vec<f64> {
    let knee = curve.proposed();
    let outside = 1.0 - curve.knee();
    let mut radii = vec![knee];
    for times in &OUTSIDE[1..] {
        let radius = curve.reaching(1.0 - outside * times);
        if radius > 0.0 && !radii.contains(&radius) {
            radii.push(radius);
        }
    }
    radii
}
