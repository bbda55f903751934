//! Sums of one component over one slab: responsibilities, first moments and second moments about its centre.
//!
//! Second moments are added up in tiles of columns times columns, so that each number that is read is used several times and
//! all sums of a tile stay in registers over the slab; then they go to sums in `f64`.

use shoal_kernel::lanes::{Number, Strands, Vector};

use super::covariance::Covariance;
use super::expectation::{VECTORS, load};
use super::whitened::{SMALL_TILE, TILE};

/// Adds one slab to the sums of one component: responsibilities, first moments, second moments as the form keeps them.
#[inline(always)]
pub(super) fn add_moments<V: Vector>(
    form: Covariance,
    shares: &V::Strip,
    differences: &[V::Strip],
    sums: &mut [Strands],
) {
    let (sum, moments) = sums.split_at_mut(1);
    let mut total = V::fill(V::Number::ZERO);
    for vector in 0..VECTORS {
        total = V::add(total, load::<V>(shares, vector));
    }
    V::add_to(total, &mut sum[0]);
    let (moments, products) = moments.split_at_mut(differences.len());
    if !form.is_triangle() {
        add_diagonal::<V>(shares, differences, moments, products);
    } else if V::MANY_REGISTERS {
        add_triangle::<V, TILE>(shares, differences, moments, products);
    } else {
        add_triangle::<V, SMALL_TILE>(shares, differences, moments, products);
    }
}

/// The moments of the columns one by one.
#[inline(always)]
fn add_diagonal<V: Vector>(
    shares: &V::Strip,
    differences: &[V::Strip],
    moments: &mut [Strands],
    products: &mut [Strands],
) {
    for ((differences, moment), product) in differences.iter().zip(moments).zip(products) {
        let mut first = V::fill(V::Number::ZERO);
        let mut second = V::fill(V::Number::ZERO);
        for vector in 0..VECTORS {
            let difference = load::<V>(differences, vector);
            let weighted = V::mul(load::<V>(shares, vector), difference);
            first = V::add(first, weighted);
            second = V::times_plus(weighted, difference, second);
        }
        V::add_to(first, moment);
        V::add_to(second, product);
    }
}

/// The moments of all pairs of columns, tiles of `T` × `T`.
#[inline(always)]
fn add_triangle<V: Vector, const T: usize>(
    shares: &V::Strip,
    differences: &[V::Strip],
    moments: &mut [Strands],
    products: &mut [Strands],
) {
    for row in (0..differences.len()).step_by(T) {
        let (before, rows) = differences.split_at(row);
        let moments = &mut moments[row..];
        let products = &mut products[row * (row + 1) / 2..];
        match rows.len().min(T) {
            1 => add_rows::<V, T, 1>(shares, before, rows, (moments, products)),
            2 => add_rows::<V, T, 2>(shares, before, rows, (moments, products)),
            3 => add_rows::<V, T, 3>(shares, before, rows, (moments, products)),
            _ => add_rows::<V, T, 4>(shares, before, rows, (moments, products)),
        }
    }
}

/// The tiles of `R` columns with those before them, and the corner that they make with themselves.
#[inline(always)]
fn add_rows<V: Vector, const T: usize, const R: usize>(
    shares: &V::Strip,
    before: &[V::Strip],
    rows: &[V::Strip],
    (moments, products): (&mut [Strands], &mut [Strands]),
) {
    // Sums of a column follow each other, each column has one more than the one before.
    let place = |r: usize, column: usize| r * before.len() + r * (r + 1) / 2 + column;
    for (tile, columns) in before.chunks_exact(T).enumerate() {
        let tile_sums = tile_products::<V, T, R>(shares, rows, columns);
        for (r, sums) in tile_sums.into_iter().enumerate() {
            for (column, sum) in sums.into_iter().enumerate() {
                V::add_to(sum, &mut products[place(r, tile * T + column)]);
            }
        }
    }
    let (corner, first) = corner_products::<V, R>(shares, rows);
    for (r, sums) in corner.into_iter().enumerate() {
        for (column, sum) in sums.into_iter().enumerate().take(r + 1) {
            V::add_to(sum, &mut products[place(r, before.len() + column)]);
        }
    }
    first.into_iter().zip(moments).for_each(|(sum, moment)| V::add_to(sum, moment));
}

/// Sums of the products of `R` weighted columns with `T` others.
#[inline(always)]
fn tile_products<V: Vector, const T: usize, const R: usize>(
    shares: &V::Strip,
    rows: &[V::Strip],
    columns: &[V::Strip],
) -> [[V::Values; T]; R] {
    let mut sums = [[V::fill(V::Number::ZERO); T]; R];
    for vector in 0..VECTORS {
        let share = load::<V>(shares, vector);
        let others: [V::Values; T] = std::array::from_fn(|column| load::<V>(&columns[column], vector));
        for r in 0..R {
            let weighted = V::mul(share, load::<V>(&rows[r], vector));
            for column in 0..T {
                sums[r][column] = V::times_plus(weighted, others[column], sums[r][column]);
            }
        }
    }
    sums
}

/// Sums of the products of `R` weighted columns with each other, the lower triangle, and of the weighted columns.
#[inline(always)]
fn corner_products<V: Vector, const R: usize>(
    shares: &V::Strip,
    rows: &[V::Strip],
) -> ([[V::Values; R]; R], [V::Values; R]) {
    let mut sums = [[V::fill(V::Number::ZERO); R]; R];
    let mut first = [V::fill(V::Number::ZERO); R];
    for vector in 0..VECTORS {
        let share = load::<V>(shares, vector);
        let columns: [V::Values; R] = std::array::from_fn(|column| load::<V>(&rows[column], vector));
        for r in 0..R {
            let weighted = V::mul(share, columns[r]);
            first[r] = V::add(first[r], weighted);
            for column in 0..=r {
                sums[r][column] = V::times_plus(weighted, columns[column], sums[r][column]);
            }
        }
    }
    (sums, first)
}
