//! One column as it is shown: role, why, a value, how full it is, and how its values are read.

use crate::hint::flagged;
use crate::read::grid::{Chunk, Grid};
use crate::recognise::Table;
use crate::recognise::bare_id::names;
use crate::recognise::by_values;
use crate::recognise::profiles::{ColumnAt, Profiles};
use crate::recognise::properties::holds_personal_data;
use crate::recognise::roles::{Role, roles};
use crate::value::distinct_count::COUNTED;
use crate::value::key::{clean, trim};
use shoal_segment::privacy;
use shoal_segment::receipt::TableKind;

/// Most characters of a value that are shown.
const SHOWN: usize = 40;
/// The share of values (in percent) that must be dates or numbers to call the column so.
const NEARLY_ALL: u64 = 90;
/// How columns of dates are called; a day is nobody's telephone number.
const DATES: &str = "dates";

/// A column.
#[derive(Debug, Clone, PartialEq)]
pub struct InspectedColumn {
    /// Its name as the header has it.
    pub name: String,
    /// What it is used for.
    pub used: ColumnUse,
    /// The smallest of its values, as a short hash where it looks personal; `None` without any value.
    pub example: Option<String>,
    /// The share of rows that have a value, 0 to 1.
    pub filled: f64,
    /// How its values are read: dates, numbers or text.
    pub values: String,
}

/// What a column is used for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ColumnUse {
    /// It plays a role.
    Role {
        /// The role, for instance `customer`.
        role: &'static str,
        /// Why.
        because: String,
        /// The flag that gives the role to another column.
        instead: String,
    },
    /// Nothing, for this reason where there is one to tell, and what it could be.
    Unused {
        /// Why it plays no role.
        because: Option<String>,
        /// Flags that would give it a role, by its name and values; only where the tables were not understood.
        could_be: Vec<String>,
    },
}

/// Looks at a column; `table` is what its file was taken for, and `lost` says that the tables were not understood.
pub(super) fn column(profiles: &mut Profiles<'_>, table: Option<&Table>, lost: bool, at: ColumnAt) -> InspectedColumn {
    let (source, column) = at;
    let grid = &profiles.sources[source].grid;
    let name = grid.column_name(column);
    let role = table.and_then(|table| table.columns.role_of(column));
    let rows = grid.good_rows();
    let filled = profiles.filled(at);
    let values = values(profiles, at);
    InspectedColumn {
        used: used(profiles, table, lost, at),
        example: smallest(grid, column).map(|value| match values.starts_with(DATES) {
            true => value,
            false => shown(&name, role, &value),
        }),
        filled: if rows == 0 { 0.0 } else { filled as f64 / rows as f64 },
        values,
        name,
    }
}

fn used(profiles: &mut Profiles<'_>, table: Option<&Table>, lost: bool, at: ColumnAt) -> ColumnUse {
    let Some(table) = table else {
        let could_be = if lost { could_be(profiles, at) } else { Vec::new() };
        return ColumnUse::Unused { because: None, could_be };
    };
    let choice = table.columns.choices.iter().find(|choice| choice.column == at.1);
    let Some(choice) = choice else {
        let because = table.left_out.iter().find(|(column, _)| *column == at.1).map(|(_, why)| why.clone());
        return ColumnUse::Unused { because, could_be: Vec::new() };
    };
    let name = profiles.sources[at.0].grid.column_name(at.1);
    let instead = match (choice.role.is_property(), table.kind) {
        (true, TableKind::Customers) => flagged("customers.ignore", &name),
        _ => format!("--map {}.{}=COLUMN", table.kind.word(), choice.role.word()),
    };
    ColumnUse::Role { role: choice.role.word(), because: choice.because.clone(), instead }
}

/// What a column could be, by its name in any table and by its values.
fn could_be(profiles: &mut Profiles<'_>, at: ColumnAt) -> Vec<String> {
    let name = &names(&profiles.sources[at.0])[at.1];
    let column = profiles.sources[at.0].grid.column_name(at.1);
    let mut found: Vec<(TableKind, Role)> =
        roles().iter().filter(|spec| spec.tier_of(name).is_some()).map(|spec| (spec.table, spec.role)).collect();
    for role in [Role::Time, Role::Total, Role::Customer] {
        let fits = !by_values::fitting(profiles, at.0, role, &[at.1]).is_empty();
        if found.is_empty() && fits {
            found.push((TableKind::Transactions, role));
        }
    }
    found.iter().map(|(table, role)| flagged(&format!("{}.{}", table.word(), role.word()), &column)).collect()
}

/// The smallest value, so that the order of rows plays no part.
fn smallest(grid: &Grid, column: usize) -> Option<String> {
    let of_chunk = |chunk: &Chunk| {
        let fields = (0..chunk.rows.len()).map(|row| trim(grid.field(chunk, row, column)));
        fields.filter(|value| clean(value).is_some()).min().map(<[u8]>::to_vec)
    };
    let value = grid.map(of_chunk).into_iter().flatten().min()?;
    Some(String::from_utf8_lossy(&value).into_owned())
}

fn shown(name: &str, role: Option<Role>, value: &str) -> String {
    let wordy = matches!(
        role,
        Some(Role::Product | Role::Category | Role::Attribute | Role::Status | Role::Channel | Role::Currency)
    );
    let shown = match role {
        Some(Role::Time | Role::Signup | Role::Quantity | Role::UnitPrice | Role::Total | Role::Price) => {
            value.to_owned()
        }
        Some(Role::Refunded | Role::Discount | Role::Number) => value.to_owned(),
        Some(Role::Email | Role::Alias) => privacy::shown(value),
        Some(Role::Order) => privacy::shown_order(value, ""),
        _ if wordy => privacy::shown_value(value),
        None | Some(Role::Ignore) if holds_personal_data(name) => privacy::hidden(value),
        _ => privacy::shown(value),
    };
    let line: String = shown.chars().take(SHOWN).map(|c| if c.is_control() { ' ' } else { c }).collect();
    if shown.chars().nth(SHOWN).is_some() { format!("{line}…") } else { line }
}

/// How the values are read.
fn values(profiles: &mut Profiles<'_>, at: ColumnAt) -> String {
    let dates = profiles.dates(at);
    let (filled, written, slashed) = (dates.filled, dates.written_as_dates(), dates.slashed());
    let mostly = |count: u64| filled > 0 && count * 100 >= filled * NEARLY_ALL;
    if mostly(written) {
        let some = if written == filled { "" } else { ", nearly all" };
        let how = if slashed > 0 { " with slashes or hyphens" } else { "" };
        return format!("{DATES}{how}{some}");
    }
    let numbers = profiles.numbers(at);
    if mostly(numbers.readable()) {
        let some = if numbers.readable() == filled { "" } else { ", nearly all" };
        return match numbers.decimals(numbers.form(false).mark) {
            0 => format!("whole numbers{some}"),
            1 => format!("numbers with 1 decimal{some}"),
            decimals => format!("numbers with up to {decimals} decimals{some}"),
        };
    }
    texts(profiles.variety(at).distinct)
}

/// Texts, so many different ones; beyond what is counted one by one in round numbers.
fn texts(different: u64) -> String {
    match different {
        0 => "nothing".to_owned(),
        1 => "text, 1 value".to_owned(),
        2..=COUNTED => format!("text, {different} different values"),
        _ => format!("text, about {} different values", (different + 500) / 1_000 * 1_000),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counts_in_words() {
        for (different, words) in [
            (0, "nothing"),
            (1, "text, 1 value"),
            (65_536, "text, 65536 different values"),
            (65_538, "text, about 66000 different values"),
            (1_234_500, "text, about 1235000 different values"),
        ] {
            assert_eq!(texts(different), words);
        }
    }
}
