//! PostgreSQL, against the server whose address is in SHOAL_POSTGRES: `.ci/postgres cargo test -p shoal-data --test tables -- --ignored`.

use crate::folder::notes;
use postgres::{Client, NoTls};
use shoal_data::{Error, ErrorKind, Loaded, ReadOptions, load, silent};

/// A schema of its own for each test, which all connections of the address use.
pub(crate) fn shop(schema: &str, sql: &str) -> String {
    let server = std::env::var("SHOAL_POSTGRES").unwrap();
    let mut client = Client::connect(&server, NoTls).unwrap();
    let begin = format!("DROP SCHEMA IF EXISTS {schema} CASCADE; CREATE SCHEMA {schema}; SET search_path = {schema};");
    client.batch_execute(&(begin + sql)).unwrap();
    format!("{server}?options=-csearch_path%3D{schema}")
}

fn read_with(address: &str, options: &ReadOptions) -> Result<Loaded, Error> {
    load(&[address.into()], options, &silent)
}

fn read(address: &str) -> Result<Loaded, Error> {
    read_with(address, &ReadOptions::default())
}

fn password() -> String {
    let server = std::env::var("SHOAL_POSTGRES").unwrap();
    server.split(['@', ':']).nth(2).unwrap().to_owned()
}

const SHOP: &str = "
    CREATE TABLE orders (id serial, customer text, date timestamptz, total numeric(20, 6), price money, paid boolean);
    INSERT INTO orders (customer, date, total) VALUES ('a', '2024-01-05 10:30:00.25+02', 8.290001), ('b, \"c\"', '2024-01-06 00:00Z', 12);
    CREATE TABLE \"Odd \"\"name\" (customer text, date date, amount double precision);
    INSERT INTO \"Odd \"\"name\" VALUES ('z', '2024-02-01', 0.1);
    CREATE VIEW large AS SELECT * FROM orders WHERE total > 10;
";

#[test]
#[ignore = "needs a server: .ci/postgres"]
fn tables_views_and_queries() {
    let address = shop("tables_and_queries", SHOP);
    let loaded = read(&format!("{address}&table=orders")).unwrap();
    let file = &loaded.receipt.files[0];
    assert_eq!((file.file.as_str(), file.format.as_str(), file.rows), ("postgres [orders]", "PostgreSQL table", 2));
    assert_eq!(loaded.lines.customers.ids, ["a", "b, \"c\""]);
    assert_eq!(loaded.lines.lines[0].time.0, 1_704_443_400);
    assert_eq!(file.entries[0].money.to_f64(), 20.290001);
    let options = ReadOptions { timezone: Some("+02:00".parse().unwrap()), ..ReadOptions::default() };
    let moved = read_with(&format!("{address}&table=orders"), &options).unwrap();
    assert_eq!(moved.lines.lines[0].time.0, 1_704_443_400 + 7200, "moments with a zone come with it");
    for table in ["Odd \"name", "tables_and_queries.Odd \"name"] {
        assert_eq!(read(&format!("{address}&table={table}")).unwrap().lines.customers.ids, ["z"]);
    }
    let several = read(&format!("{address}&table=Odd \"name&table=large")).unwrap();
    let names: Vec<&str> = several.receipt.files.iter().map(|file| file.file.as_str()).collect();
    assert_eq!(names, ["postgres [Odd \"name]", "postgres [large]"]);
    let query = "select customer, date, total - 1 as total, paid from orders where customer <> '&?%41#' -- all of them";
    let loaded = read(&format!("{address}&query={query}")).unwrap();
    let file = &loaded.receipt.files[0];
    assert_eq!(file.entries[0].money.to_f64(), 18.290001);
    assert_eq!(file.format, "PostgreSQL query");
    assert_eq!(file.file, "postgres [select customer, date, total - 1 as tota…]");
}

#[test]
#[ignore = "needs a server: .ci/postgres"]
fn values_of_every_type() {
    let sql = "
        CREATE TYPE mood AS ENUM ('fine');
        CREATE DOMAIN truth AS boolean;
        CREATE TABLE t (customer text, date timestamp, amount numeric, truth truth, bytes bytea, many int[], dear money, mood mood,
                        id uuid, said jsonb, took interval, at time, ratio real, \"far\" date, nothing text, span int4range);
        INSERT INTO t VALUES (E'a\\tb\\\\N\\nc', '2024-01-05 10:30:00.123456', 12345678901234567890123.4567, true, '\\x00ff', '{1,2}', 1.5,
            'fine', 'a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11', '{\"a\": 1}', '1 day', '10:30', 0.1, 'infinity', NULL, '[1,3)'),
            (NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL),
            ('z', '0044-03-15 BC', 1, false, '', '{}', 2, NULL, NULL, NULL, NULL, NULL, 'NaN', NULL, NULL, NULL),
            ('y', '2024-01-06', 'NaN', false, '', '{}', 2, NULL, NULL, NULL, NULL, NULL, 'NaN', NULL, NULL, NULL),
            ('x', '2024-01-07', 3.1, false, '', '{}', 2, NULL, NULL, NULL, NULL, NULL, 1, NULL, '', NULL);";
    let address = shop("every_type", sql);
    let options = ReadOptions { max_unreadable: 1.0, ..ReadOptions::default() };
    let loaded = read_with(&format!("{address}&table=t"), &options).unwrap();
    assert_eq!(notes(&loaded.receipt.files[0])[0], "blank_row 1");
    let rejected = loaded.rejected.all().unwrap();
    let told: Vec<(u64, &str)> = rejected.iter().map(|row| (row.line, row.raw.as_str())).collect();
    assert_eq!(
        told,
        [
            (
                1,
                "a\tb\\N\nc,2024-01-05 10:30:00.123456,12345678901234567890123.4567,true,00ff,{1,2},1.50,fine,\
                 a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11,{\"a\": 1},P1D,10:30:00,0.1,infinity,,[1,3)"
            ),
            (3, "z,0044-03-15 00:00:00 BC,1,false,,{},2.00,,,,,,NaN,,,"),
            (4, "y,2024-01-06 00:00:00,NaN,false,,{},2.00,,,,,,NaN,,,"),
        ]
    );
    assert_eq!(loaded.lines.customers.ids, ["x"]);
}

#[test]
#[ignore = "needs a server: .ci/postgres"]
fn the_settings_keep_no_password() {
    let address = shop("no_password", SHOP);
    let loaded = read(&format!("{address}&table=orders")).unwrap();
    let kept = loaded.inputs[0].to_str().unwrap();
    assert!(kept.starts_with("postgres://shoal@127.0.0.1:") && kept.ends_with("&table=orders"), "{kept}");
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
    let other = address.replace("/postgres?", "/elsewhere?");
    let (input, world) = (ErrorKind::Input, ErrorKind::World);
    for (given, message, hint, kind) in [
        (
            format!("{address}&table=none"),
            "there is no table `none`",
            "there are `Odd \"name`, `large`, `orders`",
            input,
        ),
        (format!("{address}&query=select * from none"), "relation \"none\" does not exist", "check the query", input),
        (format!("{address}&query=selec 1"), "syntax error at or near \"selec\"", "check the query", input),
        (format!("{address}&query=select 1; drop table orders"), "cannot insert multiple commands", "", input),
        (format!("{address}&query=select 1) to stdout; --"), "syntax error", "", input),
        (format!("{address}&query=delete from orders"), "not one that reads", "write one SELECT", input),
        (format!("{address}&query=delete from orders returning id"), "read-only transaction", "only reads", input),
        (format!("{address}&query=with d as (delete from orders returning *) select * from d"), "", "", input),
        (format!("{address}&query=select $1::text as customer"), "not one that reads", "without parameters", input),
        (format!("{address}&query=select 1 as a, 2 as a"), "several columns with the same name: `a`", "rename", input),
        (format!("{address}&query=select 1 / 0 as customer"), "division by zero", "", input),
        (format!("{address}&query=select * from orders where false"), "has a header", "", input),
        (format!("{address}&sslmode=require"), "encrypted connection", "", input),
        (other, "database \"elsewhere\" does not exist", "name of the database", input),
        ("postgres://u@127.0.0.1:1/x".to_owned(), "error connecting to server", "that the server runs", world),
    ] {
        let error = read(&given).unwrap_err();
        let told = error.hint().unwrap();
        assert!(error.to_string().contains(message) && told.contains(hint), "{given}: {error} {told}");
        assert_eq!(error.kind(), kind, "{error}");
    }
    assert_eq!(read(&format!("{address}&table=orders")).unwrap().lines.lines.len(), 2);
}

#[test]
#[ignore = "needs a server: .ci/postgres"]
fn a_server_that_goes_away_in_the_middle_is_one_error() {
    let address = shop("goes_away", SHOP);
    let query = "select i as customer, '2024-01-05' as date, 1.5 as total, \
                 case when i = 150000 then pg_terminate_backend(pg_backend_pid()) end as gone \
                 from generate_series(1, 200000) i";
    let error = read(&format!("{address}&query={query}")).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::World, "{error}");
    assert!(error.to_string().contains("the reading broke off"), "{error}");
    let slow = format!("{address}%20-cstatement_timeout%3D50&query=select pg_sleep(9) as customer");
    let error = read(&slow).unwrap_err();
    assert!(error.kind() == ErrorKind::World && error.to_string().contains("statement timeout"), "{error}");
}

#[test]
#[ignore = "needs a server: .ci/postgres"]
fn a_whole_database_is_its_tables_of_ours() {
    let sql = "
        CREATE TABLE customers (customer text, region text);
        INSERT INTO customers VALUES ('a', 'north'), ('c', 'south');
        CREATE TABLE purchases (customer text, date date, total numeric) PARTITION BY RANGE (date);
        CREATE TABLE purchases_old PARTITION OF purchases DEFAULT;
        INSERT INTO purchases VALUES ('a', '2024-01-05', 1.10), ('b', '2024-01-06', 2);
        CREATE VIEW recent AS SELECT * FROM purchases;
        CREATE TABLE nothing_of_ours (x integer);
        CREATE SCHEMA archive;
        CREATE TABLE archive.purchases AS SELECT * FROM purchases;";
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
    let note = &loaded.receipt.files[0].notes[0];
    assert!(note.words.contains("`nothing_of_ours`, `recent`, `archive.purchases`"), "{}", note.words);
}
