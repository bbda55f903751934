//! A small check of HTML: tags are balanced, attributes quoted, ids unique, and references within the page lead somewhere.

use std::collections::BTreeSet;

const VOID: [&str; 4] = ["meta", "br", "wbr", "hr"];

/// Says what is wrong first, if anything is.
pub(crate) fn check(page: &str) -> Result<(), String> {
    let mut rest = page.strip_prefix("<!DOCTYPE html>").ok_or("no document type")?;
    let mut open: Vec<&str> = Vec::new();
    let mut ids = BTreeSet::new();
    let mut references = Vec::new();
    while let Some(start) = rest.find('<') {
        if rest[..start].contains('>') {
            return Err(format!("a bare > in {:?}", &rest[..start]));
        }
        rest = &rest[start + 1..];
        let end = rest.find('>').ok_or("a tag without end")?;
        let (tag, after) = (&rest[..end], &rest[end + 1..]);
        rest = after;
        if let Some(name) = tag.strip_prefix('/') {
            let expected = open.pop();
            if expected != Some(name) {
                return Err(format!("</{name}> where {expected:?} was open"));
            }
            continue;
        }
        let (name, attributes) = tag.split_once(' ').unwrap_or((tag, ""));
        for (key, value) in parse(attributes).map_err(|fault| format!("<{name}>: {fault}"))? {
            match key {
                "id" if !ids.insert(value) => return Err(format!("id {value} twice")),
                "aria-labelledby" => references.extend(value.split(' ')),
                "href" => references.push(value.strip_prefix('#').ok_or("a link out of the page")?),
                _ => {}
            }
        }
        if name == "style" {
            rest = &rest[rest.find("</style>").ok_or("style without end")?..];
        }
        if !VOID.contains(&name) && !attributes.ends_with('/') {
            open.push(name);
        }
    }
    if let Some(lost) = references.iter().find(|reference| !ids.contains(*reference)) {
        return Err(format!("nothing has the id {lost}"));
    }
    if open.is_empty() { Ok(()) } else { Err(format!("{open:?} never closed")) }
}

/// Names and values of attributes; all values must be quoted.
fn parse(mut text: &str) -> Result<Vec<(&str, &str)>, String> {
    let mut out = Vec::new();
    loop {
        text = text.trim_start().trim_start_matches('/');
        if text.is_empty() {
            return Ok(out);
        }
        let (key, value) = text.split_once("=\"").ok_or_else(|| format!("unquoted: {text}"))?;
        if key.contains([' ', '"', '=']) {
            return Err(format!("not a name: {key}"));
        }
        let (value, after) = value.split_once('"').ok_or_else(|| format!("no closing quote: {text}"))?;
        out.push((key, value));
        text = after;
    }
}
