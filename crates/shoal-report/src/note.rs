//! The notes of the receipt: remarks, and among them those that a reader must look at.

use crate::text;
use shoal_segment::receipt::Note;

/// Codes of notes after which the numbers may mean something else than the reader thinks.
const WARNINGS: [&str; 9] = [
    "status_not_used",
    "decimal_assumed",
    "lonely_date",
    "order_total",
    "rounded_ids",
    "several_timezones",
    "status_partly_refunded",
    "status_unknown",
    "total_differs",
];

/// What stands before a warning.
pub(crate) const LOOK: &str = "look:";

/// Whether a note is a warning.
pub(crate) fn is_warning(note: &Note) -> bool {
    WARNINGS.contains(&note.code.as_str())
}

/// A note with its count.
pub(crate) fn words(note: &Note) -> String {
    format!("{}: {}", note.words, text::counted(note.rows, "row"))
}
