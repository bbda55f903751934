//! Points for the pictures. Many customers are thinned evenly (every so many by id), the same ones in all pictures.

use crate::segmentation::{PictureColumn, Pictures, Plane};
use crate::spec::Plan;
use crate::table::FeatureTable;
use shoal_kernel::Points;
use shoal_kernel::pca::Pca;

/// More points than this cannot be told apart on a page and make it slow.
const MOST_DRAWN: usize = 2000;

/// Most features in the scatter matrix.
const MOST_IN_MATRIX: usize = 5;

/// Chooses the customers to draw and places them; `segment_of_row` and `centres` are in the order of the segments, `points` and
/// `centres` as they were before any rotation, so that the plane speaks of features.
pub(crate) fn pictures(
    table: &FeatureTable,
    plan: &Plan,
    points: &Points,
    segment_of_row: &[usize],
    centres: &Points,
) -> Pictures {
    let rows = drawn(table.rows());
    let position = |name: &str| table.position(name).unwrap_or(0);
    let scatter = plan.scatter.as_ref().map(|[x, y]| (position(x), position(y)));
    let matrix: Vec<usize> = plan.features.iter().take(MOST_IN_MATRIX).map(|feature| position(&feature.name)).collect();
    let mut needed: Vec<usize> = matrix.iter().copied().chain(scatter.into_iter().flat_map(|(x, y)| [x, y])).collect();
    needed.sort_unstable();
    needed.dedup();
    Pictures {
        drawn: rows.len(),
        segment: rows.iter().map(|&row| segment_of_row[row]).collect(),
        scatter,
        matrix,
        values: needed
            .into_iter()
            .map(|feature| PictureColumn {
                feature,
                values: rows.iter().map(|&row| table.columns[feature].get(row)).collect(),
            })
            .collect(),
        plane: plane(points, &rows, centres),
    }
}

fn drawn(rows: usize) -> Vec<usize> {
    if rows <= MOST_DRAWN {
        return (0..rows).collect();
    }
    (0..MOST_DRAWN).map(|i| i * rows / MOST_DRAWN).collect()
}

/// The first two principal components; `None` when fewer than two directions vary.
fn plane(points: &Points, rows: &[usize], centres: &Points) -> Option<Plane> {
    let pca = Pca::fit(points, 2)?;
    let ratio = pca.explained_variance_ratio()?;
    let explained = (*ratio.first()?, *ratio.get(1)?);
    (explained.1 > 0.0).then_some(())?;
    let place = |points: &Points| -> Option<Vec<(f64, f64)>> {
        Some(pca.project(points)?.iter().map(|row| (row[0], row[1])).collect())
    };
    let axes = pca.components();
    Some(Plane {
        points: place(&points.select(rows))?,
        centres: place(centres)?,
        explained,
        loadings: axes.first()?.iter().copied().zip(axes.get(1)?.iter().copied()).collect(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn many_customers_are_thinned_evenly() {
        assert_eq!(drawn(3), [0, 1, 2]);
        let rows = drawn(10_000);
        assert_eq!((rows.len(), rows[0], rows[1], rows[1999]), (2000, 0, 5, 9995));
    }
}
