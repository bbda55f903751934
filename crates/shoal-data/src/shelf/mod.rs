//! Between *judge* and *arrange*: readable rows, put together by customer in bounded memory.
//!
//! A customer's rows stand anywhere in any file, and a history needs them all. So each judged row is written, in some 13 bytes
//! ([`visit`], [`entry`]), to the shelf of its customer ([`shelves`]); when all rows are judged, each of the 256 shelves is small enough to be sorted
//! by itself. What goes beyond the budget goes through a file ([`crate::room`]). The same way is taken with any budget, so that the result does not
//! depend on it.

pub(crate) mod entry;
pub(crate) mod shelves;
pub(crate) mod visit;
