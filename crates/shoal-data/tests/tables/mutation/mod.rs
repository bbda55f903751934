//! From bytes to the receipt under damage: sound tables of every format, with bytes changed, cut out, put in, repeated, and taken from
//! another file.
//!
//! Whatever the bytes, the reading ends, without a panic and soon, in the same result for any number of threads; and a result accounts
//! for every row and all its money. `SHOAL_MUTATIONS=20000 cargo test --release -p shoal-data --test tables mutation` tries more.

mod clothes;
mod damage;

use crate::folder::{Folder, lenient};
use clothes::CLOTHES;
use damage::{Damage, damaged};
use proptest::prelude::*;
use proptest::test_runner::RngSeed;
use rayon::{ThreadPool, ThreadPoolBuilder};
use shoal_data::{Loaded, load, silent};
use shoal_segment::lines::Kind;
use shoal_segment::receipt::{Outcome, TableKind};
use std::path::PathBuf;
use std::sync::LazyLock;
use std::time::{Duration, Instant};

/// No file of a few kilobytes takes longer, on a busy machine.
const LONGEST: Duration = Duration::from_secs(20);

static POOLS: LazyLock<[ThreadPool; 3]> =
    LazyLock::new(|| [1, 2, 7].map(|threads| ThreadPoolBuilder::new().num_threads(threads).build().unwrap()));

/// Loads on one, two and seven threads, with one result.
fn on_any_threads(paths: &[PathBuf]) -> Result<Loaded, String> {
    let begun = Instant::now();
    let [one, two, seven] = [0, 1, 2].map(|pool| {
        POOLS[pool].install(|| load(paths, &lenient(), &silent)).map_err(|error| format!("{error} {:?}", error.hint()))
    });
    assert_eq!(one, two, "one thread or two");
    assert_eq!(one, seven, "one thread or seven");
    assert!(begun.elapsed() < LONGEST, "{:?}", begun.elapsed());
    one
}

/// Every row has one end, and the money of the lines is that of the receipt.
fn check(loaded: &Loaded) {
    let sum = |outcome| {
        let files = loaded.receipt.files.iter().filter(|file| file.table == TableKind::Transactions);
        files.map(|file| file.total(outcome)).fold((0, 0), |sum, total| (sum.0 + total.rows, sum.1 + total.money.minor))
    };
    let (kept, netted) = (sum(Outcome::Kept), sum(Outcome::Netted));
    let lines = &loaded.lines.lines;
    assert_eq!(lines.len() as u64, kept.0 + netted.0);
    let money = |kind| lines.iter().filter(|line| line.kind == kind).map(|line| i128::from(line.amount)).sum::<i128>();
    assert_eq!((money(Kind::Purchase), -money(Kind::Return)), (kept.1, netted.1));
    let mut rejected = 0;
    for file in &loaded.receipt.files {
        assert_eq!(file.rows, file.entries.iter().map(|entry| entry.rows).sum::<u64>(), "{}", file.file);
        rejected +=
            [Outcome::SetAside, Outcome::Unreadable].map(|outcome| file.total(outcome).rows).iter().sum::<u64>();
    }
    assert_eq!(loaded.rejected.len() as u64, rejected);
}

fn cases(usual: u32) -> u32 {
    std::env::var("SHOAL_MUTATIONS").ok().and_then(|cases| cases.parse().ok()).unwrap_or(usual)
}

fn config(seed: u64) -> ProptestConfig {
    ProptestConfig {
        cases: cases(200),
        failure_persistence: None,
        rng_seed: RngSeed::Fixed(seed),
        ..ProptestConfig::default()
    }
}

#[test]
fn sound_tables_are_read() {
    let folder = Folder::new();
    for (name, bytes) in &*CLOTHES {
        let loaded = on_any_threads(&[folder.write("t", bytes)]).unwrap_or_else(|error| panic!("{name}: {error}"));
        check(&loaded);
        assert_eq!(loaded.lines.lines.len(), clothes::ROWS, "{name}");
    }
}

proptest! {
    #![proptest_config(config(7))]

    #[test]
    fn damage_is_a_result_that_reconciles_or_an_error(
        format in any::<prop::sample::Index>(),
        other in any::<prop::sample::Index>(),
        damage in proptest::collection::vec(damage::any(), 1..5),
    ) {
        let bytes = damaged(&format.get(&CLOTHES).1, &damage, &other.get(&CLOTHES).1);
        if let Ok(loaded) = on_any_threads(&[Folder::new().write("t", bytes)]) {
            check(&loaded);
        }
    }
}

proptest! {
    #![proptest_config(config(8))]

    /// Inside archives, and beside a sound file of any format.
    #[test]
    fn in_archives_and_beside_other_files(
        format in any::<prop::sample::Index>(),
        other in any::<prop::sample::Index>(),
        damage in proptest::collection::vec(damage::any(), 1..3),
        packed in 0u8..3,
    ) {
        let (name, sound) = other.get(&CLOTHES);
        let bytes = damaged(&format.get(&CLOTHES).1, &damage, sound);
        let bytes = match packed {
            0 => bytes,
            1 => clothes::gzip(&bytes),
            _ => clothes::zstandard(&bytes),
        };
        let folder = Folder::new();
        if let Ok(loaded) = on_any_threads(&[folder.write("t", bytes), folder.write(name, sound)]) {
            check(&loaded);
        }
    }
}

/// Damage that a text survives: whole fields and lines are what changes.
fn words() -> impl Strategy<Value = Vec<Damage>> {
    let word = proptest::sample::select(vec![
        ",",
        ",,",
        "\n",
        "\r",
        "\"",
        "\"\"",
        "\0",
        "-",
        "1e400",
        "NaN",
        "#N/A",
        "31.02.2024",
        "9999-12-31",
        "0001-01-01",
        "%",
        "€",
        "order,customer,date,quantity,price\n",
        "{}",
        "[",
        "}",
        "null",
        "\u{feff}",
        "\u{1a}",
        "99999999999",
        "'",
        "sep=;\n",
    ]);
    let put = (any::<prop::sample::Index>(), word).prop_map(|(at, word)| Damage::Insert(at, word.as_bytes().to_vec()));
    proptest::collection::vec(put, 1..9)
}

proptest! {
    #![proptest_config(config(9))]

    #[test]
    fn words_in_the_wrong_place(format in any::<prop::sample::Index>(), damage in words()) {
        let texts: Vec<&[u8]> = CLOTHES.iter().map(|(_, bytes)| bytes.as_slice()).filter(|bytes| bytes.is_ascii()).collect();
        if let Ok(loaded) = on_any_threads(&[Folder::new().write("t", damaged(texts[format.index(texts.len())], &damage, b""))]) {
            check(&loaded);
        }
    }
}
