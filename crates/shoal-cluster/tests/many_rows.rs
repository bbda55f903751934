//! More rows in one cluster than single precision can count.
#![allow(clippy::unwrap_used, reason = "a test may fail")]

use shoal_cluster::kmeans::{Params, fit_from};
use shoal_kernel::Points;

#[test]
fn more_rows_than_single_precision_counts_are_counted_and_averaged_exactly() {
    // 2²⁴ = 16,777,216: there a counter in single precision stops.
    const ROWS: usize = 20_000_000;
    const FEW: usize = 1000;
    let values = (0..ROWS + FEW).map(|row| if row < ROWS { (row % 1000) as f64 } else { 1e6 }).collect();
    let points = Points::new(values, 1).unwrap();
    let start = Points::new(vec![10.0, 5e5], 1).unwrap();
    let fitted = fit_from(&points, &start, &Params::default()).unwrap();
    assert_eq!(fitted.labels.sizes(), [ROWS, FEW]);
    assert_eq!(fitted.centres().unwrap().values(), [499.5, 1e6]);
    // The sum of squares of 0 … 999 about their mean, 20,000 times.
    let expected = 20_000.0 * (1000.0 * (1000.0 * 1000.0 - 1.0) / 12.0);
    assert!((fitted.trace.loss.unwrap() / expected - 1.0).abs() < 1e-12);
}
