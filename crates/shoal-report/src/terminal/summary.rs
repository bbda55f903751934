//! The run's story in its own sentences.

use super::wrap::sentence;
use shoal_segment::segmentation::Segmentation;

/// The summary, the verdict and what is told of the future, each sentence on lines of its own; `width` is the room in characters.
pub fn summary(segmentation: &Segmentation, width: usize) -> String {
    let future = segmentation.future.iter().flat_map(|future| &future.statements);
    let statements = segmentation.summary.iter().chain(&segmentation.verdict.statements).chain(future);
    statements.map(|said| sentence(said, width)).collect()
}
