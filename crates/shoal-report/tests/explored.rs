//! The page and the text of an exploration: well-formed, self-contained, and with what was found.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test may stop")]

mod shop;
mod wellformed;

use shoal_segment::segmentation::{Explored, Segmentation};
use shoal_segment::statement::Statement;

fn explored(run: Segmentation) -> Explored {
    Explored {
        shoal_version: run.shoal_version,
        unit: run.unit,
        as_of: run.as_of,
        fingerprint: run.fingerprint,
        receipt: run.receipt,
        base: run.base,
        exploration: run.exploration,
        apart: run.apart,
        selection: (!run.left_out.is_empty()).then(|| Statement::new().say("A run would leave out some.")),
        left_out: run.left_out,
    }
}

#[test]
fn every_page_is_well_formed_and_names_no_segment() {
    for (name, run) in shop::all() {
        let found = explored(run);
        let page = shoal_report::explored(&found);
        wellformed::check(&page).unwrap_or_else(|fault| panic!("{name}: {fault}"));
        assert_eq!(page, shoal_report::explored(&found), "{name}");
        for word in page.split(|c: char| !c.is_alphanumeric()) {
            assert!(!matches!(word, "NaN" | "inf" | "None" | "Some"), "{name}: {word}");
        }
        for outside in ["http:", "https:", "<script", "src=", "@import", "<link"] {
            let page = page.replace("xmlns=\"http://www.w3.org/2000/svg\"", "");
            assert!(!page.contains(outside), "{name}: {outside}");
        }
        let text = shoal_report::terminal::explored(&found, 100);
        assert!(text.chars().all(|c| c == '\n' || !c.is_control()), "{name}: {text}");
        assert!(!text.contains("NaN") && !text.contains("inf "), "{name}: {text}");
    }
}

#[test]
fn the_shop_is_told_on_both() {
    let found = explored(shop::shop());
    let page = shoal_report::explored(&found).replace('\u{a0}', " ");
    let text = shoal_report::terminal::explored(&found, 100);
    for wanted in ["Over time", "Who came back", "2024-03", "Region"] {
        assert!(page.contains(wanted), "{wanted}");
    }
    for wanted in ["Over time", "2024-03 *", "stands for", "97.5 %", "rank correlation", "50 %", "cohorts before"] {
        assert!(text.contains(wanted), "{wanted} in {text}");
    }
    for statement in found.exploration.statements.iter().chain(found.exploration.findings()).chain(&found.selection) {
        assert!(text.contains(&statement.text) && page.contains(&statement.text));
    }
    assert!(text.lines().all(|line| line.chars().count() <= 120), "{text}");
}

#[test]
fn a_report_begins_with_the_same_panels() {
    let page = shoal_report::html(&shop::shop());
    let places: Vec<usize> =
        ["summary", "overview", "trend", "cohorts", "distributions", "density", "correlations", "segments"]
            .iter()
            .map(|anchor| page.find(&format!("<section id=\"{anchor}\"")).unwrap())
            .collect();
    assert!(places.is_sorted());
}
