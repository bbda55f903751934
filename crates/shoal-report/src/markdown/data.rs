//! The data: features with their distributions, and the receipt.

use super::table::table;
use super::{bullets, escaped};
use crate::note;
use crate::panel::{caption, category_meaning, preparation};
use crate::reconcile;
use crate::text;
use crate::view::{View, outcome_words};
use shoal_segment::receipt::{Entry, FileReceipt};

/// Writes the part.
pub(super) fn write(out: &mut String, view: &View<'_>) {
    features(out, view);
    receipt(out, view);
}

fn features(out: &mut String, view: &View<'_>) {
    let categories = || view.run.recipe.iter().filter_map(|step| Some((step, step.category()?)));
    if view.features().is_empty() && categories().next().is_none() {
        return;
    }
    out.push_str("## Features\n\n");
    let found = &view.run.exploration;
    bullets(out, found.statements.iter().chain(found.findings()));
    let mut rows: Vec<Vec<String>> = view
        .features()
        .iter()
        .map(|feature| {
            let card = &feature.card;
            let prepared = view
                .prepared(&card.name)
                .map_or_else(|| "not clustered".to_owned(), |prepared| preparation(view, prepared));
            vec![
                escaped(&card.label),
                escaped(&card.name),
                escaped(&card.meaning),
                escaped(&card.unit),
                escaped(&caption(view.base(), feature)),
                escaped(&prepared),
            ]
        })
        .collect();
    rows.extend(categories().map(|(step, category)| {
        vec![
            escaped(&category.label),
            escaped(&category.feature),
            escaped(&category_meaning(view, category)),
            String::new(),
            String::new(),
            escaped(&preparation(view, step)),
        ]
    }));
    let headers = ["Feature", "Name", "Meaning", "Unit", "Distribution", "Prepared for clustering"];
    out.push_str(&table(&headers, &rows));
}

fn receipt(out: &mut String, view: &View<'_>) {
    let receipt = &view.run.receipt;
    out.push_str("## Receipt\n\n");
    for file in &receipt.files {
        part(out, file);
    }
    let members = text::capitalised(view.many());
    let rows: Vec<Vec<String>> =
        reconcile::customers(view.run).into_iter().map(|(name, count)| vec![name, text::count(count)]).collect();
    out.push_str(&table(&["Customers and rows", ">Count"], &rows));
    if !view.run.apart.is_empty() {
        out.push_str(&format!("{members} apart, in no segment:\n\n"));
        let groups = view
            .run
            .apart
            .iter()
            .map(|group| vec![escaped(&group.words), text::count(group.members), text::exact(group.revenue)]);
        out.push_str(&table(&["Reason", &format!(">{members}"), ">Net revenue"], &groups.collect::<Vec<_>>()));
    }
}

fn entries(file: &FileReceipt) -> String {
    let money = reconcile::has_money(file);
    let flags = reconcile::has_flags(file);
    let row = |entry: &Entry| {
        let mut cells = vec![outcome_words(entry.outcome).to_owned(), escaped(&entry.words), text::count(entry.rows)];
        if money {
            cells.push(text::exact(entry.money));
        }
        if flags {
            cells.push(escaped(&reconcile::flag(entry)));
        }
        cells
    };
    let rows: Vec<Vec<String>> = file.entries.iter().map(row).collect();
    let mut headers = vec!["Outcome", "Reason", ">Rows"];
    headers.extend(money.then_some(">Money"));
    headers.extend(flags.then_some("To choose otherwise"));
    table(&headers, &rows)
}

fn part(out: &mut String, file: &FileReceipt) {
    out.push_str(&format!(
        "### {}\n\nRead as {}: {}, {}, fingerprint {}. {}.\n\n",
        escaped(&file.file),
        file.table.word(),
        escaped(&file.format),
        text::bytes(file.bytes),
        escaped(&file.fingerprint),
        reconcile::rows(file)
    ));
    if let Some(export) = &file.export {
        out.push_str(&format!("{}.\n\n", escaped(export)));
    }
    if let Some(money) = reconcile::money(file) {
        out.push_str(&format!("{}.\n\n", text::capitalised(&money)));
    }
    out.push_str(&entries(file));
    if let Some(dates) = &file.dates {
        out.push_str(&format!("Dates: {}\n\n", escaped(dates)));
    }
    if let Some(numbers) = &file.numbers {
        out.push_str(&format!("Numbers: {}\n\n", escaped(numbers)));
    }
    for note in &file.notes {
        let mark = if note::is_warning(note) { format!("**{}** ", note::LOOK) } else { String::new() };
        out.push_str(&format!("- {mark}{}\n", escaped(&note::words(note))));
    }
    if !file.notes.is_empty() {
        out.push('\n');
    }
    let roles: Vec<Vec<String>> = file
        .roles
        .iter()
        .map(|role| vec![escaped(&text::words(&role.role)), escaped(&role.column), escaped(&role.because)])
        .collect();
    if !roles.is_empty() {
        out.push_str(&table(&["Role", "Column", "Because"], &roles));
    }
    if !file.unused_columns.is_empty() {
        out.push_str(&format!("Columns not used: {}.\n\n", escaped(&file.unused_columns.join(", "))));
    }
}
