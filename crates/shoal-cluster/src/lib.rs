//! Methods of clustering: each a folder with its page, its checked parameters and a model that assigns new rows.
//!
//! What a method needs is [`Points`](shoal_kernel::Points); what it gives is a [`Fitted`]: labels without gaps (some methods leave rows out), a [`Model`],
//! a [`Trace`] of how the fit went, and the [`Evidence`] it can show. Nothing here knows where the numbers came from or
//! whether the clusters are any good.
//!
//! Methods can be called directly ([`kmeans::fit`]) or by name through the [`catalog`], whose cards say what each method is,
//! which parameters it has and in which ranges.
//!
//! ```
//! use shoal_cluster::{catalog, Settings};
//! use shoal_kernel::Points;
//!
//! let points = Points::new(vec![0.0, 0.1, 0.2, 9.0, 9.1, 9.2], 1).unwrap();
//! let method = catalog::method("kmeans").unwrap();
//! let fitted = (method.fit)(&points, &Settings::new(7).with("n_clusters", 2.0)).unwrap();
//! assert_eq!(fitted.labels.complete().unwrap().as_slice(), [0, 0, 0, 1, 1, 1]);
//! ```
//!
//! To add a method: one folder with its page, one line in [`catalog`], its reference values. The conformance tests find it
//! there.

pub mod catalog;
pub mod dbscan;
pub mod error;
pub mod evidence;
pub mod fitted;
pub mod gmm;
pub mod hierarchical;
pub mod kmeans;
pub mod method;
pub mod model;
pub mod parameter;
pub mod resamples;
pub mod settings;

pub use error::ClusterError;
pub use evidence::{Evidence, EvidenceKind};
pub use fitted::{Fitted, Origin, Remark, Start, Trace};
pub use method::{Method, Reference, Weighted};
pub use model::{Assigned, Model, Part, Parts};
pub use parameter::{Parameter, Range};
pub use resamples::Resamples;
pub use settings::{Settings, Value};
