//! The cleaning policy, rule by rule: what becomes of the rows, and what the receipt says.

use crate::folder::{Folder, entries, failure, notes, read, read_with, shown};
use shoal_data::{Back, Duplicates, Loaded, Odd, Policy, ReadOptions, Services, load, silent};
use shoal_segment::date::Day;
use shoal_segment::lines::{CHANNEL, Kind, NO_KEY};

fn with(policy: Policy) -> ReadOptions {
    ReadOptions { policy, ..ReadOptions::default() }
}

fn only(table: &str, policy: Policy) -> Loaded {
    read_with(&with(policy), &[("t.csv", table)]).unwrap()
}

/// The entries of a table read with a policy.
fn of(table: &str, policy: Policy) -> Vec<String> {
    entries(&only(table, policy).receipt.files[0])
}

const RETURNS: &str = "\
customer,order,date,quantity,amount
a,1,2024-01-01,2,20
a,C2,2024-01-02,-1,-10
a,3,2024-01-03,-1,10
a,4,2024-01-04,1,-5
a,5,2024-01-05,1,0
a,6,2024-01-06,0,9
a,7,2024-01-06,0,-9
";

#[test]
fn returns_prices_and_quantities() {
    let kept =
        ["kept 2 20", "cancellation 1 -10", "negative_amount 1 -5", "negative_quantity 1 -10", "zero_quantity 2 0"];
    assert_eq!(of(RETURNS, Policy::default()), kept);
    let policy = Policy { returns: Back::SetAside, negative_prices: Back::SetAside, ..Policy::default() };
    assert_eq!(
        of(RETURNS, policy),
        ["kept 2 20", "negative_price 1 -5", "return_set_aside 2 -20", "zero_quantity 2 0"]
    );
    let policy = Policy { zero_prices: Odd::SetAside, zero_quantities: Odd::Keep, ..Policy::default() };
    assert_eq!(
        of(RETURNS, policy),
        ["kept 2 29", "cancellation 1 -10", "negative_amount 2 -14", "negative_quantity 1 -10", "zero_price 1 0"]
    );
}

#[test]
fn refunds_on_rows_are_returns_of_their_own() {
    let table = "\
id,Customer Email,Created date,Amount,Amount Refunded,sku
1,a@x.com,2024-01-01,20.00,5.00,p
2,a@x.com,2024-01-02,10.00,10.00,q
3,b@x.com,2024-01-03,7.00,0.00,p
4,b@x.com,2024-01-04,8.00,9.50,p
5,,2024-01-04,8.00,3.00,p
6,b@x.com,soon,8.00,3.00,p
7,b@x.com,2024-01-05,8.00,x,p
";
    let read = |refunds| {
        let options = ReadOptions { max_unreadable: 1.0, ..with(Policy { refunds, ..Policy::default() }) };
        let map = ["transactions.time=Created date".parse().unwrap()];
        read_with(&ReadOptions { map: map.into(), ..options }, &[("t.csv", table)]).unwrap()
    };
    let loaded = read(Back::Net);
    let file = &loaded.receipt.files[0];
    assert_eq!(
        entries(file),
        ["kept 4 45", "refunded 0 -24.5", "no_customer 1 5", "bad_date 1 5", "bad_number 1 0"],
        "money in is that of both columns"
    );
    assert_eq!(
        shown(&loaded.lines),
        [
            "a@x.com 2024-01-01 0 p 1 20",
            "a@x.com 2024-01-01 0 p -0 -5",
            "a@x.com 2024-01-02 1 q 1 10",
            "a@x.com 2024-01-02 1 q -0 -10",
            "b@x.com 2024-01-03 2 p 1 7",
            "b@x.com 2024-01-04 3 p 1 8",
            "b@x.com 2024-01-04 3 ? -0 -9.5",
        ],
        "more than the row's money is not for its product alone"
    );
    assert_eq!(loaded.rejected.len(), 3);
    let aside = read(Back::SetAside);
    assert_eq!(
        entries(&aside.receipt.files[0]),
        ["kept 4 45", "no_customer 1 5", "refund_set_aside 0 -24.5", "bad_date 1 5", "bad_number 1 0"]
    );
    assert_eq!((aside.lines.lines.len(), aside.rejected.len()), (4, 3));
}

#[test]
fn statuses() {
    let table = "\
customer,date,amount,Status,is_returned,Transaction Type
a,2024-01-05,1,paid,no,sale
b,2024-01-05,2,Cancelled by customer,no,sale
c,2024-01-05,4,Refunded,no,sale
d,2024-01-05,8,paid,yes,sale
e,2024-01-05,16,,,
f,2024-01-05,32,payment_failed,no,sale
g,2024-01-05,64,on-hold,no,sale
h,2024-01-05,128,lost in space,no,sale
i,2024-01-05,256,partially_refunded,no,sale
j,2024-01-05,512,,no,refund
";
    let loaded = only(table, Policy::default());
    let file = &loaded.receipt.files[0];
    assert_eq!(
        entries(file),
        [
            "kept 6 413",
            "refunded 0 -12",
            "returned 1 -512",
            "status_cancelled 1 2",
            "status_failed 1 32",
            "status_pending 1 64"
        ]
    );
    assert_eq!(notes(file), ["status_partly_refunded 1", "status_unknown 1"]);
    assert!(file.notes[1].words.starts_with("column `Status` has the value lost in space;"), "{}", file.notes[1].words);
    let mut policy = Policy::default();
    policy.statuses.cancelled.push("lost in space".to_owned());
    policy.statuses.pending.clear();
    let loaded = only(table, policy);
    assert_eq!(entries(&loaded.receipt.files[0])[3], "status_cancelled 2 130");
    assert_eq!(notes(&loaded.receipt.files[0]), ["status_partly_refunded 1", "status_unknown 1"]);
}

#[test]
fn flags_of_payments_and_tests() {
    let table = "customer,date,amount,captured,is_test,cancelled_at\na,2024-01-05,1,true,0,\nb,2024-01-05,2,false,0,\nc,2024-01-05,4,TRUE,1,\nd,2024-01-05,8,true,0,2024-01-06\n";
    let loaded = only(table, Policy::default());
    assert_eq!(entries(&loaded.receipt.files[0]), ["kept 2 5", "status_cancelled 1 8", "status_pending 1 2"]);
    assert_eq!(notes(&loaded.receipt.files[0]), ["test_rows 1"]);
    let policy = Policy { tests: Odd::SetAside, ..Policy::default() };
    assert_eq!(of(table, policy), ["kept 1 1", "status_cancelled 1 8", "status_pending 1 2", "test_customer 1 4"]);
}

/// Fields of orders stand on one of their lines only in exports that are known for it, wherever that line is.
#[test]
fn the_first_line_of_an_order_speaks_for_all() {
    let rows = [
        "1,a,2024-01-01,p,voided,EUR,0",
        "1,a,2024-01-01,q,,,",
        "2,b,2024-01-02,p,refunded,EUR,4",
        "2,b,2024-01-02,q,,,",
        "3,c,2024-01-03,p,refunded,EUR,",
        "3,c,2024-01-03,q,,,",
        "4,d,2024-01-03,q,,,",
    ];
    let table = |rows: Vec<&str>| {
        let rows: Vec<String> = rows.iter().map(|row| format!("{row},1,3\n")).collect();
        format!(
            "Name,Email,Created at,Lineitem sku,Financial Status,Currency,Refunded Amount,Lineitem quantity,Lineitem price\n{}",
            rows.concat()
        )
    };
    let expected = ["kept 5 15", "refunded 0 -10", "status_cancelled 2 6"];
    assert_eq!(of(&table(rows.to_vec()), Policy::default()), expected);
    assert_eq!(of(&table(rows.iter().rev().copied().collect()), Policy::default()), expected);
    let dollars = table(rows.to_vec()).replace("2,b,2024-01-02,p,refunded,EUR", "2,b,2024-01-02,p,refunded,usd");
    let policy = Policy { currency: Some("usd".to_owned()), ..Policy::default() };
    assert_eq!(
        of(&dollars, policy),
        ["kept 2 6", "refunded 0 -4", "no_currency 1 3", "other_currency 2 0", "status_cancelled 2 6"]
    );
}

#[test]
fn duplicates() {
    let row = "7,a,2024-01-01,x,5\n";
    let table = format!("order,customer,date,remark,amount\n{row}{row}7,a,2024-01-01,y,5\n{row}");
    let with = |duplicates| of(&table, Policy { duplicates, ..Policy::default() });
    assert_eq!(with(Duplicates::Auto), ["kept 4 20"]);
    assert_eq!(with(Duplicates::Keep), ["kept 4 20"]);
    assert_eq!(with(Duplicates::SetAside), ["kept 2 10", "repeated_row 2 10"]);
    let rows: Vec<String> = (0..400).map(|i| format!("T{i},a,2024-01-01,5,1\n")).collect();
    let table = format!("transaction_id,customer,date,amount,refund_amount\n{}{}{}", rows.concat(), rows[7], rows[9]);
    assert_eq!(of(&table, Policy::default()), ["kept 400 2000", "refunded 0 -400", "repeated_row 2 8"]);
    let policy = Policy { duplicates: Duplicates::Keep, ..Policy::default() };
    let loaded = only(&table, policy);
    assert_eq!(entries(&loaded.receipt.files[0]), ["kept 402 2010", "refunded 0 -402"]);
    assert_eq!(notes(&loaded.receipt.files[0]), ["repeated_row 2"]);
}

#[test]
fn postage_is_money_and_no_product() {
    let goods: String = (0..40).map(|i| format!("a,1,2024-01-01,{},1,1\n", 22_000 + i)).collect();
    let table = format!(
        "customer,order,date,sku,quantity,amount\n{goods}a,1,2024-01-01,post,1,18\na,C2,2024-01-02,D,-1,-27.5\n"
    );
    let read = |services| only(&table, Policy { services, ..Policy::default() });
    let loaded = read(Services::Money);
    assert_eq!(entries(&loaded.receipt.files[0]), ["kept 40 40", "service 1 18", "service_negative 1 -27.5"]);
    let service = loaded.lines.lines.iter().filter(|line| line.product == NO_KEY);
    let service: Vec<(Kind, i64, i64)> = service.map(|line| (line.kind, line.quantity, line.amount)).collect();
    assert_eq!(service, [(Kind::Purchase, 0, 180), (Kind::Return, 0, 275)]);
    assert_eq!(entries(&read(Services::Keep).receipt.files[0]), ["kept 41 58", "cancellation 1 -27.5"]);
    assert_eq!(entries(&read(Services::SetAside).receipt.files[0]), ["kept 40 40", "service_set_aside 2 -9.5"]);
}

#[test]
fn lists_of_customers() {
    let customers = "customer,region\na,N\nb,N\n7,S\nz,S\n";
    let lines = "customer,date,amount\na,2024-01-01,1\nb,2024-01-01,2\n7.0,2024-01-01,4\n";
    let folder = Folder::new();
    let files = [folder.write("customers.csv", customers), folder.write("lines.csv", lines)];
    let read = |policy| load(&files, &with(policy), &silent).unwrap();
    let list = folder.write("list.txt", "7\r\nz\n");
    let loaded = read(Policy { exclude: Some(list.clone()), ..Policy::default() });
    assert_eq!(entries(&loaded.receipt.files[0]), ["kept 2 0", "excluded_customer 2 0"]);
    assert_eq!(entries(&loaded.receipt.files[1]), ["kept 2 3", "excluded_customer 1 4"]);
    assert_eq!(loaded.lines.customers.ids, ["a", "b"]);
    let loaded = read(Policy { only: Some(list), ..Policy::default() });
    assert_eq!(entries(&loaded.receipt.files[1]), ["kept 1 4", "not_listed 2 3"]);
    assert_eq!(loaded.lines.customers.ids, ["7", "z"]);
    let missing = Policy { only: Some(folder.path("none.txt")), ..Policy::default() };
    assert!(failure(load(&files, &with(missing), &silent)).0.ends_with("none.txt` does not exist"));
}

#[test]
fn a_window() {
    let table = "customer,date,amount\na,2024-01-01,1\na,2024-02-01,2\na,2024-03-01,4\n";
    let policy = Policy { from: Day::parse_iso("2024-02-01"), ..Policy::default() };
    let options = ReadOptions { as_of: Day::parse_iso("2024-02-28"), ..with(policy) };
    let loaded = read_with(&options, &[("t.csv", table)]).unwrap();
    assert_eq!(entries(&loaded.receipt.files[0]), ["kept 1 2", "after_as_of 1 4", "before_window 1 1"]);
}

#[test]
fn conditions_on_rows() {
    let table = "customer,Order Date,amount,country,units\n1.0,2024-01-05,1,UK,5\n2,2024-01-06 10:00,2.50,,1200\n3,2024-01-07,4,France,x\n";
    let kept = |text: &str| {
        let policy = Policy { filter: Some(text.to_owned()), ..Policy::default() };
        let options = ReadOptions { max_unreadable: 1.0, ..with(policy) };
        read_with(&options, &[("t.csv", table)]).map(|loaded| loaded.lines.customers.ids.join(" "))
    };
    for (text, expected) in [
        ("country = 'UK'", "1"),
        ("customer = 1 or \"order date\" = 2024-01-06", "1 2"),
        ("amount between 2.5 and 4 and country is null", "2"),
        ("amount > 2.49", "2"),
        ("order_date < '2024-01-07' and not customer in ('2')", "1"),
        ("country like 'U_'", "1"),
    ] {
        assert_eq!(kept(text).unwrap(), expected, "{text}");
    }
    for (text, message) in [
        (
            "contry = 'UK'",
            "`--where` is not understood: `t.csv` has no column `contry`; its columns are customer, Order Date, amount, country, units\n    contry = 'UK'\n    ^",
        ),
        (
            "amount > '2'",
            "`--where` is not understood: `amount` holds numbers: write a number without quotes, such as 12.50\n    amount > '2'\n             ^",
        ),
        (
            "amount >",
            "`--where` is not understood: expected a value: a number, a day such as 2024-01-31, or a text in single quotes\n    amount >\n            ^",
        ),
    ] {
        let error = kept(text).unwrap_err();
        assert_eq!(error.to_string(), message);
        assert!(error.hint().is_some());
    }
    let policy = Policy { filter: Some("country is not null".to_owned()), ..Policy::default() };
    let options = ReadOptions { max_unreadable: 1.0, ..with(policy) };
    let loaded = read_with(&options, &[("t.csv", table)]).unwrap();
    assert_eq!(entries(&loaded.receipt.files[0]), ["kept 1 1", "filtered 1 2.5", "bad_number 1 4"]);
}

const CURRENCIES: &str =
    "customer,date,amount,Currency\na,2024-01-05,1,EUR\nb,2024-01-05,2,usd\nc,2024-02-05,2.25,USD\nd,2024-02-05,2,\n";

#[test]
fn several_currencies_are_refused() {
    let (message, hint) = failure(read(&[("t.csv", CURRENCIES)]));
    assert_eq!(
        message,
        "the amounts are in several currencies, whose sum would be no number: USD (2 rows), EUR (1 row)"
    );
    assert!(hint.contains("--currency USD") && hint.contains("--rates FILE"), "{hint}");
    let one = CURRENCIES.replace("usd", "eur").replace("USD", "EUR");
    assert_eq!(of(&one, Policy::default()), ["kept 4 7.25"]);
    let chosen = |text: &str| Policy { filter: Some(text.to_owned()), ..Policy::default() };
    assert_eq!(
        of(CURRENCIES, chosen("currency = 'EUR' or currency is null")),
        ["kept 1 1", "filtered 2 4.25", "no_currency 1 2"],
        "what is set aside is not added"
    );
}

#[test]
fn one_currency_or_rates() {
    let policy = Policy { currency: Some("usd".to_owned()), ..Policy::default() };
    let loaded = only(CURRENCIES, policy);
    assert_eq!(entries(&loaded.receipt.files[0]), ["kept 2 4.25", "no_currency 1 2", "other_currency 1 1"]);
    assert_eq!(loaded.receipt.files[0].notes[0].words, "amounts in EUR (1) are set aside; used is USD");
    let folder = Folder::new();
    let rates = |text: &str| Policy { rates: Some(folder.write("rates.csv", text)), ..Policy::default() };
    let loaded = only(CURRENCIES, rates("currency,rate,from\nEUR,1\nUSD,0.9,2024-01-01\nUSD,0.95,2024-02-01\n"));
    assert_eq!(entries(&loaded.receipt.files[0]), ["kept 3 4.94", "no_currency 1 2"], "1 + 1.80 + 2.14 (2.1375)");
    assert_eq!(loaded.receipt.files[0].notes[0].words, "amounts in USD (2) are converted by the table of rates to EUR");
    let late = only(CURRENCIES, rates("EUR,1\nUSD,0.95,2024-02-01\n"));
    assert_eq!(entries(&late.receipt.files[0]), ["kept 2 3.14", "no_currency 1 2", "no_rate 1 2"]);
    let (message, _) = failure(read_with(&with(rates("EUR,1\nGBP,2\n")), &[("t.csv", CURRENCIES)]));
    assert_eq!(message, "the table of exchange rates has no rate for USD");
    let none = "customer,date,amount\na,2024-01-05,1\n";
    let policy = Policy { currency: Some("usd".to_owned()), ..Policy::default() };
    assert!(failure(read_with(&with(policy), &[("t.csv", none)])).0.contains("no column"));
}

#[test]
fn customers_with_one_address_are_one() {
    let customers = "customer,email,region\nc,A@x.com,\na,b@x.com,N\nb,a@x.com,S\nd,,N\ne,,N\n";
    let lines = "customer,date,amount\na,2024-01-01,1\nb,2024-01-02,2\nc,2024-01-03,4\nd,2024-01-03,8\n";
    let policy = Policy { merge_by: Some("E-Mail".to_owned()), ..Policy::default() };
    let files = [("customers.csv", customers), ("lines.csv", lines)];
    let loaded = read_with(&with(policy.clone()), &files).unwrap();
    assert_eq!(loaded.lines.customers.ids, ["a", "b", "d", "e"]);
    assert_eq!(loaded.receipt.customers_merged, 1);
    assert_eq!(loaded.lines.of_customer(1).len(), 2);
    let region = &loaded.lines.customers.attributes[0];
    assert_eq!(
        region.codes.iter().map(|&code| region.levels[code as usize].as_str()).collect::<Vec<_>>(),
        ["N", "S", "N", "N"]
    );
    let flat = "customer,email,date,amount\na,x@x.com,2024-01-01,1\nb,y@x.com,2024-01-02,2\nc,X@x.com,2024-01-03,4\nc,y@x.com,2024-01-03,8\n";
    let loaded = only(flat, policy);
    assert_eq!((loaded.lines.customers.ids, loaded.receipt.customers_merged), (vec!["a".to_owned()], 2));
    let policy = Policy { merge_by: Some("phone".to_owned()), ..Policy::default() };
    assert!(failure(read_with(&with(policy), &files)).0.starts_with("`--merge-by phone`: no table has such a column;"));
}

#[test]
fn tests_are_told_or_set_aside() {
    let table = "email,date,amount,tags\nann@shop.com,2024-01-01,1,vip\ntest@shop.com,2024-01-01,2,\nbob@shop.com,2024-01-01,4,\"staff, vip\"\n";
    let loaded = only(table, Policy::default());
    assert_eq!(entries(&loaded.receipt.files[0]), ["kept 3 7"]);
    assert_eq!(notes(&loaded.receipt.files[0]), ["test_rows 2"]);
    let loaded = only(table, Policy { tests: Odd::SetAside, ..Policy::default() });
    assert_eq!(entries(&loaded.receipt.files[0]), ["kept 1 1", "test_customer 2 6"]);
    assert_eq!(loaded.lines.customers.ids, ["ann@shop.com"]);
    assert!(notes(&loaded.receipt.files[0]).is_empty());
}

#[test]
fn strict_allows_kept_rows_only() {
    let strict = || with(Policy { strict: true, ..Policy::default() });
    let good = "customer,date,amount,refunded_amount\na,2024-01-01,1,1\n";
    assert!(read_with(&strict(), &[("t.csv", good)]).is_ok(), "a refund is no row of its own");
    let (message, hint) = failure(read_with(
        &strict(),
        &[("t.csv", "customer,date,amount\na,2024-01-01,1\na,soon,1\n,2024-01-01,1\na,2024-01-01,-1\n")],
    ));
    assert_eq!(
        message,
        "`t.csv`: 3 of 4 rows are not kept, and --strict allows none
  1 row, bad_date: the date cannot be read
    line 3: column `date`: `soon` is not a date (dates are read as YYYY-MM-DD, YYYYMMDD, D.M.YYYY, D Month YYYY or month/day/year with slashes or hyphens, from year 1 to 9999, with or without HH:MM:SS)
  1 row, negative_amount: negative amount: money given back, subtracted
    line 5
  1 row, no_customer: no customer
    line 4"
    );
    assert!(hint.contains("--strict"));
}

#[test]
fn channels_attributes_and_discounts_of_lines() {
    let table = "customer,date,amount,Sales Channel,Country,discount\na,2024-01-01,1,web,UK,0.50\na,2024-01-02,2,shop,,-2\na,2024-01-03,4,web,UK,\nb,2024-01-03,4,,,n\n,2024-01-03,4,app,,\n";
    let loaded = only(table, Policy::default());
    let contexts = &loaded.lines.contexts;
    let shown: Vec<(String, Vec<&str>)> = contexts
        .columns
        .iter()
        .map(|column| (column.name.clone(), column.levels.iter().map(String::as_str).collect()))
        .collect();
    assert_eq!(shown, [("Country".to_owned(), vec!["UK"]), (CHANNEL.to_owned(), vec!["shop", "web"])]);
    assert_eq!(contexts.codes, [0, 1, NO_KEY, 0]);
    let lines: Vec<(u32, i64)> = loaded.lines.lines.iter().map(|line| (line.context, line.discount)).collect();
    assert_eq!(lines, [(0, 5), (1, 20), (0, 0), (NO_KEY, 0)]);
    assert!(loaded.lines.known.discount);
    assert_eq!(notes(&loaded.receipt.files[0]), ["discount_unread 1"]);
    let names: Vec<&str> = loaded.lines.customers.attributes.iter().map(|attribute| attribute.name.as_str()).collect();
    assert_eq!(names, ["Country", "Sales Channel"]);
    let shares = "customer,date,amount,discount\na,2024-01-01,1,0.2\na,2024-01-02,2,0\n";
    assert!(!only(shares, Policy::default()).lines.known.discount, "a share is no money");
}
