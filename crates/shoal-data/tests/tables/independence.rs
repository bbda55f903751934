//! The same rows give the same lines: whatever their order, the order of columns, how they are spread over files, and the number
//! of threads.

use crate::folder::{Folder, lenient, notes};
use crate::reconciliation::{HEADER, anchored, load_rows, row};
use proptest::prelude::*;
use rayon::ThreadPoolBuilder;
use shoal_data::{Loaded, Progress, ReadOptions, load, silent};
use shoal_segment::receipt::FileReceipt;
use std::collections::BTreeMap;
use std::sync::Mutex;

/// Rows, money and unknown amounts by reason, over all files.
fn accounts(loaded: &Loaded) -> BTreeMap<String, (u64, i128, u64)> {
    let mut accounts: BTreeMap<String, (u64, i128, u64)> = BTreeMap::new();
    for entry in loaded.receipt.files.iter().flat_map(|file| &file.entries) {
        let sum = accounts.entry(entry.reason.clone()).or_default();
        *sum = (sum.0 + entry.rows, sum.1 + entry.money.minor, sum.2 + entry.rows_without_amount);
    }
    accounts
}

/// The receipt of a file without what is about its bytes.
fn without_bytes(file: &FileReceipt) -> FileReceipt {
    FileReceipt { fingerprint: String::new(), bytes: 0, ..file.clone() }
}

/// Rows with their fields in another order, by the csv crate.
fn reordered(rows: &[String], order: &[usize]) -> Vec<String> {
    let mut writer = csv::WriterBuilder::new().flexible(true).from_writer(Vec::new());
    let text = format!("{HEADER}\n{}\n", rows.join("\n"));
    let mut reader = csv::ReaderBuilder::new().has_headers(false).flexible(true).from_reader(text.as_bytes());
    for record in reader.records().map(Result::unwrap) {
        if record.len() == order.len() {
            writer.write_record(order.iter().map(|&column| &record[column])).unwrap();
        } else {
            writer.write_record(&record).unwrap();
        }
    }
    vec![String::from_utf8(writer.into_inner().unwrap()).unwrap()]
}

proptest! {
    #[test]
    fn order_of_rows(rows in proptest::collection::vec(row(), 1..20), shuffled in Just(()).prop_perturb(|(), mut rng| rng.random::<u64>())) {
        let rows = anchored(&rows);
        let mut other = rows.clone();
        let mut state = shuffled | 1;
        for i in (1..other.len()).rev() {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
            other.swap(i, (state >> 33) as usize % (i + 1));
        }
        let (one, two) = (load_rows(&rows).unwrap(), load_rows(&other).unwrap());
        prop_assert_eq!(&one.lines, &two.lines);
        prop_assert_eq!(without_bytes(&one.receipt.files[0]), without_bytes(&two.receipt.files[0]));
        let raw = |loaded: &Loaded| {
            let mut rows: Vec<_> = loaded.rejected.all().unwrap().iter().map(|row| (row.reason.clone(), row.detail.clone(), row.raw.clone())).collect();
            rows.sort();
            rows
        };
        prop_assert_eq!(raw(&one), raw(&two));
    }

    #[test]
    fn order_of_columns(rows in proptest::collection::vec(row(), 1..20), order in Just(vec![0usize, 1, 2, 3, 4, 5]).prop_shuffle()) {
        let rows = anchored(&rows);
        let folder = Folder::new();
        let other = load(&[folder.write("t.csv", reordered(&rows, &order).concat())], &lenient(), &silent).unwrap();
        let one = load_rows(&rows).unwrap();
        prop_assert_eq!(&one.lines, &other.lines);
        prop_assert_eq!(one.receipt.files[0].entries.clone(), other.receipt.files[0].entries.clone());
        prop_assert_eq!(one.receipt.files[0].notes.clone(), other.receipt.files[0].notes.clone());
    }

    #[test]
    fn spread_over_files(rows in proptest::collection::vec(row(), 1..20), cut in 1usize..30) {
        let rows = anchored(&rows);
        let folder = Folder::new();
        let (left, right) = rows.split_at(cut);
        let left = folder.write("left.csv", format!("{HEADER}\n{}\n", left.join("\n")));
        let right = folder.write("right.csv", format!("{HEADER}\n9,z,p,12/31/2023,1,1\n{}\n", right.join("\n")));
        let whole = folder.write("whole.csv", format!("{HEADER}\n9,z,p,12/31/2023,1,1\n{}\n", rows.join("\n")));
        let one = load(&[whole], &lenient(), &silent).unwrap();
        let two = load(&[right.clone(), left.clone()], &lenient(), &silent).unwrap();
        prop_assert_eq!(&one.lines, &two.lines);
        prop_assert_eq!(accounts(&one), accounts(&two));
        prop_assert_eq!(load(&[left, right], &lenient(), &silent).unwrap(), two);
    }
}

/// Several megabytes with quotes, line ends in quotes and repeated rows, so that there are many chunks and runs.
fn large_table() -> String {
    let mut text = String::from("order,customer,product,date,quantity,price,region,remark\n");
    let mut state = 7u64;
    let mut random = |below: u64| {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (state >> 33) % below
    };
    for i in 0..60_000u64 {
        let remark = ["plain", "\"with, comma\"", "\"with\nline end\"", "\"with \"\"quotes\"\"\"", "", "5\" nails"]
            [random(6) as usize];
        let region = ["north", "south", "east"][random(3) as usize];
        let customer = if random(50) == 0 { String::new() } else { format!("customer-{}", random(4_000)) };
        let quantity = random(9) as i64 - 1;
        let (month, day) = (1 + random(12), 1 + random(28));
        let line = format!(
            "{},{customer},P{},{month}/{day}/2024,{quantity},{}.{:02},{region},{remark}\n",
            i / 3,
            random(500),
            random(90),
            random(100)
        );
        text.push_str(&line);
        if random(100) == 0 {
            text.push_str(&line);
        }
    }
    text
}

#[test]
fn number_of_threads_and_memory() {
    let folder = Folder::new();
    let path = folder.write("t.csv", large_table());
    let in_pool = |threads: usize| {
        let pool = ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
        pool.install(|| load(std::slice::from_ref(&path), &ReadOptions::default(), &silent)).unwrap()
    };
    let one = in_pool(1);
    assert!(one.lines.lines.len() > 50_000);
    assert!(notes(&one.receipt.files[0]).iter().any(|note| note.starts_with("repeated_row")));
    for threads in [2, 3, 8] {
        assert_eq!(in_pool(threads), one, "{threads} threads");
    }
    for memory in [0, 1 << 20, 10 << 20] {
        let options = ReadOptions { memory, ..ReadOptions::default() };
        assert_eq!(load(std::slice::from_ref(&path), &options, &silent).unwrap(), one, "{memory} bytes");
    }
}

#[test]
fn the_csv_crate_reads_the_same_rows() {
    let text = large_table();
    let folder = Folder::new();
    let loaded = load(&[folder.write("t.csv", &text)], &ReadOptions::default(), &silent).unwrap();
    let mut reader = csv::Reader::from_reader(text.as_bytes());
    let lines: Vec<u64> = reader
        .records()
        .map(Result::unwrap)
        .filter(|record| record[1].is_empty() || &record[4] == "0")
        .map(|record| record.position().unwrap().line())
        .collect();
    assert_eq!(loaded.rejected.all().unwrap().iter().map(|row| row.line).collect::<Vec<_>>(), lines);
}

#[test]
fn progress_is_told_in_order_and_to_the_end() {
    let folder = Folder::new();
    let path = folder.write("t.csv", large_table());
    let told: Mutex<Vec<Progress>> = Mutex::new(Vec::new());
    load(&[path], &ReadOptions::default(), &|progress| told.lock().unwrap().push(progress)).unwrap();
    let told = told.into_inner().unwrap();
    let mut stages: Vec<_> = told.iter().map(|progress| progress.stage).collect();
    stages.dedup();
    assert_eq!(stages.len(), 4);
    for stage in stages {
        let of_stage = || told.iter().filter(|progress| progress.stage == stage);
        assert_eq!(of_stage().map(|progress| progress.done).max(), of_stage().map(|progress| progress.total).max());
    }
}
