//! `shoal cluster` and `shoal methods` in a temporary directory: numbers that agree with scikit-learn, and a clear word for
//! everything that cannot be done.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test may stop")]

mod support;

use serde_json::Value;
use support::{Place, contents};

/// Two groups of five rows, an id and a text.
const SMALL: &str = "name,x,y,note\na,0,1e-1,u\nb,0.5,0,u\nc,0,0.5,u\nd,1,1,u\ne,.25,0.75,u\nf,10,9,v\ng,10.5,9,v\nh,10,9.5,v\ni,11,10,v\nj,10.25,9.75,v\n";

fn small() -> Place {
    let place = Place::new();
    place.file("t.csv", SMALL);
    place
}

fn document(place: &Place, args: &[&str]) -> Value {
    serde_json::from_str(&place.works(&[&["cluster", "--json", "-q"], args].concat()).out).unwrap()
}

fn numbers(value: &Value) -> Vec<f64> {
    value.as_array().unwrap().iter().map(|number| number.as_f64().unwrap()).collect()
}

fn close(a: f64, b: f64, what: &str) {
    assert!((a - b).abs() <= 1e-9 * b.abs().max(1e-3), "{what}: {a} is not {b}");
}

#[test]
fn numbers_agree_with_scikit_learn() {
    let reference: Value = serde_json::from_str(include_str!("reference/cluster.json")).unwrap();
    let place = Place::new();
    place.file("t.csv", reference["table"].as_str().unwrap()).file("init.csv", reference["init"].as_str().unwrap());
    for case in reference["cases"].as_array().unwrap() {
        let scale = case["scale"].as_str().unwrap();
        let found =
            document(&place, &["t.csv", "--init", "init.csv", "--scale", scale, "--set", "tol=0", "--silhouette"]);
        assert_eq!(found["labels"]["cluster"], case["labels"], "{scale}");
        let judged = &found["tried"][0]["everybody_placed"];
        for index in ["inertia", "silhouette", "davies_bouldin", "calinski_harabasz"] {
            close(judged[index]["value"].as_f64().unwrap(), case[index].as_f64().unwrap(), &format!("{scale} {index}"));
        }
        close(found["loss"].as_f64().unwrap(), case["inertia"].as_f64().unwrap(), scale);
        rows_close(&found["evidence"]["centres"], &case["centres"], scale);
        all_close(&found["labels"]["silhouette"], &case["silhouettes"], scale);
    }
}

fn all_close(ours: &Value, theirs: &Value, what: &str) {
    let (ours, theirs) = (numbers(ours), numbers(theirs));
    assert_eq!(ours.len(), theirs.len(), "{what}");
    ours.into_iter().zip(theirs).for_each(|(a, b)| close(a, b, what));
}

fn rows_close(ours: &Value, theirs: &Value, what: &str) {
    let (ours, theirs) = (ours.as_array().unwrap(), theirs.as_array().unwrap());
    assert_eq!(ours.len(), theirs.len(), "{what}");
    ours.iter().zip(theirs).for_each(|(a, b)| all_close(a, b, what));
}

#[test]
fn weights_and_components_agree_with_scikit_learn() {
    let reference: Value = serde_json::from_str(include_str!("reference/cluster.json")).unwrap();
    let place = Place::new();
    let mut lines = reference["table"].as_str().unwrap().lines();
    let mut text = format!("{},weight\n", lines.next().unwrap());
    for (line, weight) in lines.zip(numbers(&reference["weights"])) {
        text.push_str(&format!("{line},{weight}\n"));
    }
    place.file("t.csv", text).file("init.csv", reference["init"].as_str().unwrap());
    for case in reference["weighted"].as_array().unwrap() {
        let scale = case["scale"].as_str().unwrap();
        let given = ["t.csv", "--init", "init.csv", "--weight", "weight", "--scale", scale, "--set", "tol=0"];
        let found = document(&place, &given);
        assert_eq!(found["labels"]["cluster"], case["labels"], "{scale}");
        close(found["loss"].as_f64().unwrap(), case["inertia"].as_f64().unwrap(), scale);
        rows_close(&found["evidence"]["centres"], &case["centres"], scale);
        let judged = &found["tried"][0]["everybody_placed"]["davies_bouldin"]["value"];
        close(judged.as_f64().unwrap(), case["davies_bouldin"].as_f64().unwrap(), scale);
        assert!(found["weights"]["without"].as_u64() >= Some(3) && found["weights"]["column"] == "weight");
        assert_eq!(found["table"]["columns"], serde_json::json!(["length", "income", "share"]));
    }
    let case = &reference["along_components"];
    let columns = ["--columns", "length,income,share", "--scale", "standard", "--pca", "2", "--set", "tol=0"];
    let found = document(&place, &[&["t.csv", "--init", "init.csv"], columns.as_slice()].concat());
    assert_eq!(found["labels"]["cluster"], case["labels"]);
    close(found["loss"].as_f64().unwrap(), case["inertia"].as_f64().unwrap(), "inertia along the components");
    rows_close(&found["evidence"]["centres"], &case["centres"], "centres back from the components");
    for (at, ours) in found["components"]["each"].as_array().unwrap().iter().enumerate() {
        close(ours["share"].as_f64().unwrap(), case["shares"][at].as_f64().unwrap(), "share");
        let (ours, theirs) = (numbers(&ours["weights"]), numbers(&case["components"][at]));
        let sign = if ours[0] * theirs[0] < 0.0 { -1.0 } else { 1.0 };
        ours.into_iter().zip(theirs).for_each(|(a, b)| close(a, sign * b, "loading"));
    }
}

#[test]
fn weights_are_checked_and_told() {
    let place = small();
    place.file("w.csv", "x,y,w\n0,0,1\n0,1,3\n9,9,2\n9,8,0\n").file("init.csv", "x,y\n0,0\n9,9\n");
    let ran = place.works(&["cluster", "w.csv", "-k", "2", "--weight", "w"]);
    let words = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
    for word in
        ["columns x, y", "w, in total 6, 1 row of weight 0", "indices, sizes", "weights 4, 2", "row by its weight"]
    {
        assert!(words(&ran.err).contains(word), "`{word}` is not in: {}", ran.err);
    }
    let found = document(&place, &["w.csv", "--init", "init.csv", "--weight", "w"]);
    assert_eq!(found["evidence"]["centres"], serde_json::json!([[0.0, 0.75], [9.0, 9.0]]));
    assert_eq!(found["clusters"][0]["mean"], serde_json::json!([0.0, 0.5]), "means count every row once");
    assert_eq!((found["clusters"][0]["weight"].as_f64(), found["clusters"][1]["size"].as_u64()), (Some(4.0), Some(2)));
    assert_eq!(found["loss"], 0.75);
    place.file("copies.csv", "x,y\n0,0\n0,1\n0,1\n0,1\n9,9\n9,9\n");
    let copies = document(&place, &["copies.csv", "--init", "init.csv"]);
    assert_eq!(copies["evidence"]["centres"], found["evidence"]["centres"], "a weight is so many copies");
    for (weights, words) in [
        (["1", "-1"], &["`t2.csv`, line 3, column `w`: the weight is `-1.0`", "0 and numbers from 1e-12 to 1e12"][..]),
        (["1", "1e13"], &["line 3", "allowed are 0"]),
        (["x", "1"], &["line 2", "`x`"]),
        (["1", ""], &["line 3", "--missing drop"]),
        (["0", "0"], &["weights: all 0", "--weight"]),
    ] {
        place.file("t2.csv", format!("x,w\n1,{}\n2,{}\n", weights[0], weights[1]));
        place.fails(&["cluster", "t2.csv", "-k", "1", "--weight", "w"], 2, words);
    }
    place.fails(&["cluster", "w.csv", "--weight", "v"], 2, &["no column `v`"]);
    place.fails(&["cluster", "w.csv", "--weight", "w", "--columns", "x,w"], 2, &["`w` is named twice"]);
    place.fails(&["cluster", "w.csv", "--weight", "w", "-k", "2", "--set", "batch_rows=2"], 2, &["batch_rows"]);
    for method in ["gmm", "dbscan", "ward"] {
        let words = [method, "counts every row the same", "take weights: kmeans"];
        place.fails(&["cluster", "w.csv", "--weight", "w", "--method", method], 2, &words);
    }
}

#[test]
fn silhouettes_of_rows_are_a_column_of_the_list() {
    let place = small();
    place.file("far.csv", "x,y\n0,0\n0,1\n1,0\n9,9\n9,8\n8,9\n99,0\n");
    let dbscan = ["cluster", "far.csv", "--method", "dbscan", "--eps", "2", "--min-samples", "2", "--silhouette"];
    let out = place.works(&dbscan).out;
    let lines: Vec<&str> = out.lines().collect();
    assert_eq!(lines[0], "row,cluster,distance,confidence,silhouette");
    assert!(lines[1].split(',').next_back().unwrap().parse::<f64>().unwrap() > 0.8, "{out}");
    assert!(lines[7].starts_with("6,unassigned") && lines[7].ends_with(','), "{out}");
    let found = document(&place, &dbscan[1..]);
    let (rows, mean) = (&found["labels"]["silhouette"], &found["tried"][0]["without_left_out"]["silhouette"]["value"]);
    assert!(rows[6].is_null());
    let sum: f64 = rows.as_array().unwrap().iter().filter_map(Value::as_f64).sum();
    close(sum / 6.0, mean.as_f64().unwrap(), "the mean of the rows is the index");
    let all = document(&place, &[&dbscan[1..], &["--remainder", "nearest"]].concat());
    assert!(all["labels"]["silhouette"][6].is_number());
    let one = document(&place, &["t.csv", "-k", "1", "--silhouette"]);
    assert!(one["labels"]["silhouette"].as_array().unwrap().iter().all(Value::is_null));
    assert!(one["remarks"].to_string().contains("the silhouette of rows is undefined"), "{}", one["remarks"]);
    place.works(&["cluster", "t.csv", "-k", "2", "--silhouette", "--out", "out"]);
    assert!(place.read("out/labels.csv").starts_with("row,cluster,distance,confidence,silhouette\n0,0,"));
    let many: String = (0..50_001).map(|row| format!("{row}\n")).collect();
    place.file("many.csv", format!("x\n{many}"));
    place.fails(&["cluster", "many.csv", "-k", "2", "--silhouette"], 2, &["50001 rows", "at most 50000", "estimated"]);
}

#[test]
fn components_are_told_kept_and_replayed() {
    let place = Place::new();
    place.file("t.csv", "a,b,c\n0,0,1\n1,2.1,0\n2,3.9,1\n10,20,0\n11,22.2,1\n12,24,0\n");
    let ran = place.works(&["cluster", "t.csv", "-k", "2", "--scale", "standard", "--pca", "90%", "--out", "out"]);
    for word in ["2 of 3 (100.0 % of the variance)", "component 1 (", "a +0.", "component 2"] {
        assert!(ran.err.contains(word), "`{word}` is not in: {}", ran.err);
    }
    let model = place.read("out/model.json");
    assert!(model.contains("\"rotation\""));
    assert_eq!(place.json("out/indices.json")["components"]["kept"], 2);
    let again = place.works(&["cluster", "t.csv", "--model", "out/model.json"]);
    assert_eq!(again.out, place.read("out/labels.csv"));
    assert!(again.err.contains("scale standard, 2 components"), "{}", again.err);
    let plain = document(&place, &["t.csv", "-k", "2", "--scale", "standard"]);
    let all = document(&place, &["t.csv", "-k", "2", "--scale", "standard", "--pca", "3"]);
    assert!(plain.get("components").is_none());
    let sorted = |found: &Value| {
        let mut centres: Vec<Value> = found["evidence"]["centres"].as_array().unwrap().clone();
        centres.sort_by(|a, b| a[0].as_f64().unwrap().total_cmp(&b[0].as_f64().unwrap()));
        Value::from(centres)
    };
    rows_close(&sorted(&all), &sorted(&plain), "a turn changes no distance");
    let one = document(&place, &["t.csv", "-k", "2", "--pca", "1", "--method", "gmm"]);
    let matrix = &one["evidence"]["mixture"]["covariances"][0];
    assert_eq!((one["components"]["kept"].as_u64(), matrix.as_array().unwrap().len()), (Some(1), 3));
    let mut broken: Value = serde_json::from_str(&model).unwrap();
    broken["rotation"]["components"][0].as_array_mut().unwrap().pop();
    place.file("b.json", broken.to_string());
    place.fails(&["cluster", "t.csv", "--model", "b.json"], 2, &["damaged", "components"]);
    let ran = place.shoal(&["cluster", "t.csv", "--pca", "0"]);
    assert!(ran.code == 2 && ran.err.contains("allowed is a number of components"), "{}", ran.err);
    place.file("huge.csv", "a,b\n1,2\n1e80,3\n");
    place.fails(&["cluster", "huge.csv", "-k", "1", "--pca", "1"], 2, &["row 1", "column `a` for --pca", "1e70"]);
}

#[test]
fn mixtures_start_from_given_centres() {
    let place = small();
    place.file("init.csv", "x,y\n10,9\n0,0\n");
    let found = document(&place, &["t.csv", "--method", "gmm", "--init", "init.csv", "--covariance", "diag"]);
    assert_eq!(found["labels"]["cluster"], serde_json::json!([1, 1, 1, 1, 1, 0, 0, 0, 0, 0]), "in the order given");
    place.fails(&["cluster", "t.csv", "--method", "ward", "--init", "init.csv"], 2, &["methods that do: kmeans, gmm"]);
}

#[test]
fn a_method_that_needs_customers_is_listed_and_refused() {
    let place = small();
    let words = ["`rfm` needs customers", "shoal run FILES --method rfm", "kmeans, gmm"];
    place.fails(&["cluster", "t.csv", "--method", "rfm"], 2, &words);
    let text = place.works(&["methods"]).out;
    assert!(text.contains("run and compare only: it needs customers"), "{text}");
    assert!(!place.works(&["cluster", "--help"]).out.contains("rfm"));
    let cards: Value = serde_json::from_str(&place.works(&["methods", "--json"]).out).unwrap();
    let of = |id: &str| cards.as_array().unwrap().iter().find(|card| card["method"] == id).unwrap();
    assert_eq!(of("rfm")["commands"], serde_json::json!(["run", "compare"]));
    let takes = |id: &str| ["takes_k", "takes_centres", "takes_weights", "leaves_out"].map(|it| of(id)[it] == true);
    assert_eq!(takes("kmeans"), [true, true, true, false]);
    assert_eq!(takes("gmm"), [true, true, false, false]);
    assert_eq!(takes("dbscan"), [false, false, false, true]);
}

#[test]
fn the_list_the_account_and_the_document() {
    let place = small();
    let ran = place.works(&["cluster", "t.csv", "-k", "2", "--id", "name"]);
    let lines: Vec<&str> = ran.out.lines().collect();
    assert_eq!(lines[0], "id,cluster,distance,confidence");
    assert_eq!(lines.len(), 11);
    assert!(lines[1].starts_with("a,0,") && lines[10].starts_with("j,1,"), "{}", ran.out);
    for word in ["x, y", "note: `u` on line 2 is not a number", "n_clusters 2 (given), n_init 10", "sizes      5, 5"] {
        assert!(ran.err.contains(word), "`{word}` is not in: {}", ran.err);
    }
    let found = document(&place, &["t.csv", "-k", "2", "--starts", "3"]);
    assert_eq!(found["table"]["columns"], serde_json::json!(["x", "y"]));
    assert_eq!(found["labels"]["row"], serde_json::json!([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]));
    assert_eq!(found["method"], "kmeans");
    let parameters = found["parameters"].as_array().unwrap();
    let of = |name: &str| parameters.iter().find(|it| it["name"] == name).unwrap();
    assert_eq!((of("n_init")["value"].as_u64(), of("n_init")["from"].as_str()), (Some(3), Some("given")));
    assert_eq!((of("max_iter")["value"].as_u64(), of("max_iter")["from"].as_str()), (Some(300), Some("default")));
    assert_eq!(found["clusters"][0]["size"], 5);
    assert_eq!(found["clusters"][0]["mean"][0], 0.35);
    for (name, kind) in [("remarks", Value::is_array as fn(&Value) -> bool), ("evidence", Value::is_object)] {
        assert!(kind(&found[name]), "{name}");
    }
}

#[test]
fn several_k_are_judged_and_one_is_chosen() {
    let place = small();
    let found = document(&place, &["t.csv", "-k", "1..4", "--choose-by", "silhouette"]);
    assert_eq!(found["tried"].as_array().unwrap().len(), 4);
    assert_eq!((found["choice"]["k"].as_u64(), found["choice"]["by"].as_str()), (Some(2), Some("silhouette")));
    let one = &found["tried"][0]["everybody_placed"]["silhouette"];
    assert!(one["value"].is_null() && one["undefined"].as_str().unwrap().contains("one cluster"));
    assert_eq!(found["labels"]["cluster"], document(&place, &["t.csv", "-k", "2"])["labels"]["cluster"]);
    let ran = place.works(&["cluster", "t.csv", "-k", "2..3"]);
    assert!(ran.err.contains("chosen") && ran.err.contains("davies_bouldin is lowest"), "{}", ran.err);
}

#[test]
fn a_model_gives_its_rows_their_labels_again() {
    let place = small();
    let ran = place.works(&["cluster", "t.csv", "-k", "3", "--scale", "robust", "--out", "out"]);
    assert_eq!(ran.out, "");
    let names: Vec<String> = contents(&place.path("out")).into_iter().map(|(name, _)| name).collect();
    assert_eq!(names, [".made-by-shoal", "indices.json", "labels.csv", "model.json"]);
    let again = place.works(&["cluster", "t.csv", "--model", "out/model.json"]);
    assert_eq!(again.out, place.read("out/labels.csv"));
    place.file("shuffled.csv", "y,other,x\n0.1,?,0\n9,?,10\n");
    let other = place.works(&["cluster", "shuffled.csv", "--model", "out/model.json"]).out;
    let first = |text: &str, row: usize| text.lines().nth(row).unwrap().split_once(',').unwrap().1.to_owned();
    assert_eq!(first(&other, 1), first(&again.out, 1));
    assert_eq!(first(&other, 2), first(&again.out, 6));
    assert_eq!(document(&place, &["t.csv", "--model", "out/model.json"])["left_out"], 0);
    place.file("lacking.csv", "x,z\n1,2\n");
    place.fails(&["cluster", "lacking.csv", "--model", "out/model.json"], 2, &["no column `y`", "`x`, `z`"]);
    let model = place.read("out/model.json");
    for (name, text, word) in [
        ("a.json", "{}".to_owned(), "not a model"),
        ("b.json", model.replace("\"format\": 1", "\"format\": 9"), "format 9"),
        ("c.json", model.replace("\"rows\": 3", "\"rows\": 4"), "cluster_centers"),
        ("d.json", model.replace("kmeans", "magic"), "magic"),
    ] {
        place.file(name, text);
        place.fails(&["cluster", "t.csv", "--model", name], 2, &[word]);
    }
}

#[test]
fn threads_change_no_byte() {
    let mut text = String::from("a,b,c\n");
    let mut state = 7u64;
    for _ in 0..3000 {
        let mut next = || {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            (state >> 40) as f64 / 1e5
        };
        text.push_str(&format!("{},{},{}\n", next(), next(), next()));
    }
    let place = Place::new();
    place.file("t.csv", text);
    let out = |threads| place.works(&["cluster", "t.csv", "-k", "2..5", "--json", "-q", "--threads", threads]).out;
    let one = out("1");
    assert_eq!(one, out("2"));
    assert_eq!(one, out("7"));
}

#[test]
fn degenerate_tables_have_a_defined_result_or_a_clear_error() {
    let with = |text: &str| {
        let place = Place::new();
        place.file("t.csv", text);
        place
    };
    with("").fails(&["cluster", "t.csv"], 2, &["empty"]);
    with("a,b\n").fails(&["cluster", "t.csv"], 2, &["no rows"]);
    with("a,b\n1,2\n").fails(&["cluster", "t.csv"], 2, &["n_clusters: 8", "the number of rows, 1", "-k 1"]);
    let huge = &["row 1", "column `b`", "1e300", "1e140"];
    with("a,b\n1,2\n1,1e300\n").fails(&["cluster", "t.csv", "-k", "1"], 2, huge);
    with("a\n1\nnan\n").fails(&["cluster", "t.csv", "-k", "1", "--columns", "a"], 2, &["line 3", "--missing drop"]);
    with("a\n1\ninf\n").fails(
        &["cluster", "t.csv", "-k", "1", "--columns", "a"],
        2,
        &["line 3", "not a finite number"],
    );
    for scale in ["none", "standard", "robust", "minmax"] {
        for text in [
            "a,b\n1,2\n",
            "a,b\n5,5\n5,5\n5,5\n",
            "a,b\n1e-320,0\n5e-324,0\n0,0\n",
            "a,b\n1e140,0\n-1e140,1e-300\n0,0\n",
        ] {
            for more in [["-k", "1"].as_slice(), &["-k", "1..2"], &["-k", "1..2", "--pca", "90%", "--silhouette"]] {
                let ran = with(text).shoal(&[&["cluster", "t.csv", "--scale", scale, "--json"], more].concat());
                assert!(ran.code == 0 || ran.code == 2 && ran.err.contains("allowed"), "{text} {scale}: {}", ran.err);
                assert!(!ran.out.contains("NaN") && !ran.out.contains("inf\n"), "{text} {scale}");
            }
        }
    }
    let equal = document(&with("a\n5\n5\n5\n"), &["t.csv", "-k", "2"]);
    assert!(equal["remarks"][0].as_str().unwrap().contains("only 1 can be told apart"));
}

#[test]
fn wishes_that_cannot_be_met() {
    let place = small();
    place.file("init.csv", "y,x\n0,0\n9,10\n").file("short.csv", "x\n0\n9\n");
    let table: [(&[&str], &[&str]); 15] = [
        (&["--covariance", "full"], &["`covariance`", "n_clusters, n_init", "shoal methods"]),
        (&["--set", "n_init=0"], &["`n_init`: 0", "a whole number from 1 to 10000"]),
        (&["--set", "tol=small"], &["`tol`: small", "a number from 0 to 1"]),
        (&["--starts", "x"], &["`n_init`: x"]),
        (&["--starts", "2", "--set", "n_init=3"], &["`n_init` is written twice"]),
        (&["-k", "2", "--set", "n_clusters=3"], &["-k and `n_clusters`"]),
        (&["-k", "11"], &["n_clusters: 11", "the number of rows, 10"]),
        (&["-k", "3", "--init", "init.csv"], &["has 2 centres"]),
        (&["--init", "short.csv"], &["`short.csv` has no column `y`"]),
        (&["--init", "none.csv"], &["`none.csv` does not exist"]),
        (&["-k", "2..3", "--choose-by", "bic"], &["only mixtures have"]),
        (&["--columns", "x,z"], &["no column `z`", "`name`, `x`, `y`, `note`"]),
        (&["--columns", "x,note"], &["line 2, column `note`", "without `note`"]),
        (&["--id", "nobody"], &["no column `nobody`"]),
        (&["--model", "none.json"], &["no model `none.json`"]),
    ];
    for (args, words) in table {
        place.fails(&[&["cluster", "t.csv"], args].concat(), 2, words);
    }
    for args in [["-k", "0"], ["-k", "5..2"], ["--method", "magic"], ["--choose-by", "inertia"], ["--set", "tol"]] {
        let ran = place.shoal(&["cluster", "t.csv", args[0], args[1]]);
        assert_eq!((ran.code, ran.out.as_str()), (2, ""), "{args:?}");
        assert!(ran.err.contains(args[1]), "{}", ran.err);
    }
    let given = document(&place, &["t.csv", "--init", "init.csv"]);
    assert_eq!(given["labels"]["cluster"], serde_json::json!([0, 0, 0, 0, 0, 1, 1, 1, 1, 1]), "columns by their names");
    let n_init = given["parameters"].as_array().unwrap().iter().find(|it| it["name"] == "n_init").unwrap();
    assert_eq!((n_init["value"].as_u64(), n_init["from"].as_str()), (Some(1), Some("init")));
    place.fails(&["cluster", "t.csv", "-k", "2", "--out", "."], 2, &["did not make"]);
}

#[test]
fn rows_with_missing_cells_are_refused_or_dropped_and_keep_their_numbers() {
    let place = Place::new();
    place.file("t.csv", "a,b\n0,1\n0,\n9,8\n9,9\n");
    place.fails(&["cluster", "t.csv", "-k", "2", "--columns", "a,b"], 2, &["line 3, column `b`", "--missing drop"]);
    let ran = place.works(&["cluster", "t.csv", "-k", "2", "--missing", "drop"]);
    let rows: Vec<&str> = ran.out.lines().map(|line| line.split(',').next().unwrap()).collect();
    assert_eq!(rows, ["row", "0", "2", "3"]);
    assert!(ran.err.contains("3 rows (CSV, comma, UTF-8); 1 row with a missing cell left out"), "{}", ran.err);
}

#[test]
fn every_method_is_described_and_runs_with_its_defaults() {
    let place = small();
    let cards: Value = serde_json::from_str(&place.works(&["methods", "--json"]).out).unwrap();
    let text = place.works(&["methods"]).out;
    let help = place.works(&["cluster", "--help"]).out;
    for card in cards.as_array().unwrap() {
        let id = card["method"].as_str().unwrap();
        if !card["commands"].as_array().unwrap().contains(&"cluster".into()) {
            continue;
        }
        assert!(help.contains(&format!("- {id}: ")), "{id}");
        for parameter in card["parameters"].as_array().unwrap() {
            assert!(text.contains(&format!("  {}", parameter["name"].as_str().unwrap())), "{id}");
        }
        let mut args = vec!["t.csv", "--method", id];
        if card["takes_k"] == true {
            args.extend(["-k", "2"]);
        }
        let found = document(&place, &args);
        assert_eq!(found["labels"]["cluster"].as_array().unwrap().len(), 10, "{id}");
        let parameters = found["parameters"].as_array().unwrap();
        assert_eq!(parameters.len(), card["parameters"].as_array().unwrap().len(), "{id}");
        args.extend(["--out", id]);
        place.works(&[&["cluster"], args.as_slice()].concat());
        let again = place.works(&["cluster", "t.csv", "--model", &format!("{id}/model.json")]).out;
        assert_eq!(again, place.read(&format!("{id}/labels.csv")), "{id}");
    }
}
