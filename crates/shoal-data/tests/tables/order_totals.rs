//! Totals of whole orders in tables of lines: money is counted once.

use crate::folder::{entries, failure, lenient, mapped, notes, read, read_with, roles, shown};
use shoal_data::Loaded;

/// Three orders, of three, one and two lines; the total (with 5 for shipping in the first) on the first line of each.
const LINE_ITEMS: &str = "\
Name,Email,Financial Status,Currency,Subtotal,Shipping,Total,Created at,Lineitem quantity,Lineitem name,Lineitem price
#1001,a@x.com,paid,EUR,50.00,5.00,55.00,2024-01-05 10:00:00 +0100,2,Cup,10.00
#1001,a@x.com,,,,,,2024-01-05 10:00:00 +0100,1,Pen,20.00
#1001,a@x.com,,,,,,2024-01-05 10:00:00 +0100,2,Ink,5.00
#1002,b@x.com,paid,EUR,10.00,0.00,10.00,2024-01-06 10:00:00 +0100,1,Cup,10.00
#1003,a@x.com,paid,EUR,30.00,0.00,30.00,2024-01-07 10:00:00 +0100,1,Cup,10.00
#1003,a@x.com,,,,,,2024-01-07 10:00:00 +0100,1,Pen,20.00
";

/// Two orders of two lines, each line with the total of its order, and one of a single line.
const REPEATING: &str = "\
order_id,customer,date,sku,quantity,price,order_total
1,a,2024-01-05,p,2,10,40
1,a,2024-01-05,q,1,20,40
2,b,2024-01-06,p,1,10,10
3,a,2024-01-07,p,3,10,50.00
3,a,2024-01-07,q,1,20,50
";

fn words<'a>(loaded: &'a Loaded, code: &str) -> Vec<&'a str> {
    let notes = loaded.receipt.files.iter().flat_map(|file| &file.notes);
    notes.filter(|note| note.code == code).map(|note| note.words.as_str()).collect()
}

#[test]
fn a_total_on_the_first_line_of_an_order() {
    let loaded = read(&[("orders.csv", LINE_ITEMS)]).unwrap();
    let file = &loaded.receipt.files[0];
    assert_eq!(entries(file), ["kept 6 90"]);
    assert_eq!(
        shown(&loaded.lines),
        [
            "a@x.com 2024-01-05 0 Cup 2 20",
            "a@x.com 2024-01-05 0 Ink 2 10",
            "a@x.com 2024-01-05 0 Pen 1 20",
            "a@x.com 2024-01-07 2 Cup 1 10",
            "a@x.com 2024-01-07 2 Pen 1 20",
            "b@x.com 2024-01-06 1 Cup 1 10"
        ]
    );
    assert_eq!(
        roles(file),
        [
            "customer=Email",
            "order=Name",
            "time=Created at",
            "product=Lineitem name",
            "quantity=Lineitem quantity",
            "unit_price=Lineitem price",
            "status=Financial Status",
            "currency=Currency"
        ]
    );
    assert!(file.unused_columns.contains(&"Total".to_owned()));
    assert_eq!(notes(file), ["order_total 6"]);
    assert_eq!(
        words(&loaded, "order_total"),
        ["column `Total` is the total of a whole order, so quantity × unit price was used"]
    );
}

#[test]
fn a_total_on_every_line_of_an_order() {
    let loaded = read(&[("t.csv", REPEATING)]).unwrap();
    assert_eq!(entries(&loaded.receipt.files[0]), ["kept 5 100"]);
    assert_eq!(notes(&loaded.receipt.files[0]), ["order_total 5"]);
    let with_shipping =
        REPEATING.replace(",40\n", ",44.90\n").replace(",10\n", ",14.90\n").replace(",50\n", ",50.00\n");
    let loaded = read(&[("t.csv", &with_shipping)]).unwrap();
    assert_eq!(entries(&loaded.receipt.files[0]), ["kept 5 100"]);
    let unreadable = format!("{REPEATING}4,c,2024-01-08,p,1,10,free\n");
    let loaded = read(&[("t.csv", &unreadable)]).unwrap();
    assert_eq!(entries(&loaded.receipt.files[0]), ["kept 6 110"], "the column is not used");
}

#[test]
fn what_the_user_says_is_obeyed() {
    let options = mapped(&["transactions.total=order_total"]);
    let loaded = read_with(&options, &[("t.csv", REPEATING)]).unwrap();
    assert_eq!(entries(&loaded.receipt.files[0]), ["kept 5 190"]);
    assert_eq!(notes(&loaded.receipt.files[0]), ["total_differs 4"]);
    assert_eq!(
        words(&loaded, "total_differs"),
        ["column `order_total` is not quantity × unit price; `order_total` was used"]
    );
}

#[test]
fn totals_of_lines_stay() {
    for (name, rows) in [
        ("exact", "1,a,2024-01-05,p,2,10,20\n1,a,2024-01-05,q,1,20,20\n2,a,2024-01-06,p,1,7,7\n"),
        ("a discount", "1,a,2024-01-05,p,1,10,9\n1,a,2024-01-05,q,2,5,9\n2,a,2024-01-06,p,1,7,9\n"),
        ("single lines", "1,a,2024-01-05,p,2,10,9\n2,a,2024-01-05,q,1,20,9\n3,a,2024-01-06,p,1,7,7\n"),
        ("copies", "1,a,2024-01-05,p,2,10,20\n1,a,2024-01-05,p,2,10,20\n2,a,2024-01-06,p,1,7,5\n"),
        ("one is empty", "1,a,2024-01-05,p,2,10,20\n1,a,2024-01-05,q,1,5,\n2,a,2024-01-06,p,1,7,7\n"),
        (
            "most differ",
            "1,a,2024-01-05,p,1,10,15\n1,a,2024-01-05,q,1,5,15\n2,a,2024-01-06,p,1,7,7\n2,a,2024-01-06,q,1,8,8\n",
        ),
    ] {
        let table = format!("order_id,customer,date,sku,quantity,price,total\n{rows}");
        let file = read(&[("t.csv", &table)]).unwrap().receipt.files.remove(0);
        assert!(roles(&file).contains(&"total=total".to_owned()), "{name}");
        assert!(file.notes.iter().all(|note| note.code != "order_total"), "{name}");
    }
}

#[test]
fn without_unit_prices_a_total_counts_where_it_stands() {
    let table = "\
order,customer,date,sku,total
1,a,2024-01-05,p,40
1,a,2024-01-05,q,
2,b,2024-01-06,p,
2,b,2024-01-06,q,50
3,b,2024-01-07,p,
,b,2024-01-08,p,
4,b,2024-01-08,p,5
";
    let loaded = read_with(&lenient(), &[("t.csv", table)]).unwrap();
    let file = &loaded.receipt.files[0];
    assert_eq!(entries(file), ["kept 5 95", "empty_value 2 0"], "an order without any total is no gift");
    assert_eq!(notes(file), ["order_total 2"]);
    assert_eq!(
        words(&loaded, "order_total"),
        ["column `total` is the total of a whole order and stands on one of its lines; these other lines count 0"]
    );
    assert_eq!(loaded.rejected.all().unwrap().iter().map(|row| row.line).collect::<Vec<_>>(), [6, 7]);
}

#[test]
fn without_unit_prices_a_repeating_total_is_an_error() {
    let table = "\
order_id,customer,date,sku,order total
1,a,2024-01-05,p,40
1,a,2024-01-05,q,40
2,b,2024-01-06,p,10
";
    let (message, hint) = failure(read(&[("t.csv", table)]));
    assert_eq!(
        message,
        "`t.csv`: column `order total` repeats on every line of an order (1 of 1 orders with several lines), so it is the total of the order; there is no unit price to use instead"
    );
    assert!(hint.contains("`--map transactions.unit_price=COLUMN`"), "{hint}");
    assert!(hint.contains("`--map \"transactions.total=order total\"`"), "{hint}");
    let loaded = read_with(&mapped(&["transactions.total=order total"]), &[("t.csv", table)]).unwrap();
    assert_eq!(entries(&loaded.receipt.files[0]), ["kept 3 90"]);
    let few = table.replace("order total", "amount");
    assert_eq!(entries(&read(&[("t.csv", &few)]).unwrap().receipt.files[0]), ["kept 3 90"], "it may be chance");
    let named = table.replace("order total", "line_total");
    assert_eq!(entries(&read(&[("t.csv", &named)]).unwrap().receipt.files[0]), ["kept 3 90"], "so the name says");
    let more = "3,c,2024-01-05,p,15\n3,c,2024-01-05,q,15\n4,c,2024-01-06,p,7\n4,c,2024-01-06,r,7\n";
    let (message, _) = failure(read(&[("t.csv", &format!("{few}{more}"))]));
    assert!(message.contains("column `amount` repeats on every line of an order (3 of 3"), "{message}");
}

#[test]
fn the_way_rows_are_spread_over_files_plays_no_part() {
    let whole = read(&[("t.csv", REPEATING)]).unwrap();
    let rows: Vec<&str> = REPEATING.lines().collect();
    let part = |some: &[usize]| {
        let lines: Vec<&str> = some.iter().map(|&row| rows[row]).collect();
        format!("{}\n{}\n", rows[0], lines.join("\n"))
    };
    let spread = read(&[("1.csv", &part(&[1, 4])), ("2.csv", &part(&[5, 3, 2]))]).unwrap();
    assert_eq!(spread.lines, whole.lines);
    assert_eq!(
        spread.receipt.files.iter().map(|file| notes(file).join(" ")).collect::<Vec<_>>(),
        ["order_total 2", "order_total 3"]
    );
}

#[test]
fn large_tables_are_judged_by_some_of_their_orders() {
    let table = |repeating: bool| {
        let mut text = "order_id,customer,date,sku,quantity,price,total\n".to_owned();
        for order in 0..40_000u32 {
            let prices = [order % 17 + 1, order % 23 + 2];
            for (line, price) in prices.iter().enumerate() {
                let total = if repeating { prices[0] + prices[1] } else { *price };
                text.push_str(&format!("{order},c{},2024-01-05,p{line},1,{price},{total}\n", order % 99));
            }
        }
        read(&[("t.csv", &text)]).unwrap()
    };
    let (orders, lines) = (table(true), table(false));
    assert_eq!(notes(&orders.receipt.files[0]), ["order_total 80000"]);
    assert!(notes(&lines.receipt.files[0]).is_empty());
    assert_eq!(orders.lines, lines.lines);
}

#[test]
fn a_name_is_an_order_only_beside_line_items() {
    let people = LINE_ITEMS.replace("#1001", "Ann").replace("#1002", "Bob").replace("#1003", "Cid");
    let loaded = read(&[("orders.csv", &people)]).unwrap();
    assert!(roles(&loaded.receipt.files[0]).iter().all(|role| role != "order=Name"));
    let plain = LINE_ITEMS
        .replace("Lineitem quantity", "quantity")
        .replace("Lineitem name", "product")
        .replace("Lineitem price", "price");
    let loaded = read_with(&lenient(), &[("orders.csv", &plain)]).unwrap();
    assert!(roles(&loaded.receipt.files[0]).iter().all(|role| role != "order=Name"));
}

#[test]
fn an_export_of_a_web_shop() {
    let table = "\
Order Number,Order Status,Order Date,Email (Billing),SKU,Item Name,Quantity,Item Cost,Order Line Subtotal,Order Total Amount
7,completed,2024-01-05 10:00,a@x.com,p,Cup,2,10,20,45.00
7,completed,2024-01-05 10:00,a@x.com,q,Pen,1,20,20,45.00
8,refunded,2024-01-06 10:00,b@x.com,p,Cup,1,10,10,15.00
";
    let loaded = read(&[("t.csv", table)]).unwrap();
    let file = &loaded.receipt.files[0];
    assert_eq!(entries(file), ["kept 3 50", "refunded 0 -10"]);
    assert!(roles(file).contains(&"total=Order Line Subtotal".to_owned()));
    assert!(notes(file).is_empty());
}
