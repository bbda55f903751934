//! `shoal rules`: tables of RFM segments.

use crate::args::{Cli, RulesCommand};
use crate::cmd::lists;
use crate::speech::{self, Speech};
use shoal_app::error::Error;
use shoal_app::rules::{self, Checked, Report};
use shoal_app::terminal;
use std::path::Path;

pub(crate) fn run(cli: &Cli, command: &RulesCommand, speech: &Speech) -> Result<(), Error> {
    match command {
        RulesCommand::List => lists::print(cli, &rules::list()?),
        RulesCommand::Show { name } => speech::data(rules::show(name)?.as_bytes()),
        RulesCommand::Check { table, repair } => {
            let checked = rules::check(table)?;
            if let Some(path) = repair {
                checked.write_repair(path)?;
            }
            render(cli, &checked, repair.as_deref(), speech)?;
            checked.verdict(repair.as_deref())
        }
    }
}

fn render(cli: &Cli, checked: &Checked, repaired_to: Option<&Path>, speech: &Speech) -> Result<(), Error> {
    if cli.json {
        speech::data(&checked.to_json()?)?;
    } else {
        let mut text = findings(&checked.report);
        text.push_str(&mended(checked, repaired_to.is_none()));
        speech::data(text.as_bytes())?;
    }
    if let Some(path) = repaired_to {
        speech.say(&format!("the mended table is in {}", path.display()));
    }
    Ok(())
}

/// What the table is and what is wrong with it.
fn findings(report: &Report) -> String {
    let mut out = String::new();
    if !report.title.is_empty() {
        out.push_str(&format!("{}\n", report.title));
    }
    let claimed = |alone: bool| {
        if report.fine {
            "cells"
        } else if alone {
            "of those alone"
        } else {
            "cells claimed"
        }
    };
    let row = |claim: &rules::Claim| {
        let mut row = vec![claim.name.clone(), claim.cells.to_string()];
        if !report.fine {
            row.push(claim.alone.to_string());
        }
        row
    };
    let headers = ["segment", claimed(false), claimed(true)];
    let rows: Vec<Vec<String>> = report.segments.iter().map(row).collect();
    out.push_str(&terminal::table(if report.fine { &headers[..2] } else { &headers }, &rows));
    if report.fine {
        out.push_str("Fine: each of the 125 combinations of scores is in exactly one segment.\n");
    }
    overlaps(&mut out, report);
    gaps(&mut out, report);
    names(&mut out, report);
    out
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
        out.push_str(&format!("\nClaimed by no segment: {} of 125 cells\n", report.gaps.count));
        let rows = [vec![report.gaps.count.to_string(), boxes(&report.gaps)]];
        out.push_str(&terminal::table_within(&["cells", "where"], &rows, speech::width()));
    }
}

fn names(out: &mut String, report: &Report) {
    if !report.unreachable.is_empty() {
        out.push_str("\nReached by nobody when the table is read from top to bottom\n");
        let rows: Vec<Vec<String>> =
            report.unreachable.iter().map(|it| vec![it.name.clone(), it.behind.join(", ")]).collect();
        out.push_str(&terminal::table_within(&["segment", "behind"], &rows, speech::width()));
    }
    for (title, names) in [("Without any cell", &report.empty), ("Names that occur twice", &report.repeated_names)] {
        if !names.is_empty() {
            out.push_str(&format!("\n{title}: {}\n", names.join(", ")));
        }
    }
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
        out.push_str(&format!("Left out, because no cell remains for them: {}\n", mended.dropped.join(", ")));
    }
    if with_text {
        let indented = mended.toml.lines().map(|line| format!("  {line}").trim_end().to_owned() + "\n");
        out.push_str(&format!("\n{}", indented.collect::<String>()));
    }
    out
}
