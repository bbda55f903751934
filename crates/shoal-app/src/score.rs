//! `score`: the segment of new customers, by the recipe and the centres of an earlier run.

use crate::error::Error;
use crate::progress::{self, Watch};
use crate::settings::Input;
use crate::write;
use serde::Serialize;
use shoal_segment::date::Day;
use shoal_segment::model::{Member, ScoringModel};
use shoal_segment::receipt::Receipt;
use shoal_segment::table::{Apart, FeatureTable};
use std::io::Write;
use std::path::Path;

/// Scored customers.
pub struct Scored {
    /// The day for which features were computed; `None` without transactions.
    pub as_of: Option<Day>,
    /// What became of every row.
    pub receipt: Receipt,
    model: ScoringModel,
    customers: Vec<String>,
    members: Vec<Member>,
    /// Ids and reasons of customers who cannot be scored.
    pub apart: Vec<(String, &'static str)>,
}

/// Scores the customers of `input` with the model stored at `model`.
///
/// The as-of day is the given one; else that of the model when it was given there; else the later of the model's and the
/// day after the last transaction, so that the files that a model was made from give its segments again.
pub fn score(model: &Path, input: &Input, watch: Watch<'_>) -> Result<Scored, Error> {
    let model = read_model(model)?;
    let mut options = input.options()?;
    options.as_of = options.as_of.or(model.as_of.filter(|_| model.as_of_given));
    let mut loaded = shoal_data::load(&input.files, &options, &progress::of_reading(watch))?;
    if let Some(day) = model.as_of.filter(|_| options.as_of.is_none()) {
        loaded.lines.as_of = loaded.lines.as_of.max(day);
    }
    progress::stage(watch, "scoring");
    let (table, apart) = FeatureTable::build(&loaded.lines);
    let members = model.score(&table)?;
    let named = |customer: &Apart| (loaded.lines.customers.ids[customer.customer].clone(), customer.reason.code());
    Ok(Scored {
        as_of: loaded.lines.known.transactions.then_some(table.as_of),
        receipt: loaded.receipt,
        model,
        customers: table.customers,
        members,
        apart: apart.iter().map(named).collect(),
    })
}

fn read_model(path: &Path) -> Result<ScoringModel, Error> {
    let hint = "a run writes its model as model.json into its output folder";
    let text = std::fs::read(path).map_err(|error| match error.kind() {
        std::io::ErrorKind::NotFound => Error::input(format!("there is no model `{}`", path.display()), hint),
        _ => Error::world("read", path, &error),
    })?;
    serde_json::from_slice(&text)
        .map_err(|error| Error::input(format!("`{}` is not a model of Shoal: {error}", path.display()), hint))
}

/// A scored customer as JSON has it.
#[derive(Serialize)]
struct Row<'a> {
    customer_id: &'a str,
    segment_id: &'a str,
    segment_name: &'a str,
    distance: f64,
    confidence: Option<f64>,
}

/// A customer in no segment as JSON has it.
#[derive(Serialize)]
struct ApartRow<'a> {
    customer_id: &'a str,
    reason: &'a str,
}

/// All of it as JSON has it.
#[derive(Serialize)]
struct Document<'a> {
    as_of: Option<Day>,
    model: &'a str,
    customers: Vec<Row<'a>>,
    apart: Vec<ApartRow<'a>>,
}

impl Scored {
    /// How many customers have a segment.
    pub fn len(&self) -> usize {
        self.members.len()
    }

    /// Whether nobody has.
    pub fn is_empty(&self) -> bool {
        self.members.is_empty()
    }

    /// Writes one row per customer, with the columns of `assignments.csv`.
    pub fn write_csv(&self, to: impl Write) -> Result<(), Error> {
        write::scores(to, &self.customers, &self.members, &self.model.segments)
    }

    /// The same as a JSON document.
    pub fn to_json(&self) -> Result<Vec<u8>, Error> {
        let document = Document {
            as_of: self.as_of,
            model: &self.model.fingerprint,
            customers: self
                .customers
                .iter()
                .zip(&self.members)
                .map(|(customer, member)| self.row(customer, member))
                .collect(),
            apart: self.apart.iter().map(|(customer, reason)| ApartRow { customer_id: customer, reason }).collect(),
        };
        let mut bytes = serde_json::to_vec_pretty(&document).map_err(Error::bug)?;
        bytes.push(b'\n');
        Ok(bytes)
    }

    fn row<'a>(&'a self, customer: &'a str, member: &Member) -> Row<'a> {
        let segment = &self.model.segments[member.segment];
        Row {
            customer_id: customer,
            segment_id: &segment.id,
            segment_name: &segment.name,
            distance: member.distance,
            confidence: member.confidence,
        }
    }
}
