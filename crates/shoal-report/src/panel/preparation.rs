//! Every clustered number before and after preparation, with what was done to it.

use crate::figure::before_after;
use crate::figure::canvas::Alt;
use crate::panel::preparation as words;
use crate::text;
use crate::view::{View, with_unit};
use maud::{Markup, html};
use shoal_segment::segmentation::{Beyond, PreparedColumn};

/// Draws the panel; nothing where no number was clustered.
pub(crate) fn draw(view: &View<'_>) -> Option<Markup> {
    let columns = &view.run.preparation;
    if columns.is_empty() {
        return None;
    }
    Some(html! {
        div.small-figures.wider {
            @for (place, column) in columns.iter().enumerate() { (part(view, place, column)) }
        }
        p.caption {
            "Above: " (view.many()) " by the feature as it came. Below: by the same as it was clustered. Far outside: more than 3.5 robust standard "
            "deviations (1.4826 times the median distance from the median) from the median after the transform; where half of the values are equal "
            "nothing is called so."
        }
    })
}

fn part(view: &View<'_>, place: usize, column: &PreparedColumn) -> Markup {
    let caption = caption(view, column);
    let label = view.card(&column.feature).map_or_else(|| text::words(&column.feature), with_unit);
    let alt = Alt {
        id: format!("figure-preparation-{place}"),
        title: format!("{label} before and after preparation"),
        description: caption.clone(),
    };
    html! {
        figure {
            h3 { (label) }
            @match before_after::figure(&column.before, &column.after, &alt) {
                Some(figure) => (figure),
                None => p.muted { "No " (view.one()) " has a value." },
            }
            figcaption.caption { (caption) }
        }
    }
}

/// What was done and what it did.
fn caption(view: &View<'_>, column: &PreparedColumn) -> String {
    let done = view.prepared(&column.feature).map(|step| format!("{}. ", text::capitalised(&words(view, step))));
    let skewness = match (column.before.skewness, column.after.skewness) {
        (None, None) => "Skewness undefined.".to_owned(),
        (before, after) => format!("Skewness {} before, {} after.", text::quantity(before), text::quantity(after)),
    };
    let missing = match column.missing_share > 0.0 {
        true => format!(" {} missing.", text::share(column.missing_share)),
        false => String::new(),
    };
    format!("{}{skewness}{missing} {}", done.unwrap_or_default(), far_outside(view, column))
}

/// How many lie far outside, and what became of them.
pub(crate) fn far_outside(view: &View<'_>, column: &PreparedColumn) -> String {
    let far = &column.outlying;
    let count = far.counts.0 + far.counts.1;
    if far.share.is_none() {
        return "Nothing is called far outside.".to_owned();
    }
    if count == 0 {
        return "None far outside.".to_owned();
    }
    let limits = view.prepared(&column.feature).and_then(|step| step.number()?.limits);
    let fate = match limits.map(|limits| limits.beyond) {
        Some(Beyond::Winsorized) => "drawn in to the limit",
        Some(Beyond::Apart) => "set apart",
        None => "kept",
    };
    let of_variance = far.variance_share.map(|share| format!(", {} of the variance", text::share(share)));
    format!("{} far outside{}: {fate}.", text::count(count), of_variance.unwrap_or_default())
}
