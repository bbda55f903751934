//! PostgreSQL, against the server whose address is in SHOAL_POSTGRES: `.ci/postgres cargo test -p shoal-data --test postgres -- --ignored`.

#![allow(clippy::unwrap_used, reason = "a test may fail")]

use postgres::{Client, NoTls};
use shoal_data::{Error, ErrorKind, Loaded, ReadOptions, load, silent};

/// A schema of its own for each test, which all connections of the address use.
fn shop(schema: &str, sql: &str) -> String {
    let server = std::env::var("SHOAL_POSTGRES").unwrap();
    let mut client = Client::connect(&server, NoTls).unwrap();
    let begin = format!("DROP SCHEMA IF EXISTS {schema} CASCADE; CREATE SCHEMA {schema}; SET search_path = {schema};");
    client.batch_execute(&(begin + sql)).unwrap();
    format!("{server}?options=-csearch_path%3D{schema}")
}

fn read(address: &str) -> Result<Loaded, Error> {
    load(&[address.into()], &ReadOptions::default(), &silent)
}

fn password() -> String {
    let server = std::env::var("SHOAL_POSTGRES").unwrap();
    server.split(['@', ':']).nth(2).unwrap().to_owned()
}

const SHOP: &str = "
    CREATE TABLE orders (id serial, customer text, date timestamptz, total numeric(20, 6), price money, paid boolean);
    INSERT INTO orders (customer, date, total) VALUES ('a', '2024-01-05 10:30:00+02', 8.290001), ('b, \"c\"', '2024-01-06 00:00Z', 12);
    CREATE TABLE \"Odd \"\"name\" (customer text, date date, amount double precision);
    INSERT INTO \"Odd \"\"name\" VALUES ('z', '2024-02-01', 0.1);
";

#[test]
#[ignore = "needs a server: .ci/postgres"]
fn tables_and_queries() {
    let address = shop("tables_and_queries", SHOP);
    let loaded = read(&format!("{address}#orders")).unwrap();
    let file = &loaded.receipt.files[0];
    assert_eq!((file.file.as_str(), file.format.as_str(), file.rows), ("postgres#orders", "PostgreSQL table", 2));
    assert_eq!(loaded.lines.customers.ids, ["a", "b, \"c\""]);
    assert_eq!(loaded.lines.lines[0].time.0, 1_704_443_400);
    assert_eq!(file.entries[0].money.to_f64(), 20.290001);
    let odd = read(&format!("{address}#Odd \"name")).unwrap();
    assert_eq!(odd.lines.customers.ids, ["z"]);
    let query = "select customer, date, total - 1 as total from orders -- all of them";
    let loaded = read(&format!("{address}#{query}")).unwrap();
    assert_eq!(loaded.receipt.files[0].entries[0].money.to_f64(), 18.290001);
}

#[test]
#[ignore = "needs a server: .ci/postgres"]
fn the_settings_keep_no_password() {
    let address = shop("no_password", SHOP);
    let loaded = read(&format!("{address}#orders")).unwrap();
    let kept = loaded.inputs[0].to_str().unwrap();
    assert!(kept.starts_with("postgres://shoal@127.0.0.1:") && kept.ends_with("#orders"), "{kept}");
    assert!(!format!("{loaded:?}").contains(&password()));
    let wrong = address.replace(&password(), "s3cret");
    let error = read(&wrong).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Input);
    assert!(error.to_string().contains("password authentication failed"), "{error}");
    assert!(!format!("{error} {error:?} {:?}", error.hint()).contains("s3cret"));
    let twice = load(&[wrong.clone().into(), wrong.into()], &ReadOptions::default(), &silent).unwrap_err();
    assert!(matches!(twice, Error::SameFile { .. }) && !format!("{twice:?}").contains("s3cret"));
}

#[test]
#[ignore = "needs a server: .ci/postgres"]
fn what_cannot_be_read_is_said() {
    let address = shop("cannot_be_read", SHOP);
    let encrypted = format!("{address}&sslmode=require");
    let closed = "postgres://u@127.0.0.1:1/x".to_owned();
    for (given, message, kind) in [
        (format!("{address}#none"), "there is no table `none`", ErrorKind::Input),
        (format!("{address}#select * from none"), "relation \"none\" does not exist", ErrorKind::Input),
        (format!("{address}#select 1; drop table orders"), "cannot insert multiple commands", ErrorKind::Input),
        (format!("{address}#select 1) to stdout; --"), "syntax error", ErrorKind::Input),
        (format!("{address}#with d as (delete from orders returning *) select * from d"), "", ErrorKind::Input),
        (encrypted, "encrypted connections are not supported", ErrorKind::Input),
        (closed, "error connecting to server", ErrorKind::World),
        ("postgres://h:x/".to_owned(), "the address is not understood", ErrorKind::Input),
    ] {
        let error = read(&given).unwrap_err();
        assert!(error.to_string().contains(message), "{error}");
        assert_eq!(error.kind(), kind, "{error}");
        assert!(error.hint().is_some());
    }
    assert_eq!(read(&format!("{address}#orders")).unwrap().lines.lines.len(), 2);
}

#[test]
#[ignore = "needs a server: .ci/postgres"]
fn a_server_that_goes_away_in_the_middle_is_one_error() {
    let address = shop("goes_away", SHOP);
    let query = "select i as customer, '2024-01-05' as date, 1.5 as total, \
                 case when i = 150000 then pg_terminate_backend(pg_backend_pid()) end as gone \
                 from generate_series(1, 200000) i";
    let error = read(&format!("{address}#{query}")).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::World, "{error}");
    assert!(error.to_string().contains("the reading broke off"), "{error}");
}

#[test]
#[ignore = "needs a server: .ci/postgres"]
fn a_whole_database_is_its_tables_of_ours() {
    let sql = "
        CREATE TABLE customers (customer text, region text);
        INSERT INTO customers VALUES ('a', 'north'), ('c', 'south');
        CREATE TABLE purchases (customer text, date date, total numeric);
        INSERT INTO purchases VALUES ('a', '2024-01-05', 1.10), ('b', '2024-01-06', 2);
        CREATE TABLE nothing_of_ours (x integer);";
    let server = std::env::var("SHOAL_POSTGRES").unwrap();
    let mut client = Client::connect(&server, NoTls).unwrap();
    client.batch_execute("DROP DATABASE IF EXISTS whole WITH (FORCE)").unwrap();
    client.batch_execute("CREATE DATABASE whole").unwrap();
    let address = format!("{}/whole", server.rsplit_once('/').unwrap().0);
    Client::connect(&address, NoTls).unwrap().batch_execute(sql).unwrap();
    let loaded = read(&address).unwrap();
    let names: Vec<&str> = loaded.receipt.files.iter().map(|file| file.file.as_str()).collect();
    assert_eq!(names, ["whole [customers]", "whole [purchases]"]);
    assert_eq!(loaded.lines.customers.ids, ["a", "b", "c"]);
    assert!(loaded.receipt.files[0].notes[0].words.contains("`nothing_of_ours`"));
}
