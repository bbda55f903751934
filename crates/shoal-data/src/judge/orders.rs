//! What is known of whole orders, by their ids: settled before any row of the transactions is judged.
//!
//! Two kinds of tables say it:
//!
//! - a *table of orders*, one row per order. Of several rows with one id the one with the smallest content is used, wherever it stands; a
//!   row whose date cannot be read is unreadable, and its lines have no order then.
//! - *lines whose export fills in the order once*: of the rows of an order the one that says most of it counts, and of equals the one
//!   with the smallest content.
//!
//! Where both know an order, the table of orders counts.
//!
//! Money that is said of a whole order (a refund, a discount) must count once. So one of its rows *speaks* for the order: the one that says
//! most of it, and of equals the one with the smallest content, wherever it stands.
//!
//! Cost: one pass over these tables, and over the rows of orders of which money is said; constant expected time per row.

use crate::judge::fates::Fate;
use crate::judge::keyed::{self, Refusal};
use crate::judge::reason::{Cause, Reason};
use crate::judge::row::{Cell, Fact};
use crate::judge::time;
use crate::recognise::roles::{Role, plain};
use crate::tables::{Place, Tables};
use crate::value::date_form::DateForm;
use crate::value::dictionary::Dictionary;
use crate::value::key::{clean, trim};
use shoal_segment::date::Moment;
use shoal_segment::receipt::TableKind;
use std::collections::BTreeMap;

/// Something that is said of orders: a role, and the name of its column where a role may have several.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Slot {
    role: Role,
    name: String,
}

/// The facts of all orders.
#[derive(Default)]
pub(crate) struct OrderFacts<'a> {
    ids: Dictionary<'a>,
    slots: Vec<Slot>,
    /// Order by order, one per slot.
    facts: Vec<Option<Fact<'a>>>,
    /// The rows in use of the tables of orders, by the number of the order; further orders have none.
    rows: Vec<Place>,
    /// The row of the transactions that speaks for each, where that was looked for.
    speakers: Vec<Option<Place>>,
    /// What became of each row of the tables of orders.
    pub(crate) fates: Vec<Fate>,
}

/// Reads them; `form` is that of their dates.
pub(crate) fn read<'a>(tables: &Tables<'a>, form: DateForm) -> OrderFacts<'a> {
    let check = |place| time_of(tables, place, form).map(|_| ()).map_err(Refusal::Unreadable);
    let keyed = keyed::read(tables, TableKind::Orders, (Role::Order, Reason::NoOrderId), check).finish();
    let slots = slots(tables);
    let mut orders =
        OrderFacts { slots, ids: keyed.keys, rows: keyed.places, fates: keyed.fates, ..OrderFacts::default() };
    for place in orders.rows.clone() {
        let facts = orders.said_by(tables, place);
        orders.facts.extend(facts);
    }
    orders.listen(tables);
    orders
}

impl<'a> OrderFacts<'a> {
    /// The number of an order.
    pub(crate) fn find(&self, id: &[u8]) -> Option<u32> {
        self.ids.find(id)
    }

    /// Whether anything is said of orders in a role.
    pub(crate) fn have(&self, role: Role) -> bool {
        self.slots.iter().any(|slot| slot.role == role)
    }

    /// What is known of an order in a role: of the column with that name, or of any.
    pub(crate) fn fact(&self, order: u32, role: Role, column: Option<&str>) -> Option<Fact<'a>> {
        let fits = |slot: &Slot| {
            slot.role == role && column.is_none_or(|column| slot.name.is_empty() || slot.name == plain(column))
        };
        let first = order as usize * self.slots.len();
        let mut found = self.slots.iter().enumerate().filter(|(_, slot)| fits(slot));
        found.find_map(|(slot, _)| self.facts[first + slot])
    }

    /// Whether a row speaks for its order.
    pub(crate) fn is_speaker(&self, order: u32, place: Place) -> bool {
        self.speakers.get(order as usize).copied().flatten() == Some(place)
    }

    /// All that is known of an order in a role.
    pub(crate) fn facts(&self, order: u32, role: Role) -> impl Iterator<Item = Fact<'a>> {
        let first = order as usize * self.slots.len();
        let found = self.slots.iter().enumerate().filter(move |(_, slot)| slot.role == role);
        found.filter_map(move |(slot, _)| self.facts[first + slot])
    }

    /// What is known of an order from the column with a name.
    pub(crate) fn named(&self, tables: &Tables<'_>, order: u32, name: &str) -> Option<&'a [u8]> {
        let first = order as usize * self.slots.len();
        let facts = self.facts[first..first + self.slots.len()].iter().flatten();
        let is_named = |fact: &&Fact<'_>| plain(&tables.source(fact.from.0).grid.header[fact.from.1]) == plain(name);
        facts.into_iter().find(is_named).map(|fact| fact.value)
    }

    /// The orders of the tables of orders that are none of these, by table.
    pub(crate) fn without_lines(&self, tables: &Tables<'_>, with_lines: &[u32]) -> BTreeMap<usize, u64> {
        let mut has_lines = vec![false; self.rows.len()];
        for &number in with_lines {
            if let Some(has_lines) = has_lines.get_mut(number as usize) {
                *has_lines = true;
            }
        }
        let mut counts = BTreeMap::new();
        for (&place, _) in self.rows.iter().zip(has_lines).filter(|(_, has_lines)| !has_lines) {
            *counts.entry(tables.table_of(place)).or_default() += 1;
        }
        counts
    }

    /// What a row says, slot by slot.
    fn said_by(&self, tables: &Tables<'a>, place: Place) -> Vec<Option<Fact<'a>>> {
        let table = tables.table_of(place);
        let said = |slot: &Slot| {
            let column = column(tables, table, slot)?;
            let value = tables.field(place, column);
            (!trim(value).is_empty()).then_some(Fact { value, from: (table, column) })
        };
        self.slots.iter().map(said).collect()
    }

    /// Finds the rows that speak for orders, and adds what they say of orders that no table of orders knows.
    fn listen(&mut self, tables: &Tables<'a>) {
        let known = self.ids.len();
        let of_money = self.have(Role::Refunded) || self.have(Role::Discount);
        let mut best: Vec<Option<(Place, usize)>> = vec![None; known];
        for unit in tables.units_of(TableKind::Transactions) {
            let table = &tables.tables[tables.units[unit].table];
            let rows = if table.fills_down() || table.draws_on_orders && of_money { tables.rows_of(unit) } else { 0 };
            for row in 0..rows {
                let place = Place { unit: unit as u32, row: row as u32 };
                let Some(id) = tables.role(place, Role::Order).and_then(clean) else { continue };
                let number = if table.fills_down() { Some(self.ids.number(id)) } else { self.ids.find(id) };
                let Some(number) = number.map(|number| number as usize) else { continue };
                best.resize(best.len().max(number + 1), None);
                let says = self.said_by(tables, place).iter().flatten().count();
                let beats = |&(known, said): &(Place, usize)| {
                    says > said || says == said && tables.compare(place, known).is_lt()
                };
                if best[number].as_ref().is_none_or(beats) {
                    best[number] = Some((place, says));
                }
            }
        }
        self.speakers = best.into_iter().map(|best| best.map(|(place, _)| place)).collect();
        for place in self.speakers[known..].iter().copied().flatten().collect::<Vec<Place>>() {
            let facts = self.said_by(tables, place);
            self.facts.extend(facts);
        }
    }
}

/// The date of a row of the orders.
fn time_of(tables: &Tables<'_>, place: Place, form: DateForm) -> Result<Moment, Cause> {
    let table = tables.table_of(place);
    let cell = |column| Cell { value: tables.field(place, column), column, from: (table, column), of_order: true };
    time(tables, tables.column(table, Role::Time).map(cell), form)
}

/// All that the tables say of orders.
fn slots(tables: &Tables<'_>) -> Vec<Slot> {
    let mut slots: Vec<Slot> = Vec::new();
    for (position, table) in tables.tables.iter().enumerate() {
        if table.kind == TableKind::Orders || table.fills_down() {
            for choice in table.columns.choices.iter().filter(|choice| is_of_order(choice.role)) {
                let name = plain(&tables.source(position).grid.header[choice.column]);
                if choice.role == Role::Discount && is_of_line(&name) {
                    continue;
                }
                let slot = Slot { role: choice.role, name: if may_repeat(choice.role) { name } else { String::new() } };
                if !slots.contains(&slot) {
                    slots.push(slot);
                }
            }
        }
    }
    slots.sort_by(|a, b| (a.role, &a.name).cmp(&(b.role, &b.name)));
    slots
}

/// The column of a slot in a table.
fn column(tables: &Tables<'_>, table: usize, slot: &Slot) -> Option<usize> {
    let header = &tables.source(table).grid.header;
    let fits = |column: &usize| slot.name.is_empty() || plain(&header[*column]) == slot.name;
    tables.tables[table].columns.all(slot.role).find(fits)
}

/// Whether a role says something of a whole order, not of a line, a product or the customer.
fn is_of_order(role: Role) -> bool {
    !matches!(
        role,
        Role::Order
            | Role::Line
            | Role::Product
            | Role::Quantity
            | Role::UnitPrice
            | Role::Total
            | Role::Category
            | Role::Price
            | Role::Signup
            | Role::Alias
            | Role::Number
            | Role::Ignore
    )
}

/// Whether the name of a column says that it is about the line and not the order.
fn is_of_line(plain_name: &str) -> bool {
    ["line", "item"].iter().any(|word| plain_name.starts_with(word))
}

fn may_repeat(role: Role) -> bool {
    role.is_shared()
}
