//! Which rows of the transactions are used: a condition over their columns, as `--where` has it.
//!
//! ```text
//! country = 'United Kingdom' and quantity < 1000 and status in ('paid', 'shipped')
//! not (order_date between 2023-01-01 and 2023-06-30 or "Unit Price" <= 0)
//! remark is null or remark like 'gift%'
//! ```
//!
//! Columns are named as the header has them, apart from case and punctuation; a name with spaces, or one that is a word of the language, stands
//! in double quotes. Values are numbers, days (`2024-01-31`) and texts in single quotes, a quote inside written twice.
//!
//! - `= != <> < <= > >=`, `in (…)`, `between … and …` (both ends included), `is null`, `like` (`%` any text, `_` one character), each also
//!   with `not`; `not` binds before `and`, `and` before `or`.
//! - A column is compared as it is read: numbers exactly, dates as days (a time of day does not matter), everything else as text, letter
//!   by letter. Ids are texts, and may be written as numbers.
//! - As in SQL, a comparison with a missing value is neither true nor false, nor is its opposite; a cell that cannot be read is missing. A row
//!   is used when the condition is true.
//!
//! Three steps: [`lexer`] cuts the text into words, [`parser`] makes a condition of them, [`bind`] finds its columns in the tables and checks the
//! values against them, all before a row is read. [`evaluate`] asks a row. Errors say where in the text they are.
//!
//! Cost: time linear in the length of the condition per row. Conditions are at most [`parser::DEEPEST`] levels deep.

pub(crate) mod bind;
pub(crate) mod condition;
pub(crate) mod evaluate;
pub(crate) mod lexer;
pub(crate) mod parser;

#[cfg(test)]
mod twin;

/// What is wrong with a condition, and where.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Fault {
    /// Byte in the text; its length when something is missing at the end.
    pub(crate) at: usize,
    /// What is wrong there.
    pub(crate) what: String,
}

impl Fault {
    /// A fault at a byte.
    pub(crate) fn new(at: usize, what: impl Into<String>) -> Self {
        Self { at, what: what.into() }
    }

    /// The text with a caret below the place; of a long text only what is around it.
    pub(crate) fn shown(&self, text: &str) -> String {
        let around = 60;
        let line: Vec<char> = text.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
        let at = text.char_indices().take_while(|(byte, _)| *byte < self.at).count();
        let (start, end) = (at.saturating_sub(around), (at + around).min(line.len()));
        let before = if start > 0 { "…" } else { "" };
        let after = if end < line.len() { "…" } else { "" };
        let part: String = line[start..end].iter().collect();
        let caret = " ".repeat(at - start + before.chars().count());
        format!("    {before}{part}{after}\n    {caret}^")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_caret_stands_below_the_place() {
        assert_eq!(Fault::new(6, "").shown("é = 'a"), "    é = 'a\n         ^");
        assert_eq!(Fault::new(3, "").shown("a ="), "    a =\n       ^");
        let long = format!("{} x", "y ".repeat(100));
        let shown = Fault::new(201, "").shown(&long);
        let mut lines = shown.lines();
        assert!(lines.next().unwrap().starts_with("    … y") && lines.next().unwrap().chars().count() == 66, "{shown}");
    }
}
