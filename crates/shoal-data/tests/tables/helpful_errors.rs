//! Errors that say what to do.

use crate::folder::{Folder, failure, mapped, read, read_with};
use rust_xlsxwriter::{Formula, Workbook};
use shoal_data::{Error, Loaded, ReadOptions, load, silent};

/// A sheet whose last column holds formulas without stored values (a space, which counts as none).
fn sheet(header: [&str; 4], title: Option<&str>) -> Result<Loaded, Error> {
    let mut workbook = Workbook::new();
    let sheet = workbook.add_worksheet().set_name("Sales").unwrap();
    let top = u32::from(title.is_some());
    if let Some(title) = title {
        sheet.write_string(0, 0, title).unwrap();
    }
    for (column, name) in header.into_iter().enumerate() {
        sheet.write_string(top, column as u16, name).unwrap();
    }
    for row in top + 1..top + 4 {
        sheet.write_string(row, 0, format!("c{row}")).unwrap();
        sheet.write_string(row, 1, "2024-01-05").unwrap();
        sheet.write_number(row, 2, 2.0).unwrap();
        sheet.write_formula(row, 3, Formula::new("=C2*2").set_result(" ")).unwrap();
    }
    let folder = Folder::new();
    let path = folder.path("shop.xlsx");
    workbook.save(&path).unwrap();
    load(&[path], &ReadOptions::default(), &silent)
}

#[test]
fn formulas_that_were_never_calculated() {
    let (message, hint) = failure(sheet(["customer", "date", "weight", "total"], None));
    assert_eq!(
        message,
        "`shop.xlsx [Sales]`: column `total` has the name of the amount but not a single value (formulas that were never calculated have none)"
    );
    assert!(hint.contains("save it again") && hint.contains("`--map transactions.total=COLUMN`"), "{hint}");
    let (message, _) = failure(sheet(["client", "date", "price", "quantity"], None));
    assert!(message.contains("column `quantity` has the name of the quantity but not a single value"), "{message}");
    let (message, _) = failure(sheet(["account 1", "date", "total", "customer"], None));
    assert!(message.contains("column `customer` has the name of the customer but not a single value"), "{message}");
    let (message, _) = failure(read(&[("t.csv", "customer,date,amount,weight\na,2024-01-05,,1.5\n")]));
    assert_eq!(message, "`t.csv`: column `amount` has the name of the amount but not a single value");
}

#[test]
fn a_column_without_values_gives_way_to_another() {
    let loaded =
        read(&[("t.csv", "customer,order_id,invoice,date,amount\na,,7,2024-01-05,1\nb,,8,2024-01-05,2\n")]).unwrap();
    assert_eq!(loaded.receipt.files[0].roles[1].column, "invoice");
}

#[test]
fn a_title_above_the_header() {
    for text in [
        "Sales report 2024\ncustomer,date,amount\na,2024-01-05,1\n",
        "Sales report 2024;;\n;;\ncustomer;date;amount\na;2024-01-05;1\n",
        "Sales report 2024\nJanuary\ncustomer;date;amount\na;2024-01-05;1\n",
    ] {
        let (message, hint) = failure(read(&[("t.csv", text)]));
        assert_eq!(message, "the first row of `t.csv` holds nothing but `Sales report 2024`, so it is no header");
        assert_eq!(hint, "delete the rows above the names of the columns, so that these are in the first row");
    }
    let (message, _) = failure(sheet(["customer", "date", "total", "x"], Some("Our sales")));
    assert_eq!(message, "the first row of `shop.xlsx [Sales]` holds nothing but `Our sales`, so it is no header");
}

#[test]
fn a_sheet_beside_the_table_may_have_a_title() {
    let mut workbook = Workbook::new();
    let sales = workbook.add_worksheet().set_name("Sales").unwrap();
    let about = [["customer", "date", "amount"], ["a", "2024-01-05", "1"]];
    for (row, cells) in about.iter().enumerate() {
        for (column, cell) in cells.iter().enumerate() {
            sales.write_string(row as u32, column as u16, *cell).unwrap();
        }
    }
    let words = workbook.add_worksheet().set_name("Words").unwrap();
    for (row, column, cell) in [(0, 0, "What the words mean"), (1, 0, "customer"), (1, 1, "who bought")] {
        words.write_string(row, column, cell).unwrap();
    }
    let folder = Folder::new();
    let path = folder.path("shop.xlsx");
    workbook.save(&path).unwrap();
    assert_eq!(load(&[path], &ReadOptions::default(), &silent).unwrap().lines.lines.len(), 1);
}

#[test]
fn customers_or_products_alone() {
    for (text, found) in [
        ("CustomerID,CustomerName,SignupDate\nC1,Ann,7/10/2022\nC1,Bob,2/13/2022\n", "customers"),
        ("email,created_at\na@x.com,2023-05-01\n", "customers"),
        ("ProductID,ProductName,Category,Price\nP1,Pen,Office,1.5\n", "products"),
    ] {
        let (message, hint) = failure(read(&[("t.csv", text)]));
        assert!(
            message.starts_with(&format!("no transactions table was given: `t.csv` looks like {found} (")),
            "{message}"
        );
        assert!(hint.contains("one row per purchase: customer, date and amount"), "{hint}");
    }
}

#[test]
fn lines_without_prices() {
    let (message, hint) = failure(read(&[("t.csv", "customer,date,product_id,quantity\na,2024-01-05,p,1\n")]));
    assert!(message.contains("has no column for the amount"), "{message}");
    assert_eq!(
        hint,
        "`--map transactions.total=COLUMN`, or add a products table with the price of each product (columns such as `product_id` and `price`)"
    );
}

#[test]
fn when_every_row_fails() {
    let rows: String = (1..10).map(|i| format!("a,2024-01-0{i},1.5{i} %\n")).collect();
    let table = format!("customer,date,amount\n{rows}");
    let (message, hint) = failure(read_with(&mapped(&["total=amount"]), &[("t.csv", &table)]));
    assert!(message.contains("9 of 9 rows"), "{message}");
    assert_eq!(
        hint,
        "hardly a row can be read, because of column `amount`: `1.51 %` has a percent sign, where no percentage is expected: mend this column in the file, or choose another with `--map transactions.total=COLUMN`"
    );
    let rows = "a,soon,1\n".repeat(3);
    let (message, hint) = failure(read(&[("t.csv", &format!("customer,date,amount\n{rows}"))]));
    assert!(
        message.contains("dates are read as YYYY-MM-DD, YYYYMMDD, D.M.YYYY, D Month YYYY or month/day/year"),
        "{message}"
    );
    assert!(hint.contains("`--map transactions.time=COLUMN`") && !hint.contains("--max-unreadable"), "{hint}");
    let (_, hint) = failure(read(&[("t.csv", "customer,date,amount\na,2024-01-05,1,1\nb,2024-01-05,2,2\n")]));
    assert!(hint.contains("the names of the columns are in the first row"), "{hint}");
}
