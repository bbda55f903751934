//! `score`: the segment of new customers or orders, by the recipe and the centres of an earlier run.

use crate::error::Error;
use crate::progress::{self, Watch};
use crate::settings::{self, Input};
use crate::tables;
use crate::write;
use serde::{Deserialize, Serialize};
use shoal_data::Loaded;
use shoal_segment::date::Day;
use shoal_segment::feature::Unit;
use shoal_segment::lines::Lines;
use shoal_segment::model::{self, Member, OUTLIERS_ID, ScoringModel, UNASSIGNED_ID};
use shoal_segment::receipt::Receipt;
use shoal_segment::table::{Apart, Computed, FeatureTable, Wish};
use std::io::Write;
use std::path::Path;

/// Scored customers, or orders.
pub struct Scored {
    /// The day for which features were computed; `None` without transactions.
    pub as_of: Option<Day>,
    /// What became of every row.
    pub receipt: Receipt,
    model: ScoringModel,
    table: FeatureTable,
    members: Vec<Member>,
    apart: Vec<ApartRow>,
}

/// Scores the customers, or the orders when the model is of orders, of `input` with the model stored at `model`.
///
/// The as-of day is the given one; else that of the model when it was given there; else the later of the model's and the
/// day after the last transaction, so that the files that a model was made from give its segments again.
pub fn score(model: &Path, input: &Input, watch: Watch<'_>) -> Result<Scored, Error> {
    let model = read_model(model)?;
    let (loaded, Computed { table, apart, .. }) = computed(&model, input, watch, |wish| wish)?;
    progress::stage(watch, "scoring");
    let members = model.score(&table)?;
    let named =
        |other: Apart| ApartRow { order_id: other.order, customer_id: other.customer, reason: other.reason.code() };
    Ok(Scored {
        as_of: loaded.lines.known.transactions.then_some(table.as_of),
        receipt: loaded.receipt,
        model,
        members,
        apart: apart.into_iter().map(named).collect(),
        table,
    })
}

/// Reads the tables of `input` and computes what a model needs, as of its day; `wish` may ask for more.
pub(crate) fn computed(
    model: &ScoringModel,
    input: &Input,
    watch: Watch<'_>,
    wish: impl FnOnce(Wish) -> Wish,
) -> Result<(Loaded, Computed), Error> {
    let mut options = input.options()?;
    options.as_of = options.as_of.or(model.as_of.filter(|_| model.as_of_given));
    options.order_ids = model.unit == Unit::Order;
    options.contexts = settings::contexts(&model.own);
    let day = model.as_of.filter(|_| options.as_of.is_none());
    let wanted = |header: &Lines| Ok((wish(model.wish()?), day.map_or(header.as_of, |day| header.as_of.max(day))));
    tables::compute(input, &options, watch, wanted)
}

pub(crate) fn read_model(path: &Path) -> Result<ScoringModel, Error> {
    let hint = "a run writes its model as model.json into its output folder";
    let text = std::fs::read(path).map_err(|error| Error::unopened("model", path, &error, hint))?;
    // The form first: a model of another one would only be told what it lacks.
    if let Ok(stored) = serde_json::from_slice::<Stored>(&text) {
        model::check_format(stored.format)?;
    }
    serde_json::from_slice(&text)
        .map_err(|error| Error::input(format!("`{}` is not a model of Shoal: {error}", path.display()), hint))
}

/// What every stored model has, whatever its form.
#[derive(Deserialize)]
struct Stored {
    format: u32,
    #[serde(rename = "shoal_version")]
    _version: String,
}

/// A scored row as JSON has it.
#[derive(Serialize)]
struct Row<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    order_id: Option<&'a str>,
    customer_id: &'a str,
    segment_id: &'a str,
    segment_name: &'a str,
    distance: f64,
    confidence: Option<f64>,
}

/// A customer or an order in no segment as JSON has it.
#[derive(Serialize)]
struct ApartRow {
    #[serde(skip_serializing_if = "Option::is_none")]
    order_id: Option<String>,
    customer_id: String,
    reason: &'static str,
}

/// All of it as JSON has it.
#[derive(Serialize)]
struct Document<'a> {
    as_of: Option<Day>,
    model: &'a str,
    unit: Unit,
    #[serde(skip_serializing_if = "Option::is_none")]
    customers: Option<Vec<Row<'a>>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    orders: Option<Vec<Row<'a>>>,
    apart: &'a [ApartRow],
}

impl Scored {
    /// What was scored.
    pub fn unit(&self) -> Unit {
        self.model.unit
    }

    /// How many customers or orders are in no segment.
    pub fn apart(&self) -> usize {
        self.apart.len()
    }

    /// How many of those in the list the method leaves out: they are the segment *Unassigned*.
    pub fn unassigned(&self) -> usize {
        self.members.iter().filter(|member| self.is_in(member, UNASSIGNED_ID)).count()
    }

    /// How many of those in the list have a value far outside, so that they are the segment *Outliers*.
    pub fn outliers(&self) -> usize {
        self.members.iter().filter(|member| self.is_in(member, OUTLIERS_ID)).count()
    }

    fn is_in(&self, member: &Member, id: &str) -> bool {
        let segment = &self.model.segments[member.segment];
        segment.cluster.is_none() && segment.id == id
    }

    /// How many customers or orders have a segment.
    pub fn len(&self) -> usize {
        self.members.len()
    }

    /// Whether none has.
    pub fn is_empty(&self) -> bool {
        self.members.is_empty()
    }

    /// Writes one row per customer or order, with the columns of `assignments.csv`.
    pub fn write_csv(&self, to: impl Write) -> Result<(), Error> {
        write::scores(to, &self.table, &self.members, &self.model)
    }

    /// The same as a JSON document.
    pub fn to_json(&self) -> Result<Vec<u8>, Error> {
        let rows = || Some(self.members.iter().enumerate().map(|(row, member)| self.row(row, member)).collect());
        let document = Document {
            as_of: self.as_of,
            model: &self.model.fingerprint,
            unit: self.unit(),
            customers: (self.unit() == Unit::Customer).then(rows).flatten(),
            orders: (self.unit() == Unit::Order).then(rows).flatten(),
            apart: &self.apart,
        };
        let mut bytes = serde_json::to_vec_pretty(&document).map_err(Error::bug)?;
        bytes.push(b'\n');
        Ok(bytes)
    }

    fn row(&self, row: usize, member: &Member) -> Row<'_> {
        let segment = &self.model.segments[member.segment];
        Row {
            order_id: self.table.orders.as_ref().map(|orders| &orders[row]),
            customer_id: &self.table.customers[row],
            segment_id: &segment.id,
            segment_name: &segment.name,
            distance: member.distance,
            confidence: member.confidence,
        }
    }
}
