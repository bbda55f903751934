//! Orders in one table, their lines in another.

use crate::folder::{entries, failure, file, lenient, mapped, notes, read, read_with, roles, shown};
use proptest::prelude::*;

const ORDERS: &str = "\
id,order_number,customer_id,status,created_at,total
1,A-1,7,paid,2024-01-05 10:00,25.00
2,A-2,8,paid,2024-01-06 11:00,10.00
3,A-3,7,cancelled,2024-01-07 12:00,99.00
4,A-4,,paid,2024-01-08 12:00,5.00
";
const ITEMS: &str = "\
id,order_id,product_id,quantity,price,created_at
11,1,p,2,5.00,2024-01-05 10:00:01
12,1,q,1,10.00,2024-01-05 10:00:02
13,2,p,1,5.00,2024-01-06 11:00:00
14,9,p,3,5.00,2024-01-06 11:00:00
15,4,q,1,10.00,2024-01-08 12:00:00
16,,q,1,10.00,2024-01-08 12:00:00
";

#[test]
fn lines_take_customer_and_time_from_their_order() {
    let loaded = read(&[("order_items.csv", ITEMS), ("orders.csv", ORDERS)]).unwrap();
    let names: Vec<&str> = loaded.receipt.files.iter().map(|file| file.table.word()).collect();
    assert_eq!(names, ["orders", "transactions"]);
    assert_eq!(shown(&loaded.lines), ["7 2024-01-05 0 p 2 10", "7 2024-01-05 0 q 1 10", "8 2024-01-06 1 p 1 5"]);
    let orders = file(&loaded.receipt, "orders.csv");
    assert_eq!(entries(orders), ["kept 4 0"]);
    assert!(notes(orders).contains(&"orders_without_lines 2".to_owned()), "one without lines, one without a customer");
    assert_eq!(roles(orders)[..3], ["customer=customer_id", "order=id", "time=created_at"]);
    let items = file(&loaded.receipt, "order_items.csv");
    assert_eq!(entries(items), ["kept 3 25", "no_customer 1 10", "no_order 2 25"]);
    assert_eq!(
        roles(items),
        ["order=order_id", "line=id", "product=product_id", "quantity=quantity", "unit_price=price"]
    );
    assert_eq!(loaded.rejected.len(), 3);
    assert_eq!(orders.dates.as_deref(), Some("year-month-day"));
}

#[test]
fn the_rows_of_orders_may_repeat_and_stand_anywhere() {
    let repeated = format!("{ORDERS}1,A-1,9,paid,2024-01-05 10:00,25.00\n,,9,paid,2024-01-05,1.00\n");
    let loaded = read(&[("order_items.csv", ITEMS), ("orders.csv", &repeated)]).unwrap();
    assert_eq!(entries(file(&loaded.receipt, "orders.csv")), ["kept 4 0", "no_order_id 1 0", "repeated_key 1 0"]);
    let mut rows: Vec<&str> = repeated.lines().skip(1).collect();
    rows.reverse();
    let (first, second) = rows.split_at(2);
    let header = ORDERS.lines().next().unwrap();
    let part = |rows: &[&str]| format!("{header}\n{}\n", rows.join("\n"));
    let spread =
        read(&[("order_items.csv", ITEMS), ("orders_1.csv", &part(second)), ("orders_2.csv", &part(first))]).unwrap();
    assert_eq!(spread.lines, loaded.lines);
}

#[test]
fn an_order_whose_date_cannot_be_read_has_no_lines() {
    let orders = ORDERS.replace("2024-01-06 11:00", "soon");
    let loaded = read_with(&lenient(), &[("order_items.csv", ITEMS), ("orders.csv", &orders)]).unwrap();
    assert_eq!(entries(file(&loaded.receipt, "orders.csv")), ["kept 3 0", "bad_date 1 0"]);
    assert_eq!(entries(file(&loaded.receipt, "order_items.csv")), ["kept 2 20", "no_customer 1 10", "no_order 3 30"]);
    let (message, _) = failure(read(&[("order_items.csv", ITEMS), ("orders.csv", &orders)]));
    assert!(message.contains("`orders.csv`: 1 of 4 rows"), "{message}");
}

#[test]
fn customers_and_products_join_too() {
    let customers =
        "id,email,created_at,country\n7,a@x.com,2023-01-01,DE\n8,b@x.com,2023-02-01,FR\n9,c@x.com,2023-02-01,FR\n";
    let products = "id,name,category,price\np,Pen,Office,5.00\nq,Cup,Home,10.00\n";
    let items = "id,order_id,product_id,quantity\n11,1,p,2\n12,1,q,1\n13,2,p,1\n";
    let files =
        [("customers.csv", customers), ("order_items.csv", items), ("orders.csv", ORDERS), ("products.csv", products)];
    let loaded = read(&files).unwrap();
    assert_eq!(shown(&loaded.lines), ["7 2024-01-05 0 p 2 10", "7 2024-01-05 0 q 1 10", "8 2024-01-06 1 p 1 5"]);
    assert_eq!(loaded.lines.customers.ids, ["7", "8", "9"]);
    assert_eq!(loaded.receipt.customers_without_transactions, 1);
    assert_eq!(loaded.lines.customers.signup[0].unwrap().to_string(), "2023-01-01");
    assert_eq!(*loaded.lines.categories, ["Home", "Office"]);
}

#[test]
fn any_names_with_map() {
    let orders = "nr,who,when\n1,a,2024-01-01\n2,b,2024-01-02\n";
    let items = "of,what,price\n1,x,5\n2,y,6\n";
    let map = ["orders.order=nr", "orders.customer=who", "orders.time=when", "transactions.order=of", "product=what"];
    let map: Vec<String> = map.iter().map(|map| map.replace("product=", "transactions.product=")).collect();
    let map: Vec<&str> = map.iter().map(String::as_str).collect();
    let loaded = read_with(&mapped(&map), &[("i.csv", items), ("o.csv", orders)]).unwrap();
    assert_eq!(shown(&loaded.lines), ["a 2024-01-01 0 x 1 5", "b 2024-01-02 1 y 1 6"]);
}

#[test]
fn a_table_of_orders_alone_is_a_flat_table() {
    let loaded = read(&[("orders.csv", ORDERS)]).unwrap();
    assert_eq!(loaded.receipt.files[0].table.word(), "transactions");
    assert_eq!(entries(&loaded.receipt.files[0]), ["kept 2 35", "no_customer 1 5", "status_cancelled 1 99"]);
    let (message, _) = failure(read(&[("order_items.csv", ITEMS)]));
    assert!(message.contains("no column for the customer"), "{message}");
}

const REFUNDED: &str = "\
order_id,customer_id,order_date,refunded_amount,discount_amount
o1,7,2024-01-05,4.50,3.00
o2,8,2024-01-06,,1.25
o3,8,2024-01-07,6.00,
";
const OF_THEM: &str = "\
order_id,sku,quantity,unit_price
o1,p,2,5.00
o1,q,1,10.00
o1,q,1,5.00
o2,p,1,5.00
o2,q,1,5.00
o3,p,1,6.00
";

#[test]
fn what_is_given_back_or_taken_off_an_order_counts_once() {
    let loaded = read(&[("items.csv", OF_THEM), ("orders.csv", REFUNDED)]).unwrap();
    let items = file(&loaded.receipt, "items.csv");
    assert_eq!(entries(items), ["kept 6 41", "refunded 0 -10.5"]);
    assert_eq!(entries(file(&loaded.receipt, "orders.csv")), ["kept 3 0"], "the money is booked where the lines are");
    let lines = &loaded.lines;
    assert!(lines.known.discount);
    let back: Vec<String> =
        shown(lines).into_iter().filter(|line| line.contains('-') && line.contains(" -0 ")).collect();
    assert_eq!(back, ["7 2024-01-05 0 ? -0 -4.5", "8 2024-01-07 2 ? -0 -6"], "for no product, one for each order");
    let discount =
        |order: u32| -> i64 { lines.lines.iter().filter(|line| line.order == order).map(|line| line.discount).sum() };
    assert_eq!([0, 1, 2].map(discount), [300, 125, 0]);
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 40, failure_persistence: None, rng_seed: proptest::test_runner::RngSeed::Fixed(4), ..ProptestConfig::default() })]

    /// Two tables say the same as the flat table that joins them.
    #[test]
    fn a_pair_is_its_flat_table(lines in proptest::collection::vec((0u8..12, 0u8..5, 1u8..4, 1u16..999), 1..40), known in 1u8..12) {
        let mut orders = "order_id,customer_id,order_date\n".to_owned();
        for order in 0..known {
            orders.push_str(&format!("o{order},c{},2024-01-{:02}\n", order % 4, order + 1));
        }
        let (mut items, mut flat) = ("order_id,sku,quantity,unit_price\n".to_owned(), "order_id,sku,quantity,unit_price,customer_id,order_date\n".to_owned());
        let mut joined = 0;
        for (order, sku, quantity, cents) in lines {
            let line = format!("o{order},p{sku},{quantity},{}.{:02}", cents / 100, cents % 100);
            items.push_str(&format!("{line}\n"));
            if order < known {
                flat.push_str(&format!("{line},c{},2024-01-{:02}\n", order % 4, order + 1));
                joined += 1;
            }
        }
        let pair = read(&[("i.csv", &items), ("o.csv", &orders)]);
        prop_assert_eq!(pair.is_ok(), joined > 0);
        if let Ok(pair) = pair {
            let flat = read(&[("t.csv", &flat)]).unwrap();
            prop_assert_eq!(shown(&pair.lines), shown(&flat.lines));
        }
    }

    /// What is said of orders counts once for each order with a line, however many lines it has and wherever they stand.
    /// Discounts are at least 1.00: a column of numbers up to 1 has shares.
    #[test]
    fn refunds_and_discounts_of_orders_add_up(
        orders in proptest::collection::vec((0u16..600, 100u16..400), 1..9),
        lines in proptest::collection::vec((0usize..9, 0u8..4, 700u16..999), 1..30),
        back in 0usize..30,
    ) {
        let money = |cents: u16| format!("{}.{:02}", cents / 100, cents % 100);
        let mut table = "order_id,customer_id,order_date,refunded_amount,discount_amount\n".to_owned();
        for (order, &(refunded, discount)) in orders.iter().enumerate() {
            table.push_str(&format!("o{order},c{},2024-01-{:02},{},{}\n", order % 3, order + 1, money(refunded), money(discount)));
        }
        let of = |order: usize| order % orders.len();
        let mut rows: Vec<String> = lines.iter().map(|&(order, sku, cents)| format!("o{},p{sku},1,{}\n", of(order), money(cents))).collect();
        let used: std::collections::BTreeSet<usize> = lines.iter().map(|line| of(line.0)).collect();
        let sum = |part: fn(&(u16, u16)) -> u16| used.iter().map(|&order| i128::from(part(&orders[order]))).sum::<i128>();
        let items = |rows: &[String]| format!("order_id,sku,quantity,unit_price\n{}", rows.concat());
        let loaded = read(&[("i.csv", &items(&rows)), ("o.csv", &table)]).unwrap();
        let booked = |reason: &str| {
            let entries = file(&loaded.receipt, "i.csv").entries.iter().filter(|entry| entry.reason == reason);
            entries.map(|entry| entry.money.minor).sum::<i128>()
        };
        prop_assert_eq!(booked("refunded"), -sum(|order| order.0));
        prop_assert_eq!(booked("kept"), lines.iter().map(|line| i128::from(line.2)).sum::<i128>());
        prop_assert_eq!(loaded.lines.lines.iter().map(|line| i128::from(line.discount)).sum::<i128>(), sum(|order| order.1));
        let at = back % rows.len();
        rows.rotate_left(at);
        prop_assert_eq!(&read(&[("i.csv", &items(&rows)), ("o.csv", &table)]).unwrap().lines, &loaded.lines);
    }
}
