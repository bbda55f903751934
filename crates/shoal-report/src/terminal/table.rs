//! Tables of text.

use crate::text;
use comfy_table::presets::UTF8_HORIZONTAL_ONLY;
use comfy_table::{Cell, CellAlignment, ContentArrangement, LineStyle, Table};

/// A table as text, as wide as its content; columns whose cells are all numbers are set to the right.
///
/// A row with fewer cells than there are headers is filled up with empty ones.
pub fn table(headers: &[&str], rows: &[Vec<String>]) -> String {
    arranged(headers, rows, None)
}

/// A table of at most `width` characters; cells that are too long are wrapped.
pub fn within(headers: &[&str], rows: &[Vec<String>], width: usize) -> String {
    arranged(headers, rows, Some(width))
}

fn arranged(headers: &[&str], rows: &[Vec<String>], width: Option<usize>) -> String {
    let mut table = Table::new();
    let style = UTF8_HORIZONTAL_ONLY
        .header_separator(LineStyle::none().fill('─').junction('─'))
        .row_separator(LineStyle::none());
    table.load_style(style).force_no_tty();
    match width {
        Some(width) => {
            table.set_content_arrangement(ContentArrangement::Dynamic);
            table.set_width(u16::try_from(width.max(20)).unwrap_or(u16::MAX));
        }
        None => {
            table.set_content_arrangement(ContentArrangement::Disabled);
        }
    }
    let numbers: Vec<bool> = (0..headers.len()).map(|column| is_numeric(rows, column)).collect();
    let heading = |header: &str| header.lines().map(text::plain).collect::<Vec<String>>().join("\n");
    table.set_header(headers.iter().enumerate().map(|(i, header)| cell(&heading(header), numbers[i])));
    for row in rows {
        let shown = |i: usize| row.get(i).map_or("", String::as_str);
        table.add_row((0..headers.len()).map(|i| cell(&text::plain(shown(i)), numbers[i])).collect::<Vec<Cell>>());
    }
    let lines: Vec<String> = table.lines().map(|line| line.trim_end().to_owned()).collect();
    lines.join("\n") + "\n"
}

fn cell(content: &str, number: bool) -> Cell {
    let alignment = if number { CellAlignment::Right } else { CellAlignment::Left };
    Cell::new(content).set_alignment(alignment)
}

/// Whether a column holds a number and nothing but numbers, dashes and gaps.
fn is_numeric(rows: &[Vec<String>], column: usize) -> bool {
    let cells = || rows.iter().filter_map(|row| row.get(column)).map(|cell| cell.trim());
    let number = |cell: &str| {
        cell.bytes().any(|b| b.is_ascii_digit())
            && cell.chars().all(|c| c.is_ascii_digit() || matches!(c, ',' | '.' | '-' | '%' | ' '))
    };
    cells().any(number) && cells().all(|cell| cell.is_empty() || cell == text::UNDEFINED || number(cell))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rows(cells: &[[&str; 2]]) -> Vec<Vec<String>> {
        cells.iter().map(|row| row.iter().map(|cell| (*cell).to_owned()).collect()).collect()
    }

    #[test]
    fn numbers_stand_to_the_right() {
        let text = table(&["name", "customers"], &rows(&[["a", "7"], ["long name", "1,204"], ["none", "–"]]));
        let lines: Vec<&str> = text.lines().collect();
        assert_eq!(lines[3], " a                   7");
        assert_eq!(lines[4], " long name       1,204");
        assert!(text.ends_with('\n'));
    }

    #[test]
    fn a_terminal_gets_no_commands() {
        let text = table(&["name", "x"], &rows(&[["\u{1b}[2Jboo\r\n", "1"]]));
        assert!(text.chars().all(|c| c == '\n' || !c.is_control()), "{text:?}");
    }

    #[test]
    fn missing_cells_are_empty() {
        assert!(table(&["a", "b"], &[vec!["x".to_owned()]]).contains('x'));
        assert!(table(&["a", "b"], &[]).contains('a'));
    }
}
