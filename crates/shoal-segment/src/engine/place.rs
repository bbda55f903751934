//! Where each row belongs, under the remainder policy.

use crate::error::Error;
use crate::spec::Remainder;
use shoal_cluster::{Assigned, Fitted};
use shoal_kernel::Points;

/// Where a row belongs.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Placed {
    /// Its cluster, from 0; `None` for a row that stays out of every cluster.
    pub cluster: Option<u32>,
    /// Distance to it in the scaled units, by the method's own measure; `None` without a cluster.
    pub distance: Option<f64>,
    /// How clearly the row belongs to it, 0 to 1, by the method's own measure; `None` without another cluster.
    pub confidence: Option<f64>,
}

/// The rows of a fit.
pub(super) fn of_fit(fitted: &Fitted, points: &Points, remainder: Remainder) -> Result<Vec<Placed>, Error> {
    let assigned = fitted.model.assign(points).map_err(Error::bug)?;
    let rows = fitted.labels.as_slice().iter().zip(assigned);
    Ok(rows.map(|(&label, row)| placed(Assigned { cluster: label, ..row }, remainder)).collect())
}

/// One row.
pub(super) fn placed(row: Assigned, remainder: Remainder) -> Placed {
    let cluster = match remainder {
        Remainder::Keep => row.cluster,
        Remainder::Nearest => row.cluster.or(row.nearest),
    };
    Placed { cluster, distance: cluster.map(|_| row.distance), confidence: cluster.and(row.confidence) }
}
