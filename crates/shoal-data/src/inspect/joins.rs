//! How tables join: how many keys of one are among those of the other.

use crate::read::source::Source;
use crate::recognise::Table;
use crate::recognise::roles::Role;
use crate::value::key::clean;
use crate::value::numbering::Numbering;
use shoal_segment::receipt::TableKind;

/// Two kinds of tables with a key in common.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Join {
    /// The key in words.
    pub key: &'static str,
    /// The table whose rows look for a match.
    pub of: TableKind,
    /// Different keys in it.
    pub keys: u64,
    /// The table with one row per key.
    pub with: TableKind,
    /// Different keys in that one.
    pub others: u64,
    /// Keys that are in both.
    pub meet: u64,
}

/// The joins among the tables.
pub(super) fn joins(sources: &[Source], tables: &[Table]) -> Vec<Join> {
    let side = |kind, role| Side { sources, tables, kind, role }.keys();
    let has = |kind| tables.iter().any(|table: &Table| table.kind == kind);
    let buyers = if has(TableKind::Orders) { TableKind::Orders } else { TableKind::Transactions };
    let aliases = tables.iter().any(|table| table.columns.of(Role::Alias).is_some());
    let person = if aliases { Role::Alias } else { Role::Customer };
    let mut joins = Vec::new();
    for (key, (of, of_role), (with, with_role)) in [
        ("order", (TableKind::Transactions, Role::Order), (TableKind::Orders, Role::Order)),
        ("customer", (buyers, Role::Customer), (TableKind::Customers, person)),
        ("product", (TableKind::Transactions, Role::Product), (TableKind::Products, Role::Product)),
    ] {
        let (left, right) = (side(of, of_role), side(with, with_role));
        if let Some((left, right)) = left.zip(right) {
            let meet = left.texts().filter(|key| right.find(key).is_some()).count() as u64;
            joins.push(Join { key, of, keys: left.len() as u64, with, others: right.len() as u64, meet });
        }
    }
    joins
}

/// The columns of a role in the tables of a kind.
struct Side<'a> {
    sources: &'a [Source],
    tables: &'a [Table],
    kind: TableKind,
    role: Role,
}

impl<'a> Side<'a> {
    /// Their keys; `None` when no table has the role.
    fn keys(&self) -> Option<Numbering> {
        let tables = self.tables.iter().filter(|table| table.kind == self.kind);
        let columns: Vec<(usize, usize)> =
            tables.filter_map(|table| Some((table.source, table.columns.of(self.role)?))).collect();
        let mut keys = Numbering::default();
        for &(source, column) in &columns {
            let grid = &self.sources[source].grid;
            for slot in &grid.slots {
                let chunk = slot.look();
                let fields = (0..chunk.rows.len()).map(|row| grid.field(&chunk, row, column));
                fields.filter_map(clean).for_each(|key| {
                    keys.number(key);
                });
            }
        }
        (!columns.is_empty()).then_some(keys)
    }
}
