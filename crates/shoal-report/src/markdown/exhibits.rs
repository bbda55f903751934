//! What the methods show beside their segments, as far as words and tables can.

use super::escaped;
use super::how::sheet;
use super::table::table;
use crate::panel::{MIXTURE_CAPTION, heading, mixture_row, neighbours_caption};
use crate::sheet;
use crate::text;
use crate::view::View;
use shoal_segment::evidence::{Exhibit, MixtureComponent, Shown, Tree};

/// Writes the part.
pub(super) fn write(out: &mut String, view: &View<'_>) {
    if view.run.exhibits.is_empty() {
        return;
    }
    out.push_str("## What the methods show\n\n");
    for exhibit in &view.run.exhibits {
        out.push_str(&format!("### {}: {}\n\n", escaped(&exhibit.name), heading(&exhibit.shown)));
        match &exhibit.shown {
            Shown::Tree(found) => tree(out, view, found),
            Shown::Neighbours(found) => out.push_str(&format!("{}\n\n", neighbours_caption(view, found))),
            Shown::Components(found) => mixture(out, view, exhibit, found),
            Shown::Scores(found) => {
                sheet(out, &sheet::scores(view, found));
                out.push_str(&format!("{}\n\n", sheet::SCORES_CAPTION));
            }
        }
    }
}

/// The last merges, the highest first.
fn tree(out: &mut String, view: &View<'_>, tree: &Tree) {
    let rows: Vec<Vec<String>> = tree
        .joints
        .iter()
        .rev()
        .take(10)
        .enumerate()
        .map(|(i, joint)| {
            vec![format!("{} to {}", text::count(i + 2), text::count(i + 1)), text::quantity(joint.height)]
        })
        .collect();
    out.push_str(&table(&["From … to … clusters", ">Height of the merge"], &rows));
    let cut = tree.cut.map_or_else(String::new, |cut| format!(" The cut is at {}.", text::quantity(cut)));
    out.push_str(&format!("Heights in prepared units, over all {}.{cut}\n\n", view.many()));
}

fn mixture(out: &mut String, view: &View<'_>, exhibit: &Exhibit, found: &[MixtureComponent]) {
    let taken = view.run.sweep.method == exhibit.method;
    let rows: Vec<Vec<String>> = found.iter().map(|component| mixture_row(view, component, taken).to_vec()).collect();
    let members = format!(">{}", text::capitalised(view.many()));
    let first = if taken { "Segment" } else { "Component" };
    out.push_str(&table(&[first, ">Weight", &members, ">Mean probability"], &rows));
    out.push_str(&format!("{MIXTURE_CAPTION}\n\n"));
}
