//! What the reading makes of files, without making anything of them: for `shoal inspect`.
//!
//! 1. The files are read and recognised as [`load`](crate::load()) does it.
//! 2. Every column is looked at: its role and why, one of its values, how many rows have one ([`columns`]).
//! 3. The keys of tables that join are held against each other ([`joins`]), and rows that policies are about are counted
//!    ([`special`]).
//! 4. The whole reading is done, so that what would become of every row is known and not guessed; or why it would stop.
//!
//! Where the reading would stop, everything that is known up to there is still said, and what columns could be by their names and
//! values. Values of customers' keys, and of columns that hold names, addresses and the like, are shown as short hashes.
//!
//! Cost: that of [`load`](crate::load()), and about two passes over every column.

mod columns;
mod joins;
mod special;

use crate::error::Error;
use crate::load::{Asked, load_opened, recognised, room};
use crate::options::ReadOptions;
use crate::progress::{Counter, OnProgress, Stage};
use crate::read::inputs::{expand, total_bytes};
use crate::read::source::{Source, open_all};
use crate::recognise::exports;
use crate::recognise::profiles::Profiles;
use crate::recognise::{Table, Unused};
use shoal_segment::receipt::{Receipt, TableKind};
use std::path::PathBuf;

pub use columns::{ColumnUse, InspectedColumn};
pub use joins::Join;
pub use special::{Special, SpecialKind, SpecialValue};

/// What would be read, and how.
#[derive(Debug)]
pub struct Inspection {
    /// Every file and sheet, by name.
    pub files: Vec<InspectedFile>,
    /// Tables that join: how many keys meet.
    pub joins: Vec<Join>,
    /// Rows that are not plain purchases of products.
    pub special: Vec<Special>,
    /// What would become of every row; or why the reading would stop.
    pub reading: Result<Receipt, Error>,
}

/// A file, or a sheet of a workbook.
#[derive(Debug, Clone, PartialEq)]
pub struct InspectedFile {
    /// File name without its folder, with the sheet in brackets.
    pub file: String,
    /// For instance `CSV, comma, UTF-8`.
    pub format: String,
    /// Size of the file.
    pub bytes: u64,
    /// Data rows.
    pub rows: u64,
    /// Which table it was taken for; `None` when it is not used, or the reading stops before.
    pub table: Option<TableKind>,
    /// Why, or why not.
    pub because: String,
    /// The flag that decides otherwise.
    pub instead: String,
    /// The known export that its columns tell, and how many of them.
    pub export: Option<String>,
    /// How dates are read and why, when the table has dates and the reading does not stop.
    pub dates: Option<String>,
    /// The columns, in their order.
    pub columns: Vec<InspectedColumn>,
}

/// Looks at tables as [`load`](crate::load()) would read them.
///
/// # Errors
///
/// Files that cannot be opened or are no tables at all. That tables are not understood is no error here: it stands in
/// [`Inspection::reading`].
pub fn inspect(files: &[PathBuf], options: &ReadOptions, progress: OnProgress<'_>) -> Result<Inspection, Error> {
    options.check()?;
    let inputs = expand(files)?;
    let reading = Counter::new(Stage::Reading, total_bytes(&inputs), progress);
    let room = room(options);
    let sources = open_all(&inputs, &room, &reading)?;
    let mut profiles = Profiles::new(&sources);
    (0..sources.len()).for_each(|source| profiles.look_at_everything(source));
    let tables = recognised(&mut profiles, Asked::Tables, options);
    let reading =
        load_opened(&sources, (Asked::Tables, &room), options, progress, |_| Ok::<_, Error>(Box::new(|_| ()) as _));
    let reading = reading.map(|(loaded, _)| loaded.receipt);
    let (known, numbers) = tables.unwrap_or_default();
    let mut files: Vec<InspectedFile> =
        (0..sources.len()).map(|source| inspected(&mut profiles, &known, source)).collect();
    for file in &mut files {
        let read = reading.iter().flat_map(|receipt| &receipt.files).find(|read| read.file == file.file);
        file.dates = read.and_then(|read| read.dates.clone());
    }
    let joins = joins::joins(&sources, &known);
    let special = special::special(&mut profiles, (&known, &numbers), options);
    room.check()?;
    Ok(Inspection { files, joins, special, reading })
}

fn inspected(profiles: &mut Profiles<'_>, tables: &[Table], source: usize) -> InspectedFile {
    let Source { name, format, bytes, grid, .. } = &profiles.sources[source];
    let table = tables.iter().find(|table| table.source == source);
    let unused = tables.iter().flat_map(|table| &table.unused).find(|unused| unused.source == source);
    let lost = table.is_none() && unused.is_none();
    let export = exports::known(profiles, source).map(|known| known.words());
    InspectedFile {
        file: name.clone(),
        format: format.clone(),
        bytes: *bytes,
        rows: grid.row_count(),
        table: table.map(|table| table.kind),
        because: because(table, unused, profiles.sources.len()),
        instead: instead(table.map(|table| table.kind)),
        columns: (0..grid.width()).map(|column| columns::column(profiles, table, lost, (source, column))).collect(),
        export,
        dates: None,
    }
}

/// Why a file is that table.
fn because(table: Option<&Table>, unused: Option<&Unused>, files: usize) -> String {
    let Some(table) = table else {
        return unused.map_or("the tables were not understood".to_owned(), |unused| unused.words.clone());
    };
    let words = match table.kind {
        _ if table.columns.choices.iter().any(|choice| choice.mapped) => "`--map` names columns of it",
        _ if table.export.is_some_and(|known| known.part.table == Some(table.kind)) => "the known export says so",
        TableKind::Transactions if files == 1 => "a single file is one, unless it has nothing of a purchase",
        TableKind::Customers => "it has a customer and nothing of a purchase",
        TableKind::Orders => "it has an order, a customer and a date, and another file has the lines of orders",
        TableKind::Transactions if table.draws_on_orders => {
            "it has lines of orders; customer and date stand in the table of orders"
        }
        TableKind::Transactions => "it has a customer, and dates, money, products or quantities of purchases",
        TableKind::Products => "it has a product and neither a customer nor an order",
    };
    words.to_owned()
}

/// How to take a file for another table.
fn instead(table: Option<TableKind>) -> String {
    let flags = [
        (TableKind::Customers, "customers.customer"),
        (TableKind::Orders, "orders.order"),
        (TableKind::Transactions, "transactions.order"),
        (TableKind::Products, "products.product"),
    ];
    let others = flags.iter().filter(|(kind, _)| Some(*kind) != table);
    let others: Vec<String> = others.map(|(_, flag)| format!("--map {flag}=COLUMN")).collect();
    others.join(" or ")
}
