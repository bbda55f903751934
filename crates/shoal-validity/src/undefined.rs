//! Why an index has no value. These are properties of the data and the labels, not failures.

use std::error::Error;
use std::fmt;

use shoal_kernel::{Labels, Points};

/// The reason why an index is not defined.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Undefined {
    /// There are no rows.
    NoRows,
    /// Labels and points, or two labelings, have different numbers of rows.
    RowsDiffer {
        /// Rows of the first.
        first: usize,
        /// Rows of the second.
        second: usize,
    },
    /// There is only one cluster, so nothing to compare it with.
    OneCluster,
    /// Every row is a cluster of its own, so no cluster has an inside.
    EveryRowAlone,
    /// The rows of each cluster are all equal, so the spread inside clusters, by which the index divides or on which it
    /// rests, is zero.
    NoSpread,
    /// Two clusters have the same mean, so the index would divide by a distance of zero.
    EqualMeans,
    /// The numbers are too large or not finite, so that the result is not a finite number.
    NotFinite,
}

impl fmt::Display for Undefined {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NoRows => write!(out, "there are no rows"),
            Self::RowsDiffer { first, second } => write!(out, "{first} rows cannot be matched with {second}"),
            Self::OneCluster => write!(out, "there is only one cluster"),
            Self::EveryRowAlone => write!(out, "every row is a cluster of its own"),
            Self::NoSpread => write!(out, "the rows of each cluster are all equal"),
            Self::EqualMeans => write!(out, "two clusters have the same mean"),
            Self::NotFinite => write!(out, "the values are too large or not finite"),
        }
    }
}

impl Error for Undefined {}

impl Undefined {
    /// Whether rows of points and labels can be matched at all.
    pub(crate) fn check_rows(points: &Points, labels: &Labels) -> Result<(), Self> {
        match (points.rows(), labels.rows()) {
            (0, 0) => Err(Self::NoRows),
            (first, second) if first != second => Err(Self::RowsDiffer { first, second }),
            _ => Ok(()),
        }
    }

    /// Whether there are at least two clusters, and at least one with two rows.
    pub(crate) fn check_clusters(points: &Points, labels: &Labels) -> Result<(), Self> {
        Self::check_rows(points, labels)?;
        Self::check_count(labels.clusters(), labels.rows())
    }

    /// Whether that many clusters of that many rows are at least two, and one has two rows.
    pub(crate) fn check_count(clusters: usize, rows: usize) -> Result<(), Self> {
        match clusters {
            1 => Err(Self::OneCluster),
            _ if clusters == rows => Err(Self::EveryRowAlone),
            _ => Ok(()),
        }
    }

    /// The value, when it is a finite number.
    pub(crate) fn finite(value: f64) -> Result<f64, Self> {
        if value.is_finite() { Ok(value) } else { Err(Self::NotFinite) }
    }
}
