//! The hot loop: the distances between the rows of two packs, summed by cell.

use std::ops::Range;

use shoal_kernel::lanes::{Vector, Wide, WideArithmetic, run_wide};

use super::packed::{Eight, LANES, Pack};

/// Rows that pass over a pack together, so that what is read is used for all of them.
const ROWS: usize = 4;

/// Adds to `sums` the distances of each row of `rows` to all rows of `others`, by the cell of the other; `sums` are
/// `[cell][group of rows]`. Time O(rows × others × columns).
pub(super) fn add_distances(rows: Pack<'_>, others: Pack<'_>, sums: &mut [Eight]) {
    run_wide(OneWay { rows, others, runs: &others.runs(), sums });
}

/// Adds the distances between two packs to the sums of both, each taken once.
pub(super) fn add_to_both(first: Pack<'_>, second: Pack<'_>, of_first: &mut [Eight], of_second: &mut [Eight]) {
    run_wide(BothWays { first, second, runs: &second.runs(), of_first, of_second });
}

struct OneWay<'a> {
    rows: Pack<'a>,
    others: Pack<'a>,
    runs: &'a [Range<usize>],
    sums: &'a mut [Eight],
}

impl WideArithmetic for OneWay<'_> {
    type Output = ();

    #[inline(always)]
    fn compute<W: Wide>(self) {
        let groups = self.rows.groups();
        for group in 0..groups {
            for first in (0..LANES).step_by(ROWS) {
                let four = Four { group: self.rows.group(group), real: &self.rows.real[group], first };
                for run in self.runs {
                    let cell = self.others.cells[run.start] as usize;
                    four.add_distances::<W::Double>(self.others.part(run), &mut self.sums[cell * groups + group]);
                }
            }
        }
    }
}

struct BothWays<'a> {
    first: Pack<'a>,
    second: Pack<'a>,
    /// Of the second.
    runs: &'a [Range<usize>],
    of_first: &'a mut [Eight],
    of_second: &'a mut [Eight],
}

impl WideArithmetic for BothWays<'_> {
    type Output = ();

    #[inline(always)]
    fn compute<W: Wide>(self) {
        let (groups, others) = (self.first.groups(), self.second.groups());
        for group in 0..groups {
            let own = self.first.cells[group] as usize;
            let back = &mut self.of_second[own * others..(own + 1) * others];
            for first in (0..LANES).step_by(ROWS) {
                let four = Four { group: self.first.group(group), real: &self.first.real[group], first };
                for run in self.runs {
                    let cell = self.second.cells[run.start] as usize;
                    let sums = &mut self.of_first[cell * groups + group];
                    four.add_to_both::<W::Double>(self.second.part(run), sums, &mut back[run.clone()]);
                }
            }
        }
    }
}

/// Four rows of a group, from lane `first` on.
#[derive(Clone, Copy)]
struct Four<'a> {
    group: &'a [Eight],
    real: &'a Eight,
    first: usize,
}

impl Four<'_> {
    /// Adds the distances to all groups of `others` to the `sums` of the four.
    #[inline(always)]
    fn add_distances<V: Vector<Number = f64>>(self, others: Pack<'_>, sums: &mut Eight) {
        let mut totals = [V::fill(0.0); ROWS];
        for (other, real) in others.values.chunks_exact(others.columns).zip(others.real) {
            let (squares, real) = (self.squares::<V>(other), V::load(real));
            for row in 0..ROWS {
                totals[row] = V::add(totals[row], V::mul(V::root(squares[row]), real));
            }
        }
        self.add::<V>(totals, sums);
    }

    /// Likewise, and adds them to `back`, the sums of the others, too.
    #[inline(always)]
    fn add_to_both<V: Vector<Number = f64>>(self, others: Pack<'_>, sums: &mut Eight, back: &mut [Eight]) {
        let mut totals = [V::fill(0.0); ROWS];
        let own: [V::Values; ROWS] = std::array::from_fn(|row| V::fill(self.real[self.first + row]));
        for ((other, real), back) in others.values.chunks_exact(others.columns).zip(others.real).zip(back) {
            let (squares, real) = (self.squares::<V>(other), V::load(real));
            let mut sum = V::load(back);
            for row in 0..ROWS {
                let distance = V::root(squares[row]);
                totals[row] = V::add(totals[row], V::mul(distance, real));
                sum = V::add(sum, V::mul(distance, own[row]));
            }
            V::store(sum, back);
        }
        self.add::<V>(totals, sums);
    }

    #[inline(always)]
    fn add<V: Vector<Number = f64>>(self, totals: [V::Values; ROWS], sums: &mut Eight) {
        for (sum, total) in sums[self.first..].iter_mut().zip(totals) {
            let mut lanes = [0.0; LANES];
            V::store(total, &mut lanes);
            *sum += lanes.iter().fold(0.0, |sum, distance| sum + distance);
        }
    }

    /// Squared distances of the four rows to the eight of a group.
    #[inline(always)]
    fn squares<V: Vector<Number = f64>>(self, other: &[Eight]) -> [V::Values; ROWS] {
        let mut columns = self.group.iter().zip(other);
        let first = columns.next().map(|(own, other)| self.square::<V>(own, other));
        let mut squares = first.unwrap_or([V::fill(0.0); ROWS]);
        for (own, other) in columns {
            let more = self.square::<V>(own, other);
            for row in 0..ROWS {
                squares[row] = V::add(squares[row], more[row]);
            }
        }
        squares
    }

    /// Squared differences in one column.
    #[inline(always)]
    fn square<V: Vector<Number = f64>>(self, own: &Eight, other: &Eight) -> [V::Values; ROWS] {
        let other = V::load(other);
        std::array::from_fn(|row| {
            let difference = V::sub(other, V::fill(own[self.first + row]));
            V::mul(difference, difference)
        })
    }
}

#[cfg(test)]
mod tests {
    use shoal_kernel::distance::euclidean;
    use shoal_kernel::lanes::{Width, run_wide_with};
    use shoal_kernel::{Points, Stream};

    use super::*;
    use crate::silhouette::packed::Packed;

    #[test]
    fn both_ways_are_the_two_single_ways_and_every_width_finds_the_same_bits() {
        let mut stream = Stream::new(8, 0);
        let points = Points::new((0..70 * 5).map(|_| stream.normal()).collect(), 5).unwrap();
        let (order, starts): (Vec<usize>, _) = ((0..70).collect(), [0, 3, 25, 26, 58, 70]);
        let packed = Packed::new(&points, &order, &starts);
        let packs = packed.packs(6);
        let (first, second, runs) = (packs[0], packs[1], packs[1].runs());
        let with = |width| {
            let mut of_first = vec![[0.0; LANES]; 5 * first.groups()];
            let mut of_second = vec![[0.0; LANES]; 5 * second.groups()];
            let both = BothWays { first, second, runs: &runs, of_first: &mut of_first, of_second: &mut of_second };
            run_wide_with(width, both);
            let mut alone = vec![[0.0; LANES]; 5 * first.groups()];
            run_wide_with(width, OneWay { rows: first, others: second, runs: &runs, sums: &mut alone });
            assert_eq!(alone, of_first);
            (of_first, of_second)
        };
        let expected = with(Width::Plain);
        assert_eq!(with(Width::Avx2), expected);
        assert_eq!(with(Width::Avx512), expected);
        let mut other_way = vec![[0.0; LANES]; 5 * second.groups()];
        add_distances(second, first, &mut other_way);
        let close = |(a, b): (&f64, &f64)| (a - b).abs() <= 1e-14 * b;
        assert!(expected.1.as_flattened().iter().zip(other_way.as_flattened()).all(close));
        // Groups 0 to 5 hold the places 0..3, 3..25 (three groups), 25 and the first eight of 26..58; cell 4 is 58..70.
        let plain: f64 = (58..70).map(|place| euclidean(points.row(4), points.row(place))).sum();
        assert!((expected.0[4 * first.groups() + 1][1] / plain - 1.0).abs() < 1e-14);
    }
}
