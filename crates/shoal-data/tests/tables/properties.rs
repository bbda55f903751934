//! Columns of the customers table that say something about customers, and customers without transactions.

use crate::folder::{failure, file, mapped, notes, read, read_with, roles};
use shoal_data::Loaded;
use shoal_segment::lines::NO_KEY;

const TRANSACTIONS: &str = "CustomerID,Date,Amount\nC1,2024-01-05,3\nC2,2024-01-06,4\nC3,2024-01-07,5\n";

/// A byte-order mark, CRLF, missing ages, codes, addresses and what people wrote.
const CUSTOMERS: &str = "\u{feff}CustomerID,E-Mail,First name,Age,Annual Income (k$),Plan,ZipCode,Likes,Joined\r\n\
    C1,ann@x.com,Ann,31,15.5,pro,01067,tea and long walks,2023-01-31\r\n\
    C2,bob@x.com,Bob,,20,free,10115,,2023-02-03\r\n\
    C3,cid@x.com,Cid,47,NA,pro,80331,\"his dog, mostly\",2023-02-04\r\n\
    C4,dan@x.com,Dan,unknown,18,free,20095,boats,2023-02-05\r\n\
    C5,eve@x.com,Eve,28,33.25,pro,04103,chess,2023-02-06\r\n\
    C6,fay@x.com,Fay,52,41,free,04105,cats,2023-02-06\r\n\
    C7,gus@x.com,Gus,33,17,free,04107,dogs,2023-02-06\r\n\
    C8,hal@x.com,Hal,61,29,free,04109,birds,2023-02-06\r\n";

fn numbers(loaded: &Loaded) -> Vec<(&str, Vec<Option<f64>>)> {
    loaded.lines.customers.numbers.iter().map(|number| (number.name.as_str(), number.values.clone())).collect()
}

fn attributes(loaded: &Loaded) -> Vec<&str> {
    loaded.lines.customers.attributes.iter().map(|attribute| attribute.name.as_str()).collect()
}

#[test]
fn numbers_categories_and_what_is_neither() {
    // Seven of eight ages are numbers or missing; one `unknown` is below a tenth of eleven.
    let more = "C9,ivy@x.com,Ivy,23,19,pro,04111,fish,2023-02-07\r\nC10,joe@x.com,Joe,29,22,pro,04113,bees,2023-02-07\r\n\
                C11,kim@x.com,Kim,35,24,free,04115,ants,2023-02-07\r\nC12,lou@x.com,Lou,41,25,free,04117,owls,2023-02-07\r\n";
    let loaded = read(&[("c.csv", &format!("{CUSTOMERS}{more}")), ("t.csv", TRANSACTIONS)]).unwrap();
    let found = numbers(&loaded);
    assert_eq!(found.iter().map(|(name, _)| *name).collect::<Vec<_>>(), ["Age", "Annual Income (k$)"]);
    let ids = &loaded.lines.customers.ids;
    let of = |number: usize, id: &str| found[number].1[ids.iter().position(|known| known == id).unwrap()];
    assert_eq!((of(0, "C1"), of(0, "C2"), of(0, "C4"), of(0, "C12")), (Some(31.0), None, None, Some(41.0)));
    assert_eq!((of(1, "C1"), of(1, "C3"), of(1, "C5")), (Some(15.5), None, Some(33.25)));
    assert_eq!(attributes(&loaded), ["Plan"]);
    let customers = file(&loaded.receipt, "c.csv");
    assert_eq!(customers.unused_columns, ["E-Mail", "First name", "ZipCode", "Likes"]);
    assert_eq!(
        roles(customers),
        ["customer=CustomerID", "signup=Joined", "attribute=Plan", "number=Age", "number=Annual Income (k$)"]
    );
    assert_eq!(notes(customers), ["no_number 1", "no_property 12", "no_property 12"]);
    let words: Vec<&str> = customers.notes.iter().map(|note| note.words.as_str()).collect();
    assert_eq!(
        words,
        [
            "`Age` holds something that is no number, which counts as missing",
            "`Likes` is not used as a property of customers: its 11 different values on 11 rows are too many for a category",
            "`ZipCode` is not used as a property of customers: a code with 12 different values is neither a number nor a category",
        ]
    );
}

#[test]
fn the_user_decides_otherwise() {
    let map = ["customers.attribute=ZipCode", "customers.ignore=Plan", "customers.number=Age"];
    let loaded = read_with(&mapped(&map), &[("c.csv", CUSTOMERS), ("t.csv", TRANSACTIONS)]).unwrap();
    assert_eq!(attributes(&loaded), ["ZipCode"]);
    assert_eq!(loaded.lines.customers.attributes[0].levels[0], "01067");
    let customers = file(&loaded.receipt, "c.csv");
    assert!(roles(customers).contains(&"ignore=Plan".to_owned()), "{:?}", roles(customers));
    assert!(!customers.unused_columns.contains(&"Plan".to_owned()));
    let alone = read_with(&mapped(&["number=ZipCode"]), &[("c.csv", CUSTOMERS)]).unwrap();
    assert_eq!(numbers(&alone)[1].1[0], Some(1067.0));
}

#[test]
fn properties_do_not_depend_on_the_order_of_rows_columns_and_files() {
    let loaded = read(&[("c.csv", CUSTOMERS), ("t.csv", TRANSACTIONS)]).unwrap();
    let mut rows: Vec<&str> = CUSTOMERS.trim_start_matches('\u{feff}').lines().collect();
    rows[1..].reverse();
    let turned: Vec<String> =
        rows.iter().map(|row| row.rsplit_once(',').map(|(a, b)| format!("{b},{a}")).unwrap()).collect();
    let other = read(&[("t.csv", TRANSACTIONS), ("c.csv", &turned.join("\n"))]).unwrap();
    assert_eq!(loaded.lines, other.lines);
    let (first, second) = (turned[..4].join("\n"), format!("{}\n{}", turned[0], turned[4..].join("\n")));
    let split = read(&[("a.csv", &second), ("t.csv", TRANSACTIONS), ("b.csv", &first)]).unwrap();
    assert_eq!(loaded.lines, split.lines);
}

#[test]
fn customers_without_transactions() {
    let loaded = read(&[("c.csv", CUSTOMERS)]).unwrap();
    assert!(!loaded.lines.known.transactions && !loaded.lines.known.quantity);
    assert_eq!(loaded.lines.customers.ids.len(), 8);
    assert!(loaded.lines.lines.is_empty());
    assert_eq!(loaded.lines.starts, [0; 9]);
    assert_eq!(loaded.receipt.customers_without_transactions, 0, "there is nothing to be without");
    let plan = &loaded.lines.customers.attributes[0];
    assert_eq!((plan.name.as_str(), plan.codes[0]), ("Plan", 1));
    assert!(plan.codes.iter().all(|&code| code != NO_KEY));
    // The day of birth and an income with decimals are no purchase.
    let born = "customer_id,born,income\n1,1980-01-01,10.5\n2,1990-01-01,20.25\n3,1970-01-01,11\n";
    let loaded = read(&[("c.csv", born)]).unwrap();
    assert_eq!(numbers(&loaded), [("income", vec![Some(10.5), Some(20.25), Some(11.0)])]);
    assert_eq!(notes(&loaded.receipt.files[0]), ["no_property 3"]);
}

#[test]
fn customers_alone_in_several_files_and_by_a_map() {
    let loaded = read(&[("a.csv", "email,age\na@x.com,31\n"), ("b.csv", "Email,Age\nb@x.com,44\n")]).unwrap();
    assert_eq!(numbers(&loaded), [("Age", vec![Some(31.0), Some(44.0)])]);
    let points = "member,spend\n7,1.5\n8,2.5\n9,12.25\n";
    failure(read(&[("c.csv", points)]));
    let loaded = read_with(&mapped(&["customers.customer=member"]), &[("c.csv", points)]).unwrap();
    assert_eq!(numbers(&loaded)[0].0, "spend");
    let (message, hint) = failure(read(&[("c.csv", "customer_id,signup_date\n1,2024-01-01\n")]));
    assert!(message.starts_with("no transactions table was given: `c.csv` looks like customers ("), "{message}");
    assert!(hint.contains("--map customers.number=COLUMN"), "{hint}");
}

#[test]
fn purchases_stay_purchases() {
    // A flat table whose names are not known, one purchase per customer.
    let flat = "customer,bought on,paid\na,2024-01-05,1.50\nb,2024-01-06,2.25\na,2024-01-07,3.75\n";
    assert!(read(&[("t.csv", flat)]).unwrap().lines.known.transactions);
    let once = "customer,date,amount,age\na,2024-01-05,1.50,31\nb,2024-01-06,2.25,44\n";
    let loaded = read(&[("t.csv", once)]).unwrap();
    assert!(loaded.lines.known.transactions && loaded.lines.customers.numbers.is_empty());
}
