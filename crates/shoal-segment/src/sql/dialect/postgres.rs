//! PostgreSQL. Text compares by the database's collation there, so order is asked for by bytes.

use super::{Dialect, standard_literal};

/// See the module's page.
pub(super) const DIALECT: Dialect = Dialect {
    name: "postgres",
    label: "PostgreSQL 9.6",
    text: "TEXT",
    double: "DOUBLE PRECISION",
    decimal: "NUMERIC(20, 6)",
    parameter: "$1",
    quote: '"',
    by_bytes: " COLLATE \"C\"",
    day: |moment| format!("CAST({moment} AS DATE) - DATE '1970-01-01'"),
    literal: standard_literal,
    month: |moment| format!("CAST(EXTRACT(MONTH FROM {moment}) AS INTEGER)"),
    year: |moment| format!("CAST(EXTRACT(YEAR FROM {moment}) AS INTEGER)"),
    weekday: |moment| format!("CAST(EXTRACT(ISODOW FROM {moment}) AS INTEGER)"),
    moment: |moment| format!("TO_CHAR({moment}, 'YYYY-MM-DD HH24:MI:SS')"),
};
