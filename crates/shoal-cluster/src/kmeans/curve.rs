//! Inertia for many numbers of clusters at little cost: one start for each, which goes on from the one before.
//!
//! For tests that do the same to hundreds of tables and compare. What is found is near the best, not the best: the same shortcut
//! has to be taken for everything that is compared.

use shoal_kernel::Points;

use super::data::Data;
use super::lloyd::{Begin, lloyd};
use super::params::{Params, check_clusters};
use super::seeding::{draw_centres, extend};
use super::starts::{Purpose, stream};
use crate::error::ClusterError;

/// The inertia for each of `ks` (ascending): the first from k-means++, each further one from the centres before and rows that lie
/// far from them. Of `params`, `max_iter`, `tol` and the seed count. Never rises along `ks`, but for what `max_iter` and `tol` cut off.
///
/// # Errors
/// As [`sweep`](super::sweep).
pub fn inertia_curve(points: &Points, ks: &[usize], params: &Params) -> Result<Vec<f64>, ClusterError> {
    let plan = params.plan()?;
    let data = Data::checked(points, None)?;
    let mut centres: Vec<f64> = Vec::new();
    let mut curve = Vec::with_capacity(ks.len());
    for &k in ks {
        check_clusters(k, points.rows(), &plan)?;
        let mut stream = stream(&plan, Purpose::Start, k, 0);
        centres = if centres.is_empty() {
            draw_centres(&data, k, &mut stream)
        } else {
            extend(&data, centres, k, &mut stream, true)
        };
        let rest = lloyd(Begin::new(&data, centres), &plan);
        curve.push(rest.inertia);
        centres = rest.centres;
    }
    Ok(curve)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::kmeans::sweep;
    use shoal_kernel::Stream;

    #[test]
    fn it_falls_and_is_near_that_of_the_sweep() {
        let mut stream = Stream::new(1, 1);
        let points = Points::new((0..6000).map(|_| stream.normal()).collect(), 3).unwrap();
        let ks = [1, 2, 3, 5, 8];
        let curve = inertia_curve(&points, &ks, &Params::new(1, 3)).unwrap();
        assert!(curve.windows(2).all(|pair| pair[1] <= pair[0]));
        for (came, best) in curve.iter().zip(sweep(&points, &ks, &Params::new(1, 3)).unwrap()) {
            assert!(*came <= best.trace.loss.unwrap() * 1.1);
        }
        assert!(inertia_curve(&points, &[2001], &Params::new(1, 3)).is_err());
    }
}
