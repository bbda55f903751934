//! The page's footer: what names this run, so that it can be made again.

use crate::view::{View, method_name};
use maud::{Markup, html};
use shoal_segment::segmentation::Explored;

/// The footer of an exploration.
pub(super) fn explored(explored: &Explored) -> Markup {
    let day = explored.as_of.map_or_else(String::new, |day| format!(", as of {day}"));
    html! {
        footer {
            p {
                "Made by Shoal " (explored.shoal_version) (day) ", " (explored.unit.many()) " " code { (explored.fingerprint) } ". What became of "
                "every row stands in explore.json."
            }
            p { "Nothing was clustered here. The same input gives this page again, byte for byte." }
        }
    }
}

/// The footer.
pub(crate) fn part(view: &View<'_>) -> Markup {
    let run = view.run;
    html! {
        footer {
            p {
                "Made by Shoal " (run.shoal_version) " with " (method_name(&run.sweep.method)) (view.as_of(", "))
                ", seed " (run.seed) ", " (view.many()) " " code { (run.fingerprint) } "."
            }
            p { "The same input and seed give this page again, byte for byte." }
        }
    }
}
