//! Rows that were not kept, with where they stood, why, and what they were.

use crate::error::Error;
use crate::folder::Staging;
use shoal_data::Rejected;
use shoal_segment::receipt::Outcome;
use std::path::Path;

/// Writes the rows with the given outcome, in the order of files and lines.
pub(super) fn rows(staging: &Staging, name: &str, all: &Rejected, outcome: Outcome) -> Result<(), Error> {
    let fail = |error: csv::Error| Error::world("write", Path::new(name), &std::io::Error::other(error));
    let mut rows = csv::Writer::from_writer(staging.create(name)?);
    rows.write_record(["file", "line", "reason", "detail", "raw"]).map_err(fail)?;
    for row in all.rows() {
        let row = row?;
        if row.outcome != outcome {
            continue;
        }
        rows.write_record([&row.file, &row.line.to_string(), &row.reason, &row.detail, &row.raw]).map_err(fail)?;
    }
    rows.flush().map_err(|error| Error::world("write", Path::new(name), &error))
}
