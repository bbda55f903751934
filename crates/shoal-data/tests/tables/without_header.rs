//! Tables whose first row is data.

use crate::folder::{Folder, failure, mapped, read, read_with, roles, shown};
use shoal_data::{NumberOptions, numbers, silent};

const CDNOW: &str = " 00001 19970101  1   11.77\n 00002 19970112  1   12.00\n 00002 19970112  5   77.00\n\
                      00003 19970102  2   20.76\n 00003 19970330  2   20.76\n 00003 19970402  2   19.54\n";

const CDNOW_ROLES: [&str; 4] = ["customer=column_1", "time=column_2", "quantity=column_3", "total=column_4"];

#[test]
fn customers_days_units_and_amounts_with_spaces_between() {
    let loaded = read(&[("CDNOW_master.txt", CDNOW)]).unwrap();
    let file = &loaded.receipt.files[0];
    assert_eq!(roles(file), CDNOW_ROLES);
    assert_eq!((file.format.as_str(), file.rows), ("text, spaces, no header, UTF-8", 6));
    assert_eq!(shown(&loaded.lines)[0], "00001 1997-01-01 0 ? 1 11.77");
    assert_eq!(loaded.lines.lines.len(), 6);
}

#[test]
fn the_same_rows_in_other_clothes() {
    let expected = read(&[("t.txt", CDNOW)]).unwrap().lines;
    let cells = |line: &str| line.split_whitespace().map(str::to_owned).collect::<Vec<_>>();
    let rows: Vec<Vec<String>> = CDNOW.lines().map(cells).collect();
    for separator in [",", ";", "\t", "|", " ", "\t ", "    "] {
        let text: String = rows.iter().map(|row| row.join(separator) + "\r\n").collect();
        assert_eq!(read(&[("t.txt", &text)]).unwrap().lines, expected, "{separator:?}");
    }
    let turned: String =
        rows.iter().rev().map(|row| format!("{} {} {} {}\n", row[3], row[1], row[0], row[2])).collect();
    assert_eq!(read(&[("t.txt", &turned)]).unwrap().lines, expected);
    let (first, second) = CDNOW.split_at(27 * 2);
    assert_eq!(read(&[("a.txt", first), ("b.txt", second)]).unwrap().lines, expected);
}

#[test]
fn a_second_number_of_the_customers_is_no_quantity() {
    let sample = " 00004     1 19970101  2   29.33\n 00004     1 19970118  2   29.73\n 00021     2 19970101  3   63.34\n\
                   00021     2 19970113  1   11.77\n 00050     3 19970101  1    6.79\n 00050     3 19970102  2    6.79\n";
    let loaded = read(&[("t.txt", sample)]).unwrap();
    let expected = ["customer=column_1", "time=column_3", "quantity=column_4", "total=column_5"];
    assert_eq!(roles(&loaded.receipt.files[0]), expected);
    assert_eq!(loaded.receipt.files[0].unused_columns, ["column_2"]);
}

#[test]
fn a_header_is_never_lost() {
    for table in [
        "customer,date,amount\na,2024-01-05,1\n",
        "customer date amount\na 2024-01-05 1\n",
        "\"customer\"  \"date\"  \"amount\"\n\"a\"  2024-01-05\t1\n",
    ] {
        let loaded = read(&[("t.csv", table)]).unwrap();
        assert_eq!(shown(&loaded.lines), ["a 2024-01-05 0 ? 1 1"]);
        assert!(!loaded.receipt.files[0].format.contains("no header"));
    }
}

#[test]
fn what_is_not_beyond_doubt_is_asked_for() {
    let twins = "10001,2024-01-05,1.50\n10001,2024-01-06,2.50\n";
    let two_amounts: String = twins.lines().map(|line| format!("{line},3.25\n")).collect();
    let (error, hint) = failure(read(&[("t.csv", &two_amounts)]));
    assert!(error.contains("has no column for the amount"), "{error}");
    assert!(hint.contains("--map transactions.total=column_3"), "{hint}");
    let loaded = read_with(&mapped(&["transactions.total=column_4"]), &[("t.csv", &two_amounts)]).unwrap();
    assert_eq!(shown(&loaded.lines), ["10001 2024-01-05 0 ? 1 3.25", "10001 2024-01-06 1 ? 1 3.25"]);
}

#[test]
fn a_table_of_numbers_without_a_header_keeps_its_first_row() {
    let folder = Folder::new();
    let path = folder.write("s1.txt", "   664159   550946\n   665845   557965\n");
    let table = numbers(&path, &NumberOptions::default(), &silent).unwrap();
    assert_eq!(table.columns, ["column_1", "column_2"]);
    assert_eq!(table.values, [664159.0, 550946.0, 665845.0, 557965.0]);
}

#[test]
fn rows_of_another_width_are_told_with_their_lines() {
    let broken = CDNOW.repeat(20) + " 00009 19970101\n";
    let loaded = read(&[("t.txt", &broken)]).unwrap();
    assert_eq!(
        (loaded.rejected.all().unwrap()[0].line, loaded.rejected.all().unwrap()[0].reason.as_str()),
        (121, "wrong_field_count")
    );
}
