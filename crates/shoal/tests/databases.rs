//! The program on databases: the same result as from files, one screen of an error, and never a password.
//!
//! PostgreSQL: `.ci/postgres cargo test -p shoal --test databases -- --ignored`.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test may stop")]

mod support;

use serde_json::Value;
use std::os::unix::fs::PermissionsExt;
use support::{Place, contents, flat};

/// The statements that make the table `orders` of a flat CSV file.
fn script(csv: &str) -> String {
    let mut lines = csv.lines();
    let columns = lines.next().unwrap().replace(',', "\" text, \"");
    let rows: Vec<String> = lines.map(|line| format!("('{}')", line.replace(',', "','"))).collect();
    format!("CREATE TABLE orders (\"{columns}\" text); INSERT INTO orders VALUES {};", rows.join(","))
}

/// `run.json` without what is about the files.
fn result(place: &Place, folder: &str) -> Value {
    let mut run = place.json(&format!("{folder}/run.json"));
    for file in run["receipt"]["files"].as_array_mut().unwrap() {
        for about in ["file", "format", "fingerprint", "bytes"] {
            assert!(file.as_object_mut().unwrap().remove(about).is_some(), "{about}");
        }
    }
    run
}

#[test]
fn sqlite_gives_what_csv_gives() {
    let place = Place::new();
    let csv = flat(60);
    place.file("orders.csv", &csv);
    rusqlite::Connection::open(place.path("shop.db")).unwrap().execute_batch(&script(&csv)).unwrap();
    place.works(&["run", "orders.csv", "--out", "csv", "-q"]);
    let expected = result(&place, "csv");
    let query = "sqlite:shop.db?query=SELECT * FROM orders WHERE CustomerID LIKE 'C%' -- & all";
    for (given, kept) in [
        ("sqlite:shop.db", "sqlite:shop.db"),
        ("shop.db", "shop.db"),
        ("sqlite:shop.db?table=orders", "sqlite:shop.db?table=orders"),
        (query, query),
    ] {
        place.works(&["run", given, "--out", "db", "-q"]);
        assert_eq!(result(&place, "db"), expected, "{given}");
        assert_eq!(place.read("db/assignments.csv"), place.read("csv/assignments.csv"));
        assert!(place.read("db/shoal.toml").contains(kept), "{given}");
        place.works(&["run", "--config", "db/shoal.toml", "--out", "again", "-q"]);
        assert_eq!(contents(&place.path("again")), contents(&place.path("db")));
    }
    let scored = place.works(&["score", "--model", "db/model.json", "sqlite:shop.db?table=orders", "-q"]);
    assert_eq!(scored.out, place.read("csv/assignments.csv"));
    place.works(&["inspect", "sqlite:shop.db"]);
}

#[test]
fn customer_tables_of_a_database() {
    let place = Place::new();
    let scores: Vec<String> = (0..60).map(|c| format!("('C{c:03}', {}.25)", c * 7 % 50)).collect();
    let script =
        format!("CREATE TABLE scores (CustomerID text, risk real); INSERT INTO scores VALUES {};", scores.join(","));
    place.file("orders.csv", flat(60));
    rusqlite::Connection::open(place.path("shop.db")).unwrap().execute_batch(&script).unwrap();
    place.works(&[
        "run",
        "orders.csv",
        "--customer-table",
        "sqlite:shop.db?table=scores",
        "--features",
        "revenue,risk",
    ]);
    assert!(place.read("shoal-out/shoal.toml").contains("sqlite:shop.db?table=scores"));
}

#[test]
fn what_is_no_database_is_one_screen() {
    let place = Place::new();
    place.file("orders.csv", flat(20));
    rusqlite::Connection::open(place.path("shop.db")).unwrap().execute_batch(&script(&flat(5))).unwrap();
    for (given, code, words) in [
        ("sqlite:none.db", 2, ["`none.db` does not exist", "spelling"]),
        ("sqlite:orders.csv", 2, ["not a database", "SQLite file"]),
        ("sqlite:shop.db?table=sales", 2, ["there is no table `sales`", "there are `orders`"]),
        ("sqlite:shop.db?query=SELEC 1", 2, ["near \"SELEC\": syntax error", "check the query"]),
        ("postgres://u:hidden@127.0.0.1:1/x?table=a&query=b", 2, ["asks for a table and for a query", "PGPASSWORD"]),
        ("postgres://u:hidden@127.0.0.1:1/x?sslmode=require", 2, ["encrypted", "tunnel"]),
        ("postgres://u:hidden@127.0.0.1:1/x", 74, ["Connection refused", "that the server runs"]),
        ("mysql://u:hidden@127.0.0.1/x", 2, ["`mysql:…`", "not read"]),
    ] {
        place.fails(&["run", given], code, &words);
        place.fails(&["run", "orders.csv", "--customer-table", given], code, &words);
        assert!(!place.shoal(&["run", given]).err.contains("hidden"));
    }
}

/// The server's address with its password, the same without, and the password.
fn server() -> (String, String, String) {
    let whole = std::env::var("SHOAL_POSTGRES").unwrap();
    let (user, place) = whole.split_once('@').unwrap();
    let (user, password) = user.rsplit_once(':').unwrap();
    (whole.clone(), format!("{user}@{place}"), password.to_owned())
}

#[test]
#[ignore = "needs a server: .ci/postgres"]
fn passwords_are_used_and_nowhere_kept() {
    let place = Place::new();
    let csv = flat(60);
    place.file("orders.csv", &csv);
    let rows: Vec<String> = csv.lines().skip(1).map(|line| format!("('{}')", line.replace(',', "','"))).collect();
    let columns = csv.lines().next().unwrap().replace(',', "\",\"");
    let query = format!("query=SELECT * FROM (VALUES {}) AS t (\"{columns}\")", rows.join(","));
    let (whole, bare, password) = server();
    let given = format!("{whole}?{query}");
    let table = format!(
        "{whole}?query=SELECT 'C' || lpad(i::text, 3, '0') AS customer, i * 7 % 50 AS risk FROM generate_series(0, 59) i"
    );
    place.works(&["run", "orders.csv", "--out", "csv", "-q"]);
    place.works(&["run", &given, "--out", "db", "-q"]);
    assert_eq!(result(&place, "db"), result(&place, "csv"));
    let args = ["run", &given, "--customer-table", &table, "--features", "revenue,risk", "--out", "both"];
    let said = place.works(&args);
    assert!(!(said.out + &said.err).contains(&password));
    for folder in ["db", "both"] {
        for (name, bytes) in contents(&place.path(folder)) {
            assert!(!bytes.windows(password.len()).any(|part| part == password.as_bytes()), "{folder}/{name}");
        }
    }
    let wrong = given.replace(&password, "hidden");
    place.fails(&["run", &wrong], 2, &["password authentication failed", "PGPASSWORD"]);
    assert!(!place.shoal(&["run", &wrong]).err.contains("hidden"));
    let again = ["run", "--config", "db/shoal.toml", "--out", "again", "-q"];
    place.file("pgpass", format!("*:*:*:shoal:{password}\n"));
    let run = |name: &str, value: &str| {
        let mut command = place.command(&again);
        command.env_remove("PGPASSWORD").env("PGPASSFILE", "nowhere").env(name, value).output().unwrap().status
    };
    assert_eq!(run("PGUSER", "shoal").code(), Some(2), "without a password");
    assert_eq!(run("PGPASSWORD", &password).code(), Some(0));
    std::fs::set_permissions(place.path("pgpass"), PermissionsExt::from_mode(0o644)).unwrap();
    assert_eq!(run("PGPASSFILE", "pgpass").code(), Some(2), "others can read it");
    std::fs::set_permissions(place.path("pgpass"), PermissionsExt::from_mode(0o600)).unwrap();
    assert_eq!(run("PGPASSFILE", "pgpass").code(), Some(0));
    assert_eq!(contents(&place.path("again")), contents(&place.path("db")));
    assert!(place.read("db/shoal.toml").contains(&bare));
}

#[test]
#[ignore = "needs a server: .ci/postgres"]
fn a_database_that_goes_away_leaves_nothing() {
    let place = Place::new();
    let query = "query=SELECT i % 500 AS customer, '2024-01-05' AS date, 1.5 AS total, \
                 CASE WHEN i = 150000 THEN pg_terminate_backend(pg_backend_pid()) END AS gone FROM generate_series(1, 200000) i";
    let (whole, ..) = server();
    let given = format!("{whole}?{query}");
    place.fails(&["run", &given], 74, &["the reading broke off", "try again"]);
    assert!(place.shoal(&["run", &given]).err.lines().count() < 12);
}
