//! Playbooks: files that say what to do with which segment.

use crate::error::Error;
use shoal_segment::feature::Unit;
use shoal_segment::playbook::{Playbook, shipped_text};
use std::path::Path;

/// The text of the shipped playbook for segments of a unit, to copy and edit.
pub fn shipped(unit: Unit) -> &'static str {
    shipped_text(unit)
}

/// Reads a playbook.
///
/// # Errors
/// No such file; what is wrong in it, with its lines.
pub fn read(path: &Path) -> Result<Playbook, Error> {
    let hint = "`shoal playbook` prints one to start from";
    let text = std::fs::read_to_string(path).map_err(|error| Error::unopened("playbook", path, &error, hint))?;
    text.parse().map_err(|error: shoal_segment::error::Error| of_file(error.into(), path))
}

/// A fault with the file that it is in.
pub(crate) fn of_file(error: Error, path: &Path) -> Error {
    Error { message: format!("`{}`: {}", path.display(), error.message), ..error }
}
