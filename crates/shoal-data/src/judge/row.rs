//! One way to ask what a row says in a role: from the row itself, or from its order.
//!
//! A row *draws on its order* when its table lacks what the table of orders has, or when its export writes what belongs to the order on
//! one of its rows only. The order's facts were settled before any row is judged ([`crate::judge::orders`]), so that a row is
//! judged by its own cells and by them alone, wherever it stands.

use crate::judge::orders::OrderFacts;
use crate::recognise::roles::Role;
use crate::tables::{Place, Tables};
use crate::value::key::{clean, trim};
use shoal_segment::receipt::TableKind;

/// A row of the transactions, and its order.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Row {
    pub(crate) place: Place,
    pub(crate) table: usize,
    /// Its number among the known orders.
    order: Option<u32>,
}

/// What stands in a role.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Cell<'a> {
    /// As it stands, not trimmed.
    pub(crate) value: &'a [u8],
    /// The column to name in a message about the row: one of its own table.
    pub(crate) column: usize,
    /// The table and column that it was read from, whose form of dates and numbers it has.
    pub(crate) from: (usize, usize),
    /// Whether it is said of the whole order: the same for each of its rows.
    pub(crate) of_order: bool,
}

/// All rows, with what is known of their orders.
#[derive(Clone, Copy)]
pub(crate) struct Rows<'a, 'b> {
    pub(crate) tables: &'b Tables<'a>,
    pub(crate) orders: &'b OrderFacts<'a>,
}

impl<'a> Rows<'a, '_> {
    /// A row with its order. Cost: a look-up in tables that draw on orders, else nothing.
    pub(crate) fn row(&self, place: Place) -> Row {
        let table = self.tables.table_of(place);
        let draws = self.tables.tables[table].draws_on_orders;
        let id = || self.tables.role(place, Role::Order).and_then(clean);
        let order = if draws { id().and_then(|id| self.orders.find(id)) } else { None };
        Row { place, table, order }
    }

    /// Gives every row of the transactions whose table is wanted, chunk by chunk.
    pub(crate) fn each_transaction(
        &self,
        wanted: impl Fn(usize) -> bool,
        mut see: impl for<'c> FnMut(Rows<'c, '_>, Row),
    ) {
        for unit in self.tables.units_of(TableKind::Transactions) {
            if wanted(self.tables.units[unit].table) {
                let chunk = self.tables.look(unit);
                let tables = self.tables.seeing(unit, &chunk);
                let rows = Rows { tables: &tables, orders: self.orders };
                (0..chunk.rows.len()).for_each(|row| see(rows, rows.row(Place { unit: unit as u32, row: row as u32 })));
            }
        }
    }

    /// Whether the rows of a table can have a role, from themselves or their orders.
    pub(crate) fn have(&self, table: usize, role: Role) -> bool {
        let of_orders = self.tables.tables[table].draws_on_orders && self.orders.have(role);
        of_orders || self.tables.column(table, role).is_some()
    }

    /// Whether the row's order had to be known, and is not.
    pub(crate) fn lacks_order(&self, row: Row) -> bool {
        let table = &self.tables.tables[row.table];
        table.draws_on_orders && row.order.is_none() && !table.fills_down()
    }

    /// What the row says in a role; of several columns of a role the first. `None` when neither its table nor its order has it.
    #[inline]
    pub(crate) fn cell(&self, row: Row, role: Role) -> Option<Cell<'a>> {
        let own = self.tables.column(row.table, role).map(|column| self.own(row, column));
        match row.order {
            None => own,
            Some(order) => self.with_order(row, own, self.orders.fact(order, role, None)),
        }
    }

    /// Whether what is said of the row's whole order counts here: it does on one of the order's rows.
    pub(crate) fn speaks(&self, row: Row) -> bool {
        row.order.is_none_or(|order| self.orders.is_speaker(order, row.place))
    }

    /// What the row says in all columns of a role.
    pub(crate) fn cells(&self, row: Row, role: Role) -> Vec<Cell<'a>> {
        let columns = &self.tables.tables[row.table].columns;
        let mut cells: Vec<Cell<'a>> = Vec::new();
        for column in columns.all(role) {
            let fact = row.order.and_then(|order| {
                self.orders.fact(order, role, Some(&self.tables.source(row.table).grid.header[column]))
            });
            cells.extend(self.with_order(row, Some(self.own(row, column)), fact));
        }
        if let Some(order) = row.order.filter(|_| cells.is_empty()) {
            cells.extend(self.orders.facts(order, role).filter_map(|fact| self.with_order(row, None, Some(fact))));
        }
        cells
    }

    /// What the row's order says in the column with a name, whatever its role.
    pub(crate) fn of_order(&self, row: Row, name: &str) -> Option<&'a [u8]> {
        self.orders.named(self.tables, row.order?, name)
    }

    fn own(&self, row: Row, column: usize) -> Cell<'a> {
        Cell { value: self.tables.field(row.place, column), column, from: (row.table, column), of_order: false }
    }

    /// The row's own value where it has one, else its order's; of the order also where both are the same.
    fn with_order(&self, row: Row, own: Option<Cell<'a>>, fact: Option<Fact<'a>>) -> Option<Cell<'a>> {
        let Some(fact) = fact else { return own };
        match own.filter(|own| !trim(own.value).is_empty()) {
            Some(own) => Some(Cell { of_order: trim(own.value) == trim(fact.value), ..own }),
            None => {
                let named = own.map(|own| own.column).or_else(|| self.tables.column(row.table, Role::Order));
                Some(Cell { value: fact.value, column: named.unwrap_or(0), from: fact.from, of_order: true })
            }
        }
    }
}

/// A value that holds for a whole order, and the table and column that it stands in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Fact<'a> {
    pub(crate) value: &'a [u8],
    pub(crate) from: (usize, usize),
}
