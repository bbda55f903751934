//! Whether the segments tell what customers do next.

use super::how::sheet;
use super::{bullets, escaped};
use crate::sheet::{future_caption, groupings, segments_after};
use crate::view::View;

/// Writes the part.
pub(super) fn write(out: &mut String, view: &View<'_>) {
    let Some(future) = &view.run.future else { return };
    out.push_str("## Do they matter?\n\n");
    bullets(out, &future.statements);
    if let Some(tested) = &future.tested {
        sheet(out, &groupings(tested));
        sheet(out, &segments_after(tested));
        out.push_str(&format!("{}\n\n", escaped(&future_caption(future, tested))));
    }
}
