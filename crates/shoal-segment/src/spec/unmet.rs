//! Wishes that none of the chosen methods can meet: told, not dropped.

use super::{ChooseBy, Outliers, SmallSegments, Spec};
use crate::error::Error;
use crate::rfm;
use shoal_cluster::Method;

/// The first wish that nobody can meet.
pub(super) fn unmet(spec: &Spec, methods: &[&'static Method]) -> Option<Error> {
    parameters(spec, methods).or_else(|| clusters(spec, methods)).or_else(|| others(spec, methods))
}

/// Every parameter belongs to a method and has a value that it allows.
fn parameters(spec: &Spec, methods: &[&'static Method]) -> Option<Error> {
    spec.parameters.iter().find_map(|(name, value)| {
        if name == "n_clusters" {
            return Some(Error::input(
                "n_clusters is set as a parameter; here the number of segments is k",
                "write -k",
            ));
        }
        let mut known = methods.iter().flat_map(|method| method.parameters).filter(|known| known.name == name);
        let Some(parameter) = known.next() else {
            return Some(Error::input(
                format!("no chosen method has a parameter `{name}`; --method is {}", spec.method),
                "`shoal methods` lists the parameters of every method",
            ));
        };
        let hint = "`shoal methods` lists the parameters of every method with their ranges";
        parameter.check(&value.into()).err().map(|error| Error::input(error.to_string(), hint))
    })
}

/// A number of clusters is for methods that take one, and not beside a height.
fn clusters(spec: &Spec, methods: &[&'static Method]) -> Option<Error> {
    if spec.k == Spec::default().k {
        return None;
    }
    if spec.has("height") {
        return Some(Error::input(
            format!("k is {} and a height is given too; a tree is cut by one of the two", spec.k),
            "leave out -k or --set height=…",
        ));
    }
    methods.iter().all(|method| method.sweep.is_none()).then(|| {
        Error::input(
            format!(
                "k is {}, but the number of segments is found by the method itself; --method is {}",
                spec.k, spec.method
            ),
            "leave -k out, or add a method that takes it, such as kmeans",
        )
    })
}

fn others(spec: &Spec, methods: &[&'static Method]) -> Option<Error> {
    if spec.choose_by == ChooseBy::Bic && methods.iter().any(|method| method.id != "gmm") {
        return Some(Error::input(
            format!("choose-by is bic, which only mixtures have; --method is {}", spec.method),
            "write --method gmm, or --choose-by with an index that every method has",
        ));
    }
    if spec.choose_by.needs_k() && methods.iter().all(|method| method.sweep.is_none()) {
        return Some(Error::input(
            format!(
                "choose-by is {}, which is for methods that are told the number of segments; --method is {}",
                spec.choose_by, spec.method
            ),
            "write --choose-by consensus, or with an index that every method has",
        ));
    }
    if spec.outliers == Outliers::Apart && methods.iter().any(|method| method.id == rfm::METHOD.id) {
        return Some(Error::input(
            format!("outliers is apart, and RFM places everybody by rank; --method is {}", spec.method),
            "write --outliers keep or winsorize, or leave rfm out of --method",
        ));
    }
    if spec.rules.is_some() && methods.iter().all(|method| method.id != rfm::METHOD.id) {
        return Some(Error::input(
            format!("rules are given, which only RFM follows; --method is {}", spec.method),
            "write --method rfm, or leave --rules out",
        ));
    }
    let fills = |method: &&Method| method.parameters.iter().any(|parameter| parameter.name == "min_cluster_size");
    (spec.small_segments == SmallSegments::Fill && !methods.iter().any(fills)).then(|| {
        Error::input(
            format!("small-segments is fill, which none of the methods can do; --method is {}", spec.method),
            "write --method kmeans, or --small-segments disqualify",
        )
    })
}
