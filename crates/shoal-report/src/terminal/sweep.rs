//! Every k that was tried, and the choice.

use crate::sample;
use crate::terminal::table;
use crate::text;
use shoal_segment::feature::Unit;
use shoal_segment::segmentation::{Sweep, SweepRow};

/// The table of all k, what there is to say about samples, and the sentence why this one was taken; `unit` is what was
/// clustered.
pub fn sweep(sweep: &Sweep, unit: Unit) -> String {
    let silhouettes: Vec<String> = sample::headers(sweep, unit).iter().map(|header| header.to_lowercase()).collect();
    let mut headers = vec!["k", "inertia"];
    headers.extend(silhouettes.iter().map(String::as_str));
    headers.extend(["Davies-Bouldin", "Calinski-Harabasz", "smallest", "share", "eligible", ""]);
    let rows: Vec<Vec<String>> = sweep.rows.iter().map(|row| cells(sweep, row)).collect();
    let mut out = if rows.is_empty() { String::new() } else { table(&headers, &rows) };
    if let Some(sentence) = sample::sentence(sweep, unit) {
        out.push_str(&format!("{sentence}\n"));
    }
    out.push_str(&text::plain(&sweep.reason.text));
    out.push('\n');
    out
}

fn cells(sweep: &Sweep, row: &SweepRow) -> Vec<String> {
    let note = if row.k == sweep.k {
        "chosen"
    } else if Some(row.k) == sweep.runner_up {
        "runner-up"
    } else {
        ""
    };
    let mut cells = vec![text::count(row.k), text::quantity(row.inertia)];
    cells.extend(sample::cells(sweep, row));
    cells.extend([
        text::index(row.davies_bouldin),
        text::quantity(row.calinski_harabasz),
        text::count(row.smallest),
        text::share(row.smallest_share),
        if row.eligible { "yes" } else { "no" }.to_owned(),
        note.to_owned(),
    ]);
    cells
}
