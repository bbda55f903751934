//! Step 6, *account*: the ledger of rows and money, what is worth a note, and the receipt that is made from both.

pub(crate) mod id_notes;
pub(crate) mod ledger;
pub(crate) mod listing;
pub(crate) mod notes;
pub(crate) mod number_notes;
pub(crate) mod receipts;
pub(crate) mod rejected;
pub(crate) mod states;
pub(crate) mod strict;
