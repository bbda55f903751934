//! The receipt: what was read, and what became of every row, its money and every customer.

use crate::note;
use crate::page::table::{Cell, Holds, table};
use crate::reconcile;
use crate::text;
use crate::view::{View, outcome_words};
use maud::{Markup, html};
use shoal_segment::receipt::{Entry, FileReceipt};

/// Draws the panel.
pub(crate) fn draw(view: &View<'_>) -> Option<Markup> {
    let receipt = &view.run.receipt;
    Some(html! {
        @if receipt.files.is_empty() { p { "No file was read." } }
        @for file in &receipt.files { (part(file)) }
        h3 { "Customers" }
        (customers(view))
        @if !view.run.apart.is_empty() {
            h3 { (text::capitalised(view.many())) " apart" }
            p.caption { "Known, but in no segment." }
            (apart(view))
        }
    })
}

fn part(file: &FileReceipt) -> Markup {
    html! {
        h3 { (file.file) " " span.tag { (file.table.word()) } }
        p.caption {
            (file.format) " · " (text::bytes(file.bytes)) " · fingerprint " code { (file.fingerprint) }
        }
        @if let Some(export) = &file.export { p.caption { (export) } }
        p { (reconcile::rows(file)) "." }
        @if let Some(money) = reconcile::money(file) { p { (text::capitalised(&money)) "." } }
        @if !file.entries.is_empty() { (entries(file)) }
        @if let Some(dates) = &file.dates { p.caption { "Dates: " (dates) } }
        @if let Some(numbers) = &file.numbers { p.caption { "Numbers: " (numbers) } }
        @if !file.notes.is_empty() {
            ul.sentences {
                @for note in &file.notes {
                    @if note::is_warning(note) {
                        li.look { b { (note::LOOK) } " " (note::words(note)) }
                    } @else {
                        li { (note::words(note)) }
                    }
                }
            }
        }
        @if !file.unused_columns.is_empty() {
            p { "Columns not used: " (file.unused_columns.join(", ")) "." }
        }
        (roles(file))
    }
}

fn entries(file: &FileReceipt) -> Markup {
    let money = reconcile::has_money(file);
    let unpriced = file.entries.iter().any(|entry| entry.rows_without_amount > 0);
    let mut columns = vec![("Outcome", Holds::Words), ("Reason", Holds::Words), ("Rows", Holds::Numbers)];
    if money {
        columns.push(("Money", Holds::Numbers));
    }
    if unpriced {
        columns.push(("Rows without readable amount", Holds::Numbers));
    }
    let flags = reconcile::has_flags(file);
    if flags {
        columns.push(("To choose otherwise", Holds::Words));
    }
    let row = |entry: &Entry| {
        let mut cells = vec![
            Cell::text(outcome_words(entry.outcome)),
            Cell::text(&entry.words),
            Cell::text(text::count(entry.rows)),
        ];
        if money {
            cells.push(Cell::text(text::exact(entry.money)));
        }
        if unpriced {
            cells.push(Cell::text(text::count(entry.rows_without_amount)));
        }
        if flags {
            cells.push(Cell::text(reconcile::flag(entry)));
        }
        cells
    };
    let rows: Vec<Vec<Cell>> = file.entries.iter().map(row).collect();
    table(&format!("Rows of {}", file.file), &columns, &rows)
}

fn roles(file: &FileReceipt) -> Markup {
    let columns = [("Role", Holds::Words), ("Column", Holds::Words), ("Because", Holds::Words)];
    let rows: Vec<Vec<Cell>> = file
        .roles
        .iter()
        .map(|role| vec![Cell::text(text::words(&role.role)), Cell::text(&role.column), Cell::text(&role.because)])
        .collect();
    html! {
        @if !rows.is_empty() {
            details {
                summary { "Which column is what" }
                (table(&format!("Roles in {}", file.file), &columns, &rows))
            }
        }
    }
}

fn customers(view: &View<'_>) -> Markup {
    let rows: Vec<Vec<Cell>> = reconcile::customers(view.run)
        .into_iter()
        .map(|(name, count)| vec![Cell::text(name), Cell::text(text::count(count))])
        .collect();
    table("Customers", &[("Customers and rows", Holds::Words), ("Count", Holds::Numbers)], &rows)
}

fn apart(view: &View<'_>) -> Markup {
    let (groups, members) = (&view.run.apart, text::capitalised(view.many()));
    let columns = [("Reason", Holds::Words), (members.as_str(), Holds::Numbers), ("Net revenue", Holds::Numbers)];
    let rows: Vec<Vec<Cell>> = groups
        .iter()
        .map(|group| {
            vec![
                Cell::text(&group.words),
                Cell::text(text::count(group.members)),
                Cell::text(text::exact(group.revenue)),
            ]
        })
        .collect();
    table(&format!("{members} apart"), &columns, &rows)
}
