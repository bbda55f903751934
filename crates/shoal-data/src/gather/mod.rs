//! A shelf of rows → the lines of its customers in canonical order.
//!
//! For each shelf, and several shelves at the same time:
//!
//! 1. Customers, moments and orders are read; customers and orders are ranked as bytes, and visits put in their order ([`visits`]).
//! 2. The rows are read in that order, and sorted by all their fields within a customer's moment and order ([`rows`]).
//! 3. Of rows with the same id of a line one stays ([`repeats`]).
//! 4. Rows that are identical to their neighbour are found, and go or stay as the policy says ([`repeats`]).
//! 5. Lines without an order id get one: those of a customer at the same moment share it; these keys follow those of the ids.
//!
//! The result is that of [`shoal_segment::lines::Lines::index`] for the customers of the shelf. Every customer is on one shelf, so the
//! pieces side by side are all lines.
//!
//! Cost: `O(n log m)` for n rows, at most m of a customer; about 200 bytes a row, for as many shelves at once as there are threads.

pub(crate) mod assembly;
pub(crate) mod attributes;
pub(crate) mod census;
pub(crate) mod join;
pub(crate) mod lonely;
pub(crate) mod overlap;
pub(crate) mod piece;
pub(crate) mod repeats;
pub(crate) mod rows;
mod visits;
