//! The page's footer: what names this run, so that it can be made again.

use crate::view::{View, method_name};
use maud::{Markup, html};

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
