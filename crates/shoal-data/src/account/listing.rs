//! Rows that ended in one of some ways, with their text.

use crate::judge::fates::{Ends, Fate};
use crate::judge::reason::Reason;
use crate::read::grid::{Chunk, Shape, ShapeFault};
use crate::tables::Tables;
use rayon::prelude::*;
use shoal_segment::receipt::{Outcome, RejectedRow};

/// Gives the rows that ended as `wanted`, and those without a usable shape: file by file in the order of their names, and by line.
pub(crate) fn list(
    tables: &Tables<'_>,
    ends: &Ends,
    wanted: impl Fn(&Fate) -> bool + Sync,
    mut give: impl FnMut(&RejectedRow),
) {
    let mut order: Vec<usize> = (0..tables.tables.len()).collect();
    order.sort_by_key(|&table| &tables.source(table).name);
    for table in order {
        let units: Vec<usize> = (0..tables.units.len()).filter(|&unit| tables.units[unit].table == table).collect();
        for some in units.chunks(AT_ONCE) {
            let rows: Vec<Vec<RejectedRow>> =
                some.par_iter().map(|&unit| of_unit(tables, unit, ends.of_unit(unit as u32).filter(&wanted))).collect();
            rows.iter().flatten().for_each(&mut give);
        }
    }
}

/// Chunks that are listed together.
const AT_ONCE: usize = 32;

/// The rows of a chunk, by line.
fn of_unit(tables: &Tables<'_>, unit: usize, fates: impl Iterator<Item = Fate>) -> Vec<RejectedRow> {
    let (fates, table) = (fates.collect::<Vec<_>>(), tables.units[unit].table);
    let source = tables.source(table);
    if fates.is_empty() && source.grid.slots[tables.units[unit].chunk].faults == 0 {
        return Vec::new();
    }
    let chunk = tables.look(unit);
    let tables = tables.seeing(unit, &chunk);
    let faults = chunk.faults.iter().map(|fault| RejectedRow {
        file: source.name.clone(),
        line: chunk.line_of(fault.row),
        outcome: Outcome::Unreadable,
        reason: shape_reason(fault.kind).code().to_owned(),
        detail: shape_detail(&tables, table, &chunk, fault),
        raw: source.grid.raw_text(&chunk, fault.row),
    });
    let mut rows: Vec<RejectedRow> = fates.iter().map(|fate| rejected(&tables, fate)).chain(faults).collect();
    rows.sort_unstable();
    rows
}

fn rejected(tables: &Tables<'_>, fate: &Fate) -> RejectedRow {
    RejectedRow {
        file: tables.source(tables.table_of(fate.place)).name.clone(),
        line: tables.line(fate.place),
        outcome: fate.reason.outcome(),
        reason: fate.reason.code().to_owned(),
        detail: detail(tables, fate),
        raw: tables.raw(fate.place),
    }
}

pub(crate) fn detail(tables: &Tables<'_>, fate: &Fate) -> String {
    let Some(cause) = fate.cause else { return String::new() };
    let column = cause.column as usize;
    let value = String::from_utf8_lossy(crate::value::key::trim(tables.field(fate.place, column)));
    cause.detail(&tables.source(tables.table_of(fate.place)).grid.column_name(column), &value)
}

/// What is told of the rows of a table without a usable shape.
pub(crate) fn of_faults<T>(
    tables: &Tables<'_>,
    table: usize,
    tell: impl Fn(&Chunk, &ShapeFault) -> Option<T>,
) -> impl Iterator<Item = T> {
    let slots = tables.source(table).grid.slots.iter().filter(|slot| slot.faults > 0);
    slots.flat_map(move |slot| {
        let chunk = slot.look();
        chunk.faults.iter().filter_map(|fault| tell(&chunk, fault)).collect::<Vec<T>>()
    })
}

pub(crate) fn shape_reason(shape: Shape) -> Reason {
    match shape {
        Shape::FieldCount(_) => Reason::WrongFieldCount,
        Shape::Encoding => Reason::BadEncoding,
        Shape::NoObject | Shape::RepeatedKey => Reason::BadJson,
    }
}

pub(crate) fn shape_detail(tables: &Tables<'_>, table: usize, chunk: &Chunk, fault: &ShapeFault) -> String {
    let width = tables.source(table).grid.width();
    let mut words = match fault.kind {
        Shape::FieldCount(1) => format!("1 field where the header has {width}"),
        Shape::FieldCount(fields) => format!("{fields} fields where the header has {width}"),
        Shape::Encoding => "bytes that are no text".to_owned(),
        Shape::NoObject => "no whole JSON object".to_owned(),
        Shape::RepeatedKey => "one key comes twice in the object".to_owned(),
    };
    if fault.last_line > fault.row.line {
        words.push_str(&format!("; a quote runs on to line {}", chunk.first_line + u64::from(fault.last_line)));
    }
    words
}
