//! The valleys between segments of one cloud.
//!
//! A cloud has the correlations of the given table. Its columns have the values of the given ones where those have a single peak (a
//! skewed or flat column stays so), and normal values where they may have several.

use super::{SAMPLES, Valley, valleys};
use shoal_cluster::kmeans;
use shoal_kernel::parallel::map_tasks;
use shoal_kernel::random::mix;
use shoal_kernel::{Points, Stream, moments, quantile};
use shoal_validity::{CopulaNull, DipNull, dip, spread_ties};

/// Clouds that are cut.
const CLOUDS: usize = 39;

/// Rows of a cloud at the most.
const ROWS: usize = 5_000;

/// From this probability of a single peak on, a column keeps its values.
const SINGLE: f64 = 0.05;

/// Sets the streams of clouds apart from all others.
const PURPOSE: u64 = 0x0062_6F72_6465_7273;

/// The valleys of clouds that look like a table, each cut into as many segments.
pub(super) struct Clouds {
    /// Of each cloud its valleys.
    each: Vec<Vec<Valley>>,
}

impl Clouds {
    /// Draws and cuts them; none where no such cloud can be drawn, or k-means finds fewer clusters.
    pub(super) fn of(points: &Points, clusters: usize, seed: u64) -> Self {
        let sample =
            (points.rows() > ROWS).then(|| points.select(&Stream::new(seed, mix(PURPOSE)).sample(points.rows(), ROWS)));
        let like = one_peak_each(sample.as_ref().unwrap_or(points), seed);
        let Some(null) = like.and_then(|like| CopulaNull::new(&like, seed)) else { return Self { each: Vec::new() } };
        let numbers: Vec<u64> = (1..=CLOUDS as u64).collect();
        let each = map_tasks(&numbers, |&number| {
            let cloud = null.draw(&mut Stream::new(seed, mix(PURPOSE) ^ number))?;
            let params = kmeans::Params::new(clusters, seed.wrapping_add(number));
            let labels = kmeans::fit(&cloud, &params).ok()?.labels.complete()?;
            (labels.clusters() == clusters).then(|| valleys(&cloud, &labels, seed))
        });
        Self { each: each.into_iter().flatten().collect() }
    }

    /// How probable a cloud is that has, somewhere, a valley as deep as this one; `None` without clouds.
    ///
    /// A valley that chance makes is the shallower the more members there are, one that the other segments make is not: where a cloud's
    /// valley has more members than this one, it is taken for as much deeper as chance could make it with fewer.
    pub(super) fn probability(&self, valley: &Valley) -> Option<f64> {
        let members = valley.members.max(1) as f64;
        let deep = |other: &Valley| other.dip * (other.members as f64 / members).sqrt().max(1.0) >= valley.dip;
        let as_deep = self.each.iter().filter(|cloud| cloud.iter().any(deep)).count();
        (!self.each.is_empty()).then(|| (1 + as_deep) as f64 / (1 + self.each.len()) as f64)
    }
}

/// The table with normal values, in the same order, in every column that may have several peaks.
fn one_peak_each(points: &Points, seed: u64) -> Option<Points> {
    let null = DipNull::new(points.rows(), SAMPLES, seed);
    let numbers: Vec<usize> = (0..points.columns()).collect();
    let columns: Vec<Vec<f64>> = map_tasks(&numbers, |&number| {
        let column = points.column(number);
        let depth = dip(&spread_ties(&quantile::sorted(&column)));
        let single = null.probability(depth, column.len()) >= SINGLE;
        if single { column } else { normal(&column, &mut Stream::new(seed, mix(PURPOSE ^ 1) ^ number as u64)) }
    });
    let row = |row: usize| columns.iter().map(move |column| column[row]);
    Points::new((0..points.rows()).flat_map(row).collect(), points.columns()).ok()
}

/// Normal values with the mean and the variance of `column`, the smallest where its smallest is, and so on.
fn normal(column: &[f64], stream: &mut Stream) -> Vec<f64> {
    let drawn = quantile::sorted(&column.iter().map(|_| stream.normal()).collect::<Vec<f64>>());
    let spread = |values: &[f64]| (moments::mean(values).unwrap_or(0.0), moments::variance(values, 0).unwrap_or(0.0));
    let ((mean, variance), (centre, drawn_variance)) = (spread(column), spread(&drawn));
    let scale = if drawn_variance > 0.0 { (variance / drawn_variance).sqrt() } else { 0.0 };
    let mut order: Vec<usize> = (0..column.len()).collect();
    order.sort_by(|&a, &b| column[a].total_cmp(&column[b]).then(a.cmp(&b)));
    let mut values = vec![0.0; column.len()];
    order.into_iter().zip(drawn).for_each(|(row, value)| values[row] = mean + (value - centre) * scale);
    values
}
