//! What the M-step needs of all rows, gathered in one pass together with the E-step.
//!
//! For each component the sum of its responsibilities, and of its responsibilities times the differences from a point close
//! to its mean, and times their products. Taking differences first is what keeps the digits: mean squares minus squared means
//! would lose them. Only one slab's responsibilities are ever held. In single precision sums are handed on to `f64` every 128
//! rows.

use shoal_kernel::lanes::{
    Aligned, Number, STRANDS, Single, Strands, Strip, Vector, Wide, WideArithmetic, fetch_soon, run_wide,
};
use shoal_kernel::parallel::{ROWS, map_blocks};

use super::covariance::Covariance;
use super::data::{Data, Frame, Layout};
use super::density::Density;
use super::expectation::{Expectation, VECTORS, load};
use super::prepared::{Prepared, centres_in};
use super::products::{About, add_moments};

/// Sums over all rows.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Statistics {
    pub(super) form: Covariance,
    pub(super) columns: usize,
    /// What differences were taken from, `clusters` × `columns`: the centres asked for, as the precision at hand has them.
    pub(super) centres: Vec<f64>,
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

    /// Turns sums in the units of the frame into those of the points.
    fn leave(mut self, frame: &Frame) -> Self {
        let (form, columns, units) = (self.form, self.columns, &frame.units);
        self.centres.iter_mut().zip(units.iter().cycle()).for_each(|(centre, unit)| *centre /= unit);
        for sums in self.sums.chunks_exact_mut(sums_each(form, columns)) {
            let (moments, products) = sums[1..].split_at_mut(columns);
            moments.iter_mut().zip(units).for_each(|(moment, unit)| *moment /= unit);
            for (product, (i, j)) in products.iter_mut().zip(form.pairs(columns)) {
                *product = *product / units[i] / units[j];
            }
        }
        self
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

/// Statistics that are wanted: of which rows, in which form, and about which `centres` (`clusters` × `columns`).
#[derive(Clone, Copy)]
pub(super) struct Wanted<'a> {
    pub(super) data: &'a Data<'a>,
    pub(super) form: Covariance,
    pub(super) source: Source<'a>,
    pub(super) centres: &'a [f64],
}

/// All that is wanted, of the same rows, in one pass over them: the mean log-likelihood of the rows under the source (0 for labels)
/// and the statistics. Each has the bits that it would have alone.
pub(super) fn gather(wanted: &[Wanted<'_>]) -> Vec<(f64, Statistics)> {
    let Some(rows) = wanted.first().map(|wanted| wanted.data.rows()) else { return Vec::new() };
    let tasks: Vec<Task<'_>> = wanted.iter().map(Task::new).collect();
    let mut totals: Vec<(f64, Vec<f64>)> = wanted.iter().map(|wanted| (0.0, vec![0.0; wanted.width()])).collect();
    let parts = map_blocks(rows, |range| tasks.iter().map(|task| task.piece(range.start)).collect::<Vec<_>>());
    for part in parts {
        for ((log_density, sums), (part_log, part)) in totals.iter_mut().zip(part) {
            *log_density += part_log;
            sums.iter_mut().zip(part).for_each(|(sum, value)| *sum += value);
        }
    }
    let of_all = |((task, wanted), (log_density, sums)): ((&Task<'_>, &Wanted<'_>), _)| {
        let Wanted { data, form, .. } = *wanted;
        let statistics = Statistics { form, columns: data.columns(), centres: task.centres(), sums };
        (log_density / rows as f64, statistics.leave(&data.frame))
    };
    tasks.iter().zip(wanted).zip(totals).map(of_all).collect()
}

impl Wanted<'_> {
    /// How many sums there are.
    fn width(&self) -> usize {
        self.centres.len() / self.data.columns() * sums_each(self.form, self.data.columns())
    }
}

fn sums_each(form: Covariance, columns: usize) -> usize {
    1 + columns + form.width(columns)
}

/// Where responsibilities come from, ready for one precision.
enum Shares<'a, N> {
    Density(Prepared<N>),
    Labels(&'a [u32]),
}

/// What is wanted, ready for the pass.
enum Task<'a> {
    Doubles(Slabs<'a, Aligned<f64, 64>>),
    Singles(Slabs<'a, Aligned<f32, 128>>),
}

impl<'a> Task<'a> {
    fn new(wanted: &Wanted<'a>) -> Self {
        let frame = &wanted.data.frame;
        match &wanted.data.layout {
            Layout::Doubles(slabs) => {
                Self::Doubles(Slabs::new(slabs, wanted, wanted.centres.to_vec(), Prepared::exact))
            }
            Layout::Singles(slabs) => {
                let prepare = |density: &Density| Prepared::framed(density, frame);
                Self::Singles(Slabs::new(slabs, wanted, centres_in(wanted.centres, frame), prepare))
            }
        }
    }

    /// The sum of the log-densities, and the sums, from the `first` row of a piece on.
    fn piece(&self, first: usize) -> (f64, Vec<f64>) {
        match self {
            Self::Doubles(slabs) => run_wide(DoublePiece(slabs, first)),
            Self::Singles(slabs) => run_wide(SinglePiece(slabs, first)),
        }
    }

    /// The centres as the precision at hand has them.
    fn centres(&self) -> Vec<f64> {
        match self {
            Self::Doubles(slabs) => slabs.centres.clone(),
            Self::Singles(slabs) => slabs.centres.iter().map(|centre| centre.wide()).collect(),
        }
    }
}

/// All rows in one precision, and what is wanted of them.
struct Slabs<'a, S: Strip> {
    blocks: &'a [Vec<S>],
    rows: usize,
    columns: usize,
    form: Covariance,
    shares: Shares<'a, S::Number>,
    centres: Vec<S::Number>,
}

impl<'a, S: Strip> Slabs<'a, S> {
    fn new(
        blocks: &'a [Vec<S>],
        wanted: &Wanted<'a>,
        centres: Vec<S::Number>,
        prepare: impl Fn(&Density) -> Prepared<S::Number>,
    ) -> Self {
        let shares = match wanted.source {
            Source::Density(density) => Shares::Density(prepare(density)),
            Source::Labels(labels) => Shares::Labels(labels),
        };
        let Wanted { data, form, .. } = *wanted;
        Self { blocks, rows: data.rows(), columns: data.columns(), form, shares, centres }
    }

    /// The sums over one piece of the rows.
    #[inline(always)]
    fn piece<V: Vector<Strip = S, Number = S::Number>>(&self, first: usize) -> (f64, Vec<f64>) {
        let (columns, clusters) = (self.columns, self.centres.len() / self.columns);
        let each = sums_each(self.form, columns);
        let mut step: Expectation<V> = Expectation::new(clusters);
        let mut sums = vec![[0.0; STRANDS]; clusters * each];
        let mut log_density = [0.0; STRANDS];
        let last = (first + ROWS).min(self.rows);
        let mut slabs = self.blocks[first / ROWS].chunks_exact(columns).peekable();
        let mut rows = (first..last).step_by(S::LENGTH).map(|row| row..last.min(row + S::LENGTH));
        while let Some((slab, rows)) = slabs.next().zip(rows.next()) {
            let later = slabs.peek().copied().unwrap_or_default();
            self.share(&mut step, slab, rows);
            add_strip::<V>(&step.log_density, &mut log_density);
            let components = self.centres.chunks_exact(columns).zip(sums.chunks_exact_mut(each));
            for (number, (centre, sums)) in components.enumerate() {
                // A share of the next slab each time: asked for all at once, it is waited for.
                let next = |number: usize| number * later.len() / clusters;
                fetch_soon(&later[next(number)..next(number + 1)]);
                if let Some(shares) = step.shares_of(number) {
                    add_moments::<V>(self.form, shares, About { slab, centre }, sums);
                }
            }
        }
        let offset = if let Shares::Density(density) = &self.shares { density.offset } else { 0.0 };
        let log_density: f64 = log_density.iter().sum();
        let sums = sums.iter().map(|strands| strands.iter().sum()).collect();
        (log_density + offset * (last - first) as f64, sums)
    }

    #[inline(always)]
    fn share<V: Vector<Strip = S, Number = S::Number>>(
        &self,
        step: &mut Expectation<V>,
        slab: &[S],
        rows: std::ops::Range<usize>,
    ) {
        match &self.shares {
            Shares::Density(density) => {
                step.evaluate(slab, density);
                step.share();
                step.clear_from(rows.len());
            }
            Shares::Labels(labels) => step.share_by_labels(&labels[rows]),
        }
    }
}

/// Adds a strip to a sum.
#[inline(always)]
pub(super) fn add_strip<V: Vector>(strip: &V::Strip, sum: &mut Strands) {
    for vector in 0..VECTORS {
        V::add_to(load::<V>(strip, vector), sum);
    }
}

struct DoublePiece<'a, 'b>(&'a Slabs<'b, Aligned<f64, 64>>, usize);

impl WideArithmetic for DoublePiece<'_, '_> {
    type Output = (f64, Vec<f64>);

    #[inline(always)]
    fn compute<W: Wide>(self) -> (f64, Vec<f64>) {
        self.0.piece::<W::Double>(self.1)
    }
}

struct SinglePiece<'a, 'b>(&'a Slabs<'b, Aligned<f32, 128>>, usize);

impl WideArithmetic for SinglePiece<'_, '_> {
    type Output = (f64, Vec<f64>);

    #[inline(always)]
    fn compute<W: Wide>(self) -> (f64, Vec<f64>) {
        self.0.piece::<Single<W>>(self.1)
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test may fail")]
    use shoal_kernel::lanes::{Width, run_wide_with};
    use shoal_kernel::{Points, Stream};

    use super::*;
    use crate::gmm::components::Components;
    use crate::gmm::covariance::FORMS;
    use crate::gmm::params::Precision;

    fn normals(columns: usize) -> Points {
        let mut stream = Stream::new(9, columns as u64);
        Points::new((0..700 * columns).map(|_| stream.normal()).collect(), columns).unwrap()
    }

    #[test]
    fn every_width_of_vectors_finds_the_same_bits() {
        for (form, columns) in FORMS.into_iter().flat_map(|form| [1, 3, 6, 8, 9].map(|columns| (form, columns))) {
            let points = normals(columns);
            let data = Data::new(&points, Precision::Double);
            let labels: Vec<u32> = (0..700).map(|row| row % 3).collect();
            let origin = vec![0.0; 3 * columns];
            let source = Source::Labels(&labels);
            let (_, statistics) = gather(&[Wanted { data: &data, form, source, centres: &origin }]).remove(0);
            let components = Components::maximise(&statistics, 1e-6);
            let Layout::Doubles(slabs) = &data.layout else { unreachable!() };
            let source = Source::Density(&components.density);
            let wanted = Wanted { data: &data, form, source, centres: &components.density.means };
            let task = Slabs::new(slabs, &wanted, wanted.centres.to_vec(), Prepared::exact);
            let with = |width| run_wide_with(width, DoublePiece(&task, 0));
            let expected = with(Width::Plain);
            assert_eq!(with(Width::Avx2), expected);
            assert_eq!(with(Width::Avx512), expected);
            let rows: f64 = expected.1.chunks_exact(sums_each(form, columns)).map(|sums| sums[0]).sum();
            assert!((rows - 700.0).abs() < 1e-10, "the lanes after the last row are left out");
        }
    }

    #[test]
    fn tiles_add_up_what_plain_loops_do() {
        for (form, columns) in FORMS.into_iter().flat_map(|form| (1..=10).map(move |columns| (form, columns))) {
            let points = normals(columns);
            let labels: Vec<u32> = (0..700).map(|row| row * row % 3).collect();
            let centres: Vec<f64> = (0..3 * columns).map(|i| i as f64 * 0.25).collect();
            for (precision, within) in [(Precision::Double, 1e-11), (Precision::Single, 2e-4)] {
                let data = Data::around(&points, &vec![0.0; columns], precision);
                let source = Source::Labels(&labels);
                let (_, statistics) = gather(&[Wanted { data: &data, form, source, centres: &centres }]).remove(0);
                for (number, (sum, moments, products)) in statistics.components().enumerate() {
                    let of = |i: usize| i as u32 * i as u32 % 3 == number as u32;
                    let rows: Vec<&[f64]> = (0..700).filter(|&row| of(row)).map(|row| points.row(row)).collect();
                    let apart = |row: &[f64], i: usize| row[i] - centres[number * columns + i];
                    assert_eq!(sum, rows.len() as f64);
                    for (i, moment) in moments.iter().enumerate() {
                        let expected: f64 = rows.iter().map(|row| apart(row, i)).sum();
                        assert!((moment - expected).abs() < within * 700.0, "{form:?}, {columns} columns, {i}");
                    }
                    for ((i, j), product) in form.pairs(columns).zip(products) {
                        let expected: f64 = rows.iter().map(|row| apart(row, i) * apart(row, j)).sum();
                        assert!((product - expected).abs() < within * expected.abs().max(700.0), "{form:?}, {i}, {j}");
                    }
                }
            }
        }
    }
}
