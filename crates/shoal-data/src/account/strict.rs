//! `--strict`: every row of every file must be kept.

use crate::account::listing::list;
use crate::error::Error;
use crate::judge::fates::{Ends, Fate};
use crate::judge::reason::reasons;
use crate::judge::strict::NotKept;
use crate::judge::unreadable::{Example, ReasonCount};
use crate::tables::Tables;
use std::collections::BTreeMap;

/// Rows of a file that a reason has, as examples.
const EXAMPLES: usize = 3;

/// An error when a row is not kept; `ended` says of each end whether it is that of such a row.
pub(crate) fn check(tables: &Tables<'_>, ends: &Ends, ended: impl Fn(&Fate) -> bool + Sync) -> Result<(), Error> {
    let mut found: BTreeMap<(String, String), ReasonCount> = BTreeMap::new();
    let specs = reasons();
    list(tables, ends, ended, |row| {
        let words = specs.iter().find(|spec| spec.code == row.reason).map_or("", |spec| spec.words);
        let count = found.entry((row.file.clone(), row.reason.clone())).or_insert_with(|| ReasonCount {
            reason: row.reason.clone(),
            words: words.to_owned(),
            rows: 0,
            examples: Vec::new(),
            column: None,
        });
        count.rows += 1;
        if count.examples.len() < EXAMPLES {
            count.examples.push(Example { line: row.line, detail: row.detail.clone() });
        }
    });
    if found.is_empty() {
        return Ok(());
    }
    let of_file = |table: usize| {
        let source = tables.source(table);
        let here = found.iter().filter(|((name, _), _)| *name == source.name);
        let reasons: Vec<ReasonCount> = here.map(|(_, count)| count.clone()).collect();
        (!reasons.is_empty()).then(|| (source.name.clone(), source.grid.row_count(), reasons))
    };
    Err(Error::Strict(Box::new(NotKept { files: (0..tables.tables.len()).filter_map(of_file).collect() })))
}
