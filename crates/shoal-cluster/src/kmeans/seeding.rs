//! Where a start begins: greedy k-means++.
//!
//! The first centre is a row drawn evenly. Each further one is the best of a few rows drawn with probability proportional to
//! the squared distance from the centres so far: the one that lowers the sum of squared distances most. Where rows have
//! weights, they are drawn and summed in proportion to them.
//!
//! Distances are taken in single precision, never fused, so every instruction set draws the same rows. Rows that single
//! precision cannot tell from their centre are never drawn; when only such rows are left, the farthest of them in `f64` is
//! taken each time.

use shoal_kernel::Stream;
use shoal_kernel::distance::squared;
use shoal_kernel::lanes::{Arithmetic, run};
use shoal_kernel::parallel::{ROWS, map_blocks, map_pieces_mut};
use shoal_kernel::singles::{GROUP, Singles, Strip};

use super::data::Data;
use super::weights::Weights;

/// Groups in one piece.
const GROUPS: usize = ROWS / GROUP;

/// Up to `clusters` centres drawn from the rows: fewer only when all rows already lie on a centre.
pub(super) fn draw_centres(data: &Data, clusters: usize, stream: &mut Stream) -> Vec<f64> {
    let row = match &data.weights {
        Some(weights) => weights.draw(stream),
        None => stream.below(data.rows()),
    };
    extend(data, data.layout.points.row(row).to_vec(), clusters, stream, false)
}

/// Adds rows to `centres` until there are `clusters`, or all rows lie on a centre. With `worst` the row farthest from its
/// centre is among the candidates each time.
pub(super) fn extend(
    data: &Data,
    mut centres: Vec<f64>,
    clusters: usize,
    stream: &mut Stream,
    worst: bool,
) -> Vec<f64> {
    let columns = data.columns();
    if centres.len() >= clusters * columns {
        return centres;
    }
    let trials = 2 + (clusters as f64).ln() as usize;
    let mut closest = Closest::new(data);
    for centre in centres.chunks_exact(columns) {
        closest.add(data, centre);
    }
    while centres.len() < clusters * columns && closest.potential > 0.0 {
        let farthest = worst.then(|| closest.farthest(data));
        let drawn = (0..trials).map(|_| closest.draw(data, stream));
        let candidates: Vec<usize> = farthest.into_iter().chain(drawn).collect();
        let centre = data.layout.points.row(closest.best(data, &candidates));
        closest.add(data, centre);
        centres.extend_from_slice(centre);
    }
    while centres.len() < clusters * columns {
        let Some(row) = farthest_in_full(data, &centres) else { break };
        centres.extend_from_slice(data.layout.points.row(row));
    }
    centres
}

/// The row that counts and lies farthest from all centres in `f64`, the first of equally far ones; `None` when all lie on one.
fn farthest_in_full(data: &Data, centres: &[f64]) -> Option<usize> {
    let closest = |row: usize| {
        let of_row = data.layout.points.row(row);
        centres.chunks_exact(data.columns()).map(|centre| squared(of_row, centre)).fold(f64::INFINITY, f64::min)
    };
    let parts = map_blocks(data.rows(), |range| {
        let counting = range.filter(|&row| data.weight(row) > 0.0);
        counting
            .map(|row| (closest(row), row))
            .fold((0.0, None), |far, (distance, row)| if distance > far.0 { (distance, Some(row)) } else { far })
    });
    parts.into_iter().fold((0.0, None), |far, part| if part.0 > far.0 { part } else { far }).1
}

/// Squared distance of every row to the closest centre so far, in the units of the frame.
struct Closest {
    /// One per row, in groups; 0 in the places after the last row.
    squared: Vec<Strip>,
    /// Sum of each group, weighted.
    sums: Vec<f32>,
    /// Sum of each piece.
    pieces: Vec<f64>,
    /// Sum of all.
    potential: f64,
}

impl Closest {
    fn new(data: &Data) -> Self {
        let groups = data.layout.singles.groups();
        let mut squared = vec![[f32::INFINITY; GROUP]; groups];
        if let Some(last) = squared.last_mut() {
            last[data.rows() - (groups - 1) * GROUP..].fill(0.0);
        }
        Self { squared, sums: Vec::new(), pieces: Vec::new(), potential: f64::INFINITY }
    }

    fn add(&mut self, data: &Data, centre: &[f64]) {
        let centre = placed(data, centre);
        let (singles, weights) = (&data.layout.singles, data.weights.as_ref());
        let parts = map_pieces_mut(&mut self.squared, GROUPS, |piece, squared| {
            run(Add { singles, weights, first: piece * GROUPS, centre: &centre, squared })
        });
        self.pieces = parts.iter().map(|sums| sums.iter().map(|&sum| f64::from(sum)).sum()).collect();
        self.sums = parts.concat();
        self.potential = self.pieces.iter().sum();
    }

    /// Which of the `candidates`, numbers of rows, leaves the smallest sum; the first of equally good ones.
    fn best(&self, data: &Data, candidates: &[usize]) -> usize {
        let centres: Vec<Vec<f32>> = candidates.iter().map(|&row| placed(data, data.layout.points.row(row))).collect();
        let (singles, weights) = (&data.layout.singles, data.weights.as_ref());
        let parts = map_blocks(data.rows(), |range| {
            run(Try { singles, weights, first: range.start / GROUP, centres: &centres, squared: &self.squared })
        });
        let mut totals = vec![0.0; candidates.len()];
        for part in parts {
            totals.iter_mut().zip(part).for_each(|(total, sum)| *total += sum);
        }
        let best = (0..candidates.len()).rev().min_by(|&a, &b| totals[a].total_cmp(&totals[b]));
        candidates[best.unwrap_or(0)]
    }

    /// A row with probability proportional to its weighted squared distance; never one that lies on a centre.
    fn draw(&self, data: &Data, stream: &mut Stream) -> usize {
        let mut left = stream.uniform() * self.potential;
        let piece = walk(self.pieces.iter().copied(), &mut left);
        let groups = self.sums.iter().skip(piece * GROUPS).take(GROUPS);
        let group = piece * GROUPS + walk(groups.map(|&sum| f64::from(sum)), &mut left);
        let worth = |lane: usize| {
            let squared = f64::from(self.squared[group][lane]);
            if squared > 0.0 { squared * data.weight(group * GROUP + lane) } else { 0.0 }
        };
        group * GROUP + walk((0..GROUP).map(worth), &mut left)
    }

    /// The row that adds most to the sum: the farthest from its centre, where all count the same; the first of equal ones.
    fn farthest(&self, data: &Data) -> usize {
        let mut farthest = (0, 0.0);
        for (row, &squared) in self.squared.as_flattened().iter().take(data.rows()).enumerate() {
            let worth = f64::from(squared) * data.weight(row);
            if worth > farthest.1 {
                farthest = (row, worth);
            }
        }
        farthest.0
    }
}

/// A centre in single precision.
pub(super) fn placed(data: &Data, centre: &[f64]) -> Vec<f32> {
    centre.iter().enumerate().map(|(column, &value)| data.layout.frame.place(column, value) as f32).collect()
}

/// The place at which `left` is used up when each value above 0 is taken off it in turn; the last such place when it is more
/// than all of them, as it can be by rounding.
fn walk(values: impl Iterator<Item = f64>, left: &mut f64) -> usize {
    let mut last = (0, 0.0);
    for (place, value) in values.enumerate().filter(|it| it.1 > 0.0) {
        last = (place, value);
        if *left < value {
            return place;
        }
        *left -= value;
    }
    *left += last.1;
    last.0
}

/// Sum of a strip: halves upon halves, so that wide vectors add in the same order as narrow ones.
#[inline(always)]
fn sum_strip(strip: &Strip) -> f32 {
    let mut lanes = [0.0; 16];
    for vector in strip.as_chunks::<16>().0 {
        for lane in 0..16 {
            lanes[lane] += vector[lane];
        }
    }
    for half in [8, 4, 2, 1] {
        for lane in 0..half {
            lanes[lane] += lanes[lane + half];
        }
    }
    lanes[0]
}

/// Squared distances of the rows of a group from `centre`. To be called inside an [`Arithmetic`].
#[inline(always)]
pub(super) fn squared_to(group: &[Strip], centre: &[f32]) -> Strip {
    let mut squared = [0.0; GROUP];
    for (strip, centre) in group.iter().zip(centre) {
        for lane in 0..GROUP {
            let difference = strip[lane] - centre;
            squared[lane] += difference * difference;
        }
    }
    squared
}

/// The same where they are below `closest`, else those.
#[inline(always)]
fn closer(group: &[Strip], centre: &[f32], closest: &Strip) -> Strip {
    let mut squared = squared_to(group, centre);
    for lane in 0..GROUP {
        squared[lane] = if squared[lane] < closest[lane] { squared[lane] } else { closest[lane] };
    }
    squared
}

/// Sum of the strip of group `number`, weighted where there are weights.
#[inline(always)]
fn weighed(weights: Option<&Weights>, number: usize, strip: &Strip) -> f32 {
    match weights {
        None => sum_strip(strip),
        Some(weights) => {
            let mut weighted = *strip;
            weighted.iter_mut().zip(weights.strip(number)).for_each(|(value, weight)| *value *= weight);
            sum_strip(&weighted)
        }
    }
}

struct Add<'a> {
    singles: &'a Singles,
    weights: Option<&'a Weights>,
    first: usize,
    centre: &'a [f32],
    squared: &'a mut [Strip],
}

impl Arithmetic for Add<'_> {
    type Output = Vec<f32>;

    #[inline(always)]
    fn compute(self) -> Vec<f32> {
        let mut sums = Vec::with_capacity(self.squared.len());
        for (number, squared) in (self.first..).zip(self.squared) {
            *squared = closer(self.singles.group(number), self.centre, squared);
            sums.push(weighed(self.weights, number, squared));
        }
        sums
    }
}

struct Try<'a> {
    singles: &'a Singles,
    weights: Option<&'a Weights>,
    first: usize,
    centres: &'a [Vec<f32>],
    squared: &'a [Strip],
}

impl Arithmetic for Try<'_> {
    type Output = Vec<f64>;

    #[inline(always)]
    fn compute(self) -> Vec<f64> {
        let mut sums = vec![0.0; self.centres.len()];
        for number in self.first..(self.first + GROUPS).min(self.singles.groups()) {
            let group = self.singles.group(number);
            for (centre, sum) in self.centres.iter().zip(&mut sums) {
                *sum += f64::from(weighed(self.weights, number, &closer(group, centre, &self.squared[number])));
            }
        }
        sums
    }
}
