//! Texts → values: ids, numbers, moments; and what a whole column of them looks like, where only the column can decide.

pub(crate) mod currency;
pub(crate) mod date_form;
pub(crate) mod date_order;
pub(crate) mod date_tally;
pub(crate) mod dates;
pub(crate) mod dictionary;
pub(crate) mod distinct_count;
pub(crate) mod dressed;
pub(crate) mod groups;
pub(crate) mod key;
pub(crate) mod missing;
pub(crate) mod moment;
pub(crate) mod month;
pub(crate) mod named_date;
pub(crate) mod number;
pub(crate) mod number_form;
pub(crate) mod number_tally;
pub(crate) mod numbering;
pub(crate) mod numbers;
pub(crate) mod sample;
pub(crate) mod value_counts;
