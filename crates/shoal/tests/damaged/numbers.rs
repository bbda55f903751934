//! Numbers that are too large, that are none, or that are written in several ways.

use crate::case::{read, refused};
use crate::inputs::{sales, sales_and};

/// A row with a quantity and a price.
fn row(quantity: &str, price: &str) -> String {
    sales_and(&format!("1,C05,2024-01-01,{quantity},{price}\n"))
}

#[test]
fn too_large() {
    for (name, quantity, price) in [
        ("a price of sixteen digits", "1", "1000000000000000"),
        ("1e400", "1", "1e400"),
        ("-1e400", "1", "-1e400"),
        ("a number of a thousand digits", "1", &"9".repeat(1000)),
        ("a quantity of twenty digits", "10000000000000000000", "1"),
        ("a product that is too large", "99999999999", "99999999999"),
    ] {
        read(name, &[("kept", 60), ("number_too_large", 1)])
            .file("t.csv", row(quantity, price))
            .says(&["t.csv,62,", "too large"]);
    }
    let rows = "1,C05,2024-01-01,1,999999999999.5\n".repeat(20_000);
    read("a sum beyond 64 bits", &[("kept", 20_060)]).file("t.csv", sales_and(&rows)).says(&[]);
    read("1e-400", &[("kept", 61)]).file("t.csv", row("1", "1e-400")).says(&[]);
}

#[test]
fn no_numbers() {
    for (name, price) in [
        ("infinity", "inf"),
        ("minus infinity", "-Infinity"),
        ("a word", "five"),
        ("two signs", "--5"),
        ("a hexadecimal number", "0x10"),
        ("two points", "1.2.3"),
        ("a sum", "2+3"),
        ("percent", "5%"),
        ("a formula", "=A1*2"),
        ("digits of full width", "５"),
    ] {
        let detail = format!("`{price}`");
        read(name, &[("kept", 60), ("bad_number", 1)]).file("t.csv", row("1", price)).says(&[
            "t.csv,62,",
            "column `price`",
            &detail,
        ]);
    }
    for (name, price) in [
        ("no price", ""),
        ("NaN", "NaN"),
        ("#N/A", "#N/A"),
        ("#DIV/0!", "#DIV/0!"),
        ("#REF!", "#REF!"),
        ("NULL", "NULL"),
        ("a lone sign", "-"),
        ("a lone point", "."),
    ] {
        read(name, &[("kept", 60), ("empty_value", 1)])
            .file("t.csv", row("1", price))
            .says(&["t.csv,62,", "column `price`"]);
    }
}

#[test]
fn written_in_their_own_way() {
    for (name, price) in [
        ("-0", "-0"),
        ("a space before", " 5"),
        ("an apostrophe for thousands", "1'234.50"),
        ("a space for thousands", "1 234.50"),
        ("a thin space", "1\u{202f}234.50"),
        ("a currency", "$5.00"),
    ] {
        read(name, &[("kept", 61)]).file("t.csv", row("1", price)).says(&[]);
    }
    for (name, price) in [("a sign behind", "5-"), ("parentheses", "(5)")] {
        read(name, &[("kept", 60), ("negative_amount", 1)]).file("t.csv", row("1", price)).says(&[]);
    }
    read("a decimal comma among points", &[("kept", 60), ("bad_number", 1)])
        .file("t.csv", row("1", "\"7,5\""))
        .says(&["--decimal", "t.csv,62,"]);
    read("thousands and decimals turned round", &[("kept", 60), ("bad_number", 1)])
        .file("t.csv", row("1", "\"1.234,50\""))
        .says(&["t.csv,62,"]);

    refused("every price in percent").file("t.csv", sales().replace(".50", ".50%")).says(&["price"]);
}
