//! What becomes of each row.

use crate::folder::{entries, notes, read, shown};

#[test]
fn returns_of_three_kinds() {
    let table = "\
customer,order,date,quantity,amount
a,1,2024-01-01,2,20
a,C2,2024-01-02,-1,-10
a,3,2024-01-03,-1,10
a,4,2024-01-04,1,-5
a,C5,2024-01-05,1,7
a,6,2024-01-06,0,9
";
    let loaded = read(&[("t.csv", table)]).unwrap();
    assert_eq!(
        entries(&loaded.receipt.files[0]),
        ["kept 2 27", "cancellation 1 -10", "negative_amount 1 -5", "negative_quantity 1 -10", "zero_quantity 1 9"]
    );
    assert_eq!(
        shown(&loaded.lines),
        [
            "a 2024-01-01 0 ? 2 20",
            "a 2024-01-02 3 ? -1 -10",
            "a 2024-01-03 1 ? -1 -10",
            "a 2024-01-04 2 ? -0 -5",
            "a 2024-01-05 4 ? 1 7"
        ]
    );
}

#[test]
fn a_customer_with_nothing_but_rows_set_aside_is_known() {
    let loaded = read(&[("t.csv", "customer,date,quantity,amount\na,2024-01-01,1,1\nb,2024-01-01,0,1\n")]).unwrap();
    assert_eq!(loaded.lines.customers.ids, ["a", "b"]);
    assert_eq!(loaded.lines.of_customer(1), []);
}

#[test]
fn identical_rows_are_kept_and_noted() {
    let row = "7,a,2024-01-01,x,5\n";
    let other = "7,a,2024-01-01,y,5\n";
    let loaded = read(&[("t.csv", &format!("order,customer,date,remark,amount\n{row}{row}{other}{row}"))]).unwrap();
    assert_eq!(entries(&loaded.receipt.files[0]), ["kept 4 20"]);
    assert_eq!(notes(&loaded.receipt.files[0]), ["repeated_row 2"]);
}

#[test]
fn identical_rows_are_copies_where_order_ids_hardly_repeat() {
    let rows: Vec<String> = (0..400).map(|i| format!("T{i},a,2024-01-01,5\n")).collect();
    let table =
        format!("transaction_id,customer,date,amount\n{}{}{}T8,a,2024-01-01,6\n", rows.concat(), rows[7], rows[9]);
    let loaded = read(&[("t.csv", &table)]).unwrap();
    assert_eq!(entries(&loaded.receipt.files[0]), ["kept 401 2006", "repeated_row 2 10"]);
    assert_eq!(loaded.lines.lines.len(), 401);
    assert_eq!(loaded.rejected.all().unwrap().iter().map(|row| row.line).collect::<Vec<_>>(), [402, 403]);
}

#[test]
fn of_rows_with_one_line_id_the_smallest_content_is_used() {
    let rows: Vec<String> = (0..120).map(|i| format!("L{i},a,2024-01-01,5\n")).collect();
    let extra = ["L3,a,2024-01-02,5\n", "L4,a,2024-01-01,4\n"];
    for table in
        [format!("{}{}{}", rows.concat(), extra[0], extra[1]), format!("{}{}{}", extra[1], extra[0], rows.concat())]
    {
        let loaded = read(&[("t.csv", &format!("line_id,customer,date,amount\n{table}"))]).unwrap();
        assert_eq!(entries(&loaded.receipt.files[0]), ["kept 120 599", "repeated_line_id 2 10"]);
    }
}

#[test]
fn line_ids_are_those_of_a_customer() {
    let loaded = read(&[("t.csv", "line_id,customer,date,amount\n1,a,2024-01-01,5\n1,b,2024-01-01,5\n2,b,2024-01-01,5\n1,b,2024-01-02,5\n3,b,2024-01-01,5\n4,b,2024-01-01,5\n5,b,2024-01-01,5\n6,b,2024-01-01,5\n7,b,2024-01-01,5\n8,b,2024-01-01,5\n9,b,2024-01-01,5\n10,b,2024-01-01,5\n11,b,2024-01-01,5\n12,b,2024-01-01,5\n13,b,2024-01-01,5\n14,b,2024-01-01,5\n15,b,2024-01-01,5\n16,b,2024-01-01,5\n17,b,2024-01-01,5\n18,b,2024-01-01,5\n19,b,2024-01-01,5\n20,b,2024-01-01,5\n")]).unwrap();
    assert_eq!(entries(&loaded.receipt.files[0]), ["kept 21 105", "repeated_line_id 1 5"]);
}

#[test]
fn more_decimals_than_are_kept_are_rounded_and_counted() {
    let loaded = read(&[(
        "t.csv",
        "customer,date,quantity,price\na,2024-01-01,1.00005,2\nb,2024-01-01,3,0.1234565\nc,2024-01-01,1,1\n",
    )])
    .unwrap();
    assert_eq!(shown(&loaded.lines), ["a 2024-01-01 0 ? 1 2", "b 2024-01-01 1 ? 3 0.370368", "c 2024-01-01 2 ? 1 1"]);
    assert_eq!(notes(&loaded.receipt.files[0]), ["rounded 2"]);
}

#[test]
fn empty_quantities_count_as_one() {
    let loaded = read(&[("t.csv", "customer,date,quantity,amount\na,2024-01-01,,2\nb,2024-01-01,3,3\n")]).unwrap();
    assert_eq!(shown(&loaded.lines), ["a 2024-01-01 0 ? 1 2", "b 2024-01-01 1 ? 3 3"]);
    assert_eq!(notes(&loaded.receipt.files[0]), ["quantity_assumed 1"]);
}

#[test]
fn missing_customers_have_many_spellings() {
    let rows: String =
        ["", "  ", "NULL", "NaN", "NA", "N/A", "None"].iter().map(|id| format!("{id},2024-01-01,1\n")).collect();
    let loaded = read(&[("t.csv", &format!("customer,date,amount\n a@b.com ,2024-01-01,1\n{rows}"))]).unwrap();
    assert_eq!(entries(&loaded.receipt.files[0]), ["kept 1 1", "no_customer 7 7"]);
    assert_eq!(loaded.lines.customers.ids, ["a@b.com"]);
}
