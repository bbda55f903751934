//! Ids that a spreadsheet has made numbers of, and ids that are no ids.

use crate::case::{read, refused};
use crate::inputs::{sales, sales_and};

#[test]
fn ids_that_became_numbers() {
    let floats = sales().replace(",C", ",1785").replace(",2024-", ".0,2024-");
    read("ids as numbers with a point", &[("kept", 60)]).file("t.csv", floats).says(&[]);
    read("ids in scientific form", &[("kept", 60)])
        .file("t.csv", sales().replace(",C", ",1.78").replace(",2024-", "E+15,2024-"))
        .says(&["look like numbers that a spreadsheet rounded"]);
    read("an empty customer", &[("kept", 60), ("no_customer", 1)])
        .file("t.csv", sales_and("1,,2024-01-01,1,5\n"))
        .says(&["t.csv,62,"]);
    read("a customer of spaces", &[("kept", 60), ("no_customer", 1)])
        .file("t.csv", sales_and("1,\" \",2024-01-01,1,5\n"))
        .says(&[]);
    read("a word for no customer", &[("kept", 60), ("no_customer", 1)])
        .file("t.csv", sales_and("1,NULL,2024-01-01,1,5\n"))
        .says(&[]);
    read("an error for a customer", &[("kept", 60), ("no_customer", 1)])
        .file("t.csv", sales_and("1,#N/A,2024-01-01,1,5\n"))
        .says(&[]);
    refused("no customer in any row")
        .file(
            "t.csv",
            sales()
                .lines()
                .map(|line| {
                    if line.starts_with("order") {
                        format!("{line}\n")
                    } else {
                        format!("{},{}\n", &line[..4], &line[8..])
                    }
                })
                .collect::<String>(),
        )
        .says(&["60 rows: no customer", "--map"]);
}
