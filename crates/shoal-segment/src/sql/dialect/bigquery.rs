//! BigQuery: moments are DATETIME.

use super::{Dialect, standard_literal};

/// See the module's page.
pub(super) const DIALECT: Dialect = Dialect {
    name: "bigquery",
    label: "BigQuery",
    text: "STRING",
    double: "FLOAT64",
    decimal: "NUMERIC",
    parameter: "@as_of",
    quote: '`',
    by_bytes: "",
    day: |moment| format!("UNIX_DATE(DATE({moment}))"),
    literal: standard_literal,
    month: |moment| format!("EXTRACT(MONTH FROM {moment})"),
    year: |moment| format!("EXTRACT(YEAR FROM {moment})"),
    weekday: |moment| format!("MOD(EXTRACT(DAYOFWEEK FROM {moment}) + 5, 7) + 1"),
    moment: |moment| format!("FORMAT_DATETIME('%F %T', DATETIME({moment}))"),
};
