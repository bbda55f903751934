//! The tables of a use case: those that are segmented, and other tables that bring columns of their customers.

use crate::error::Error;
use crate::progress::{self, Watch};
use crate::settings::Input;
use shoal_data::{Loaded, ReadOptions};
use shoal_segment::receipt::Note;
use std::path::{Path, PathBuf};

/// Reads the files of `input` and joins its customer tables, in the order of their names.
///
/// # Errors
/// Those of reading; a customer table without any customer of the others.
pub(crate) fn load(input: &Input, options: &ReadOptions, watch: Watch<'_>) -> Result<Loaded, Error> {
    let mut loaded = shoal_data::load(&input.files, options, &progress::of_reading(watch))?;
    let mut tables: Vec<&PathBuf> = input.customer_tables.iter().collect();
    tables.sort_by_key(|path| (path.file_stem(), *path));
    tables.dedup();
    for path in tables {
        join(&mut loaded, path, options, watch)?;
    }
    loaded.receipt.files.sort_by(|a, b| (a.table, &a.file).cmp(&(b.table, &b.file)));
    Ok(loaded)
}

fn join(loaded: &mut Loaded, path: &Path, options: &ReadOptions, watch: Watch<'_>) -> Result<(), Error> {
    let options = ReadOptions { map: Vec::new(), as_of: None, contexts: Vec::new(), ..options.clone() };
    let mut table = shoal_data::load_customer_table(path, &options, &progress::of_reading(watch))?;
    let (theirs, ours) = (table.lines.customers.ids.clone(), &loaded.lines.customers.ids);
    let stem = path.file_stem().map_or_else(String::new, |stem| stem.to_string_lossy().into_owned());
    if let (Some(first), Some(known)) = (theirs.first(), ours.first())
        && !theirs.iter().any(|id| ours.binary_search(id).is_ok())
    {
        return Err(Error::input(
            format!(
                "no customer of `{}` is in the other tables: it has `{first}`, they have `{known}`",
                path.display()
            ),
            "give a table with the same customer ids; its receipt names the column that was taken for the customer",
        ));
    }
    let joined = loaded.lines.customers.join(std::mem::take(&mut table.lines.customers), &stem);
    let unknown = (theirs.len() - joined) as u64;
    if let Some(file) = table.receipt.files.first_mut().filter(|_| unknown > 0) {
        let words = "customers are in no other table, and nothing of them is used".to_owned();
        file.notes.push(Note { code: "not_among_customers".to_owned(), words, rows: unknown });
    }
    loaded.receipt.files.append(&mut table.receipt.files);
    loaded.rejected.append(&mut table.rejected);
    Ok(())
}
