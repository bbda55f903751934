//! `run`: raw tables in, a folder with report, lists, model and settings out.

use crate::error::Error;
use crate::folder::Staging;
use crate::progress::{self, Watch};
use crate::settings::Settings;
use crate::tables;
use crate::write::{self, Results};
use shoal_segment::feature::Unit;
use shoal_segment::pipeline::{self, Job, Segmented};
use shoal_segment::rfm;
use shoal_segment::segmentation::Segmentation;
use std::path::{Path, PathBuf};

/// What a run leaves behind.
pub struct Done {
    /// The account of the run.
    pub segmentation: Segmentation,
    /// `run.json`, as written.
    pub json: Vec<u8>,
    /// The files, with what each is for, in the order in which a reader wants them.
    pub files: Vec<(PathBuf, &'static str)>,
}

/// Reads the tables of `settings`, segments their customers or orders and replaces the folder `out` with the results.
///
/// Until the last step nothing of an earlier result is touched; when anything fails, nothing of this one is left.
pub fn run(settings: &Settings, out: &Path, watch: Watch<'_>) -> Result<Done, Error> {
    let (done, _) = run_keeping(settings, out, watch)?;
    Ok(done)
}

/// The table of segments that the settings name; whether it is a partition is checked before anything else is done.
pub(crate) fn rules(settings: &Settings) -> Result<Option<rfm::Table>, Error> {
    settings.segment.rules.as_deref().map(crate::rules::read_sound).transpose()
}

/// As [`run`], and hands out the rows too.
pub(crate) fn run_keeping(settings: &Settings, out: &Path, watch: Watch<'_>) -> Result<(Done, Segmented), Error> {
    let mut options = settings.options()?;
    options.order_ids = settings.segment.unit == Unit::Order;
    let staging = Staging::open(out)?;
    let loaded = tables::load(&settings.input, &options, watch)?;
    let job = Job {
        lines: &loaded.lines,
        receipt: &loaded.receipt,
        spec: &settings.segment,
        own: &settings.feature,
        rules: rules(settings)?,
        as_of_given: settings.input.as_of.is_some(),
    };
    let segmented = pipeline::segment(&job, &|stage| progress::stage(watch, stage))?;
    progress::stage(watch, "writing");
    let results = Results { settings, loaded: &loaded, segmented: &segmented };
    let json = write::all(&staging, &results)?;
    let files = write::FILES.iter().map(|(name, what)| (staging.final_path(name), *what)).collect();
    staging.publish()?;
    Ok((Done { segmentation: segmented.segmentation.clone(), json, files }, segmented))
}
