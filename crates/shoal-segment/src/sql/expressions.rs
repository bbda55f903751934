//! Every feature as one expression, in SQL that all dialects have in common; `{double}` is the name of a type.
//!
//! Beside the features of the catalogue stand a few figures that several of them need. A quotient has no value where its divisor is 0.

use super::Dialect;
use super::prune::Step;
use crate::feature::Unit;

/// Over what an expression goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Level {
    /// The purchase lines of a row: `days_ago`, `amount`, `quantity`, `discount`, `product`, `category`, `channel`, `day`, `month` …
    Purchases,
    /// The return lines of a row, with the same columns.
    Returns,
    /// The orders of a customer: `value`, `taken_off`, `began_days_ago`, `place` from 1 to `order_count`, `mean_value`.
    Orders,
    /// The gaps of a customer: `gap` in days, `gap_place` by size from 1 to `gap_count`, `mean_gap`.
    Gaps,
    /// The products of a row: `paid`, `in_orders`.
    Products,
    /// Its categories: the same.
    Categories,
    /// Its channels: the same.
    Channels,
    /// Other expressions of the row.
    Row,
    /// All rows.
    Base,
}

impl Level {
    /// Those that have a table of their own.
    pub(super) const TABLES: [Self; 7] =
        [Self::Purchases, Self::Returns, Self::Orders, Self::Gaps, Self::Products, Self::Categories, Self::Channels];

    /// The step with one row per customer (or order).
    pub(super) fn table(self) -> &'static str {
        match self {
            Self::Purchases => "of_purchases",
            Self::Returns => "of_returns",
            Self::Orders => "of_orders",
            Self::Gaps => "of_gaps",
            Self::Products => "of_products",
            Self::Categories => "of_categories",
            Self::Channels => "of_channels",
            Self::Row | Self::Base => "figures",
        }
    }

    /// The step over which its expressions go.
    pub(super) fn from(self) -> &'static str {
        match self {
            Self::Purchases => "purchases",
            Self::Returns => "returns",
            Self::Orders => "placed_orders",
            Self::Gaps => "placed_gaps",
            Self::Products => "products",
            Self::Categories => "categories",
            Self::Channels => "channels_used",
            Self::Row | Self::Base => "figures",
        }
    }
}

/// A figure of a row.
#[derive(Debug, Clone)]
pub(super) struct Expression {
    /// The feature, or what others call the figure.
    pub(super) name: String,
    /// Over what it goes.
    pub(super) level: Level,
    /// The expression.
    pub(super) sql: String,
}

/// The feature that is nothing without a table of customers.
pub(super) const NEEDS_SIGNUP: &str = "days_to_first_order";

/// All expressions of a unit.
pub(super) fn expressions(unit: Unit) -> Vec<Expression> {
    let mut all = shared();
    match unit {
        Unit::Customer => all.extend([time(), per_order(), rhythm(), trend(), season(), breadth(), scores()].concat()),
        Unit::Order => all.extend(order()),
    }
    all
}

fn is(name: &str, level: Level, sql: impl Into<String>) -> Expression {
    Expression { name: name.into(), level, sql: sql.into() }
}

/// A quotient that has no value where the divisor is 0.
fn ratio(part: &str, whole: &str) -> String {
    format!("CAST({part} AS {{double}}) / NULLIF({whole}, 0)")
}

/// Figures of customers and of single orders.
fn shared() -> Vec<Expression> {
    use Level::{Categories, Products, Purchases, Returns, Row};
    vec![
        is("purchased_amount", Purchases, "SUM(amount)"),
        is("purchased_units", Purchases, "SUM(quantity)"),
        is("taken_off_in_all", Purchases, "SUM(discount)"),
        is("purchase_lines", Purchases, "COUNT(*)"),
        is("distinct_products", Purchases, "COUNT(DISTINCT product)"),
        is("distinct_categories", Purchases, "COUNT(DISTINCT category)"),
        is(
            "highest_unit_price",
            Purchases,
            "MAX(CASE WHEN quantity > 0 THEN CAST(amount AS {double}) / CAST(quantity AS {double}) END)",
        ),
        is("returned_amount", Returns, "SUM(amount)"),
        is("returned_units", Returns, "SUM(quantity)"),
        is("return_orders", Returns, "COUNT(DISTINCT order_key)"),
        is("revenue", Row, "ROUND(purchased_amount - COALESCE(returned_amount, 0), 6)"),
        is("units", Row, "ROUND(purchased_units - COALESCE(returned_units, 0), 6)"),
        is("average_unit_price", Row, ratio("purchased_amount", "purchased_units")),
        is("return_rate", Row, ratio("COALESCE(returned_amount, 0)", "purchased_amount")),
        is("discount_share", Row, ratio("taken_off_in_all", "taken_off_in_all + purchased_amount")),
        is("product_concentration", Products, ratio("SUM(paid * paid)", "SUM(paid) * SUM(paid)")),
        is("category_concentration", Categories, ratio("SUM(paid * paid)", "SUM(paid) * SUM(paid)")),
    ]
}

/// Features of single orders that are called otherwise.
fn order() -> Vec<Expression> {
    vec![
        is("order_name", Level::Purchases, "MIN(order_name)"),
        is("order_value", Level::Row, "revenue"),
        is("unit_price", Level::Row, "average_unit_price"),
        is("lines", Level::Purchases, "COUNT(*)"),
    ]
}

/// Recency, tenure and frequency.
fn time() -> Vec<Expression> {
    use Level::{Purchases, Row};
    vec![
        is("recency_days", Purchases, "MIN(days_ago)"),
        is("first_days_ago", Purchases, "MAX(days_ago)"),
        is("active_days", Purchases, "COUNT(DISTINCT day)"),
        is("active_months", Purchases, "COUNT(DISTINCT 12 * year + month)"),
        is(
            "tenure_days",
            Row,
            "CASE WHEN signup_days_ago > first_days_ago THEN signup_days_ago ELSE first_days_ago END",
        ),
        is("lifespan_days", Row, "first_days_ago - recency_days"),
        is(
            NEEDS_SIGNUP,
            Row,
            "CASE WHEN signup_days_ago > first_days_ago THEN signup_days_ago - first_days_ago\n      \
             WHEN signup_days_ago IS NOT NULL THEN 0 END",
        ),
        is(
            "months_known",
            Row,
            "CASE WHEN first_days_ago > 30.4375 THEN CAST(first_days_ago AS {double}) / 30.4375 ELSE 1 END",
        ),
        is("orders_per_month", Row, ratio("orders", "months_known")),
        is("revenue_per_month", Row, ratio("revenue", "months_known")),
    ]
}

/// What is computed over or divided by orders.
fn per_order() -> Vec<Expression> {
    use Level::{Orders, Products, Row};
    vec![
        is("orders", Orders, "COUNT(*)"),
        is("largest_order_value", Orders, "MAX(value)"),
        is("first_order_value", Orders, "MAX(CASE WHEN place = 1 THEN value END)"),
        is("last_order_value", Orders, "MAX(CASE WHEN place = order_count THEN value END)"),
        is(
            "median_order_value",
            Orders,
            "AVG(CASE WHEN 2 * value_place BETWEEN order_count AND order_count + 2 THEN value END)",
        ),
        is(
            "order_value_variation",
            Orders,
            "SQRT(SUM((value - mean_value) * (value - mean_value)) / NULLIF(COUNT(*) - 1, 0)) / NULLIF(AVG(value), 0)",
        ),
        is("discounted_orders", Orders, "SUM(CASE WHEN taken_off > 0 THEN 1 ELSE 0 END)"),
        is("product_orders", Products, "SUM(in_orders)"),
        is("average_order_value", Row, ratio("revenue", "orders")),
        is("units_per_order", Row, ratio("units", "orders")),
        is("lines_per_order", Row, ratio("purchase_lines", "orders")),
        is("products_per_order", Row, ratio("COALESCE(product_orders, 0)", "orders")),
        is("returns_per_order", Row, ratio("COALESCE(return_orders, 0)", "orders")),
        is("discounted_orders_share", Row, ratio("discounted_orders", "orders")),
    ]
}

/// The gaps between orders.
fn rhythm() -> Vec<Expression> {
    use Level::{Gaps, Row};
    let spread = "SQRT(SUM((gap - mean_gap) * (gap - mean_gap)) / NULLIF(COUNT(*) - 1, 0))";
    vec![
        is("mean_days_between_orders", Row, ratio("(first_days_ago - recency_days)", "orders - 1")),
        is("overdue_ratio", Row, ratio("recency_days", "mean_days_between_orders")),
        is("longest_days_between_orders", Gaps, "MAX(gap)"),
        is(
            "median_days_between_orders",
            Gaps,
            "AVG(CASE WHEN 2 * gap_place BETWEEN gap_count AND gap_count + 2 THEN gap END)",
        ),
        is("sd_days_between_orders", Gaps, spread),
        is("gap_variation", Gaps, format!("{spread} / NULLIF(AVG(gap), 0)")),
    ]
}

/// The last 90 days against the time before.
fn trend() -> Vec<Expression> {
    use Level::{Orders, Purchases, Row};
    let paid = |days: &str| format!("SUM(CASE WHEN {days} THEN amount ELSE 0 END)");
    let began = |days: &str| format!("SUM(CASE WHEN {days} THEN 1 ELSE 0 END)");
    let change = |now: &str, before: &str| {
        let quotient = ratio(&format!("({now} - {before})"), &format!("{now} + {before}"));
        format!("CASE WHEN first_days_ago >= 180 THEN {quotient} END")
    };
    let pace = |now: &str, before: &str| {
        let quotient = ratio(&format!("({now} * (first_days_ago - 90))"), &format!("90 * {before}"));
        format!("CASE WHEN first_days_ago >= 180 THEN {quotient} END")
    };
    vec![
        is("spend_last_90_days", Purchases, paid("days_ago < 90")),
        is("spend_90_days_before", Purchases, paid("days_ago >= 90 AND days_ago < 180")),
        is("spend_before", Purchases, paid("days_ago >= 90")),
        is("orders_last_90_days", Orders, began("began_days_ago < 90")),
        is("orders_90_days_before", Orders, began("began_days_ago >= 90 AND began_days_ago < 180")),
        is("orders_before", Orders, began("began_days_ago >= 90")),
        is("spend_change", Row, change("spend_last_90_days", "spend_90_days_before")),
        is("orders_change", Row, change("orders_last_90_days", "orders_90_days_before")),
        is("spend_pace", Row, pace("spend_last_90_days", "spend_before")),
        is("orders_pace", Row, pace("orders_last_90_days", "orders_before")),
    ]
}

const MONTHS: [&str; 12] = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
];

const WEEKDAYS: [&str; 7] = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"];

/// Shares of the money paid by months and days of the week.
fn season() -> Vec<Expression> {
    let share = |name: &str, condition: String| {
        let part = format!("SUM(CASE WHEN {condition} THEN amount ELSE 0 END)");
        is(&format!("share_{name}"), Level::Purchases, ratio(&part, "SUM(amount)"))
    };
    let quarter = |quarter: usize| {
        share(&format!("q{quarter}"), format!("month BETWEEN {} AND {}", 3 * quarter - 2, 3 * quarter))
    };
    let months = MONTHS.iter().enumerate().map(|(at, name)| share(name, format!("month = {}", at + 1)));
    let days = WEEKDAYS.iter().enumerate().map(|(at, name)| share(name, format!("weekday = {}", at + 1)));
    let weekend = share("weekend", "weekday >= 6".into());
    (1..=4).map(quarter).chain(months).chain([weekend]).chain(days).collect()
}

/// Products, categories and channels.
fn breadth() -> Vec<Expression> {
    use Level::{Categories, Channels, Products, Purchases};
    vec![
        is("favourite_category_share", Categories, ratio("MAX(paid)", "SUM(paid)")),
        is("repeat_product_share", Products, ratio("SUM(CASE WHEN in_orders > 1 THEN 1 ELSE 0 END)", "COUNT(*)")),
        is("channels", Purchases, "COUNT(DISTINCT channel)"),
        is("main_channel_share", Channels, ratio("MAX(paid)", "SUM(paid)")),
    ]
}

/// Fifths of all rows.
fn scores() -> Vec<Expression> {
    let score = |name: &str, measure: &str, scores: [u8; 5]| {
        let case =
            |(at, score): (usize, &u8)| format!("WHEN 5 * {measure}_below >= {} * row_count THEN {score}", 4 - at);
        let cases: Vec<String> = scores[..4].iter().enumerate().map(case).collect();
        is(name, Level::Base, format!("CASE {} ELSE {} END", cases.join(" "), scores[4]))
    };
    vec![
        score("r_score", "recency_days", [1, 2, 3, 4, 5]),
        score("f_score", "orders", [5, 4, 3, 2, 1]),
        score("m_score", "revenue", [5, 4, 3, 2, 1]),
    ]
}

/// The steps from purchases to orders in their places.
pub(super) fn over_orders(dialect: Dialect) -> Vec<Step> {
    let own = |name: &str, sql: &str| (name.to_owned(), sql.to_owned());
    let order = format!("began, order_key{}", dialect.by_bytes);
    vec![
        Step {
            name: "customer_orders".into(),
            about: "Orders with a purchase: when they began, what was paid and taken off.".into(),
            keys: vec!["customer".into(), "order_key".into()],
            columns: vec![
                own("began", "MIN(time)"),
                own("began_days_ago", "MAX(days_ago)"),
                own("value", "CAST(SUM(amount) AS {double})"),
                own("taken_off", "SUM(discount)"),
            ],
            from: "FROM purchases\nGROUP BY customer, order_key".into(),
        },
        Step {
            name: "placed_orders".into(),
            about: "Orders in their places by time and by value, and the gap in days to the one before.".into(),
            keys: vec!["customer".into()],
            columns: vec![
                own("began_days_ago", "began_days_ago"),
                own("value", "value"),
                own("taken_off", "taken_off"),
                own("place", &format!("ROW_NUMBER() OVER (PARTITION BY customer ORDER BY {order})")),
                own("value_place", "ROW_NUMBER() OVER (PARTITION BY customer ORDER BY value)"),
                own("order_count", "COUNT(*) OVER (PARTITION BY customer)"),
                own("mean_value", "AVG(value) OVER (PARTITION BY customer)"),
                own(
                    "gap",
                    &format!("LAG(began_days_ago) OVER (PARTITION BY customer ORDER BY {order}) - began_days_ago"),
                ),
            ],
            from: "FROM customer_orders".into(),
        },
    ]
}

/// The step from orders to gaps in their places.
pub(super) fn over_gaps() -> Vec<Step> {
    let own = |name: &str, sql: &str| (name.to_owned(), sql.to_owned());
    vec![Step {
        name: "placed_gaps".into(),
        about: "Gaps between orders in their places by length.".into(),
        keys: vec!["customer".into()],
        columns: vec![
            own("gap", "CAST(gap AS {double})"),
            own("gap_place", "ROW_NUMBER() OVER (PARTITION BY customer ORDER BY gap)"),
            own("gap_count", "COUNT(*) OVER (PARTITION BY customer)"),
            own("mean_gap", "AVG(CAST(gap AS {double})) OVER (PARTITION BY customer)"),
        ],
        from: "FROM placed_orders\nWHERE gap IS NOT NULL".into(),
    }]
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::feature::catalog;

    /// Features of the catalogue that SQL cannot express, each with the reason; none so far.
    const NOT_IN_SQL: &[(&str, &str)] = &[];

    #[test]
    fn every_feature_of_the_catalogue_has_its_expression() {
        for unit in Unit::ALL {
            let all = expressions(unit);
            for feature in catalog(unit) {
                let found = all.iter().filter(|expression| expression.name == feature.name).count();
                let excused = NOT_IN_SQL.iter().any(|(name, _)| *name == feature.name);
                assert_eq!(found, usize::from(!excused), "{unit}: {}", feature.name);
            }
        }
    }

    #[test]
    fn names_are_there_once() {
        for unit in Unit::ALL {
            let mut names: Vec<String> = expressions(unit).into_iter().map(|expression| expression.name).collect();
            names.sort_unstable();
            assert!(names.windows(2).all(|pair| pair[0] != pair[1]), "{names:?}");
        }
    }
}
