//! Tables with one row per id: customers and products.
//!
//! A row without an id is set aside, an unreadable row is unreadable, and of several rows with one id the one with the smallest
//! content is used, wherever it stands.
//!
//! Cost: one pass in order of rows; constant expected time per row.

use crate::judge::fates::Fate;
use crate::judge::reason::{Cause, Reason};
use crate::recognise::roles::Role;
use crate::tables::{Place, Tables};
use crate::value::dictionary::Dictionary;
use crate::value::key::clean;
use shoal_segment::receipt::TableKind;
use std::cmp::Ordering;

/// The rows of such tables by id.
#[derive(Default)]
pub(crate) struct Keyed<'a> {
    /// The ids.
    pub(crate) keys: Dictionary<'a>,
    /// The row in use of each id.
    pub(crate) places: Vec<Place>,
    /// What became of each row.
    pub(crate) fates: Vec<Fate>,
}

/// Why a row is not used.
pub(crate) enum Refusal {
    /// A value cannot be read.
    Unreadable(Cause),
    /// The policy leaves it out.
    SetAside(Reason),
}

/// Reads all tables of a kind. `check` judges the values of a row.
pub(crate) fn read<'a>(
    tables: &Tables<'a>,
    kind: TableKind,
    (role, missing): (Role, Reason),
    check: impl Fn(Place) -> Result<(), Refusal>,
) -> Keyed<'a> {
    let mut keyed = Keyed::default();
    for unit in tables.units_of(kind) {
        for row in 0..tables.rows_of(unit) {
            let place = Place { unit: unit as u32, row: row as u32 };
            let id = tables.role(place, role).and_then(clean).ok_or(missing);
            keyed.add(tables, place, id, check(place));
        }
    }
    keyed
}

impl<'a> Keyed<'a> {
    fn add(&mut self, tables: &Tables<'a>, place: Place, id: Result<&'a [u8], Reason>, checked: Result<(), Refusal>) {
        let key = match (checked, id) {
            (Err(Refusal::Unreadable(cause)), _) => return self.fates.push(Fate::unreadable(place, cause, Some(0))),
            (Err(Refusal::SetAside(reason)), _) | (_, Err(reason)) => {
                return self.fates.push(Fate::plain(place, reason));
            }
            (Ok(()), Ok(key)) => key,
        };
        if let Some(rejected) = self.take(tables, place, key) {
            self.fates.push(Fate::plain(rejected, Reason::RepeatedKey));
        }
    }

    /// Takes a row for a key; of two rows the one that is not used comes back.
    pub(crate) fn take(&mut self, tables: &Tables<'a>, place: Place, key: &'a [u8]) -> Option<Place> {
        let number = self.keys.number(key) as usize;
        let Some(known) = self.places.get_mut(number) else {
            self.places.push(place);
            return None;
        };
        Some(if tables.compare(place, *known) == Ordering::Less { std::mem::replace(known, place) } else { place })
    }

    /// Adds the rows in use to the fates.
    pub(crate) fn finish(mut self) -> Self {
        let kept = self.places.iter().map(|&place| Fate::plain(place, Reason::Kept));
        self.fates.extend(kept);
        self
    }
}
