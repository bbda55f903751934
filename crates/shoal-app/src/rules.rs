//! Tables of RFM segments: list the shipped ones, show one, check any and mend it.

use crate::catalog;
use crate::error::{Error, Kind};
use crate::folder;
use serde::Serialize;
use shoal_segment::rfm::{self, SHIPPED, Shipped, Table};
use std::path::Path;

pub use shoal_segment::rfm::check::{Cells, Claim, Overlap, Report, Unreachable};

/// Largest file that is read as a table.
const LARGEST: u64 = 1 << 20;

/// What was found about a table, and its smallest repair.
#[derive(Debug, Serialize)]
pub struct Checked {
    /// The name or the path, as asked.
    pub table: String,
    /// What is wrong with it.
    #[serde(flatten)]
    pub report: Report,
    /// The repair; absent for a table that is fine, or claims nothing.
    pub repair: Option<Mended>,
}

/// A repair.
#[derive(Debug, Serialize)]
pub struct Mended {
    /// How many of the 125 cells it changes.
    pub changed_cells: usize,
    /// Names for which no cell was left.
    pub dropped: Vec<String>,
    /// The mended table, as its file would be.
    pub toml: String,
}

/// The shipped tables.
pub fn list() -> Result<catalog::Table, Error> {
    let row = |shipped: &Shipped| {
        let table = shipped.table()?;
        let names: Vec<&str> = table.segments.iter().map(|segment| segment.name.as_str()).collect();
        Ok(vec![shipped.name.to_string(), table.title.clone(), names.join(", ")])
    };
    let rows = SHIPPED.iter().map(row).collect::<Result<_, Error>>()?;
    Ok(catalog::Table { headers: vec!["table", "title", "segments"], rows })
}

/// The file of a shipped table, to copy and edit.
pub fn show(name: &str) -> Result<&'static str, Error> {
    Ok(rfm::shipped(name)?.text)
}

/// As [`read`], and refuses a table with overlaps, gaps or segments of no cell: every customer must have exactly one segment.
pub(crate) fn read_sound(name_or_path: &Path) -> Result<Table, Error> {
    let table = read(name_or_path)?;
    if table.owners().is_some() {
        return Ok(table);
    }
    let path = name_or_path.display();
    let report = rfm::check(&table);
    Err(Error::input(
        format!(
            "the table of segments `{path}` does not give every customer exactly one segment: {} of 125 cells are claimed twice, \
             {} by none",
            report.overlapping(),
            report.gaps.count
        ),
        format!("`shoal rules check {path} --repair FILE` shows the faults and writes a mended table"),
    ))
}

/// The table of that name, else of that path.
///
/// Fails when there is neither, or the file is no table; every fault is told with its line.
pub fn read(name_or_path: &Path) -> Result<Table, Error> {
    if let Some(shipped) = SHIPPED.iter().find(|shipped| name_or_path.as_os_str() == shipped.name) {
        return Ok(shipped.table()?);
    }
    let text = text(name_or_path)?;
    text.parse::<Table>().map_err(|error| {
        let error = Error::from(error);
        Error {
            message: format!("`{}` is not a table of segments: {}", name_or_path.display(), error.message),
            ..error
        }
    })
}

fn text(path: &Path) -> Result<String, Error> {
    let shown = path.display();
    let hint = "write the path of a table, or one of its names: `shoal rules list` has them";
    let bytes = match std::fs::metadata(path) {
        Ok(about) if about.is_dir() => return Err(Error::input(format!("`{shown}` is a folder, not a file"), hint)),
        Ok(about) if about.len() > LARGEST => {
            return Err(Error::input(format!("`{shown}` has {} bytes, allowed are {LARGEST}", about.len()), hint));
        }
        _ => std::fs::read(path),
    };
    let what = "file and no shipped table of segments";
    let bytes = bytes.map_err(|error| Error::unopened(what, path, &error, hint))?;
    String::from_utf8(bytes).map_err(|_| Error::input(format!("`{shown}` is not UTF-8 text"), hint))
}

/// Checks a table and finds its repair.
pub fn check(name_or_path: &Path) -> Result<Checked, Error> {
    let table = read(name_or_path)?;
    let report = rfm::check(&table);
    let repair = rfm::repair(&table).filter(|_| !report.fine).map(|repair| Mended {
        changed_cells: repair.changed.len(),
        dropped: repair.dropped,
        toml: repair.table.to_toml(),
    });
    Ok(Checked { table: name_or_path.display().to_string(), report, repair })
}

impl Checked {
    /// The whole as JSON.
    pub fn to_json(&self) -> Result<Vec<u8>, Error> {
        let mut bytes = serde_json::to_vec_pretty(self).map_err(Error::bug)?;
        bytes.push(b'\n');
        Ok(bytes)
    }

    /// Writes the mended table to a new file; false when the table is fine and nothing was written.
    ///
    /// Fails when there is nothing to start a repair from, or something stands there already.
    pub fn write_repair(&self, to: &Path) -> Result<bool, Error> {
        let Some(mended) = &self.repair else {
            return if self.report.fine { Ok(false) } else { self.verdict(None).map(|()| false) };
        };
        let note =
            "# Mended by `shoal rules check --repair`: every combination of scores is in exactly one segment.\n\n";
        folder::new_file(to, format!("{note}{}", mended.toml).as_bytes()).map_err(|error| match error.kind {
            Kind::Input => {
                Error { hint: Some("write --repair with another name, or move that one away".into()), ..error }
            }
            _ => error,
        })?;
        Ok(true)
    }

    /// Why the table cannot be used; `Ok` when it is fine.
    pub fn verdict(&self, repaired_to: Option<&Path>) -> Result<(), Error> {
        if self.report.fine {
            return Ok(());
        }
        let hint = match (repaired_to, &self.repair) {
            (Some(path), _) => format!("use the mended table `{}`, or edit yours", path.display()),
            (None, Some(_)) => "write the mended table to a file with `--repair FILE`, or edit yours".to_owned(),
            (None, None) => "give the segments their cells; `shoal rules show ten` prints an example".to_owned(),
        };
        Err(Error::input(format!("`{}` does not put every customer into exactly one segment", self.table), hint))
    }
}
