//! `compare`: several methods on the same customers, each at its best setting, and how long each took.

use crate::error::Error;
use crate::progress::{self, Watch};
use crate::run::{self, Again};
use crate::settings::Settings;
use serde::Serialize;
use shoal_segment::compare;
use shoal_segment::pipeline;
use shoal_segment::receipt::Receipt;
use shoal_segment::segmentation::Comparison;
use shoal_segment::sweep;
use std::time::{Duration, Instant};

/// The methods side by side.
#[derive(Debug, Serialize)]
pub struct Compared {
    /// What was clustered, in the order of the points' columns.
    pub features: Vec<String>,
    /// How many customers (or orders) were clustered.
    pub members: usize,
    /// The table and the sentence.
    pub comparison: Comparison,
    /// How long each method took to fit and judge all of its settings, in seconds; in the order of the table.
    pub seconds: Vec<f64>,
    /// What became of every row.
    #[serde(skip)]
    pub receipt: Receipt,
}

/// Reads the tables of `settings` and compares its methods; nothing is written.
pub fn compare(settings: &Settings, watch: Watch<'_>) -> Result<Compared, Error> {
    let (plan, loaded, computed) = run::planned(settings, &settings.options()?, Again::NotWanted, watch)?;
    let stage = |name: &str| progress::stage(watch, name);
    let prepared = pipeline::prepare(&run::job(settings, &loaded), plan, computed)?;
    let mut entries = Vec::new();
    let mut seconds = Vec::new();
    for &card in &prepared.plan.methods {
        let start = Instant::now();
        entries.push((card, sweep::sweep(card, prepared.ground(), &stage)));
        seconds.push(start.elapsed().as_secs_f64());
    }
    let (comparison, _) = compare::compare(&entries, &prepared.plan)?;
    Ok(Compared {
        features: prepared.plan.features.iter().map(|feature| feature.name.clone()).collect(),
        members: prepared.table.rows(),
        comparison,
        seconds,
        receipt: loaded.receipt,
    })
}

impl Compared {
    /// How long each method took, for people.
    pub fn times(&self) -> Vec<String> {
        self.seconds.iter().map(|&seconds| format!("{:.2?}", Duration::from_secs_f64(seconds))).collect()
    }

    /// The same as a JSON document.
    pub fn to_json(&self) -> Result<Vec<u8>, Error> {
        let mut bytes = serde_json::to_vec_pretty(self).map_err(Error::bug)?;
        bytes.push(b'\n');
        Ok(bytes)
    }
}
