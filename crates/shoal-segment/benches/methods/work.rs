//! What is timed, by name: the work, what it found (to be held against a peer's), and what it costs at the least.

use shoal_cluster::dbscan;
use shoal_cluster::gmm::{self, Covariance, Given};
use shoal_cluster::hierarchical::{Criterion, linkage};
use shoal_cluster::kmeans::{self, Params};
use shoal_kernel::{Labels, Pca, Points, Square, Stream, Tree, quantile};
use shoal_validity::{Dispersion, SilhouetteOptions, adjusted_mutual_information, silhouette};

/// What a run gives back.
#[derive(Default)]
pub(crate) struct Done {
    /// Numbers to hold against a peer's: sums to be small where the peer searches too.
    pub(crate) found: Vec<f64>,
    /// Bytes of rows that must be read at the least.
    pub(crate) bytes: f64,
    /// Multiplications and additions in single precision that cannot be left out, as far as that can be said.
    pub(crate) operations: f64,
    /// What else there is to know.
    pub(crate) remark: String,
}

/// One piece of work.
pub(crate) struct Case {
    pub(crate) name: &'static str,
    pub(crate) table: &'static str,
    pub(crate) columns: usize,
    /// Numbers of rows it is timed on.
    pub(crate) rows: &'static [usize],
    /// The work, made ready: what comes before the clock starts is done in the first call.
    pub(crate) ready: Ready,
}

/// All cases; those on the table `rfm` are the ones that the goals speak of.
pub(crate) static CASES: &[Case] = &[
    rfm("lloyd-20", &[1_000_000], |_| {
        Box::new(|points| lloyd(points, &Params { max_iter: 20, tol: 0.0, ..Params::default() }))
    }),
    rfm("kmeans-fit", &[1_000_000], |_| Box::new(|points| lloyd(points, &Params::default()))),
    rfm("kmeans-sweep", &[5_000, 1_000_000], |_| Box::new(sweep)),
    rfm("gmm-full-10", &[1_000_000], |_| Box::new(|points| mixture(points, Covariance::Full, 10))),
    rfm("gmm-sweep", &[10_000, 1_000_000], |_| Box::new(mixtures)),
    rfm("silhouette", &[20_000, 100_000], |_| Box::new(exact_silhouette)),
    rfm("davies-bouldin+calinski-harabasz", &[1_000_000], |points| {
        let labels = in_turn(points, 1, 8);
        Box::new(move |points| {
            let all = Dispersion::new(points, &labels).expect("sound input");
            let found = vec![all.davies_bouldin().expect("defined"), all.calinski_harabasz().expect("defined")];
            Done { found, bytes: bytes(points), ..Done::default() }
        })
    }),
    rfm("pca", &[10_000_000], |_| Box::new(principal)),
    rfm("assign", &[10_000_000], |points| {
        let model = kmeans::KMeansModel::of(centres(points)).expect("sound centres");
        Box::new(move |points| {
            let labels = model.predict(points).expect("as many columns");
            let mut sizes = vec![0.0; 8];
            labels.iter().for_each(|&label| sizes[label as usize] += 1.0);
            Done {
                found: sizes,
                bytes: bytes(points),
                operations: 2.0 * 8.0 * points.values().len() as f64,
                ..Done::default()
            }
        })
    }),
    blobs("kmeans-given", &[10_000, 200_000], |_| Box::new(|points| lloyd(points, &Params::default()))),
    blobs("kmeans", &[10_000, 200_000], |_| {
        Box::new(|points| of_fit(points, &kmeans::fit(points, &Params::new(8, 0)).expect("sound input"), 8))
    }),
    blobs("gmm-full", &[10_000, 200_000], |_| Box::new(|points| mixture(points, Covariance::Full, 20))),
    blobs("gmm-tied", &[10_000, 200_000], |_| Box::new(|points| mixture(points, Covariance::Tied, 20))),
    blobs("gmm-diag", &[10_000, 200_000], |_| Box::new(|points| mixture(points, Covariance::Diag, 20))),
    blobs("gmm-spherical", &[10_000, 200_000], |_| Box::new(|points| mixture(points, Covariance::Spherical, 20))),
    blobs("dbscan", &[10_000, 200_000], |points| {
        let eps = radius(points);
        Box::new(move |points| {
            let fitted = dbscan::fit(points, &dbscan::Params::new(eps, 10)).expect("sound input");
            Done { found: vec![fitted.labels.left_out() as f64], ..Done::default() }
        })
    }),
    blobs("ward", &[10_000, 50_000], |_| Box::new(|points| top(points, Criterion::Ward))),
    blobs("average", &[10_000], |_| Box::new(|points| top(points, Criterion::Average))),
    blobs("complete", &[10_000], |_| Box::new(|points| top(points, Criterion::Complete))),
    blobs("single", &[10_000], |_| Box::new(|points| top(points, Criterion::Single))),
    blobs("adjusted-mutual-information", &[10_000], |points| {
        let (six, eight) = (in_turn(points, 1, 6), in_turn(points, 3, 8));
        Box::new(move |_| Done {
            found: vec![adjusted_mutual_information(&six, &eight).expect("defined")],
            ..Done::default()
        })
    }),
];

/// Makes a case ready for a table.
type Ready = fn(&Points) -> Box<dyn Fn(&Points) -> Done>;

const fn rfm(name: &'static str, rows: &'static [usize], ready: Ready) -> Case {
    Case { name, table: "rfm", columns: 8, rows, ready }
}

const fn blobs(name: &'static str, rows: &'static [usize], ready: Ready) -> Case {
    Case { name, table: "blobs", columns: 5, rows, ready }
}

fn bytes(points: &Points) -> f64 {
    size_of_val(points.values()) as f64
}

/// The first `count` rows that differ from all rows before them.
pub(crate) fn first_rows(points: &Points, count: usize) -> Points {
    let mut rows: Vec<usize> = Vec::new();
    for row in 0..points.rows() {
        if rows.len() < count && rows.iter().all(|&known| points.row(known) != points.row(row)) {
            rows.push(row);
        }
    }
    points.select(&rows)
}

/// The centres that rows are assigned to: after a few iterations on the first rows.
pub(crate) fn centres(points: &Points) -> Points {
    let few = points.select(&(0..points.rows().min(100_000)).collect::<Vec<_>>());
    let fitted = kmeans::fit_from(&few, &first_rows(points, 8), &Params { max_iter: 5, ..Params::default() });
    fitted.expect("sound input").centres().expect("centres").clone()
}

/// Labels that both sides can make: `row / every` modulo `clusters`.
fn in_turn(points: &Points, every: usize, clusters: usize) -> Labels {
    Labels::new((0..points.rows()).map(|row| (row / every % clusters) as u32).collect()).expect("no gap")
}

fn lloyd(points: &Points, params: &Params) -> Done {
    let fitted = kmeans::fit_from(points, &first_rows(points, 8), params).expect("sound input");
    of_fit(points, &fitted, 8)
}

/// Every iteration must meet every centre with the rows it touches, and the rows must come in once.
fn of_fit(points: &Points, fitted: &shoal_cluster::Fitted, clusters: usize) -> Done {
    let start = fitted.trace.starts[fitted.trace.chosen];
    let passes = start.touched * (start.iterations + 1) as f64;
    Done {
        found: vec![fitted.trace.loss.expect("a loss")],
        bytes: bytes(points),
        operations: 2.0 * passes * (clusters * points.values().len()) as f64,
        remark: format!("{} iterations, {:.1} % touched", start.iterations, 100.0 * start.touched),
    }
}

fn sweep(points: &Points) -> Done {
    let ks: Vec<usize> = (2..=10).collect();
    let fitted = kmeans::sweep(points, &ks, &Params::default()).expect("sound input");
    let found = fitted.iter().map(|fitted| fitted.trace.loss.expect("a loss")).collect();
    Done { found, bytes: bytes(points), ..Done::default() }
}

/// Iterations from equal weights, the first five different rows as means and variances of 1.
fn mixture(points: &Points, covariance: Covariance, iterations: usize) -> Done {
    let params = gmm::Params { covariance, max_iter: iterations, tol: 0.0, ..gmm::Params::default() };
    let start = Given::Parameters {
        weights: vec![1.0; 5],
        means: first_rows(points, 5),
        covariances: vec![Square::identity(points.columns()); 5],
    };
    let fitted = gmm::fit_from(points, &start, &params).expect("sound input");
    Done { found: vec![fitted.trace.loss.expect("a loss")], bytes: bytes(points), ..Done::default() }
}

/// Two to six components of every form.
fn mixtures(points: &Points) -> Done {
    let ks: Vec<usize> = (2..=6).collect();
    let forms = [Covariance::Full, Covariance::Tied, Covariance::Diag, Covariance::Spherical];
    let forms = forms.map(|form| (form, gmm::Precision::Double));
    let fitted = gmm::sweep_forms(points, &ks, &forms, &gmm::Params::default()).expect("sound input");
    let found = fitted.iter().flatten().map(|fitted| fitted.trace.loss.expect("a loss")).collect();
    Done { found, bytes: bytes(points), ..Done::default() }
}

fn exact_silhouette(points: &Points) -> Done {
    let labels = in_turn(points, 1, 6);
    let options = SilhouetteOptions { exact_up_to: usize::MAX, ..SilhouetteOptions::default() };
    let judged = silhouette(points, &[&labels], &options).pop().expect("one labeling").expect("defined");
    let pairs = (points.rows() * points.rows()) as f64 / 2.0;
    Done { found: vec![judged.mean], operations: 3.0 * pairs * points.columns() as f64, ..Done::default() }
}

fn principal(points: &Points) -> Done {
    let pca = Pca::fit(points, points.columns()).expect("finite");
    Done { found: pca.explained_variance().to_vec(), bytes: bytes(points), ..Done::default() }
}

/// The height of the last merge.
fn top(points: &Points, criterion: Criterion) -> Done {
    let tree = linkage(points, criterion).expect("sound input");
    Done { found: vec![tree.merges.last().map_or(0.0, |merge| merge.height)], ..Done::default() }
}

/// The radius that reaches the fifth other row of 95 % of the rows.
pub(crate) fn radius(points: &Points) -> f64 {
    let tree = Tree::new(points);
    let rows = Stream::new(2, 0).sample(points.rows(), 5000);
    let fifth =
        rows.into_iter().filter_map(|row| tree.k_nearest(points.row(row), 6).last().map(|it| it.squared.sqrt()));
    quantile::quantile(&quantile::sorted(&fifth.collect::<Vec<f64>>()), 0.95).expect("some rows")
}
