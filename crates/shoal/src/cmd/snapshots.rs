//! What `shoal features compute` says of a table of several days: how many rows each has, who is in none, and what counts when.

use shoal_app::feature_table::{Computed, Snapshot};
use shoal_app::terminal;

/// Of more days than this only the first and the last are shown.
const MOST_SHOWN: usize = 36;

/// So many empty days are named.
const MOST_NAMED: usize = 6;

/// All of it as text.
pub(crate) fn told(computed: &Computed) -> String {
    let Computed { snapshots, .. } = computed;
    let [Some(first), Some(last)] = [snapshots.first(), snapshots.last()] else { return String::new() };
    let (count, unit) = (snapshots.len(), computed.unit().noun(2));
    let mut text = format!(
        "{count} {} of {unit}, {} to {}: {} rows, {} columns\n{}\n\
         A row of the files counts in every snapshot from its own day on; what is dated after {} counts in none.",
        noun(count),
        first.as_of,
        last.as_of,
        computed.rows(),
        computed.columns(),
        table(snapshots, unit),
        last.as_of
    );
    let empty: Vec<&Snapshot> = snapshots.iter().filter(|snapshot| snapshot.rows == 0).collect();
    if !empty.is_empty() {
        let (are, days) = (if empty.len() == 1 { "is" } else { "are" }, named(&empty));
        let (count, noun) = (empty.len(), noun(empty.len()));
        text.push_str(&format!("\n{count} {noun} {are} empty ({days}): no purchase up to then counts."));
    }
    text
}

fn noun(count: usize) -> &'static str {
    if count == 1 { "snapshot" } else { "snapshots" }
}

/// One row per day; reasons for which nobody is left out have no column.
fn table(snapshots: &[Snapshot], unit: &str) -> String {
    let occurs = |at: &usize| snapshots.iter().any(|snapshot| snapshot.apart[*at].0 > 0);
    let words: Vec<&str> = snapshots.iter().take(1).flat_map(|first| &first.apart).map(|(_, words)| *words).collect();
    let reasons: Vec<usize> = (0..words.len()).filter(occurs).collect();
    let apart: Vec<String> = reasons.iter().map(|&at| format!("not in it: {}", words[at])).collect();
    let headers: Vec<&str> = ["as of", unit].into_iter().chain(apart.iter().map(String::as_str)).collect();
    let row = |snapshot: &Snapshot| -> Vec<String> {
        let apart = reasons.iter().map(|&at| snapshot.apart[at].0);
        let counts = std::iter::once(snapshot.rows).chain(apart).map(|count| count.to_string());
        std::iter::once(snapshot.as_of.to_string()).chain(counts).collect()
    };
    let mut rows: Vec<Vec<String>> = snapshots.iter().map(row).collect();
    if rows.len() > MOST_SHOWN {
        let middle = MOST_SHOWN / 2..rows.len() - MOST_SHOWN / 2;
        rows.splice(middle, [vec!["…".to_owned()]]);
    }
    terminal::table(&headers, &rows)
}

/// The first of the days, and how many more there are.
fn named(empty: &[&Snapshot]) -> String {
    let days: Vec<String> = empty.iter().take(MOST_NAMED).map(|snapshot| snapshot.as_of.to_string()).collect();
    match empty.len() - days.len() {
        0 => days.join(", "),
        more => format!("{} and {more} more", days.join(", ")),
    }
}
