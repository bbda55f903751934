//! `shoal rules` through the program: what it lists, what it says about good and bad tables, and what it writes.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test may stop")]

mod support;

use support::Place;

const GAP_AND_OVERLAP: &str = r#"title = "Ours"

[[segment]]
name = "Best"
cells = ["r4-5 f4-5 m4-5"]

[[segment]]
name = "Best of all"
cells = ["r5 f5 m5"]

[[segment]]
name = "Others"
cells = ["r1-3", "r4-5 f1-3"]
"#;

#[test]
fn shipped_tables_are_listed_shown_and_fine() {
    let place = Place::new();
    let list = place.works(&["rules", "list"]).out;
    let json: serde_json::Value = serde_json::from_str(&place.works(&["rules", "list", "--json"]).out).unwrap();
    assert_eq!(json.as_array().unwrap().len(), 3);
    for (name, word) in [("ten", "Hibernating"), ("eleven", "Lost"), ("six", "Inactive")] {
        assert!(list.contains(name) && list.contains(word), "{list}");
        let text = place.works(&["rules", "show", name]).out;
        assert!(text.starts_with('#') && text.contains(word), "{text}");
        assert!(place.works(&["rules", "check", name]).out.contains("Fine"));
        place.file("copy.toml", text);
        let copy = place.works(&["rules", "check", "copy.toml", "--repair", "mended.toml"]);
        assert!(copy.err.contains("nothing to mend"), "{}", copy.err);
    }
    assert_eq!(place.listing(), ["copy.toml"]);
    place.fails(&["rules", "show", "nine"], 2, &["nine", "eleven", "hint:"]);
}

#[test]
fn a_bad_table_is_told_and_mended() {
    let place = Place::new();
    place.file("ours.toml", GAP_AND_OVERLAP);
    let told = place.shoal(&["rules", "check", "ours.toml"]);
    assert_eq!(told.code, 2);
    for word in [
        "Claimed by several segments: 1 of 125 cells",
        "Best + Best of all",
        "r5 f5 m5",
        "Claimed by no segment: 12 of 125 cells",
        "r4-5 f4-5 m1-3",
        "Reached by nobody",
        "Smallest repair: 13 of 125 cells",
        "[[segment]]",
    ] {
        assert!(told.out.contains(word), "`{word}` is not in: {}", told.out);
    }
    assert!(told.err.starts_with("error: `ours.toml`") && told.err.contains("--repair"), "{}", told.err);
    assert_eq!(place.listing(), ["ours.toml"]);

    let mended = place.shoal(&["rules", "check", "ours.toml", "--repair", "mended.toml"]);
    assert_eq!(mended.code, 2, "the table asked about is still not fine");
    assert!(mended.err.contains("mended.toml") && !mended.out.contains("[[segment]]"), "{}", mended.out);
    let fine = place.works(&["rules", "check", "mended.toml"]).out;
    assert!(fine.contains("Ours") && fine.contains("Fine"), "{fine}");
    let text = place.read("mended.toml");
    place.fails(&["rules", "check", "ours.toml", "--repair", "mended.toml"], 2, &["exists", "--repair", "hint:"]);
    assert_eq!(place.read("mended.toml"), text, "an existing file is not replaced");
}

#[test]
fn findings_as_json() {
    let place = Place::new();
    place.file("ours.toml", GAP_AND_OVERLAP);
    let told = place.shoal(&["rules", "check", "ours.toml", "--json"]);
    assert_eq!(told.code, 2);
    let json: serde_json::Value = serde_json::from_str(&told.out).unwrap();
    assert_eq!((&json["table"], &json["fine"]), (&"ours.toml".into(), &false.into()));
    assert_eq!(json["gaps"]["count"], 12);
    assert_eq!(json["overlaps"][0]["segments"][1], "Best of all");
    assert_eq!(json["unreachable"][0]["behind"][0], "Best");
    assert_eq!(json["repair"]["changed_cells"], 13);
    let fine: serde_json::Value = serde_json::from_str(&place.works(&["rules", "check", "six", "--json"]).out).unwrap();
    assert_eq!((&fine["fine"], &fine["repair"]), (&true.into(), &serde_json::Value::Null));
}

#[test]
fn files_that_are_no_tables() {
    let place = Place::new();
    place.fails(&["rules", "check", "no.toml"], 2, &["no.toml", "rules list"]);
    place.fails(&["rules", "check", "."], 2, &["folder"]);
    for (text, words) in [
        ("[[segment]]\nname = \"A\"\ncells = [\"r0-1\"]\n", ["line 3", "\"r0-1\"", "1 to 5"]),
        ("[[segment]]\nname = \"A\"\nboxes = [\"r1\"]\n", ["line 3", "boxes", "cells"]),
        ("[[segment]]\nname = \n", ["line 2", "bad.toml", "hint:"]),
        ("customer,date\n1,2024-01-01\n", ["line 1", "bad.toml", "rules show"]),
    ] {
        place.file("bad.toml", text);
        place.fails(&["rules", "check", "bad.toml"], 2, &words);
    }
    place.file("bad.toml", [0xff, 0xfe, 0x00]);
    place.fails(&["rules", "check", "bad.toml"], 2, &["bad.toml", "UTF-8"]);
    place.file("empty.toml", "");
    let empty = place.shoal(&["rules", "check", "empty.toml"]);
    assert_eq!(empty.code, 2);
    assert!(empty.out.contains("125 of 125"), "{}", empty.out);
    place.fails(&["rules", "check", "empty.toml", "--repair", "x.toml"], 2, &["empty.toml", "hint:"]);
}
