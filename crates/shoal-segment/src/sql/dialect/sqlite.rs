//! SQLite: moments are text such as `2024-12-31 23:59:59`, and money is floating point, so that differences are rounded. Some features
//! need the mathematical functions (`SQRT`), which most builds have.

use super::Dialect;

/// See the module's page.
pub(super) const DIALECT: Dialect = Dialect {
    name: "sqlite",
    label: "SQLite 3.35",
    text: "TEXT",
    double: "REAL",
    decimal: "REAL",
    parameter: ":as_of",
    quote: '"',
    by_bytes: "",
    day: |moment| format!("CAST(JULIANDAY(DATE({moment})) - 2440587.5 AS INTEGER)"),
    literal: |day| format!("'{day}'"),
    month: |moment| format!("CAST(STRFTIME('%m', {moment}) AS INTEGER)"),
    year: |moment| format!("CAST(STRFTIME('%Y', {moment}) AS INTEGER)"),
    weekday: |moment| format!("(CAST(STRFTIME('%w', {moment}) AS INTEGER) + 6) % 7 + 1"),
    moment: |moment| format!("STRFTIME('%Y-%m-%d %H:%M:%S', {moment})"),
};
