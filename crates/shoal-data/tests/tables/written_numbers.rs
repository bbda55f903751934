//! Numbers as exports write them: the same table with points, commas, groups, currencies and brackets; and what is said about it.

use crate::folder::{Folder, entries, failure, file, lenient, notes, read, read_with, shown};
use proptest::prelude::*;
use rust_xlsxwriter::Workbook;
use shoal_data::{DecimalMark, Loaded, Policy, ReadOptions, load, silent};
use shoal_segment::receipt::FileReceipt;

/// Amounts in one of many clothes, as a semicolon table.
fn table(amounts: &[&str]) -> String {
    let rows: String =
        amounts.iter().enumerate().map(|(i, amount)| format!("c{i};2024-01-{:02};{amount}\n", i + 1)).collect();
    format!("customer;date;amount\n{rows}")
}

fn decimal(mark: DecimalMark) -> ReadOptions {
    ReadOptions { decimal: Some(mark), ..lenient() }
}

fn amounts(loaded: &Loaded) -> Vec<String> {
    shown(&loaded.lines).iter().filter_map(|line| line.rsplit(' ').next().map(str::to_owned)).collect()
}

fn only(loaded: &Loaded) -> &FileReceipt {
    &loaded.receipt.files[0]
}

#[test]
fn one_table_in_many_clothes() {
    let plain = read(&[("t.csv", &table(&["1234.5", "0.99", "-1000", "12"]))]).unwrap();
    assert_eq!((only(&plain).numbers.as_ref(), plain.lines.money_scale.0), (None, 2));
    for (clothes, told) in [
        (["1.234,50", "0,99", "-1.000", "12"], "decimal comma (2 values can only be read so, for instance `0,99`)"),
        (["1,234.50", "0.99", "-1,000", "12.00"], "decimal point (3 values can only be read so)"),
        (["$1,234.50", "$0.99", "-$1,000.00", "$12"], "decimal point (3 values can only be read so), with $"),
        (
            ["1.234,50 €", "0,99 €", "1.000,00- €", "12,0 €"],
            "decimal comma (4 values can only be read so, for instance `0,99 €`), with EUR",
        ),
        (
            ["1 234,5 kr", "0,99 kr", "−1 000 kr", "12 kr"],
            "decimal comma (2 values can only be read so, for instance `0,99 kr`), with kr",
        ),
        (
            ["CHF 1'234.50", "CHF 0.99", "CHF -1'000.00", "CHF 12"],
            "decimal point (3 values can only be read so), with CHF",
        ),
        (["1,234.50", "0.99", "(1,000.00)", "12"], "decimal point (3 values can only be read so)"),
        (
            ["R$ 1.234,50", "R$ 0,99", "R$ 1.000,00-", "R$ 12,00"],
            "decimal comma (4 values can only be read so, for instance `R$ 0,99`), with BRL",
        ),
    ] {
        let loaded = read(&[("t.csv", &table(&clothes))]).unwrap();
        assert_eq!(loaded.lines, plain.lines, "{clothes:?}");
        assert_eq!(only(&loaded).numbers.as_deref(), Some(format!("`amount`: {told}").as_str()));
        assert_eq!(notes(only(&loaded)), [] as [&str; 0]);
    }
}

#[test]
fn the_majority_decides_and_the_others_are_unreadable() {
    let loaded = read_with(&lenient(), &[("t.csv", &table(&["1,50", "2,50", "3.50", "1.234"]))]).unwrap();
    assert_eq!(amounts(&loaded), ["1.5", "2.5", "1234"]);
    assert_eq!(entries(only(&loaded)), ["kept 3 1238", "bad_number 1 0"]);
    assert_eq!(notes(only(&loaded)), ["decimal_mark_mixed 1"]);
    assert_eq!(
        loaded.rejected.all().unwrap()[0].detail,
        "column `amount`: `3.50` is a number only with a decimal point, and its column has a decimal comma (see `--decimal`)"
    );
}

#[test]
fn what_nothing_decides_is_assumed_and_said() {
    for text in ["1,234", "1.234"] {
        let loaded = read(&[("t.csv", &table(&[text, "12"]))]).unwrap();
        assert_eq!(amounts(&loaded), [if text == "1,234" { "1234" } else { "1.234" }, "12"]);
        assert_eq!(notes(only(&loaded)), ["decimal_assumed 1"]);
        let words = &only(&loaded).notes[0].words;
        assert!(words.contains("`--decimal comma`") && words.contains(&format!("`{text}`")), "{words}");
        let told = format!("`amount`: decimal point (assumed, `{text}` could be either)");
        assert_eq!(only(&loaded).numbers.as_deref(), Some(told.as_str()));
    }
    let comma = read_with(&decimal(DecimalMark::Comma), &[("t.csv", &table(&["1,234", "1.234"]))]).unwrap();
    assert_eq!(amounts(&comma), ["1.234", "1234"]);
    assert_eq!(only(&comma).numbers.as_deref(), Some("`amount`: decimal comma (as `--decimal comma` says)"));
    assert_eq!(notes(only(&comma)), [] as [&str; 0]);
    let point = read_with(&decimal(DecimalMark::Point), &[("t.csv", &table(&["1,234", "1,50"]))]).unwrap();
    assert_eq!(
        (amounts(&point), notes(only(&point))),
        (vec!["1234".to_owned()], vec!["decimal_mark_mixed 1".to_owned()])
    );
}

#[test]
fn other_columns_and_other_files_decide() {
    let sales = "customer;date;quantity;price\na;2024-01-05;1.250;2,50\nb;2024-01-06;2;3,00\n";
    let loaded = read(&[("t.csv", sales)]).unwrap();
    assert_eq!(shown(&loaded.lines), ["a 2024-01-05 0 ? 1250 3125", "b 2024-01-06 1 ? 2 6"]);
    let told = "`quantity`: decimal comma (as in other columns); `price`: decimal comma (2 values can only be read so, for instance `2,50`)";
    assert_eq!(only(&loaded).numbers.as_deref(), Some(told));
    let (one, two) = (table(&["1.234"]), table(&["0,50"]));
    let loaded = read(&[("1.csv", &one), ("2.csv", &two)]).unwrap();
    assert_eq!(amounts(&loaded), ["0.5", "1234"]);
    let customers = "customer;income\nc0;1.234\nc1;2.345\nc2;31.000\n";
    let loaded = read(&[("c.csv", customers), ("t.csv", &two)]).unwrap();
    assert_eq!(loaded.lines.customers.numbers[0].values, [Some(1234.0), Some(2345.0), Some(31_000.0)]);
}

#[test]
fn several_currencies_are_refused() {
    let several = table(&["$5.00", "5.00 €", "7.00"]);
    let (message, hint) = failure(read(&[("t.csv", &several)]));
    assert!(message.ends_with("$ (1 row), EUR (1 row)"), "{message}");
    assert!(hint.contains("--currency"), "{hint}");
    let policy = Policy { currency: Some("€".to_owned()), ..Policy::default() };
    let loaded = read_with(&ReadOptions { policy, ..ReadOptions::default() }, &[("t.csv", &several)]).unwrap();
    assert_eq!(entries(only(&loaded)), ["kept 1 5", "no_currency 1 7", "other_currency 1 5"]);
    for same in [["$5.00", "5.00 USD"], ["€5.00", "EUR 5.00"], ["5.00", "£5.00"]] {
        assert_eq!(notes(only(&read(&[("t.csv", &table(&same))]).unwrap())), [] as [&str; 0]);
    }
    let (one, two) = (table(&["$5.00"]), table(&["€6.00"]));
    assert!(failure(read(&[("1.csv", &one), ("2.csv", &two)])).0.contains("several currencies"));
}

#[test]
fn numbers_of_customers() {
    let rows = |values: [&str; 6]| {
        let rows: String = values.iter().enumerate().map(|(i, value)| format!("c{i};{value}\n")).collect();
        format!("customer;size\n{rows}")
    };
    let values = |values| {
        let loaded = read(&[("c.csv", &rows(values)), ("t.csv", &table(&["1.50"]))]).unwrap();
        let numbers = loaded.lines.customers.numbers.first().map(|number| number.values.clone());
        (numbers.unwrap_or_default(), notes(file(&loaded.receipt, "c.csv")))
    };
    let some = |numbers: [f64; 6]| numbers.map(Some).to_vec();
    let none: Vec<String> = Vec::new();
    assert_eq!(
        values(["1.000,5 €", "2 €", "3 €", "4 €", "5 €", "6 €"]),
        (some([1000.5, 2.0, 3.0, 4.0, 5.0, 6.0]), none.clone())
    );
    assert_eq!(values(["1 %", "2.5%", "0", "4 %", "5 %", "6 %"]), (some([1.0, 2.5, 0.0, 4.0, 5.0, 6.0]), none));
    assert_eq!(values(["1", "2", "n/a", "-", "#N/A", "60"]).0, [Some(1.0), Some(2.0), None, None, None, Some(60.0)]);
}

#[test]
fn cells_of_workbooks_keep_their_point() {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    for (column, name) in ["customer", "date", "amount"].into_iter().enumerate() {
        sheet.write_string(0, column as u16, name).unwrap();
    }
    for row in 1..4 {
        sheet.write_string(row, 0, format!("c{row}")).unwrap();
        sheet.write_string(row, 1, "2024-01-05").unwrap();
    }
    sheet.write_number(1, 2, 1.234).unwrap();
    sheet.write_string(2, 2, "1.234,50 €").unwrap();
    sheet.write_number(3, 2, 12.5).unwrap();
    let folder = Folder::new();
    let path = folder.path("t.xlsx");
    book.save(&path).unwrap();
    let loaded = load(&[path], &ReadOptions::default(), &silent).unwrap();
    assert_eq!(amounts(&loaded), ["1.234", "1234.5", "12.5"]);
    assert_eq!(notes(only(&loaded)), [] as [&str; 0]);
}

#[test]
fn words_for_nothing() {
    let words = ["n/a", "-", "#DIV/0!", "(null)", "?"];
    let loaded =
        read_with(&lenient(), &[("t.csv", &table(&["5", words[0], words[1], words[2], words[3], words[4]]))]).unwrap();
    assert_eq!(entries(only(&loaded)), ["kept 1 5", "empty_value 5 0"]);
    for (row, word) in loaded.rejected.all().unwrap().iter().zip(words) {
        assert_eq!(row.detail, format!("column `amount`: `{word}` says that there is no value"));
    }
    let table = "customer,date,quantity,amount,region\nn/a,2024-01-05,1,5,North\n-,2024-01-05,1,5,North\nb,NULL,1,5,-\nc,2024-01-05,n/a,5,NA\n";
    let loaded = read_with(&lenient(), &[("t.csv", table)]).unwrap();
    assert_eq!(entries(only(&loaded)), ["kept 1 5", "no_customer 2 10", "empty_value 1 5"]);
    assert_eq!(notes(only(&loaded)), ["quantity_assumed 1"]);
    assert_eq!(loaded.lines.customers.attributes[0].levels, ["NA"]);
}

#[test]
fn ids_that_a_spreadsheet_rounded() {
    let table = "customer,order,date,amount\n1.785E+04,1234567890123450,2024-01-05,5\n17850,1234567890123460,2024-01-06,5\n1.785E+04,1234567890123470,2024-01-07,5\n";
    let loaded = read(&[("t.csv", table)]).unwrap();
    assert_eq!(loaded.lines.customers.ids, ["1.785E+04", "17850"]);
    assert_eq!(notes(only(&loaded)), ["rounded_ids 2", "rounded_ids 3"]);
    assert!(
        only(&loaded).notes[0].words.starts_with("column `customer`: 1 id looks like a number"),
        "{:?}",
        only(&loaded).notes
    );
    let whole = table.replace("1234567890123460", "1234567890123461").replace("1.785E+04", "1e10");
    assert_eq!(notes(only(&read(&[("t.csv", &whole)]).unwrap())), [] as [&str; 0]);
}

#[test]
fn too_many_of_the_other_kind_are_an_error_that_names_the_flag() {
    let (message, _) = failure(read(&[("t.csv", &table(&["1,50", "2,50", "3.50"]))]));
    assert!(message.contains("(see `--decimal`)"), "{message}");
}

fn amount() -> impl Strategy<Value = &'static str> {
    proptest::sample::select(vec![
        "1",
        "12,50",
        "12.50",
        "1.234",
        "1,234",
        "1.234.567",
        "1,234,567.8",
        "$5",
        "5 $",
        "(3)",
        "n/a",
        "x",
        "7 %",
        "0,125",
    ])
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    /// How a column is read depends on its values alone: not on their order, nor on the files in which they stand.
    #[test]
    fn order_and_files_play_no_part(amounts in proptest::collection::vec(amount(), 2..20), cut in 1usize..19) {
        let cut = cut.min(amounts.len() - 1);
        let rows: Vec<String> = amounts.iter().enumerate().map(|(i, amount)| format!("c{i};2024-01-05;{amount}\n")).collect();
        let file = |rows: &[String]| format!("customer;date;amount\nz;2024-01-05;1\n{}", rows.concat());
        let whole = file(&rows);
        let turned = file(&rows.iter().rev().cloned().collect::<Vec<_>>());
        let (left, right) = (file(&rows[..cut]), file(&rows[cut..]));
        let one = read_with(&lenient(), &[("t.csv", &whole)]).unwrap();
        let other = read_with(&lenient(), &[("t.csv", &turned)]).unwrap();
        prop_assert_eq!(&one.lines, &other.lines);
        prop_assert_eq!(&only(&one).numbers, &only(&other).numbers);
        prop_assert_eq!(&only(&one).notes, &only(&other).notes);
        let again = whole.replacen("z;2024-01-05;1\n", "z;2024-01-05;1\nz;2024-01-05;1\n", 1);
        let one = read_with(&lenient(), &[("t.csv", &again)]).unwrap();
        let two = read_with(&lenient(), &[("l.csv", &left), ("r.csv", &right)]).unwrap();
        prop_assert_eq!(one.lines, two.lines);
    }
}
