//! The exports of known programs: what tells them, and what their columns mean where the names alone would mislead.
//!
//! An export has parts (files or sheets), told by the names of their columns: all of `must`, and at least `least` of `telling`. A
//! file is the part of which most telling columns are there. What a part says of its columns comes after `--map` and before the
//! names that [`crate::recognise::roles`] knows; a column that is not there, or whose values cannot be right, is left to those.
//!
//! A new export is a file here, with its page and its parts, and a line in [`KNOWN`].

mod cdnow;
mod olist;
mod online_retail;
mod shopify;
mod stripe;
mod woocommerce;

use crate::read::source::Source;
use crate::recognise::profiles::Profiles;
use crate::recognise::roles::{Role, same};
use shoal_segment::receipt::TableKind;

pub(crate) use online_retail::is_adjustment;

/// All of them; of equally likely ones the first is taken.
static KNOWN: [&Export; 6] =
    [&shopify::EXPORT, &olist::EXPORT, &stripe::EXPORT, &woocommerce::EXPORT, &online_retail::EXPORT, &cdnow::EXPORT];

/// What a program writes.
pub(crate) struct Export {
    /// Its name, for instance `Shopify`.
    pub(crate) name: &'static str,
    /// The files.
    pub(crate) parts: &'static [Part],
}

/// One file of an export.
pub(crate) struct Part {
    /// What it holds, for instance `orders export`.
    pub(crate) what: &'static str,
    /// Names of columns that tell it.
    pub(crate) telling: &'static [&'static str],
    /// Those without which it is another one.
    pub(crate) must: &'static [&'static str],
    /// So many of the telling ones must be there.
    pub(crate) least: usize,
    /// What the values must be besides.
    pub(crate) values: Option<fn(&mut Profiles<'_>, usize) -> bool>,
    /// Which table it is; `None` for what is not needed.
    pub(crate) table: Option<TableKind>,
    /// Columns of roles: the first that is filled in every row, else the last that is filled at all.
    pub(crate) roles: &'static [(Role, &'static [&'static str])],
    /// Columns that have no role whatever their names say.
    pub(crate) withheld: &'static [&'static str],
    /// The column with the total of a whole order, which is not used: the lines have their money.
    pub(crate) order_total: Option<&'static str>,
    /// What stands once in an order holds for all its rows.
    pub(crate) fills_down: bool,
    /// Files may overlap in time: rows in the overlap count once.
    pub(crate) overlaps: bool,
}

impl Part {
    /// What most parts are.
    const PLAIN: Self = Self {
        what: "",
        telling: &[],
        must: &[],
        least: 0,
        values: None,
        table: None,
        roles: &[],
        withheld: &[],
        order_total: None,
        fills_down: false,
        overlaps: false,
    };

    /// How many of the telling columns a header has, when it is this part.
    fn found_in(&self, header: &[String]) -> Option<usize> {
        let has = |name: &&&str| header.iter().any(|column| same(column, name));
        let found = self.telling.iter().filter(has).count();
        (found >= self.least && self.must.iter().all(|name| has(&name))).then_some(found)
    }
}

/// A file that is part of a known export.
#[derive(Clone, Copy)]
pub(crate) struct Known {
    pub(crate) export: &'static Export,
    pub(crate) part: &'static Part,
    /// How many of its telling columns are there.
    pub(crate) found: usize,
}

impl Known {
    /// Its name: `Shopify orders export`.
    pub(crate) fn title(&self) -> String {
        format!("{} {}", self.export.name, self.part.what)
    }

    /// Name and why: `Shopify orders export: 12 of its 14 telling columns are there`.
    pub(crate) fn words(&self) -> String {
        format!("{}: {} of its {} telling columns are there", self.title(), self.found, self.part.telling.len())
    }

    /// Whether it is Online Retail, whose invoices have adjustments and whose services have short codes.
    pub(crate) fn is_online_retail(&self) -> bool {
        std::ptr::eq(self.export, &online_retail::EXPORT)
    }

    /// Whether both are the same part of the same export.
    pub(crate) fn is_same_part(&self, other: &Self) -> bool {
        std::ptr::eq(self.part, other.part)
    }
}

/// The known export that a source is part of.
pub(crate) fn known(profiles: &mut Profiles<'_>, source: usize) -> Option<Known> {
    let mut best: Option<Known> = None;
    for export in KNOWN {
        for part in export.parts {
            let header = &profiles.sources[source].grid.header;
            let Some(found) = part.found_in(header).filter(|&found| best.is_none_or(|best| found > best.found)) else {
                continue;
            };
            if part.values.is_none_or(|fits| fits(profiles, source)) {
                best = Some(Known { export, part, found });
            }
        }
    }
    best
}

/// What a known export says of the columns of one source.
#[derive(Debug)]
pub(crate) struct FromExport {
    /// Name of the export and its part.
    pub(crate) title: String,
    /// Roles and their columns.
    pub(crate) columns: Vec<(Role, usize)>,
    /// Columns without a role.
    pub(crate) withheld: Vec<usize>,
    /// One of these: the total of a whole order.
    pub(crate) order_total: Option<usize>,
}

/// What the known exports say of the columns of every source.
///
/// Of several columns for a role the first that has a value in every row counts, else the last that has any; over all files of the part
/// together, so that the way rows are spread over files plays no part.
pub(crate) fn columns(profiles: &mut Profiles<'_>, known: &[Option<Known>]) -> Vec<Option<FromExport>> {
    let all: Vec<usize> = (0..known.len()).collect();
    let mut found = Vec::new();
    for &source in &all {
        let Some(here) = known[source] else {
            found.push(None);
            continue;
        };
        let same: Vec<usize> =
            all.iter().copied().filter(|&other| known[other].is_some_and(|other| other.is_same_part(&here))).collect();
        let mut columns = Vec::new();
        for &(role, names) in here.part.roles {
            let chosen = chosen(profiles, &same, names);
            columns.extend(chosen.and_then(|name| Some((role, column(&profiles.sources[source], name)?))));
        }
        let table = &profiles.sources[source];
        let order_total = here.part.order_total.and_then(|name| column(table, name));
        let withheld = here.part.withheld.iter().filter_map(|name| column(table, name)).chain(order_total).collect();
        found.push(Some(FromExport { title: here.title(), columns, withheld, order_total }));
    }
    found
}

/// The name to use among several.
fn chosen(profiles: &Profiles<'_>, sources: &[usize], names: &[&'static str]) -> Option<&'static str> {
    let filled = |name: &str| -> (u64, u64) {
        let counts = sources.iter().map(|&source| {
            let grid = &profiles.sources[source].grid;
            let rows = grid.good_rows();
            (column(&profiles.sources[source], name).map_or(0, |column| profiles.filled((source, column))), rows)
        });
        counts.fold((0, 0), |sum, part| (sum.0 + part.0, sum.1 + part.1))
    };
    if let [only] = names {
        return Some(only);
    }
    let counts: Vec<(u64, u64)> = names.iter().map(|name| filled(name)).collect();
    let full = counts.iter().position(|&(filled, rows)| filled == rows && rows > 0);
    full.or_else(|| counts.iter().rposition(|&(filled, _)| filled > 0)).map(|at| names[at])
}

fn column(source: &Source, name: &str) -> Option<usize> {
    source.grid.header.iter().position(|column| same(column, name))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::recognise::roles::plain;
    use std::collections::BTreeSet;

    #[test]
    fn what_is_said_of_columns_is_possible() {
        for export in KNOWN {
            for part in export.parts {
                let names: BTreeSet<String> = part.telling.iter().map(|name| plain(name)).collect();
                assert_eq!(names.len(), part.telling.len(), "{} {}: a name occurs twice", export.name, part.what);
                assert!(part.least > 0 && part.least <= names.len(), "{} {}", export.name, part.what);
                assert!(part.must.iter().all(|name| names.contains(&plain(name))), "{} {}", export.name, part.what);
                for (role, _) in part.roles {
                    let known = crate::recognise::roles::roles().iter();
                    let fits = known.filter(|spec| Some(spec.table) == part.table).any(|spec| spec.role == *role);
                    assert!(fits, "{} {}: {}", export.name, part.what, role.word());
                }
            }
        }
    }
}
