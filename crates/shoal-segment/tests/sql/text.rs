//! The text of the statements: short where little is asked, and complaints that say what to do.

use shoal_segment::date::Day;
use shoal_segment::feature::{Unit, catalog};
use shoal_segment::sql::source::Source;
use shoal_segment::sql::{Dialect, Query, dialect, statement};

fn ask(dialect: Dialect, unit: Unit, features: &[&str], missing: &[&str]) -> Result<String, String> {
    let mut source = Source::canonical("sales.lines", None, dialect);
    source.missing = missing.iter().map(|name| (*name).to_owned()).collect();
    source.as_of = Day::parse_iso("2024-12-31");
    let features = features.iter().map(|name| (*name).to_owned()).collect();
    statement(&Query { dialect, unit, features, window: None, source }).map_err(|error| error.to_string())
}

fn named(name: &str) -> Dialect {
    name.parse().unwrap()
}

#[test]
fn a_statement_for_one_feature_is_short() {
    let sql = ask(named("postgres"), Unit::Customer, &["recency_days"], &[]).unwrap();
    for word in ["customer", "time", "kind", "amount", "FROM \"sales\".\"lines\"", "DATE '2024-12-31'", "-- Days from"]
    {
        assert!(sql.contains(word), "`{word}` is not in\n{sql}");
    }
    for word in ["product", "category", "channel", "placed_orders", "gap", "order_key", "quantity,", "signup"] {
        assert!(!sql.contains(word), "`{word}` is in\n{sql}");
    }
}

#[test]
fn every_dialect_says_every_feature_with_its_meaning() {
    for dialect in dialect::ALL {
        for unit in Unit::ALL {
            let sql = ask(*dialect, unit, &[], &[]).unwrap();
            assert!(!sql.contains('{'), "{sql}");
            let output = sql.rsplit("\nSELECT\n").next().unwrap();
            for feature in catalog(unit).iter().filter(|feature| feature.name != "days_to_first_order") {
                assert!(
                    output.contains(feature.meaning) && output.contains(feature.name),
                    "{}: {output}",
                    feature.name
                );
            }
            assert_eq!(sql.matches('(').count(), sql.matches(')').count());
        }
    }
}

#[test]
fn what_the_lines_do_not_have_is_left_out_or_refused() {
    let sql = ask(named("duckdb"), Unit::Customer, &[], &["category", "quantity"]).unwrap();
    assert!(sql.contains("-- Left out: distinct_categories: the lines have no category.\n"), "{sql}");
    assert!(sql.contains("-- Left out: units: the lines have no quantity.\n"), "{sql}");
    assert!(!sql.contains("(quantity") && sql.contains("distinct_products"), "{sql}");
    let error = ask(named("duckdb"), Unit::Customer, &["units"], &["quantity"]).unwrap_err();
    assert_eq!(error, "feature `units` cannot be computed: the lines have no quantity");
    let error = ask(named("duckdb"), Unit::Customer, &["unit"], &[]).unwrap_err();
    assert_eq!(error, "there is no feature `unit`");
}

#[test]
fn months_need_their_end() {
    let dialect = named("spark");
    let window = Some("12m".parse().unwrap());
    let mut source = Source::canonical("lines", None, dialect);
    let ask =
        |source: Source| statement(&Query { dialect, unit: Unit::Customer, features: Vec::new(), window, source });
    assert!(ask(source.clone()).unwrap_err().hint.unwrap().contains("--as-of"));
    source.as_of = Day::parse_iso("2024-03-31");
    assert!(ask(source).unwrap().contains("UNIX_DATE(CAST(DATE '2023-03-31' AS DATE)) <"));
}
