//! Tables that are sound each by itself and do not fit together.

use crate::case::{read, refused};
use crate::inputs::sales;

#[test]
fn customers() {
    let customers = "customer,plan\nC01,pro\nC02,free\nC01,free\nC03,pro\n,pro\n";
    read("a customer twice, and one without an id", &[("kept", 63), ("no_customer", 1), ("repeated_key", 1)])
        .file("c.csv", customers)
        .file("t.csv", sales())
        .says(&["c.csv,"]);
    read("transactions of unknown customers", &[("kept", 62)])
        .file("c.csv", "customer,plan\nC01,pro\nX,free\n")
        .file("t.csv", sales())
        .says(&["customers in transactions but not in the customers table: 19"]);
    refused("no customer in common")
        .file("c.csv", (0..12).fold("customer,plan\n".to_owned(), |text, row| format!("{text}X{row},pro\n")))
        .file("t.csv", sales())
        .says(&["none of the 20 customers of the transactions", "`--map transactions.customer=COLUMN`"]);
    refused("customers alone, with nothing but an id").file("c.csv", "customer_id\nC01\nC02\n").says(&["c.csv"]);
}

#[test]
fn products() {
    let lines = "customer,date,product_id,quantity\nC1,2024-01-01,P1,1\nC2,2024-01-02,P2,2\nC3,2024-01-03,P3,2\n";
    let prices = "product_id,price\nP1,5\nP2,6\nP2,7\n";
    read("two prices of a product, and none of another", &[("kept", 4), ("no_price", 1), ("repeated_key", 1)])
        .file("p.csv", prices)
        .file("t.csv", lines)
        .says(&["P2,7", "`P3` has no price in the products table"]);
    refused("no price of any product")
        .file("p.csv", "product_id,price\nQ1,5\n")
        .file("t.csv", lines)
        .says(&["3 of 3 rows"]);
    refused("prices alone").file("p.csv", prices).says(&["no transactions table was given"]);
}
