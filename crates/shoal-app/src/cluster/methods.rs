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
    let mut headers = vec!["method", "name", "finds", "takes", "rows"];
    let mut cells = vec![card.method.to_owned(), card.name.to_owned(), card.finds.to_owned(), takes(card)];
    cells.push(
        if card.leaves_out { "may leave rows out (--remainder)" } else { "every row is in a cluster" }.to_owned(),
    );
    if !card.takes_tables() {
        headers.push("commands");
        cells.push(format!("{} only: it needs customers", card.commands.join(" and ")));
    }
    for parameter in &card.parameters {
        headers.push(parameter.name);
        cells.push(format!("{}: {} [default: {}]", parameter.meaning, parameter.allowed, parameter.default));
    }
    headers.extend(["new rows", "cost", "references"]);
    cells.extend([card.places.to_owned(), card.cost.to_owned(), card.references.join("; ")]);
    terminal::entries(&headers, &[cells], width)
}

/// What decides the clusters beside the parameters.
fn takes(card: &MethodCard) -> String {
    let k = if card.takes_k { "the number of clusters (-k)" } else { "no number of clusters: it finds that itself" };
    let centres = if card.takes_centres { "given centres (--init)" } else { "no given centres" };
    let weights = if card.takes_weights { "weights of rows (--weight)" } else { "no weights" };
    format!("{k}; {centres}; {weights}")
}
