//! `show`: one customer of a run, or one order: what they did, where they are, why, and what would move them.

use crate::error::Error;
use crate::progress::{self, Watch};
use crate::score::{computed, read_model};
use crate::settings::{Input, Settings};
use serde::Serialize;
use shoal_report::terminal;
use shoal_segment::date::Day;
use shoal_segment::explain::{self, Explanation, Visit};
use shoal_segment::feature::Unit;
use shoal_segment::model::ScoringModel;
use shoal_segment::receipt::Receipt;
use shoal_segment::table::{Computed, FeatureTable, Wanted, Wish};
use std::path::Path;

/// What is told of one customer or order.
#[derive(Debug, Serialize)]
pub struct Shown {
    /// What is told of.
    pub unit: Unit,
    /// The day for which it is told; `None` without transactions.
    pub as_of: Option<Day>,
    /// Where they are, why, and what would move them.
    #[serde(flatten)]
    pub explanation: Explanation,
    /// What the customer did, oldest first; nothing for an order.
    pub visits: Vec<Visit>,
    /// What became of every row of the tables.
    #[serde(skip)]
    pub receipt: Receipt,
}

/// The tables of the run whose results are in the folder `result`, as its settings name them.
///
/// # Errors
/// When there are no such settings.
pub fn tables_of(result: &Path) -> Result<Input, Error> {
    Ok(Settings::read(&result.join("shoal.toml"))?.input)
}

/// Tells of the customer, or the order where segments are of orders, called `who`, by the model in the folder `result` and the tables
/// of `input`. An id that a report shows hashed may be written so.
///
/// # Errors
/// Those of reading; when nobody is called so, or who is has no segment.
pub fn show(who: &str, result: &Path, input: &Input, watch: Watch<'_>) -> Result<Shown, Error> {
    let model = read_model(&result.join("model.json"))?;
    let visits_of = (model.unit == Unit::Customer).then(|| who.to_owned());
    let features = model.recipe.steps.iter().map(|step| step.feature().to_owned()).collect();
    let more = |wish| Wish { features: Wanted::UsualAnd(features), visits_of, ..wish };
    let (loaded, computed) = computed(&model, input, watch, more)?;
    progress::stage(watch, "explaining");
    let row = find(who, &model, &computed)?;
    Ok(Shown {
        unit: model.unit,
        as_of: loaded.lines.known.transactions.then_some(computed.table.as_of),
        explanation: explain::explain(&model, &computed.table, row).map_err(Error::from)?,
        visits: computed.visits,
        receipt: loaded.receipt,
    })
}

impl Shown {
    /// The same as a JSON document.
    ///
    /// # Errors
    /// A fault of the program.
    pub fn to_json(&self) -> Result<Vec<u8>, Error> {
        crate::write::json(self)
    }

    /// The same as text for a terminal, at most `width` characters wide where its words allow it.
    pub fn text(&self, width: usize) -> String {
        terminal::member(&self.explanation, &self.visits, (self.unit, self.as_of), width)
    }
}

/// The row of who is called so, as given or as a report shows it.
fn find(who: &str, model: &ScoringModel, computed: &Computed) -> Result<usize, Error> {
    let table = &computed.table;
    let id = |row: usize| match &table.orders {
        Some(orders) => &orders[row],
        None => &table.customers[row],
    };
    let given = (0..table.rows()).find(|&row| id(row) == who);
    given.or_else(|| (0..table.rows()).find(|&row| table.shown(row) == who)).ok_or_else(|| nobody(who, model, computed))
}

fn nobody(who: &str, model: &ScoringModel, computed: &Computed) -> Error {
    let one = model.unit.one();
    let apart = computed.apart.iter().find(|other| other.order.as_ref().unwrap_or(&other.customer) == who);
    match apart {
        Some(apart) => Error::input(
            format!("{one} `{who}` is in no segment: {}", apart.reason.words(model.unit)),
            "apart.csv of the run lists all of them",
        ),
        None => Error::input(
            format!("there is no {one} `{who}` in these tables{}", like(who, &computed.table)),
            "assignments.csv of the run lists all ids",
        ),
    }
}

/// An id that differs in case, zeros at the beginning or spaces alone.
fn like(who: &str, table: &FeatureTable) -> String {
    let bare = |id: &str| id.trim().trim_start_matches('0').to_lowercase();
    let ids = table.orders.as_ref().unwrap_or(&table.customers);
    let found = ids.iter().find(|id| bare(id) == bare(who));
    found.map_or_else(String::new, |id| format!("; there is `{id}`"))
}
