//! The run's story in its own sentences.

use crate::text;
use shoal_segment::segmentation::Segmentation;

/// The summary, the verdict and what is told of the future, a sentence a line.
pub fn summary(segmentation: &Segmentation) -> String {
    let future = segmentation.future.iter().flat_map(|future| &future.statements);
    let statements = segmentation.summary.iter().chain(&segmentation.verdict.statements).chain(future);
    let mut out = String::new();
    for statement in statements {
        out.push_str(&text::plain(&statement.text));
        out.push('\n');
    }
    out
}
