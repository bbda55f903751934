//! Parameters of the mixture: as written ([`Params`]), then checked (`Plan`). Ranges and defaults stand here and nowhere else.

use super::covariance::{Covariance, NAMES};
use crate::error::ClusterError;
use crate::parameter::{self, Parameter, Range};
use crate::settings::Settings;

const N_CLUSTERS: Parameter = Parameter {
    name: "n_clusters",
    meaning: "number of components, each a cluster; at most the number of rows",
    range: Range::Whole(1, 65_535),
    default: parameter::Default::Number(8.0),
};
pub(super) const COVARIANCE: Parameter = Parameter {
    name: "covariance",
    meaning: "form of the clusters: any (full), all alike (tied), along the columns (diag), round (spherical)",
    range: Range::Words(&NAMES),
    default: parameter::Default::Word(NAMES[0]),
};
const PRECISION: Parameter = Parameter {
    name: "precision",
    meaning: "arithmetic of the iterations: double precision (f64), or single (f32), which takes half the time and agrees to \
              about six digits",
    range: Range::Words(&Precision::NAMES),
    default: parameter::Default::Word(Precision::NAMES[0]),
};
const N_INIT: Parameter = Parameter {
    name: "n_init",
    meaning: "number of starts, the first from the best of k-means, the others from single runs of it, of which the best is \
              kept",
    range: Range::Whole(1, 10_000),
    default: parameter::Default::Number(10.0),
};
const MAX_ITER: Parameter = Parameter {
    name: "max_iter",
    meaning: "largest number of iterations of one start",
    range: Range::Whole(1, 1_000_000),
    default: parameter::Default::Number(100.0),
};
const TOL: Parameter = Parameter {
    name: "tol",
    meaning: "a start rests when the mean log-likelihood of a row changes by less than this",
    range: Range::Real(0.0, 1e6),
    default: parameter::Default::Number(1e-3),
};
const REG_COVAR: Parameter = Parameter {
    name: "reg_covar",
    meaning: "added to every variance, in squared units of the points, so that no component collapses",
    range: Range::Real(0.0, 1e100),
    default: parameter::Default::Number(1e-6),
};

/// The parameters beside the seed.
pub(super) static PARAMETERS: &[Parameter] = &[N_CLUSTERS, COVARIANCE, N_INIT, MAX_ITER, TOL, REG_COVAR, PRECISION];

/// Arithmetic of the iterations; parameters and what is handed out are always `f64`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Precision {
    /// `f64`.
    Double,
    /// `f32`, sums in `f64`.
    Single,
}

impl Precision {
    const NAMES: [&str; 2] = ["f64", "f32"];

    /// The word for it: `f64` or `f32`.
    pub fn name(self) -> &'static str {
        Self::NAMES[self as usize]
    }

    /// The precision with that name, if there is one.
    pub fn named(name: &str) -> Option<Self> {
        [Self::Double, Self::Single].into_iter().find(|precision| precision.name() == name)
    }
}

/// Parameters as written; every field has the meaning it has in scikit-learn.
#[derive(Clone, Debug, PartialEq)]
pub struct Params {
    /// Components to fit, 1 to 65,535 and at most the number of rows. A sweep takes its own list instead.
    pub n_clusters: usize,
    /// Form of the covariances; default [`Covariance::Full`].
    pub covariance: Covariance,
    /// Starts, 1 to 10,000, the first from the best of k-means, the others from single runs of it; default 10.
    pub n_init: usize,
    /// Largest number of iterations of one start, 1 to 1,000,000; default 100.
    pub max_iter: usize,
    /// Rest when the mean log-likelihood changes by less than this, 0 to 1,000,000; default 0.001.
    pub tol: f64,
    /// Added to every variance, 0 to 10¹⁰⁰, in squared units of the points; default 10⁻⁶.
    pub reg_covar: f64,
    /// Arithmetic of the iterations; default [`Precision::Double`].
    pub precision: Precision,
    /// Decides everything random.
    pub seed: u64,
}

/// Checked parameters.
#[derive(Clone, Debug)]
pub(super) struct Plan {
    pub(super) covariance: Covariance,
    pub(super) n_init: usize,
    pub(super) max_iter: usize,
    pub(super) tol: f64,
    pub(super) reg_covar: f64,
    pub(super) precision: Precision,
    pub(super) seed: u64,
}

impl Default for Params {
    fn default() -> Self {
        Self {
            n_clusters: N_CLUSTERS.default_number() as usize,
            covariance: Covariance::Full,
            n_init: N_INIT.default_number() as usize,
            max_iter: MAX_ITER.default_number() as usize,
            tol: TOL.default_number(),
            reg_covar: REG_COVAR.default_number(),
            precision: Precision::Double,
            seed: 0,
        }
    }
}

impl Params {
    /// Defaults for `n_clusters` components under `seed`.
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
            covariance: Covariance::named(COVARIANCE.word(settings)?).unwrap_or(Covariance::Full),
            n_init: N_INIT.number(settings)? as usize,
            max_iter: MAX_ITER.number(settings)? as usize,
            tol: TOL.number(settings)?,
            reg_covar: REG_COVAR.number(settings)?,
            precision: Precision::named(PRECISION.word(settings)?).unwrap_or(Precision::Double),
            seed: settings.seed(),
        })
    }

    /// Checks everything but the number of components.
    pub(super) fn plan(&self) -> Result<Plan, ClusterError> {
        N_INIT.check_number(self.n_init as f64)?;
        MAX_ITER.check_number(self.max_iter as f64)?;
        TOL.check_number(self.tol)?;
        REG_COVAR.check_number(self.reg_covar)?;
        let Self { covariance, n_init, max_iter, tol, reg_covar, precision, seed, .. } = *self;
        Ok(Plan { covariance, n_init, max_iter, tol, reg_covar, precision, seed })
    }
}

/// Checks a number of components against its range and the number of rows.
pub(super) fn check_clusters(n_clusters: usize, rows: usize) -> Result<(), ClusterError> {
    N_CLUSTERS.check_number(n_clusters as f64)?;
    if n_clusters > rows {
        return Err(ClusterError::MoreClustersThanRows { n_clusters, rows });
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn settings_and_defaults_agree() {
        assert_eq!(Params::read(&Settings::new(5)).unwrap(), Params::new(8, 5));
        let settings = Settings::new(0).with("covariance", "tied").with("reg_covar", 0.0).with("precision", "f32");
        let params = Params::read(&settings).unwrap();
        assert_eq!((params.covariance, params.reg_covar, params.precision), (Covariance::Tied, 0.0, Precision::Single));
    }

    #[test]
    fn wrong_values_are_named_with_what_is_allowed() {
        let error = Params::read(&Settings::new(0).with("covariance", "round")).unwrap_err();
        let expected = "parameter `covariance`: round, allowed is one of full, tied, diag, spherical";
        assert_eq!(error.to_string(), expected);
        assert!(Params::read(&Settings::new(0).with("covariance", 1.0)).is_err());
        assert!(Params { n_init: 0, ..Params::default() }.plan().is_err());
        assert!(Params { max_iter: 0, ..Params::default() }.plan().is_err());
        assert!(Params { tol: f64::NAN, ..Params::default() }.plan().is_err());
        assert!(Params { reg_covar: -1.0, ..Params::default() }.plan().is_err());
        assert!(check_clusters(0, 2).is_err() && check_clusters(3, 2).is_err() && check_clusters(2, 2).is_ok());
    }
}
