//! `shoal explore` through the program.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test may stop")]

mod support;

use support::{Place, contents, flat};

#[test]
fn tables_are_explored_and_nothing_is_written_unless_asked_for() {
    let place = Place::new();
    place.file("sales.csv", flat(80));
    let ran = place.works(&["explore", "sales.csv"]);
    for wanted in ["80 customers", "Features", "Quantiles and tails", "Outliers", "Over time", "Who came back"] {
        assert!(ran.out.contains(wanted), "{wanted} in {}", ran.out);
    }
    assert_eq!(contents(&place.path(".")).len(), 1, "only the table is there");
}

#[test]
fn the_folder_is_whole_and_says_what_a_run_says() {
    let place = Place::new();
    place.file("sales.csv", flat(80));
    let ran = place.works(&["explore", "sales.csv", "--out", "explored"]);
    assert!(ran.err.contains("explore.html") && ran.err.contains("explore.json"));
    assert!(place.read("explored/explore.html").trim_end().ends_with("</html>"));
    let printed = place.works(&["explore", "sales.csv", "--json"]);
    assert_eq!(printed.out, place.read("explored/explore.json"));
    place.works(&["run", "sales.csv"]);
    let (explored, run) = (place.json("explored/explore.json"), place.json("shoal-out/run.json"));
    for part in ["exploration", "base", "fingerprint", "apart"] {
        assert_eq!(explored[part], run[part], "{part}");
    }
    // Threads do not matter.
    let again = place.works(&["explore", "sales.csv", "--json", "--threads", "1"]);
    assert_eq!(again.out, printed.out);
}

#[test]
fn it_says_what_a_run_would_leave_out() {
    let place = Place::new();
    let people: String =
        (0..60).map(|i| format!("C{i},{},{},{}\n", 20 + i % 17, i * 7 % 41, 2 * (20 + i % 17))).collect();
    place.file("people.csv", format!("customer_id,age,score,twice\n{people}"));
    let ran = place.works(&["explore", "people.csv", "--out", "explored"]);
    assert!(ran.out.contains("A run would not cluster these") && ran.out.contains("says what"), "{}", ran.out);
    assert!(place.read("explored/explore.html").contains("A run would not cluster these"));
    place.works(&["run", "people.csv"]);
    let (explored, run) = (place.json("explored/explore.json"), place.json("shoal-out/run.json"));
    for part in ["left_out", "exploration"] {
        assert_eq!(explored[part], run[part], "{part}");
    }
    assert_eq!(explored["left_out"].as_array().map(Vec::len), Some(1));
    assert!(
        place.works(&["explore", "people.csv", "--features", "age,twice", "--json"]).out.contains("\"left_out\": []")
    );
}

#[test]
fn orders_and_customers_without_transactions_are_explored_too() {
    let place = Place::new();
    place.file("sales.csv", flat(40));
    assert!(place.works(&["explore", "sales.csv", "--unit", "order"]).out.contains(" orders"));
    let people: String = (0..30).map(|i| format!("C{i},{},{}\n", 20 + i % 17, ["a", "b"][i % 2])).collect();
    place.file("people.csv", format!("customer_id,age,plan\n{people}"));
    let ran = place.works(&["explore", "people.csv"]);
    assert!(ran.out.contains("30 customers") && !ran.out.contains("Over time"), "{}", ran.out);
}

#[test]
fn what_is_wrong_is_said_and_nothing_is_left() {
    let place = Place::new();
    place.file("sales.csv", flat(20)).file("taken.txt", "mine");
    place.fails(&["explore", "none.csv"], 2, &["none.csv"]);
    place.fails(&["explore", "sales.csv", "--out", "taken.txt"], 2, &["taken.txt"]);
    place.fails(&["explore", "sales.csv", "--features", "nonsense"], 2, &["nonsense"]);
}
