//! The lists that other systems read: CSV with a header, UTF-8, keys as given, sorted by customer id, or by order id and then
//! customer id.

use super::Results;
use crate::error::Error;
use crate::folder::Staging;
use shoal_segment::ids::Ids;
use shoal_segment::model::{Member, ScoringModel};
use shoal_segment::pipeline::Segmented;
use shoal_segment::segmentation::{FeatureProfile, Segmentation};
use shoal_segment::table::FeatureTable;
use shoal_segment::verdict::certainty as certainty_word;
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

/// The keys of the listed rows: a column for orders where rows are orders, and a column for customers.
#[derive(Clone, Copy)]
struct Keys<'a> {
    orders: Option<&'a Ids>,
    customers: &'a Ids,
}

impl<'a> Keys<'a> {
    /// The keys of a table.
    fn of(table: &'a FeatureTable) -> Self {
        Self { orders: table.orders.as_ref(), customers: &table.customers }
    }
}

/// The names of the key columns, then `others`.
fn header<'a>(with_orders: bool, others: &[&'a str]) -> Vec<&'a str> {
    with_orders.then_some("order_id").into_iter().chain(["customer_id"]).chain(others.iter().copied()).collect()
}

/// One row per customer or order in a segment.
pub(super) fn assignments(staging: &Staging, segmented: &Segmented) -> Result<(), Error> {
    let file = staging.create("assignments.csv")?;
    scores(file, &segmented.table, &segmented.members, &segmented.model)
}

/// Keys, segment, distance and confidence, and the three scores of RFM; the same columns for a run and for scoring.
pub(crate) fn scores(
    to: impl Write,
    table: &FeatureTable,
    members: &[Member],
    model: &ScoringModel,
) -> Result<(), Error> {
    let name = "assignments.csv";
    let mut rows = csv::Writer::from_writer(to);
    let keys = Keys::of(table);
    let rfm = model.rfm_scores(table)?;
    let mut header = header(keys.orders.is_some(), &["segment_id", "segment_name", "distance", "confidence"]);
    header.extend(rfm.iter().flat_map(|_| ["recency_score", "frequency_score", "monetary_score"]));
    rows.write_record(&header).map_err(fail(name))?;
    for (row, member) in members.iter().enumerate() {
        let segment = &model.segments[member.segment];
        let (distance, confidence) = (member.distance.to_string(), or_empty(member.confidence));
        let order = keys.orders.map(|orders| &orders[row]);
        let rfm: Vec<String> = rfm.iter().flat_map(|rows| rows[row]).map(|score| score.to_string()).collect();
        let known = [&keys.customers[row], segment.id.as_str(), &segment.name, &distance, &confidence];
        let record = order.into_iter().chain(known).chain(rfm.iter().map(String::as_str));
        rows.write_record(record).map_err(fail(name))?;
    }
    finished(rows, name)
}

/// How sure it is that each customer or order belongs to its segment; nobody of whom that was not asked.
pub(super) fn certainty(staging: &Staging, segmented: &Segmented) -> Result<(), Error> {
    let name = "certainty.csv";
    let mut rows = csv::Writer::from_writer(staging.create(name)?);
    let keys = Keys::of(&segmented.table);
    rows.write_record(header(keys.orders.is_some(), &["segment_id", "stays", "certainty"])).map_err(fail(name))?;
    for (row, (member, stays)) in segmented.members.iter().zip(&segmented.stays).enumerate() {
        let Some(stays) = stays else { continue };
        let segment = &segmented.segmentation.segments[member.segment];
        let share = stays.to_string();
        let known = [&keys.customers[row], segment.id.as_str(), share.as_str(), certainty_word(*stays)];
        rows.write_record(keys.orders.map(|orders| &orders[row]).into_iter().chain(known)).map_err(fail(name))?;
    }
    finished(rows, name)
}

/// One row per segment: size, revenue where there are transactions, and mean, median, standard deviation, total, level and effect of every
/// feature.
pub(super) fn segments(staging: &Staging, run: &Segmentation) -> Result<(), Error> {
    let name = "segments.csv";
    let mut rows = csv::Writer::from_writer(staging.create(name)?);
    let mut header = ["segment_id", "segment_name", run.unit.many(), "share"].map(String::from).to_vec();
    if run.base.revenue.is_some() {
        header.extend(["revenue", "revenue_share"].map(String::from));
    }
    header.extend(run.base.profile.iter().flat_map(profile_header));
    rows.write_record(&header).map_err(fail(name))?;
    for segment in &run.segments {
        let mut row =
            vec![segment.id.clone(), segment.name.clone(), segment.members.to_string(), segment.share.to_string()];
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
    ["mean", "median", "deviation"]
        .into_iter()
        .chain(total)
        .chain(["level", "effect"])
        .map(|what| format!("{}_{what}", entry.feature))
        .collect()
}

fn profile_row(entry: &FeatureProfile) -> Vec<String> {
    let total = entry.total.map(|total| total.to_string());
    let level = entry.level.map(|level| level.word().to_string()).unwrap_or_default();
    let numbers = [entry.mean, entry.median, entry.deviation].map(or_empty);
    numbers.into_iter().chain(total).chain([level, or_empty(entry.effect)]).collect()
}

/// One row per customer or order in no segment.
pub(super) fn apart(staging: &Staging, results: &Results<'_>) -> Result<(), Error> {
    let name = "apart.csv";
    let mut rows = csv::Writer::from_writer(staging.create(name)?);
    let with_orders = results.segmented.table.orders.is_some();
    rows.write_record(header(with_orders, &["reason", "revenue"])).map_err(fail(name))?;
    let scale = results.loaded.lines.money_scale;
    for other in &results.segmented.apart {
        let revenue = scale.to_f64(other.revenue_minor).to_string();
        let record = [other.customer.as_str(), other.reason.code(), &revenue];
        rows.write_record(other.order.as_deref().into_iter().chain(record)).map_err(fail(name))?;
    }
    finished(rows, name)
}
