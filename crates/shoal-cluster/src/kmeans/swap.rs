//! One centre put elsewhere: the way out of a rest that is not the best one.
//!
//! Lloyd's iteration moves centres only a little; two centres that share one group never let go of it, and another group
//! never gets its second one. So the centre that is missed least is taken away (all its rows go to their next centres), a
//! new one is drawn where it helps most, and the iteration goes on from there. What comes of it counts when it is better.
//!
//! Reference: Fränti (2018), Efficiency of random swap clustering, doi:10.1186/s40537-018-0122-y.

use shoal_kernel::Stream;
use shoal_kernel::lanes::{Arithmetic, run};
use shoal_kernel::singles::GROUP;

use super::data::Data;
use super::lloyd::{Begin, Rest, lloyd};
use super::params::Plan;
use super::seeding::{extend, placed, squared_to};

/// How many of the least missed centres are tried.
const TRIED: usize = 6;

/// Swaps that are kept at most.
const MOST: usize = 10;

/// Relative decrease of inertia from which on a swap counts.
const LEAST: f64 = 1e-6;

/// The rest that `rest` leads to by swaps; `None` when none of them helps.
pub(super) fn swapped(data: &Data, rest: &Rest, plan: &Plan, stream: &mut Stream) -> Option<Rest> {
    let mut best = None;
    for _ in 0..MOST {
        let from = best.as_ref().unwrap_or(rest);
        let Some(better) = swap(data, from, plan, stream) else { break };
        best = Some(better);
    }
    best
}

/// The first better rest after one swap.
fn swap(data: &Data, rest: &Rest, plan: &Plan, stream: &mut Stream) -> Option<Rest> {
    let columns = data.columns();
    let clusters = rest.centres.len() / columns;
    if clusters < 2 || rest.inertia <= 0.0 {
        return None;
    }
    least_missed(data, &rest.centres).into_iter().take(TRIED).find_map(|least| {
        let centres = extend(data, without(&rest.centres, columns, least), clusters, stream, true);
        let begin = Begin { data, centres, limit: rest.inertia * (1.0 - LEAST) };
        let tried = lloyd(begin, plan);
        (tried.inertia < rest.inertia * (1.0 - LEAST)).then_some(tried)
    })
}

/// The numbers of the centres, the least missed one first.
pub(super) fn least_missed(data: &Data, centres: &[f64]) -> Vec<usize> {
    let missed = missed(data, centres);
    let mut order: Vec<usize> = (0..missed.len()).collect();
    order.sort_by(|&a, &b| missed[a].total_cmp(&missed[b]));
    order
}

/// The centres but for one.
pub(super) fn without(centres: &[f64], columns: usize, left_out: usize) -> Vec<f64> {
    let others = centres.chunks_exact(columns).enumerate().filter(|&(number, _)| number != left_out);
    others.flat_map(|(_, centre)| centre.iter().copied()).collect()
}

/// By how much inertia would rise without each centre, if no other centre moved; about, in the units of the frame.
fn missed(data: &Data, centres: &[f64]) -> Vec<f64> {
    let centres: Vec<Vec<f32>> = centres.chunks_exact(data.columns()).map(|centre| placed(data, centre)).collect();
    run(Missed { data, centres: &centres })
}

struct Missed<'a> {
    data: &'a Data<'a>,
    centres: &'a [Vec<f32>],
}

impl Arithmetic for Missed<'_> {
    type Output = Vec<f64>;

    #[inline(always)]
    fn compute(self) -> Vec<f64> {
        let mut missed = vec![0.0; self.centres.len()];
        for group in 0..self.data.layout.singles.groups() {
            let (mut nearest, mut own, mut next) = ([0.0f32; GROUP], [f32::INFINITY; GROUP], [f32::INFINITY; GROUP]);
            for (number, centre) in self.centres.iter().enumerate() {
                let distance = squared_to(self.data.layout.singles.group(group), centre);
                for lane in 0..GROUP {
                    let nearer = distance[lane] < own[lane];
                    let other = if nearer { own[lane] } else { distance[lane] };
                    next[lane] = if other < next[lane] { other } else { next[lane] };
                    own[lane] = if nearer { distance[lane] } else { own[lane] };
                    nearest[lane] = if nearer { number as f32 } else { nearest[lane] };
                }
            }
            for lane in 0..GROUP.min(self.data.rows() - group * GROUP) {
                let rise = f64::from(next[lane] - own[lane]);
                missed[nearest[lane] as usize] += self.data.weight(group * GROUP + lane) * rise;
            }
        }
        missed
    }
}
