//! The slow and obvious k-means that the fast one is held against.

use shoal_kernel::Points;
use shoal_kernel::distance::squared;

/// Lloyd's iteration as one would explain it.
pub(crate) struct Plain {
    pub(crate) centres: Vec<Vec<f64>>,
    pub(crate) labels: Vec<usize>,
    pub(crate) iterations: usize,
}

fn nearest(row: &[f64], centres: &[Vec<f64>]) -> usize {
    let mut best = 0;
    for (i, centre) in centres.iter().enumerate() {
        if squared(row, centre) < squared(row, &centres[best]) {
            best = i;
        }
    }
    best
}

/// From `start` to rest.
pub(crate) fn plain(points: &Points, start: &Points, tol: f64) -> Plain {
    let (rows, columns) = (points.rows() as f64, points.columns());
    let variance: f64 = (0..columns)
        .map(|j| {
            let mean = points.iter().map(|row| row[j]).sum::<f64>() / rows;
            points.iter().map(|row| (row[j] - mean).powi(2)).sum::<f64>() / rows
        })
        .sum();
    let mut centres: Vec<Vec<f64>> = start.iter().map(<[f64]>::to_vec).collect();
    let mut labels = vec![usize::MAX; points.rows()];
    for iterations in 1.. {
        let new_labels: Vec<usize> = points.iter().map(|row| nearest(row, &centres)).collect();
        let mut shift = 0.0;
        for (cluster, centre) in centres.iter_mut().enumerate() {
            let members: Vec<&[f64]> =
                points.iter().zip(&new_labels).filter(|(_, label)| **label == cluster).map(|(row, _)| row).collect();
            // From differences, so that an offset costs no digits; no rows have no mean.
            let mean_of = |j: usize| {
                let origin = members.first().map_or(f64::NAN, |row| row[j]);
                origin + members.iter().map(|row| row[j] - origin).sum::<f64>() / members.len() as f64
            };
            let mean: Vec<f64> = (0..columns).map(mean_of).collect();
            shift += squared(&mean, centre);
            *centre = mean;
        }
        if new_labels == labels || shift <= tol * variance / columns as f64 || iterations == 300 {
            let labels = points.iter().map(|row| nearest(row, &centres)).collect();
            return Plain { centres, labels, iterations };
        }
        labels = new_labels;
    }
    unreachable!("the loop returns")
}
