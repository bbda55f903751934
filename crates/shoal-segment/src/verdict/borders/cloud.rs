//! The valleys between segments of one cloud.

use super::{Valley, valleys};
use shoal_cluster::kmeans;
use shoal_kernel::parallel::map_tasks;
use shoal_kernel::random::mix;
use shoal_kernel::{Points, Stream};
use shoal_validity::GaussianNull;

/// Clouds that are cut.
const CLOUDS: usize = 39;

/// Rows of a cloud at the most.
const ROWS: usize = 5_000;

/// Sets the streams of clouds apart from all others.
const PURPOSE: u64 = 0x0062_6F72_6465_7273;

/// The valleys of clouds with the covariance of a table, each cut into as many segments.
pub(super) struct Clouds {
    /// Of each cloud its valleys.
    each: Vec<Vec<Valley>>,
}

impl Clouds {
    /// Draws and cuts them; none where the covariance is not finite or k-means finds fewer clusters.
    pub(super) fn of(points: &Points, clusters: usize, seed: u64) -> Self {
        let sample =
            (points.rows() > ROWS).then(|| points.select(&Stream::new(seed, mix(PURPOSE)).sample(points.rows(), ROWS)));
        let Some(null) = GaussianNull::new(sample.as_ref().unwrap_or(points)) else { return Self { each: Vec::new() } };
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
