//! The JSON document: the table, everything that was done, and one entry per row in columns of equal length.

use super::Done;
use crate::error::Error;
use serde::Serialize;
use shoal_data::NumericTable;
use shoal_segment::engine::{Account, Remainder};

/// The version of the document's form.
const FORMAT: u32 = 1;

#[derive(Serialize)]
struct Document<'a> {
    format: u32,
    shoal_version: &'static str,
    table: Table<'a>,
    #[serde(skip_serializing_if = "Option::is_none")]
    init: Option<File<'a>>,
    #[serde(flatten)]
    did: Did<'a>,
    labels: Labels<'a>,
}

/// A fit with its account, or a scoring with the model's method.
#[derive(Serialize)]
#[serde(untagged)]
enum Did<'a> {
    Fitted(&'a Account),
    Scored { method: &'a str, columns: Vec<String>, remainder: Remainder, left_out: usize },
}

#[derive(Serialize)]
struct File<'a> {
    file: &'a str,
    format: &'a str,
    fingerprint: &'a str,
}

#[derive(Serialize)]
struct Table<'a> {
    #[serde(flatten)]
    file: File<'a>,
    rows: usize,
    rows_dropped: usize,
    columns: &'a [String],
    not_taken: Vec<NotTaken<'a>>,
}

#[derive(Serialize)]
struct NotTaken<'a> {
    column: &'a str,
    reason: &'a str,
}

/// One entry per row in each; rows from 0, clusters from 0 and `null` where the row is in none.
#[derive(Serialize)]
struct Labels<'a> {
    row: &'a [usize],
    #[serde(skip_serializing_if = "Option::is_none")]
    id: Option<&'a [String]>,
    cluster: Vec<Option<u32>>,
    distance: Vec<Option<f64>>,
    confidence: Vec<Option<f64>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    silhouette: Option<&'a [Option<f64>]>,
}

/// The document as text.
pub(super) fn bytes(done: &Done) -> Result<Vec<u8>, Error> {
    let table = &done.rows.table;
    let document = Document {
        format: FORMAT,
        shoal_version: env!("CARGO_PKG_VERSION"),
        table: of_table(table),
        init: done.init.as_ref().map(|init| of_file(&init.table)),
        did: match &done.fit {
            Some(fit) => Did::Fitted(&fit.account),
            None => Did::Scored {
                method: &done.model.method,
                columns: done.model.names(),
                remainder: done.remainder,
                left_out: done.placed.iter().filter(|row| row.cluster.is_none()).count(),
            },
        },
        labels: Labels {
            row: &table.rows,
            id: table.ids.as_deref(),
            cluster: done.placed.iter().map(|row| row.cluster).collect(),
            distance: done.placed.iter().map(|row| row.distance).collect(),
            confidence: done.placed.iter().map(|row| row.confidence).collect(),
            silhouette: done.silhouettes(),
        },
    };
    super::write::json(&document)
}

fn of_table(table: &NumericTable) -> Table<'_> {
    let not_taken = table.not_taken.iter().map(|it| NotTaken { column: &it.column, reason: &it.reason });
    Table {
        file: of_file(table),
        rows: table.rows.len(),
        rows_dropped: table.dropped,
        columns: &table.columns,
        not_taken: not_taken.collect(),
    }
}

fn of_file(table: &NumericTable) -> File<'_> {
    File { file: &table.file, format: &table.format, fingerprint: &table.fingerprint }
}
