//! DuckDB.

use super::{Dialect, standard_literal};

/// See the module's page.
pub(super) const DIALECT: Dialect = Dialect {
    name: "duckdb",
    label: "DuckDB 1.0",
    text: "VARCHAR",
    double: "DOUBLE",
    decimal: "DECIMAL(20, 6)",
    parameter: "$1",
    quote: '"',
    by_bytes: "",
    day: |moment| format!("CAST({moment} AS DATE) - DATE '1970-01-01'"),
    literal: standard_literal,
    month: |moment| format!("MONTH({moment})"),
    year: |moment| format!("YEAR({moment})"),
    weekday: |moment| format!("ISODOW({moment})"),
    moment: |moment| format!("STRFTIME({moment}, '%Y-%m-%d %H:%M:%S')"),
};
