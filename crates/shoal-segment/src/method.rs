//! The methods that a run may use, by name, and what each is given: its settings, its points.

use crate::error::Error;
use crate::rfm;
use crate::spec::{SmallSegments, Spec};
use shoal_cluster::{ClusterError, Method, Model, Parts, Settings, Value, catalog};
use std::sync::Arc;

/// Every method, the default first.
pub fn all() -> impl Iterator<Item = &'static Method> {
    catalog::METHODS.iter().copied().chain([&rfm::METHOD])
}

/// The method called `id`.
///
/// # Errors
/// An id that no method has, with those there are.
pub fn find(id: &str) -> Result<&'static Method, Error> {
    all().find(|method| method.id == id).ok_or_else(|| {
        let ids: Vec<&str> = all().map(|method| method.id).collect();
        Error::input(
            format!("there is no method `{id}`; allowed are {}", ids.join(", ")),
            "write --method kmeans, or several with commas between; `shoal methods` tells what each finds",
        )
    })
}

/// Builds a stored model again.
///
/// # Errors
/// A method that does not exist; arrays that are missing, of the wrong shape or not finite.
pub(crate) fn restore(parts: &Parts) -> Result<Arc<dyn Model>, ClusterError> {
    if parts.method == rfm::METHOD.id { (rfm::METHOD.restore)(parts) } else { catalog::restore(parts) }
}

/// The parameter for the smallest number of rows in a cluster.
const MINIMUM: &str = "min_cluster_size";

/// What `spec` says to `method` for so many rows: the parameters that it has, and the random starts of k-means.
pub(crate) fn settings(method: &Method, spec: &Spec, rows: usize) -> Settings {
    let has = |name: &str| method.parameters.iter().any(|parameter| parameter.name == name);
    let mut settings = Settings::new(spec.seed);
    let starts = if method.id == "kmeans" { Some(spec.starts_for(rows)) } else { spec.starts };
    if let Some(starts) = starts.filter(|_| has("n_init")) {
        settings = settings.with("n_init", starts as f64);
    }
    if spec.small_segments == SmallSegments::Fill && has(MINIMUM) {
        settings = settings.with(MINIMUM, spec.smallest(rows) as f64);
    }
    for (name, value) in spec.parameters.iter().filter(|(name, _)| has(name)) {
        settings = settings.with(name, Value::from(value));
    }
    settings
}

/// A refusal of a method, told to the user: what can be mended is input, all else a fault of the program.
pub(crate) fn refusal(method: &Method, error: ClusterError) -> Error {
    let hint = match &error {
        ClusterError::Parameter { .. } | ClusterError::UnknownParameter { .. } => {
            format!("`shoal methods` lists the parameters of {} with their ranges", method.id)
        }
        ClusterError::MoreClustersThanRows { .. } => "write a smaller k, for instance -k 1".to_owned(),
        ClusterError::MinimumTooLarge { .. } | ClusterError::MinimumNotKept { .. } => {
            "write a smaller --min-size or --min-share, or a smaller k".to_owned()
        }
        ClusterError::TooManyRows { instead, .. } => format!("write --method with another one: {instead}"),
        _ => return Error::bug(format!("{}: {error}", method.id)),
    };
    Error::input(format!("{}: {error}", method.name), hint)
}
