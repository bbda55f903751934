//! The crate through its door: files in a temporary folder in, lines, receipt and errors out.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test may fail by panicking")]

mod bad_input;
mod flat;
mod folder;
mod formats;
mod helpful_errors;
mod independence;
mod numbers;
mod order_totals;
mod outcomes;
mod overlooked;
mod policy;
mod policy_twin;
mod properties;
mod recognition;
mod reconciliation;
mod three_tables;
