//! Customers, transactions and products.

use crate::folder::{Folder, entries, failure, file, notes, read, roles, shown};
use shoal_data::{ReadOptions, load, silent};
use shoal_segment::lines::NO_KEY;

const CUSTOMERS: &str =
    "CustomerID,CustomerName,Region,SignupDate\nC1,Ann,Asia,1/31/2023\nC2,Bob,Europe,2/3/2023\nC3,Cid,,\n";
const PRODUCTS: &str = "ProductID,ProductName,Category,Price\nP1,Pen,Office,1.5\nP2,Cup,Home,4\n";
const TRANSACTIONS: &str = "\
TransactionID,CustomerID,ProductID,TransactionDate,Quantity,TotalValue
T1,C1,P1,3/13/2024 10:00,2,3.00
T2,C1,P2,3/14/2024 10:00,1,4.00
T3,C9,P9,3/15/2024 10:00,1,9.00
";

#[test]
fn three_tables_in_any_order() {
    let loaded = read(&[("p.csv", PRODUCTS), ("t.csv", TRANSACTIONS), ("c.csv", CUSTOMERS)]).unwrap();
    let names: Vec<&str> = loaded.receipt.files.iter().map(|file| file.file.as_str()).collect();
    assert_eq!(names, ["c.csv", "t.csv", "p.csv"]);
    assert_eq!(shown(&loaded.lines), ["C1 2024-03-13 0 P1 2 3", "C1 2024-03-14 1 P2 1 4", "C9 2024-03-15 2 P9 1 9"]);
    let customers = &loaded.lines.customers;
    assert_eq!(customers.ids, ["C1", "C2", "C3", "C9"]);
    let days: Vec<String> =
        customers.signup.iter().map(|day| day.map_or("-".to_owned(), |day| day.to_string())).collect();
    assert_eq!(days, ["2023-01-31", "2023-02-03", "-", "-"]);
    assert_eq!(customers.attributes[0].codes, [0, 1, NO_KEY, NO_KEY]);
    let categories: Vec<&str> = loaded
        .lines
        .lines
        .iter()
        .map(|line| loaded.lines.categories.get(line.category as usize).map_or("?", String::as_str))
        .collect();
    assert_eq!(categories, ["Office", "Home", "?"]);
    let receipt = &loaded.receipt;
    assert_eq!(
        (
            receipt.customers_without_transactions,
            receipt.customers_unknown,
            receipt.rows_of_unknown_customers,
            receipt.rows_of_unknown_products
        ),
        (2, 1, 1, 1)
    );
    assert_eq!(roles(file(receipt, "p.csv")), ["product=ProductID", "category=Category"]);
    assert_eq!(file(receipt, "p.csv").unused_columns, ["ProductName", "Price"]);
}

#[test]
fn prices_come_from_the_products_when_nothing_else_has_them() {
    let bare = "CustomerID,ProductID,Date,Quantity\nC1,P1,2024-01-01,2\nC1,P2,2024-01-02,-1\nC2,P1,2024-01-02,3\n";
    let loaded = read(&[("p.csv", PRODUCTS), ("t.csv", bare)]).unwrap();
    assert_eq!(
        shown(&loaded.lines),
        ["C1 2024-01-01 0 P1 2 3", "C1 2024-01-02 1 P2 -1 -4", "C2 2024-01-02 2 P1 3 4.5"]
    );
    assert_eq!(roles(file(&loaded.receipt, "p.csv")), ["product=ProductID", "category=Category", "price=Price"]);
    let (message, _) = failure(read(&[("p.csv", PRODUCTS), ("t.csv", &bare.replace("P2", "P7"))]));
    assert!(
        message.contains("1 row: no amount: the product has no price in the products table\n    line 3: column `ProductID`: `P7` has no price in the products table"),
        "{message}"
    );
    let (message, hint) = failure(read(&[("p.csv", "ProductID,Category\nP1,x\n"), ("t.csv", bare)]));
    assert!(message.contains("`t.csv` has no column for the amount"), "{message}");
    assert_eq!(hint, "`--map transactions.total=COLUMN`");
}

#[test]
fn two_tables() {
    let loaded = read(&[("t.csv", TRANSACTIONS), ("c.csv", CUSTOMERS)]).unwrap();
    assert!(!loaded.lines.known.category);
    assert_eq!(loaded.receipt.rows_of_unknown_products, 0);
}

#[test]
fn several_files_of_a_kind_with_columns_in_another_order() {
    let more = "Date;Total;Customer Id;Order No\n15.3.2024;9.00;C9;T3\n";
    let less = TRANSACTIONS.replace("T3,C9,P9,3/15/2024 10:00,1,9.00\n", "");
    let loaded = read(&[("a.csv", &less), ("b.csv", more), ("c.csv", CUSTOMERS)]).unwrap();
    assert_eq!(shown(&loaded.lines), ["C1 2024-03-13 0 P1 2 3", "C1 2024-03-14 1 P2 1 4", "C9 2024-03-15 2 ? 1 9"]);
    assert!(!loaded.lines.known.quantity && !loaded.lines.known.product, "not all files have them");
}

#[test]
fn an_id_that_repeats_is_used_once_whatever_the_order() {
    let rows = ["C1,Ann,Asia,1/31/2023", "C1,Ann,Europe,1/31/2023", "C1,Ann,Asia,1/30/2023"];
    for turn in 0..3 {
        let turned: Vec<&str> = (0..3).map(|i| rows[(i + turn) % 3]).collect();
        let table =
            format!("CustomerID,CustomerName,Region,SignupDate\n{}\n,Nobody,Asia,1/1/2023\n", turned.join("\n"));
        let loaded = read(&[("t.csv", TRANSACTIONS), ("c.csv", &table)]).unwrap();
        assert_eq!(entries(file(&loaded.receipt, "c.csv")), ["kept 1 0", "no_customer 1 0", "repeated_key 2 0"]);
        assert_eq!(loaded.lines.customers.signup[0].unwrap().to_string(), "2023-01-30");
        assert_eq!(loaded.lines.customers.attributes[0].levels, ["Asia"]);
    }
}

#[test]
fn too_many_values_are_no_attribute() {
    let rows: String = (0..60).map(|i| format!("C{i},Town {i},{}\n", ["Asia", "Europe"][i % 2])).collect();
    let loaded = read(&[("t.csv", TRANSACTIONS), ("c.csv", &format!("CustomerID,City,Region\n{rows}"))]).unwrap();
    let names: Vec<&str> = loaded.lines.customers.attributes.iter().map(|attribute| attribute.name.as_str()).collect();
    assert_eq!(names, ["Region"]);
    assert_eq!(notes(file(&loaded.receipt, "c.csv")), ["too_many_values 60"]);
}

#[test]
fn tables_without_a_common_customer_are_refused() {
    let customers: String = (0..12).map(|i| format!("X{i}\n")).collect();
    let rows: String = (0..12).map(|i| format!("C{i},2024-01-01,5\n")).collect();
    let (message, hint) = failure(read(&[
        ("c.csv", &format!("CustomerID\n{customers}")),
        ("t.csv", &format!("CustomerID,Date,Amount\n{rows}")),
    ]));
    assert!(message.contains("none of the 12 customers of the transactions is among the 12 of the customers table (for instance `C0` there and `X0` here)"), "{message}");
    assert!(hint.contains("--map customers.customer=COLUMN"));
}

#[test]
fn files_with_one_name_can_be_told_apart() {
    let folder = Folder::new();
    let rows = "customer,date,amount\na,2024-01-01,1\n";
    let files = [folder.write("north/t.csv", rows), folder.write("south/t.csv", rows)];
    let loaded = load(&files, &ReadOptions::default(), &silent).unwrap();
    let names: Vec<&str> = loaded.receipt.files.iter().map(|file| file.file.as_str()).collect();
    assert_eq!(names, ["north/t.csv", "south/t.csv"]);
    assert_eq!(notes(&loaded.receipt.files[0]), ["same_bytes 1"]);
    assert_eq!(notes(&loaded.receipt.files[1]), ["repeated_row 1", "same_bytes 1"]);
    let (message, _) = failure(load(&[files[0].clone(), files[0].clone()], &ReadOptions::default(), &silent));
    assert!(message.contains("is given twice"), "{message}");
}
