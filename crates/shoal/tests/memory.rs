//! `--memory`: the same files to the byte whatever it is, and a clear error where the temporary file fails.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test may fail")]

mod support;

use std::fmt::Write;
use support::{Place, contents};

/// A table that has no room in the smallest memory: about 15 MB, with rows that are set aside and rows that repeat others.
fn shop() -> String {
    let mut text = String::from("order,customer,date,quantity,price,product,remark\n");
    let mut state = 3u64;
    let mut random = |below: u64| {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (state >> 33) % below
    };
    for order in 0..60_000 {
        let customer = if random(40) == 0 { String::new() } else { format!("customer {}", random(5_000)) };
        let (month, day) = (1 + random(12), 1 + random(28));
        for _ in 0..1 + random(5) {
            let (quantity, cents, product) = (random(6), random(90), random(300));
            let remark = "a remark that makes the table long enough to be put aside in parts";
            writeln!(text, "{order},{customer},2024-{month:02}-{day:02},{quantity},7.{cents:02},P{product},{remark}")
                .unwrap();
        }
    }
    text
}

#[test]
fn the_same_files_with_any_memory() {
    let place = Place::new();
    place.file("shop.csv", shop());
    assert!(std::fs::metadata(place.path("shop.csv")).unwrap().len() > 12_000_000);
    let run = |memory: &str, out: &str| {
        place.works(&["--memory", memory, "-q", "run", "shop.csv", "--out", out, "-k", "4"]);
        contents(&place.path(out))
    };
    let (little, much) = (run("64MB", "little"), run("4GB", "much"));
    assert!(much.iter().any(|(name, bytes)| name == "set_aside.csv" && bytes.len() > 100_000));
    assert_eq!(
        little.iter().map(|(name, _)| name).collect::<Vec<_>>(),
        much.iter().map(|(name, _)| name).collect::<Vec<_>>()
    );
    for ((name, little), (_, much)) in little.iter().zip(&much) {
        assert!(little == much, "{name} differs");
    }
}

#[test]
fn no_folder_for_the_temporary_file() {
    let place = Place::new();
    place.file("shop.csv", shop());
    let output = place
        .command(&["--memory", "64MB", "features", "compute", "shop.csv", "-o", "t.csv"])
        .env("TMPDIR", place.path("nowhere"))
        .output()
        .unwrap();
    let said = String::from_utf8(output.stderr).unwrap();
    assert_eq!(output.status.code(), Some(74), "{said}");
    assert!(said.contains("could not be kept in a temporary file") && said.contains("TMPDIR"), "{said}");
    assert_eq!(place.listing(), ["shop.csv"]);
}

#[test]
fn sizes_that_are_none() {
    let place = Place::new();
    for (size, words) in [("lots", "`lots` is no size of memory"), ("5", "2GB"), ("1MB", "at least 64MB")] {
        let ran = place.shoal(&["--memory", size, "inspect", "shop.csv"]);
        assert!(ran.code == 2 && ran.err.contains(words), "{}", ran.err);
    }
}
