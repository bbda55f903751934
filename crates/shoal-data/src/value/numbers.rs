//! How the numbers of every table are read: settled before any row is judged.
//!
//! Columns with one name are one column, over all tables: see [`crate::value::number_form`] for what decides.

use crate::options::DecimalMark;
use crate::recognise::Table;
use crate::recognise::profiles::Profiles;
use crate::recognise::roles::{Role, Values, plain};
use crate::value::number_form::{NumberForm, Why, decide, words};
use crate::value::number_tally::NumberTally;
use shoal_segment::receipt::TableKind;
use std::collections::BTreeMap;

/// A column of numbers of one table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct NumberColumn {
    /// Its place.
    pub(crate) column: usize,
    /// What it is.
    pub(crate) role: Role,
    /// The numbers of this file.
    pub(crate) here: NumberTally,
    /// The numbers of all columns of the name.
    pub(crate) whole: NumberTally,
    /// How they are read.
    pub(crate) form: NumberForm,
    /// Why so.
    pub(crate) why: Why,
}

impl NumberColumn {
    /// How it was read, where that is not the plain form.
    pub(crate) fn words(&self) -> Option<String> {
        words(&self.here, &self.whole, self.form, self.why)
    }

    /// The decimals of this file's numbers.
    pub(crate) fn decimals(&self) -> u8 {
        self.here.decimals(self.form.mark)
    }

    /// Numbers of this file that can only be read with the other decimal mark, which are unreadable.
    pub(crate) fn contradicting(&self) -> u64 {
        self.here.proofs(self.form.mark.other())
    }
}

/// The numbers of all tables.
#[derive(Default)]
pub(crate) struct NumberFacts {
    tables: Vec<Vec<NumberColumn>>,
}

impl NumberFacts {
    /// Looks at all columns of numbers and decides how they are read.
    pub(crate) fn settle(profiles: &mut Profiles<'_>, tables: &[Table], forced: Option<DecimalMark>) -> Self {
        let mut names: BTreeMap<String, (NumberTally, Vec<TableKind>)> = BTreeMap::new();
        let mut kinds: BTreeMap<TableKind, NumberTally> = BTreeMap::new();
        let mut all = NumberTally::default();
        for table in tables {
            for (_, column) in number_columns(table) {
                let tally = profiles.numbers((table.source, column));
                all.join(tally.clone());
                kinds.entry(table.kind).or_default().join(tally.clone());
                let (whole, kinds) = names.entry(name(profiles, table, column)).or_default();
                whole.join(profiles.numbers((table.source, column)).clone());
                kinds.push(table.kind);
            }
        }
        let of_kinds = |of: &[TableKind]| {
            let mut sum = NumberTally::default();
            kinds.iter().filter(|(kind, _)| of.contains(kind)).for_each(|(_, tally)| sum.join(tally.clone()));
            sum
        };
        let decided: BTreeMap<&str, (DecimalMark, Why)> = names
            .iter()
            .map(|(name, (whole, kinds))| (name.as_str(), decide(forced, whole, &of_kinds(kinds), &all)))
            .collect();
        let mut column = |table: &Table, role: Role, column: usize| {
            let name = name(profiles, table, column);
            let (mark, why) = decided.get(name.as_str()).copied().unwrap_or((DecimalMark::Point, Why::Same));
            let whole = names.get(&name).map(|(whole, _)| whole.clone()).unwrap_or_default();
            let own = whole.form(profiles.sources[table.source].grid.epoch().is_some());
            let form = NumberForm { mark, percent: role == Role::Number && own.percent, ..own };
            let here = profiles.numbers((table.source, column)).clone();
            NumberColumn { column, role, here, whole, form, why }
        };
        let of_table = |table: &Table| number_columns(table).map(|(role, at)| column(table, role, at)).collect();
        Self { tables: tables.iter().map(of_table).collect() }
    }

    /// The columns of numbers of a table.
    pub(crate) fn columns(&self, table: usize) -> &[NumberColumn] {
        &self.tables[table]
    }

    /// A column of numbers; none for other columns.
    pub(crate) fn column(&self, table: usize, column: usize) -> Option<&NumberColumn> {
        self.tables[table].iter().find(|known| known.column == column)
    }

    /// How a column is read; the plain form for columns that hold no numbers. Cost: a look at each column of numbers of the table.
    pub(crate) fn form(&self, table: usize, column: usize) -> NumberForm {
        self.column(table, column).map_or_else(NumberForm::default, |known| known.form)
    }
}

fn number_columns(table: &Table) -> impl Iterator<Item = (Role, usize)> {
    let of_numbers = |role: Role| matches!(role.values(), Values::Numbers | Values::Money) || role == Role::Number;
    table
        .columns
        .choices
        .iter()
        .filter(move |choice| of_numbers(choice.role))
        .map(|choice| (choice.role, choice.column))
}

fn name(profiles: &Profiles<'_>, table: &Table, column: usize) -> String {
    plain(&profiles.sources[table.source].grid.header[column])
}
