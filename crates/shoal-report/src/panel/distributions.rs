//! How each feature is distributed over the base, with its outliers and gaps.

use crate::figure::canvas::Alt;
use crate::figure::distribution;
use crate::page::sentence;
use crate::panel::scales;
use crate::text;
use crate::view::{BaseView, with_unit};
use maud::{Markup, html};
use shoal_segment::segmentation::Distribution;

/// Draws the panel.
pub(crate) fn draw(view: BaseView<'_>) -> Option<Markup> {
    let exploration = view.exploration;
    if exploration.features.is_empty() {
        return None;
    }
    Some(html! {
        (sentence::list(&exploration.statements))
        div.small-figures.wider {
            @for (position, feature) in exploration.features.iter().enumerate() { (part(view, position, feature)) }
        }
        p.caption {
            "Bars: " (view.many()) " per range of values. Below them: the box holds the middle half of the " (view.many()) " with a line at the "
            "median, and each red stroke is an outlier by Tukey's rule, a value further than one and a half box lengths from the box, measured on "
            "the axis as it is drawn; where the box has no length nobody is called one."
        }
    })
}

fn part(view: BaseView<'_>, position: usize, feature: &Distribution) -> Markup {
    let caption = caption(view, feature);
    let alt = Alt {
        id: format!("figure-distribution-{position}"),
        title: format!("Distribution of {}", feature.card.label),
        description: caption.clone(),
    };
    html! {
        figure {
            h3 {
                (with_unit(&feature.card))
                @if feature.used { " " span.tag { (view.clustered) } }
            }
            @match distribution::figure(feature, &alt) {
                Some(figure) => (figure),
                None => p.muted { "No " (view.one()) " has a value." },
            }
            figcaption.caption { (caption) @if let Some(scale) = scales::of_edges(feature) { " " (scale) } }
            (farthest(feature))
        }
    }
}

/// Who stands farthest outside.
fn farthest(feature: &Distribution) -> Markup {
    let all = feature.outliers.0 + feature.outliers.1;
    html! {
        @if !feature.outlying.is_empty() {
            details.caption {
                summary { "farthest outside" }
                @for (i, one) in feature.outlying.iter().enumerate() {
                    @if i > 0 { ", " }
                    (one.member) " (" (text::quantity(one.value)) ")"
                }
                @if feature.outlying.len() < all { ", …" }
                "."
            }
        }
    }
}

/// The distribution in words.
pub(crate) fn caption(view: BaseView<'_>, feature: &Distribution) -> String {
    let mut parts = Vec::new();
    match feature.five {
        None => {}
        Some([low, _, _, _, high]) if low == high => {
            parts.push(match feature.missing {
                0 => format!("Every {} has {}.", view.one(), text::quantity(low)),
                _ => format!("Every {} with a value has {}.", view.one(), text::quantity(low)),
            });
        }
        Some([low, first, median, third, high]) => {
            parts.push(format!(
                "Median {}, middle half {} to {}, from {} to {}.",
                text::quantity(median),
                text::quantity(first),
                text::quantity(third),
                text::quantity(low),
                text::quantity(high)
            ));
            parts.push(outliers(feature.outliers));
        }
    }
    if feature.missing > 0 {
        parts.push(format!("Missing for {}.", view.counted(feature.missing)));
    }
    parts.push(match feature.skewness.filter(|skewness| skewness.is_finite()) {
        Some(skewness) => format!("Skewness {}.", text::quantity(skewness)),
        None => "Skewness undefined.".to_owned(),
    });
    parts.join(" ")
}

fn outliers((below, above): (usize, usize)) -> String {
    match (below, above) {
        (0, 0) => "No outliers.".to_owned(),
        (0, above) => format!("{} above.", text::counted(above, "outlier")),
        (below, 0) => format!("{} below.", text::counted(below, "outlier")),
        (below, above) => format!("Outliers: {} below, {} above.", text::count(below), text::count(above)),
    }
}
