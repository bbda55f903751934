//! Where a start begins: greedy k-means++.
//!
//! The first centre is a row drawn evenly. Each further one is the best of a few rows drawn with probability proportional to
//! the squared distance from the centres so far: the one that lowers the sum of squared distances most. Where rows have
//! weights, they are drawn and summed in proportion to them.

use shoal_kernel::Stream;
use shoal_kernel::blocks::{BLOCK, Lanes};
use shoal_kernel::distance::squared_to_block;
use shoal_kernel::lanes::{Arithmetic, run};
use shoal_kernel::parallel::{ROWS, map_blocks, map_pieces_mut};

use super::data::Data;
use super::nearest::blocks_from;
use super::weights::Weights;

/// Independent sums that lanes are added into.
const STRANDS: usize = 8;

/// Up to `clusters` centres drawn from the rows: fewer only when all rows already lie on a centre.
pub(super) fn draw_centres(data: &Data, clusters: usize, stream: &mut Stream) -> Vec<f64> {
    let mut first = vec![0.0; data.columns()];
    let row = match &data.weights {
        Some(weights) => weights.draw(stream),
        None => stream.below(data.rows()),
    };
    data.blocks.copy_row(row, &mut first);
    extend(data, first, clusters, stream, false)
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
    let trials = 2 + (clusters as f64).ln() as usize;
    let mut closest = Closest::new(data);
    for centre in centres.chunks_exact(columns) {
        closest.add(data, centre);
    }
    let mut candidates = Vec::with_capacity((trials + 1) * columns);
    let mut row = vec![0.0; columns];
    while centres.len() < clusters * columns && closest.potential > 0.0 {
        candidates.clear();
        if worst {
            data.blocks.copy_row(closest.farthest(data), &mut row);
            candidates.extend_from_slice(&row);
        }
        for _ in 0..trials {
            data.blocks.copy_row(closest.draw(data, stream), &mut row);
            candidates.extend_from_slice(&row);
        }
        let best = closest.best(data, &candidates);
        let centre = &candidates[best * columns..(best + 1) * columns];
        closest.add(data, centre);
        centres.extend_from_slice(centre);
    }
    centres
}

/// Squared distance of every row to the closest centre so far.
struct Closest {
    /// One per row, in blocks; 0 in the lanes after the last row.
    squared: Vec<Lanes>,
    /// Sum of each block, weighted.
    sums: Vec<f64>,
    /// Sum of all, weighted.
    potential: f64,
}

impl Closest {
    fn new(data: &Data) -> Self {
        let mut squared = vec![[f64::INFINITY; BLOCK]; data.blocks.len()];
        if let Some(last) = data.blocks.len().checked_sub(1) {
            squared[last][data.blocks.block(last).rows()..].fill(0.0);
        }
        Self { squared, sums: Vec::new(), potential: f64::INFINITY }
    }

    fn add(&mut self, data: &Data, centre: &[f64]) {
        let parts = map_pieces_mut(&mut self.squared, ROWS / BLOCK, |piece, squared| {
            run(Add { data, first: piece * (ROWS / BLOCK), centre, squared })
        });
        self.sums = parts.concat();
        self.potential = self.sums.iter().sum();
    }

    /// Which of `candidates` leaves the smallest sum; the first of equally good ones.
    fn best(&self, data: &Data, candidates: &[f64]) -> usize {
        let count = candidates.len() / data.columns();
        let parts = map_blocks(data.rows(), |range| {
            let mut sums = vec![0.0; count];
            let first = range.start / BLOCK;
            run(Try { data, first, candidates, squared: &self.squared, sums: &mut sums });
            sums
        });
        let mut totals = vec![0.0; count];
        for part in parts {
            totals.iter_mut().zip(part).for_each(|(total, sum)| *total += sum);
        }
        (0..count).rev().min_by(|&a, &b| totals[a].total_cmp(&totals[b])).unwrap_or(0)
    }

    /// A row with probability proportional to its weighted squared distance; never one that lies on a centre.
    fn draw(&self, data: &Data, stream: &mut Stream) -> usize {
        let mut left = stream.uniform() * self.potential;
        let mut last = 0;
        for (block, &sum) in self.sums.iter().enumerate() {
            if sum <= 0.0 {
                continue;
            }
            last = block;
            if left < sum {
                break;
            }
            left -= sum;
        }
        let mut row = 0;
        let rows = data.blocks.block(last).rows();
        for (lane, &squared) in self.squared[last][..rows].iter().enumerate() {
            let worth = squared * data.weight(last * BLOCK + lane);
            if worth > 0.0 {
                row = lane;
                left -= worth;
                if left < 0.0 {
                    break;
                }
            }
        }
        last * BLOCK + row
    }

    /// The row that adds most to the sum: the farthest from its centre, where all count the same; the first of equal ones.
    fn farthest(&self, data: &Data) -> usize {
        let mut farthest = (0, 0.0);
        for (row, &squared) in self.squared.as_flattened().iter().take(data.rows()).enumerate() {
            let worth = squared * data.weight(row);
            if worth > farthest.1 {
                farthest = (row, worth);
            }
        }
        farthest.0
    }
}

/// Sum of all lanes: every eighth into one of eight sums, so that wide vectors add in a fixed order.
#[inline(always)]
fn sum_lanes(lanes: &Lanes) -> f64 {
    let mut strands = [0.0; STRANDS];
    for chunk in lanes.as_chunks::<STRANDS>().0 {
        for lane in 0..STRANDS {
            strands[lane] += chunk[lane];
        }
    }
    strands.iter().sum()
}

/// Lowers each of `lanes` to the `other` number where that is smaller.
#[inline(always)]
fn keep_smaller(lanes: &mut Lanes, other: &Lanes) {
    for (lane, &other) in lanes.iter_mut().zip(other) {
        *lane = if other < *lane { other } else { *lane };
    }
}

/// Multiplies `lanes` with the weights of block `number`, where there are weights.
#[inline(always)]
fn weigh(weights: Option<&Weights>, number: usize, lanes: &mut Lanes) {
    if let Some(weights) = weights {
        for (lane, weight) in lanes.iter_mut().zip(weights.block(number)) {
            *lane *= weight;
        }
    }
}

struct Add<'a> {
    data: &'a Data,
    first: usize,
    centre: &'a [f64],
    squared: &'a mut [Lanes],
}

impl Arithmetic for Add<'_> {
    type Output = Vec<f64>;

    #[inline(always)]
    fn compute(self) -> Vec<f64> {
        let mut distances = [0.0; BLOCK];
        let mut sums = Vec::with_capacity(self.squared.len());
        let (blocks, weights) = (&self.data.blocks, self.data.weights.as_ref());
        for (number, closest) in blocks_from(self.first, blocks).zip(self.squared) {
            squared_to_block(blocks.block(number), self.centre, &mut distances);
            keep_smaller(closest, &distances);
            if weights.is_some() {
                distances = *closest;
                weigh(weights, number, &mut distances);
                sums.push(sum_lanes(&distances));
            } else {
                sums.push(sum_lanes(closest));
            }
        }
        sums
    }
}

struct Try<'a> {
    data: &'a Data,
    first: usize,
    candidates: &'a [f64],
    squared: &'a [Lanes],
    sums: &'a mut [f64],
}

impl Arithmetic for Try<'_> {
    type Output = ();

    #[inline(always)]
    fn compute(self) {
        let mut distances = [0.0; BLOCK];
        let (blocks, weights) = (&self.data.blocks, self.data.weights.as_ref());
        for number in blocks_from(self.first, blocks) {
            let closest = &self.squared[number];
            let candidates = self.candidates.chunks_exact(blocks.columns());
            for (candidate, sum) in candidates.zip(self.sums.iter_mut()) {
                squared_to_block(blocks.block(number), candidate, &mut distances);
                keep_smaller(&mut distances, closest);
                weigh(weights, number, &mut distances);
                *sum += sum_lanes(&distances);
            }
        }
    }
}
