//! Separators, encodings, quotes, dates and workbooks: the same table in many clothes.

use crate::folder::{Folder, entries, failure, notes, read, read_bytes, read_with, shown, with_order_ids};
use rust_xlsxwriter::{ExcelDateTime, Format, Workbook};
use shoal_data::{DateOrder, Loaded, ReadOptions, Zone, load, silent};

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
    assert_eq!(
        (loaded.rejected.all().unwrap()[0].line, loaded.rejected.all().unwrap()[0].raw.as_str()),
        (5, ",2024-01-06,2,x")
    );
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
        "4.3.24 7:30",
        "3/4/24 7:30",
        "4 Mar 2024 07:30",
        "04-MAR-24 7:30",
        "\"March 4, 2024, 7:30 AM\"",
        "4. März 2024 07:30",
        "4 mars 2024 07:30",
        "4 de marzo de 2024 07:30",
        "2024-03-04T07:30:00+01:00",
        "2024-03-04 07:30:00 UTC",
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
        loaded.rejected.all().unwrap()[0].detail.contains("column `date`: `25/8/2024` is not a date"),
        "{}",
        loaded.rejected.all().unwrap()[0].detail
    );
}

#[test]
fn years_of_two_digits() {
    let table = |dates: &[&str]| {
        let rows: String = dates.iter().enumerate().map(|(i, date)| format!("c{i},{date},1\n")).collect();
        format!("customer,date,amount\n{rows}")
    };
    let days = |dates: &[&str]| shown(&read(&[("t.csv", &table(dates))]).unwrap().lines)[0][3..13].to_owned();
    assert_eq!(days(&["24-01-05", "24-01-17", "23-12-06", "24-02-28"]), "2024-01-05");
    assert_eq!(days(&["05/01/24", "17/01/24", "06/12/23", "28/02/24"]), "2024-01-05");
    assert_eq!(days(&["01/05/24", "01/17/24"]), "2024-01-05");
    assert_eq!(days(&["01/05/70", "01/17/69"]), "1970-01-05");
    let (_, hint) = failure(read(&[("t.csv", &table(&["01/02/03"]))]));
    assert!(hint.ends_with("or `--dates ymd` for year/month/day"), "{hint}");
    let options = ReadOptions { dates: Some(DateOrder::YearFirst), ..ReadOptions::default() };
    assert_eq!(
        shown(&read_with(&options, &[("t.csv", &table(&["01/02/03"]))]).unwrap().lines),
        ["c0 2001-02-03 0 ? 1 1"]
    );
}

#[test]
fn zones_keep_the_time_as_written_unless_one_is_wanted() {
    let table = "customer,date,amount\na,2024-01-05T23:30:00-08:00,1\nb,2024-07-05T23:30:00+02:00,1\n";
    let days = |loaded: &Loaded| loaded.lines.lines.iter().map(|line| line.time.to_string()).collect::<Vec<_>>();
    let loaded = read(&[("t.csv", table)]).unwrap();
    assert_eq!(days(&loaded), ["2024-01-05 23:30:00", "2024-07-05 23:30:00"]);
    let file = &loaded.receipt.files[0];
    assert_eq!(file.dates.as_deref(), Some("year-month-day; the time as written, at UTC-08:00, +02:00"));
    assert_eq!(notes(file), ["several_timezones 2"]);
    let options = ReadOptions { timezone: Some("Z".parse().unwrap()), ..ReadOptions::default() };
    let loaded = read_with(&options, &[("t.csv", table)]).unwrap();
    assert_eq!(days(&loaded), ["2024-01-06 07:30:00", "2024-07-05 21:30:00"]);
    assert_eq!(notes(&loaded.receipt.files[0]), [] as [&str; 0]);
    let summer = table.replace("-08:00", "+01:00");
    assert_eq!(notes(&read(&[("t.csv", &summer)]).unwrap().receipt.files[0]), [] as [&str; 0]);
    assert!("+16:00".parse::<Zone>().is_err() && "Berlin".parse::<Zone>().is_err());
}

#[test]
fn seconds_since_1970() {
    for (text, told) in [
        ("customer,date,amount\na,1704493800,1\nb,1704580200,2\n", "seconds since 1970, in UTC"),
        ("customer,created_at,amount\na,1704493800000,1\nb,1704580200000,2\n", "milliseconds since 1970, in UTC"),
    ] {
        let loaded = read(&[("t.csv", text)]).unwrap();
        assert_eq!(shown(&loaded.lines), ["a 2024-01-05 0 ? 1 1", "b 2024-01-06 1 ? 1 2"]);
        assert_eq!(loaded.receipt.files[0].dates.as_deref(), Some(told));
    }
    failure(read(&[("t.csv", "customer,number,amount\na,1704493800,1.5\nb,1704580200,2.5\n")]));
}

#[test]
fn days_that_are_none_and_the_first_and_last_ones() {
    let rows =
        ["0001-01-01", "9999-12-31 23:59:59", "31.2.2024", "0000-01-01", "-2024-01-05", "10000-01-01", "2023-02-29"];
    let rows: String = rows.iter().enumerate().map(|(i, date)| format!("c{i},{date},1\n")).collect();
    let lenient = ReadOptions { max_unreadable: 1.0, ..ReadOptions::default() };
    let loaded = read_with(&lenient, &[("t.csv", &format!("customer,date,amount\n{rows}"))]).unwrap();
    assert_eq!(entries(&loaded.receipt.files[0])[..], ["kept 2 2", "bad_date 5 5"]);
    assert!(
        loaded.rejected.all().unwrap()[0].detail.contains("from year 1 to 9999"),
        "{}",
        loaded.rejected.all().unwrap()[0].detail
    );
    let alone = read(&[("t.csv", "customer,date,amount\na,9999-12-31,1\n")]).unwrap();
    assert_eq!(alone.lines.lines[0].time.day().to_string(), "9999-12-31");
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
    let loaded = load(&[path], &with_order_ids(), &silent).unwrap();
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
    let loaded = load(&[path], &with_order_ids(), &silent).unwrap();
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
