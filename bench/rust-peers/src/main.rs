//! One library of clustering in Rust doing one case of `bench/methods.py`, by the rules of `bench/methods_peer.py`: each line on its
//! input starts a run, and each run prints its seconds and what it found.
//!
//! `rust-peers PEER CASE COLUMNS FILE …` with PEER `linfa` or `kmeans-rs` (the crate `kmeans`, with vectors of eight `f64`). Rows are in
//! memory as `f64`, row after row, before the clock starts; what the library makes of them is inside. Both are told the start. linfa
//! rests by scikit-learn's rule, `kmeans` after as many iterations as that takes, counted before. What was found is computed from the
//! centres, after the clock has stopped. linfa's mixture takes no start, so there is nothing to compare it by.
//! Ends with code 3 when the peer has nothing to do with the case.

use std::cell::{Cell, RefCell};
use std::io::BufRead;
use std::time::Instant;

use kmeans::{AbortStrategy, EuclideanDistance, KMeans, KMeansConfig, KMeansState};
use linfa::prelude::{Fit, Predict};
use linfa::{DatasetBase, ParamGuard};
use linfa_clustering::{KMeans as LinfaKMeans, KMeansInit};
use linfa_nn::distance::L2Dist;
use ndarray::{Array2, ArrayView2};
use rand_xoshiro::Xoshiro256Plus;
use rand_xoshiro::rand_core::SeedableRng;

/// Clusters of every case.
const CLUSTERS: usize = 8;

/// The largest number of iterations, where nothing else is said.
const MANY: usize = 300;

/// The centres after a fit from a start.
type Work = fn(&Table, &[f64], Until) -> Vec<f64>;

/// Rows as they come.
struct Table {
    values: Vec<f64>,
    columns: usize,
}

impl Table {
    fn read(path: &str, columns: usize) -> Self {
        let bytes = std::fs::read(path).expect("a file of numbers");
        let values = bytes.as_chunks().0.iter().map(|&bytes| f64::from_le_bytes(bytes)).collect();
        Self { values, columns }
    }

    fn rows(&self) -> usize {
        self.values.len() / self.columns
    }

    fn view(&self) -> ArrayView2<'_, f64> {
        ArrayView2::from_shape((self.rows(), self.columns), &self.values).expect("whole rows")
    }

    /// The first eight rows that differ from all before them.
    fn start(&self) -> Vec<f64> {
        let mut rows: Vec<&[f64]> = Vec::new();
        for row in self.values.chunks_exact(self.columns) {
            if rows.len() < CLUSTERS && !rows.contains(&row) {
                rows.push(row);
            }
        }
        rows.concat()
    }

    /// The rule by which scikit-learn's k-means rests.
    fn rest(&self) -> Until {
        let variance = self.view().var_axis(ndarray::Axis(0), 0.0).mean().expect("some columns");
        Until { most: MANY, move_of_centres: (1e-4 * variance).sqrt() }
    }

    /// Sum of the squared distances to the nearest centre.
    fn inertia(&self, centres: &[f64]) -> f64 {
        let squared = |a: &[f64], b: &[f64]| a.iter().zip(b).map(|(a, b)| (a - b) * (a - b)).sum::<f64>();
        let nearest =
            |row: &[f64]| centres.chunks_exact(self.columns).map(|c| squared(row, c)).fold(f64::MAX, f64::min);
        self.values.chunks_exact(self.columns).map(nearest).sum()
    }
}

/// How many iterations, and how far centres move together in the last one.
#[derive(Clone, Copy)]
struct Until {
    most: usize,
    move_of_centres: f64,
}

/// The centres that linfa ends with.
fn linfa(table: &Table, start: &[f64], until: Until) -> Vec<f64> {
    let centres = Array2::from_shape_vec((CLUSTERS, table.columns), start.to_vec()).expect("whole rows");
    let params = LinfaKMeans::params_with(CLUSTERS, Xoshiro256Plus::seed_from_u64(0), L2Dist)
        .n_runs(1)
        .max_n_iterations(until.most as u64)
        .tolerance(until.move_of_centres)
        .init_method(KMeansInit::Precomputed(centres));
    let dataset = DatasetBase::from(table.view());
    let model = params.check().expect("sound parameters").fit(&dataset).expect("a fit");
    // The labels, as every other side gives them.
    std::hint::black_box(model.predict(&dataset));
    model.centroids().iter().copied().collect()
}

/// The centres that the crate `kmeans` ends with after `until.most` iterations.
fn kmeans(table: &Table, start: &[f64], until: Until) -> Vec<f64> {
    let threshold = f64::NEG_INFINITY;
    let config = KMeansConfig::build().abort_strategy(AbortStrategy::NoImprovement { threshold }).build();
    kmeans_with(table, start, until.most, &config)
}

fn kmeans_with(table: &Table, start: &[f64], most: usize, config: &KMeansConfig<'_, f64>) -> Vec<f64> {
    let fit: KMeans<f64, 8, _> = KMeans::new(&table.values, table.rows(), table.columns, EuclideanDistance);
    let state = fit.kmeans_lloyd(CLUSTERS, most, KMeans::init_precomputed(start.to_vec()), config);
    state.centroids.to_vec()
}

/// After how many iterations the centres move no farther: `kmeans` cannot be told such a rule, so it is told the number.
fn iterations(table: &Table, start: &[f64], until: Until) -> usize {
    let last = RefCell::new(start.to_vec());
    let needed = Cell::new(None);
    let look = |state: &KMeansState<f64>, iteration: usize, _| {
        let centres = state.centroids.to_vec();
        let squares: f64 = centres.iter().zip(&*last.borrow()).map(|(a, b)| (a - b) * (a - b)).sum();
        if squares.sqrt() < until.move_of_centres && needed.get().is_none() {
            needed.set(Some(iteration));
        }
        last.replace(centres);
    };
    let threshold = 1e-6 * table.rows() as f64;
    let rule = AbortStrategy::NoImprovement { threshold };
    kmeans_with(table, start, until.most, &KMeansConfig::build().iteration_done(&look).abort_strategy(rule).build());
    needed.get().unwrap_or(until.most)
}

fn main() {
    let words: Vec<String> = std::env::args().skip(1).collect();
    let [peer, case, columns, path, ..] = &words[..] else {
        eprintln!("rust-peers PEER CASE COLUMNS FILE");
        std::process::exit(2)
    };
    let known: [(&str, Work); 2] = [("linfa", linfa), ("kmeans-rs", kmeans)];
    let Some((_, work)) = known.into_iter().find(|(name, _)| name == peer) else { std::process::exit(3) };
    if !["lloyd-20", "kmeans-fit", "kmeans-given"].contains(&case.as_str()) {
        std::process::exit(3);
    }
    let table = Table::read(path, columns.parse().expect("a number of columns"));
    let start = table.start();
    let until = match (case.as_str(), peer.as_str()) {
        ("lloyd-20", _) => Until { most: 20, move_of_centres: f64::MIN_POSITIVE },
        (_, "linfa") => table.rest(),
        _ => Until { most: iterations(&table, &start, table.rest()), ..table.rest() },
    };
    println!("ready");
    for _ in std::io::stdin().lock().lines() {
        let clock = Instant::now();
        let centres = work(&table, &start, until);
        let seconds = clock.elapsed().as_secs_f64();
        println!("{seconds}\t{}", table.inertia(&centres));
    }
}
