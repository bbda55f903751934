//! Indices that judge a labeling by the points alone, with undefined as a value.
//!
//! Nothing here knows which method made the labels. Where it left rows out, [`judged_rows`] says how they are treated. Every index says in its own page what it measures and when it is not
//! defined; an undefined index is an [`Undefined`] with its reason, never NaN and never a number that flatters. The
//! [`catalog`] lists them with direction and range, and with them those that compare two labelings.
//!
//! ```
//! use shoal_kernel::{Labels, Points};
//! use shoal_validity::{SilhouetteOptions, Undefined, davies_bouldin, silhouette};
//!
//! let points = Points::new(vec![0.0, 1.0, 10.0, 11.0], 1).unwrap();
//! let two = Labels::new(vec![0, 0, 1, 1]).unwrap();
//! let one = Labels::new(vec![0; 4]).unwrap();
//! assert_eq!(davies_bouldin(&points, &two), Ok(0.1));
//! let judged = silhouette(&points, &[&two, &one], &SilhouetteOptions::default());
//! assert!(judged[0].as_ref().unwrap().mean > 0.89);
//! assert_eq!(judged[1], Err(Undefined::OneCluster));
//! ```

mod calinski_harabasz;
pub mod catalog;
mod contingency;
mod davies_bouldin;
mod dip;
mod dispersion;
mod gap;
mod jaccard;
mod mutual_information;
mod null;
mod prediction_strength;
mod rand_index;
mod silhouette;
mod simplified_silhouette;
mod treatment;
mod undefined;

pub use calinski_harabasz::calinski_harabasz;
pub use catalog::{Agreement, Direction, Index};
pub use contingency::Contingency;
pub use davies_bouldin::davies_bouldin;
pub use dip::{DipNull, dip, spread_ties};
pub use dispersion::{Dispersion, inertia};
pub use gap::{Gap, gap};
pub use jaccard::{BestMatch, jaccard_per_cluster};
pub use mutual_information::{adjusted_mutual_information, entropy, mutual_information};
pub use null::{BoxNull, CopulaNull, GaussianNull};
pub use prediction_strength::prediction_strength;
pub use rand_index::adjusted_rand_index;
pub use silhouette::{Silhouette, SilhouetteOptions, silhouette, silhouette_samples};
pub use simplified_silhouette::simplified_silhouette;
pub use treatment::{Treatment, judged_rows};
pub use undefined::Undefined;
