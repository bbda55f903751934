//! The E-step for one slab of rows: the density of every component, and the share of each in every row.
//!
//! Differences from the mean come first and are then whitened, so that neither an offset nor a badly conditioned covariance
//! costs digits. Shares are formed from logarithms relative to the largest one: a row so far out that every density vanishes
//! still has sound shares. A component that is less than e⁻⁶⁹ times as probable as the most probable one has no share, and
//! where that holds for all rows of a slab nothing more is computed for it.

use shoal_kernel::lanes::{Number, Strip, Vector};

use super::prepared::Prepared;
use super::whitened::squared;

/// Logarithm of a share that no longer counts.
const FADED: f64 = -69.0;

/// Vectors in a strip.
pub(super) const VECTORS: usize = 8;

/// What one slab of rows needs.
pub(super) struct Expectation<V: Vector> {
    /// Per component: logarithm of the weighted density, and after [`Expectation::share`] the responsibility.
    pub(super) shares: Vec<V::Strip>,
    /// Whether a component has a share in any row.
    counts: Vec<bool>,
    /// Largest of the logarithms.
    largest: V::Strip,
    /// Logarithm of the density of the whole mixture, without the offset of its constants.
    pub(super) log_density: V::Strip,
}

impl<V: Vector> Expectation<V> {
    pub(super) fn new(clusters: usize) -> Self {
        Self {
            shares: vec![Strip::ZERO; clusters],
            counts: vec![true; clusters],
            largest: Strip::ZERO,
            log_density: Strip::ZERO,
        }
    }

    /// Writes the logarithm of each component's weighted density into `shares`.
    #[inline(always)]
    pub(super) fn evaluate(&mut self, slab: &[V::Strip], density: &Prepared<V::Number>) {
        self.largest.numbers_mut().fill(V::Number::LOWEST);
        for (log, (mean, whitening, &constant)) in self.shares.iter_mut().zip(density.components()) {
            squared::<V>(slab, mean, whitening, log);
            to_logarithms::<V>(log, constant, &mut self.largest);
        }
    }

    /// Turns the logarithms in `shares` into responsibilities.
    #[inline(always)]
    pub(super) fn share(&mut self) {
        let mut total: V::Strip = Strip::ZERO;
        for (share, counts) in self.shares.iter_mut().zip(&mut self.counts) {
            *counts = reaches::<V>(share, &self.largest);
            if !*counts {
                *share = Strip::ZERO;
                continue;
            }
            let lanes = share.numbers_mut().iter_mut().zip(self.largest.numbers()).zip(total.numbers_mut());
            for ((share, &largest), total) in lanes {
                *share = share.minus(largest).decay();
                *total = total.plus(*share);
            }
        }
        let lanes = self.log_density.numbers_mut().iter_mut().zip(self.largest.numbers()).zip(total.numbers_mut());
        for ((log_density, &largest), total) in lanes {
            *log_density = largest.plus(total.ln());
            *total = total.inverse();
        }
        for (share, _) in self.shares.iter_mut().zip(&self.counts).filter(|(_, counts)| **counts) {
            let lanes = share.numbers_mut().iter_mut().zip(total.numbers());
            lanes.for_each(|(share, &total)| *share = share.times(total));
        }
    }

    /// Gives each row wholly to the component with its label.
    #[inline(always)]
    pub(super) fn share_by_labels(&mut self, labels: &[u32]) {
        self.shares.fill(Strip::ZERO);
        self.counts.fill(false);
        for (lane, &label) in labels.iter().enumerate() {
            self.shares[label as usize].numbers_mut()[lane] = V::Number::ONE;
            self.counts[label as usize] = true;
        }
    }

    /// Takes the lanes from `rows` on out of all sums: they repeat the last row.
    #[inline(always)]
    pub(super) fn clear_from(&mut self, rows: usize) {
        if rows < V::Strip::LENGTH {
            self.log_density.numbers_mut()[rows..].fill(V::Number::ZERO);
            self.shares.iter_mut().for_each(|share| share.numbers_mut()[rows..].fill(V::Number::ZERO));
        }
    }

    /// The shares of component `number`, if it has any.
    #[inline(always)]
    pub(super) fn shares_of(&self, number: usize) -> Option<&V::Strip> {
        self.counts[number].then(|| &self.shares[number])
    }
}

/// Differences of one vector of a column from `mean`.
#[inline(always)]
pub(super) fn apart<V: Vector>(column: &V::Strip, mean: V::Values, vector: usize) -> V::Values {
    V::sub(load::<V>(column, vector), mean)
}

/// Vector `vector` of a strip.
#[inline(always)]
pub(super) fn load<V: Vector>(strip: &V::Strip, vector: usize) -> V::Values {
    V::load(&strip.numbers()[vector * V::LANES..])
}

/// From squared distances to logarithms of densities, and the largest so far.
#[inline(always)]
fn to_logarithms<V: Vector>(log: &mut V::Strip, constant: V::Number, largest: &mut V::Strip) {
    let (constant, half) = (V::fill(constant), V::fill(V::Number::of(0.5)));
    for vector in 0..VECTORS {
        let from = vector * V::LANES;
        let value = V::sub(constant, V::mul(half, load::<V>(log, vector)));
        V::store(value, &mut log.numbers_mut()[from..]);
        V::store(V::larger(value, load::<V>(largest, vector)), &mut largest.numbers_mut()[from..]);
    }
}

/// Whether a component has a share in any row.
#[inline(always)]
fn reaches<V: Vector>(log: &V::Strip, largest: &V::Strip) -> bool {
    let mut nearest = V::fill(V::Number::LOWEST);
    for vector in 0..VECTORS {
        nearest = V::larger(V::sub(load::<V>(log, vector), load::<V>(largest, vector)), nearest);
    }
    let mut lanes: V::Strip = Strip::ZERO;
    V::store(nearest, lanes.numbers_mut());
    let faded = V::Number::of(FADED);
    lanes.numbers()[..V::LANES].iter().any(|&lane| lane >= faded)
}
