//! Whether the segments are found again: in resamples of the members, and beside tables without structure.
//!
//! **What it tells.** Each segment is compared with the cluster of a refit that is most like it (Jaccard); the mean over the refits
//! tells how well it is found again. That alone proves little: many rows cut one cloud in the same places again and again. So the
//! same is done to tables without structure ([`CopulaNull`]) of as many rows and clusters, and the value there stands beside it.
//!
//! **How it works.**
//! 1. `compared`: the chosen fit again to 50 resamples (of methods other than k-means to 20, of an even sample of 2,000 members
//!    where there are more); who was not drawn is assigned.
//! 2. `without_structure`: the same for a few tables without structure, each clustered by the same method with the same settings.
//!    Where one cloud is cut, tables differ more than resamples of one, so each has few resamples.
//!
//! **Which methods have a value to stand beside.** Those that are told how many clusters to make: they make as many of a table
//! without structure. Density methods, and trees that are cut at a height, find their own number there, mostly one or none,
//! and one cluster is always found again; a comparison would flatter, so there is none. That they find several clusters at all is
//! what they have to say.
//!
//! **Cost.** 50 + 12 × 4 fits of k-means, above 100,000 rows 50 + 3 × 4; of other methods 20 + 4 × 3 to 2,000 rows each. **Randomness.**
//! Streams of the seed.
//!
//! **Edges.** One cluster, or a sample that misses one: not told. A table without structure that the method refuses, or of which it
//! makes fewer clusters, is passed over.
//!
//! **Reference.** Hennig (2007), Cluster-wise assessment of cluster stability, doi:10.1016/j.csda.2006.11.025.

use crate::refit::Refit;
use shoal_cluster::{Method, Resamples, Settings, kmeans};
use shoal_kernel::parallel::map_tasks;
use shoal_kernel::random::mix;
use shoal_kernel::{Labels, Points, Stream};
use shoal_validity::{CopulaNull, adjusted_rand_index, jaccard_per_cluster};

/// Resamples of the members: of k-means, and of methods that take longer.
const RESAMPLES: (usize, usize) = (50, 20);

/// Tables without structure, and resamples of each: of k-means up to so many rows and above, and of methods that take longer.
const TABLES: (usize, usize) = (12, 3);
const FEW_ROWS: usize = 100_000;
const OF_TABLE: usize = 3;
const SLOW_TABLES: (usize, usize) = (4, 2);

/// Rows up to which methods other than k-means are fitted again.
const ROWS: usize = 2_000;

/// Sets the streams of tables without structure apart from all others.
const PURPOSE: u64 = 0x0063_6861_6E63_6500;

/// How well segments are found again.
#[derive(Clone, Debug, PartialEq)]
pub struct Stability {
    /// Refits that were compared.
    pub resamples: usize,
    /// Members that were refitted: all, or an even sample.
    pub rows: usize,
    /// Mean adjusted Rand index of the refits and the segments.
    pub rand: f64,
    /// Mean Jaccard of each segment and what is most like it in a refit.
    pub jaccard: Vec<f64>,
    /// Mean Jaccard of all clusters on tables without structure; `None` where such tables cannot be drawn or clustered.
    pub without_structure: Option<f64>,
    /// Which members were refitted, ascending; `None`: all.
    pub sample: Option<Vec<usize>>,
    /// The segment of each member that was refitted.
    pub labels: Vec<u32>,
    /// For each of them: the share of the refits in which it is in the cluster most like its segment.
    pub stays: Vec<f64>,
}

impl Stability {
    /// For each of so many members the share of the refits in which it stays; `None` for those who were not refitted.
    pub(crate) fn of_members(&self, members: usize) -> Vec<Option<f64>> {
        match &self.sample {
            None => self.stays.iter().copied().map(Some).collect(),
            Some(sample) => {
                let mut all = vec![None; members];
                sample.iter().zip(&self.stays).for_each(|(&member, &stays)| all[member] = Some(stays));
                all
            }
        }
    }
}

/// What is refitted: how the segments were found, and where everybody is.
pub struct Found<'a> {
    /// The method.
    pub card: &'static Method,
    /// The settings of the chosen fit.
    pub settings: Settings,
    /// The members, prepared.
    pub points: &'a Points,
    /// The segment of each.
    pub labels: &'a Labels,
    /// Decides the resamples and the tables without structure.
    pub seed: u64,
}

/// How well the segments are found again; `None` where there is only one, or no refit had clusters. A refit that the method refuses is
/// passed over, and not counted.
pub fn stability(found: &Found<'_>) -> Option<Stability> {
    let fast = found.card.id == kmeans::METHOD.id;
    let rows = found.points.rows();
    let sample = (!fast && rows > ROWS).then(|| Stream::new(found.seed, mix(ROWS as u64)).sample(rows, ROWS));
    let sampled = sample.as_ref().map(|rows| {
        let labels: Vec<u32> = rows.iter().map(|&row| found.labels.as_slice()[row]).collect();
        (found.points.select(rows), labels)
    });
    let (points, labels) = match &sampled {
        Some((points, labels)) => (points, Labels::renumbered(labels)),
        None => (found.points, found.labels.clone()),
    };
    if labels.clusters() < 2 || labels.clusters() < found.labels.clusters() {
        return None;
    }
    let count = if fast { RESAMPLES.0 } else { RESAMPLES.1 };
    let mut stability = compared(found, points, &labels, count, found.seed)?;
    stability.without_structure = without_structure(found, points, &labels);
    stability.sample = sample;
    Some(stability)
}

/// The refits of `count` resamples of `points`, compared with `labels`.
fn compared(found: &Found<'_>, points: &Points, labels: &Labels, count: usize, seed: u64) -> Option<Stability> {
    let rows = points.rows();
    let (mut refits, mut rand) = (0usize, 0.0);
    let (mut jaccard, mut stays) = (vec![0.0; labels.clusters()], vec![0.0; rows]);
    let refit = Refit { card: found.card, settings: &found.settings, ks: &[] };
    refit.each(points, &Resamples::new(rows, count, seed), |again| {
        let Some(refit) = again.first().and_then(Option::as_ref) else { return };
        // Both are labelings of the same rows.
        let Ok(matches) = jaccard_per_cluster(labels, refit) else { return };
        refits += 1;
        rand += adjusted_rand_index(labels, refit).unwrap_or(0.0);
        matches.iter().for_each(|found| jaccard[found.cluster as usize] += found.jaccard);
        for ((stays, own), other) in stays.iter_mut().zip(labels.as_slice()).zip(refit.as_slice()) {
            *stays += f64::from(u8::from(matches[*own as usize].best == *other));
        }
    });
    if refits == 0 {
        return None;
    }
    let mean = |sum: f64| sum / refits as f64;
    let means = |sums: Vec<f64>| sums.into_iter().map(mean).collect();
    let (jaccard, stays) = (means(jaccard), means(stays));
    Some(Stability {
        resamples: refits,
        rows,
        rand: mean(rand),
        jaccard,
        without_structure: None,
        sample: None,
        labels: labels.as_slice().to_vec(),
        stays,
    })
}

/// The mean Jaccard of the clusters of tables without structure; only for methods that are told how many to make.
fn without_structure(found: &Found<'_>, points: &Points, labels: &Labels) -> Option<f64> {
    if found.settings.get("n_clusters").is_none() || found.settings.get("height").is_some() {
        return None;
    }
    let (tables, of_table) = match (found.card.id == kmeans::METHOD.id, points.rows() <= FEW_ROWS) {
        (true, true) => (TABLES.0, OF_TABLE),
        (true, false) => (TABLES.1, OF_TABLE),
        (false, _) => SLOW_TABLES,
    };
    let null = CopulaNull::new(points, found.seed)?;
    let numbers: Vec<u64> = (1..=tables as u64).collect();
    let of_tables = map_tasks(&numbers, |&number| {
        let seed = found.seed.wrapping_add(number);
        let table = null.draw(&mut Stream::new(seed, mix(PURPOSE)))?;
        let own = (found.card.fit)(&table, &found.settings).ok()?.labels.complete()?;
        (own.clusters() == labels.clusters()).then(|| compared(found, &table, &own, of_table, seed))?
    });
    let all: Vec<f64> = of_tables.into_iter().flatten().flat_map(|table| table.jaccard).collect();
    (!all.is_empty()).then(|| all.iter().sum::<f64>() / all.len() as f64)
}
