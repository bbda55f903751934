//! The chosen fit again, for resamples of the members.

use shoal_cluster::kmeans;
use shoal_cluster::{ClusterError, Fitted, Method, Resamples, Settings};
use shoal_kernel::{Labels, Points};

/// Fits `card` to each of the `resamples` of `points` and hands `take` the labels of all points, drawn or not. A resample of which
/// the method makes no cluster is passed over.
///
/// k-means does all of them in one operation; of other methods each resample is a fit of its own, by weights where the method
/// takes them, else to the rows that were drawn, each once.
pub(super) fn again(
    card: &Method,
    points: &Points,
    settings: &Settings,
    resamples: &Resamples,
    mut take: impl FnMut(&Labels),
) -> Result<(), ClusterError> {
    if card.id == kmeans::METHOD.id {
        let params = kmeans::Params::read(settings)?;
        return kmeans::sweep_resamples(points, resamples, &[params.n_clusters], &params, |_, fitted| {
            fitted.iter().filter_map(|fitted| fitted.labels.complete()).for_each(|labels| take(&labels));
            Ok(())
        });
    }
    for number in 0..resamples.count() {
        let weights = resamples.weights(number);
        let labels = match card.weighted {
            Some(weighted) => everybody(&(weighted.fit)(points, &weights, settings)?, points)?,
            None => {
                let drawn: Vec<usize> = (0..weights.len()).filter(|&row| weights[row] > 0.0).collect();
                everybody(&(card.fit)(&points.select(&drawn), settings)?, points)?
            }
        };
        labels.iter().for_each(&mut take);
    }
    Ok(())
}

/// The nearest cluster of everybody by the fitted model.
fn everybody(fitted: &Fitted, points: &Points) -> Result<Option<Labels>, ClusterError> {
    let assigned = fitted.model.assign(points)?;
    let nearest: Option<Vec<u32>> = assigned.iter().map(|row| row.nearest).collect();
    Ok(nearest.map(|labels| Labels::renumbered(&labels)))
}
