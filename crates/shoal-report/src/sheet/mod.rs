//! Tables of results as plain text cells, made once and shown three ways: on the page, in Markdown, on a terminal.

mod future;
mod methods;
mod scores;
mod sweep;
mod verdict;

pub(crate) use future::{future_caption, groupings, segments_after};
pub(crate) use methods::{CAPTION as METHODS_CAPTION, FOUND_AGAIN, found_again, methods};
pub(crate) use scores::{SCORES_CAPTION, scores};
pub(crate) use sweep::{at_most_half, sweep, votes, votes_caption};
pub(crate) use verdict::{VERDICT_CAPTION, answers, verdict};

use crate::page::table::{Cell, Holds, table};
use crate::terminal::wrapped;
use crate::text;
use maud::Markup;
use shoal_segment::segmentation::{Indices, ParameterValue, SweepRow};

/// A table of text.
pub(crate) struct Sheet {
    /// Headings of the columns, and what they hold.
    pub(crate) columns: Vec<(String, Holds)>,
    /// The rows, as wide as the headings.
    pub(crate) rows: Vec<Vec<String>>,
    /// Columns that a narrow terminal can do without, the first to go first.
    details: Vec<usize>,
}

impl Sheet {
    fn new() -> Self {
        Self { columns: Vec::new(), details: Vec::new(), rows: Vec::new() }
    }

    /// Adds a column of the rows' cells.
    fn column(&mut self, heading: &str, holds: Holds, cells: Vec<String>) {
        self.columns.push((heading.to_owned(), holds));
        self.rows.resize(cells.len().max(self.rows.len()), Vec::new());
        for (row, cell) in self.rows.iter_mut().zip(cells) {
            row.push(cell);
        }
    }

    fn numbers(&mut self, heading: &str, cells: Vec<String>) {
        self.column(heading, Holds::Numbers, cells);
    }

    /// Numbers that a terminal can do without.
    fn detail(&mut self, heading: &str, cells: Vec<String>) {
        self.details.push(self.columns.len());
        self.numbers(heading, cells);
    }

    fn words(&mut self, heading: &str, cells: Vec<String>) {
        self.column(heading, Holds::Words, cells);
    }

    /// As a table of the page called `name`.
    pub(crate) fn page(&self, name: &str) -> Markup {
        let columns: Vec<(&str, Holds)> =
            self.columns.iter().map(|(heading, holds)| (heading.as_str(), *holds)).collect();
        let rows: Vec<Vec<Cell>> = self.rows.iter().map(|row| row.iter().map(Cell::text).collect()).collect();
        table(name, &columns, &rows)
    }

    /// The headings as Markdown tables want them: with `>` before those of numbers.
    pub(crate) fn markdown_headings(&self) -> Vec<String> {
        let mark = |holds: &Holds| if *holds == Holds::Numbers { ">" } else { "" };
        self.columns.iter().map(|(heading, holds)| format!("{}{heading}", mark(holds))).collect()
    }

    /// As a table of text of at most `width` characters, with long headings on two lines. Where it does not fit, details are left
    /// out, and that is said; then cells are wrapped.
    pub(crate) fn terminal(&self, width: usize) -> String {
        let mut hidden = 0;
        while hidden < self.details.len() && self.width_without(&self.details[..hidden]) > width {
            hidden += 1;
        }
        let gone = &self.details[..hidden];
        let shown: Vec<usize> = (0..self.columns.len()).filter(|column| !gone.contains(column)).collect();
        let headings: Vec<String> = shown.iter().map(|&column| self.heading(column)).collect();
        let headings: Vec<&str> = headings.iter().map(String::as_str).collect();
        let cells = |row: &Vec<String>| shown.iter().map(|&column| row[column].clone()).collect();
        let rows: Vec<Vec<String>> = self.rows.iter().map(cells).collect();
        let mut out = match self.width_without(gone) > width {
            true => crate::terminal::table_within(&headings, &rows, width),
            false => crate::terminal::table(&headings, &rows),
        };
        if !gone.is_empty() {
            let names: Vec<&str> = gone.iter().map(|&column| self.columns[column].0.as_str()).collect();
            out.push_str(&wrapped(&format!("(not shown for lack of room: {})", names.join(", ")), width).join("\n"));
            out.push('\n');
        }
        out
    }

    /// How wide the table is on a terminal without some columns.
    fn width_without(&self, gone: &[usize]) -> usize {
        let wide = |column: usize| {
            let heading = self.heading(column).lines().map(|line| line.chars().count()).max().unwrap_or(0);
            heading.max(self.widest(column)) + PADDING
        };
        (0..self.columns.len()).filter(|column| !gone.contains(column)).map(wide).sum()
    }

    /// The heading of a column; on two lines where it is wider than the cells.
    fn heading(&self, column: usize) -> String {
        let heading = &self.columns[column].0;
        if heading.chars().count() > self.widest(column) { folded(heading) } else { heading.clone() }
    }

    /// Characters of the widest cell of a column.
    fn widest(&self, column: usize) -> usize {
        self.rows.iter().map(|row| row[column].chars().count()).max().unwrap_or(0)
    }
}

/// Empty characters beside the cells of a column.
const PADDING: usize = 3;

/// A heading on two lines of about the same length, where it has several words.
fn folded(heading: &str) -> String {
    let spaces = heading.match_indices([' ', '-']).map(|(at, found)| if found == " " { at } else { at + 1 });
    let middle = heading.len() / 2;
    match spaces.min_by_key(|at| at.abs_diff(middle)) {
        Some(at) if heading.len() > 9 => format!("{}\n{}", &heading[..at], heading[at..].trim_start()),
        _ => heading.to_owned(),
    }
}

/// The parameters of a row that were tried out: `eps 0.5, min_samples 8`.
fn setting(row: &SweepRow) -> String {
    let shown = row.parameters.iter().map(|(name, value)| match value {
        ParameterValue::Number(value) => format!("{name} {}", text::quantity(*value)),
        ParameterValue::Word(word) => format!("{name} {word}"),
    });
    shown.collect::<Vec<String>>().join(", ")
}

/// The columns about whom a method leaves out, where any of `rows` does: how many, and the indices without them.
fn remainder(sheet: &mut Sheet, rows: &[Option<&SweepRow>]) {
    if rows.iter().flatten().all(|row| row.unassigned == 0) {
        return;
    }
    let each = |read: fn(&SweepRow) -> String| rows.iter().map(|row| row.map(read).unwrap_or_default()).collect();
    let without = |read: fn(&Indices) -> String| {
        let cell = |row: &SweepRow| row.left_out.as_ref().map(read).unwrap_or_default();
        rows.iter().map(|row| row.map(cell).unwrap_or_default()).collect()
    };
    sheet.numbers("Unassigned", each(|row| text::count(row.unassigned)));
    sheet.detail("Their share", each(|row| text::share(row.unassigned_share)));
    sheet.detail("Silhouette without them", without(|indices| text::index(indices.silhouette)));
    sheet.detail("Davies-Bouldin without them", without(|indices| text::index(indices.davies_bouldin)));
    sheet.detail("Calinski-Harabasz without them", without(|indices| text::quantity(indices.calinski_harabasz)));
}

fn yes(value: bool) -> String {
    if value { "yes" } else { "no" }.to_owned()
}
