//! The verdict: its questions and answers before everything else, and how sure each segment is after it.

use crate::sheet;
use shoal_segment::segmentation::Segmentation;

/// The questions of the verdict, each with its answer and the numbers behind it; `width` is the room in characters.
pub fn answers(segmentation: &Segmentation, width: usize) -> String {
    sheet::answers(segmentation).map_or_else(String::new, |sheet| sheet.terminal(width))
}

/// How well each segment is found again, and which of its borders are real; `width` is the room in characters.
pub fn certainty(segmentation: &Segmentation, width: usize) -> String {
    sheet::verdict(segmentation).map_or_else(String::new, |sheet| sheet.terminal(width))
}
