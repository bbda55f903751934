//! Every k that was tried, and the choice.

use crate::panel::silhouette;
use crate::terminal::table;
use crate::text;
use shoal_segment::segmentation::{Sweep, SweepRow};

/// The table of all k and the sentence why this one was taken.
pub fn sweep(sweep: &Sweep) -> String {
    let headers =
        ["k", "inertia", "silhouette", "Davies-Bouldin", "Calinski-Harabasz", "smallest", "share", "eligible", ""];
    let rows: Vec<Vec<String>> = sweep.rows.iter().map(|row| cells(sweep, row)).collect();
    let mut out = if rows.is_empty() { String::new() } else { table(&headers, &rows) };
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
    vec![
        text::count(row.k),
        text::quantity(row.inertia),
        silhouette(row),
        text::index(row.davies_bouldin),
        text::quantity(row.calinski_harabasz),
        text::count(row.smallest),
        text::share(row.smallest_share),
        if row.eligible { "yes" } else { "no" }.to_owned(),
        note.to_owned(),
    ]
}
