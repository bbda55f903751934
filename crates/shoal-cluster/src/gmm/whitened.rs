//! Squared distances in the units of a component: differences times a triangle, or times a diagonal, squared and added up.
//!
//! Four rows of the triangle are taken at once with several vectors of rows of the table, so that each number that is read is
//! used that many times and all sums stay in registers. Differences are taken anew for every such tile, which costs less than
//! writing them down. Every sum is added up in the order of the columns.

#![allow(clippy::needless_range_loop, reason = "vectors and columns of a tile are counted")]

use shoal_kernel::lanes::{Number, Strip, Vector};

use super::expectation::{VECTORS, apart};

/// Rows of the triangle in one tile.
pub(super) const TILE: usize = 4;

/// The numbers of a lower triangle, given row after row, in the order in which tiles want them: for each four rows column after
/// column the numbers of the rows, with zeros above the diagonal.
pub(super) fn tiled<N: Number>(triangle: &[N], columns: usize) -> Vec<N> {
    let mut tiles = Vec::new();
    for row in (0..columns).step_by(TILE) {
        let last = columns.min(row + TILE);
        for column in 0..last {
            let entry = |i: usize| if column <= i { triangle[i * (i + 1) / 2 + column] } else { N::ZERO };
            tiles.extend((row..last).map(entry));
        }
    }
    tiles
}

/// Squared lengths of the whitened differences from `mean`. With more numbers than columns `whitening` is a [`tiled`]
/// triangle; else it is a diagonal.
#[inline(always)]
pub(super) fn squared<V: Vector>(slab: &[V::Strip], mean: &[V::Number], whitening: &[V::Number], out: &mut V::Strip) {
    if whitening.len() == mean.len() {
        by_diagonal::<V>(slab, mean, whitening, out);
    } else if V::MANY_REGISTERS {
        by_triangle::<V, 4>(slab, mean, whitening, out);
    } else {
        by_triangle::<V, 1>(slab, mean, whitening, out);
    }
}

#[inline(always)]
fn by_diagonal<V: Vector>(slab: &[V::Strip], mean: &[V::Number], whitening: &[V::Number], out: &mut V::Strip) {
    let mut sums = [V::fill(V::Number::ZERO); VECTORS];
    for ((&entry, column), &mean) in whitening.iter().zip(slab).zip(mean) {
        let (entry, mean) = (V::fill(entry), V::fill(mean));
        for (vector, sum) in sums.iter_mut().enumerate() {
            let whitened = V::mul(entry, apart::<V>(column, mean, vector));
            *sum = V::times_plus(whitened, whitened, *sum);
        }
    }
    write::<V, VECTORS>(sums, 0, out);
}

/// Four rows of the triangle with `N` vectors at once.
#[inline(always)]
fn by_triangle<V: Vector, const N: usize>(
    slab: &[V::Strip],
    mean: &[V::Number],
    whitening: &[V::Number],
    out: &mut V::Strip,
) {
    for first in (0..VECTORS).step_by(N) {
        let mut sums = [V::fill(V::Number::ZERO); N];
        let mut rest = whitening;
        for row in (0..slab.len()).step_by(TILE) {
            let height = (slab.len() - row).min(TILE);
            let (tile, below) = rest.split_at((row + height) * height);
            rest = below;
            let (slab, mean) = (&slab[..row + height], &mean[..row + height]);
            match height {
                1 => add_rows::<V, 1, N>(slab, mean, tile, first, &mut sums),
                2 => add_rows::<V, 2, N>(slab, mean, tile, first, &mut sums),
                3 => add_rows::<V, 3, N>(slab, mean, tile, first, &mut sums),
                _ => add_rows::<V, 4, N>(slab, mean, tile, first, &mut sums),
            }
        }
        write::<V, N>(sums, first, out);
    }
}

/// Adds the squares of the last `R` whitened columns of `slab`, for the vectors from `first` on.
#[inline(always)]
fn add_rows<V: Vector, const R: usize, const N: usize>(
    slab: &[V::Strip],
    mean: &[V::Number],
    tile: &[V::Number],
    first: usize,
    sums: &mut [V::Values; N],
) {
    let mut whitened = [[V::fill(V::Number::ZERO); N]; R];
    let (before, corner) = slab.split_at(slab.len() - R);
    let (means_before, means_of_corner) = mean.split_at(before.len());
    let (tile, tile_of_corner) = tile.as_chunks::<R>().0.split_at(before.len());
    for ((column, &mean), entries) in before.iter().zip(means_before).zip(tile) {
        let vectors = vectors_apart::<V, N>(column, mean, first);
        for r in 0..R {
            add_product::<V, N>(entries[r], &vectors, &mut whitened[r]);
        }
    }
    // Indexed, so that the loop is unrolled and sums stay in registers.
    let (corner, means_of_corner, tile_of_corner) = (&corner[..R], &means_of_corner[..R], &tile_of_corner[..R]);
    for c in 0..R {
        let vectors = vectors_apart::<V, N>(&corner[c], means_of_corner[c], first);
        for r in c..R {
            add_product::<V, N>(tile_of_corner[c][r], &vectors, &mut whitened[r]);
        }
    }
    for r in 0..R {
        for vector in 0..N {
            sums[vector] = V::times_plus(whitened[r][vector], whitened[r][vector], sums[vector]);
        }
    }
}

/// `N` vectors of differences from `mean`, from vector `first` on.
#[inline(always)]
fn vectors_apart<V: Vector, const N: usize>(column: &V::Strip, mean: V::Number, first: usize) -> [V::Values; N] {
    // A loop and not a closure: what is not inlined for sure is not compiled wide.
    let mean = V::fill(mean);
    let mut values = [mean; N];
    for (vector, value) in values.iter_mut().enumerate() {
        *value = apart::<V>(column, mean, first + vector);
    }
    values
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
    for vector in 0..N {
        V::store(V::smaller(sums[vector], farthest), &mut out.numbers_mut()[(first + vector) * V::LANES..]);
    }
}
