//! SQLite: tables, queries, whole databases, and what is wrong with them.

use crate::folder::{Folder, failure, notes, read, roles, shown, with_order_ids};
use rusqlite::Connection;
use shoal_data::{Error, Loaded, NumberOptions, ReadOptions, load, numbers, silent};
use std::path::PathBuf;

const SHOP: &str = "
    CREATE TABLE orders (id INTEGER PRIMARY KEY, customer TEXT, date TEXT, total NUMERIC, country TEXT);
    INSERT INTO orders VALUES (1, 'a', '2024-01-05 10:30:00', 8.29, 'DE'), (2, 'b', '2024-01-06', 12, NULL);
    CREATE TABLE customers (customer TEXT, region TEXT);
    INSERT INTO customers VALUES ('a', 'north'), ('c', 'south');
    CREATE TABLE settings (name TEXT, value TEXT);
    INSERT INTO settings VALUES ('x', 'y');
    CREATE TABLE \"odd \"\"name\" (customer TEXT, date TEXT, amount REAL);
    INSERT INTO \"odd \"\"name\" VALUES ('z', '2024-02-01', 0.1);
    CREATE VIEW large AS SELECT * FROM orders WHERE total > 10;
";

fn shop(sql: &str) -> (Folder, PathBuf) {
    let folder = Folder::new();
    let path = folder.path("shop.db");
    Connection::open(&path).unwrap().execute_batch(sql).unwrap();
    (folder, path)
}

fn given(path: &std::path::Path, behind: &str) -> Result<Loaded, Error> {
    load(&[format!("sqlite:{}{behind}", path.display()).into()], &ReadOptions::default(), &silent)
}

#[test]
fn tables_views_and_queries() {
    let (_folder, path) = shop(SHOP);
    for (behind, name, format, expected) in [
        ("?table=orders", "shop.db [orders]", "SQLite table", vec!["a 2024-01-05 0 ? 1 8.29", "b 2024-01-06 1 ? 1 12"]),
        ("?table=large", "shop.db [large]", "SQLite view", vec!["b 2024-01-06 0 ? 1 12"]),
        ("?table=odd \"name", "shop.db [odd \"name]", "SQLite table", vec!["z 2024-02-01 0 ? 1 0.1"]),
        (
            "?query= select customer, date, total * 2 / 1 as total from orders where id = 2; ",
            "shop.db [select customer, date, total * 2 / 1 as …]",
            "SQLite query",
            vec!["b 2024-01-06 0 ? 1 24"],
        ),
    ] {
        let loaded = given(&path, behind).unwrap_or_else(|error| panic!("{behind}: {error}"));
        assert_eq!(shown(&loaded.lines), expected);
        let file = &loaded.receipt.files[0];
        assert_eq!((file.file.as_str(), file.format.as_str()), (name, format));
        let again = load(&loaded.inputs, &ReadOptions::default(), &silent).unwrap();
        assert_eq!(again, loaded);
    }
}

#[test]
fn a_whole_database_is_its_tables_of_ours() {
    let (folder, path) = shop(&format!("{SHOP} DROP TABLE \"odd \"\"name\""));
    let loaded = load(&[path], &with_order_ids(), &silent).unwrap();
    let names: Vec<&str> = loaded.receipt.files.iter().map(|file| file.file.as_str()).collect();
    assert_eq!(names, ["shop.db [customers]", "shop.db [orders]"]);
    assert_eq!(loaded.lines.customers.ids, ["a", "b", "c"]);
    assert_eq!(notes(&loaded.receipt.files[0]), ["not_read 2"]);
    let csv = "id,customer,date,total,country\n1,a,2024-01-05 10:30:00,8.29,DE\n2,b,2024-01-06,12,\n";
    let expected = read(&[("orders.csv", csv), ("customers.csv", "customer,region\na,north\nc,south\n")]).unwrap();
    assert_eq!(loaded.lines, expected.lines);
    assert_eq!(roles(&loaded.receipt.files[1]), roles(&expected.receipt.files[1]));
    assert_eq!(load(&[folder.path("")], &with_order_ids(), &silent).unwrap().lines, expected.lines);
}

#[test]
fn cells_of_every_kind() {
    let (_folder, path) = shop(
        "CREATE TABLE t (customer, date, amount, blob);
         INSERT INTO t VALUES (9007199254740993, '2024-01-05', 1.5, x'00ff'), (CAST(x'ff' AS TEXT), '2024-01-05', 1, NULL),
                              (NULL, NULL, NULL, NULL), (-1, '2024-01-05', 1e3, 'x');",
    );
    let options = ReadOptions { max_unreadable: 1.0, ..ReadOptions::default() };
    let loaded = load(&[format!("sqlite:{}?table=t", path.display()).into()], &options, &silent).unwrap();
    assert_eq!(loaded.lines.customers.ids, ["-1", "9007199254740993"]);
    assert_eq!(notes(&loaded.receipt.files[0]), ["blank_row 1"]);
    let rejected = loaded.rejected.all().unwrap();
    let told: Vec<(u64, &str)> = rejected.iter().map(|row| (row.line, row.reason.as_str())).collect();
    assert_eq!(told, [(2, "bad_encoding")]);
}

#[test]
fn what_cannot_be_read_is_said() {
    let (folder, path) = shop(SHOP);
    for (behind, message, hint) in [
        (
            "?table=none",
            "`shop.db`: there is no table `none`",
            "there are `customers`, `large`, `odd \"name`, `orders`, `settings`",
        ),
        ("?query=select * from none", "no such table: none", "check the query"),
        ("?query=select 1; select 2", "several statements", "write one SELECT"),
        ("?query=with x as (select 1) delete from orders", "not one that reads", "write one SELECT"),
        ("?query=attach 'x.db' as x", "not one that reads", "write one SELECT"),
        ("?query=select ?1 as customer", "not one that reads", "without parameters"),
        ("?mode=rw", "parameter `mode`", "?table="),
        ("?query=select customer, customer from orders", "several columns with the same name: `customer`", "rename"),
        ("?query=select * from orders where id > 9", "has a header", "export the table again"),
    ] {
        let (error, told) = failure(given(&path, behind));
        assert!(error.contains(message) && told.contains(hint), "{error} {told}");
    }
    let count: i64 =
        Connection::open(&path).unwrap().query_row("SELECT count(*) FROM orders", [], |row| row.get(0)).unwrap();
    assert_eq!(count, 2);
    for inputs in [["", "?table=orders"], ["?table=orders", "?table=orders"]] {
        let inputs = inputs.map(|behind| format!("sqlite:{}{behind}", path.display()).into());
        let (error, _) = failure(load(&inputs, &ReadOptions::default(), &silent));
        assert!(error.contains("twice"), "{error}");
    }
    let (error, _) = failure(given(&folder.path("none.db"), ""));
    assert!(error.contains("does not exist"), "{error}");
    let whole = std::fs::read(&path).unwrap();
    let cut = folder.write("cut.db", &whole[..5000]);
    let (error, hint) = failure(load(&[cut], &ReadOptions::default(), &silent));
    assert!(error.contains("malformed"), "{error}");
    assert!(hint.contains("fetch or copy it again"), "{hint}");
    let (error, _) = failure(given(&folder.write("text.db", "customer,date\n"), ""));
    assert!(error.contains("not a database"), "{error}");
}

#[test]
fn one_table_of_numbers() {
    let (_folder, path) = shop("CREATE TABLE t (x REAL, y INTEGER); INSERT INTO t VALUES (0.5, 1), (1e300, -2)");
    let address = PathBuf::from(format!("sqlite:{}?table=t", path.display()));
    let table = numbers(&address, &NumberOptions::default(), &silent).unwrap();
    assert_eq!((table.columns, table.values), (vec!["x".to_owned(), "y".to_owned()], vec![0.5, 1.0, 1e300, -2.0]));
}

#[test]
fn views_alone_are_read_and_files_may_have_odd_names() {
    let (folder, path) = shop(
        "CREATE TABLE raw (x, y, z); INSERT INTO raw VALUES ('a', '2024-01-05', 1);
                               CREATE VIEW orders AS SELECT x AS customer, y AS date, z AS total FROM raw;
                               CREATE VIEW broken AS SELECT * FROM gone;",
    );
    let loaded = load(std::slice::from_ref(&path), &ReadOptions::default(), &silent).unwrap();
    assert_eq!(shown(&loaded.lines), ["a 2024-01-05 0 ? 1 1"]);
    let note = &loaded.receipt.files[0].notes[0];
    assert!(note.words.contains("`broken`, `raw`"), "{}", note.words);
    let plain = PathBuf::from(format!("{}?table=orders", path.display()));
    assert_eq!(load(&[plain], &ReadOptions::default(), &silent).unwrap().lines, loaded.lines);
    let odd = folder.path("shop?table=x.db");
    std::fs::copy(&path, &odd).unwrap();
    for given in [odd.clone(), PathBuf::from(format!("sqlite:{}", odd.display()))] {
        assert_eq!(load(&[given], &ReadOptions::default(), &silent).unwrap().lines, loaded.lines);
    }
}

#[test]
fn several_named_tables_and_queries_that_begin_alike() {
    let (_folder, path) = shop(SHOP);
    let loaded = given(&path, "?table=orders&table=customers").unwrap();
    assert_eq!(loaded.lines.customers.ids, ["a", "b", "c"]);
    let query = |id: u32| {
        let query = format!("select customer, date, total, country from orders where id = {id}");
        PathBuf::from(format!("sqlite:{}?query={query}", path.display()))
    };
    let both = [query(1), query(2)];
    let loaded = load(&both, &ReadOptions::default(), &silent).unwrap();
    assert_eq!(loaded.receipt.files.len(), 2);
    let reversed = [query(2), query(1)];
    assert_eq!(load(&reversed, &ReadOptions::default(), &silent).unwrap(), loaded);
}
