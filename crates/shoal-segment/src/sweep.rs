//! The sweep: every k is fitted and judged, and one is chosen with its reason.
//!
//! 1. `largest_k`: no k beyond the number of different customers can be fitted, so the range is cut there.
//! 2. Every k is fitted by the method; inertia never rises with k.
//! 3. Every labeling is judged by all indices on the same points.
//! 4. `choose`: among the k whose every cluster has the minimum size and share, the best by the chosen index; the second
//!    best is the runner-up. Ties go to the smaller k. When no k is eligible, all customers are one segment: that is an
//!    answer, and the reason says so.

use crate::error::Error;
use crate::feature::Unit;
use crate::segmentation::{Sweep, SweepRow};
use crate::spec::{ChooseBy, Plan};
use crate::statement::{Form, Statement};
use shoal_cluster::{Fitted, Settings, catalog};
use shoal_kernel::{Labels, Points};
use shoal_validity::{Silhouette, SilhouetteOptions, calinski_harabasz, davies_bouldin, inertia, silhouette};

/// Two indices that differ by less than this share are as good as each other: another seed moves them as much on small tables.
const AS_GOOD: f64 = 0.01;

/// The sweep and the model that it chose.
pub struct Swept {
    /// Every k and the choice.
    pub sweep: Sweep,
    /// The chosen fit.
    pub fitted: Fitted,
    /// The silhouette of the chosen labeling, where defined.
    pub silhouette: Option<Silhouette>,
}

/// Fits and judges every k of the plan.
///
/// Fails when the user fixed a k that is larger than the number of customers; a range is cut there.
pub fn sweep(points: &Points, plan: &Plan, stage: &dyn Fn(&str)) -> Result<Swept, Error> {
    let range = plan.spec.k;
    if range.is_fixed() && range.min > points.rows() {
        return Err(Error::input(
            format!(
                "k is {range}, but only {} {} can be segmented; allowed is 1 to that number",
                points.rows(),
                plan.spec.unit.noun(points.rows())
            ),
            "write a smaller k, for instance -k 1",
        ));
    }
    stage("fitting every k");
    let ks: Vec<usize> = (range.min..=range.max.min(points.rows())).collect();
    let mut fits = if ks.is_empty() { Vec::new() } else { fit(points, &ks, plan)? };
    // More clusters than different customers cannot be had: the largest k's are then the same fit.
    fits.dedup_by_key(|fit| fit.labels.clusters());
    stage("judging every k");
    let labels: Vec<Labels> = fits.iter().map(complete).collect::<Result<_, _>>()?;
    let labelings: Vec<&Labels> = labels.iter().collect();
    let options = SilhouetteOptions { seed: plan.spec.seed, ..SilhouetteOptions::default() };
    let mut silhouettes: Vec<Option<Silhouette>> =
        silhouette(points, &labelings, &options).into_iter().map(Result::ok).collect();
    let rows = labels
        .iter()
        .zip(&silhouettes)
        .map(|(labels, silhouette)| row(points, labels, silhouette.as_ref(), plan))
        .collect();
    let (sweep, chosen) = choose(rows, plan, plan.spec.starts_for(points.rows()));
    match chosen {
        Some(at) => Ok(Swept { sweep, fitted: fits.swap_remove(at), silhouette: silhouettes.swap_remove(at) }),
        None => match fit(points, &[1], plan)?.pop() {
            Some(one) => Ok(Swept { sweep, fitted: one, silhouette: None }),
            None => Err(Error::bug("a fit with one cluster gave nothing")),
        },
    }
}

fn fit(points: &Points, ks: &[usize], plan: &Plan) -> Result<Vec<Fitted>, Error> {
    let method = catalog::method(&plan.spec.method).map_err(Error::bug)?;
    let sweep = method.sweep.ok_or_else(|| Error::bug(format!("{} cannot be swept over k", method.id)))?;
    let settings = Settings::new(plan.spec.seed).with("n_init", plan.spec.starts_for(points.rows()) as f64);
    sweep(points, ks, &settings).map_err(Error::bug)
}

fn complete(fit: &Fitted) -> Result<Labels, Error> {
    fit.labels.complete().ok_or_else(|| Error::bug("a method that can be swept left rows out"))
}

fn row(points: &Points, labels: &Labels, silhouette: Option<&Silhouette>, plan: &Plan) -> SweepRow {
    let smallest = labels.sizes().iter().copied().min().unwrap_or(0);
    let smallest_share = smallest as f64 / points.rows().max(1) as f64;
    SweepRow {
        k: labels.clusters(),
        inertia: inertia(points, labels).unwrap_or(0.0),
        silhouette: silhouette.map(|s| s.mean),
        silhouette_interval: silhouette.and_then(|s| s.interval),
        silhouette_members: silhouette.map_or(0, |s| s.evaluated),
        davies_bouldin: davies_bouldin(points, labels).ok(),
        calinski_harabasz: calinski_harabasz(points, labels).ok(),
        smallest,
        smallest_share,
        eligible: smallest >= plan.spec.min_size && smallest_share >= plan.spec.min_share,
    }
}

/// The value of the choosing index, so that higher is better.
fn merit(row: &SweepRow, by: ChooseBy) -> Option<f64> {
    match by {
        ChooseBy::DaviesBouldin => row.davies_bouldin.map(|value| -value),
        ChooseBy::Silhouette => row.silhouette,
        ChooseBy::CalinskiHarabasz => row.calinski_harabasz,
    }
}

/// Chooses a row; `None` means one segment of all customers.
fn choose(rows: Vec<SweepRow>, plan: &Plan, starts: usize) -> (Sweep, Option<usize>) {
    let by = plan.spec.choose_by;
    let fixed = plan.spec.k.is_fixed();
    let mut ranked: Vec<(usize, f64)> = rows
        .iter()
        .enumerate()
        .filter(|(_, row)| row.eligible && row.k > 1)
        .filter_map(|(at, row)| merit(row, by).map(|merit| (at, merit)))
        .collect();
    ranked.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
    let chosen = if fixed { (!rows.is_empty()).then_some(0) } else { ranked.first().map(|best| best.0) };
    let runner_up = ranked.get(1).map(|second| second.0).filter(|_| !fixed);
    let mut sweep = Sweep {
        method: plan.spec.method.clone(),
        chosen_by: if fixed { "given".into() } else { by.word().into() },
        starts,
        min_size: plan.spec.min_size,
        min_share: plan.spec.min_share,
        k: chosen.map_or(1, |at| rows[at].k),
        runner_up: runner_up.map(|at| rows[at].k),
        rows,
        reason: Statement::new(),
    };
    sweep.reason = match chosen {
        Some(at) if fixed => given_reason(&sweep, at, plan),
        Some(at) => best_reason(&sweep, at, runner_up, plan),
        None => nothing_reason(&sweep, plan.spec.unit),
    };
    (sweep, chosen)
}

fn given_reason(sweep: &Sweep, at: usize, plan: &Plan) -> Statement {
    let row = &sweep.rows[at];
    let asked = plan.spec.k.min;
    let said = if row.k == asked {
        Statement::new().say("The number of segments, ").count("/sweep/k", row.k).say(", was given with -k.")
    } else {
        Statement::new()
            .say(&format!(
                "More segments were asked for with -k than there are different {}: only ",
                plan.spec.unit.many()
            ))
            .count("/sweep/k", row.k)
            .say(" can be told apart by these features.")
    };
    if row.eligible || row.k == 1 {
        return said;
    }
    said.say(" Its smallest segment has ")
        .count(format!("/sweep/rows/{at}/smallest"), row.smallest)
        .say(&format!(" {} (", plan.spec.unit.noun(row.smallest)))
        .share(format!("/sweep/rows/{at}/smallest_share"), row.smallest_share)
        .say("), fewer than the minimum of ")
        .count("/sweep/min_size", sweep.min_size)
        .say(" and ")
        .share("/sweep/min_share", sweep.min_share)
        .say(".")
}

/// The name of the choosing index in prose, the field of the row that has it, and the word for its best value.
fn index_words(by: ChooseBy) -> (&'static str, &'static str, &'static str) {
    match by {
        ChooseBy::DaviesBouldin => ("Davies-Bouldin index", "davies_bouldin", "lowest"),
        ChooseBy::Silhouette => ("mean silhouette", "silhouette", "highest"),
        ChooseBy::CalinskiHarabasz => ("Calinski-Harabasz index", "calinski_harabasz", "highest"),
    }
}

fn best_reason(sweep: &Sweep, at: usize, runner_up: Option<usize>, plan: &Plan) -> Statement {
    let by = plan.spec.choose_by;
    let (index, field, best) = index_words(by);
    let value = |at: usize| merit(&sweep.rows[at], by).map_or(0.0, f64::abs);
    let cite = |said: Statement, at: usize| {
        let signed = if by == ChooseBy::Silhouette { sweep.rows[at].silhouette.unwrap_or(0.0) } else { value(at) };
        said.number(format!("/sweep/rows/{at}/k"), sweep.rows[at].k as f64, Form::Count)
            .say(" (")
            .number(format!("/sweep/rows/{at}/{field}"), signed, Form::Index)
            .say(")")
    };
    let said = Statement::new().say(&format!("The {index} is {best} for k = "));
    let said = cite(said, at)
        .say(" among the k whose every segment has at least ")
        .count("/sweep/min_size", sweep.min_size)
        .say(&format!(" {} and ", plan.spec.unit.noun(sweep.min_size)))
        .share("/sweep/min_share", sweep.min_share)
        .say(" of the base");
    match runner_up {
        Some(second) if value(at).max(value(second)) * (1.0 - AS_GOOD) <= value(at).min(value(second)) => {
            cite(said.say("; as good is k = "), second).say(", so the choice is a matter of taste.")
        }
        Some(second) => cite(said.say("; next is k = "), second).say("."),
        None => said.say("; no other k meets that."),
    }
}

fn nothing_reason(sweep: &Sweep, unit: Unit) -> Statement {
    let many = unit.many();
    if sweep.rows.is_empty() {
        return Statement::new().say(&format!(
            "There are fewer {many} than the smallest number of segments that was to be tried, so they are one segment."
        ));
    }
    if sweep.rows.iter().all(|row| row.k <= 1) {
        return Statement::new().say(&format!(
            "All {many} are equal in the chosen features, so there is nothing to divide: they are one segment."
        ));
    }
    Statement::new()
        .say("No k that was tried gives every segment at least ")
        .count("/sweep/min_size", sweep.min_size)
        .say(&format!(" {} and ", unit.noun(sweep.min_size)))
        .share("/sweep/min_share", sweep.min_share)
        .say(&format!(" of the base with a defined index, so all {many} are one segment."))
}
