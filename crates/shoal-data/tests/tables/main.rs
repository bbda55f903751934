//! The crate through its door: files in a temporary folder in, lines, receipt and errors out.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test may fail by panicking")]

mod bad_input;
mod exports;
mod flat;
mod folder;
mod folders;
mod formats;
mod helpful_errors;
mod independence;
mod inspection;
mod json;
mod mutation;
mod numbers;
mod order_totals;
mod orders_table;
mod outcomes;
mod overlooked;
mod packed;
mod policy;
mod policy_twin;
mod postgres;
mod properties;
mod recognition;
mod reconciliation;
mod same_rows;
mod sqlite;
mod three_tables;
mod without_header;
mod written_numbers;
