//! One customer, or order: where they are, why, what would move them, and what they did.

use super::table::within;
use crate::text;
use shoal_segment::date::Day;
use shoal_segment::explain::{Change, Explanation, Known, Placed, Reason, Visit};
use shoal_segment::feature::Unit;

/// Reasons that are told, and visits that are listed, at the most.
const REASONS: usize = 3;
const VISITS: usize = 10;

/// Everything that is told of a member; at most `width` characters wide where its words allow it.
pub fn member(told: &Explanation, visits: &[Visit], (unit, as_of): (Unit, Option<Day>), width: usize) -> String {
    let id = told.order.as_ref().unwrap_or(&told.customer);
    let of = told.order.as_ref().map_or_else(String::new, |_| format!(" of customer {}", text::plain(&told.customer)));
    let day = as_of.map_or_else(String::new, |day| format!(", as of {day}"));
    let mut out = format!("{} {}{of}{day}\n", text::capitalised(unit.one()), text::plain(id));
    out.push_str(&format!("{}\n", placed(&told.segment)));
    let title = "What would move them: one feature at a time, to the nearest value that somebody has";
    part(
        &mut out,
        "Why",
        &told.reasons.iter().take(REASONS).map(|it| reason(it, &told.segment, unit)).collect::<String>(),
    );
    part(&mut out, title, &changes(told, unit, width));
    part(&mut out, &format!("Beside all {}", unit.many()), &features(&told.features, width));
    part(&mut out, "Also known", &told.categories.iter().map(category).collect::<String>());
    part(&mut out, &format!("Visits: {}", visits.len()), &listed(visits, width));
    out
}

fn part(out: &mut String, title: &str, content: &str) {
    if !content.is_empty() {
        out.push_str(&format!("\n{title}\n{content}"));
    }
}

/// `S2 High-spending customers (confidence 0.712)`.
fn placed(placed: &Placed) -> String {
    let sure = placed.confidence.map_or_else(String::new, |value| format!(" (confidence {})", text::index(value)));
    format!("{} {}{sure}", placed.id, text::plain(&placed.name))
}

fn reason(reason: &Reason, own: &Placed, unit: Unit) -> String {
    let one = unit.one();
    let alone = (reason.alone.id == own.id).then(|| format!("that alone brings a typical {one} here"));
    let without =
        (reason.without.id != own.id).then(|| format!("without it {} would be the place", placed(&reason.without)));
    let does: Vec<String> = alone.into_iter().chain(without).collect();
    let does = if does.is_empty() { "it speaks for this segment".to_owned() } else { does.join("; ") };
    let (label, value, typical) =
        (text::plain(&reason.label), text::plain(&reason.value), text::plain(&reason.typical));
    format!("  {label} {value} (typical {typical}): {does}\n")
}

fn changes(told: &Explanation, unit: Unit, width: usize) -> String {
    if told.changes.is_empty() && !told.reasons.is_empty() {
        return "  No change of a single feature would.\n".to_owned();
    }
    let row = |change: &Change| {
        vec![
            text::plain(&change.label),
            text::quantity(change.from),
            text::quantity(change.to),
            format!("{} of {}", text::share(change.passes), unit.many()),
            placed(&change.moves_to),
        ]
    };
    let headers = ["feature", "now", "then", "passes", "leads to"];
    table(&headers, told.changes.iter().map(row).collect(), width)
}

fn features(features: &[Known], width: usize) -> String {
    let row = |known: &Known| {
        vec![
            text::plain(&known.feature.label),
            text::quantity(known.value),
            text::quantity(known.median),
            text::share(known.rank),
            if known.clustered { "yes" } else { "" }.to_owned(),
        ]
    };
    table(&["feature", "value", "median", "more than", "clustered"], features.iter().map(row).collect(), width)
}

fn category((name, value): &(String, String)) -> String {
    format!("  {}: {}\n", text::words(name), text::plain(value))
}

/// The latest visits, the last one first.
fn listed(visits: &[Visit], width: usize) -> String {
    let row = |visit: &Visit| {
        vec![
            visit.day.to_string(),
            text::count(visit.lines),
            text::quantity(visit.units),
            text::money(visit.revenue),
            text::shortened(&visit.goods.join(", "), 60),
        ]
    };
    let latest = visits.iter().rev().take(VISITS).map(row).collect();
    let mut out = table(&["day", "lines", "units", "revenue", "of"], latest, width);
    if visits.len() > VISITS {
        out.push_str(&format!("  and {} before\n", text::count(visits.len() - VISITS)));
    }
    out
}

fn table(headers: &[&str], rows: Vec<Vec<String>>, width: usize) -> String {
    if rows.is_empty() { String::new() } else { within(headers, &rows, width) }
}
