//! `shoal rules`: tables of RFM segments.

use crate::args::{Cli, RulesCommand};
use crate::cmd::lists;
use crate::speech::{self, Speech};
use shoal_app::error::Error;
use shoal_app::rules::{self, Checked, Report};
use shoal_app::terminal;

pub(crate) fn run(cli: &Cli, command: &RulesCommand, speech: &Speech) -> Result<(), Error> {
    match command {
        RulesCommand::List => lists::print(cli, &rules::list()?),
        RulesCommand::Show { name } => speech::data(rules::show(name)?.as_bytes()),
        RulesCommand::Check { table, repair } => {
            let checked = rules::check(table)?;
            let written = match repair {
                Some(path) => checked.write_repair(path)?,
                None => false,
            };
            render(cli, &checked, written)?;
            match repair {
                Some(path) if written => speech.say(&format!("the mended table is in {}", path.display())),
                Some(path) => speech.say(&format!("nothing to mend, so {} was not written", path.display())),
                None => (),
            }
            checked.verdict(repair.as_deref())
        }
    }
}

fn render(cli: &Cli, checked: &Checked, written: bool) -> Result<(), Error> {
    if cli.json {
        return speech::data(&checked.to_json()?);
    }
    let mut text = findings(&checked.report);
    text.push_str(&mended(checked, !written));
    speech::data(text.as_bytes())
}

/// What the table is and what is wrong with it.
fn findings(report: &Report) -> String {
    let mut out = String::new();
    if !report.title.is_empty() {
        out.push_str(&format!("{}\n", report.title));
    }
    if !report.segments.is_empty() {
        out.push_str(&segments(report));
    }
    out.push_str(if report.fine {
        "Fine: each of the 125 cells, the combinations of three scores, is in exactly one segment.\n"
    } else {
        "A cell is a combination of scores, 1 to 5, of recency (r), frequency (f) and monetary value (m): 125 in all.\n"
    });
    overlaps(&mut out, report);
    gaps(&mut out, report);
    unreachable(&mut out, report);
    for (title, names) in [("Without any cell", &report.empty), ("Names that occur twice", &report.repeated_names)] {
        if !names.is_empty() {
            out.push_str(&format!("\n{title}: {}\n", names.join(", ")));
        }
    }
    out
}

fn segments(report: &Report) -> String {
    let row = |claim: &rules::Claim| vec![claim.name.clone(), claim.cells.to_string(), claim.alone.to_string()];
    let mut rows: Vec<Vec<String>> = report.segments.iter().map(row).collect();
    if report.fine {
        rows.iter_mut().for_each(|row| row.truncate(2));
        return terminal::table(&["segment", "cells"], &rows);
    }
    terminal::table(&["segment", "cells claimed", "claimed alone"], &rows)
}

fn overlaps(out: &mut String, report: &Report) {
    if report.overlaps.is_empty() {
        return;
    }
    out.push_str(&format!("\nClaimed by several segments: {} of 125 cells\n", report.overlapping()));
    let row = |overlap: &rules::Overlap| {
        vec![overlap.cells.count.to_string(), overlap.segments.join(" + "), boxes(&overlap.cells)]
    };
    let rows: Vec<Vec<String>> = report.overlaps.iter().map(row).collect();
    out.push_str(&terminal::table_within(&["cells", "segments", "where"], &rows, speech::width()));
}

fn gaps(out: &mut String, report: &Report) {
    if report.gaps.count > 0 {
        let title = format!("Claimed by no segment: {} of 125 cells", report.gaps.count);
        let entry = terminal::entries(&["", "where"], &[vec![title, boxes(&report.gaps)]], speech::width());
        out.push_str(&format!("\n{entry}"));
    }
}

fn unreachable(out: &mut String, report: &Report) {
    if report.unreachable.is_empty() {
        return;
    }
    out.push_str("\nReached by nobody when the table is read from top to bottom\n");
    let row = |it: &rules::Unreachable| vec![it.name.clone(), it.behind.join(", ")];
    let rows: Vec<Vec<String>> = report.unreachable.iter().map(row).collect();
    out.push_str(&terminal::table_within(
        &["segment", "all of its cells are claimed before by"],
        &rows,
        speech::width(),
    ));
}

fn boxes(cells: &rules::Cells) -> String {
    cells.areas.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ")
}

/// The repair, with the text of the table where it is not written to a file.
fn mended(checked: &Checked, with_text: bool) -> String {
    let Some(mended) = &checked.repair else { return String::new() };
    let count = mended.changed_cells;
    let mut out = format!("\nSmallest repair: {count} of 125 cells change, all others stay as they are.\n");
    if !mended.dropped.is_empty() {
        out.push_str(&format!("Left out, because no cell is left for them: {}\n", mended.dropped.join(", ")));
    }
    if with_text {
        let indented = mended.toml.lines().map(|line| format!("  {line}").trim_end().to_owned() + "\n");
        out.push_str(&format!("\n{}", indented.collect::<String>()));
    }
    out
}
