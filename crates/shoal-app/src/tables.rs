//! The tables of a use case: those that are segmented, and other tables that bring columns of their customers.
//!
//! Features are computed while the lines are put in order, customers by customers, so that the lines are never in memory together; as
//! of one day or, in the same reading, of several.

use crate::error::Error;
use crate::progress::{self, Watch};
use crate::settings::Input;
use shoal_data::{Loaded, ReadOptions, Visit};
use shoal_segment::date::Day;
use shoal_segment::lines::Lines;
use shoal_segment::receipt::Note;
use shoal_segment::table::{Computed, Part, Pass, Wish};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

/// A table with one row per customer.
struct CustomerTable {
    path: PathBuf,
    loaded: Loaded,
}

/// What is to be computed of every part of the lines.
struct Work {
    tables: Vec<CustomerTable>,
    /// What all parts have in common, with the columns of the customer tables.
    header: Lines,
    wish: Wish,
    days: Vec<Day>,
    /// Per day what was computed so far; nothing before the first part. What comes first does not matter, and columns in one piece take
    /// half the memory of many.
    found: Mutex<Option<Vec<Part>>>,
}

/// What became of a part of the lines.
struct Seen {
    /// Per customer table how many of its customers are in the part.
    joined: Vec<usize>,
    /// The first customer of the part.
    first: Option<String>,
}

/// Reads the files of `input`, joins its customer tables in the order of their names, and computes features. `wanted` is asked which
/// and for what day when it is known what the tables have; it gets lines without a line or a customer, and so do those who call.
///
/// # Errors
/// Those of reading and of `wanted`; a customer table without any customer of the others.
pub(crate) fn compute(
    input: &Input,
    options: &ReadOptions,
    watch: Watch<'_>,
    wanted: impl FnOnce(&Lines) -> Result<(Wish, Day), Error>,
) -> Result<(Loaded, Computed), Error> {
    let of_one = |header: &Lines| wanted(header).map(|(wish, day)| (wish, vec![day]));
    let (loaded, mut computed) = snapshots(input, options, watch, of_one)?;
    let computed = computed.pop().ok_or_else(|| Error::bug("no day was computed"))?;
    Ok((loaded, computed))
}

/// The same for several days, from one reading of the files; one table per day, in the order of the days that `wanted` gives.
///
/// What was dated after a day is not in its table. Memory: that of all tables, and of one part's lines per thread.
///
/// # Errors
/// As [`compute`].
pub(crate) fn snapshots(
    input: &Input,
    options: &ReadOptions,
    watch: Watch<'_>,
    wanted: impl FnOnce(&Lines) -> Result<(Wish, Vec<Day>), Error>,
) -> Result<(Loaded, Vec<Computed>), Error> {
    let tables = customer_tables(input, options, watch)?;
    let mut begun = None;
    let begin = |header: &Lines| {
        let work = Arc::new(Work::new(header.clone(), tables, wanted)?);
        begun = Some(Arc::clone(&work));
        Ok::<Visit<Seen>, Error>(Box::new(move |lines| work.see(lines)))
    };
    let (mut loaded, seen) = shoal_data::load_in_parts(&input.files, options, &progress::of_reading(watch), begin)?;
    let work = begun.and_then(Arc::into_inner).ok_or_else(|| Error::bug("the lines were not computed"))?;
    progress::stage(watch, "computing features");
    let Work { tables, header, wish, days, found } = work;
    for (at, table) in tables.into_iter().enumerate() {
        account(&mut loaded, table, at, &seen)?;
    }
    loaded.receipt.files.sort_by(|a, b| (a.table, &a.file).cmp(&(b.table, &b.file)));
    let pass = Pass::new(&header, &wish);
    let found = found.into_inner().unwrap_or_else(PoisonError::into_inner);
    let found = found.unwrap_or_else(|| pass.parts(&header, &days));
    let computed = days.iter().zip(found).map(|(&day, part)| pass.table(day, part)).collect();
    Ok((Loaded { lines: header, ..loaded }, computed))
}

impl Work {
    fn new(
        mut header: Lines,
        tables: Vec<CustomerTable>,
        wanted: impl FnOnce(&Lines) -> Result<(Wish, Vec<Day>), Error>,
    ) -> Result<Self, Error> {
        tables.iter().for_each(|table| _ = table.join(&mut header));
        let (wish, days) = wanted(&header)?;
        Ok(Self { tables, header, wish, days, found: Mutex::default() })
    }

    fn see(&self, mut lines: Lines) -> Seen {
        let joined = self.tables.iter().map(|table| table.join(&mut lines)).collect();
        let first = lines.customers.ids.first().cloned();
        let parts = Pass::new(&self.header, &self.wish).parts(&lines, &self.days);
        let mut found = self.found.lock().unwrap_or_else(PoisonError::into_inner);
        let found = found.get_or_insert_with(|| parts.iter().map(|part| part.room_for(shoal_data::PARTS)).collect());
        found.iter_mut().zip(parts).for_each(|(found, part)| found.join(part));
        Seen { joined, first }
    }
}

impl CustomerTable {
    /// Takes its columns into lines; returns how many of its customers these have.
    fn join(&self, lines: &mut Lines) -> usize {
        lines.customers.join(&self.loaded.lines.customers, &shoal_data::stem(&self.path))
    }
}

/// Reads the customer tables, in the order of their names.
fn customer_tables(input: &Input, options: &ReadOptions, watch: Watch<'_>) -> Result<Vec<CustomerTable>, Error> {
    let options = ReadOptions { map: Vec::new(), as_of: None, contexts: Vec::new(), ..options.clone() };
    let mut paths: Vec<&PathBuf> = input.customer_tables.iter().collect();
    paths.sort_by_key(|path| (shoal_data::stem(path), *path));
    paths.dedup();
    let read = |path: &PathBuf| {
        let loaded = shoal_data::load_customer_table(path, &options, &progress::of_reading(watch))?;
        Ok(CustomerTable { path: path.clone(), loaded })
    };
    paths.into_iter().map(read).collect()
}

/// Puts the receipt of customer table number `at` beside the others.
fn account(loaded: &mut Loaded, table: CustomerTable, at: usize, seen: &[Seen]) -> Result<(), Error> {
    let CustomerTable { path, loaded: mut table } = table;
    let joined: usize = seen.iter().map(|seen| seen.joined[at]).sum();
    let theirs = &table.lines.customers.ids;
    if let (0, Some(first), Some(known)) =
        (joined, theirs.first(), seen.iter().filter_map(|seen| seen.first.as_ref()).min())
    {
        return Err(nothing_in_common(&path, first, known));
    }
    let unknown = (theirs.len() - joined) as u64;
    if let Some(file) = table.receipt.files.first_mut().filter(|_| unknown > 0) {
        let words = "customers are in no other table, and nothing of them is used".to_owned();
        file.notes.push(Note { code: "not_among_customers".to_owned(), words, rows: unknown });
    }
    loaded.receipt.files.append(&mut table.receipt.files);
    loaded.rejected.append(table.rejected);
    Ok(())
}

fn nothing_in_common(path: &Path, first: &str, known: &str) -> Error {
    Error::input(
        format!(
            "no customer of `{}` is in the other tables: it has `{first}`, they have `{known}`",
            shoal_data::shown(path).display()
        ),
        "give a table with the same customer ids; its receipt names the column that was taken for the customer",
    )
}
