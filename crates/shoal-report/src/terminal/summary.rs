//! The run's story in its own sentences.

use crate::text;
use shoal_segment::segmentation::Segmentation;

/// The summary and the verdict, a sentence a line.
pub fn summary(segmentation: &Segmentation) -> String {
    let statements = segmentation.summary.iter().chain(&segmentation.verdict.statements);
    let mut out = String::new();
    for statement in statements {
        out.push_str(&text::plain(&statement.text));
        out.push('\n');
    }
    out
}
