//! k-means on hard tables: the slow twin's labels on every instruction set, and the same bits from each.
#![allow(clippy::unwrap_used, reason = "a test may fail")]

mod slow;

use shoal_cluster::kmeans::{Params, fit, fit_from};
use shoal_kernel::lanes::{Width, at_most};
use shoal_kernel::{Points, Stream};
use slow::plain;

fn table(rows: usize, columns: usize, mut value: impl FnMut(usize, usize, &mut Stream) -> f64) -> Points {
    let mut stream = Stream::new(20, columns as u64);
    let values = (0..rows * columns).map(|i| value(i / columns, i % columns, &mut stream));
    Points::new(values.collect(), columns).unwrap()
}

/// Tables on which single precision, bounds or ties go wrong if they can.
fn tables() -> Vec<(&'static str, Points)> {
    vec![
        ("no structure", table(9_000, 8, |_, _, stream| stream.uniform())),
        ("one column", table(5_000, 1, |_, _, stream| stream.normal())),
        ("many columns", table(1_500, 30, |_, _, stream| stream.normal())),
        ("an offset", table(9_000, 4, |row, _, stream| 1e6 + (row % 3) as f64 + 0.3 * stream.normal())),
        (
            "an offset that leaves few digits",
            table(3_000, 2, |row, _, stream| 1e12 + (row % 3) as f64 + 0.3 * stream.normal()),
        ),
        ("long tails", table(6_000, 3, |_, _, stream| (3.0 * stream.normal()).exp())),
        ("one row far from all", table(6_000, 3, |row, _, stream| if row == 777 { 1e9 } else { stream.normal() })),
        (
            "columns in different units",
            table(6_000, 3, |_, column, stream| 10f64.powi(6 * column as i32 - 6) * stream.normal()),
        ),
        ("rows between centres", table(4_000, 2, |row, column, _| ((row * (3 + 4 * column)) % 8) as f64)),
        ("few different rows", table(9_000, 3, |row, column, _| ((row * row + column) % 5) as f64 * 0.1)),
        ("small numbers", table(3_000, 3, |_, _, stream| 1e-140 * stream.normal())),
        ("large numbers", table(3_000, 3, |_, _, stream| 1e138 * stream.normal())),
        (
            "a crowd and a few others",
            table(
                6_000,
                2,
                |row, _, stream| if row % 50 == 0 { stream.normal() } else { 5.0 + 1e-7 * stream.normal() },
            ),
        ),
    ]
}

fn bits(values: &[f64]) -> Vec<u64> {
    values.iter().map(|value| value.to_bits()).collect()
}

#[test]
fn every_instruction_set_ends_where_the_slow_twin_ends() {
    for (name, points) in tables() {
        for k in [1, 2, 5, 8, 19] {
            let rows: Vec<usize> = (0..k).map(|i| i * 37 + 1).collect();
            let start = points.select(&rows);
            let expected = plain(&points, &start, 0.0);
            // What becomes of clusters without rows is for other tests.
            let whole = expected.centres.iter().flatten().all(|value| value.is_finite());
            let mut first = None;
            for width in [Width::Plain, Width::Avx2, Width::Avx512] {
                at_most(width);
                let fitted = fit_from(&points, &start, &Params { tol: 0.0, ..Params::default() }).unwrap();
                let drawn = fit(&points, &Params { n_init: 2, ..Params::new(k, 4) }).unwrap();
                let found = [&fitted, &drawn].map(|it| {
                    let labels: Vec<usize> = it.labels.as_slice().iter().map(|label| label.unwrap() as usize).collect();
                    (labels, bits(it.centres().unwrap().values()), it.trace.loss.unwrap().to_bits())
                });
                if whole {
                    assert_eq!(found[0].0, expected.labels, "{name}, {k} clusters, {width:?}");
                    assert_eq!(fitted.trace.iterations, expected.iterations, "{name}, {k} clusters, {width:?}");
                    close(&points, fitted.centres().unwrap(), &expected.centres.concat(), name);
                }
                assert_eq!(first.get_or_insert_with(|| found.clone()), &found, "{name}, {k} clusters, {width:?}");
            }
        }
    }
}

/// Within 1e-9 of the column's spread, where its numbers have that many digits.
fn close(points: &Points, centres: &Points, expected: &[f64], name: &str) {
    let spreads = shoal_kernel::moments::column_variances(points, 0).unwrap();
    for (i, (came, expected)) in centres.values().iter().zip(expected).enumerate() {
        let digits = expected.abs() * f64::EPSILON * 8.0;
        let spread = spreads[i % points.columns()].sqrt();
        assert!((came - expected).abs() <= 1e-9 * spread + digits, "{name}: {came} and {expected}");
    }
}
