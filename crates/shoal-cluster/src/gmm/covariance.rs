//! The four forms that the covariances of a mixture may have, and how many numbers each of them takes.

/// Form of the covariances.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Covariance {
    /// Every component its own matrix: clusters of any extent, direction and size.
    Full,
    /// One matrix for all components.
    Tied,
    /// Every component its own variance in each column, no correlation.
    Diag,
    /// Every component one variance for all columns.
    Spherical,
}

/// All forms, the default first; the words are those of [`NAMES`].
pub(super) const FORMS: [Covariance; 4] = [Covariance::Full, Covariance::Tied, Covariance::Diag, Covariance::Spherical];

/// The words for [`FORMS`].
pub(super) const NAMES: [&str; 4] = ["full", "tied", "diag", "spherical"];

impl Covariance {
    /// The word for it: `full`, `tied`, `diag` or `spherical`.
    pub fn name(self) -> &'static str {
        NAMES[self as usize]
    }

    /// The form with that name, if there is one.
    pub fn named(name: &str) -> Option<Self> {
        FORMS.into_iter().find(|form| form.name() == name)
    }

    /// Free parameters of a mixture of `clusters` components in `columns` columns: covariances, means and weights.
    pub fn parameters(self, clusters: usize, columns: usize) -> usize {
        let of_covariances = match self {
            Self::Full => clusters * columns * (columns + 1) / 2,
            Self::Tied => columns * (columns + 1) / 2,
            Self::Diag => clusters * columns,
            Self::Spherical => clusters,
        };
        of_covariances + clusters * columns + clusters - 1
    }

    /// Whether columns may be correlated, so that a triangle of numbers is needed for a component and not one per column.
    pub(super) fn is_triangle(self) -> bool {
        matches!(self, Self::Full | Self::Tied)
    }

    /// Numbers kept for the covariance of one component: the lower triangle row after row, or the diagonal.
    pub(super) fn width(self, columns: usize) -> usize {
        if self.is_triangle() { columns * (columns + 1) / 2 } else { columns }
    }

    /// The columns that the numbers kept for one component belong to.
    pub(super) fn pairs(self, columns: usize) -> impl Iterator<Item = (usize, usize)> {
        (0..columns).flat_map(move |i| (if self.is_triangle() { 0 } else { i }..=i).map(move |j| (i, j)))
    }

    /// Rows that a component must answer for before its width is its own.
    pub(super) fn rows_needed(self, columns: usize) -> f64 {
        match self {
            Self::Full => (columns + 1) as f64,
            Self::Tied => 1.0,
            Self::Diag | Self::Spherical => 2.0,
        }
    }
}

/// Where the diagonal entries stand in the numbers kept for one component.
pub(super) fn diagonal_places(form: Covariance, columns: usize) -> impl Iterator<Item = usize> {
    (0..columns).map(move |i| if form.is_triangle() { i * (i + 3) / 2 } else { i })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_and_counts() {
        for form in FORMS {
            assert_eq!(Covariance::named(form.name()), Some(form));
        }
        assert_eq!(Covariance::named("round"), None);
        assert_eq!(FORMS.map(|form| form.parameters(3, 4)), [44, 24, 26, 17]);
        assert_eq!(diagonal_places(Covariance::Full, 4).collect::<Vec<_>>(), [0, 2, 5, 9]);
        assert_eq!(diagonal_places(Covariance::Diag, 3).collect::<Vec<_>>(), [0, 1, 2]);
    }
}
