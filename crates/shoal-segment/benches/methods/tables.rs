//! The tables that methods are timed on, by name; the same bits every time.

use shoal_kernel::{Points, Stream};

/// Rows of the same kind that were bought once and never again: as many different ones, and the share of all rows.
const ONCE: (usize, f64) = (500, 0.3);

/// Share of rows whose spending leaves all others behind.
const FAR: f64 = 0.02;

/// Share, activity, spending and love of discounts of six groups that overlap.
const GROUPS: [(f64, f64, f64, f64); 6] = [
    (0.30, 0.0, 0.0, 0.0),
    (0.22, 0.8, 0.5, -0.8),
    (0.18, 1.6, 0.2, 0.9),
    (0.14, 0.3, 1.6, -0.4),
    (0.10, 2.2, 1.4, 0.3),
    (0.06, 1.0, 2.4, -1.2),
];

/// The table of this name with these rows and columns.
pub(crate) fn table(name: &str, rows: usize, columns: usize) -> Points {
    match name {
        "blobs" => blobs(rows, columns),
        "rfm" => rfm(rows, columns),
        "uniform" => {
            let mut stream = Stream::new(2, 0);
            whole((0..rows * columns).map(|_| stream.uniform()).collect(), columns)
        }
        _ => {
            eprintln!("no such table: {name}; there are blobs, rfm and uniform");
            std::process::exit(2)
        }
    }
}

fn whole(values: Vec<f64>, columns: usize) -> Points {
    Points::new(values, columns).expect("whole rows")
}

/// Six round groups with centres in a cube from −10 to 10 and a standard deviation of 1.
fn blobs(rows: usize, columns: usize) -> Points {
    let mut stream = Stream::new(1, 0);
    let centres: Vec<f64> = (0..6 * columns).map(|_| stream.uniform() * 20.0 - 10.0).collect();
    let value = |i: usize| centres[i / columns % 6 * columns + i % columns];
    whole((0..rows * columns).map(|i| value(i) + stream.normal()).collect(), columns)
}

/// Customers as shops have them: eight features that hang together, skewed before their logarithms were taken, with repeated
/// rows and far ones, each column with mean 0 and variance 1. Columns beyond the eighth mix those before with noise.
fn rfm(rows: usize, columns: usize) -> Points {
    let mut stream = Stream::new(3, 0);
    let once: Vec<Vec<f64>> = (0..ONCE.0).map(|_| customer(&mut stream, Some(1.0), columns)).collect();
    let mut values = Vec::with_capacity(rows * columns);
    for _ in 0..rows {
        if stream.uniform() < ONCE.1 {
            values.extend_from_slice(&once[stream.below(once.len())]);
        } else {
            values.extend(customer(&mut stream, None, columns));
        }
    }
    standardise(&mut values, columns);
    whole(values, columns)
}

/// Gives every column mean 0 and variance 1, by plain sums: the bits must not change when the kernel learns to add faster.
fn standardise(values: &mut [f64], columns: usize) {
    for column in 0..columns {
        let of_column = || values[column..].iter().step_by(columns);
        let rows = of_column().count() as f64;
        let mean = of_column().sum::<f64>() / rows;
        let spread = (of_column().map(|value| (value - mean) * (value - mean)).sum::<f64>() / rows).sqrt();
        values[column..].iter_mut().step_by(columns).for_each(|value| *value = (*value - mean) / spread);
    }
}

/// Recency, orders, spending, tenure, basket, share of discounts, variety and share of returns of one customer.
fn customer(stream: &mut Stream, orders: Option<f64>, columns: usize) -> Vec<f64> {
    let mut left = stream.uniform();
    let group = GROUPS.iter().find(|group| {
        left -= group.0;
        left < 0.0
    });
    let &(_, activity, value, discount) = group.unwrap_or(&GROUPS[0]);
    let luck = stream.normal();
    let orders = orders.unwrap_or_else(|| (0.5 + activity + 0.8 * luck).exp().ceil());
    let far = if stream.uniform() < FAR { 3.0 * stream.normal().abs() } else { 0.0 };
    let spending = (3.0 + value + 0.6 * orders.ln() + 0.8 * stream.normal() + far).exp();
    let recency = -(1.0 - stream.uniform()).ln() * 200.0 / (1.0 + activity);
    let tenure = recency + 900.0 * stream.uniform();
    let squeeze = |score: f64| 1.0 / (1.0 + (-score).exp());
    let mut row = vec![
        recency.ln_1p(),
        orders.ln_1p(),
        spending.ln_1p(),
        tenure.sqrt(),
        (spending / orders).ln_1p(),
        squeeze(discount + 0.7 * stream.normal()),
        orders.ln_1p() * (0.6 + 0.3 * stream.normal()),
        squeeze(-3.0 + 0.5 * discount + stream.normal()),
    ];
    row.truncate(columns);
    while row.len() < columns {
        row.push(0.5 * row[row.len() - 8] + stream.normal());
    }
    row
}
