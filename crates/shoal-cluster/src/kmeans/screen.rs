//! The hot loop: which centre is nearest to each of 64 rows, in single precision, and for which rows that is not sure.
//!
//! For a row x and a centre c, ½|x|² + ½|c|² − x·c is half the squared distance. Sixteen rows lie in the lanes of a vector, four
//! vectors meet up to four centres at once, and the sums stay in registers over all columns. The number of the centre then
//! takes the lowest bits of its sum, so that the smaller of two whole numbers is the nearer centre together with its number.
//! The two smallest are kept.
//!
//! **How far it can be off.** With u = 2⁻²⁴ and d columns, rounding the row and the centre, and 2 d + 3 operations, shift a sum
//! by less than κ (½|x|² + ½|c|² + |x||c|), κ = (2 d + 8) u. A centre at distance D has |c| ≤ |x| + D, so the bracket is at most
//! 2|x|² + 2|x|D + ½D² ≤ 3|x|² + 1.5 D²: with N = ½|x|² and v = ½D² that is κ (6 N + 3 v). Each sum starts 8 κ N too high, the
//! same for all centres, so none is negative; bits given away to the number lower it by less than a share m. Two centres are
//! told apart only when the second lies above the first by more than both may be off; every other row is *doubtful* and is
//! looked up in `f64`. So labels are those of plain `f64` arithmetic.
//!
//! For scoring, the two nearest centres are wanted ([`Screen::look_for_two`]). Then the three smallest sums are kept, and a row is
//! doubtful where the third does not lie above the second by more than both may be off: else no other centre is as near as the
//! two, and which of them is nearer is for `f64` to say.

#![allow(clippy::needless_range_loop, reason = "vectors and centres of a tile are counted")]

use shoal_kernel::lanes::Wide;
use shoal_kernel::singles::{Frame, GROUP, ROUNDING, Strip};

/// Centres that meet the rows at once.
const TILE: usize = 4;

/// Keeps sums apart from 0, where single precision has few digits.
const FLOOR: f32 = 1e-30;

/// Centres as the screen wants them.
pub(super) struct Screen {
    /// Half the squared length of each centre.
    halves: Vec<f32>,
    /// Tile after tile, in each column after column, the centres' values with their signs turned.
    turned: Vec<f32>,
    columns: usize,
    /// Bits of a sum that are kept; the others hold the number of the centre.
    mask: i32,
    /// Share by which a sum can be off in proportion to itself.
    relative: f32,
    /// Share of ½|x|² by which two sums together can be off: 16 κ, of which the bias takes up to half.
    of_row: f32,
}

/// 64 rows to look at.
pub(super) struct Rows<'a> {
    /// One strip per column.
    pub(super) group: &'a [Strip],
    /// The labels to compare with.
    pub(super) known: &'a [u16; GROUP],
    /// How far the centres may have moved so far, rounded down, in the frame's unit. Where it is given, it is also found how far
    /// they may move until a label can change.
    pub(super) drift: Option<f32>,
}

/// What the screen says about 64 rows.
pub(super) struct Screened {
    /// The nearest centre.
    pub(super) labels: [u16; GROUP],
    /// The other one of the two nearest; only where asked for.
    pub(super) seconds: [u16; GROUP],
    /// Rows for which that is not sure: bit `i` for row `i`.
    pub(super) doubtful: u64,
    /// Rows whose label is not the known one.
    pub(super) changed: u64,
    /// The drift up to which each label is certain; only where asked for.
    pub(super) certain: Strip,
}

impl Screened {
    pub(super) fn new() -> Self {
        Self { labels: [0; GROUP], seconds: [0; GROUP], doubtful: 0, changed: 0, certain: [0.0; GROUP] }
    }
}

impl Screen {
    /// Takes `centres` (`clusters` × `columns`, at most 65,536) in `frame`.
    pub(super) fn new(centres: &[f64], frame: &Frame) -> Self {
        let columns = frame.origin.len();
        let clusters = centres.len() / columns;
        let mut halves = Vec::with_capacity(clusters);
        let mut placed = Vec::with_capacity(centres.len());
        for centre in centres.chunks_exact(columns) {
            let from = placed.len();
            placed.extend(centre.iter().enumerate().map(|(column, &value)| frame.place(column, value)));
            halves.push((placed[from..].iter().map(|value| value * value).sum::<f64>() / 2.0) as f32);
        }
        let mut turned = Vec::with_capacity(centres.len());
        for tile in placed.chunks(TILE * columns) {
            for column in 0..columns {
                turned.extend(tile.iter().skip(column).step_by(columns).map(|value| -value as f32));
            }
        }
        let bits = usize::BITS - clusters.saturating_sub(1).leading_zeros();
        let rounding = (2 * columns + 8) as f32 * ROUNDING;
        // What the nearest sum lost with its bits, and what both sums are off in proportion to themselves.
        let relative = f32::EPSILON * (1u32 << bits) as f32 + 8.0 * rounding;
        Self { halves, turned, columns, mask: -1 << bits, relative, of_row: 16.0 * rounding }
    }

    /// Looks for the nearest centre of each row of a group.
    #[inline(always)]
    pub(super) fn look<W: Wide>(&self, rows: &Rows<'_>, out: &mut Screened) {
        (out.doubtful, out.changed) = (0, 0);
        if W::MANY_REGISTERS {
            self.look_at_vectors::<W, 4, false>(rows, 0, out);
        } else {
            for vector in 0..GROUP / 16 {
                self.look_at_vectors::<W, 1, false>(rows, vector, out);
            }
        }
    }

    /// Looks for the two nearest centres of each row of a group, in any order. Doubtful are the rows for which it is not sure that
    /// they are the two; with a single centre all are.
    #[inline(always)]
    pub(super) fn look_for_two<W: Wide>(&self, group: &[Strip], out: &mut Screened) {
        (out.doubtful, out.changed) = (0, 0);
        let rows = Rows { group, known: &[0; GROUP], drift: None };
        if W::MANY_REGISTERS {
            for vector in [0, 2] {
                self.look_at_vectors::<W, 2, true>(&rows, vector, out);
            }
        } else {
            for vector in 0..GROUP / 16 {
                self.look_at_vectors::<W, 1, true>(&rows, vector, out);
            }
        }
    }

    /// Looks at `P` vectors of sixteen rows, for the nearest centre or the `TWO` nearest.
    #[inline(always)]
    fn look_at_vectors<W: Wide, const P: usize, const TWO: bool>(
        &self,
        rows: &Rows<'_>,
        first: usize,
        out: &mut Screened,
    ) {
        let mut squares = [W::fill(0.0); P];
        for strip in rows.group {
            let values = vectors_of::<W, P>(strip, first);
            for p in 0..P {
                squares[p] = W::times_plus(values[p], values[p], squares[p]);
            }
        }
        let (half, floor) = (W::fill(0.5 + 0.25 * self.of_row), W::fill(FLOOR));
        let far = W::fill_whole(f32::MAX.to_bits() as i32);
        let mut best = Best::<W, P> {
            starts: squares.map(|squares| W::times_plus(squares, half, floor)),
            nearest: [far; P],
            next: [far; P],
            third: [far; P],
        };
        let tiles = self.halves.chunks(TILE).zip(self.turned.chunks(TILE * self.columns));
        for (number, (halves, turned)) in tiles.enumerate() {
            let tile = Tile { from: number * TILE, halves, turned };
            match halves.len() {
                4 => self.meet::<W, P, 4, TWO>(rows.group, first, &tile, &mut best),
                3 => self.meet::<W, P, 3, TWO>(rows.group, first, &tile, &mut best),
                2 => self.meet::<W, P, 2, TWO>(rows.group, first, &tile, &mut best),
                _ => self.meet::<W, P, 1, TWO>(rows.group, first, &tile, &mut best),
            }
        }
        for p in 0..P {
            if TWO {
                let Best { nearest, next: second, third, .. } = &best;
                self.judge_two::<W>(first + p, squares[p], [nearest[p], second[p], third[p]], out);
                continue;
            }
            let found =
                Found::<W> { vector: first + p, squares: squares[p], nearest: best.nearest[p], next: best.next[p] };
            self.judge(rows, &found, out);
        }
    }

    /// Meets `C` centres.
    #[inline(always)]
    fn meet<W: Wide, const P: usize, const C: usize, const TWO: bool>(
        &self,
        group: &[Strip],
        first: usize,
        tile: &Tile<'_>,
        best: &mut Best<W, P>,
    ) {
        let mut sums = [best.starts; C];
        for c in 0..C {
            let half = W::fill(tile.halves[c]);
            for p in 0..P {
                sums[c][p] = W::add(sums[c][p], half);
            }
        }
        for (strip, turned) in group.iter().zip(tile.turned.as_chunks::<C>().0) {
            let values = vectors_of::<W, P>(strip, first);
            for c in 0..C {
                let centre = W::fill(turned[c]);
                for p in 0..P {
                    sums[c][p] = W::times_plus(values[p], centre, sums[c][p]);
                }
            }
        }
        let mask = W::fill_whole(self.mask);
        for c in 0..C {
            let number = W::fill_whole((tile.from + c) as i32);
            for p in 0..P {
                let key = W::keyed(sums[c][p], mask, number);
                let later = W::higher(best.nearest[p], key);
                if TWO {
                    best.third[p] = W::lower(best.third[p], W::higher(best.next[p], later));
                }
                best.next[p] = W::lower(best.next[p], later);
                best.nearest[p] = W::lower(best.nearest[p], key);
            }
        }
    }

    /// Writes down the two nearest centres of a vector of rows, from the three smallest sums.
    #[inline(always)]
    fn judge_two<W: Wide>(&self, at: usize, squares: W::Floats, sums: [W::Wholes; 3], out: &mut Screened) {
        let number = W::fill_whole(!self.mask);
        W::store_short(W::common(sums[0], number), &mut out.labels.as_chunks_mut().0[at]);
        W::store_short(W::common(sums[1], number), &mut out.seconds.as_chunks_mut().0[at]);
        let (second, third) = (W::as_floats(sums[1]), W::as_floats(sums[2]));
        let of_row = W::times_plus(squares, W::fill(0.5 * self.of_row), W::fill(FLOOR));
        let upper = W::add(second, W::times_plus(second, W::fill(self.relative), of_row));
        out.doubtful |= u64::from(W::not_above(third, upper)) << (16 * at);
    }

    /// Writes down what the two nearest centres of a vector of rows say.
    #[inline(always)]
    fn judge<W: Wide>(&self, rows: &Rows<'_>, found: &Found<W>, out: &mut Screened) {
        let at = found.vector;
        let number = W::common(found.nearest, W::fill_whole(!self.mask));
        W::store_short(number, &mut out.labels.as_chunks_mut().0[at]);
        out.changed |= u64::from(W::differing(number, &rows.known.as_chunks().0[at])) << (16 * at);
        let (nearest, next) = (W::as_floats(found.nearest), W::as_floats(found.next));
        let relative = W::fill(self.relative);
        let of_row = W::times_plus(found.squares, W::fill(0.5 * self.of_row), W::fill(FLOOR));
        let upper = W::add(nearest, W::times_plus(nearest, relative, of_row));
        out.doubtful |= u64::from(W::not_above(next, upper)) << (16 * at);
        if let Some(drift) = rows.drift {
            let zero = W::fill(0.0);
            let lower = W::larger(W::sub(next, W::times_plus(next, relative, of_row)), zero);
            let distance = |half| W::root(W::add(half, half));
            let slack = W::sub(distance(lower), distance(upper));
            // A little less than the sum, because it is rounded.
            let certain = W::times_plus(W::add(slack, W::fill(drift)), W::fill(1.0 - 4.0 * ROUNDING), zero);
            W::store(certain, &mut out.certain.as_chunks_mut().0[at]);
        }
    }
}

/// Up to four centres.
struct Tile<'a> {
    /// Number of the first one.
    from: usize,
    halves: &'a [f32],
    turned: &'a [f32],
}

/// The smallest sums so far, of `P` vectors; the third smallest only where it is asked for.
struct Best<W: Wide, const P: usize> {
    /// What every sum begins with.
    starts: [W::Floats; P],
    nearest: [W::Wholes; P],
    next: [W::Wholes; P],
    third: [W::Wholes; P],
}

/// What was found for one vector of sixteen rows.
struct Found<W: Wide> {
    /// Its place in the group.
    vector: usize,
    /// Squared length of each row.
    squares: W::Floats,
    nearest: W::Wholes,
    next: W::Wholes,
}

#[inline(always)]
fn vectors_of<W: Wide, const P: usize>(strip: &Strip, first: usize) -> [W::Floats; P] {
    let vectors = &strip.as_chunks::<16>().0[first..first + P];
    std::array::from_fn(|p| W::load(&vectors[p]))
}

#[cfg(test)]
mod tests {
    use shoal_kernel::distance::euclidean;
    use shoal_kernel::lanes::{WideArithmetic, Width, run_wide_with};
    use shoal_kernel::singles::Singles;
    use shoal_kernel::{Points, Stream};

    use super::*;

    struct All<'a>(&'a Screen, &'a Singles);

    impl WideArithmetic for All<'_> {
        type Output = Vec<(u16, bool, f32)>;

        #[inline(always)]
        fn compute<W: Wide>(self) -> Self::Output {
            let mut out = Screened::new();
            let mut all = Vec::new();
            for group in 0..self.1.groups() {
                let rows = Rows { group: self.1.group(group), known: &[0; GROUP], drift: Some(0.0) };
                self.0.look::<W>(&rows, &mut out);
                for row in 0..GROUP {
                    assert_eq!(out.changed >> row & 1 == 1, out.labels[row] != 0);
                    all.push((out.labels[row], out.doubtful >> row & 1 == 1, out.certain[row]));
                }
            }
            all
        }
    }

    /// The two nearest centres of a row and their distances, in `f64`.
    fn two_nearest(row: &[f64], centres: &Points) -> [(f64, usize); 2] {
        let mut all: Vec<_> = centres.iter().enumerate().map(|(i, centre)| (euclidean(row, centre), i)).collect();
        all.push((f64::INFINITY, usize::MAX));
        all.sort_by(|a, b| a.partial_cmp(b).unwrap());
        [all[0], all[1]]
    }

    #[test]
    fn what_is_not_doubtful_is_right_and_certain_is_never_too_far() {
        for (columns, clusters) in [(1, 1), (1, 7), (3, 2), (8, 8), (8, 19), (30, 300)] {
            let mut stream = Stream::new(6, (columns * clusters) as u64);
            let values = (0..3000 * columns).map(|_| 50.0 + (2.0 * stream.normal()).exp());
            let points = Points::new(values.collect(), columns).unwrap();
            let centres = points.select(&(0..clusters).collect::<Vec<_>>());
            let frame = Frame::with_reach(vec![51.0; columns], 1e4);
            let (singles, screen) = (Singles::new(&points, &frame), Screen::new(centres.values(), &frame));
            for width in [Width::Plain, Width::Avx2, Width::Avx512] {
                let screened = run_wide_with(width, All(&screen, &singles));
                let mut doubtful = 0;
                for (row, (label, unsure, certain)) in points.iter().zip(screened) {
                    let [nearest, next] = two_nearest(row, &centres);
                    doubtful += usize::from(unsure);
                    assert!(unsure || usize::from(label) == nearest.1);
                    assert!(unsure || f64::from(certain) <= (next.0 - nearest.0) * frame.unit);
                    assert!(unsure || f64::from(certain) > 0.5 * (next.0 - nearest.0).min(1e9) * frame.unit - 1e-3);
                }
                assert!(doubtful < 60, "{doubtful} of {columns} columns and {clusters} clusters");
            }
        }
    }

    #[test]
    fn ties_and_what_single_precision_cannot_see_are_doubtful() {
        let points = Points::new(vec![0.0, 1.0, 2.0, 1.0 + 1e-12], 1).unwrap();
        let frame = Frame::with_reach(vec![0.0], 2.0);
        let screen = Screen::new(&[2.0, 0.0], &frame);
        let screened = run_wide_with(Width::Avx512, All(&screen, &Singles::new(&points, &frame)));
        assert_eq!(screened[..4].iter().map(|it| it.1).collect::<Vec<_>>(), [false, true, false, true]);
    }
}
