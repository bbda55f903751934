//! Apache Spark SQL, and Databricks.

use super::{Dialect, standard_literal};

/// See the module's page.
pub(super) const DIALECT: Dialect = Dialect {
    name: "spark",
    label: "Spark 3.4",
    text: "STRING",
    double: "DOUBLE",
    decimal: "DECIMAL(20, 6)",
    parameter: ":as_of",
    quote: '`',
    by_bytes: "",
    day: |moment| format!("UNIX_DATE(CAST({moment} AS DATE))"),
    literal: standard_literal,
    month: |moment| format!("MONTH({moment})"),
    year: |moment| format!("YEAR({moment})"),
    weekday: |moment| format!("WEEKDAY({moment}) + 1"),
    moment: |moment| format!("DATE_FORMAT({moment}, 'yyyy-MM-dd HH:mm:ss')"),
};
