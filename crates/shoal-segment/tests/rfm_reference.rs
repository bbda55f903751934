//! RFM against numpy and pandas: the same thresholds and scores, and the segments of the pattern list of the ten names. The
//! values were made by `reference/make_rfm.py`.
#![allow(clippy::unwrap_used, reason = "a test may fail")]

use serde_json::Value;
use shoal_kernel::Points;
use shoal_segment::rfm;

#[test]
fn thresholds_scores_and_segments_are_those_of_numpy_and_pandas() {
    let reference: Value = serde_json::from_str(include_str!("reference/rfm.json")).unwrap();
    let table = rfm::shipped("ten").unwrap().table().unwrap();
    let cases = reference["cases"].as_array().unwrap();
    assert_eq!(cases.len(), 3);
    for case in cases {
        let rows: Vec<[f64; 3]> = serde_json::from_value(case["rows"].clone()).unwrap();
        let found = rfm::fit(&Points::new(rows.concat(), 3).unwrap(), &table).unwrap();
        let thresholds: [[f64; 4]; 3] = serde_json::from_value(case["thresholds"].clone()).unwrap();
        assert_eq!(found.model.thresholds().values(), &thresholds, "{}", case["name"]);
        let scores: Vec<[u8; 3]> = serde_json::from_value(case["scores"].clone()).unwrap();
        assert_eq!(found.scores, scores, "{}", case["name"]);
        for (row, name) in case["segments"].as_array().unwrap().iter().enumerate() {
            assert_eq!(found.segment_of(row), name.as_str(), "{}, row {row}", case["name"]);
        }
    }
}
