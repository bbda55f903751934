//! Text in lines that are no longer than the terminal is wide.

use crate::text;
use shoal_segment::statement::Statement;

/// The words of a text in lines of at most `width` characters.
pub(crate) fn wrapped(text: &str, width: usize) -> Vec<String> {
    let mut lines = vec![String::new()];
    for word in text.split_whitespace() {
        let last = lines.len() - 1;
        let used = lines[last].chars().count();
        if used > 0 && used + 1 + word.chars().count() > width {
            lines.push(word.to_owned());
        } else {
            let gap = if used > 0 { " " } else { "" };
            lines[last].push_str(&format!("{gap}{word}"));
        }
    }
    lines
}

/// A sentence in lines of at most `width` characters; each line ends in a break.
pub(super) fn sentence(said: &Statement, width: usize) -> String {
    let mut lines = wrapped(&text::plain(&said.text), width).join("\n");
    lines.push('\n');
    lines
}
