//! Gaussian mixtures: clusters as overlapping normal distributions, with a probability for every membership.
//!
//! **What it finds.** A given number of normal distributions (*components*) with weights, such that the rows are as probable as
//! possible under their weighted sum. Each component is a cluster; a row belongs to the component that most probably made it,
//! and its *responsibilities* say how probable each of them is. A component has a mean and a covariance of one of four forms:
//! `full` (any extent and direction), `tied` (the same for all), `diag` (along the columns), `spherical` (round).
//!
//! **When to use it, and when not.** When groups overlap, differ in extent or are stretched, when a degree of membership is
//! wanted, or a density. Each form has its number of free parameters, and the information criteria (BIC, AIC; lower is
//! better) weigh them against the fit, so forms and numbers of components can be compared. It needs more rows than k-means: a
//! full covariance has columns (columns + 1) / 2 numbers for each component. Several components may share one group that is
//! not normal, so their number is not a number of groups. Transform skewed columns first.
//!
//! **How it works.**
//! 1. `Data`: the rows as differences from the mean of each column, laid out once for all starts, numbers of components and forms
//!    of covariance ([`sweep_forms`]), in slabs of 64 rows (`f32`: 128) that stay in the nearest cache.
//! 2. `attempts`: `n_init` starts. `best_labels`: the first is the best of ten runs of k-means. `drawn_labels`: the likelihood
//!    has other summits than inertia, so further starts are the end of one single run of k-means and the rows drawn for such a
//!    run, in turns. `from_labels`: weights, means and covariances of their clusters. [`fit_from`] and [`fit_from_centres`] start
//!    where the caller says.
//! 3. `climb`: `gather` evaluates the densities (E-step: `evaluate`, `share`) and adds up what the M-step needs (`add_moments`),
//!    in one pass over the slabs, whose sums stay in registers; above 16,384 rows all starts under way share it, whatever their form. `maximise` makes new weights, means and covariances of it and adds
//!    `reg_covar` to the variances. Again and again until the mean log-likelihood changes by less than `tol`. Where a component is less than e⁻⁶⁹ ≈ 10⁻³⁰ times as probable as the most probable one, its responsibility is 0; a slab
//!    in which that holds for all rows costs that component nothing more. Beside 1 a sum of such shares does not count.
//! 4. `take_on`: above 2,048 rows further starts climb on an even sample of 2,048 rows; the best two different ones that are
//!    likelier there than the first start's components are taken on over all rows. `best`: the start whose components are
//!    most likely in the end.
//! 5. `finish`: numbers the components by their means, places every row, and drops components that no row most probably
//!    belongs to.
//!
//! **Distance and confidence.** A new row goes to its most probable component, the lowest number of equally probable ones.
//! Its `distance` is Mahalanobis' distance to that component's mean, which has no unit: differences are measured in the
//! standard deviations of the component (not in the units of the points). Its `confidence` is the component's responsibility.
//!
//! **Numbers.** Differences are taken before anything is squared, and second moments about the old mean, which lies close to
//! the new one; where it does not, they are gathered once more about the new one. So an offset of 10⁹ costs no digits of the
//! spread, and variances do not turn negative. Densities are compared as logarithms, so rows far from all components have
//! sound responsibilities. Where a covariance has no Cholesky factor, or one that is mere rounding, each of its variances is
//! widened by a share of itself, 2 · 10⁻¹⁶ first and ten times more each time, until it has one.
//!
//! **Single precision.** `precision = f32` takes the E-step and the products of the M-step in `f32`, each column in units of
//! about its standard deviation; sums go on to `f64` every 128 rows, and parameters, labels and the log-likelihood that is
//! handed out are `f64`. From the same start the log-likelihood of a row agrees with that of `f64` to 10⁻⁵ of itself plus 1 where no component is
//! narrow, and labels agree but for rows whose two largest responsibilities are less than 0.01 apart. Rows that differ by less
//! than 10⁻⁷ of their distance from the mean of the column cannot be told apart: a component narrower than 10⁻⁴ standard
//! deviations wants `f64`. Several starts may end in another summit.
//!
//! **Cost.** Time O(n k d²) per iteration (`diag`, `spherical`: O(n k d)), 5 to 100 iterations as a rule for each of the
//! starts, and k-means before. Both steps run over lanes of rows, with an exponential of their own, slabs of rows in parallel.
//! Memory O(n d): beside the points the slabs, as large again (`f32`: half of that), and 4 bytes a row for each labelling;
//! responsibilities are never stored.
//!
//! **Randomness.** In k-means and in the sample, under the seed; every start has a seed of its own made of it. The same
//! seed gives the same bits with any number of threads and, in `f64`, any width of vectors; in `f32` the last bits may differ between instruction sets.
//!
//! **Edges.** k = 1: mean and covariance. One row, equal rows, or a constant column: variances are the regularisation's
//! (10⁻³⁰⁰ if `reg_covar` is 0). A component that answers for fewer rows than its covariance needs (`full`: columns + 1,
//! `diag` and `spherical`: 2, `tied`: 1) keeps its regularised covariance and is told by [`Remark::Starved`](crate::Remark). A
//! component that nobody most probably belongs to is dropped and the weights are scaled to 1 again: fewer clusters than asked
//! for, told by [`Remark::FewerClusters`](crate::Remark). Rows whose differences vanish against √`reg_covar` cannot be told
//! apart. k > n: an error. Values over 10¹⁴⁰ in magnitude are refused.
//!
//! **Differences from scikit-learn.** From the same start: the same parameters, log-likelihood, criteria and iterations up to
//! rounding, where scikit-learn has digits; its `diag`, `spherical` and `tied` forms subtract squares and lose them far from
//! zero. Covariances that it refuses are widened. The best of several starts is the one with the largest log-likelihood of its
//! final parameters, not of those one step before. A component without rows stays where it is, where scikit-learn moves it
//! towards zero. Seeded starts draw other random numbers; there are 10 of them by default, not one; the first
//! comes from the best of ten runs of k-means, every other one from another beginning. Components are numbered by their means. A given start names covariances, not their inverses.
//!
//! **References.** Dempster, Laird & Rubin (1977), doi:10.1111/j.2517-6161.1977.tb01600.x; Schwarz (1978), BIC,
//! doi:10.1214/aos/1176344136; Akaike (1974), AIC, doi:10.1109/TAC.1974.1100705; McLachlan & Peel (2000), Finite Mixture Models,
//! doi:10.1002/0471721182.
//!
//! ```
//! use shoal_cluster::gmm::{Covariance, Params, fit};
//! use shoal_kernel::Points;
//!
//! let points = Points::new(vec![0.0, 0.1, 0.2, 0.3, 9.0, 9.1, 9.2, 9.3], 1).unwrap();
//! let fitted = fit(&points, &Params { covariance: Covariance::Diag, ..Params::new(2, 0) }).unwrap();
//! assert_eq!(fitted.labels.sizes(), [4, 4]);
//! let mixture = fitted.mixture().unwrap();
//! assert!((mixture.means.row(1)[0] - 9.15).abs() < 1e-9 && mixture.parameters == 5);
//! ```

mod climb;
mod components;
mod covariance;
mod data;
mod density;
mod expectation;
mod finish;
mod given;
mod model;
mod params;
mod place;
mod prepared;
mod products;
mod starts;
mod statistics;
mod stored;
mod sweep;
mod whitened;

use shoal_kernel::Points;

use crate::error::ClusterError;
use crate::evidence::EvidenceKind;
use crate::fitted::{Fitted, Origin};
use crate::kmeans::data::check_points;
use crate::method::{Method, Reference};
use crate::settings::Settings;
use climb::{Rest, Slope, ascend};
use data::Data;
use finish::finish;
use starts::Attempt;

pub use covariance::Covariance;
pub use given::Given;
pub use model::GmmModel;
pub use params::{Params, Precision};
pub use sweep::{sweep, sweep_forms};

/// The card of Gaussian mixtures.
pub static METHOD: Method = Method {
    id: "gmm",
    name: "Gaussian mixture",
    summary: "overlapping clusters of normal distributions, each row with its probabilities, as many as asked for",
    parameters: params::PARAMETERS,
    evidence: &[EvidenceKind::Centres, EvidenceKind::Mixture],
    places: "with the component that it most probably comes from",
    leaves_out: false,
    fit_from: Some(|points, centres, settings| fit_from_centres(points, centres, &read(settings)?)),
    weighted: None,
    cost: "time n × k × d² per iteration (diag and spherical n × k × d), 5 to 100 iterations for each of the starts, k-means before; \
           memory n × d",
    references: &[
        Reference {
            text: "Dempster, Laird & Rubin (1977), Maximum likelihood from incomplete data via the EM algorithm",
            doi: "10.1111/j.2517-6161.1977.tb01600.x",
        },
        Reference { text: "Schwarz (1978), Estimating the dimension of a model", doi: "10.1214/aos/1176344136" },
    ],
    fit: |points, settings| fit(points, &read(settings)?),
    sweep: Some(|points, ks, settings| sweep(points, ks, &read(settings)?)),
    sweep_together: Some(|points, ks, settings| {
        let params: Result<Vec<Params>, _> = settings.iter().map(read).collect();
        sweep::sweep_all(points, ks, &params?)
    }),
    grid,
    restore: model::restore,
};

fn read(settings: &Settings) -> Result<Params, ClusterError> {
    METHOD.check_names(settings)?;
    Params::read(settings)
}

/// Every form of covariance, when none is given.
fn grid(_: &Points, settings: &Settings) -> Result<Vec<Settings>, ClusterError> {
    read(settings)?;
    let name = params::COVARIANCE.name;
    if settings.get(name).is_some() {
        return Ok(vec![settings.clone()]);
    }
    Ok(covariance::NAMES.iter().map(|&form| settings.clone().with(name, form)).collect())
}

/// Fits `params.n_clusters` components to `points` (rows × columns, finite).
///
/// Components are numbered by their means: smallest first coordinate first, then the second, and so on.
///
/// # Errors
/// No rows, a value that is not finite (with row and column), a parameter outside its range, more components than rows.
pub fn fit(points: &Points, params: &Params) -> Result<Fitted, ClusterError> {
    let mut fitted = sweep(points, &[params.n_clusters], params)?;
    fitted.pop().ok_or(ClusterError::NoRows)
}

/// Fits from a given start (`params.n_clusters`, `n_init` and `seed` are not read).
///
/// Components keep the order of the start; one that no row most probably belongs to is dropped, and those after it move up.
///
/// # Errors
/// As [`fit`]; a start that does not fit the points or is no mixture.
pub fn fit_from(points: &Points, start: &Given, params: &Params) -> Result<Fitted, ClusterError> {
    fit_given(points, start, start.clusters(), params)
}

/// Fits from given `centres` (clusters × columns, finite): every row starts wholly in the component of its nearest centre, the
/// lowest number of equally near ones. `params.n_clusters`, `n_init` and `seed` are not read.
///
/// Components keep the order of the centres; one without a nearest row, or that no row most probably belongs to in the end, is
/// dropped, and those after it move up.
///
/// # Errors
/// As [`fit`]; centres with other columns than the points, none, more than rows, or a value in them that is not finite.
pub fn fit_from_centres(points: &Points, centres: &Points, params: &Params) -> Result<Fitted, ClusterError> {
    fit_given(points, &Given::nearest(points, centres)?, centres.rows(), params)
}

/// Fits from a given start of which `n_clusters` components were asked for.
fn fit_given(points: &Points, start: &Given, n_clusters: usize, params: &Params) -> Result<Fitted, ClusterError> {
    let plan = params.plan()?;
    check_points(points)?;
    start.check(points.rows(), points.columns())?;
    let data = Data::new(points, plan.precision);
    let slope = Slope { data: &data, plan: &plan };
    let rest = ascend(&[(slope, start.begin(slope))]).pop().ok_or(ClusterError::NoRows)?;
    // The pass that places the rows tells how likely they are, too.
    let finished = finish(&data, rest.components.clone());
    let tried = Attempt::new(Origin::Given, data.rows(), Rest { log_likelihood: finished.undropped, ..rest });
    finished.hand_out(&data, n_clusters, (vec![tried.start], 0))
}
