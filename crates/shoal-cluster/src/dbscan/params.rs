//! Parameters of DBSCAN: as written ([`Params`]), then checked (`Plan`). Ranges and defaults stand here and nowhere else.

use crate::error::ClusterError;
use crate::parameter::{self, Parameter, Range};
use crate::settings::Settings;

/// Largest `min_samples`.
pub(super) const MOST: usize = 65_535;

pub(super) const EPS: Parameter = Parameter {
    name: "eps",
    meaning: "radius of a neighbourhood, in the units of the points; rows at exactly this distance belong to it, and with 0 \
              only equal rows do",
    range: Range::Real(0.0, 1e141),
    default: parameter::Default::FromData("the knee of the k-distance curve"),
};
pub(super) const MIN_SAMPLES: Parameter = Parameter {
    name: "min_samples",
    meaning: "rows that a neighbourhood needs, the row in its centre included, to be dense",
    range: Range::Whole(1, MOST as u32),
    default: parameter::Default::FromData("twice the columns, or more for many rows: 4 × ln n, at most the root of n"),
};

/// The parameters beside the seed.
pub(super) static PARAMETERS: &[Parameter] = &[EPS, MIN_SAMPLES];

/// Parameters as written; `eps` and `min_samples` have the meaning they have in scikit-learn.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Params {
    /// Radius of a neighbourhood in the units of the points, 0 to 10¹⁴¹; `None` reads it from the k-distance curve.
    pub eps: Option<f64>,
    /// Rows that a dense neighbourhood has, its centre included, 1 to 65,535; `None` is twice the number of
    /// columns, and at least the smaller one of 4 ln n and √n, rounded up, and at least 4.
    pub min_samples: Option<usize>,
    /// Decides the sample of rows behind the k-distance curve of a large table, and nothing else.
    pub seed: u64,
}

/// Checked parameters.
#[derive(Clone, Copy, Debug)]
pub(super) struct Plan {
    /// The radius, when it was given.
    pub(super) eps: Option<f64>,
    pub(super) min_samples: usize,
    pub(super) seed: u64,
}

impl Params {
    /// A given radius and a given number of rows.
    pub fn new(eps: f64, min_samples: usize) -> Self {
        Self { eps: Some(eps), min_samples: Some(min_samples), seed: 0 }
    }

    /// Reads named settings; what they leave out is found from the points.
    ///
    /// # Errors
    /// A value outside its range.
    pub fn read(settings: &Settings) -> Result<Self, ClusterError> {
        Ok(Self {
            eps: EPS.written(settings)?,
            min_samples: MIN_SAMPLES.written(settings)?.map(|number| number as usize),
            seed: settings.seed(),
        })
    }

    /// Checks everything; for points with so many rows and columns.
    pub(super) fn plan(&self, rows: usize, columns: usize) -> Result<Plan, ClusterError> {
        let eps = self.eps.map(|eps| EPS.check_number(eps)).transpose()?;
        let min_samples = self.min_samples.unwrap_or_else(|| usual_min_samples(rows, columns));
        MIN_SAMPLES.check_number(min_samples as f64)?;
        Ok(Plan { eps, min_samples, seed: self.seed })
    }
}

/// Twice the number of columns (Sander et al. 1998) and at least the 4 of Ester et al. (1996). Among many rows some lie close
/// together by chance, and the largest number that do grows with the logarithm of the number of rows; four times that keeps
/// them from making clusters of their own. In a small table groups are small, so it is not more than the root of the rows.
pub(super) fn usual_min_samples(rows: usize, columns: usize) -> usize {
    let rows = rows.max(1) as f64;
    let by_rows = (4.0 * rows.ln()).min(rows.sqrt()).ceil() as usize;
    columns.saturating_mul(2).max(by_rows).clamp(4, MOST)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn wrong_values_are_named_with_what_is_allowed() {
        let table = [
            ("min_samples", 0.0, "parameter `min_samples`: 0, allowed is a whole number from 1 to 65535"),
            ("eps", -0.5, "parameter `eps`: -0.5, allowed is a number from 0 to 1e141"),
            ("eps", f64::NAN, "parameter `eps`: NaN, allowed is a number from 0 to 1e141"),
        ];
        for (name, value, expected) in table {
            let error = Params::read(&Settings::new(0).with(name, value)).unwrap_err();
            assert_eq!(error.to_string(), expected);
        }
        assert!(Params::new(f64::INFINITY, 5).plan(9, 2).is_err());
        assert!(Params::new(1.0, 0).plan(9, 2).is_err());
    }

    #[test]
    fn what_is_left_out_follows_from_the_points() {
        assert_eq!(Params::read(&Settings::new(0)).unwrap(), Params::default());
        for (rows, columns, expected) in
            [(0, 1, 4), (5, 1, 4), (7, 3, 6), (7, 12, 24), (1000, 2, 28), (1_000_000, 5, 56)]
        {
            assert_eq!(Params::default().plan(rows, columns).unwrap().min_samples, expected);
        }
        assert_eq!(Params::new(0.0, 1).plan(9, 3).unwrap().min_samples, 1);
    }
}
