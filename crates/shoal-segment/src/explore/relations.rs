//! How features and categories go together.
//!
//! A category has a relation only where a value of it has five members on average: with a value for nearly every member, anything would
//! be explained.
//!
//! Two features: Spearman and Pearson (`shoal_kernel::correlation`). A category and a feature: the correlation ratio η, the root of the share
//! of the feature's variance that lies between the values of the category (K. Pearson 1905; R. A. Fisher, *Statistical Methods for Research
//! Workers*, 1925). Two categories: Cramér's V with the correction of W. Bergsma, A bias-correction for Cramér's V and Tschuprow's T, *J. Korean
//! Stat. Soc.* 42 (2013), doi:10.1016/j.jkss.2012.10.002, which is 0 on average where there is no relation.

use crate::lines::{Attribute, NO_KEY};
use crate::privacy;
use crate::segmentation::CategoryCard;
use crate::table::{Column, FeatureTable};
use rayon::prelude::*;
use shoal_kernel::{correlation, quantile};

/// A relation of a category needs so many members per value.
const MEMBERS_PER_LEVEL: usize = 5;

/// A square matrix with gaps.
type Matrix = Vec<Vec<Option<f64>>>;

impl CategoryCard {
    /// What is known about an attribute.
    pub(super) fn of(attribute: &Attribute) -> Self {
        let known = attribute.codes.iter().filter(|&&code| code != NO_KEY).count();
        Self { name: privacy::shown_value(&attribute.name), levels: levels(attribute), known }
    }
}

/// The categories of the table, in its order.
pub(super) fn categories(table: &FeatureTable) -> impl Iterator<Item = &Attribute> {
    table.attributes.iter()
}

/// How many values an attribute has among the members.
fn levels(attribute: &Attribute) -> usize {
    let mut used = vec![false; attribute.levels.len()];
    attribute.codes.iter().filter(|&&code| code != NO_KEY).for_each(|&code| used[code as usize] = true);
    used.into_iter().filter(|used| *used).count()
}

/// Spearman's and Pearson's correlation of every two features over the members who have both.
pub(super) fn of_features(table: &FeatureTable) -> (Matrix, Matrix) {
    of_columns(&table.columns.iter().collect::<Vec<_>>(), table.rows())
}

/// The same of some columns of a table with so many rows.
pub(crate) fn of_columns(columns: &[&Column], rows: usize) -> (Matrix, Matrix) {
    let n = columns.len();
    let ranks: Vec<Option<Vec<f64>>> =
        columns.par_iter().map(|column| column.complete().map(quantile::mid_ranks)).collect();
    let whole = |at: usize| ranks[at].as_deref().zip(columns[at].complete());
    let pairs: Vec<(usize, usize)> = (0..n).flat_map(|i| (0..i).map(move |j| (i, j))).collect();
    let found: Vec<(Option<f64>, Option<f64>)> = pairs
        .par_iter()
        .map(|&(i, j)| match (whole(i), whole(j)) {
            (Some(a), Some(b)) => (correlation::pearson(a.0, b.0), correlation::pearson(a.1, b.1)),
            _ => over_common_rows(columns[i], columns[j], rows),
        })
        .collect();
    let varies = |column: &Column| {
        let mut present = column.present();
        let first = present.next();
        present.any(|value| Some(value) != first)
    };
    let mut spearman = vec![vec![None; n]; n];
    for (i, column) in columns.iter().enumerate() {
        spearman[i][i] = varies(column).then_some(1.0);
    }
    let mut pearson = spearman.clone();
    for (&(i, j), (of_ranks, of_values)) in pairs.iter().zip(found) {
        (spearman[i][j], spearman[j][i]) = (of_ranks, of_ranks);
        (pearson[i][j], pearson[j][i]) = (of_values, of_values);
    }
    (spearman, pearson)
}

fn over_common_rows(a: &Column, b: &Column, rows: usize) -> (Option<f64>, Option<f64>) {
    let (a, b): (Vec<f64>, Vec<f64>) = (0..rows).filter_map(|row| a.get(row).zip(b.get(row))).unzip();
    (correlation::spearman(&a, &b), correlation::pearson(&a, &b))
}

/// The correlation ratio of every category and every feature, categories × features.
pub(super) fn correlation_ratios(table: &FeatureTable) -> Matrix {
    let of = |attribute: &Attribute| {
        let ratio = |column: &Column| correlation_ratio(attribute, column);
        table.columns.par_iter().map(ratio).collect()
    };
    categories(table).map(of).collect()
}

/// The root of the variance between the values of the category over all variance, of the members who have both.
fn correlation_ratio(attribute: &Attribute, column: &Column) -> Option<f64> {
    let both = || (0..attribute.codes.len()).filter_map(|row| Some((code(attribute, row)?, column.get(row)?)));
    let values: Vec<f64> = both().map(|(_, value)| value).collect();
    let mean = shoal_kernel::moments::mean(&values)?;
    let mut groups = vec![(0usize, 0.0); attribute.levels.len()];
    let mut all = 0.0;
    for (level, value) in both() {
        groups[level].0 += 1;
        groups[level].1 += value - mean;
        all += (value - mean) * (value - mean);
    }
    let used = groups.iter().filter(|group| group.0 > 0).count();
    if used < 2 || values.len() < MEMBERS_PER_LEVEL * used {
        return None;
    }
    let between: f64 = groups.iter().filter(|group| group.0 > 0).map(|(n, sum)| sum * sum / *n as f64).sum();
    let spread = (f64::MIN_POSITIVE..=f64::MAX).contains(&all);
    spread.then(|| (between / all).clamp(0.0, 1.0).sqrt())
}

/// Cramér's V of every two categories.
pub(super) fn cramers_v(table: &FeatureTable) -> Matrix {
    let all: Vec<(&Attribute, usize)> = categories(table).map(|attribute| (attribute, levels(attribute))).collect();
    let few = |at: usize| all[at].1 * MEMBERS_PER_LEVEL <= table.rows();
    let pairs: Vec<(usize, usize)> = (0..all.len()).flat_map(|i| (0..i).map(move |j| (i, j))).collect();
    let pairs: Vec<(usize, usize)> = pairs.into_iter().filter(|&(i, j)| few(i) && few(j)).collect();
    let found: Vec<Option<f64>> = pairs.par_iter().map(|&(i, j)| cramer(all[i].0, all[j].0)).collect();
    let mut matrix = vec![vec![None; all.len()]; all.len()];
    for (at, (_, levels)) in all.iter().enumerate() {
        matrix[at][at] = (*levels > 1).then_some(1.0);
    }
    for ((i, j), value) in pairs.into_iter().zip(found) {
        (matrix[i][j], matrix[j][i]) = (value, value);
    }
    matrix
}

fn code(attribute: &Attribute, row: usize) -> Option<usize> {
    Some(attribute.codes[row]).filter(|&code| code != NO_KEY).map(|code| code as usize)
}

/// Cramér's V of two categories over the members who have both, corrected for bias; 0 to 1.
fn cramer(a: &Attribute, b: &Attribute) -> Option<f64> {
    let mut cells: Vec<(usize, usize)> =
        (0..a.codes.len()).filter_map(|row| Some((code(a, row)?, code(b, row)?))).collect();
    cells.sort_unstable();
    let (mut of_a, mut of_b) = (vec![0usize; a.levels.len()], vec![0usize; b.levels.len()]);
    for &(i, j) in &cells {
        of_a[i] += 1;
        of_b[j] += 1;
    }
    let used = |counts: &[usize]| counts.iter().filter(|&&count| count > 0).count();
    let (r, c, n) = (used(&of_a), used(&of_b), cells.len());
    if r < 2 || c < 2 || n < MEMBERS_PER_LEVEL * r.max(c) {
        return None;
    }
    let part = |cell: &[(usize, usize)]| {
        let count = cell.len() as f64;
        count * count / (of_a[cell[0].0] as f64 * of_b[cell[0].1] as f64)
    };
    let phi = cells.chunk_by(|a, b| a == b).map(part).sum::<f64>() - 1.0;
    let (r, c, n) = (r as f64, c as f64, n as f64);
    let corrected = (phi - (r - 1.0) * (c - 1.0) / (n - 1.0)).max(0.0);
    let least = (r - (r - 1.0).powi(2) / (n - 1.0)).min(c - (c - 1.0).powi(2) / (n - 1.0)) - 1.0;
    (least > 0.0).then(|| (corrected / least).clamp(0.0, 1.0).sqrt())
}
