//! Eigenvalues and eigenvectors of a symmetric matrix by cyclic Jacobi rotations.
//!
//! Each rotation makes one off-diagonal entry zero; sweeping over all of them again and again shrinks what is left
//! quadratically, so six to ten sweeps reach the last bit. For the few dozen columns met here it is fast enough, it gives
//! small eigenvalues to high relative accuracy, its vectors are orthogonal to the last bits, and a fixed order of rotations
//! gives the same bits everywhere.
//!
//! Cost: O(size³) per sweep. Reference: Demmel & Veselić (1992), doi:10.1137/0613074.

use crate::matrix::Square;

/// Sweeps after which it stops in any case; six to ten are the rule.
const MAX_SWEEPS: usize = 64;

/// Eigenvalues in descending order, with a vector of length 1 for each.
#[derive(Clone, Debug, PartialEq)]
pub struct Eigen {
    /// Eigenvalues, largest first; equal ones in the order of the columns they arose in.
    pub values: Vec<f64>,
    /// Row `i` is the eigenvector of `values[i]`; the rows are orthogonal to each other.
    pub vectors: Square,
}

/// Decomposes a symmetric matrix; only what lies on and above its diagonal counts.
pub fn symmetric(matrix: &Square) -> Eigen {
    let size = matrix.size();
    let mut rest = matrix.clone();
    for i in 0..size {
        for j in 0..i {
            rest.set(i, j, matrix.get(j, i));
        }
    }
    let mut vectors = Square::identity(size);
    for _ in 0..MAX_SWEEPS {
        if !sweep(&mut rest, &mut vectors) {
            break;
        }
    }
    in_order(&rest.diagonal(), &vectors)
}

/// Rotates every entry above the diagonal away once; whether there was one worth it.
fn sweep(rest: &mut Square, vectors: &mut Square) -> bool {
    let mut worth = false;
    for p in 0..rest.size() {
        for q in p + 1..rest.size() {
            let entry = rest.get(p, q);
            // Roots first: the product of two large or small entries may leave the numbers there are.
            let scale = rest.get(p, p).abs().sqrt() * rest.get(q, q).abs().sqrt();
            if entry == 0.0 || entry.abs() <= f64::EPSILON * 0.125 * scale {
                rest.set(p, q, 0.0);
                rest.set(q, p, 0.0);
                continue;
            }
            rotate(rest, vectors, p, q);
            worth = true;
        }
    }
    worth
}

/// One rotation in the plane of columns `p` and `q`.
fn rotate(rest: &mut Square, vectors: &mut Square, p: usize, q: usize) {
    let entry = rest.get(p, q);
    let theta = (rest.get(q, q) - rest.get(p, p)) / (2.0 * entry);
    // tan of the smaller angle; for a huge theta the square overflows to infinity and the angle to zero, as it should.
    let tangent = 1.0f64.copysign(theta) / (theta.abs() + (theta * theta + 1.0).sqrt());
    let cosine = 1.0 / (tangent * tangent + 1.0).sqrt();
    let sine = tangent * cosine;
    let (diagonal_p, diagonal_q) = (rest.get(p, p) - tangent * entry, rest.get(q, q) + tangent * entry);
    for i in 0..rest.size() {
        if i != p && i != q {
            let (a, b) = (rest.get(i, p), rest.get(i, q));
            let (a, b) = (cosine * a - sine * b, sine * a + cosine * b);
            rest.set(i, p, a);
            rest.set(p, i, a);
            rest.set(i, q, b);
            rest.set(q, i, b);
        }
        let (a, b) = (vectors.get(p, i), vectors.get(q, i));
        vectors.set(p, i, cosine * a - sine * b);
        vectors.set(q, i, sine * a + cosine * b);
    }
    rest.set(p, p, diagonal_p);
    rest.set(q, q, diagonal_q);
    rest.set(p, q, 0.0);
    rest.set(q, p, 0.0);
}

fn in_order(values: &[f64], vectors: &Square) -> Eigen {
    let size = values.len();
    let mut order: Vec<usize> = (0..size).collect();
    order.sort_by(|&a, &b| values[b].total_cmp(&values[a]));
    let mut sorted = Square::zeros(size);
    for (to, &from) in order.iter().enumerate() {
        for (column, &entry) in vectors.row(from).iter().enumerate() {
            sorted.set(to, column, entry);
        }
    }
    Eigen { values: order.into_iter().map(|i| values[i]).collect(), vectors: sorted }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn matrix(size: usize, entry: impl Fn(usize, usize) -> f64) -> Square {
        let mut matrix = Square::zeros(size);
        for i in 0..size {
            for j in 0..size {
                matrix.set(i, j, entry(i.min(j), i.max(j)));
            }
        }
        matrix
    }

    fn check(matrix: &Square) {
        let size = matrix.size();
        let Eigen { values, vectors } = symmetric(matrix);
        let scale = values.iter().fold(1e-300f64, |scale, value| scale.max(value.abs()));
        assert!(values.windows(2).all(|pair| pair[0] >= pair[1]));
        for (i, &value) in values.iter().enumerate() {
            for j in 0..size {
                let dot: f64 = vectors.row(i).iter().zip(vectors.row(j)).map(|(a, b)| a * b).sum();
                assert!((dot - f64::from(u8::from(i == j))).abs() < 1e-13);
                let image: f64 = matrix.row(j).iter().zip(vectors.row(i)).map(|(a, b)| a * b).sum();
                assert!((image - value * vectors.get(i, j)).abs() < 1e-13 * scale);
            }
        }
    }

    #[test]
    fn known_and_degenerate_matrices() {
        let two = matrix(2, |i, j| if i == j { 2.0 } else { 1.0 });
        let eigen = symmetric(&two);
        assert!((eigen.values[0] - 3.0).abs() < 1e-15 && (eigen.values[1] - 1.0).abs() < 1e-15);
        check(&two);
        check(&Square::zeros(4));
        check(&Square::identity(5));
        check(&matrix(6, |_, _| 1.0));
        check(&matrix(64, |i, j| 1.0 / (i + j + 1) as f64));
        check(&matrix(30, |i, j| ((i * 31 + j * 17) % 23) as f64 - 11.0));
        check(&matrix(3, |i, j| if i == j { [1e12, 1.0, 1e-12][i] } else { 1e-7 }));
        for scale in [1e280, 1e-280] {
            let eigen = symmetric(&matrix(2, |i, j| if i == j { 2.0 * scale } else { scale }));
            assert!((eigen.values[0] / scale - 3.0).abs() < 1e-14 && (eigen.values[1] / scale - 1.0).abs() < 1e-14);
        }
        assert!(symmetric(&Square::zeros(0)).values.is_empty());
    }
}
