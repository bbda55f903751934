//! Damaged inputs through the program: each ends in a defined result, or in an error of one screen that says which file, which line and
//! what to do; never in a panic, a hang, gigabytes of memory or half an output. One file per theme, one line or two per damage.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test may stop")]

#[path = "../support/mod.rs"]
mod support;

mod archives;
mod case;
mod columns;
mod dates;
mod encodings;
mod headers;
mod ids;
mod inputs;
mod json;
mod numbers;
mod page;
mod places;
mod quotes;
mod related;
mod rows;
mod workbooks;
