//! Step 6, *account*: the ledger of rows and money, and the receipt that is made from it.

pub(crate) mod ledger;
pub(crate) mod receipts;
