//! The way from lines to features, as common table expressions: lines, purchases, orders, gaps, products, categories, channels; one
//! table per level with a row per customer (or order); and `figures`, where they come together.

use super::expressions::{Expression, Level, expressions, over_gaps, over_orders};
use super::prune::{Step, words};
use super::{Query, source};
use crate::feature::Unit;
use crate::window::Window;
use std::collections::BTreeSet;

/// All steps for the features called `names`, in order; many of their columns are needed by none.
pub(super) fn steps(query: &Query, names: &[&str]) -> Vec<Step> {
    let all = expressions(query.unit);
    let row = RowExpressions(&all);
    let mut wanted: BTreeSet<String> = names.iter().map(|name| (*name).to_owned()).collect();
    let over_all = all.iter().filter(|expression| expression.level == Level::Base);
    for expression in over_all.filter(|expression| names.contains(&expression.name.as_str())) {
        wanted.extend(words(&expression.sql).map(str::to_owned));
    }
    let ranks = ranks(&wanted);
    for (_, sql) in &ranks {
        wanted.extend(words(sql).map(str::to_owned));
    }
    let mut steps = query.source.steps(query.dialect);
    steps.extend(per_line(query));
    for level in Level::TABLES {
        steps.extend(level_steps(query, level));
        steps.push(table(query.unit, &all, level));
    }
    steps.extend(signups(query));
    steps.push(figures(query, &row, &wanted));
    if !ranks.is_empty() {
        steps.push(Step {
            name: "ranked".into(),
            about: "How many rows have a smaller value, for scores by fifths; equal values share a score.".into(),
            keys: vec![keys(query.unit).to_owned()],
            columns: names_of(&steps, "figures").into_iter().map(|name| (name.clone(), name)).chain(ranks).collect(),
            from: "FROM figures".into(),
        });
    }
    steps
}

fn names_of(steps: &[Step], step: &str) -> Vec<String> {
    let found = steps.iter().find(|other| other.name == step);
    found.map(|step| step.columns.iter().map(|(name, _)| name.clone()).collect()).unwrap_or_default()
}

/// The columns by which histories become rows.
fn keys(unit: Unit) -> &'static str {
    match unit {
        Unit::Customer => "customer",
        Unit::Order => "customer, order_key",
    }
}

/// The columns of the step `ranked` that are wanted.
fn ranks(wanted: &BTreeSet<String>) -> Vec<(String, String)> {
    let ranks = ["recency_days", "orders", "revenue"]
        .map(|measure| (format!("{measure}_below"), format!("RANK() OVER (ORDER BY {measure}) - 1")));
    let size = ("row_count".to_owned(), "COUNT(*) OVER ()".to_owned());
    ranks.into_iter().chain([size]).filter(|(name, _)| wanted.contains(name)).collect()
}

/// Lines with what they are computed by, and the purchases among them.
fn per_line(query: &Query) -> Vec<Step> {
    let dialect = query.dialect;
    let decimal = |name: &str| format!("CAST({name} AS {})", dialect.decimal);
    let own = |name: &str, sql: String| (name.to_owned(), sql);
    let as_it_is = |name: &str| (name.to_owned(), name.to_owned());
    let moment = (dialect.moment)("time");
    let lines = Step {
        name: "lines".into(),
        about: "The lines up to the as-of day.".into(),
        keys: vec!["customer".into()],
        columns: vec![
            own("order_key", format!("COALESCE('#' || CAST(order_id AS {{text}}), '@' || {moment})")),
            own(
                "order_name",
                format!(
                    "COALESCE(CAST(order_id AS {{text}}), CAST(customer AS {{text}}) || ' ' || REPLACE({moment}, ' 00:00:00', ''))"
                ),
            ),
            as_it_is("time"),
            own("day", (dialect.day)("time")),
            own("days_ago", format!("as_of_day - ({})", (dialect.day)("time"))),
            own("month", (dialect.month)("time")),
            own("year", (dialect.year)("time")),
            own("weekday", (dialect.weekday)("time")),
            as_it_is("kind"),
            own("amount", decimal("amount")),
            own("quantity", decimal("quantity")),
            own("discount", decimal("discount")),
            as_it_is("product"),
            as_it_is("category"),
            as_it_is("channel"),
        ],
        from: format!(
            "FROM {} CROSS JOIN settings\nWHERE customer IS NOT NULL AND {} <= as_of_day{}",
            source::LINES,
            (dialect.day)("time"),
            within(query)
        ),
    };
    let part = |name: &str, about: &str, kind: &str| Step {
        name: name.into(),
        about: about.into(),
        keys: vec!["customer".into()],
        columns: lines.columns.iter().filter(|(name, _)| name != "kind").map(|(name, _)| as_it_is(name)).collect(),
        from: format!("FROM lines\nWHERE kind = '{kind}'"),
    };
    let purchases = part("purchases", "What was bought.", "purchase");
    let returns = part("returns", "What came back.", "return");
    vec![lines, purchases, returns]
}

/// The condition of the window.
fn within(query: &Query) -> String {
    let day = query.dialect.day;
    let opens = match (query.window, query.source.as_of) {
        (None, _) => return String::new(),
        (Some(Window::Days(days)), _) => format!("as_of_day - {days}"),
        (Some(window), as_of) => {
            let before = as_of.map(|as_of| window.start(as_of)).filter(|before| before.0 > i32::MIN);
            let Some(before) = before else { return String::new() };
            day(&(query.dialect.literal)(before))
        }
    };
    format!("\n  AND {opens} < {}", day("time"))
}

/// The steps between the purchases and the table of a level.
fn level_steps(query: &Query, level: Level) -> Vec<Step> {
    match level {
        Level::Orders => over_orders(query.dialect),
        Level::Gaps => over_gaps(),
        Level::Products => vec![parts(query.unit, "products", "product")],
        Level::Categories => vec![parts(query.unit, "categories", "category")],
        Level::Channels => vec![parts(query.unit, "channels_used", "channel")],
        _ => Vec::new(),
    }
}

/// What was paid for each value of a column.
fn parts(unit: Unit, name: &str, column: &str) -> Step {
    Step {
        name: name.into(),
        about: format!("What was paid per {column}, and in how many orders."),
        keys: vec![keys(unit).to_owned()],
        columns: vec![
            ("paid".into(), "CAST(SUM(amount) AS {double})".into()),
            ("in_orders".into(), "COUNT(DISTINCT order_key)".into()),
        ],
        from: format!("FROM purchases\nWHERE {column} IS NOT NULL\nGROUP BY {}, {column}", keys(unit)),
    }
}

/// The table of a level: one row per customer (or order), one column per expression.
fn table(unit: Unit, all: &[Expression], level: Level) -> Step {
    let columns = all.iter().filter(|expression| expression.level == level);
    Step {
        name: level.table().into(),
        about: String::new(),
        keys: vec![keys(unit).to_owned()],
        columns: columns.map(|expression| (expression.name.clone(), expression.sql.clone())).collect(),
        from: format!("FROM {}\nGROUP BY {}", level.from(), keys(unit)),
    }
}

/// Everything about a customer (or order) side by side, and those who are rows.
fn figures(query: &Query, row: &RowExpressions<'_>, wanted: &BTreeSet<String>) -> Step {
    let signup = query.source.customers.is_some();
    let inlined = |name: &str| if signup { row.inlined(name) } else { row.inlined(name).replace(SIGNUP, "NULL") };
    let columns: Vec<(String, String)> =
        wanted.iter().filter(|name| row.knows(name)).map(|name| (name.clone(), inlined(name))).collect();
    let condition = format!("{} >= 0", row.inlined("revenue"));
    let used: BTreeSet<&str> = columns.iter().flat_map(|(_, sql)| words(sql)).chain(words(&condition)).collect();
    let mut from = format!("FROM {}", Level::Purchases.table());
    for level in Level::TABLES.into_iter().filter(|&level| level != Level::Purchases && row.has(level, &used)) {
        from.push_str(&format!("\nLEFT JOIN {} USING ({})", level.table(), keys(query.unit)));
    }
    if used.contains(SIGNUP) {
        from.push_str("\nLEFT JOIN signups USING (customer)");
    }
    Step {
        name: "figures".into(),
        about: "One row each: those who bought something and did not give more back.".into(),
        keys: vec![keys(query.unit).to_owned() + if query.unit == Unit::Order { ", order_name" } else { "" }],
        columns,
        from: format!("{from}\nWHERE {condition}"),
    }
}

/// The column that a table of customers gives.
const SIGNUP: &str = "signup_days_ago";

/// When customers signed up, where there is a table of them.
fn signups(query: &Query) -> Option<Step> {
    let day = (query.dialect.day)("signup");
    query.source.customers.is_some().then(|| Step {
        name: "signups".into(),
        about: "When customers signed up.".into(),
        keys: vec!["customer".into()],
        columns: vec![(SIGNUP.into(), format!("MAX(as_of_day - ({day}))"))],
        from: format!("FROM {} CROSS JOIN settings\nGROUP BY customer", source::CUSTOMERS),
    })
}

/// The expressions of a unit, with those of a row put in where others name them.
struct RowExpressions<'a>(&'a [Expression]);

impl RowExpressions<'_> {
    /// Whether the name is that of a figure of a row.
    fn knows(&self, name: &str) -> bool {
        self.0.iter().any(|expression| expression.name == name && expression.level != Level::Base)
    }

    /// Whether one of the words is a figure of that level.
    fn has(&self, level: Level, words: &BTreeSet<&str>) -> bool {
        self.0.iter().any(|expression| expression.level == level && words.contains(expression.name.as_str()))
    }

    /// The expression of a name in columns of the levels' tables.
    fn inlined(&self, name: &str) -> String {
        let Some(expression) = self.0.iter().find(|other| other.name == name && other.level == Level::Row) else {
            return name.to_owned();
        };
        let mut out = String::new();
        let mut word = String::new();
        for letter in expression.sql.chars().chain(['\0']) {
            if letter.is_alphanumeric() || letter == '_' {
                word.push(letter);
                continue;
            }
            let nested = word != name && self.0.iter().any(|other| other.level == Level::Row && other.name == word);
            out.push_str(&if nested { format!("({})", self.inlined(&word)) } else { word.clone() });
            word.clear();
            out.extend(Some(letter).filter(|&letter| letter != '\0'));
        }
        out
    }
}
