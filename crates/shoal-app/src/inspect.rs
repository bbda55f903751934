//! `inspect`: what a run would make of tables, and which flags decide otherwise. Nothing is written.

use crate::error::Error;
use crate::progress::{self, Watch};
use crate::settings::Input;
use serde_json::{Value, json};
use shoal_data::{ColumnUse, InspectedColumn, InspectedFile, Inspection};

pub use shoal_data::{ColumnUse as Use, InspectedFile as File, Join, Special};
pub use shoal_segment::receipt::{FileReceipt, Outcome, Receipt, TableKind};

/// What was seen.
pub struct Inspected {
    /// Files, joins and special rows.
    pub seen: Inspection,
    /// Why a run would not start.
    stop: Option<Error>,
}

/// Looks at the tables of `input` as a run would read them.
///
/// Fails for files that cannot be opened or are no tables; tables that are not understood are told by [`Inspected::verdict`].
pub fn inspect(input: &Input, watch: Watch<'_>) -> Result<Inspected, Error> {
    let options = input.options()?;
    let mut seen = shoal_data::inspect(&input.files, &options, &progress::of_reading(watch))?;
    let mut stop = None;
    seen.reading = match seen.reading {
        Err(error) => {
            stop = Some(Error::from(error));
            Err(shoal_data::Error::NoFiles)
        }
        read => read,
    };
    Ok(Inspected { seen, stop })
}

impl Inspected {
    /// What would become of every row; `None` when the reading would stop.
    pub fn receipt(&self) -> Option<&Receipt> {
        self.seen.reading.as_ref().ok()
    }

    /// Why a run would not start; `Ok` when it would.
    pub fn verdict(self) -> Result<(), Error> {
        self.stop.map_or(Ok(()), Err)
    }

    /// The whole as JSON.
    pub fn to_json(&self) -> Result<Vec<u8>, Error> {
        let stop = self.stop.as_ref().map(|error| json!({"message": error.message, "hint": error.hint}));
        let document = json!({
            "would_start": self.stop.is_none(),
            "stops_because": stop,
            "files": self.seen.files.iter().map(file).collect::<Vec<_>>(),
            "joins": self.seen.joins.iter().map(join).collect::<Vec<_>>(),
            "special_rows": self.seen.special.iter().map(special).collect::<Vec<_>>(),
            "receipt": self.receipt(),
        });
        let mut bytes = serde_json::to_vec_pretty(&document).map_err(Error::bug)?;
        bytes.push(b'\n');
        Ok(bytes)
    }
}

fn file(file: &InspectedFile) -> Value {
    json!({
        "file": file.file,
        "format": file.format,
        "bytes": file.bytes,
        "rows": file.rows,
        "table": file.table,
        "because": file.because,
        "instead": file.instead,
        "export": file.export,
        "dates": file.dates,
        "columns": file.columns.iter().map(column).collect::<Vec<_>>(),
    })
}

fn column(column: &InspectedColumn) -> Value {
    let mut value = json!({
        "column": column.name,
        "example": column.example,
        "filled": column.filled,
        "values": column.values,
    });
    match &column.used {
        ColumnUse::Role { role, because, instead } => {
            value["role"] = json!(role);
            value["because"] = json!(because);
            value["instead"] = json!(instead);
        }
        ColumnUse::Unused { because, could_be } => {
            value["role"] = Value::Null;
            value["because"] = json!(because);
            value["could_be"] = json!(could_be);
        }
    }
    value
}

fn join(join: &Join) -> Value {
    json!({
        "key": join.key,
        "of": join.of,
        "keys": join.keys,
        "with": join.with,
        "others": join.others,
        "meet": join.meet,
    })
}

fn special(special: &Special) -> Value {
    let values = special.values.iter().map(|it| json!({"value": it.value, "rows": it.rows, "becomes": it.becomes}));
    json!({
        "kind": special.kind.word(),
        "column": special.column,
        "values": values.collect::<Vec<_>>(),
        "different_values": special.different,
        "rows": special.rows,
    })
}
