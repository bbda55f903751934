//! The lists that other systems read: CSV with a header, UTF-8, customer keys as given, sorted by customer id.

use super::Results;
use crate::error::Error;
use crate::folder::Staging;
use shoal_segment::model::{Member, StoredSegment};
use shoal_segment::pipeline::Segmented;
use shoal_segment::segmentation::{FeatureProfile, Segmentation};
use std::io::Write;
use std::path::Path;

type Rows<W> = csv::Writer<W>;

fn fail(name: &str) -> impl Fn(csv::Error) -> Error + '_ {
    move |error| match error.into_kind() {
        csv::ErrorKind::Io(error) => Error::world("write", Path::new(name), &error),
        other => Error::bug(format!("{other:?}")),
    }
}

fn finished<W: Write>(mut rows: Rows<W>, name: &str) -> Result<(), Error> {
    rows.flush().map_err(|error| Error::world("write", Path::new(name), &error))
}

fn or_empty(value: Option<f64>) -> String {
    value.map(|value| value.to_string()).unwrap_or_default()
}

/// One row per customer in a segment.
pub(super) fn assignments(staging: &Staging, segmented: &Segmented) -> Result<(), Error> {
    let file = staging.create("assignments.csv")?;
    scores(file, &segmented.table.customers, &segmented.members, &segmented.model.segments)
}

/// Customer, segment, distance and confidence; the same columns for a run and for scoring.
pub(crate) fn scores(
    to: impl Write,
    customers: &[String],
    members: &[Member],
    segments: &[StoredSegment],
) -> Result<(), Error> {
    let name = "assignments.csv";
    let mut rows = csv::Writer::from_writer(to);
    rows.write_record(["customer_id", "segment_id", "segment_name", "distance", "confidence"]).map_err(fail(name))?;
    for (customer, member) in customers.iter().zip(members) {
        let segment = &segments[member.segment];
        rows.write_record([
            customer,
            &segment.id,
            &segment.name,
            &member.distance.to_string(),
            &or_empty(member.confidence),
        ])
        .map_err(fail(name))?;
    }
    finished(rows, name)
}

/// One row per segment: size, revenue where there are transactions, and mean, median, total and level of every feature.
pub(super) fn segments(staging: &Staging, run: &Segmentation) -> Result<(), Error> {
    let name = "segments.csv";
    let mut rows = csv::Writer::from_writer(staging.create(name)?);
    let mut header = ["segment_id", "segment_name", "customers", "share"].map(String::from).to_vec();
    if run.base.revenue.is_some() {
        header.extend(["revenue", "revenue_share"].map(String::from));
    }
    header.extend(run.base.profile.iter().flat_map(profile_header));
    rows.write_record(&header).map_err(fail(name))?;
    for segment in &run.segments {
        let mut row =
            vec![segment.id.clone(), segment.name.clone(), segment.customers.to_string(), segment.share.to_string()];
        if let Some(revenue) = segment.revenue {
            row.extend([revenue.to_f64().to_string(), or_empty(segment.revenue_share)]);
        }
        row.extend(segment.profile.iter().flat_map(profile_row));
        rows.write_record(&row).map_err(fail(name))?;
    }
    finished(rows, name)
}

/// A total is there for every segment or for none: a feature that adds up has one, be it over nobody.
fn profile_header(entry: &FeatureProfile) -> Vec<String> {
    let total = entry.total.map(|_| "total");
    ["mean", "median"]
        .into_iter()
        .chain(total)
        .chain(["level"])
        .map(|what| format!("{}_{what}", entry.feature))
        .collect()
}

fn profile_row(entry: &FeatureProfile) -> Vec<String> {
    let total = entry.total.map(|total| total.to_string());
    let level = entry.level.map(|level| level.word().to_string()).unwrap_or_default();
    [or_empty(entry.mean), or_empty(entry.median)].into_iter().chain(total).chain([level]).collect()
}

/// One row per customer in no segment.
pub(super) fn apart(staging: &Staging, results: &Results<'_>) -> Result<(), Error> {
    let name = "apart.csv";
    let mut rows = csv::Writer::from_writer(staging.create(name)?);
    rows.write_record(["customer_id", "reason", "revenue"]).map_err(fail(name))?;
    let lines = &results.loaded.lines;
    for customer in &results.segmented.apart {
        let revenue = lines.money_scale.to_f64(customer.revenue_minor).to_string();
        rows.write_record([lines.customers.ids[customer.customer].as_str(), customer.reason.code(), &revenue])
            .map_err(fail(name))?;
    }
    finished(rows, name)
}
