//! What the M-step needs of all rows, gathered in one pass together with the E-step.
//!
//! For each component the sum of its responsibilities, and of its responsibilities times the differences from a point close
//! to its mean, and times their products. Taking differences first is what keeps the digits: mean squares minus squared means
//! would lose them. Only one block's responsibilities are ever held.

use shoal_kernel::blocks::{BLOCK, Block, Lanes};
use shoal_kernel::lanes::{Arithmetic, run};
use shoal_kernel::parallel::{ROWS, map_blocks};

use super::covariance::Covariance;
use super::data::Data;
use super::density::Density;
use super::expectation::{Expectation, Strip, subtract};

/// Independent sums that lanes are added into, so that wide vectors add in a fixed order.
pub(super) const STRANDS: usize = 8;

/// One sum in strands.
pub(super) type Strands = [f64; STRANDS];

/// Sums that are gathered together, so that each need not wait for itself.
const GROUP: usize = 4;

/// Sums over all rows.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Statistics {
    pub(super) form: Covariance,
    pub(super) columns: usize,
    /// For each component: responsibilities, `columns` first moments, then the second moments that the form keeps.
    sums: Vec<f64>,
}

impl Statistics {
    /// For every component the sum of its responsibilities, the first moments and the second moments.
    pub(super) fn components(&self) -> impl Iterator<Item = (f64, &[f64], &[f64])> {
        self.sums.chunks_exact(sums_each(self.form, self.columns)).map(|sums| {
            let (moments, products) = sums[1..].split_at(self.columns);
            (sums[0], moments, products)
        })
    }
}

/// Where responsibilities come from.
#[derive(Clone, Copy)]
pub(super) enum Source<'a> {
    /// From the densities of a mixture.
    Density(&'a Density),
    /// All of a row goes to the cluster with its label.
    Labels(&'a [u32]),
}

/// The statistics of all rows about `centres` (`clusters` × `columns`), and the mean log-likelihood of the rows under the
/// source (0 for labels).
pub(super) fn gather(data: &Data, form: Covariance, source: Source<'_>, centres: &[f64]) -> (f64, Statistics) {
    let width = centres.len() / data.columns() * sums_each(form, data.columns());
    let parts =
        map_blocks(data.rows(), |range| run(Gather { data, form, source, centres, first: range.start / BLOCK }));
    let mut sums = vec![0.0; width];
    let mut log_likelihood = 0.0;
    for (part_log, part) in parts {
        log_likelihood += part_log;
        sums.iter_mut().zip(part).for_each(|(sum, value)| *sum += value);
    }
    (log_likelihood / data.rows() as f64, Statistics { form, columns: data.columns(), sums })
}

fn sums_each(form: Covariance, columns: usize) -> usize {
    1 + columns + form.width(columns)
}

struct Gather<'a> {
    data: &'a Data,
    form: Covariance,
    source: Source<'a>,
    centres: &'a [f64],
    first: usize,
}

impl Arithmetic for Gather<'_> {
    type Output = (f64, Vec<f64>);

    #[inline(always)]
    fn compute(self) -> (f64, Vec<f64>) {
        let columns = self.data.columns();
        let clusters = self.centres.len() / columns;
        let mut step = Expectation::new(clusters, columns);
        let mut weighted = vec![Strip::ZERO; columns];
        let mut sums = vec![[0.0; STRANDS]; clusters * sums_each(self.form, columns)];
        let mut log_likelihood = [0.0; STRANDS];
        for number in self.first..(self.first + ROWS / BLOCK).min(self.data.blocks.len()) {
            let block = self.data.blocks.block(number);
            self.fill_shares(block, number, &mut step);
            step.clear_from(block.rows());
            add_lanes(&step.log_density.0, &mut log_likelihood);
            let each = sums.chunks_exact_mut(sums_each(self.form, columns));
            for ((Strip(shares), centre), sums) in step.shares.iter().zip(self.centres.chunks_exact(columns)).zip(each)
            {
                subtract(block, centre, &mut step.differences);
                add_moments(self.form, shares, &step.differences, &mut weighted, sums);
            }
        }
        (log_likelihood.iter().sum(), sums.iter().map(|strands| strands.iter().sum()).collect())
    }
}

impl Gather<'_> {
    #[inline(always)]
    fn fill_shares(&self, block: Block<'_>, number: usize, step: &mut Expectation) {
        match self.source {
            Source::Density(density) => {
                step.evaluate(block, density);
                step.share();
            }
            Source::Labels(labels) => {
                step.shares.fill(Strip::ZERO);
                for (lane, &label) in labels[number * BLOCK..][..block.rows()].iter().enumerate() {
                    step.shares[label as usize].0[lane] = 1.0;
                }
            }
        }
    }
}

/// Adds one block to the sums of one component.
#[inline(always)]
fn add_moments(form: Covariance, shares: &Lanes, differences: &[Strip], weighted: &mut [Strip], sums: &mut [Strands]) {
    add_lanes(shares, &mut sums[0]);
    for (Strip(weighted), Strip(differences)) in weighted.iter_mut().zip(differences) {
        for lane in 0..BLOCK {
            weighted[lane] = shares[lane] * differences[lane];
        }
    }
    let (moments, products) = sums[1..].split_at_mut(differences.len());
    add_products(differences.iter().map(|column| (shares, &column.0)), moments);
    if form.is_triangle() {
        let rows = weighted.iter().enumerate();
        add_products(
            rows.flat_map(|(i, row)| differences[..=i].iter().map(move |column| (&row.0, &column.0))),
            products,
        );
    } else {
        add_products(weighted.iter().zip(differences).map(|(row, column)| (&row.0, &column.0)), products);
    }
}

#[inline(always)]
pub(super) fn add_lanes(lanes: &Lanes, sum: &mut Strands) {
    for chunk in lanes.as_chunks::<STRANDS>().0 {
        for strand in 0..STRANDS {
            sum[strand] += chunk[strand];
        }
    }
}

/// Adds the products of each pair of lanes to the sum with the same place.
#[inline(always)]
fn add_products<'a>(mut pairs: impl Iterator<Item = (&'a Lanes, &'a Lanes)>, sums: &mut [Strands]) {
    let (groups, rest) = sums.as_chunks_mut::<GROUP>();
    for sums in groups {
        if let (Some(a), Some(b), Some(c), Some(d)) = (pairs.next(), pairs.next(), pairs.next(), pairs.next()) {
            add_group([a, b, c, d], sums);
        }
    }
    for (sums, pair) in rest.iter_mut().zip(pairs) {
        add_group([pair], std::array::from_mut(sums));
    }
}

#[inline(always)]
fn add_group<const N: usize>(pairs: [(&Lanes, &Lanes); N], sums: &mut [Strands; N]) {
    let mut at_hand = *sums;
    for number in 0..BLOCK / STRANDS {
        for (sum, (a, b)) in at_hand.iter_mut().zip(pairs) {
            let (a, b) = (&a.as_chunks::<STRANDS>().0[number], &b.as_chunks::<STRANDS>().0[number]);
            for strand in 0..STRANDS {
                sum[strand] += a[strand] * b[strand];
            }
        }
    }
    *sums = at_hand;
}

#[cfg(test)]
mod tests {
    use shoal_kernel::lanes::{Width, run_with};
    use shoal_kernel::{Points, Stream};

    use super::*;
    use crate::gmm::components::Components;
    use crate::gmm::covariance::FORMS;

    #[test]
    fn every_width_of_vectors_finds_the_same_bits() {
        for (form, columns) in FORMS.into_iter().flat_map(|form| [1, 3, 6].map(|columns| (form, columns))) {
            let mut stream = Stream::new(9, columns as u64);
            let points = Points::new((0..700 * columns).map(|_| stream.normal()).collect(), columns).unwrap();
            let data = Data::new(&points);
            let labels: Vec<u32> = (0..700).map(|row| row % 3).collect();
            let centres = vec![0.0; 3 * columns];
            let (_, statistics) = gather(&data, form, Source::Labels(&labels), &centres);
            let components = Components::maximise(&statistics, &centres, 1e-6);
            let source = Source::Density(&components.density);
            let with = |width| run_with(width, Gather { data: &data, form, source, centres: &centres, first: 0 });
            let expected = with(Width::Plain);
            assert_eq!(with(Width::Avx2), expected);
            assert_eq!(with(Width::Avx512), expected);
            let rows: f64 = expected.1.chunks_exact(sums_each(form, columns)).map(|sums| sums[0]).sum();
            assert!((rows - 700.0).abs() < 1e-10, "the lanes after the last row are left out");
        }
    }
}
