//! Whether several features together have more structure than chance and the features alone explain.
//!
//! **What it asks.** k-means is run on the table and on tables without structure that look like it ([`GaussianNull`],
//! [`CopulaNull`]), every time for the same numbers of clusters and with the same effort. If the clusters of the table are
//! tighter, for some k, than those of the other tables are for any k, there is something in it that the other tables lack.
//!
//! **How it works.**
//! 1. `inertias`: ln of the inertia for every k, for the table and each table of a null.
//! 2. `tightness`: for every k, by how many standard deviations a table lies below the mean of all tables, the given one among
//!    them; of all k the largest. Under a null all tables are alike, so the rank of the given one is as good as drawn, whatever k
//!    was best.
//! 3. `test`: p = (1 + tables at least as tight) / (1 + tables). It stops early when enough tables are as tight that p will not
//!    become small (Besag & Clifford), or when none of at least 39 is and the table lies so many of their standard deviations
//!    below their mean, for some k, that no distribution has a chance of more than 1 % of it (Cantelli's inequality, once for
//!    each k: about 30 standard deviations).
//! 4. Structure is found where both nulls are rejected at 2.5 % each.
//!
//! Above 5,000 rows an even sample of 5,000 is tested: whoever has structure has it in a sample.
//!
//! **References.** Besag & Clifford (1991), Sequential Monte Carlo p-values, doi:10.1093/biomet/78.2.301; Tibshirani, Walther &
//! Hastie (2001), doi:10.1111/1467-9868.00293 (inertia held against tables without structure).

use shoal_cluster::kmeans;
use shoal_kernel::parallel::map_tasks;
use shoal_kernel::random::mix;
use shoal_kernel::{Points, Stream};
use shoal_validity::{CopulaNull, GaussianNull};
use std::ops::Range;

/// Tables of each null at the most.
pub(super) const TABLES: usize = 199;

/// Tables that are drawn before it is looked whether the answer is clear.
const BATCH: usize = 20;

/// Tables as tight as the given one after which p cannot become small.
const ENOUGH: usize = 10;

/// Fewest tables for an early rejection, and how probable it may be at the most under the null.
const CLEAR: (usize, f64) = (39, 0.01);

/// Most iterations of k-means for one k, and the tolerance at which it rests.
const ITERATIONS: usize = 30;
const TOLERANCE: f64 = 1e-3;

/// Level of each of the two tests.
pub(super) const LEVEL: f64 = 0.025;

/// Rows for each cluster at the least, on average.
const LEAST: usize = 10;

/// Rows that are tested.
pub(super) const ROWS: usize = 5_000;

/// What the tables of one null say.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct NullTest {
    /// Probability of a table as tight, when the null holds.
    pub p: f64,
    /// Tables that were drawn.
    pub tables: usize,
    /// The k for which the given table is tightest beside them.
    pub k: usize,
    /// By how many standard deviations it is tighter there than their mean.
    pub deviations: f64,
}

impl NullTest {
    /// Whether the null is rejected.
    pub fn rejected(&self) -> bool {
        self.p <= LEVEL
    }
}

/// Both tests.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Joint {
    /// Against the same columns, together pair by pair only.
    pub copula: NullTest,
    /// Against one cloud with the same covariance; `None` where the first null holds, so that nothing hangs on it.
    pub gaussian: Option<NullTest>,
    /// Rows that were tested.
    pub rows: usize,
}

impl Joint {
    /// Whether both nulls are rejected.
    pub fn found(&self) -> bool {
        self.copula.rejected() && self.gaussian.is_some_and(|test| test.rejected())
    }
}

/// Tests `points` (prepared: one column per number, then `categories` blocks of columns, so many each; before any rotation;
/// `finish` does what comes after, for each table anew). `ks` ascending, each at least 2. `None` where there are too few rows for
/// these k, or nothing that spreads.
pub fn joint(
    points: &Points,
    categories: &[usize],
    ks: &[usize],
    seed: u64,
    finish: impl Fn(Points) -> Option<Points> + Sync,
) -> Option<Joint> {
    let sampled =
        (points.rows() > ROWS).then(|| points.select(&Stream::new(seed, mix(ROWS as u64)).sample(points.rows(), ROWS)));
    let points = sampled.as_ref().unwrap_or(points);
    let ks: Vec<usize> = ks.iter().copied().filter(|&k| k >= 2 && LEAST * k <= points.rows()).collect();
    if ks.is_empty() {
        return None;
    }
    let own = inertias(&finish(points.clone())?, &ks, seed)?;
    let parts = Parts::of(points, categories)?;
    let against = |null: &Null| {
        let table = |number: usize| {
            let mut stream = Stream::new(seed, mix(null.purpose()).wrapping_add(number as u64));
            inertias(&finish(parts.draw(null, &mut stream)?)?, &ks, seed.wrapping_add(1 + number as u64))
        };
        test(&own, &ks, table)
    };
    let copula = against(&Null::Copula(CopulaNull::new(&parts.numbers, seed)?))?;
    let gaussian = match copula.rejected() {
        true => Some(against(&Null::Gaussian(GaussianNull::new(&parts.numbers)?))?),
        false => None,
    };
    Some(Joint { copula, gaussian, rows: points.rows() })
}

/// A kind of table without structure.
enum Null {
    Copula(CopulaNull),
    Gaussian(GaussianNull),
}

impl Null {
    /// What sets its streams apart from the other's.
    fn purpose(&self) -> u64 {
        match self {
            Self::Copula(_) => 1,
            Self::Gaussian(_) => 2,
        }
    }
}

/// The columns of numbers, and each category's columns.
struct Parts {
    numbers: Points,
    categories: Vec<Points>,
}

impl Parts {
    fn of(points: &Points, widths: &[usize]) -> Option<Self> {
        let columns = |range: Range<usize>| {
            let values = points.iter().flat_map(|row| row[range.clone()].iter().copied()).collect();
            Points::new(values, range.len()).ok()
        };
        let numbers = points.columns().checked_sub(widths.iter().sum())?;
        let mut first = numbers;
        let mut categories = Vec::with_capacity(widths.len());
        for &width in widths {
            categories.push(columns(first..first + width)?);
            first += width;
        }
        // With categories alone there is no number that could hang together with another.
        (numbers > 0).then_some(())?;
        Some(Self { numbers: columns(0..numbers)?, categories })
    }

    /// A table of this kind; the values of each category are dealt out anew.
    fn draw(&self, null: &Null, stream: &mut Stream) -> Option<Points> {
        let numbers = match null {
            Null::Copula(null) => null.draw(stream)?,
            Null::Gaussian(null) => null.draw(stream)?,
        };
        if self.categories.is_empty() {
            return Some(numbers);
        }
        let rows = numbers.rows();
        let dealt: Vec<Points> = self
            .categories
            .iter()
            .map(|category| {
                let mut order: Vec<usize> = (0..rows).collect();
                stream.shuffle(&mut order);
                category.select(&order)
            })
            .collect();
        let row = |row: usize| numbers.row(row).iter().chain(dealt.iter().flat_map(move |part| part.row(row))).copied();
        let width = numbers.columns() + dealt.iter().map(Points::columns).sum::<usize>();
        Points::new((0..rows).flat_map(row).collect(), width).ok()
    }
}

/// ln of the inertia for every k; `None` where one is 0 or the points cannot be clustered.
fn inertias(points: &Points, ks: &[usize], seed: u64) -> Option<Vec<f64>> {
    let params = kmeans::Params { max_iter: ITERATIONS, tol: TOLERANCE, ..kmeans::Params::new(1, seed) };
    let curve = kmeans::inertia_curve(points, ks, &params).ok()?;
    curve.into_iter().map(|inertia| (inertia > 0.0).then(|| inertia.ln())).collect()
}

/// Holds the table's own inertias against those of tables that `draw` gives by number.
fn test(own: &[f64], ks: &[usize], draw: impl Fn(usize) -> Option<Vec<f64>> + Sync) -> Option<NullTest> {
    let mut tables: Vec<Vec<f64>> = vec![own.to_vec()];
    loop {
        let first = tables.len() - 1;
        let numbers: Vec<usize> = (first..(first + BATCH).min(TABLES)).collect();
        tables.extend(map_tasks(&numbers, |&number| draw(number)).into_iter().collect::<Option<Vec<_>>>()?);
        let tightness = tightness(&tables)?;
        let drawn = tables.len() - 1;
        let (at, mine) = tightness[0];
        let as_tight = tightness[1..].iter().filter(|table| table.1 >= mine).count();
        let told = |p: f64| Some(NullTest { p, tables: drawn, k: ks[at], deviations: mine });
        if as_tight >= ENOUGH {
            return told(as_tight as f64 / drawn as f64);
        }
        let clear = as_tight == 0 && drawn >= CLEAR.0 && improbable(&tables, at) <= CLEAR.1;
        if clear || drawn >= TABLES {
            return told((1 + as_tight) as f64 / (1 + drawn) as f64);
        }
    }
}

/// For each table the place of the k for which it is tightest beside the others, and by how many standard deviations.
fn tightness(tables: &[Vec<f64>]) -> Option<Vec<(usize, f64)>> {
    let count = tables.len() as f64;
    let mut best: Vec<(usize, f64)> = vec![(0, f64::NEG_INFINITY); tables.len()];
    for at in 0..tables.first()?.len() {
        let mean = tables.iter().map(|table| table[at]).sum::<f64>() / count;
        let deviation = (tables.iter().map(|table| (table[at] - mean).powi(2)).sum::<f64>() / count).sqrt();
        for (best, table) in best.iter_mut().zip(tables) {
            let tighter = if deviation > 0.0 { (mean - table[at]) / deviation } else { 0.0 };
            if tighter > best.1 {
                *best = (at, tighter);
            }
        }
    }
    best.first().is_some_and(|best| best.1.is_finite()).then_some(best)
}

/// How probable the first table's inertia for the k at this place is at the most, by mean and variance of the others, whatever
/// their distribution, and whichever k it was chosen from.
fn improbable(tables: &[Vec<f64>], at: usize) -> f64 {
    let count = (tables.len() - 1) as f64;
    let others = || tables[1..].iter().map(|table| table[at]);
    let mean = others().sum::<f64>() / count;
    let variance = others().map(|value| (value - mean).powi(2)).sum::<f64>() / count;
    let away = (mean - tables[0][at]).max(0.0);
    tables[0].len() as f64 * variance / (variance + away * away)
}
