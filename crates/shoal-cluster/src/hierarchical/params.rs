//! Parameters of the hierarchical methods: as written ([`Params`]), then checked. Ranges and defaults stand here alone.

use super::criterion::Criterion;
use super::cut::Cut;
use crate::error::ClusterError;
use crate::parameter::{self, Parameter, Range};
use crate::settings::Settings;

const N_CLUSTERS: Parameter = Parameter {
    name: "n_clusters",
    meaning: "number of clusters to cut the tree into; at most the number of rows",
    range: Range::Whole(1, 65_535),
    default: parameter::Default::FromData("the largest gap between successive merges"),
};
const HEIGHT: Parameter = Parameter {
    name: "height",
    meaning: "height at which to cut the tree: what merges at it or below stays together; not together with n_clusters",
    range: Range::Real(0.0, 1e15),
    default: parameter::Default::FromData("the largest gap between successive merges"),
};

/// The parameters; the seed is not read.
pub(super) static PARAMETERS: &[Parameter] = &[N_CLUSTERS, HEIGHT];

/// Parameters as written.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Params {
    /// How the distance of two clusters follows from their rows.
    pub criterion: Criterion,
    /// Where the tree is cut.
    pub cut: Cut,
}

impl Params {
    /// Reads named settings: `n_clusters` or `height`; with neither the largest gap decides.
    ///
    /// # Errors
    /// A value outside its range; both at once.
    pub fn read(criterion: Criterion, settings: &Settings) -> Result<Self, ClusterError> {
        let cut = match (N_CLUSTERS.written(settings)?, HEIGHT.written(settings)?) {
            (Some(clusters), None) => Cut::Clusters(clusters as usize),
            (None, Some(height)) => Cut::Height(height),
            (None, None) => Cut::LargestGap,
            (Some(clusters), Some(height)) => return Err(both(&clusters.to_string(), height)),
        };
        Ok(Self { criterion, cut })
    }

    /// Reads named settings for a sweep, which brings its own numbers of clusters; `n_clusters` is not read.
    ///
    /// # Errors
    /// A value outside its range; a height.
    pub(super) fn read_for_sweep(settings: &Settings) -> Result<(), ClusterError> {
        N_CLUSTERS.written(settings)?;
        match HEIGHT.written(settings)? {
            Some(height) => Err(both("several", height)),
            None => Ok(()),
        }
    }
}

fn both(clusters: &str, height: f64) -> ClusterError {
    ClusterError::Parameter {
        name: HEIGHT.name.to_owned(),
        came: format!("{height} together with {clusters} n_clusters"),
        allowed: "one of the two".to_owned(),
    }
}

/// Checks where to cut against the ranges and the number of rows.
pub(super) fn check_cut(cut: Cut, rows: usize) -> Result<(), ClusterError> {
    match cut {
        Cut::Clusters(n_clusters) => {
            N_CLUSTERS.check_number(n_clusters as f64)?;
            if n_clusters > rows {
                return Err(ClusterError::MoreClustersThanRows { n_clusters, rows });
            }
        }
        Cut::Height(height) => {
            HEIGHT.check_number(height)?;
        }
        Cut::LargestGap => {}
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_of_two_decides_where_to_cut() {
        let read = |settings: Settings| Params::read(Criterion::Ward, &settings).map(|params| params.cut);
        let none = Settings::new(0);
        assert_eq!(read(none.clone()), Ok(Cut::LargestGap));
        assert_eq!(read(none.clone().with("n_clusters", 3.0)), Ok(Cut::Clusters(3)));
        assert_eq!(read(none.clone().with("height", 0.5)), Ok(Cut::Height(0.5)));
        let both = none.clone().with("height", 0.5).with("n_clusters", 3.0);
        let error = read(both).unwrap_err();
        assert_eq!(error.to_string(), "parameter `height`: 0.5 together with 3 n_clusters, allowed is one of the two");
        assert!(Params::read_for_sweep(&none.clone().with("n_clusters", 3.0)).is_ok());
        assert!(Params::read_for_sweep(&none.with("height", 3.0)).is_err());
    }

    #[test]
    fn wrong_values_are_named_with_what_is_allowed() {
        let table = [
            (Cut::Clusters(0), "parameter `n_clusters`: 0, allowed is a whole number from 1 to 65535"),
            (Cut::Clusters(6), "n_clusters: 6, allowed is at most the number of rows, 5"),
            (Cut::Height(-1.0), "parameter `height`: -1, allowed is a number from 0 to"),
            (Cut::Height(f64::NAN), "parameter `height`: NaN, allowed is a number from 0 to"),
        ];
        for (cut, expected) in table {
            assert!(check_cut(cut, 5).unwrap_err().to_string().starts_with(expected));
        }
    }
}
