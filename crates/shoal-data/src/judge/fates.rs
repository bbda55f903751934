//! What became of the rows of all tables, collected while they are judged.

use crate::judge::reason::{Cause, Reason};
use crate::tables::Place;

/// The end of one row with money.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Fate {
    pub(crate) place: Place,
    pub(crate) reason: Reason,
    /// Signed, in the scale of money; `None` when it could not be read.
    pub(crate) amount: Option<i64>,
    /// For unreadable rows.
    pub(crate) cause: Option<Cause>,
}

impl Fate {
    /// A row of a table without money.
    pub(crate) fn plain(place: Place, reason: Reason) -> Self {
        Self { place, reason, amount: Some(0), cause: None }
    }

    /// An unreadable row.
    pub(crate) fn unreadable(place: Place, cause: Cause, amount: Option<i64>) -> Self {
        Self { place, reason: cause.reason, amount, cause: Some(cause) }
    }
}
