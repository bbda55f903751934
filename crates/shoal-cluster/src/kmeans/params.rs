//! Parameters of k-means: as written ([`Params`]), then checked (`Plan`). Ranges and defaults stand here and nowhere else.

use crate::error::ClusterError;
use crate::parameter::{self, Parameter, Range};
use crate::settings::Settings;

const N_CLUSTERS: Parameter = Parameter {
    name: "n_clusters",
    meaning: "number of clusters to find; at most the number of rows",
    range: Range::Whole(1, 65_535),
    default: parameter::Default::Number(8.0),
};
const N_INIT: Parameter = Parameter {
    name: "n_init",
    meaning: "number of seeded starts, of which the best is kept",
    range: Range::Whole(1, 10_000),
    default: parameter::Default::Number(10.0),
};
const MAX_ITER: Parameter = Parameter {
    name: "max_iter",
    meaning: "largest number of iterations of one start",
    range: Range::Whole(1, 1_000_000),
    default: parameter::Default::Number(300.0),
};
const TOL: Parameter = Parameter {
    name: "tol",
    meaning: "a start rests when the squared moves of all centres together are at most this times the mean variance of the \
              columns; 0 waits until no row changes its cluster",
    range: Range::Real(0.0, 1.0),
    default: parameter::Default::Number(1e-4),
};
const MIN_CLUSTER_SIZE: Parameter = Parameter {
    name: "min_cluster_size",
    meaning: "rows that every cluster has at least; borders are pushed away from clusters that would be smaller",
    range: Range::Whole(1, u32::MAX),
    default: parameter::Default::Number(1.0),
};
const BATCH_ROWS: Parameter = Parameter {
    name: "batch_rows",
    meaning: "rows that centres learn from at a time, each row once in random order; 0 takes all rows in every iteration",
    range: Range::Whole(0, u32::MAX),
    default: parameter::Default::Number(0.0),
};

/// Most clusters that a minimum size can be kept for.
const MOST_WITH_MINIMUM: usize = 256;

/// The parameters beside the seed.
pub(super) static PARAMETERS: &[Parameter] = &[N_CLUSTERS, N_INIT, MAX_ITER, TOL, MIN_CLUSTER_SIZE, BATCH_ROWS];

/// Parameters as written; every field has the meaning it has in scikit-learn.
#[derive(Clone, Debug, PartialEq)]
pub struct Params {
    /// Clusters to find, 1 to 65,535 and at most the number of rows. A sweep takes its own list instead.
    pub n_clusters: usize,
    /// Seeded starts, 1 to 10,000; default 10.
    pub n_init: usize,
    /// Largest number of iterations of one start, 1 to 1,000,000; default 300.
    pub max_iter: usize,
    /// Rest when `Σ |move of a centre|² ≤ tol × mean variance of the columns`, 0 to 1; default 0.0001.
    pub tol: f64,
    /// Rows that every cluster has at least, 1 or more; default 1. With more than 1, at most 256 clusters.
    pub min_cluster_size: usize,
    /// Rows that centres learn from at a time; default 0: all rows in every iteration. With more, weights and a minimum size
    /// are refused, and inertia may rise with the number of clusters. See [`fit_in_batches`](super::fit_in_batches).
    pub batch_rows: usize,
    /// Decides everything random.
    pub seed: u64,
}

/// Checked parameters.
#[derive(Clone, Debug)]
pub(super) struct Plan {
    pub(super) n_init: usize,
    pub(super) max_iter: usize,
    pub(super) tol: f64,
    pub(super) min_cluster_size: usize,
    pub(super) batch_rows: usize,
    pub(super) seed: u64,
}

impl Default for Params {
    fn default() -> Self {
        Self {
            n_clusters: N_CLUSTERS.default_number() as usize,
            n_init: N_INIT.default_number() as usize,
            max_iter: MAX_ITER.default_number() as usize,
            tol: TOL.default_number(),
            min_cluster_size: MIN_CLUSTER_SIZE.default_number() as usize,
            batch_rows: BATCH_ROWS.default_number() as usize,
            seed: 0,
        }
    }
}

impl Params {
    /// Defaults for `n_clusters` clusters under `seed`.
    pub fn new(n_clusters: usize, seed: u64) -> Self {
        Self { n_clusters, seed, ..Self::default() }
    }

    /// Reads named settings; what they leave out keeps its default.
    ///
    /// # Errors
    /// A value outside its range.
    pub fn read(settings: &Settings) -> Result<Self, ClusterError> {
        Ok(Self {
            n_clusters: N_CLUSTERS.number(settings)? as usize,
            n_init: N_INIT.number(settings)? as usize,
            max_iter: MAX_ITER.number(settings)? as usize,
            tol: TOL.number(settings)?,
            min_cluster_size: MIN_CLUSTER_SIZE.number(settings)? as usize,
            batch_rows: BATCH_ROWS.number(settings)? as usize,
            seed: settings.seed(),
        })
    }

    /// Checks everything but the number of clusters.
    pub(super) fn plan(&self) -> Result<Plan, ClusterError> {
        N_INIT.check_number(self.n_init as f64)?;
        MAX_ITER.check_number(self.max_iter as f64)?;
        TOL.check_number(self.tol)?;
        MIN_CLUSTER_SIZE.check_number(self.min_cluster_size as f64)?;
        BATCH_ROWS.check_number(self.batch_rows as f64)?;
        let Self { n_init, max_iter, tol, min_cluster_size, batch_rows, seed, .. } = *self;
        Ok(Plan { n_init, max_iter, tol, min_cluster_size, batch_rows, seed })
    }
}

impl Plan {
    /// Refuses what batches cannot keep: weights and a minimum size.
    pub(super) fn check_batches(&self, weights: Option<&[f64]>) -> Result<(), ClusterError> {
        let (name, came, allowed) = if self.min_cluster_size > 1 {
            (MIN_CLUSTER_SIZE.name, self.min_cluster_size, "1 with batches")
        } else if weights.is_some() {
            (BATCH_ROWS.name, self.batch_rows, "0 with weights")
        } else {
            return Ok(());
        };
        Err(ClusterError::Parameter { name: name.to_owned(), came: came.to_string(), allowed: allowed.to_owned() })
    }

    /// What takes all rows in every iteration refuses batches rather than to ignore them.
    pub(super) fn check_no_batches(&self, of: &str) -> Result<(), ClusterError> {
        match self.batch_rows {
            0 => Ok(()),
            rows => Err(ClusterError::Parameter {
                name: BATCH_ROWS.name.to_owned(),
                came: rows.to_string(),
                allowed: format!("0 {of}"),
            }),
        }
    }
}

/// Checks a number of clusters against its range.
pub(super) fn check_number(n_clusters: usize) -> Result<(), ClusterError> {
    N_CLUSTERS.check_number(n_clusters as f64).map(|_| ())
}

/// Checks a number of clusters against its range, the number of rows and the minimum size.
pub(super) fn check_clusters(n_clusters: usize, rows: usize, plan: &Plan) -> Result<(), ClusterError> {
    check_number(n_clusters)?;
    if n_clusters > rows {
        return Err(ClusterError::MoreClustersThanRows { n_clusters, rows });
    }
    let min_cluster_size = plan.min_cluster_size;
    if rows / n_clusters < min_cluster_size {
        return Err(ClusterError::MinimumTooLarge { min_cluster_size, n_clusters, rows });
    }
    if min_cluster_size > 1 && n_clusters > MOST_WITH_MINIMUM {
        return Err(ClusterError::Parameter {
            name: N_CLUSTERS.name.to_owned(),
            came: n_clusters.to_string(),
            allowed: format!("at most {MOST_WITH_MINIMUM} with a {} above 1", MIN_CLUSTER_SIZE.name),
        });
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn wrong_values_are_named_with_what_is_allowed() {
        let table = [
            ("n_clusters", 0.0, "parameter `n_clusters`: 0, allowed is a whole number from 1 to 65535"),
            ("n_init", 2.5, "parameter `n_init`: 2.5, allowed is a whole number from 1 to 10000"),
            ("max_iter", f64::NAN, "parameter `max_iter`: NaN, allowed is a whole number from 1 to 1000000"),
            ("tol", -0.1, "parameter `tol`: -0.1, allowed is a number from 0 to 1"),
        ];
        for (name, value, expected) in table {
            let error = Params::read(&Settings::new(0).with(name, value)).unwrap_err();
            assert_eq!(error.to_string(), expected);
        }
        assert!(Params { n_init: 0, ..Params::default() }.plan().is_err());
        assert!(Params { tol: f64::NAN, ..Params::default() }.plan().is_err());
        let plan = |min_cluster_size| Params { min_cluster_size, ..Params::default() }.plan().unwrap();
        let error = check_clusters(3, 2, &plan(1)).unwrap_err();
        assert_eq!(error.to_string(), "n_clusters: 3, allowed is at most the number of rows, 2");
        assert!(check_clusters(0, 2, &plan(1)).is_err());
        let error = check_clusters(3, 100, &plan(34)).unwrap_err();
        assert_eq!(error.to_string(), "min_cluster_size: 34, allowed for 3 clusters of 100 rows is at most 33");
        assert!(check_clusters(3, 100, &plan(33)).is_ok());
        assert!(check_clusters(257, 1000, &plan(1)).is_ok() && check_clusters(257, 1000, &plan(2)).is_err());
    }

    #[test]
    fn settings_and_defaults_agree() {
        assert_eq!(Params::read(&Settings::new(5)).unwrap(), Params::new(8, 5));
        assert_eq!(Params::read(&Settings::new(0).with("tol", 0.0)).unwrap().tol, 0.0);
    }
}
