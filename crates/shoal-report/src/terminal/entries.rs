//! Entries of a reference: a name, and below it what there is to say, wrapped.

use super::wrap::wrapped;
use crate::text;

/// One entry per row: its first cell as a heading, then every other cell that is not empty beside its header, at most
/// `width` characters wide. Words longer than a line are kept whole, so that names can be copied.
pub fn entries(headers: &[&str], rows: &[Vec<String>], width: usize) -> String {
    let label = headers.iter().skip(1).map(|header| header.chars().count()).max().unwrap_or(0);
    let mut out = String::new();
    for row in rows {
        let Some((name, cells)) = row.split_first() else { continue };
        out.push_str(&format!("{}\n", text::plain(name)));
        for (header, cell) in headers.iter().skip(1).zip(cells).filter(|(_, cell)| !cell.is_empty()) {
            let lines = wrapped(&text::plain(cell), width.saturating_sub(label + 4).max(20));
            for (at, line) in lines.iter().enumerate() {
                out.push_str(&format!("  {:label$}  {line}\n", if at == 0 { header } else { "" }));
            }
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_stay_whole_and_lines_stay_short() {
        let rows = vec![vec!["a_name".to_owned(), String::new(), "one two three four five six seven".to_owned()]];
        let text = entries(&["name", "unit", "meaning"], &rows, 31);
        assert_eq!(text, "a_name\n  meaning  one two three four\n           five six seven\n");
    }
}
