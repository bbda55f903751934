//! JSON to read: indented, and every list of numbers on one line. A picture's counts would else be a line each, which is most of a file.

use crate::error::Error;

/// `value` as text that ends with an empty line.
pub(crate) fn json(value: &impl serde::Serialize) -> Result<Vec<u8>, Error> {
    let text = serde_json::to_string_pretty(value).map_err(Error::bug)?;
    let mut out = String::with_capacity(text.len());
    let mut lines = text.lines().peekable();
    while let Some(line) = lines.next() {
        out.push_str(line);
        // A line that ends like this opens a list: the end of a text is a quotation mark.
        if line.ends_with('[') && lines.peek().is_some_and(|next| is_plain(next)) {
            let mut list = Vec::new();
            while let Some(next) = lines.next_if(|next| is_plain(next)) {
                list.push(next);
            }
            if lines.peek().is_some_and(|next| next.trim_start().starts_with(']')) {
                let values: Vec<&str> = list.iter().map(|line| line.trim_start()).collect();
                out.push_str(&values.join(" "));
                out.push_str(lines.next().unwrap_or_default().trim_start());
            } else {
                // Something longer stands in the list too.
                list.iter().for_each(|line| out.extend(["\n", line]));
            }
        }
        out.push('\n');
    }
    Ok(out.into_bytes())
}

/// Whether a line is a number or a word of JSON's alone, and no text.
fn is_plain(line: &str) -> bool {
    let value = line.trim_start().trim_end_matches(',');
    matches!(value, "null" | "true" | "false") || value.starts_with(|c: char| c == '-' || c.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test may fail")]

    use super::json;
    use serde_json::{Value, json as value};

    #[test]
    fn lists_of_numbers_are_lines_and_the_value_stays() {
        let given = value!({
            "a": [1, -2.5, null, true], "b": [], "c": [[1, 2], [3, 4]], "d": ["x [", "1", "]"], "e": [1, "x", 2], "f": [1, {"g": [7]}, 2], "h": "["
        });
        let text = String::from_utf8(json(&given).unwrap()).unwrap();
        assert_eq!(serde_json::from_str::<Value>(&text).unwrap(), given);
        assert!(text.contains("\"a\": [1, -2.5, null, true],\n"), "{text}");
        assert!(text.contains("    [1, 2],\n    [3, 4]\n"), "{text}");
        assert!(text.contains("\"g\": [7]\n") && text.ends_with("}\n"), "{text}");
        assert_eq!(json(&value!([1, 2])).unwrap(), b"[1, 2]\n");
    }
}
