//! Squared distances in the units of a component: differences times a triangle, or times a diagonal, squared and added up.
//!
//! Several rows of the triangle are taken at once with several vectors of rows of the table, so that each number that is read is
//! used that many times and all sums stay in registers. Every sum is added up in the order of the columns.

use shoal_kernel::lanes::{Number, Strip, Vector};

use super::expectation::{VECTORS, load};

/// Rows of the triangle in one tile, where registers are many; and vectors of rows beside them.
pub(super) const TILE: usize = 4;

/// The same where registers are few.
pub(super) const SMALL_TILE: usize = 2;

/// Squared lengths of the whitened differences. With more numbers than columns `whitening` is a lower triangle, row after row;
/// else it is a diagonal.
#[inline(always)]
pub(super) fn squared<V: Vector>(differences: &[V::Strip], whitening: &[V::Number], out: &mut V::Strip) {
    if whitening.len() == differences.len() {
        by_diagonal::<V>(differences, whitening, out);
    } else if V::MANY_REGISTERS {
        by_triangle::<V, TILE, 4>(differences, whitening, out);
    } else {
        by_triangle::<V, SMALL_TILE, 2>(differences, whitening, out);
    }
}

#[inline(always)]
fn by_diagonal<V: Vector>(differences: &[V::Strip], whitening: &[V::Number], out: &mut V::Strip) {
    let mut sums = [V::fill(V::Number::ZERO); VECTORS];
    for (&entry, differences) in whitening.iter().zip(differences) {
        let entry = V::fill(entry);
        for (vector, sum) in sums.iter_mut().enumerate() {
            let whitened = V::mul(entry, load::<V>(differences, vector));
            *sum = V::times_plus(whitened, whitened, *sum);
        }
    }
    write::<V, VECTORS>(sums, 0, out);
}

/// `T` rows of the triangle with `N` vectors at once.
#[inline(always)]
fn by_triangle<V: Vector, const T: usize, const N: usize>(
    differences: &[V::Strip],
    whitening: &[V::Number],
    out: &mut V::Strip,
) {
    for first in (0..VECTORS).step_by(N) {
        let mut sums = [V::fill(V::Number::ZERO); N];
        for row in (0..differences.len()).step_by(T) {
            let entries = &whitening[row * (row + 1) / 2..];
            match (differences.len() - row).min(T) {
                1 => add_rows::<V, 1, N>(differences, entries, (row, first), &mut sums),
                2 => add_rows::<V, 2, N>(differences, entries, (row, first), &mut sums),
                3 => add_rows::<V, 3, N>(differences, entries, (row, first), &mut sums),
                _ => add_rows::<V, 4, N>(differences, entries, (row, first), &mut sums),
            }
        }
        write::<V, N>(sums, first, out);
    }
}

/// Adds the squares of `R` whitened columns from column `row` on, for the vectors from `first` on.
#[inline(always)]
fn add_rows<V: Vector, const R: usize, const N: usize>(
    differences: &[V::Strip],
    entries: &[V::Number],
    (row, first): (usize, usize),
    sums: &mut [V::Values; N],
) {
    // Rows of the triangle follow each other, each one number longer than the one before.
    let rows: [&[V::Number]; R] = std::array::from_fn(|r| &entries[r * row + r * (r + 1) / 2..][..row + r + 1]);
    let mut whitened = [[V::fill(V::Number::ZERO); N]; R];
    for (column, differences) in differences[..row].iter().enumerate() {
        let vectors: [V::Values; N] = std::array::from_fn(|vector| load::<V>(differences, first + vector));
        for r in 0..R {
            add_product::<V, N>(rows[r][column], &vectors, &mut whitened[r]);
        }
    }
    for (corner, differences) in differences[row..row + R].iter().enumerate() {
        let vectors: [V::Values; N] = std::array::from_fn(|vector| load::<V>(differences, first + vector));
        for r in corner..R {
            add_product::<V, N>(rows[r][row + corner], &vectors, &mut whitened[r]);
        }
    }
    for whitened in whitened {
        for (sum, value) in sums.iter_mut().zip(whitened) {
            *sum = V::times_plus(value, value, *sum);
        }
    }
}

#[inline(always)]
fn add_product<V: Vector, const N: usize>(entry: V::Number, vectors: &[V::Values; N], sums: &mut [V::Values; N]) {
    let entry = V::fill(entry);
    for (sum, &vector) in sums.iter_mut().zip(vectors) {
        *sum = V::times_plus(entry, vector, *sum);
    }
}

/// Writes sums, none of them above the farthest that is told from others.
#[inline(always)]
fn write<V: Vector, const N: usize>(sums: [V::Values; N], first: usize, out: &mut V::Strip) {
    let farthest = V::fill(V::Number::FARTHEST);
    for (vector, sum) in sums.into_iter().enumerate() {
        V::store(V::smaller(sum, farthest), &mut out.numbers_mut()[(first + vector) * V::LANES..]);
    }
}
