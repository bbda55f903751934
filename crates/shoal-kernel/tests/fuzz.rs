//! Every function of the kernel against input that nobody wishes for: a value that is defined, or none.
#![allow(clippy::unwrap_used, reason = "a test may fail")]

use proptest::prelude::*;
use shoal_kernel::distance::squared;
use shoal_kernel::exponential::{exp, ln};
use shoal_kernel::{
    Blocks, Labels, PartialLabels, Pca, Points, Square, Stream, Tree, cholesky, correlation, distinct, eigen, moments,
    quantile,
};

mod wild;
use wild::{REFUSED, SOUND, config, refused_table, table};

fn finite(values: &[f64]) -> bool {
    values.iter().all(|value| value.is_finite())
}

/// Any number there is.
fn any_number() -> impl Strategy<Value = f64> {
    prop_oneof![
        any::<f64>(),
        any::<u64>().prop_map(f64::from_bits),
        prop::sample::select([&SOUND[..], &REFUSED].concat())
    ]
}

/// A symmetric matrix of sound numbers.
fn symmetric(sizes: std::ops::Range<usize>) -> impl Strategy<Value = Square> {
    (sizes, prop::collection::vec((0..SOUND.len(), -1.0..1.0), 36), any::<bool>()).prop_map(|(size, raw, even)| {
        let mut matrix = Square::zeros(size);
        for i in 0..size {
            for j in 0..=i {
                let (pick, uniform) = raw[i * 6 + j];
                let value = if even { uniform } else { SOUND[pick] };
                matrix.set(i, j, value);
                matrix.set(j, i, value);
            }
        }
        matrix
    })
}

/// All rows with their squared distances, nearest first.
fn by_distance(points: &Points, query: &[f64]) -> Vec<(f64, usize)> {
    let mut rows: Vec<(f64, usize)> = points.iter().map(|row| squared(row, query)).zip(0..).collect();
    rows.sort_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)));
    rows
}

proptest! {
    #![proptest_config(config(1500))]

    #[test]
    fn a_tree_finds_what_a_list_finds(points in table(0..300, 1..6), query in table(1..2, 1..6), own: bool, k in prop::sample::select(vec![0, 1, 2, 64, 65, usize::MAX]), radius in any_number()) {
        let tree = Tree::new(&points);
        prop_assert_eq!(tree.points(), points.clone());
        let query = if own && points.rows() > 0 { points.row(points.rows() / 2) } else { query.row(0) };
        if query.len() != points.columns() {
            return Ok(());
        }
        let expected = by_distance(&points, query);
        prop_assert_eq!(tree.nearest(query).map(|it| it.row), expected.first().map(|it| it.1));
        let nearest: Vec<usize> = tree.k_nearest(query, k).iter().map(|it| it.row).collect();
        prop_assert_eq!(nearest, expected.iter().take(k).map(|it| it.1).collect::<Vec<_>>());
        let far = expected.get(points.rows() / 2).map_or(0.0, |it| it.0);
        for radius in [radius, far] {
            let mut found = Vec::new();
            tree.within(query, radius, &mut found);
            found.sort_unstable();
            let mut within: Vec<usize> = expected.iter().filter(|it| it.0 <= radius).map(|it| it.1).collect();
            within.sort_unstable();
            prop_assert_eq!(tree.count_within(query, radius, k), within.len().min(k));
            prop_assert_eq!(found, within);
        }
    }

    #[test]
    fn moments_are_none_or_finite(points in table(0..60, 1..4), other in table(0..60, 1..2)) {
        let (first, column, other) = (points.column(0), points.column(points.columns() - 1), other.column(0));
        let (low, high) = (first.iter().copied().fold(f64::INFINITY, f64::min), first.iter().copied().fold(f64::NEG_INFINITY, f64::max));
        prop_assert_eq!(moments::mean(&first).is_some(), !first.is_empty());
        let rounding = 1e-14 * high.abs().max(low.abs());
        prop_assert!(moments::mean(&first).is_none_or(|mean| low - rounding <= mean && mean <= high + rounding));
        prop_assert!(finite(&moments::column_means(&points)));
        for ddof in [0, 1, 60, usize::MAX] {
            prop_assert_eq!(moments::variance(&first, ddof).is_some(), first.len() > ddof);
            prop_assert!(moments::variance(&first, ddof).is_none_or(|it| it.is_finite() && it >= 0.0));
            prop_assert!(moments::column_variances(&points, ddof).is_none_or(|it| finite(&it) && it.iter().all(|it| *it >= 0.0)));
            prop_assert!(moments::covariance(&points, ddof).is_none_or(|it| (0..it.size()).all(|row| finite(it.row(row)))));
        }
        let largest = (first.len() as f64).sqrt();
        let skewness = moments::skewness(&first);
        prop_assert!(skewness.is_none_or(|it| it.abs() <= largest * (1.0 + 1e-9)), "{:?} of {:?}", skewness, first);
        for pair in [correlation::pearson(&first, &column), correlation::spearman(&first, &column), correlation::pearson(&first, &other)] {
            prop_assert!(pair.is_none_or(|it| (-1.0..=1.0).contains(&it)));
        }
        let own = correlation::pearson(&first, &first);
        prop_assert!(own.is_none_or(|it| (it - 1.0).abs() < 1e-9), "{:?}", own);
    }

    #[test]
    fn numbers_beyond_all_bounds_give_none_or_finite(values in prop::collection::vec(any_number(), 0..20), p in any_number()) {
        let some = [moments::mean(&values), moments::variance(&values, 0), moments::variance(&values, 1), moments::skewness(&values), correlation::pearson(&values, &values), correlation::spearman(&values, &values)];
        prop_assert!(some.into_iter().flatten().all(f64::is_finite), "{:?}", some);
        if let Ok(points) = Points::new(values.clone(), 2) {
            prop_assert!(moments::column_variances(&points, 0).is_none_or(|it| finite(&it)));
            prop_assert!(moments::covariance(&points, 0).is_none_or(|it| (0..2).all(|row| finite(it.row(row)))));
            let pca = Pca::fit(&points, 2);
            prop_assert!(pca.as_ref().is_none_or(|pca| finite(pca.mean()) && finite(&pca.components().concat()) && finite(pca.explained_variance())));
            let tree = Tree::new(&points);
            prop_assert!(tree.k_nearest(&[1.0, 2.0], 3).len() <= points.rows());
        }
        let sorted = quantile::sorted(&values);
        prop_assert!(quantile::mid_ranks(&values).iter().all(|rank| (1.0..=values.len() as f64).contains(rank)));
        prop_assert!(quantile::mid_rank(&sorted, p).is_none_or(|it| (0.0..=1.0).contains(&it)));
        let sorted = quantile::sorted(&values.into_iter().filter(|value| value.is_finite()).collect::<Vec<_>>());
        prop_assert!(quantile::quantile(&sorted, p).is_none_or(|it| sorted[0] <= it && it <= sorted[sorted.len() - 1]), "{:?} {}", sorted, p);
    }

    #[test]
    fn principal_components_are_orthogonal_and_finite(points in table(0..40, 1..7), components in 0usize..9) {
        let Some(pca) = Pca::fit(&points, components) else {
            prop_assert_eq!(points.rows(), 0);
            return Ok(());
        };
        prop_assert_eq!(pca.components().len(), components.min(points.columns()));
        for (i, a) in pca.components().iter().enumerate() {
            for (j, b) in pca.components().iter().enumerate() {
                let dot: f64 = a.iter().zip(b).map(|(a, b)| a * b).sum();
                prop_assert!((dot - f64::from(u8::from(i == j))).abs() < 1e-9, "{:?}", pca);
            }
        }
        prop_assert!(finite(pca.mean()) && finite(pca.explained_variance()));
        prop_assert!(pca.explained_variance().windows(2).all(|pair| pair[0] >= pair[1]) && pca.explained_variance().iter().all(|it| *it >= 0.0));
        prop_assert!(pca.explained_variance_ratio().is_none_or(|it| it.iter().all(|it| (0.0..=1.0).contains(it))));
        prop_assert!(pca.project(&points).is_none_or(|it| finite(it.values())));
    }

    #[test]
    fn eigenvectors_turn_the_matrix_into_its_eigenvalues(mut matrix in symmetric(0..7), scale in prop::sample::select(vec![1.0, 1e140, 1e-140])) {
        let size = matrix.size();
        for (i, j) in (0..36).map(|at| (at / 6, at % 6)).filter(|it| it.0.max(it.1) < size) {
            matrix.set(i, j, matrix.get(i, j) * scale);
        }
        let found = eigen::symmetric(&matrix);
        prop_assert!(finite(&found.values) && found.values.windows(2).all(|pair| pair[0] >= pair[1]));
        let scale = (0..matrix.size()).flat_map(|i| matrix.row(i).to_vec()).fold(0.0f64, |scale, value| scale.max(value.abs()));
        for (i, &value) in found.values.iter().enumerate() {
            let vector = found.vectors.row(i);
            prop_assert!((vector.iter().map(|x| x * x).sum::<f64>() - 1.0).abs() < 1e-9);
            for (j, entry) in vector.iter().enumerate() {
                let image: f64 = matrix.row(j).iter().zip(vector).map(|(a, b)| a * b).sum();
                prop_assert!((image - value * entry).abs() <= 1e-12 * scale + 1e-300, "{:?} {:?}", matrix, found);
            }
        }
    }

    #[test]
    fn a_factor_multiplies_back(matrix in symmetric(1..7), stretch in prop::collection::vec(-140i32..140, 6)) {
        let size = matrix.size();
        if let Some(lower) = cholesky::factor(&matrix) {
            prop_assert!((0..size).all(|i| finite(lower.row(i)) && lower.get(i, i) > 0.0));
            let product = cholesky::product_with_transpose(&lower);
            for i in 0..size {
                for j in 0..size {
                    let scale = (matrix.get(i, i).sqrt() * matrix.get(j, j).sqrt()).max(matrix.get(i, j).abs());
                    prop_assert!((product.get(i, j) - matrix.get(i, j)).abs() <= 1e-12 * scale + 1e-300, "{:?}", matrix);
                }
            }
        }
        // Correlations that are not too strong, in columns of any units, have a factor with an inverse.
        let mut stretched = Square::identity(size);
        for i in 0..size {
            for j in 0..=i {
                let unit = 10f64.powi(stretch[i]) * 10f64.powi(stretch[j]);
                let value = if i == j { 1.0 } else { 0.1 * matrix.get(i, j).clamp(-1.0, 1.0) };
                stretched.set(i, j, value * unit);
                stretched.set(j, i, value * unit);
            }
        }
        let inverse = cholesky::inverse(&cholesky::factor(&stretched).unwrap());
        prop_assert!((0..size).all(|i| finite(inverse.row(i))), "{:?}", inverse);
    }

    #[test]
    fn exponential_and_logarithm_are_those_of_the_platform(x in any_number()) {
        let units = |a: f64, b: f64| a.to_bits().abs_diff(b.to_bits());
        match x {
            x if x.is_nan() => prop_assert!(exp(x).is_nan()),
            x if x < -708.0 => prop_assert_eq!(exp(x), 0.0),
            x if x > 709.0 => prop_assert_eq!(exp(x), f64::INFINITY),
            x => prop_assert!(units(exp(x), x.exp()) <= 2, "{}", x),
        }
        if x.is_normal() && x > 0.0 {
            prop_assert!(units(ln(x), x.ln()) <= 2, "{}", x);
        }
    }

    #[test]
    fn labels_and_layouts_hold_any_numbers(values in prop::collection::vec(prop_oneof![0u32..4, any::<u32>()], 0..30), left_out in prop::collection::vec(any::<bool>(), 30), points in table(0..300, 1..4), (bad, place) in refused_table(1..9, 1..4)) {
        let renumbered = Labels::renumbered(&values);
        prop_assert!(renumbered.sizes().iter().all(|&size| size > 0));
        prop_assert_eq!(Labels::new(renumbered.as_slice().to_vec()).unwrap(), renumbered);
        if let Ok(labels) = Labels::new(values.clone()) {
            prop_assert!(labels.sizes().iter().all(|&size| size > 0) && labels.members().concat().len() == values.len());
        }
        let partial: Vec<Option<u32>> = values.iter().zip(&left_out).map(|(&value, out)| (!out).then_some(value)).collect();
        let labels = PartialLabels::renumbered(&partial);
        prop_assert_eq!(PartialLabels::new(labels.as_slice().to_vec()).unwrap(), labels.clone());
        prop_assert_eq!(labels.placed().0.len() + labels.left_out(), values.len());
        let blocks = Blocks::new(&points);
        prop_assert!((0..points.rows()).all(|row| blocks.value(row, 0) == points.row(row)[0]));
        let different = distinct::distinct_rows(&points);
        prop_assert!(different <= points.rows() && (different > 0) == (points.rows() > 0));
        let found = bad.first_where(|value| value.is_nan() || value.abs() > 1e140);
        prop_assert_eq!(found, Some(place));
    }

    #[test]
    fn streams_stay_in_bounds(seed: u64, task: u64, bound: usize, rows in 0usize..50, count: usize) {
        let mut stream = Stream::new(seed, task);
        prop_assert!(stream.below(bound) < bound.max(1));
        prop_assert!((0.0..1.0).contains(&stream.uniform()) && stream.normal().is_finite());
        prop_assert_eq!(stream.sample(rows, count).len(), rows.min(count));
    }
}
