//! What captions say about the scales of axes: which are logarithmic, and that zero and negative values are kept.

use crate::figure::scale::Scale;
use shoal_segment::segmentation::Distribution;

/// The scales of a figure of two features.
pub(super) fn of_two(across: &Distribution, up: &Distribution) -> String {
    let axes = match (Scale::of(across), Scale::of(up)) {
        (Scale::Linear, Scale::Linear) => return "Both axes are linear.".to_owned(),
        (Scale::Logarithmic, Scale::Logarithmic) => "Both axes are logarithmic: each step multiplies".to_owned(),
        (Scale::Logarithmic, Scale::Linear) => one("horizontal", across),
        (Scale::Linear, Scale::Logarithmic) => one("vertical", up),
    };
    format!("{axes}{}.", kept([across, up]))
}

fn one(which: &str, feature: &Distribution) -> String {
    format!("The {which} axis ({}) is logarithmic: each step multiplies", feature.card.label)
}

/// The scales of a figure of several features.
pub(super) fn of_several<'a>(features: impl Iterator<Item = &'a Distribution>) -> String {
    let logarithmic: Vec<&Distribution> = features.filter(|feature| Scale::of(feature) == Scale::Logarithmic).collect();
    if logarithmic.is_empty() {
        return "All axes are linear.".to_owned();
    }
    let names: Vec<&str> = logarithmic.iter().map(|feature| feature.card.label.as_str()).collect();
    format!("Logarithmic, each step multiplies: {}{}.", names.join(", "), kept(logarithmic))
}

/// The scales of a figure of several features, each on that of its histogram.
pub(super) fn of_edges_of<'a>(features: impl Iterator<Item = &'a Distribution>) -> String {
    let logarithmic = features.filter(|feature| Scale::of_edges(feature) == Scale::Logarithmic);
    let names: Vec<&str> = logarithmic.map(|feature| feature.card.label.as_str()).collect();
    match names.is_empty() {
        true => "All axes are linear.".to_owned(),
        false => format!("Logarithmic, each step multiplies: {}.", names.join(", ")),
    }
}

/// The scale of a histogram; nothing about a linear one.
pub(super) fn of_edges(feature: &Distribution) -> Option<String> {
    let varies = feature.five.is_some_and(|five| five[0] < five[4]);
    let logarithmic = varies && Scale::of_edges(feature) == Scale::Logarithmic;
    logarithmic.then(|| format!("Logarithmic axis{}.", said(feature.five.map_or(1.0, |five| five[0]))))
}

/// What is said of the smallest value on the logarithmic axes among these.
fn kept<'a>(features: impl IntoIterator<Item = &'a Distribution>) -> &'static str {
    let logarithmic = features.into_iter().filter(|feature| Scale::of(feature) == Scale::Logarithmic);
    said(logarithmic.filter_map(|feature| feature.five).map(|five| five[0]).fold(1.0, f64::min))
}

fn said(least: f64) -> &'static str {
    match least {
        least if least < 0.0 => "; zero and negative values are kept",
        least if least <= 0.0 => "; zeros are kept",
        _ => "",
    }
}
