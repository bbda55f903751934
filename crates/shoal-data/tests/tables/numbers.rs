//! Tables of numbers: which columns are taken, which cells are read, and what is said about the others.

use crate::folder::Folder;
use shoal_data::{
    Missing, NumberOptions, NumericChunk, NumericTable, WeightColumn, numbers, numbers_in_chunks, silent,
};

fn read(content: impl AsRef<[u8]>, options: &NumberOptions) -> Result<NumericTable, String> {
    let folder = Folder::new();
    let path = folder.write("t.csv", content);
    numbers(&path, options, &silent).map_err(|error| format!("{error} | {}", error.hint().unwrap_or_default()))
}

fn wish(columns: &[&str]) -> NumberOptions {
    NumberOptions { columns: columns.iter().map(|name| (*name).to_owned()).collect(), ..NumberOptions::default() }
}

#[test]
fn every_column_of_numbers_is_taken_and_the_others_say_why() {
    let text = "\u{feff},id,a;b,c,d,e\n0,x,1e-3,,4,red\n1,y,-2.5E2,,\"4\",5\n2,z,0.30000000000000004,,4,\n";
    let table = read(text, &NumberOptions { id: Some("id".into()), ..NumberOptions::default() }).unwrap();
    assert_eq!(table.columns, ["a;b", "d"]);
    assert_eq!(table.values, [1e-3, 4.0, -250.0, 4.0, 0.1 + 0.2, 4.0]);
    assert_eq!(table.ids.unwrap(), ["x", "y", "z"]);
    assert_eq!(table.rows, [0, 1, 2]);
    let others: Vec<(&str, &str)> = table.not_taken.iter().map(|n| (n.column.as_str(), n.reason.as_str())).collect();
    assert_eq!(others[0], ("(column 1 without a name)", "only columns with a name are taken"));
    assert_eq!(others[1], ("c", "it is empty"));
    assert!(others[2].0 == "e" && others[2].1.contains("`red` on line 2"));
}

#[test]
fn a_column_that_is_nearly_all_numbers_is_refused_and_not_left_out() {
    let rows: String =
        (0..20).map(|i| format!("{i},{}\n", if i == 7 { "1,5".to_owned() } else { i.to_string() })).collect();
    let told = read(format!("a,b\n{}", rows.replace("1,5", "\"1,5\"")), &NumberOptions::default()).unwrap_err();
    assert!(told.contains("line 9, column `b`") && told.contains("without `b`"), "{told}");
    let told = read("a,b\n1,2\n3,\n5,6\n", &NumberOptions::default()).unwrap_err();
    assert!(told.contains("line 3, column `b`") && told.contains("--missing drop"), "{told}");
}

#[test]
fn rows_with_missing_cells_stop_the_reading_or_are_left_out() {
    let text = "a,b\n1,2\n3,NA\n5,6\n";
    let told = read(text, &wish(&["b", "a"])).unwrap_err();
    assert!(told.contains("`t.csv`, line 3, column `b`") && told.contains("--missing drop"), "{told}");
    let table = read(text, &NumberOptions { missing: Missing::Drop, ..wish(&["b", "a"]) }).unwrap();
    assert_eq!((table.values, table.rows, table.dropped), (vec![2.0, 1.0, 6.0, 5.0], vec![0, 2], 1));
    let none = read("a,b\n1,\n,2\n", &NumberOptions { missing: Missing::Drop, ..NumberOptions::default() });
    assert!(none.unwrap_err().contains("none of its 2 rows"));
}

#[test]
fn what_cannot_be_read_says_where_and_what_is_allowed() {
    for (text, columns, words) in [
        ("a,b\n1,2\n1,x\n", &["b"][..], &["line 3", "`b`", "`x` is not a number", "without `b`"][..]),
        ("a;b\n1;2,5\n", &["b"], &["`2,5` has a decimal comma"]),
        ("a,b\n1,\"1,234\"\n", &["b"], &["thousands"]),
        ("a,b\n1,inf\n", &["b"], &["`inf` is not a finite number"]),
        ("a,b\n1,1e999\n", &["b"], &["`1e999` is not a finite number"]),
        ("a,b\n1,2\n", &["c", "d", "a"], &["no column `c`, `d`; its columns are `a`, `b`"]),
        ("a,b\n1,2\n", &["a", "a"], &["named twice"]),
        ("a,b\nx,y\n", &[], &["no column to cluster by", "`a`: `x` on line 2 is not a number"]),
        ("a,b\n1,2\n1,2,3\n", &[], &["line 3: it has 3 fields, and the header has 2"]),
        ("Sales\na,b\n1,2\n", &[], &["`Sales`", "header"]),
        ("a,b\n", &[], &["no rows"]),
        ("", &[], &["empty"]),
    ] {
        let told = read(text, &wish(columns)).unwrap_err();
        for word in words {
            assert!(told.contains(word), "`{word}` is not in: {told}");
        }
    }
}

#[test]
fn an_index_without_a_name_is_no_title() {
    assert_eq!(read(",x\n0,1.5\n1,2.5\n", &wish(&[])).unwrap().values, [1.5, 2.5]);
}

#[test]
fn rows_are_the_same_for_any_number_of_threads() {
    let mut text = String::from("a,b\n");
    (0..200_000).for_each(|i| text.push_str(&format!("{},{}\n", i, if i % 70_001 == 5 { "" } else { "2.5" })));
    let folder = Folder::new();
    let path = folder.write("t.csv", &text);
    let options = NumberOptions { missing: Missing::Drop, ..NumberOptions::default() };
    let tables = [1, 2, 7].map(|threads| {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
        pool.install(|| numbers(&path, &options, &silent)).unwrap()
    });
    assert_eq!(tables[0].dropped, 3);
    assert!(tables[0].rows.iter().zip(tables[0].values.chunks(2)).all(|(&row, values)| values[0] == row as f64));
    assert_eq!(tables[0], tables[1]);
    assert_eq!(tables[0], tables[2]);
}

#[test]
fn a_column_of_weights_is_apart_and_checked() {
    let weighted = |columns: &[&str]| NumberOptions {
        weight: Some(WeightColumn { column: "w".into(), smallest: 0.5, largest: 10.0 }),
        ..wish(columns)
    };
    let table = read("a,w,b\n1,2,3\n4,0,5\n", &weighted(&[])).unwrap();
    assert_eq!((table.columns, table.weights.unwrap()), (vec!["a".to_owned(), "b".into()], vec![2.0, 0.0]));
    let dropped = NumberOptions { missing: Missing::Drop, ..weighted(&["a"]) };
    let table = read("a,w\n1,\n2,1e1\n,3\n4,.5\n", &dropped).unwrap();
    assert_eq!((table.rows, table.weights.unwrap(), table.dropped), (vec![1, 3], vec![10.0, 0.5], 2));
    let range = "allowed are 0 and numbers from 5e-1 to 1e1";
    for (text, columns, words) in [
        ("a,w\n1,1\n2,-1\n", &["a"][..], &["`t.csv`, line 3, column `w`", "`-1.0`", range][..]),
        ("a,w\n1,1\n2,1e300\n", &[], &["line 3", "`1e300`", range]),
        ("a,w\n1,x\n2,11\n", &[], &["line 2", "`x`", range]),
        ("a,w\n1,1\n2,NA\n", &[], &["line 3", "the weight is ``", range, "--missing drop"]),
        ("a,w\n1,1\n", &["a", "w"], &["`w` is named twice", "--columns without `w`"]),
        ("a,b\n1,1\n", &[], &["no column `w`"]),
    ] {
        let told = read(text, &weighted(columns)).unwrap_err();
        for word in words {
            assert!(told.contains(word), "`{word}` is not in: {told}");
        }
    }
}

/// The chunks of a table, put together again.
fn chunked(content: &str, options: &NumberOptions, memory: u64) -> Result<(NumericTable, usize), String> {
    let folder = Folder::new();
    let path = folder.write("t.csv", content);
    let told = |error: shoal_data::Error| format!("{error} | {}", error.hint().unwrap_or_default());
    let table = numbers_in_chunks(&path, options, memory, &silent).map_err(told)?;
    let again: Vec<NumericChunk> = table.chunks().collect::<Result<_, _>>().map_err(told)?;
    let chunks: Vec<NumericChunk> = table.chunks().collect::<Result<_, _>>().map_err(told)?;
    assert_eq!(chunks, again, "every look sees the same");
    assert_eq!(chunks.iter().map(|chunk| chunk.rows.len()).sum::<usize>(), table.rows);
    let ids = chunks.iter().flat_map(|chunk| chunk.ids.iter().flatten().cloned()).collect();
    let whole = NumericTable {
        rows: chunks.iter().flat_map(|chunk| chunk.rows.clone()).collect(),
        values: chunks.iter().flat_map(|chunk| chunk.values.clone()).collect(),
        ids: table.has_ids.then_some(ids),
        weights: None,
        file: table.file,
        format: table.format,
        fingerprint: table.fingerprint,
        columns: table.columns,
        not_taken: table.not_taken,
        dropped: table.dropped,
    };
    Ok((whole, chunks.len()))
}

#[test]
fn chunks_hold_what_the_table_in_memory_holds() {
    let mut text = String::from("name,a,b,note\n");
    for row in 0..700_000 {
        let b = if row % 1000 == 7 { "NA".to_owned() } else { format!("{}", f64::from(row) / 7.0) };
        text.push_str(&format!("n{row},{},{b},x\n", row % 13));
    }
    let drop = NumberOptions { missing: Missing::Drop, ..NumberOptions::default() };
    for options in [
        drop.clone(),
        NumberOptions { id: Some("name".into()), ..drop.clone() },
        NumberOptions { columns: vec!["b".into()], ..drop.clone() },
    ] {
        let whole = read(&text, &options).unwrap();
        assert_eq!((whole.dropped, whole.rows.len()), (700, 699_300));
        for memory in [0, 9_000_000, u64::MAX] {
            let (table, chunks) = chunked(&text, &options, memory).unwrap();
            assert!(table == whole, "{options:?} with {memory}");
            assert!(chunks > 1 || options.columns.len() == 1);
        }
    }
    let same = |text: &str, options: &NumberOptions| {
        let (whole, table) = (read(text, options), chunked(text, options, 0).map(|table| table.0));
        assert_eq!(whole, table);
        assert!(whole.is_err());
    };
    same(&text, &NumberOptions::default());
    same(&text.replace("n699999,", "n699999,oops"), &drop);
    same("a,b\n1,\n,2\n", &drop);
    same("a,b\n1,2\n1\n", &drop);
    same("a,b\n1,2\n", &wish(&["c"]));
    same("a,b\nx,y\n", &drop);
}
