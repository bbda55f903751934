//! `--strict`: every row of every file must be kept.

use crate::error::Error;
use crate::judge::reason::reasons;
use crate::judge::strict::NotKept;
use crate::judge::unreadable::{Example, ReasonCount};
use shoal_segment::receipt::{FileReceipt, RejectedRow};
use std::collections::BTreeMap;

/// Rows of a file that a reason has, as examples.
const EXAMPLES: usize = 3;

/// An error when a row is not kept. `rows` are all such rows, netted ones too.
pub(crate) fn check(files: &[FileReceipt], rows: &[RejectedRow]) -> Result<(), Error> {
    let mut found: BTreeMap<(&str, &str), ReasonCount> = BTreeMap::new();
    let specs = reasons();
    for row in rows {
        let words = specs.iter().find(|spec| spec.code == row.reason).map_or("", |spec| spec.words);
        let count = found.entry((&row.file, &row.reason)).or_insert_with(|| ReasonCount {
            reason: row.reason.clone(),
            words: words.to_owned(),
            rows: 0,
            examples: Vec::new(),
            column: None,
        });
        count.rows += 1;
        count.examples.push(Example { line: row.line, detail: row.detail.clone() });
        count.examples.sort_by_key(|example| example.line);
        count.examples.truncate(EXAMPLES);
    }
    if found.is_empty() {
        return Ok(());
    }
    let of_file = |file: &FileReceipt| {
        let here = found.iter().filter(|((name, _), _)| *name == file.file);
        let reasons: Vec<ReasonCount> = here.map(|(_, count)| count.clone()).collect();
        (!reasons.is_empty()).then(|| (file.file.clone(), file.rows, reasons))
    };
    Err(Error::Strict(Box::new(NotKept { files: files.iter().filter_map(of_file).collect() })))
}
