//! From files to the feature table: the first half of a run, without the segments; for one day, or for several from one reading.

use super::days::Days;
use super::document::{self, Format};
use super::long::Long;
use super::named;
use crate::error::Error;
use crate::folder;
use crate::progress::Watch;
use crate::settings::Input;
use crate::tables;
use shoal_data::write::NamedTable;
use shoal_segment::date::Day;
use shoal_segment::feature::{Choice, Offer, Unit};
use shoal_segment::lines::Lines;
use shoal_segment::money::Scale;
use shoal_segment::receipt::Receipt;
use shoal_segment::table::{self, Apart, ApartReason, FeatureTable, Wanted};
use shoal_segment::window::Window;
use std::io::Write;
use std::path::Path;

/// What is computed.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Wish {
    /// What is read, and how.
    pub input: Input,
    /// What a row is.
    pub unit: Unit,
    /// The features and categories to have; empty: all that the tables give.
    pub features: Vec<String>,
    /// How far back from each as-of day features look.
    pub window: Option<Window>,
    /// The days for which features are computed.
    pub days: Days,
}

/// A feature table with its receipt.
pub struct Computed {
    /// The last day for which features were computed; `None` without transactions.
    pub as_of: Option<Day>,
    /// What became of every row.
    pub receipt: Receipt,
    /// What there is of each day, ascending; at least one.
    pub snapshots: Vec<Snapshot>,
    /// Whether the table is of several days, and says which in every row.
    pub is_series: bool,
    /// The features and categories that were asked for; `None`: all.
    chosen: Option<Choice>,
    table: Long,
    money: Scale,
}

/// What there is of a day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Snapshot {
    /// The day for which features were computed.
    pub as_of: Day,
    /// How many rows.
    pub rows: usize,
    /// How many customers (orders) are not in the table, with the reason in words; every reason, also where it is nobody's.
    pub apart: Vec<(usize, &'static str)>,
}

/// Computes the features of the customers, or of the orders, of the tables that `wish` names.
///
/// A row is a customer (an order) with a purchase and without more given back than taken, as in a run; the others are counted. The rows of
/// a day are those of a run as of that day. Memory: the table of all days, beside that of reading.
///
/// # Errors
/// Those of reading; days that cannot be meant; features that there are not.
pub fn compute(wish: &Wish, watch: Watch<'_>) -> Result<Computed, Error> {
    wish.days.check()?;
    let mut options = wish.input.options()?;
    options.order_ids = wish.unit == Unit::Order;
    options.as_of = wish.days.last().or(options.as_of);
    let mut chosen = None;
    let (loaded, computed) = tables::snapshots(&wish.input, &options, watch, |header| {
        chosen = choice(wish, header)?;
        let features = chosen.as_ref().map_or(Wanted::All, |choice: &Choice| {
            Wanted::Only(choice.features.iter().map(|card| card.name.clone()).collect())
        });
        let wanted = table::Wish { features, window: wish.window, ..table::Wish::usual(wish.unit) };
        Ok((wanted, wish.days.settle(header)?))
    })?;
    let snapshots: Vec<Snapshot> =
        computed.iter().map(|computed| Snapshot::of(&computed.table, &computed.apart)).collect();
    let day = snapshots.last().map(|snapshot| snapshot.as_of);
    Ok(Computed {
        as_of: day.filter(|_| loaded.lines.known.transactions),
        receipt: loaded.receipt,
        snapshots,
        is_series: wish.days.is_series(),
        chosen,
        table: Long::new(computed.into_iter().map(|computed| computed.table).collect()),
        money: loaded.lines.money_scale,
    })
}

impl Snapshot {
    fn of(table: &FeatureTable, apart: &[Apart]) -> Self {
        let count = |reason| apart.iter().filter(|other| other.reason == reason).count();
        let apart = ApartReason::ALL.map(|reason| (count(reason), reason.words(table.unit)));
        Self { as_of: table.as_of, rows: table.rows(), apart: apart.to_vec() }
    }
}

/// The features and categories that are asked for, among those that the tables give.
fn choice(wish: &Wish, header: &Lines) -> Result<Option<Choice>, Error> {
    if wish.features.is_empty() {
        return Ok(None);
    }
    let names = wish.features.iter().map(String::as_str);
    Ok(Some(Offer::of(header, wish.unit).choose(names, "--features")?))
}

/// Whether the table and the receipt can be written there; asked before anything is read.
pub fn check_targets(out: Option<&Path>, receipt: Option<&Path>) -> Result<(), Error> {
    if out.is_some() && out == receipt {
        let hint = "give --out and --receipt different names";
        return Err(Error::input("the table and the receipt would be one file", hint));
    }
    out.map(Format::of).transpose()?;
    out.into_iter().chain(receipt).try_for_each(folder::refuse_existing)
}

impl Computed {
    /// How many rows the table has.
    pub fn rows(&self) -> usize {
        self.table.rows()
    }

    /// How many columns the table has, keys included.
    pub fn columns(&self) -> usize {
        self.named().columns.len()
    }

    /// What a row is.
    pub fn unit(&self) -> Unit {
        self.table.last().unit
    }

    /// Writes the table to a new file in the format that its name says, complete or not at all, and the receipt to another where
    /// `receipt` names one. Nothing is written when either is there already.
    pub fn write(&self, out: Option<&Path>, receipt: Option<&Path>) -> Result<(), Error> {
        check_targets(out, receipt)?;
        if let Some(path) = out {
            let format = Format::of(path)?;
            folder::new_file_by(path, |to| self.print(to, format))?;
        }
        if let Some(path) = receipt {
            let mut bytes = serde_json::to_vec_pretty(&self.receipt).map_err(Error::bug)?;
            bytes.push(b'\n');
            folder::new_file(path, &bytes)?;
        }
        Ok(())
    }

    /// Writes the table in the given format.
    pub fn print(&self, to: &mut (impl Write + Send), format: Format) -> std::io::Result<()> {
        document::write(to, format, &self.named(), &self.notes())
    }

    fn named(&self) -> NamedTable<'_> {
        named::columns(&self.table, self.is_series, self.money, self.chosen.as_ref())
    }

    /// What is kept beside the columns where a format has a place for it; of several days one after the other, with commas.
    fn notes(&self) -> Vec<(String, String)> {
        let units: serde_json::Map<String, serde_json::Value> = self
            .table
            .last()
            .columns
            .iter()
            .map(|column| (column.card.name.clone(), column.card.unit.clone().into()))
            .collect();
        let sources: serde_json::Map<String, serde_json::Value> =
            self.receipt.files.iter().map(|file| (file.file.clone(), file.fingerprint.clone().into())).collect();
        let of_days =
            |of: fn(&FeatureTable) -> String| self.table.tables().iter().map(of).collect::<Vec<_>>().join(",");
        let day = self.as_of.map(|_| ("shoal.as_of", of_days(|table| table.as_of.to_string())));
        let others = [
            ("shoal.row", self.unit().one().to_owned()),
            ("shoal.fingerprint", of_days(|table| table.fingerprint.clone())),
            ("shoal.sources", serde_json::Value::Object(sources).to_string()),
            ("shoal.units", serde_json::Value::Object(units).to_string()),
        ];
        day.into_iter().chain(others).map(|(name, value)| (name.to_owned(), value)).collect()
    }
}
