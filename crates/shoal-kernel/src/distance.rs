//! How far apart two points are.
//!
//! Always from the differences of the coordinates, never from `|x|² − 2xy + |y|²`: that form loses all digits when points
//! lie close together and far from the origin. Squares are added in column order, so the distance of one pair
//! ([`squared`]) and of a whole block ([`squared_to_block`]) have the same bits.

use crate::blocks::{Block, Lanes};

/// Squared Euclidean distance of two points of equal length; columns beyond the shorter one are ignored.
#[inline]
pub fn squared(a: &[f64], b: &[f64]) -> f64 {
    let mut sum = 0.0;
    for (x, y) in a.iter().zip(b) {
        let difference = x - y;
        sum += difference * difference;
    }
    sum
}

/// Euclidean distance of two points of equal length.
#[inline]
pub fn euclidean(a: &[f64], b: &[f64]) -> f64 {
    squared(a, b).sqrt()
}

/// Columns that are taken in one go over the rows of a block, so that the sums are read and written less often.
const GROUP: usize = 3;

/// Squared Euclidean distances of the 256 rows of `block` to `point`, written to `out`. To be called inside a
/// [`crate::lanes::Arithmetic`].
#[inline(always)]
pub fn squared_to_block(block: Block<'_>, point: &[f64], out: &mut Lanes) {
    out.fill(0.0);
    let (mut columns, mut point) = (block.columns(), point);
    while let (Some((group, rest)), Some((coordinates, point_rest))) =
        (columns.split_first_chunk::<GROUP>(), point.split_first_chunk::<GROUP>())
    {
        add_group(group, coordinates, out);
        (columns, point) = (rest, point_rest);
    }
    for (column, coordinate) in columns.iter().zip(point) {
        add_group(std::array::from_ref(column), &[*coordinate], out);
    }
}

#[inline(always)]
fn add_group<const N: usize>(columns: &[Lanes; N], point: &[f64; N], sums: &mut Lanes) {
    for (lane, sum) in sums.iter_mut().enumerate() {
        for (column, coordinate) in columns.iter().zip(point) {
            let difference = column[lane] - coordinate;
            *sum += difference * difference;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::blocks::{BLOCK, Blocks};
    use crate::points::Points;

    #[test]
    fn known_distances() {
        assert_eq!(squared(&[0.0, 0.0], &[3.0, 4.0]), 25.0);
        assert_eq!(euclidean(&[0.0, 0.0], &[3.0, 4.0]), 5.0);
        assert_eq!(squared(&[1e9 + 1.0], &[1e9]), 1.0);
    }

    #[test]
    fn a_block_has_the_bits_of_its_pairs() {
        for columns in 1..=19 {
            let values = (0..columns * 256).map(|i| ((i * 7919 % 1000) as f64).sqrt() - 11.0).collect();
            let points = Points::new(values, columns).unwrap();
            let blocks = Blocks::new(&points);
            let mut out = [f64::NAN; BLOCK];
            squared_to_block(blocks.block(0), points.row(17), &mut out);
            for (row, distance) in points.iter().zip(out) {
                assert_eq!(squared(row, points.row(17)).to_bits(), distance.to_bits());
            }
        }
    }
}
