//! Sums of one component over one slab: responsibilities, first moments and second moments about its centre.
//!
//! Differences from the centre are taken where they are used. Second moments are added up in tiles of columns times columns, so that each number that is read is used several times and
//! all sums of a tile stay in registers over the slab; then they go to sums in `f64`.

#![allow(clippy::needless_range_loop, reason = "vectors and columns of a tile are counted")]

use shoal_kernel::lanes::{Number, Strands, Vector};

use super::covariance::Covariance;
use super::expectation::{VECTORS, apart, load};
use super::whitened::TILE;

/// Columns in one tile where registers are few.
const SMALL_TILE: usize = 2;

/// Rows of a slab, and what differences are taken from: one strip and one number per column.
#[derive(Clone, Copy)]
pub(super) struct About<'a, V: Vector> {
    pub(super) slab: &'a [V::Strip],
    pub(super) centre: &'a [V::Number],
}

impl<V: Vector> About<'_, V> {
    /// The columns from `first` up to `last`.
    #[inline(always)]
    fn columns(&self, first: usize, last: usize) -> Self {
        Self { slab: &self.slab[first..last], centre: &self.centre[first..last] }
    }
}

/// Adds one slab to the sums of one component: responsibilities, first moments, second moments as the form keeps them.
#[inline(always)]
pub(super) fn add_moments<V: Vector>(form: Covariance, shares: &V::Strip, about: About<'_, V>, sums: &mut [Strands]) {
    let (sum, moments) = sums.split_at_mut(1);
    let mut total = V::fill(V::Number::ZERO);
    for vector in 0..VECTORS {
        total = V::add(total, load::<V>(shares, vector));
    }
    V::add_to(total, &mut sum[0]);
    let sums = moments.split_at_mut(about.slab.len());
    if !form.is_triangle() {
        add_diagonal::<V>(shares, about, sums);
    } else if V::MANY_REGISTERS {
        add_triangle::<V, TILE>(shares, about, sums);
    } else {
        add_triangle::<V, SMALL_TILE>(shares, about, sums);
    }
}

/// The moments of the columns one by one.
#[inline(always)]
fn add_diagonal<V: Vector>(
    shares: &V::Strip,
    about: About<'_, V>,
    (moments, products): (&mut [Strands], &mut [Strands]),
) {
    for ((column, &centre), (moment, product)) in
        about.slab.iter().zip(about.centre).zip(moments.iter_mut().zip(products))
    {
        let centre = V::fill(centre);
        let mut first = V::fill(V::Number::ZERO);
        let mut second = V::fill(V::Number::ZERO);
        for vector in 0..VECTORS {
            let difference = apart::<V>(column, centre, vector);
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
    about: About<'_, V>,
    (moments, products): (&mut [Strands], &mut [Strands]),
) {
    let columns = about.slab.len();
    for row in (0..columns).step_by(T) {
        let last = columns.min(row + T);
        let sums = (&mut moments[row..last], &mut products[row * (row + 1) / 2..last * (last + 1) / 2]);
        let (before, rows) = (about.columns(0, row), about.columns(row, last));
        match last - row {
            1 => add_rows::<V, T, 1>(shares, before, rows, sums),
            2 => add_rows::<V, T, 2>(shares, before, rows, sums),
            3 => add_rows::<V, T, 3>(shares, before, rows, sums),
            _ => add_rows::<V, T, 4>(shares, before, rows, sums),
        }
    }
}

/// The tiles of `R` columns with those before them, and the corner that they make with themselves.
#[inline(always)]
fn add_rows<V: Vector, const T: usize, const R: usize>(
    shares: &V::Strip,
    before: About<'_, V>,
    rows: About<'_, V>,
    (moments, products): (&mut [Strands], &mut [Strands]),
) {
    // Sums of a column follow each other, each column has one more than the one before. Indexed and not iterated over, so that
    // tiles go from registers to their sums.
    let width = before.slab.len();
    let moments = &mut moments[..R];
    for from in (0..width).step_by(T) {
        let tile = tile_products::<V, T, R>(shares, rows, before.columns(from, from + T));
        for r in 0..R {
            let places = &mut products[r * width + r * (r + 1) / 2 + from..][..T];
            for column in 0..T {
                V::add_to(tile[r][column], &mut places[column]);
            }
        }
    }
    let (corner, first) = corner_products::<V, R>(shares, rows);
    for r in 0..R {
        let places = &mut products[r * width + r * (r + 1) / 2 + width..][..r + 1];
        for column in 0..=r {
            V::add_to(corner[r][column], &mut places[column]);
        }
        V::add_to(first[r], &mut moments[r]);
    }
}

/// The same number of `N` columns in all lanes.
#[inline(always)]
fn filled<V: Vector, const N: usize>(centre: &[V::Number]) -> [V::Values; N] {
    let mut values = [V::fill(V::Number::ZERO); N];
    for (value, &centre) in values.iter_mut().zip(centre) {
        *value = V::fill(centre);
    }
    values
}

/// Sums of the products of `R` weighted columns with `T` others.
#[inline(always)]
fn tile_products<V: Vector, const T: usize, const R: usize>(
    shares: &V::Strip,
    rows: About<'_, V>,
    columns: About<'_, V>,
) -> [[V::Values; T]; R] {
    let (of_rows, of_columns) = (filled::<V, R>(rows.centre), filled::<V, T>(columns.centre));
    let (rows, columns) = (&rows.slab[..R], &columns.slab[..T]);
    let mut sums = [[V::fill(V::Number::ZERO); T]; R];
    for vector in 0..VECTORS {
        let share = load::<V>(shares, vector);
        let mut others = of_columns;
        for column in 0..T {
            others[column] = apart::<V>(&columns[column], of_columns[column], vector);
        }
        for r in 0..R {
            let weighted = V::mul(share, apart::<V>(&rows[r], of_rows[r], vector));
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
    rows: About<'_, V>,
) -> ([[V::Values; R]; R], [V::Values; R]) {
    let centre = filled::<V, R>(rows.centre);
    let rows = &rows.slab[..R];
    let mut sums = [[V::fill(V::Number::ZERO); R]; R];
    let mut first = [V::fill(V::Number::ZERO); R];
    for vector in 0..VECTORS {
        let share = load::<V>(shares, vector);
        let mut columns = centre;
        for r in 0..R {
            columns[r] = apart::<V>(&rows[r], centre[r], vector);
        }
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
