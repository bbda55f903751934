//! Floor 0: arithmetic that knows no customers.
//!
//! Everything above stands on the few nouns of this crate: [`Points`] (a table of numbers), [`Labels`] (one cluster
//! number per row; [`PartialLabels`] where rows may be left out), [`Blocks`] (the same points laid out for wide arithmetic), [`Tree`] (the
//! same points arranged for finding neighbours), moments, quantiles, correlations, principal
//! components, seeded [`Stream`]s of random numbers and sums whose result does not depend on the number of threads.
//!
//! Two rules hold in every file:
//!
//! - **Same bits for any number of threads.** Work is cut into blocks of a fixed size, whatever the machine, and partial
//!   results are combined in block order ([`parallel`]).
//! - **Same bits on any instruction set.** Wide arithmetic puts independent points in lanes and never fuses or reorders an
//!   operation ([`lanes`]), so a wider vector gives the same numbers, sooner.
//!
//! ```
//! use shoal_kernel::{Points, moments};
//!
//! let points = Points::new(vec![1.0, 10.0, 3.0, 30.0], 2).unwrap();
//! assert_eq!(points.rows(), 2);
//! assert_eq!(moments::column_means(&points), vec![2.0, 20.0]);
//! ```

pub mod blocks;
pub mod cholesky;
pub mod correlation;
pub mod distance;
pub mod distinct;
pub mod eigen;
pub mod exponential;
pub mod labels;
pub mod lanes;
pub mod matrix;
pub mod moments;
pub mod parallel;
pub mod partial_labels;
pub mod pca;
pub mod points;
pub mod quantile;
pub mod random;
pub mod scatter;
pub mod singles;
pub mod survey;
pub mod tree;

pub use blocks::Blocks;
pub use labels::Labels;
pub use matrix::Square;
pub use partial_labels::PartialLabels;
pub use pca::Pca;
pub use points::Points;
pub use random::Stream;
pub use scatter::Scatter;
pub use survey::Survey;
pub use tree::Tree;
