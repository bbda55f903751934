//! Tables in Markdown.

/// A table with an empty line after it; a column whose name begins with `>` is set to the right. Cells are taken as they
/// are: who fills them escapes them.
pub(super) fn table(headers: &[&str], rows: &[Vec<String>]) -> String {
    let names: Vec<&str> = headers.iter().map(|header| header.strip_prefix('>').unwrap_or(header)).collect();
    let rules: Vec<&str> = headers.iter().map(|header| if header.starts_with('>') { "---:" } else { "---" }).collect();
    let mut out = format!("| {} |\n| {} |\n", names.join(" | "), rules.join(" | "));
    for row in rows {
        out.push_str(&format!("| {} |\n", row.join(" | ")));
    }
    out.push('\n');
    out
}
