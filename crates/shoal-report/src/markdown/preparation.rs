//! Every clustered number before and after preparation.

use super::escaped;
use super::table::table;
use crate::panel::{far_outside, preparation};
use crate::text;
use crate::view::View;

/// Writes the part; nothing where no number was clustered.
pub(super) fn write(out: &mut String, view: &View<'_>) {
    let columns = &view.run.preparation;
    if columns.is_empty() {
        return;
    }
    out.push_str("## Preparation\n\n");
    let rows: Vec<Vec<String>> = columns
        .iter()
        .map(|column| {
            let done = view.prepared(&column.feature).map_or_else(String::new, |step| preparation(view, step));
            vec![
                escaped(&view.label(&column.feature)),
                escaped(&done),
                text::share(column.missing_share),
                text::quantity(column.before.skewness),
                text::quantity(column.after.skewness),
                escaped(&far_outside(view, column)),
            ]
        })
        .collect();
    let titles = ["Feature", "Prepared", ">Missing", ">Skewness before", ">Skewness after", "Far outside"];
    out.push_str(&table(&titles, &rows));
}
