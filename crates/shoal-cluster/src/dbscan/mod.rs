//! DBSCAN: the regions where rows lie dense, whatever their shape; rows between them belong to none.
//!
//! **What it finds.** A row is a *core row* when at least `min_samples` rows, itself counted, lie within the distance `eps`.
//! Core rows within `eps` of each other belong together, and so do chains of them: these are the clusters. A *border row* has
//! too few rows around it but a core row within `eps`, and belongs to that one's cluster. All other rows are left out.
//!
//! **When to use it, and when not.** When groups may be long or bent, when their number is not known, and when extreme rows
//! should stand aside instead of bending a group. Everything hangs on one radius, so groups of very different density are not
//! found together: a radius that fits the thin one melts the dense ones. With more than about ten columns distances say
//! little, and customers rarely have gaps between them: one large cluster and its fringe is then the honest answer.
//!
//! **How it works.**
//! 1. `check_points`; `Sites` finds the different rows and how many rows lie at each: steps 4 to 7 look at each site once and
//!    count its rows. `Tree` arranges the sites for finding neighbours.
//! 2. `usual_min_samples`, when it is not given: twice the columns (Sander et al.), at least 4, and for many rows the smaller one
//!    of 4 ln n and √n: of many rows some lie close together by chance, and those should make no clusters.
//! 3. `curves`: the distance of each row to its `min_samples`-th row, itself counted, in ascending order (above 4,096 rows: of
//!    an even sample of so many; of fewer, but at least 512, when `min_samples` exceeds 1,024). Without a given `eps`, `proposed` takes the one at the knee: the place where the curve lies
//!    farthest below the straight line between its ends. Where the knee is at distance 0 because many rows are equal, the
//!    smallest distance above 0 is taken.
//! 4. `core_sites`: counts rows within `eps`, of each site until it has enough. Parts of the tree wholly within reach count
//!    by their rows.
//! 5. `components`: a tree of the core sites alone; `Islands` finds what hangs together inside a leaf, `join_under` joins the
//!    islands of leaves within reach and turns back where everything is joined already.
//! 6. `numbered`: clusters are numbered by their lowest core row.
//! 7. `lowest_clusters`: a border row goes to the lowest-numbered cluster that reaches it. Each row gets the label of its site.
//!
//! **New rows.** A new row belongs to the cluster of its nearest core row (of equally near ones the lowest cluster) if that
//! is within `eps`; else it is left out, and `nearest` tells the cluster of the nearest core row all the same. A fitted row
//! keeps the label of the fit: the few border rows whose cluster is not that of their nearest core row are kept in the model
//! and recognised by equality; equal rows always share a label. `distance` is the distance to the nearest core row of the
//! cluster told as `nearest`; `confidence` is 0 for a row that is left out, else 1 − distance / `eps`: 1 for a core row, 0 at
//! the rim.
//!
//! **Cost.** Time O(n log n) and a few leaves of the tree per different row while columns are few; up to O(n²) with many
//! columns. Equal rows cost next to nothing. Memory O(n d): neighbourhoods are never written down, and the model keeps equal
//! core rows once. Leaves are worked on in parallel.
//!
//! **Randomness.** The seed decides the sample behind the curve of a table above 4,096 rows, so it has a say in the proposed
//! `eps`. With a given `eps`, and for smaller tables, nothing is random. Equal bits for any number of threads.
//!
//! **Edges.** No dense region: no cluster, every row left out, [`Remark::NoCluster`] says so; such a model places nobody.
//! `eps` = 0: only equal rows are neighbours. All rows equal: the proposed `eps` is 0, and with at least `min_samples` rows
//! there is one cluster. Fewer rows than `min_samples`: no cluster; the farthest row stands in on the curve.
//! `min_samples` = 1: every row is a core row, nobody is left out. Values over 10¹⁴⁰ in magnitude are refused; rows whose
//! difference is too small to be squared count as equal.
//!
//! **Differences from scikit-learn.** None in the labels for given `eps` and `min_samples`: `min_samples` counts the row
//! itself, a distance of exactly `eps` is within (squared distances are compared with `eps`², as in its tree), clusters have
//! the same numbers, border rows the same cluster. Above 15 columns scikit-learn takes distances from scalar products, which
//! can misjudge a row at the rim; here they are always from differences. Memory is linear: it keeps every neighbourhood. It
//! proposes no `eps` (its default 0.5 means nothing without units) and places no new rows.
//!
//! **References.** Ester, Kriegel, Sander & Xu (1996), KDD '96, 226–231; Sander, Ester, Kriegel & Xu (1998), `min_samples` as
//! twice the columns, doi:10.1023/A:1009745219419; Schubert, Sander, Ester, Kriegel & Xu (2017), doi:10.1145/3068335; the
//! knee: Satopää, Albrecht, Irwin & Raghavan (2011), doi:10.1109/ICDCSW.2011.20.
//!
//! ```
//! use shoal_cluster::dbscan::{Params, fit};
//! use shoal_kernel::Points;
//!
//! let points = Points::new(vec![0.0, 0.1, 0.2, 5.0, 9.0, 9.1, 9.2], 1).unwrap();
//! let fitted = fit(&points, &Params::new(0.15, 2)).unwrap();
//! let labels = fitted.labels.as_slice();
//! assert_eq!(labels, [Some(0), Some(0), Some(0), None, Some(1), Some(1), Some(1)]);
//! ```

mod components;
mod curve;
mod dense;
mod grid;
mod islands;
mod model;
mod params;
mod reach;
mod sets;
mod sites;
mod weights;

use std::sync::Arc;

use shoal_kernel::{Points, Tree};

use crate::error::ClusterError;
use crate::evidence::{Evidence, EvidenceKind};
use crate::fitted::{Fitted, Remark, Trace};
use crate::kmeans::check_points;
use crate::method::{Method, Reference};
use crate::settings::Settings;
use components::components;
use curve::curves;
use dense::core_sites;
use reach::Reach;
use sites::Sites;

pub use model::DbscanModel;
pub use params::Params;

/// The card of DBSCAN.
pub static METHOD: Method = Method {
    id: "dbscan",
    name: "DBSCAN",
    summary: "dense regions of any shape, as many as there are; rows between them are left out",
    parameters: params::PARAMETERS,
    evidence: &[EvidenceKind::KDistances],
    places: "with the nearest core row within eps, else nowhere",
    leaves_out: true,
    fit_from: None,
    weighted: None,
    cost: "time n × log n and a few dozen neighbours per row while d is small, up to n² × d when it is large; memory n × d",
    references: &[
        Reference {
            text: "Sander, Ester, Kriegel & Xu (1998), Density-based clustering in spatial databases: the algorithm \
                   GDBSCAN and its applications",
            doi: "10.1023/A:1009745219419",
        },
        Reference {
            text: "Schubert, Sander, Ester, Kriegel & Xu (2017), DBSCAN revisited, revisited: why and how you should \
                   (still) use DBSCAN",
            doi: "10.1145/3068335",
        },
        Reference {
            text: "Satopää, Albrecht, Irwin & Raghavan (2011), Finding a \"kneedle\" in a haystack: detecting knee points \
                   in system behavior",
            doi: "10.1109/ICDCSW.2011.20",
        },
    ],
    fit: |points, settings| fit(points, &read(settings)?),
    sweep: None,
    sweep_together: None,
    grid: |points, settings| {
        METHOD.check_names(settings)?;
        grid::grid(points, settings)
    },
    restore: model::restore,
};

fn read(settings: &Settings) -> Result<Params, ClusterError> {
    METHOD.check_names(settings)?;
    Params::read(settings)
}

/// Finds the dense regions of `points` (rows × columns, finite).
///
/// Clusters are numbered by their lowest core row. The model is a [`DbscanModel`].
///
/// # Errors
/// No rows, a value that is not finite (with row and column), a parameter outside its range.
pub fn fit(points: &Points, params: &Params) -> Result<Fitted, ClusterError> {
    let plan = params.plan(points.rows(), points.columns())?;
    check_points(points)?;
    let sites = Sites::of(points);
    let tree = Tree::new(sites.points());
    let curve = curves(&sites, &tree, &[plan.min_samples], plan.seed).swap_remove(0);
    let eps = plan.eps.unwrap_or_else(|| curve.proposed());
    let squared_eps = eps * eps;
    let core = core_sites(&sites, &tree, squared_eps, plan.min_samples);
    drop(tree);
    let tree = Tree::new(&sites.points().select(&core));
    let clusters = numbered(&components(&tree, squared_eps));
    let border = border(sites.points(), &core, &Reach::new(&tree, squared_eps, &clusters));
    let labels = sites.labels(core.iter().copied().zip(clusters.iter().copied()).chain(border.iter().copied()));
    let mut model = DbscanModel::new(tree, &clusters, eps, plan.min_samples);
    model.remember(sites.points(), &border);
    let trace = Trace {
        n_clusters: None,
        distinct_rows: Some(sites.points().rows()),
        iterations: 0,
        converged: true,
        loss: None,
        starts: Vec::new(),
        chosen: 0,
        remarks: (labels.clusters() == 0).then_some(Remark::NoCluster).into_iter().collect(),
    };
    let evidence = vec![Evidence::KDistances(curve.evidence(eps, plan.eps.is_none()))];
    Ok(Fitted { labels, model: Arc::new(model), trace, evidence })
}

/// The components numbered by their lowest site, which is that of their lowest row.
fn numbered(components: &[u32]) -> Vec<u32> {
    let mut numbers = vec![None; components.iter().max().map_or(0, |&last| last as usize + 1)];
    let mut next = 0;
    let number = |&component: &u32| {
        *numbers[component as usize].get_or_insert_with(|| {
            next += 1;
            next - 1
        })
    };
    components.iter().map(number).collect()
}

/// The border sites, ascending, with their clusters; `points` are the sites, `core` the core ones.
fn border(points: &Points, core: &[usize], reach: &Reach<'_>) -> Vec<(usize, u32)> {
    let mut is_core = vec![false; points.rows()];
    core.iter().for_each(|&row| is_core[row] = true);
    let others: Vec<usize> = (0..points.rows()).filter(|&row| !is_core[row]).collect();
    let found = reach.lowest_clusters(points, &others);
    others.into_iter().zip(found).filter_map(|(row, cluster)| Some((row, cluster?))).collect()
}
