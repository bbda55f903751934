//! All methods, one line each. Command line, reference pages, stores and the conformance tests read this list.

use std::sync::Arc;

use crate::dbscan;
use crate::error::ClusterError;
use crate::gmm;
use crate::hierarchical;
use crate::kmeans;
use crate::method::Method;
use crate::model::{Model, Parts};

/// Every method, the default first.
pub static METHODS: &[&Method] = &[
    &kmeans::METHOD,
    &gmm::METHOD,
    &dbscan::METHOD,
    &hierarchical::WARD,
    &hierarchical::AVERAGE,
    &hierarchical::COMPLETE,
    &hierarchical::SINGLE,
];

/// The method called `id`.
///
/// # Errors
/// [`ClusterError::UnknownMethod`] with the ids there are.
pub fn method(id: &str) -> Result<&'static Method, ClusterError> {
    METHODS.iter().copied().find(|method| method.id == id).ok_or_else(|| ClusterError::UnknownMethod {
        came: id.to_owned(),
        allowed: METHODS.iter().map(|method| method.id).collect::<Vec<_>>().join(", "),
    })
}

/// Builds a stored model again.
///
/// # Errors
/// A method that is not in the catalog; arrays that are missing, of the wrong shape or not finite.
pub fn restore(parts: &Parts) -> Result<Arc<dyn Model>, ClusterError> {
    (method(&parts.method)?.restore)(parts)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::parameter;
    use crate::settings::{Settings, Value};

    #[test]
    fn ids_and_cards_are_sound() {
        for (i, card) in METHODS.iter().enumerate() {
            assert!(METHODS[..i].iter().all(|other| other.id != card.id));
            assert!(!card.summary.is_empty() && !card.cost.is_empty() && !card.places.is_empty());
            assert!(card.references.iter().all(|reference| reference.doi.starts_with("10.")));
            for parameter in card.parameters {
                let default = match parameter.default {
                    parameter::Default::Number(number) => Some(Value::Number(number)),
                    parameter::Default::Word(word) => Some(Value::from(word)),
                    parameter::Default::FromData(_) => None,
                };
                assert!(default.is_none_or(|value| parameter.range.allows(&value)), "{}", parameter.name);
                assert!(!parameter.range.allows(&Value::Number(f64::NAN)), "{}", parameter.name);
            }
            assert!(card.check_names(&Settings::new(0).with("speling", 1.0)).is_err());
        }
    }

    #[test]
    fn an_unknown_method_is_told_with_the_known_ones() {
        let error = method("kmean").unwrap_err();
        let known = "kmeans, gmm, dbscan, ward, average, complete, single";
        assert_eq!(error.to_string(), format!("method: `kmean`, allowed are {known}"));
        assert!(restore(&Parts { method: "kmean".to_owned(), arrays: Vec::new() }).is_err());
    }
}
