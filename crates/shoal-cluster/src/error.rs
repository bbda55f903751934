//! What can be wrong with what a method is given. All of it is the caller's input; nothing else can fail here.

use thiserror::Error;

/// Why a method refuses.
#[derive(Clone, Debug, Error, PartialEq)]
pub enum ClusterError {
    /// There is nothing to cluster.
    #[error("points: no rows, allowed is at least one")]
    NoRows,
    /// A value is NaN or infinite, or too large to be squared and summed.
    #[error(
        "value in row {row}, column {column} (both from 0): {value}, allowed are finite numbers up to {limit:e} in magnitude",
        limit = crate::kmeans::LARGEST
    )]
    Value {
        /// Row of the first such value, from 0.
        row: usize,
        /// Its column, from 0.
        column: usize,
        /// The value.
        value: f64,
    },
    /// There is not one weight for each row.
    #[error("weights: {weights}, allowed is one for each of the {rows} rows")]
    WeightCount {
        /// How many weights came.
        weights: usize,
        /// How many rows there are.
        rows: usize,
    },
    /// A weight is negative or not finite, or so small or large that sums would lose it.
    #[error(
        "weight of row {row} (from 0): {weight:?}, allowed are 0 and numbers from {low:e} to {high:e}",
        low = crate::kmeans::SMALLEST_WEIGHT,
        high = crate::kmeans::LARGEST_WEIGHT
    )]
    Weight {
        /// Row of the first such weight, from 0.
        row: usize,
        /// The weight.
        weight: f64,
    },
    /// No row counts.
    #[error("weights: all 0, allowed is at least one above 0")]
    NoWeight,
    /// More clusters are asked for than there are rows.
    #[error("n_clusters: {n_clusters}, allowed is at most the number of rows, {rows}")]
    MoreClustersThanRows {
        /// What was asked for.
        n_clusters: usize,
        /// How many rows there are.
        rows: usize,
    },
    /// More different rows than the method can take.
    #[error(
        "different rows: {rows}, allowed for {method} is at most {limit}, because {because}; take {instead} instead"
    )]
    TooManyRows {
        /// The method.
        method: &'static str,
        /// Different rows that came.
        rows: usize,
        /// The most it takes.
        limit: usize,
        /// Why there is a limit.
        because: &'static str,
        /// What can be taken instead.
        instead: &'static str,
    },
    /// There are too few rows for that many clusters of the minimum size.
    #[error(
        "min_cluster_size: {min_cluster_size}, allowed for {n_clusters} clusters of {rows} rows is at most {most}",
        most = rows / n_clusters
    )]
    MinimumTooLarge {
        /// The minimum asked for.
        min_cluster_size: usize,
        /// The clusters asked for, at least 1 and at most the rows.
        n_clusters: usize,
        /// How many rows there are.
        rows: usize,
    },
    /// Equal rows stay together, and that leaves no way to give every cluster the minimum size.
    #[error(
        "min_cluster_size: {min_cluster_size} cannot be had for {n_clusters} clusters, because equal rows stay together; \
         allowed are a smaller minimum or fewer clusters"
    )]
    MinimumNotKept {
        /// The minimum asked for.
        min_cluster_size: usize,
        /// The clusters asked for.
        n_clusters: usize,
    },
    /// A parameter lies outside its range.
    #[error("parameter `{name}`: {came}, allowed is {allowed}")]
    Parameter {
        /// Name of the parameter.
        name: String,
        /// What came.
        came: String,
        /// The range, in words.
        allowed: String,
    },
    /// A parameter that the method does not have.
    #[error("parameter name: `{came}`, allowed for {method} are {allowed}")]
    UnknownParameter {
        /// The name that came.
        came: String,
        /// The method.
        method: &'static str,
        /// The names it has.
        allowed: String,
    },
    /// A method that is not in the catalog.
    #[error("method: `{came}`, allowed are {allowed}")]
    UnknownMethod {
        /// The id that came.
        came: String,
        /// The ids there are.
        allowed: String,
    },
    /// Points of another width than the model, or the given centres, have.
    #[error("columns of the points: {came}, allowed is {expected}, as in the model")]
    Columns {
        /// How many came.
        came: usize,
        /// How many are needed.
        expected: usize,
    },
    /// A chunk of rows has another width than those before it.
    #[error("columns of the chunk that begins with row {row} (from 0): {came}, allowed is {expected}")]
    ChunkColumns {
        /// Row of the source with which the chunk begins, from 0.
        row: u64,
        /// How many came.
        came: usize,
        /// How many are needed.
        expected: usize,
    },
    /// A source of chunks that is read several times did not give the same rows again.
    #[error("pass {pass} over the chunks: {came}, allowed are the {before} rows of the first pass as they were")]
    ChunksChanged {
        /// Number of the pass, from 1.
        pass: usize,
        /// What came in their place.
        came: String,
        /// Rows of the first pass.
        before: u64,
    },
    /// A stored model that cannot be built again.
    #[error("array `{name}` of the stored model: {came}, allowed is {allowed}")]
    Part {
        /// Name of the array.
        name: String,
        /// What is wrong with it.
        came: String,
        /// What is allowed.
        allowed: String,
    },
}
