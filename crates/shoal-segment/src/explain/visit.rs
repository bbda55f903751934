//! What a customer did, visit by visit: lines of one day and one order are one visit.

use crate::date::Day;
use crate::lines::{Kind, Line, Lines, NO_KEY};
use crate::money::Amount;
use crate::privacy;
use serde::Serialize;

/// What was bought or given back together.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Visit {
    /// When.
    pub day: Day,
    /// Its lines.
    pub lines: usize,
    /// Units bought, less those given back; `None` where the tables do not tell.
    pub units: Option<f64>,
    /// Money paid, less what was given back.
    pub revenue: Amount,
    /// What it was about: categories, or products where there are none; each once, sorted.
    pub goods: Vec<String>,
}

/// The visits of the customer called `id`, as given or as a report shows it, up to a day, oldest first; none where `lines` do not have
/// them.
pub(crate) fn visits(lines: &Lines, id: &str, as_of: Day) -> Vec<Visit> {
    let ids = &lines.customers.ids;
    let shown = || ids.iter().position(|other| privacy::shown(other) == id);
    let Some(customer) = ids.iter().position(|other| other == id).or_else(shown) else { return Vec::new() };
    let seen = lines.of_customer(customer);
    let seen = &seen[..seen.partition_point(|line| line.time.day() <= as_of)];
    seen.chunk_by(|a, b| (a.time.day(), a.order) == (b.time.day(), b.order)).map(|of| visit(lines, of)).collect()
}

fn visit(lines: &Lines, of: &[Line]) -> Visit {
    let sign = |line: &Line| if line.kind == Kind::Purchase { 1 } else { -1 };
    let sum = |read: fn(&Line) -> i64| of.iter().map(|line| i128::from(sign(line) * read(line))).sum::<i128>();
    let name = |line: &Line| match line.category {
        NO_KEY => lines.products.get(line.product as usize).cloned(),
        category => lines.categories.get(category as usize).cloned(),
    };
    let mut goods: Vec<String> = of.iter().filter_map(name).collect();
    goods.sort();
    goods.dedup();
    Visit {
        day: of[0].time.day(),
        lines: of.len(),
        units: lines.known.quantity.then(|| lines.quantity_scale.to_f64(sum(|line| line.quantity))),
        revenue: Amount { minor: sum(|line| line.amount), scale: lines.money_scale },
        goods,
    }
}
