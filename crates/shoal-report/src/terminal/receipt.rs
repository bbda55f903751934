//! The receipt as text.

use crate::note;
use crate::reconcile;
use crate::terminal::table;
use crate::text;
use crate::view::outcome_words;
use shoal_segment::receipt::{Entry, FileReceipt, Outcome, Receipt};

/// Per file what became of its rows and money, then what is known of customers and products without a match.
///
/// A file whose every row was kept takes one line; others also get a table by reason.
pub fn receipt(receipt: &Receipt) -> String {
    let mut out = String::new();
    for file in &receipt.files {
        part(&mut out, file);
    }
    for (count, words) in [
        (receipt.customers_without_transactions, "customers without transactions"),
        (receipt.customers_merged, "ids of customers that went up in another with the same key"),
        (receipt.customers_unknown, "customers in transactions but not in the customers table"),
        (
            receipt.rows_of_unknown_products,
            "rows with a product that is not in the products table, used without a category",
        ),
    ] {
        if count > 0 {
            out.push_str(&format!("{words}: {}\n", text::count(count)));
        }
    }
    out
}

fn part(out: &mut String, file: &FileReceipt) {
    out.push_str(&text::plain(&format!("{} ({}, {})", file.file, file.table.word(), file.format)));
    out.push('\n');
    if let Some(export) = &file.export {
        out.push_str(&text::plain(&format!("  {export}")));
        out.push('\n');
    }
    out.push_str(&format!("  {}\n", reconcile::rows(file)));
    if let Some(money) = reconcile::money(file) {
        out.push_str(&format!("  {money}\n"));
    }
    if file.entries.iter().any(|entry| entry.outcome != Outcome::Kept) {
        out.push_str(&indented(&entries(file)));
    }
    for note in &file.notes {
        let kind = if note::is_warning(note) { note::LOOK } else { "note:" };
        out.push_str(&text::plain(&format!("  {kind} {}", note::words(note))));
        out.push('\n');
    }
    if !file.unused_columns.is_empty() {
        out.push_str(&text::plain(&format!("  columns not used: {}", first_of(&file.unused_columns))));
        out.push('\n');
    }
}

/// So many names are told; the others are counted.
const TOLD: usize = 20;

fn first_of(names: &[String]) -> String {
    let told = names.iter().take(TOLD).map(String::as_str).collect::<Vec<_>>().join(", ");
    if names.len() > TOLD { format!("{told} and {} more", names.len() - TOLD) } else { told }
}

fn entries(file: &FileReceipt) -> String {
    let money = reconcile::has_money(file);
    let flags = reconcile::has_flags(file);
    let mut headers = vec!["outcome", "reason", "rows"];
    headers.extend(money.then_some("money"));
    headers.extend(flags.then_some("to choose otherwise"));
    let row = |entry: &Entry| {
        let mut cells = vec![outcome_words(entry.outcome).to_owned(), entry.words.clone(), text::count(entry.rows)];
        if money {
            cells.push(text::exact(entry.money));
        }
        if flags {
            cells.push(reconcile::flag(entry));
        }
        cells
    };
    table(&headers, &file.entries.iter().map(row).collect::<Vec<_>>())
}

fn indented(text: &str) -> String {
    text.lines().map(|line| format!("  {line}\n")).collect()
}
