//! Cholesky's factor of a symmetric positive definite matrix, its inverse, and what they are good for.
//!
//! **How it works.** 1. [`factor`]: column by column, L with a positive diagonal such that A = L Lᵀ (L is lower
//! triangular). 2. [`inverse`]: L⁻¹ by forward substitution, lower triangular too. With W = L⁻¹, the differences of a row from
//! a mean become W (x − μ): uncorrelated and of variance 1, so their squares add up to Mahalanobis' distance.
//! 3. [`product_with_transpose`]: L Lᵀ again.
//!
//! **Cost.** n³/3 multiplications for each step; meant for matrices of at most a few dozen rows.
//!
//! **Edges.** A matrix that is not positive definite as far as rounding can tell, or that has an entry that is not finite,
//! has no factor: `None`. Only the lower triangle is read.
//!
//! **References.** Higham, Accuracy and Stability of Numerical Algorithms (2002), chapter 10, doi:10.1137/1.9780898718027.

use crate::matrix::Square;

/// The lower triangular L with L Lᵀ = `matrix` and a positive diagonal; `None` when the matrix is not positive definite.
pub fn factor(matrix: &Square) -> Option<Square> {
    let size = matrix.size();
    let mut lower = Square::zeros(size);
    for j in 0..size {
        let pivot = matrix.get(j, j) - dot(&lower, j, j, j);
        if pivot.is_nan() || pivot <= 0.0 || pivot.is_infinite() {
            return None;
        }
        let root = pivot.sqrt();
        lower.set(j, j, root);
        for i in j + 1..size {
            let entry = (matrix.get(i, j) - dot(&lower, i, j, j)) / root;
            if !entry.is_finite() {
                return None;
            }
            lower.set(i, j, entry);
        }
    }
    Some(lower)
}

/// Inverse of a lower triangular matrix with a diagonal without zeros; lower triangular.
pub fn inverse(lower: &Square) -> Square {
    let size = lower.size();
    let mut inverse = Square::zeros(size);
    for j in 0..size {
        inverse.set(j, j, 1.0 / lower.get(j, j));
        for i in j + 1..size {
            let sum: f64 = (j..i).map(|m| lower.get(i, m) * inverse.get(m, j)).sum();
            inverse.set(i, j, -sum / lower.get(i, i));
        }
    }
    inverse
}

/// `lower` times its transpose: symmetric.
pub fn product_with_transpose(lower: &Square) -> Square {
    let size = lower.size();
    let mut product = Square::zeros(size);
    for i in 0..size {
        for j in 0..=i {
            let entry = dot(lower, i, j, j + 1);
            product.set(i, j, entry);
            product.set(j, i, entry);
        }
    }
    product
}

/// Product of the first `count` entries of rows `i` and `j`.
fn dot(matrix: &Square, i: usize, j: usize, count: usize) -> f64 {
    matrix.row(i)[..count].iter().zip(&matrix.row(j)[..count]).map(|(a, b)| a * b).sum()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::random::Stream;

    fn square(rows: &[&[f64]]) -> Square {
        let mut matrix = Square::zeros(rows.len());
        for (i, row) in rows.iter().enumerate() {
            for (j, &value) in row.iter().enumerate() {
                matrix.set(i, j, value);
            }
        }
        matrix
    }

    #[test]
    fn a_known_factor() {
        let matrix = square(&[&[4.0, 12.0, -16.0], &[12.0, 37.0, -43.0], &[-16.0, -43.0, 98.0]]);
        let lower = square(&[&[2.0, 0.0, 0.0], &[6.0, 1.0, 0.0], &[-8.0, 5.0, 3.0]]);
        assert_eq!(factor(&matrix).unwrap(), lower);
        assert_eq!(product_with_transpose(&lower), matrix);
    }

    #[test]
    fn factor_and_inverse_multiply_back() {
        let mut stream = Stream::new(4, 0);
        for size in 1..12 {
            let mut root = Square::identity(size);
            for i in 0..size {
                for j in 0..=i {
                    root.set(i, j, root.get(i, j) + stream.normal().abs());
                }
            }
            let matrix = product_with_transpose(&root);
            let lower = factor(&matrix).unwrap();
            let inverse = inverse(&lower);
            for i in 0..size {
                for j in 0..size {
                    assert!((lower.get(i, j) - root.get(i, j)).abs() < 1e-9);
                    let unit: f64 = (0..size).map(|m| inverse.get(i, m) * lower.get(m, j)).sum();
                    assert!((unit - f64::from(u8::from(i == j))).abs() < 1e-9);
                }
            }
        }
    }

    #[test]
    fn what_has_no_factor() {
        let table: [&[&[f64]]; 5] = [
            &[&[0.0]],
            &[&[1.0, 1.0], &[1.0, 1.0]],
            &[&[1.0, 0.0], &[2.0, 1.0]],
            &[&[f64::NAN]],
            &[&[1.0, 0.0], &[f64::INFINITY, 1.0]],
        ];
        for rows in table {
            assert_eq!(factor(&square(rows)), None, "{rows:?}");
        }
        assert!(factor(&square(&[&[1e280, 0.0], &[0.0, 1e-280]])).is_some());
    }
}
