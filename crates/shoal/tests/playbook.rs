//! Playbooks through the program: the shipped one, one's own, and faults with their lines.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test may stop")]

mod support;

use support::{Place, flat};

const OTHERWISE: &str = "[otherwise]\ncode = \"rest\"\ntitle = \"Leave them\"\naction = \"Nothing for now.\"\n";

fn play(when: &str) -> String {
    format!(
        "[[play]]\ncode = \"call\"\ntitle = \"Call them\"\naction = \"Ring them up.\"\nchannel = \"telephone\"\nwhen = [{when}]\n"
    )
}

#[test]
fn the_shipped_playbook_is_what_a_run_without_one_follows() {
    let place = Place::new();
    place.file("sales.csv", flat(80));
    let shipped = place.works(&["playbook"]).out;
    place.file("mine.toml", &shipped);
    assert!(place.works(&["playbook", "mine.toml"]).out.starts_with("15 plays for customers"));
    place.works(&["run", "sales.csv", "--out", "without"]);
    place.works(&["run", "sales.csv", "--playbook", "mine.toml", "--out", "with"]);
    assert_eq!(place.json("without/run.json")["segments"], place.json("with/run.json")["segments"]);
    assert!(place.read("with/shoal.toml").contains("playbook = \"mine.toml\""));
    place.works(&["run", "--config", "with/shoal.toml", "--out", "again"]);
    assert_eq!(place.read("with/report.html"), place.read("again/report.html"));
    assert!(place.works(&["playbook", "--unit", "order"]).out.contains("unit = \"order\""));
}

#[test]
fn ones_own_plays_are_followed_and_shown_with_channel_and_test() {
    let place = Place::new();
    place.file("sales.csv", flat(80));
    let test = "evidence = [\"discount_share is high\"]\ntest = \"Ring half of them up and compare.\"\n";
    place.file("mine.toml", format!("{}{test}\n{OTHERWISE}", play("\"revenue is high\"")));
    place.works(&["run", "sales.csv", "--playbook", "mine.toml"]);
    let run = place.json("shoal-out/run.json");
    let high = |segment: &serde_json::Value| {
        segment["profile"].as_array().unwrap().iter().any(|it| it["feature"] == "revenue" && it["level"] == "high")
    };
    let segments = run["segments"].as_array().unwrap();
    assert!(segments.iter().any(high) && !segments.iter().all(high));
    for segment in segments {
        let first = &segment["advice"][0];
        assert_eq!(first["code"], if high(segment) { "call" } else { "rest" });
        assert_eq!(first["is_test"], high(segment));
    }
    let report = place.read("shoal-out/report.md");
    assert!(
        report.contains("A test to run. Ring half of them up and compare.") && report.contains("Through: telephone.")
    );
}

#[test]
fn the_verdict_may_be_a_condition() {
    let place = Place::new();
    place.file("sales.csv", flat(80));
    for (condition, other) in [("groups are found", "no groups are found"), ("no groups are found", "groups are found")]
    {
        place.file("mine.toml", format!("{}{OTHERWISE}", play(&format!("\"{condition}\""))));
        place.works(&["run", "sales.csv", "--playbook", "mine.toml"]);
        let run = place.json("shoal-out/run.json");
        let found = ["joint", "bands"].contains(&run["verdict"]["structure"].as_str().unwrap());
        let called = run["segments"].as_array().unwrap().iter().all(|segment| segment["advice"][0]["code"] == "call");
        assert_eq!(called, found == (condition == "groups are found"), "{condition} or {other}");
    }
}

#[test]
fn faults_point_at_the_line() {
    let place = Place::new();
    place.file("sales.csv", flat(40));
    for (text, words) in [
        (
            play("\"love is high\"") + OTHERWISE,
            ["`p.toml`: line 6: there is no feature \"love\"; the nearest names are", "`shoal features` lists"],
        ),
        (
            play("\"revenue is huge\"") + OTHERWISE,
            ["`p.toml`: line 6: the condition \"revenue is huge\"", "FEATURE is high"],
        ),
        (play("\"orders above 5\", \"orders below 3\"") + OTHERWISE, ["line 6: `orders below 3`", "never hold"]),
        (play("\"away\""), ["missing field `otherwise`", "`p.toml`"]),
        ("unit = \"order\"\n".to_owned() + &play("\"units is high\"") + OTHERWISE, ["for orders", "of customers"]),
    ] {
        place.file("p.toml", &text);
        place.fails(&["run", "sales.csv", "--playbook", "p.toml"], 2, &words);
    }
    place.fails(&["run", "sales.csv", "--playbook", "none.toml"], 2, &["there is no playbook `none.toml`"]);
}
