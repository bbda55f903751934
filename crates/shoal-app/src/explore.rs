//! `explore`: raw tables in, the base described, without segments; on request a folder with a page and every number.

use crate::error::Error;
use crate::folder::Staging;
use crate::progress::{self, Watch};
use crate::run::{self, Again};
use crate::settings::Settings;
use shoal_segment::feature::Unit;
use shoal_segment::pipeline;
use shoal_segment::segmentation::Explored;
use std::path::{Path, PathBuf};

/// The files of the output folder, and what each is for.
const FILES: &[(&str, &str)] =
    &[("explore.html", "the exploration, to look at"), ("explore.json", "every number of it")];

/// What an exploration leaves behind.
pub struct Done {
    /// What was found.
    pub explored: Explored,
    /// `explore.json`, whether or not it was written.
    pub json: Vec<u8>,
    /// The files that were written, with what each is for.
    pub files: Vec<(PathBuf, &'static str)>,
}

/// Reads and cleans the tables of `settings` as a run does, computes the features and describes them. Where a folder is named it is
/// replaced with the results as a whole; nothing else is written.
///
/// # Errors
/// Those of reading and of the settings; when there is nobody to describe; when the folder is not ours or cannot be written.
pub fn explore(settings: &Settings, out: Option<&Path>, watch: Watch<'_>) -> Result<Done, Error> {
    let mut options = settings.options()?;
    options.order_ids = settings.segment.unit == Unit::Order;
    let staging = out.map(Staging::open).transpose()?;
    let (plan, loaded, computed) = run::planned(settings, &options, Again::NotWanted, watch)?;
    progress::stage(watch, "exploring");
    let explored = pipeline::explore(&run::job(settings, &loaded), &plan, computed)?;
    let json = crate::write::json(&explored)?;
    let files = staging.map(|staging| write(staging, &explored, &json)).transpose()?.unwrap_or_default();
    Ok(Done { explored, json, files })
}

fn write(staging: Staging, explored: &Explored, json: &[u8]) -> Result<Vec<(PathBuf, &'static str)>, Error> {
    staging.write("explore.html", shoal_report::explored(explored).as_bytes())?;
    staging.write("explore.json", json)?;
    let files = FILES.iter().map(|(name, what)| (staging.final_path(name), *what)).collect();
    staging.publish()?;
    Ok(files)
}
