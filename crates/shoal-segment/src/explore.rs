//! The base before anything is clustered: how every feature is distributed, where its outliers are, how features relate.
//!
//! Outliers are Tukey's: more than 1.5 interquartile ranges beyond the quartiles (J. W. Tukey, *Exploratory Data Analysis*,
//! 1977). Relations are Spearman's rank correlations, which skew and outliers do not bend. Histograms of clearly
//! skewed features have edges that are even in `sign(x) · ln(1 + |x|)`, so that their bulk can be seen.

use crate::describe;
use crate::prepare::CLEARLY_SKEWED;
use crate::profile::Baseline;
use crate::segmentation::{Distribution, Exploration};
use crate::spec::Plan;
use crate::table::{Column, FeatureTable};
use rayon::prelude::*;
use shoal_kernel::{correlation, moments, quantile};

/// Most outlying values that a distribution carries for its picture.
const MOST_OUTLIERS_DRAWN: usize = 200;

/// Fewest and most bins of a histogram.
const BINS: (usize, usize) = (8, 30);

/// Describes every feature of the table and every pair of features.
///
/// Cost: `O(f n log n + f² n)` for n customers and f features, in parallel.
pub fn explore(table: &FeatureTable, baseline: &Baseline, plan: &Plan) -> Exploration {
    let features = (0..table.columns.len())
        .into_par_iter()
        .map(|at| {
            let used = plan.features.iter().any(|feature| feature.name == table.columns[at].card.name);
            distribution(&table.columns[at], baseline.sorted(at), used)
        })
        .collect();
    let mut found = Exploration {
        features,
        correlations: correlations(table),
        top_fifth_revenue_share: top_share(&table.revenue_minor, table.rows().div_ceil(5)),
        largest_member_share: top_share(&table.revenue_minor, 1),
        statements: Vec::new(),
    };
    found.statements = describe::exploration(table, &found);
    found
}

fn distribution(column: &Column, sorted: &[f64], used: bool) -> Distribution {
    let skewness = moments::skewness(sorted);
    let negative = sorted.first().is_some_and(|&least| least < 0.0);
    let log_edges = skewness.is_some_and(|s| s > CLEARLY_SKEWED || (negative && s < -CLEARLY_SKEWED));
    let five = five_numbers(sorted);
    let fences = five.map(|[_, low, _, high, _]| (low - 1.5 * (high - low), high + 1.5 * (high - low)));
    let (below, above) = fences.map_or((0, 0), |(low, high)| {
        (sorted.partition_point(|&v| v < low), sorted.len() - sorted.partition_point(|&v| v <= high))
    });
    let (edges, counts) = histogram(sorted, log_edges);
    Distribution {
        card: column.card.clone(),
        used,
        missing: column.missing(),
        five,
        skewness,
        fences,
        outliers: (below, above),
        outlier_values: thinned(sorted[..below].iter().chain(&sorted[sorted.len() - above..]).copied().collect()),
        log_edges,
        edges,
        counts,
    }
}

fn five_numbers(sorted: &[f64]) -> Option<[f64; 5]> {
    let at = |p| quantile::quantile(sorted, p);
    Some([at(0.0)?, at(0.25)?, at(0.5)?, at(0.75)?, at(1.0)?])
}

/// Evenly spaced values of a list, its first and last among them.
fn thinned(values: Vec<f64>) -> Vec<f64> {
    if values.len() <= MOST_OUTLIERS_DRAWN {
        return values;
    }
    let last = values.len() - 1;
    (0..MOST_OUTLIERS_DRAWN).map(|i| values[i * last / (MOST_OUTLIERS_DRAWN - 1)]).collect()
}

/// Edges and counts; the number of bins is the square root of the number of values, within [`BINS`], and one bin when all
/// values are equal. Every value is in exactly one bin: the last bin includes its right edge.
fn histogram(sorted: &[f64], log: bool) -> (Vec<f64>, Vec<usize>) {
    let (Some(&least), Some(&greatest)) = (sorted.first(), sorted.last()) else {
        return (Vec::new(), Vec::new());
    };
    if least == greatest {
        return (vec![least - 0.5, least + 0.5], vec![sorted.len()]);
    }
    let bins = (sorted.len() as f64).sqrt().ceil().clamp(BINS.0 as f64, BINS.1 as f64) as usize;
    let at = |i: usize| {
        let t = i as f64 / bins as f64;
        match log {
            true => unfolded(folded(least) + t * (folded(greatest) - folded(least))),
            false => least + t * (greatest - least),
        }
    };
    let mut edges: Vec<f64> = (0..=bins).map(at).collect();
    (edges[0], edges[bins]) = (least, greatest);
    let below: Vec<usize> = edges[..bins].iter().map(|&edge| sorted.partition_point(|&value| value < edge)).collect();
    let ends = below[1..].iter().copied().chain([sorted.len()]);
    let counts = below.iter().zip(ends).map(|(&start, end)| end - start).collect();
    (edges, counts)
}

/// `sign(x) · ln(1 + |x|)`.
fn folded(x: f64) -> f64 {
    x.abs().ln_1p().copysign(x)
}

/// The inverse of [`folded`].
fn unfolded(y: f64) -> f64 {
    y.abs().exp_m1().copysign(y)
}

/// Spearman's rank correlation of every pair over the customers who have both.
fn correlations(table: &FeatureTable) -> Vec<Vec<Option<f64>>> {
    let n = table.columns.len();
    let complete: Vec<Option<Vec<f64>>> = table
        .columns
        .par_iter()
        .map(|column| (column.missing() == 0).then(|| quantile::mid_ranks(&column.present().collect::<Vec<f64>>())))
        .collect();
    let pairs: Vec<(usize, usize)> = (0..n).flat_map(|i| (0..i).map(move |j| (i, j))).collect();
    let values: Vec<Option<f64>> = pairs
        .par_iter()
        .map(|&(i, j)| match (&complete[i], &complete[j]) {
            (Some(a), Some(b)) => correlation::pearson(a, b),
            _ => over_common_rows(table, i, j),
        })
        .collect();
    let mut matrix = vec![vec![None; n]; n];
    for (i, column) in table.columns.iter().enumerate() {
        let sorted_differ = column.present().try_fold(None, |first, value| match first {
            None => Ok(Some(value)),
            Some(first) if first == value => Ok(Some(first)),
            Some(_) => Err(()),
        });
        matrix[i][i] = sorted_differ.is_err().then_some(1.0);
    }
    for (&(i, j), value) in pairs.iter().zip(values) {
        matrix[i][j] = value;
        matrix[j][i] = value;
    }
    matrix
}

fn over_common_rows(table: &FeatureTable, i: usize, j: usize) -> Option<f64> {
    let (a, b): (Vec<f64>, Vec<f64>) =
        (0..table.rows()).filter_map(|row| table.columns[i].get(row).zip(table.columns[j].get(row))).unzip();
    correlation::spearman(&a, &b)
}

/// Share of the revenue that the given number of customers with the highest revenue brings.
fn top_share(revenue_minor: &[i128], customers: usize) -> Option<f64> {
    let mut revenue = revenue_minor.to_vec();
    revenue.sort_unstable_by(|a, b| b.cmp(a));
    let all: i128 = revenue.iter().sum();
    let top: i128 = revenue.iter().take(customers).sum();
    (all > 0).then(|| top as f64 / all as f64)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_value_is_in_one_bin() {
        for log in [false, true] {
            let values: Vec<f64> = (0..100).map(|i| f64::from(i * i % 37 - 9)).collect();
            let sorted = quantile::sorted(&values);
            let (edges, counts) = histogram(&sorted, log);
            assert_eq!(edges.len(), counts.len() + 1);
            assert_eq!(counts.iter().sum::<usize>(), 100);
            assert!(edges.windows(2).all(|pair| pair[0] < pair[1]));
        }
        assert_eq!(histogram(&[2.0, 2.0], false), (vec![1.5, 2.5], vec![2]));
        assert_eq!(histogram(&[], false), (vec![], vec![]));
    }

    #[test]
    fn the_share_of_the_top_is_exact() {
        assert_eq!(top_share(&[50, 10, 10, 10, 20], 1), Some(0.5));
        assert_eq!(top_share(&[0, 0], 1), None);
        assert_eq!(top_share(&[], 0), None);
    }

    #[test]
    fn thinning_keeps_the_extremes() {
        let many: Vec<f64> = (0..1000).map(f64::from).collect();
        let few = thinned(many);
        assert_eq!((few.len(), few[0], few[199]), (200, 0.0, 999.0));
    }
}
