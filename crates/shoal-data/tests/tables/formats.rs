//! Separators, encodings, quotes, dates and workbooks: the same table in many clothes.

use crate::folder::{Folder, entries, failure, notes, read, read_bytes, read_with, shown};
use rust_xlsxwriter::{ExcelDateTime, Format, Workbook};
use shoal_data::{DateOrder, Loaded, ReadOptions, load, silent};

const PLAIN: &str = "customer,order,date,total,country\nZoë,1,2024-01-05 10:30,8.29,Ålesund\nb,2,2024-01-06,12,Köln\n";

fn same_lines(loaded: &Loaded, expected: &Loaded) {
    assert_eq!(loaded.lines, expected.lines);
}

#[test]
fn separators_line_ends_and_encodings() {
    let expected = read(&[("t.csv", PLAIN)]).unwrap();
    let cp1252 = encoding_rs::WINDOWS_1252.encode(PLAIN).0.into_owned();
    let utf16: Vec<u8> =
        [0xFF, 0xFE].into_iter().chain(PLAIN.replace(',', "\t").encode_utf16().flat_map(u16::to_le_bytes)).collect();
    for (bytes, format) in [
        (PLAIN.replace(',', ";").into_bytes(), "CSV, semicolon, UTF-8"),
        (PLAIN.replace(',', "\t").into_bytes(), "CSV, tab, UTF-8"),
        (PLAIN.replace(',', "|").into_bytes(), "CSV, bar, UTF-8"),
        (PLAIN.replace('\n', "\r\n").into_bytes(), "CSV, comma, UTF-8"),
        (PLAIN.replace('\n', "\r").into_bytes(), "CSV, comma, UTF-8"),
        (PLAIN.trim_end().as_bytes().to_vec(), "CSV, comma, UTF-8"),
        (format!("\u{feff}{PLAIN}").into_bytes(), "CSV, comma, UTF-8 with byte-order mark"),
        (
            format!("\u{feff}sep=;\r\n{}", PLAIN.replace(',', ";")).into_bytes(),
            "CSV, semicolon, UTF-8 with byte-order mark",
        ),
        (cp1252, "CSV, comma, Windows-1252 (not valid UTF-8)"),
        (utf16, "CSV, tab, UTF-16 (little endian)"),
        (PLAIN.replace("8.29", "8.289999999999999").into_bytes(), "CSV, comma, UTF-8"),
        (PLAIN.replace("8.29", "\"8.29\"").into_bytes(), "CSV, comma, UTF-8"),
        (format!("\n\n{PLAIN}\n,,,,\n\n").into_bytes(), "CSV, comma, UTF-8"),
    ] {
        let loaded = read_bytes(&bytes).unwrap_or_else(|error| panic!("{format}: {error}"));
        assert_eq!(loaded.receipt.files[0].format, format);
        same_lines(&loaded, &expected);
    }
}

#[test]
fn quotes_over_line_ends_keep_physical_lines() {
    let table = "customer,date,amount,remark\r\na,2024-01-05,1,\"two\r\nlines, \"\"quoted\"\"\"\r\n\r\n,2024-01-06,2,x\r\nb,2024-01-07,3,\"y\"\r\n";
    let loaded = read(&[("t.csv", table)]).unwrap();
    assert_eq!(shown(&loaded.lines), ["a 2024-01-05 0 ? 1 1", "b 2024-01-07 1 ? 1 3"]);
    assert_eq!((loaded.rejected[0].line, loaded.rejected[0].raw.as_str()), (5, ",2024-01-06,2,x"));
}

#[test]
fn blank_rows_are_no_rows() {
    let loaded =
        read(&[("t.csv", "customer,date,amount\n\na,2024-01-05,1\n,,\n  , ,\n   \nb,2024-01-06,2\n")]).unwrap();
    assert_eq!(loaded.receipt.files[0].rows, 2);
    assert_eq!(notes(&loaded.receipt.files[0]), ["blank_row 2"]);
}

#[test]
fn dates_of_every_form_are_one_moment() {
    let moment = |date: &str| {
        let table = format!("customer,date,amount\na,{date},1\na,8/25/2024,1\n");
        read(&[("t.csv", &table)]).unwrap().lines.lines[0].time
    };
    let expected = moment("2024-03-04 07:30:00");
    for date in [
        "2024-03-04T07:30",
        "2024-03-04 07:30:00.000",
        "20240304 7:30",
        "3/4/2024 7:30",
        "03/04/2024 07:30:00",
        "3-4-2024 7:30 AM",
        "4.3.2024 7:30",
    ] {
        assert_eq!(moment(date), expected, "{date}");
    }
}

#[test]
fn the_order_of_slashed_dates_is_decided_by_the_data_or_the_user() {
    let table = |dates: [&str; 2]| format!("customer,date,amount\na,{},1\nb,{},2\n", dates[0], dates[1]);
    let days = |options: &ReadOptions, dates| {
        read_with(options, &[("t.csv", &table(dates))]).map(|loaded| shown(&loaded.lines)[0][2..12].to_owned())
    };
    let default = ReadOptions::default();
    assert_eq!(days(&default, ["3/4/2024", "8/25/2024"]).unwrap(), "2024-03-04");
    assert_eq!(days(&default, ["3/4/2024", "25/8/2024"]).unwrap(), "2024-04-03");
    let (message, hint) = failure(read(&[("t.csv", &table(["3/4/2024", "5/6/2024"]))]));
    assert!(
        message.contains("`3/4/2024` is 2024-03-04 as month/day/year and 2024-04-03 as day/month/year"),
        "{message}"
    );
    assert_eq!(hint, "`--dates mdy` for month/day/year or `--dates dmy` for day/month/year");
    for (order, day) in [(DateOrder::MonthFirst, "2024-03-04"), (DateOrder::DayFirst, "2024-04-03")] {
        let options = ReadOptions { dates: Some(order), ..ReadOptions::default() };
        assert_eq!(days(&options, ["3/4/2024", "5/6/2024"]).unwrap(), day);
    }
}

#[test]
fn the_order_is_decided_over_all_files_and_by_the_other_table() {
    let one = "customer,date,amount\na,3/4/2024,1\n";
    let two = "customer,date,amount\nb,25/8/2024,1\n";
    assert_eq!(shown(&read(&[("1.csv", one), ("2.csv", two)]).unwrap().lines)[0], "a 2024-04-03 0 ? 1 1");
    let loaded = read(&[("c.csv", "customer,signup,region\na,1/2/2024,x\n"), ("2.csv", two)]).unwrap();
    assert_eq!(loaded.lines.customers.signup[0].unwrap().to_string(), "2024-02-01");
    assert_eq!(loaded.receipt.files[0].dates.as_deref(), Some("day/month/year: as in the other table"));
}

#[test]
fn few_dates_of_the_other_order_are_unreadable_and_noted() {
    let rows: String = (0..200).map(|i| format!("a,8/{}/2024,1\n", 13 + i % 15)).collect();
    let loaded = read(&[("t.csv", &format!("customer,date,amount\n{rows}b,25/8/2024,1\n"))]).unwrap();
    let file = &loaded.receipt.files[0];
    assert_eq!(entries(file), ["kept 200 200", "bad_date 1 1"]);
    assert_eq!(notes(file), ["date_order_mixed 1", "repeated_row 185"]);
    assert!(
        loaded.rejected[0].detail.contains("column `date`: `25/8/2024` is not a date"),
        "{}",
        loaded.rejected[0].detail
    );
}

/// The plain table as a workbook; numbers as a spreadsheet stores them.
fn workbook() -> Workbook {
    let mut workbook = Workbook::new();
    let date = Format::new().set_num_format("yyyy-mm-dd hh:mm");
    let sheet = workbook.add_worksheet().set_name("Sales").unwrap();
    for (column, name) in ["customer", "order", "date", "total", "country"].into_iter().enumerate() {
        sheet.write_string(2, column as u16, name).unwrap();
    }
    sheet.write_string(3, 0, "Zoë").unwrap();
    sheet.write_number(3, 1, 1.0).unwrap();
    sheet.write_datetime_with_format(3, 2, ExcelDateTime::parse_from_str("2024-01-05T10:30").unwrap(), &date).unwrap();
    sheet.write_number(3, 3, 829.0 * 0.01).unwrap();
    sheet.write_string(3, 4, "Ålesund").unwrap();
    sheet.write_string(5, 0, "b").unwrap();
    sheet.write_string(5, 1, "2.0").unwrap();
    sheet.write_number(5, 2, 45297.0).unwrap();
    sheet.write_number(5, 3, 12.0).unwrap();
    sheet.write_string(5, 4, "Köln").unwrap();
    workbook
}

#[test]
fn a_workbook_gives_the_lines_of_the_text() {
    let folder = Folder::new();
    let path = folder.path("shop.xlsx");
    workbook().save(&path).unwrap();
    let loaded = load(&[path], &ReadOptions::default(), &silent).unwrap();
    same_lines(&loaded, &read(&[("t.csv", PLAIN)]).unwrap());
    let file = &loaded.receipt.files[0];
    assert_eq!((file.file.as_str(), file.format.as_str(), file.rows), ("shop.xlsx [Sales]", "Excel workbook", 2));
    assert_eq!(file.dates.as_deref(), Some("year-month-day; numbers of days, as workbooks count them"));
}

#[test]
fn sheets_are_tables_and_a_note_is_none() {
    let folder = Folder::new();
    let path = folder.path("shop.xlsx");
    let mut book = workbook();
    let notes_sheet = book.add_worksheet().set_name("Read me").unwrap();
    notes_sheet.write_string(0, 0, "These are our sales").unwrap();
    notes_sheet.write_string(1, 0, "Ask Ann").unwrap();
    let people = book.add_worksheet().set_name("People").unwrap();
    for (row, cells) in [["customer", "segment"], ["b", "gold"], ["c", "silver"]].iter().enumerate() {
        people.write_string(row as u32, 0, cells[0]).unwrap();
        people.write_string(row as u32, 1, cells[1]).unwrap();
    }
    book.add_worksheet().set_name("Empty").unwrap();
    book.save(&path).unwrap();
    let loaded = load(&[path], &ReadOptions::default(), &silent).unwrap();
    let files: Vec<&str> = loaded.receipt.files.iter().map(|file| file.file.as_str()).collect();
    assert_eq!(files, ["shop.xlsx [People]", "shop.xlsx [Sales]"]);
    assert_eq!(
        loaded.lines.customers.ids,
        ["Zoë", "b", "c"]
            .map(str::to_owned)
            .into_iter()
            .collect::<std::collections::BTreeSet<_>>()
            .into_iter()
            .collect::<Vec<_>>()
    );
    assert_eq!(notes(&loaded.receipt.files[0]), ["sheet_ignored 1"]);
}

#[test]
fn a_value_beside_the_header_makes_a_row_of_a_sheet_unreadable() {
    let folder = Folder::new();
    let path = folder.path("shop.xlsx");
    let mut book = workbook();
    book.worksheet_from_index(0).unwrap().write_string(5, 7, "?").unwrap();
    book.save(&path).unwrap();
    let (message, _) = failure(load(&[path], &ReadOptions::default(), &silent));
    assert!(
        message.contains("1 row: more or fewer fields than the header\n    line 6: 8 fields where the header has 5"),
        "{message}"
    );
}
