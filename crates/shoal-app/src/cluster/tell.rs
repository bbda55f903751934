//! The account for a person: what was read, what was done, what it is worth.

use super::{Done, Streamed};
use crate::terminal;
use shoal_data::NotTaken;
use shoal_segment::engine::{Account, InEffect, Judged, Remainder, StoredModel, Tried, Weighted, Written, indices};
use shoal_segment::segmentation::Components;
use std::collections::BTreeMap;

/// Clusters whose sizes are listed.
const LISTED: usize = 20;

/// A heading, and what is told under it.
type Told = (&'static str, String);

/// The whole account.
pub(super) fn account(done: &Done, width: usize) -> String {
    let mut text = entries(&done.rows.table.file, &reading(done), width);
    if let Some(fit) = &done.fit {
        text.push_str(&fits(&fit.account));
        text.push_str(&entries("result", &result(&fit.account, done.placed.len()), width));
    }
    text
}

/// The same where the rows were read chunk by chunk.
pub(super) fn of_stream(done: &Streamed, width: usize) -> String {
    let table = &done.table;
    let mut told = read(table.rows, table.dropped, &table.format, &table.columns, &table.not_taken);
    told.push(("centres", done.init.clone().unwrap_or_default()));
    match &done.account {
        Some(account) => told.extend(preparation(account)),
        None => told.extend(scoring(&done.model, table.rows, done.left_out)),
    }
    let mut text = entries(&table.file, &told, width);
    if let Some(account) = &done.account {
        text.push_str(&fits(account));
        text.push_str(&entries("result", &result(account, table.rows), width));
    }
    text
}

/// A heading and its entries; those without text are left out.
fn entries(heading: &str, entries: &[(&str, String)], width: usize) -> String {
    let headers: Vec<&str> = std::iter::once("").chain(entries.iter().map(|entry| entry.0)).collect();
    let cells = std::iter::once(heading.to_owned()).chain(entries.iter().map(|entry| entry.1.clone())).collect();
    terminal::entries(&headers, &[cells], width)
}

fn reading(done: &Done) -> Vec<Told> {
    let table = &done.rows.table;
    let mut told = read(table.rows.len(), table.dropped, &table.format, &table.columns, &table.not_taken);
    told.push(("centres", done.init.as_ref().map(|init| init.table.file.clone()).unwrap_or_default()));
    match &done.fit {
        Some(fit) => told.extend(preparation(&fit.account)),
        None => {
            let left_out = done.placed.iter().filter(|row| row.cluster.is_none()).count();
            told.extend(scoring(&done.model, done.placed.len(), left_out));
        }
    }
    told
}

/// What was read.
fn read(rows: usize, dropped: usize, format: &str, columns: &[String], not_taken: &[NotTaken]) -> Vec<Told> {
    let dropped = match dropped {
        0 => String::new(),
        rows => format!("; {} with a missing cell left out", counted(rows)),
    };
    let others: Vec<String> = not_taken.iter().map(|it| format!("{}: {}", it.column, it.reason)).collect();
    vec![
        ("read", format!("{} ({format}){dropped}", counted(rows))),
        ("columns", columns.join(", ")),
        ("not taken", others.join("; ")),
    ]
}

/// What was done to the columns, and by which method.
fn preparation(account: &Account) -> Vec<Told> {
    let mut told = vec![
        ("scale", account.scale.word().to_owned()),
        ("components", account.components.as_ref().map(components).unwrap_or_default()),
    ];
    told.extend(loadings(account).map(|text| ("", text)));
    told.push(("weights", account.weights.as_ref().map(weights).unwrap_or_default()));
    told.push(("method", method(account)));
    told
}

/// Which model placed the rows.
fn scoring(model: &StoredModel, rows: usize, left_out: usize) -> [Told; 2] {
    let components = model.rotation.as_ref().map(|it| format!(", {} components", it.components.len()));
    let model = format!("{}, scale {}{}", model.method, model.scale, components.unwrap_or_default());
    [("model", model), ("placed", placed(rows - left_out, left_out))]
}

/// How many components there are, and how much they have of the variance.
fn components(components: &Components) -> String {
    let explained = match components.explained {
        Some(share) => format!("{} of the variance", percent(share)),
        None => "nothing varies".to_owned(),
    };
    format!("{} of {} ({explained}), in place of the columns", components.kept, components.of)
}

/// Each component with its share and its weights of the columns.
fn loadings(account: &Account) -> impl Iterator<Item = String> {
    let each = account.components.iter().flat_map(|components| components.each.iter().enumerate());
    each.map(|(at, component)| {
        let share = component.share.map(|share| format!(" ({})", percent(share))).unwrap_or_default();
        let weights = component.weights.iter().zip(&account.columns);
        let weights: Vec<String> = weights.map(|(weight, it)| format!("{} {weight:+.3}", it.column)).collect();
        format!("component {}{share}: {}", at + 1, weights.join(", "))
    })
}

fn percent(share: f64) -> String {
    format!("{:.1} %", share * 100.0)
}

fn weights(weights: &Weighted) -> String {
    let without = match weights.without {
        0 => String::new(),
        rows => format!(", {} of weight 0", counted(rows)),
    };
    format!("{}, in total {}{without}; {}", weights.column, Written::Real(weights.total), weights.scope)
}

fn method(account: &Account) -> String {
    let parameters: Vec<String> = account.parameters.iter().filter_map(parameter).collect();
    format!("{}: {}, seed {}", account.method, parameters.join(", "), account.seed)
}

/// A default is told by its value alone; anything else by where it comes from; what has no value, not at all.
fn parameter(parameter: &InEffect) -> Option<String> {
    let value = parameter.value.as_ref()?;
    Some(match parameter.from.as_str() {
        "default" => format!("{} {value}", parameter.name),
        from => format!("{} {value} ({from})", parameter.name),
    })
}

fn placed(rows: usize, left_out: usize) -> String {
    if left_out == 0 { counted(rows) } else { format!("{}; {left_out} unassigned", counted(rows)) }
}

fn counted(rows: usize) -> String {
    if rows == 1 { "1 row".to_owned() } else { format!("{rows} rows") }
}

/// The table of fits; where rows are left out, a second line without them.
fn fits(account: &Account) -> String {
    let ranged = account.tried.len() > 1;
    let partial = account.tried.iter().any(|row| row.left_out > 0);
    let mixture = account.tried.iter().any(|row| row.bic.is_some());
    let mut headers = vec!["clusters", "smallest"];
    headers.extend(partial.then_some("judged"));
    headers.extend(indices().into_iter().map(|(_, name)| name));
    headers.extend(if mixture { vec!["BIC", "AIC"] } else { Vec::new() });
    if account.tried.iter().any(|row| row.k.is_some()) {
        headers.insert(0, "k");
    }
    headers.extend(ranged.then_some(""));
    let mut rows = Vec::new();
    for (at, row) in account.tried.iter().enumerate() {
        let note = if ranged && at == account.choice.at { "chosen" } else { "" };
        rows.push(line(row, &row.everybody_placed, partial.then_some("everybody placed"), mixture, note));
        if row.left_out > 0 && row.clusters > 0 {
            let what = format!("without the {} left out", row.left_out);
            rows.push(line(row, &row.without_left_out, Some(&what), mixture, ""));
        }
    }
    terminal::table(&headers, &rows)
}

fn line(
    row: &Tried,
    judged: &BTreeMap<&'static str, Judged>,
    what: Option<&str>,
    mixture: bool,
    note: &str,
) -> Vec<String> {
    let mut cells: Vec<String> = row.k.iter().map(ToString::to_string).collect();
    cells.extend([row.clusters.to_string(), row.smallest.to_string()]);
    cells.extend(what.map(str::to_owned));
    cells.extend(indices().into_iter().map(|(id, _)| value(judged.get(id).and_then(|judged| judged.value))));
    if mixture {
        cells.extend([value(row.bic), value(row.aic)]);
    }
    cells.push(note.to_owned());
    cells
}

/// A number as a table shows it: four decimals up to a thousand, one above, an exponent for the very small and very large.
fn value(value: Option<f64>) -> String {
    match value {
        None => "–".to_owned(),
        Some(0.0) => "0".to_owned(),
        Some(value) if !(1e-3..1e9).contains(&value.abs()) => format!("{value:.3e}"),
        Some(value) if value.abs() >= 1e3 => format!("{value:.1}"),
        Some(value) => format!("{value:.4}"),
    }
}

/// What came out of so many rows.
fn result(account: &Account, all: usize) -> Vec<Told> {
    let chosen = &account.tried[account.choice.at];
    let sizes: Vec<String> = account.clusters.iter().take(LISTED).map(|cluster| cluster.size.to_string()).collect();
    let more = account.clusters.len().saturating_sub(LISTED);
    let more = if more > 0 { format!(" and {more} more clusters") } else { String::new() };
    let left_out = match (account.left_out, account.remainder) {
        (0, _) => String::new(),
        (rows, _) if account.clusters.is_empty() => format!("all {rows} rows, because there is no cluster"),
        (rows, Remainder::Keep) => {
            format!("{rows} of {all} rows, in no cluster (--remainder nearest places them)")
        }
        (rows, Remainder::Nearest) => format!("{rows} of {all} rows, placed in the nearest cluster"),
    };
    let k = account.choice.k.filter(|_| account.tried.len() > 1).map(|k| format!("k = {k}: ")).unwrap_or_default();
    vec![
        ("chosen", format!("{k}{}", account.choice.reason)),
        ("sizes", format!("{}{more}", sizes.join(", "))),
        ("weights", cluster_weights(account)),
        ("loss", weighted_loss(account)),
        ("left out", left_out),
        ("undefined", undefined(&chosen.everybody_placed)),
        ("estimated", estimated(chosen)),
        ("remarks", account.remarks.join("; ")),
    ]
}

/// The sum of the weights of each cluster, where rows have weights.
fn cluster_weights(account: &Account) -> String {
    let weights = account.clusters.iter().take(LISTED).filter_map(|cluster| cluster.weight);
    weights.map(|weight| Written::Real(weight).to_string()).collect::<Vec<_>>().join(", ")
}

/// What the method made small, where that is another number than the index.
fn weighted_loss(account: &Account) -> String {
    let loss = account.loss.filter(|_| account.weights.is_some());
    loss.map(|loss| format!("{}, each row by its weight", value(Some(loss)))).unwrap_or_default()
}

/// Why indices of the chosen fit have no value; indices with the same reason together.
fn undefined(judged: &BTreeMap<&'static str, Judged>) -> String {
    let mut reasons: Vec<(&str, Vec<&str>)> = Vec::new();
    for (id, name) in indices() {
        let Some(why) = judged.get(id).and_then(|it| it.undefined.as_deref()) else { continue };
        match reasons.iter_mut().find(|reason| reason.0 == why) {
            Some(reason) => reason.1.push(name),
            None => reasons.push((why, vec![name])),
        }
    }
    let told = reasons.iter().map(|(why, names)| format!("{}: {why}", names.join(", ")));
    told.collect::<Vec<_>>().join("; ")
}

/// Which values are estimates.
fn estimated(row: &Tried) -> String {
    let of = |(id, it): (&&'static str, &Judged)| {
        it.interval.map(|(low, high)| format!("{id} from a sample, 95 % interval {low:.4} to {high:.4}"))
    };
    row.everybody_placed.iter().filter_map(of).collect::<Vec<_>>().join("; ")
}
