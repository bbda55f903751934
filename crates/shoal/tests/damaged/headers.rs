//! Headers that repeat, differ between files, lack names, or are none.

use crate::case::{read, refused};
use crate::inputs::{HEADER, sales, sales_and};

#[test]
fn headers_in_the_middle() {
    let words = ["the header stands again among the rows"];
    let (whole, rows) = (sales(), sales().split_once('\n').unwrap().1.to_owned());
    read("two exports, one behind the other", &[("kept", 120)])
        .file("t.csv", format!("{whole}{}", whole.replace("C0", "D0")))
        .says(&words);
    read("a header below every row", &[("kept", 60)])
        .file("t.csv", rows.lines().map(|row| format!("{HEADER}\r\n{row}\n")).collect::<String>())
        .says(&words);
    let customers = "customer,plan\nC01,pro\nC02,free\ncustomer,plan\nC03,pro\n";
    read("in a table of customers", &[("kept", 63)]).file("c.csv", customers).file("t.csv", sales()).says(&words);
    let other = "order,date,customer,quantity,price\n1,2024-01-01,C05,1,5\n";
    read("another header in the middle", &[("kept", 60), ("bad_date", 2)])
        .file("t.csv", sales_and(other))
        .says(&["t.csv,62,", "t.csv,63,"]);
}

#[test]
fn headers_that_differ() {
    let turned: String =
        sales().lines().map(|line| line.split(',').rev().collect::<Vec<_>>().join(",") + "\n").collect();
    let turned = turned.replace("C0", "D0");
    read("columns in another order in another file", &[("kept", 120)])
        .file("a.csv", sales())
        .file("b.csv", &turned)
        .says(&[]);
    let renamed = sales().replacen("customer", "customer_id", 1).replacen("price", "unit price", 1).replace("C0", "D0");
    read("other names in another file", &[("kept", 120)]).file("a.csv", sales()).file("b.csv", renamed).says(&[]);
    let fewer = "customer,date\nD01,2024-01-01\n";
    read("no amount in another file", &[("kept", 61)])
        .file("a.csv", sales())
        .file("b.csv", fewer)
        .says(&["`date` is not used as a property of customers"]);
    refused("a table of something else").file("a.csv", sales()).file("b.csv", "colour,taste\nred,sweet\n").says(&[
        "`b.csv`",
        "`colour`, `taste`",
        "--map",
    ]);
}

#[test]
fn names() {
    refused("one name twice")
        .file("t.csv", "customer,date,amount,date\nC1,2024-01-01,5,2024-01-01\n")
        .says(&["`t.csv` has several columns with the same name: `date`", "rename"]);
    read("no names for two columns", &[("kept", 60)])
        .file(
            "t.csv",
            sales()
                .lines()
                .map(|line| if line == HEADER { format!(",{line},\n") } else { format!("7,{line},8\n") })
                .collect::<String>(),
        )
        .says(&[]);
    refused("no names at all").file("t.csv", ",,,\nC1,2024-01-01,1,5\n").says(&["`t.csv`", "export"]);
    let numbered = sales().split_once('\n').unwrap().1.to_owned();
    read("no header", &[("kept", 60)]).file("t.csv", numbered).says(&["no header"]);
    refused("a title above the header")
        .file("t.csv", format!("Sales of 2024,,,,\n{}", sales()))
        .says(&["`Sales of 2024`", "delete the rows above"]);
    refused("the description of columns above the header")
        .file("t.csv", format!("text,text,date,number,number\n{}", sales()))
        .says(&["several columns with the same name: `number`, `text`"]);
    refused("a word where the header should be").file("t.csv", "No data found\n").says(&["`t.csv`", "No data found"]);
}

#[test]
fn thousands_of_columns() {
    let (names, values): (String, String) =
        (0..5000).map(|column| (format!(",c{column}"), format!(",{}", column % 7))).unzip();
    let wide: String = sales()
        .lines()
        .map(|line| if line == HEADER { format!("{line}{names}\n") } else { format!("{line}{values}\n") })
        .collect();
    read("five thousand columns more", &[("kept", 60)]).file("t.csv", wide).says(&[]);
    let (names, values): (String, String) =
        (0..20000).map(|column| (format!("c{column},"), format!("{},", column % 7))).unzip();
    refused("twenty thousand columns of which none says anything")
        .file("t.csv", format!("{names}\n{values}\n"))
        .says(&["`c19`, and 19981 more"]);
    refused("a long name")
        .file("t.csv", format!("{},b\n1,2\n", "n".repeat(100_000)))
        .says(&["`t.csv` is no table", "100000 characters without a separator"]);
    let same = "a,".repeat(20_000);
    refused("twenty thousand columns of one name").file("t.csv", format!("{same}\n{same}\n")).says(&["`a`"]);
}
