//! The methods there are, for people and for programs; all of it from the methods' own cards.

use super::write::json;
use crate::error::Error;
use crate::terminal;
use shoal_segment::engine::{self, MethodCard};

/// The methods as text of at most `width` characters a line.
pub fn methods_text(width: usize) -> String {
    let cards = engine::methods();
    let texts: Vec<String> = cards.iter().map(|card| text(card, width)).collect();
    texts.join("\n")
}

/// The methods as a JSON array.
pub fn methods_json() -> Result<Vec<u8>, Error> {
    json(&engine::methods())
}

fn text(card: &MethodCard, width: usize) -> String {
    let k = if card.takes_k { "takes -k" } else { "finds the number of clusters itself" };
    let init = if card.takes_centres { "; starts from given centres with --init" } else { "" };
    let mut headers = vec!["method", "name", "finds", "number"];
    let mut cells = vec![card.method.to_owned(), card.name.to_owned(), card.finds.to_owned(), format!("{k}{init}")];
    for parameter in &card.parameters {
        headers.push(parameter.name);
        cells.push(format!("{}: {} [default: {}]", parameter.meaning, parameter.allowed, parameter.default));
    }
    headers.extend(["new rows", "cost", "references"]);
    cells.extend([card.places.to_owned(), card.cost.to_owned(), card.references.join("; ")]);
    terminal::entries(&headers, &[cells], width)
}
