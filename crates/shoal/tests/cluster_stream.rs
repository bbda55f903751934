//! `shoal cluster --stream`: what a run in memory gives, whatever the memory, and nothing left behind where it fails.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test may stop")]

mod support;

use serde_json::Value;
use std::fmt::Write;
use support::{Place, contents};

/// Four groups that touch, with an id, a text and a long remark.
fn table(rows: usize, remark: &str) -> String {
    let mut text = String::from("id,x,y,z,remark\n");
    let mut state = 5u64;
    let mut random = || {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (state >> 40) as f64 / (1u64 << 24) as f64
    };
    for row in 0..rows {
        let group = (row % 4) as f64;
        let (x, y, z) = (3.0 * group + 4.0 * random(), 100.0 * random() + group * group * 90.0, 1e6 + random());
        writeln!(text, "c{row},{x:.6},{y:.3},{z:.4},{remark}").unwrap();
    }
    text
}

/// The lists without their heading, cell by cell.
fn cells(list: &str) -> Vec<Vec<String>> {
    list.lines().skip(1).map(|line| line.split(',').map(str::to_owned).collect()).collect()
}

fn number(cell: &str) -> f64 {
    cell.parse().unwrap()
}

fn close(a: &Value, b: &Value, what: &str) {
    let (a, b) = (a.as_f64().unwrap(), b.as_f64().unwrap());
    assert!((a - b).abs() <= 1e-9 * b.abs().max(1e-3), "{what}: {a} is not {b}");
}

#[test]
fn from_the_same_centres_it_is_the_run_in_memory() {
    let place = Place::new();
    place.file("t.csv", table(30_000, "r")).file("init.csv", "x,y,z\n1,50,1e6\n5,200,1e6\n7,400,1e6\n12,900,1e6\n");
    for scale in ["none", "standard", "minmax"] {
        let given = ["cluster", "t.csv", "--id", "id", "--init", "init.csv", "--scale", scale, "--set", "tol=0"];
        let ran = place.works(&[&given[..], &["--out", "memory"]].concat());
        let streamed = place.works(&[&given[..], &["--out", "stream", "--stream"]].concat());
        let words = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
        for word in
            ["read 30000 rows (CSV, comma, UTF-8)", "columns x, y, z", "remark: `r` on line 2", "centres init.csv"]
        {
            assert!(words(&ran.err).contains(word) && words(&streamed.err).contains(word), "{word}: {}", streamed.err);
        }
        let (memory, stream) = (place.read("memory/labels.csv"), place.read("stream/labels.csv"));
        assert_eq!(memory.lines().next(), stream.lines().next());
        let (memory, stream) = (cells(&memory), cells(&stream));
        assert_eq!(memory.len(), stream.len());
        for (memory, stream) in memory.iter().zip(&stream) {
            assert_eq!(memory[..2], stream[..2]);
            assert!(
                (number(&memory[2]) - number(&stream[2])).abs() <= 1e-9 * number(&memory[2]).max(1.0),
                "{memory:?}"
            );
            assert!((number(&memory[3]) - number(&stream[3])).abs() <= 1e-9, "{memory:?}");
        }
        let (memory, stream) = (place.json("memory/indices.json"), place.json("stream/indices.json"));
        let keys = |value: &Value| value.as_object().unwrap().keys().cloned().collect::<Vec<_>>();
        assert_eq!((keys(&memory), &memory["parameters"]), (keys(&stream), &stream["parameters"]));
        let judged = [&memory, &stream].map(|all| &all["tried"][0]["everybody_placed"]);
        for index in ["inertia", "calinski_harabasz"] {
            close(&judged[1][index]["value"], &judged[0][index]["value"], index);
        }
        assert!(judged[1]["davies_bouldin"]["undefined"].as_str().unwrap().contains("chunk by chunk"));
        let models = [place.json("memory/model.json"), place.json("stream/model.json")];
        assert_eq!(keys(&models[0]), keys(&models[1]));
        for column in 0..3 {
            let scales = models.each_ref().map(|model| &model["columns"][column]);
            close(&scales[1]["centre"], &scales[0]["centre"], "centre");
            close(&scales[1]["scale"], &scales[0]["scale"], "scale");
        }
    }
}

#[test]
fn the_same_bytes_with_any_memory_and_threads() {
    let place = Place::new();
    place.file("t.csv", table(150_000, &"a remark that makes the table longer than a wave ".repeat(4)));
    assert!(std::fs::metadata(place.path("t.csv")).unwrap().len() > 32_000_000);
    let run = |before: &[&str], out: &str| {
        let fit = ["-q", "cluster", "t.csv", "-k", "4", "--scale", "standard", "--stream", "--out", out];
        place.works(&[before, &fit].concat());
        contents(&place.path(out))
    };
    let little = run(&["--memory", "64MB"], "little");
    assert_eq!(little.iter().filter(|(name, _)| !name.starts_with('.')).count(), 3);
    assert!(run(&["--memory", "4GB"], "much") == little, "memory changes a byte");
    assert!(run(&["--threads", "1"], "alone") == little, "threads change a byte");
    let score = ["cluster", "t.csv", "--model", "little/model.json"];
    let listed = place.works(&score).out;
    assert_eq!(listed, place.read("little/labels.csv"), "scoring gives the fitted rows their places");
    let ran = place.works(&[&["--memory", "64MB"][..], &score, &["--stream", "--out", "scored"]].concat());
    assert!(ran.err.contains("kmeans, scale standard") && ran.err.contains("150000 rows"), "{}", ran.err);
    assert_eq!(place.read("scored/labels.csv"), listed);
}

#[test]
fn missing_cells_and_few_rows() {
    let place = Place::new();
    place.file("t.csv", "name,x,y\na,1,1\nb,,2\nc,1,2\nd,9,9\ne,9,NA\nf,8,9\n");
    let given = ["cluster", "t.csv", "-k", "2", "--stream", "--out", "out"];
    let ran = place.works(&[&given[..], &["--missing", "drop"]].concat());
    assert!(ran.err.contains("2 rows with a missing cell left out"), "{}", ran.err);
    let rows: Vec<String> = cells(&place.read("out/labels.csv")).into_iter().map(|row| row[..2].join(" ")).collect();
    assert_eq!(rows, ["0 0", "2 0", "3 1", "5 1"]);
    place.works(&[&given[..], &["--missing", "drop", "--id", "name"]].concat());
    assert!(place.read("out/labels.csv").starts_with("id,cluster,distance,confidence\na,0,"));
    let before = contents(&place.path("out"));
    place.fails(&given, 2, &["line 3, column `x`", "--missing drop"]);
    assert_eq!(contents(&place.path("out")), before, "the old results stay");
    place.file("equal.csv", "x\n3\n3\n3\n").file("one.csv", "x\n3\n");
    let ran = place.works(&["cluster", "equal.csv", "-k", "2", "--stream", "--out", "equal"]);
    assert!(
        ran.err.contains("only 1 can be told apart") && ran.err.contains("there is only one cluster"),
        "{}",
        ran.err
    );
    place.works(&["cluster", "one.csv", "-k", "1", "--stream", "--out", "equal"]);
    assert_eq!(place.read("equal/labels.csv"), "row,cluster,distance,confidence\n0,0,0.0,\n");
    place.fails(&["cluster", "one.csv", "-k", "2", "--stream", "--out", "none"], 2, &["at most the number of rows, 1"]);
}

#[test]
fn damage_is_told_and_leaves_nothing_behind() {
    let place = Place::new();
    let sound = table(20_000, "r");
    let damaged = |from: &str, to: &str| sound.replacen(from, to, 1);
    let line = sound.lines().nth(15_001).unwrap().to_owned();
    let value = line.split(',').nth(1).unwrap().to_owned();
    for (text, words) in [
        (damaged(&line, &line.replacen(&value, "oops", 1)), &["line 15002, column `x`", "`oops` is not a number"][..]),
        (damaged(&line, &line.replacen(&value, "1e150", 1)), &["row 15000", "column `x`", "1e140"]),
        (damaged(&line, &line.replacen(&value, "nan", 1)), &["line 15002, column `x`", "--missing drop"]),
        (damaged(&line, "c1,2"), &["line 15002", "it has 2 fields, and the header has 5"]),
        ("id,remark\na,b\n".to_owned(), &["no column to cluster by", "remark"]),
        (String::new(), &["empty"]),
    ] {
        place.file("t.csv", text);
        place.fails(&["cluster", "t.csv", "-k", "3", "--scale", "standard", "--stream", "--out", "out"], 2, words);
    }
    place.fails(&["cluster", "none.csv", "--stream", "--out", "out"], 2, &["none.csv"]);
    place.file("t.csv", sound).file("model.json", "{}");
    place.fails(&["cluster", "t.csv", "--model", "model.json", "--stream", "--out", "out"], 2, &["is not a model"]);
    std::fs::create_dir(place.path("mine")).unwrap();
    place.file("mine/notes.txt", "mine");
    place.fails(&["cluster", "t.csv", "--stream", "--out", "mine"], 2, &["did not make"]);
}

#[test]
fn no_folder_for_the_temporary_file() {
    let place = Place::new();
    place.file("t.csv", table(150_000, &"a remark that makes the table longer than a wave ".repeat(4)));
    let args = ["--memory", "64MB", "cluster", "t.csv", "-k", "2", "--stream", "--out", "out"];
    let output = place.command(&args).env("TMPDIR", place.path("nowhere")).output().unwrap();
    let said = String::from_utf8(output.stderr).unwrap();
    assert_eq!(output.status.code(), Some(74), "{said}");
    assert!(said.contains("could not be kept in a temporary file") && said.contains("TMPDIR"), "{said}");
    assert_eq!(place.listing(), ["t.csv"]);
}

#[test]
fn what_cannot_be_done_chunk_by_chunk_is_refused() {
    let place = Place::new();
    place.file("t.csv", table(100, "r"));
    for (more, words) in [
        (&["--method", "gmm"][..], &["gmm needs all rows at once", "allowed is kmeans", "leave --stream out"][..]),
        (&["-k", "2..5"], &["k is 2..5; allowed is one number"]),
        (&["--scale", "robust"], &["robust scaling needs every column in order", "--scale standard"]),
        (&["--json"], &["--json with --stream", "leave --json out"]),
        (&["--set", "min_cluster_size=5"], &["min_cluster_size"]),
        (&["--set", "nonsense=5"], &["nonsense"]),
    ] {
        place.fails(&[&["cluster", "t.csv", "--stream", "--out", "out"][..], more].concat(), 2, words);
    }
    for (args, words) in [
        (&["--stream"][..], "--out"),
        (&["--stream", "--out", "o", "--pca", "2"], "--pca"),
        (&["--stream", "--out", "o", "--weight", "x"], "--weight"),
        (&["--stream", "--out", "o", "--silhouette"], "--silhouette"),
    ] {
        let ran = place.shoal(&[&["cluster", "t.csv"][..], args].concat());
        assert!(ran.code == 2 && ran.err.contains(words), "{args:?}: {}", ran.err);
    }
}
