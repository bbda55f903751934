//! More than 2²⁴ rows in one cluster: where a sum in single precision stops growing, nothing here may.
#![allow(clippy::unwrap_used, reason = "a test may fail")]

use shoal_kernel::moments::{column_means, column_variances};
use shoal_kernel::{Labels, Pca, Points};
use shoal_validity::{Dispersion, simplified_silhouette};

/// In cluster 0 the values −1 and 1 in turn, in cluster 1 the values 9 and 11.
fn two_clusters(rows: usize, second: usize) -> (Points, Labels) {
    let value = |row: usize| if row.is_multiple_of(2) { -1.0 } else { 1.0 };
    let values = (0..rows).map(|row| value(row) + if row < second { 0.0 } else { 10.0 }).collect();
    let labels = (0..rows).map(|row| u32::from(row >= second)).collect();
    (Points::new(values, 1).unwrap(), Labels::new(labels).unwrap())
}

#[test]
fn twenty_million_rows_are_counted_and_averaged_exactly() {
    let (rows, second) = (20_000_000, 19_000_000);
    assert!(second > 1 << 24);
    let (points, labels) = two_clusters(rows, second);
    let dispersion = Dispersion::new(&points, &labels).unwrap();
    assert_eq!((dispersion.sizes(), dispersion.rows()), (&[second, rows - second][..], rows));
    assert_eq!(
        (dispersion.mean(0), dispersion.mean(1), dispersion.overall_mean()),
        (&[0.0][..], &[10.0][..], vec![0.5])
    );
    assert_eq!((&dispersion.squares[..], &dispersion.mean_distances[..]), (&[19e6, 1e6][..], &[1.0, 1.0][..]));
    assert_eq!((dispersion.inertia(), dispersion.davies_bouldin()), (20e6, Ok(0.2)));
    let between = 19e6 * 0.25 + 1e6 * 9.5 * 9.5;
    assert_eq!(dispersion.calinski_harabasz(), Ok(between / (20e6 / (20e6 - 2.0))));
    // The other mean is 9 or 11 away, the own one 1.
    let expected = (8.0 / 9.0 + 10.0 / 11.0) / 2.0;
    assert!((simplified_silhouette(&points, &labels).unwrap() - expected).abs() < 1e-12);

    let variance = (20e6 + between) / (20e6 - 1.0);
    assert_eq!(column_means(&points), [0.5]);
    let found = [column_variances(&points, 1).unwrap()[0], Pca::fit(&points, 1).unwrap().explained_variance()[0]];
    assert!(found.iter().all(|found| (found / variance - 1.0).abs() < 1e-14), "{found:?} {variance}");
}
