//! The SQL of the features gives what our own functions give, for every feature of the catalogue: on SQLite here, on PostgreSQL
//! with a server (`.ci/postgres cargo test -p shoal-segment --test sql -- --ignored`).

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test may fail")]

mod compare;
mod postgres;
mod shop;
mod sqlite;
mod text;
