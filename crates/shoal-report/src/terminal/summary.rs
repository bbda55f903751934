//! The run's story in its own sentences.

use crate::sheet;
use crate::text;
use shoal_segment::segmentation::Segmentation;

/// The summary, the verdict and what is told of the future, a sentence a line, and how sure each segment is; `width` is the room in
/// characters.
pub fn summary(segmentation: &Segmentation, width: usize) -> String {
    let future = segmentation.future.iter().flat_map(|future| &future.statements);
    let statements = segmentation.summary.iter().chain(&segmentation.verdict.statements).chain(future);
    let mut out = String::new();
    for statement in statements {
        out.push_str(&text::plain(&statement.text));
        out.push('\n');
    }
    for sheet in [sheet::answers(segmentation), sheet::verdict(segmentation)].into_iter().flatten() {
        out.push_str(&sheet.terminal(width));
    }
    out
}
