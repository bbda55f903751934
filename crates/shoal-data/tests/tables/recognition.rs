//! Which file is which table and which column is what.

use crate::folder::{failure, mapped, read, read_with, roles, shown};

#[test]
fn a_column_is_passed_over_when_its_values_cannot_be_right() {
    let loaded = read(&[("t.csv", "customer,date,time,amount\na,2024-01-01,10:30,1\n")]).unwrap();
    assert_eq!(roles(&loaded.receipt.files[0]), ["customer=customer", "time=date", "total=amount"]);
    assert_eq!(loaded.receipt.files[0].unused_columns, ["time"]);
}

#[test]
fn the_better_name_is_taken() {
    let loaded =
        read(&[("t.csv", "customer_unique_id,customer_id,order_id,date,amount\na,x,1,2024-01-01,1\n")]).unwrap();
    assert_eq!(loaded.lines.customers.ids, ["a"]);
}

#[test]
fn two_columns_of_one_strength_are_ambiguous() {
    let table = "client_id,user_id,date,amount\na,x,2024-01-01,1\n";
    let (message, hint) = failure(read(&[("t.csv", table)]));
    assert_eq!(message, "`t.csv` has 2 columns that could be the customer: `client_id`, `user_id`");
    assert_eq!(hint, "`--map transactions.customer=client_id` or `--map transactions.customer=user_id`");
    for map in ["transactions.customer=user_id", "customer=User ID"] {
        assert_eq!(read_with(&mapped(&[map]), &[("t.csv", table)]).unwrap().lines.customers.ids, ["x"]);
    }
}

#[test]
fn what_is_missing_is_said_with_the_columns_and_the_flag() {
    let (message, hint) = failure(read(&[("t.csv", "who,date,amount\nann,2024-01-01,1\nbob,2024-01-01,1\n")]));
    assert_eq!(message, "`t.csv` has no column for the customer: its columns are `who`, `date`, `amount`");
    assert_eq!(hint, "`--map transactions.customer=COLUMN`");
    let (message, hint) = failure(read(&[("t.csv", "customer,bought on,paid on,amount\na,2024-01-01,2024-01-02,1\n")]));
    assert!(message.contains("has no column for the date: its columns are `customer`, `bought on`, `paid on`, `amount`; by its values it could be `bought on`, `paid on`"), "{message}");
    assert_eq!(hint, "`--map \"transactions.time=bought on\"` or `--map \"transactions.time=paid on\"`");
}

#[test]
fn unknown_names_are_read_by_their_values_when_nothing_else_fits() {
    let loaded = read(&[("t.csv", "a,b,c\nK1,2024-01-01,1.50\nK2,2024-01-02,2\nK1,2024-01-03,2.25\n")]).unwrap();
    assert_eq!(roles(&loaded.receipt.files[0]), ["customer=a", "time=b", "total=c"]);
    assert!(loaded.receipt.files[0].roles[1].because.contains("its values"));
    assert_eq!(shown(&loaded.lines)[0], "K1 2024-01-01 0 ? 1 1.5");
}

#[test]
fn maps_that_name_nothing() {
    let table = ("t.csv", "customer,date,amount\na,2024-01-01,1\n");
    let people = ("c.csv", "customer,region\na,x\n");
    let (message, _) = failure(read_with(&mapped(&["transactions.total=Betrag"]), &[table]));
    assert_eq!(
        message,
        "`--map transactions.total=Betrag`: no transactions table has a column `Betrag`; `t.csv` has customer, date, amount"
    );
    let (message, _) = failure(read_with(&mapped(&["products.price=amount"]), &[table]));
    assert_eq!(
        message,
        "`--map products.price=amount`: no products table has a column `amount`; no file was taken for a products table"
    );
    let (message, hint) = failure(read_with(&mapped(&["customer=customer"]), &[table, people]));
    assert_eq!(message, "`--map customer=customer`: several tables have the role `customer`, say which one is meant");
    assert_eq!(
        hint,
        "`--map transactions.customer=COLUMN` or `--map orders.customer=COLUMN` or `--map customers.customer=COLUMN`"
    );
}

#[test]
fn maps_give_any_column_any_role() {
    let table = "when,whom,how much,how many,colour\n2024-01-01,a,3,2,red\n2024-01-02,a,4,-1,blue\n";
    let map = ["time=when", "customer=whom", "total=how much", "quantity=how many", "attribute=colour"];
    let loaded = read_with(&mapped(&map), &[("t.csv", table)]).unwrap();
    assert_eq!(shown(&loaded.lines), ["a 2024-01-01 0 ? 2 3", "a 2024-01-02 1 ? -1 -4"]);
    assert_eq!(loaded.lines.customers.attributes[0].levels, ["blue", "red"]);
    assert!(loaded.receipt.files[0].roles.iter().all(|role| role.because == "`--map`"));
}

#[test]
fn files_that_are_no_table_and_tables_without_transactions() {
    let table = ("t.csv", "customer,date,amount\na,2024-01-01,1\n");
    let (message, _) = failure(read(&[table, ("x.csv", "colour,size\nred,1\n")]));
    assert!(message.contains("`x.csv` is not recognised as a table of customers, transactions or products: its columns are `colour`, `size`"), "{message}");
    let (message, hint) =
        failure(read(&[("c.csv", "customer,region\na,x\n"), ("p.csv", "product_id,category\np,y\n")]));
    assert!(message.contains("there is no transactions table among the files: `c.csv` looks like customers (customer, region); `p.csv` looks like products"), "{message}");
    assert!(hint.contains("customer, date and amount"));
}

#[test]
fn a_line_column_that_repeats_is_no_line_id() {
    let table = "order_id,order line id,customer,date,amount\n1,1,a,2024-01-01,1\n1,2,a,2024-01-01,2\n2,1,b,2024-01-01,3\n2,2,b,2024-01-01,4\n";
    let loaded = read(&[("t.csv", table)]).unwrap();
    assert_eq!(loaded.lines.lines.len(), 4);
    assert_eq!(loaded.receipt.files[0].unused_columns, ["order line id"]);
}

#[test]
fn a_customers_table_with_a_date_and_a_flat_table_with_customers() {
    let people = "email,created_at,country\na@x.com,2023-05-01,DE\n";
    let orders = "Email,Created at,Lineitem quantity,Lineitem price,Lineitem name\na@x.com,2024-01-01 10:00:00 +0100,2,3.50,Cup\n";
    let loaded = read(&[("people.csv", people), ("orders.csv", orders)]).unwrap();
    assert_eq!(shown(&loaded.lines), ["a@x.com 2024-01-01 0 Cup 2 7"]);
    assert_eq!(loaded.lines.customers.signup[0].unwrap().to_string(), "2023-05-01");
}
