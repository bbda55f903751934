//! From the silhouettes of the chosen rows to those of the clusters and of all rows.

use shoal_kernel::Labels;

use super::Silhouette;
use super::cells::Cells;
use super::sample::Chosen;
use crate::undefined::Undefined;

/// Half the width of a 95 % interval in standard errors.
const NORMAL_95: f64 = 1.959_963_984_540_054;

/// The estimate for labeling number `at`; `values` are all labelings' silhouettes of the chosen rows.
pub(super) fn estimate(
    cells: &Cells,
    labels: &Labels,
    at: usize,
    chosen: &Chosen,
    values: &[f64],
) -> Result<Silhouette, Undefined> {
    let evaluated = chosen.places.len();
    let labelings = values.len() / evaluated;
    let mut totals = vec![0.0; labels.clusters()];
    let mut variance = 0.0;
    for (cell, &cluster) in cells.clusters(at).iter().enumerate() {
        let (from, to) = (chosen.starts[cell], chosen.starts[cell + 1]);
        let values = (from..to).map(|i| values[i * labelings + at]);
        let size = cells.places(cell).len() as f64;
        let (mean, mean_variance) = mean_of_sample(values, size);
        totals[cluster as usize] += mean * size;
        variance += mean_variance * size * size;
    }
    let rows = labels.rows() as f64;
    let mean = Undefined::finite(totals.iter().sum::<f64>() / rows)?;
    let exact = evaluated == labels.rows();
    let half = NORMAL_95 * variance.sqrt() / rows;
    Ok(Silhouette {
        mean,
        per_cluster: totals.iter().zip(labels.sizes()).map(|(total, &size)| total / size as f64).collect(),
        evaluated,
        exact,
        interval: (!exact).then(|| ((mean - half).max(-1.0), (mean + half).min(1.0))),
    })
}

/// Mean of a sample from a cell of `size` rows, and the variance of that mean over samples (0 when all were chosen).
fn mean_of_sample(values: impl Iterator<Item = f64> + Clone, size: f64) -> (f64, f64) {
    let count = values.clone().count() as f64;
    let mean = values.clone().sum::<f64>() / count;
    if count >= size {
        return (mean, 0.0);
    }
    let squares: f64 = values.map(|value| (value - mean) * (value - mean)).sum();
    (mean, squares / (count - 1.0) / count * (1.0 - count / size))
}
