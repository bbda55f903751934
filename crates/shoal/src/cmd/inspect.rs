//! `shoal inspect`: what a run would make of tables.

use crate::args::{Cli, InspectArgs};
use crate::plan;
use crate::speech::{self, Speech};
use shoal_app::error::Error;
use shoal_app::inspect::{self, File, Inspected, Join, Special, Use};
use shoal_app::settings::Input;
use shoal_app::terminal;

pub(crate) fn run(cli: &Cli, args: &InspectArgs, speech: &Speech) -> Result<(), Error> {
    let mut input = Input { files: args.files.clone(), ..Input::default() };
    plan::input(&args.input, &mut input);
    let inspected = inspect::inspect(&input, &|progress| speech.watch(progress))?;
    speech.finish();
    render(cli, &inspected)?;
    inspected.verdict()
}

fn render(cli: &Cli, inspected: &Inspected) -> Result<(), Error> {
    if cli.json {
        return speech::data(&inspected.to_json()?);
    }
    let mut text: String = inspected.seen.files.iter().map(file).collect();
    text.push_str(&joins(&inspected.seen.joins));
    text.push_str(&specials(&inspected.seen.special));
    match inspected.receipt() {
        Some(receipt) => {
            // Columns were told above.
            let mut receipt = receipt.clone();
            receipt.files.iter_mut().for_each(|file| file.unused_columns.clear());
            text.push_str(&format!("What would become of the rows\n{}", terminal::receipt(&receipt)));
            text.push_str("\nA run on these tables would start.\n");
        }
        None => text.push_str("A run on these tables would not start.\n"),
    }
    speech::data(text.as_bytes())
}

fn file(file: &File) -> String {
    let taken = file.table.map_or("no table that is used", |table| table.word());
    let mut out = format!("{}: {taken}\n", file.file);
    out.push_str(&format!(
        "  {}; {} {}, {} bytes\n",
        file.format,
        file.rows,
        if file.rows == 1 { "row" } else { "rows" },
        file.bytes
    ));
    if let Some(export) = &file.export {
        out.push_str(&format!("  known export: {export}\n"));
    }
    out.push_str(&format!("  why: {}\n", file.because));
    out.push_str(&format!("  another table instead: {}\n", file.instead));
    if let Some(dates) = &file.dates {
        out.push_str(&format!("  dates: {dates}; instead: --dates mdy or --dates dmy\n"));
    }
    out.push_str(&columns(file));
    out.push('\n');
    out
}

/// The columns with a role, or with something to tell, as a table; then the others.
fn columns(file: &File) -> String {
    let (mut rows, mut unused, mut empty) = (Vec::new(), Vec::new(), Vec::new());
    for column in &file.columns {
        let example = column.example.clone().unwrap_or_default();
        let filled = share(column.filled);
        let (role, why) = match &column.used {
            Use::Role { role, because, .. } => ((*role).to_owned(), because.clone()),
            Use::Unused { because: Some(because), .. } => ("–".to_owned(), because.clone()),
            Use::Unused { could_be, .. } if !could_be.is_empty() => {
                ("?".to_owned(), format!("could be {}", could_be.join(" or ")))
            }
            Use::Unused { .. } if column.example.is_none() => {
                empty.push(column.name.clone());
                continue;
            }
            Use::Unused { .. } => {
                unused.push(format!("{} ({}, {filled} filled, {example})", column.name, column.values));
                continue;
            }
        };
        rows.push(vec![column.name.clone(), role, why, example, filled, column.values.clone()]);
    }
    let mut out = String::new();
    if !rows.is_empty() {
        let headers = ["column", "role", "why", "example", "filled", "values"];
        out.push_str(&terminal::table_within(&headers, &rows, speech::width()));
    }
    for (heading, names) in [("  not used: ", &unused), ("  without any value: ", &empty)] {
        if !names.is_empty() {
            out.push_str(&wrapped(heading, names));
        }
    }
    if let Some(table) = file.table {
        out.push_str(&format!("  another column for a role: --map {}.ROLE=COLUMN\n", table.word()));
    }
    out
}

/// Words after a heading, wrapped at the width of the screen.
fn wrapped(heading: &str, parts: &[String]) -> String {
    let mut lines = vec![heading.to_owned()];
    for (at, part) in parts.iter().enumerate() {
        let end = if at + 1 < parts.len() { ", " } else { "" };
        let piece = format!("{part}{end}");
        let full =
            lines.last().is_some_and(|line| line.chars().count() + piece.trim_end().chars().count() > speech::width());
        if full && at > 0 {
            lines.push("    ".to_owned());
        }
        if let Some(line) = lines.last_mut() {
            line.push_str(&piece);
        }
    }
    lines.iter().map(|line| format!("{}\n", line.trim_end())).collect()
}

fn joins(joins: &[Join]) -> String {
    if joins.is_empty() {
        return String::new();
    }
    let sentence = |join: &Join| {
        format!(
            "  {}: {} of {} in {} are among the {} in {}\n",
            join.key,
            join.meet,
            join.keys,
            join.of.word(),
            join.others,
            join.with.word()
        )
    };
    format!("How tables join\n{}\n", joins.iter().map(sentence).collect::<String>())
}

fn specials(specials: &[Special]) -> String {
    if specials.is_empty() {
        return String::new();
    }
    let row = |special: &Special| {
        let mut values: Vec<String> =
            special.values.iter().map(|it| format!("{} {} ({})", it.value, it.rows, it.becomes)).collect();
        let more = special.different - special.values.len() as u64;
        if more > 0 {
            values.push(format!("{more} more"));
        }
        vec![special.kind.word().to_owned(), special.column.clone(), special.rows.to_string(), values.join(", ")]
    };
    let rows: Vec<Vec<String>> = specials.iter().map(row).collect();
    let table = terminal::table_within(
        &["special", "column", "rows", "values, their rows and what becomes of them"],
        &rows,
        speech::width(),
    );
    format!("Rows that are more than plain purchases\n{table}\n")
}

fn share(share: f64) -> String {
    let percent = share * 100.0;
    let rounded = percent.round();
    match () {
        () if percent > 0.0 && rounded == 0.0 => "<1 %".to_owned(),
        () if percent < 100.0 && rounded == 100.0 => ">99 %".to_owned(),
        () => format!("{rounded} %"),
    }
}
