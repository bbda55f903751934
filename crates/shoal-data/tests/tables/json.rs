//! JSON lines, objects one after the other, lists of objects.

use crate::folder::{entries, failure, lenient, notes, read, read_bytes, read_with, shown};

const CSV: &str = "customer,date,total,remark\na,2024-01-05,1.50,\"x, \"\"y\"\"\"\nb,2024-01-06,2,\n";
const LINES: &str = "{\"total\":1.50,\"customer\":\"a\",\"date\":\"2024-01-05\",\"remark\":\"x, \\\"y\\\"\"}\n\
                     {\"customer\":\"b\",\"remark\":null,\"date\":\"2024-01-06\",\"total\":2}\n";

#[test]
fn the_rows_of_the_text_in_any_form() {
    let expected = read(&[("t.csv", CSV)]).unwrap().lines;
    let objects: Vec<&str> = LINES.lines().collect();
    let pretty = LINES.replace(",\"", ",\n  \"").replace("}", "\n}");
    let utf16: Vec<u8> = [0xFF, 0xFE].into_iter().chain(LINES.encode_utf16().flat_map(u16::to_le_bytes)).collect();
    for (bytes, format) in [
        (LINES.as_bytes().to_vec(), "JSON lines, UTF-8"),
        (LINES.replace('\n', "\r\n\r\n").into_bytes(), "JSON lines, UTF-8"),
        (LINES.trim_end().as_bytes().to_vec(), "JSON lines, UTF-8"),
        (format!("\u{feff}{LINES}").into_bytes(), "JSON lines, UTF-8 with byte-order mark"),
        (utf16, "JSON lines, UTF-16 (little endian)"),
        (format!("[{}]", objects.join(",")).into_bytes(), "JSON, UTF-8"),
        (format!(" [\n {}\n]\n", objects.join(",\n")).into_bytes(), "JSON, UTF-8"),
        (pretty.into_bytes(), "JSON, UTF-8"),
    ] {
        let loaded = read_bytes(&bytes).unwrap_or_else(|error| panic!("{format}: {error}"));
        assert_eq!(loaded.receipt.files[0].format, format);
        assert_eq!(loaded.lines, expected, "{format}");
    }
}

#[test]
fn keys_may_lack_and_objects_nest() {
    let table = "{\"customer\":{\"id\":\"a\",\"address\":{\"country\":\"DE\"}},\"date\":\"2024-01-05\",\"total\":1,\"items\":[1,{\"x\":2}]}\n\
                 {\"date\":\"2024-01-06\",\"total\":2,\"customer\":{\"id\":\"b\"},\"tags\":null}\n";
    let map = crate::folder::mapped(&["transactions.customer=customer.id"]);
    let loaded = read_with(&map, &[("t.jsonl", table)]).unwrap();
    assert_eq!(shown(&loaded.lines), ["a 2024-01-05 0 ? 1 1", "b 2024-01-06 1 ? 1 2"]);
    let file = &loaded.receipt.files[0];
    assert_eq!(file.unused_columns, ["customer.address.country", "tags"]);
    assert_eq!(notes(file), ["lists_not_read 1"]);
}

#[test]
fn broken_lines_are_rows_with_their_lines() {
    let table = format!(
        "{LINES}\n{{\"customer\":\"c\",\"date\":\"2024-\n{{\"total\":1,\"total\":2}}\n[1]\n{{\"customer\":\"d\"}} x\n{{\"customer\":\"e\0\"}}\n{{\"customer\":\"\u{e9}\",\"date\":\"2024-01-07\",\"total\":1e2}}\n"
    );
    let loaded = read_with(&lenient(), &[("t.jsonl", &table)]).unwrap();
    assert_eq!(entries(&loaded.receipt.files[0]), ["kept 3 103.5", "bad_encoding 1 0", "bad_json 4 0"]);
    let rejected = loaded.rejected.all().unwrap();
    let told: Vec<(u64, &str)> = rejected.iter().map(|row| (row.line, row.detail.as_str())).collect();
    let broken = "no whole JSON object";
    assert_eq!(
        told,
        [
            (4, broken),
            (5, "one key comes twice in the object"),
            (6, broken),
            (7, broken),
            (8, "bytes that are no text")
        ]
    );
    assert_eq!(loaded.rejected.all().unwrap()[1].raw, "{\"total\":1,\"total\":2}");
}

#[test]
fn lines_stay_right_over_many_pieces() {
    let row = |i: usize| format!("{{\"customer\":\"c{}\",\"date\":\"2024-01-05\",\"total\":{i}}}\n", i % 50);
    let rows: String = (0..60_000).map(row).collect();
    let loaded = read(&[("t.jsonl", &format!("{rows}{{\n"))]).unwrap();
    assert_eq!(loaded.rejected.all().unwrap().iter().map(|row| row.line).collect::<Vec<_>>(), [60_001]);
    let list = format!("[{}]", rows.trim_end().replace('\n', ",\n"));
    assert_eq!(read(&[("t.json", &list)]).unwrap().lines, loaded.lines);
    let bad = list.replace("\"total\":59999}", "\"total\":59999,\"total\":1}");
    assert_eq!(read(&[("t.json", &bad)]).unwrap().rejected.all().unwrap()[0].line, 60_000);
}

#[test]
fn a_list_that_breaks_is_an_error_with_its_line() {
    let list = format!("[\n{}\n]", LINES.trim_end().replace('\n', ",\n"));
    let cut = &list[..list.len() - 20];
    let keys: String = (0..5000).map(|i| format!("{{\"k{i}\":1}}\n")).collect();
    for (text, message) in [
        (cut.to_owned(), "`t.csv`, line 3: the JSON breaks off"),
        (list.replace("\"b\"", "b"), "`t.csv`, line 3: this is no JSON"),
        (format!("{list}x"), "line 4: this is no JSON"),
        ("[{}, {\"a\": null}]".to_owned(), "`t.csv` is empty"),
        ("{\"a\"}\n{\"b\"}\n".to_owned(), "JSON without a single whole object"),
        ("[]".to_owned(), "`t.csv` is empty"),
        (keys, "more than 4096 different keys"),
        ("{\"a\":1}\n{\"a \":1}\n".to_owned(), "several columns with the same name"),
    ] {
        let (error, hint) = failure(read_bytes(text.as_bytes()));
        assert!(error.contains(message), "{error}");
        assert!(!hint.is_empty(), "{error}");
    }
}
