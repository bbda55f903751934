//! `run`: raw tables in, a folder with report, lists, model and settings out.

use crate::error::Error;
use crate::folder::Staging;
use crate::playbook;
use crate::progress::{self, Watch};
use crate::settings::Settings;
use crate::tables;
use crate::write::{self, Results};
use shoal_data::{Loaded, ReadOptions};
use shoal_segment::feature::Unit;
use shoal_segment::pipeline::{self, Job, Segmented};
use shoal_segment::rfm;
use shoal_segment::segmentation::Segmentation;
use shoal_segment::spec::Plan;
use shoal_segment::table::{Computed, Wish};
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
fn rules(settings: &Settings) -> Result<Option<rfm::Table>, Error> {
    settings.segment.rules.as_deref().map(crate::rules::read_sound).transpose()
}

/// Whether the lines of a sample of customers are looked at again, after the features.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Again {
    Wanted,
    NotWanted,
}

/// Reads the tables of `settings` and computes the features of its plan, which is made when it is known what the tables have.
pub(crate) fn planned(
    settings: &Settings,
    options: &ReadOptions,
    lines: Again,
    watch: Watch<'_>,
) -> Result<(Plan, Loaded, Computed), Error> {
    let rules = rules(settings)?;
    let playbook = settings.segment.playbook.as_deref();
    let playbook = playbook.map(|path| Ok::<_, Error>((playbook::read(path)?, path))).transpose()?;
    let mut made = None;
    let (loaded, computed) = tables::compute(&settings.input, options, watch, |header| {
        let plan = settings.segment.check_with(header, &settings.feature)?;
        let plan = match playbook {
            Some((playbook, path)) => {
                plan.with_playbook(playbook, header).map_err(|error| playbook::of_file(error.into(), path))?
            }
            None => plan,
        };
        let wish = made.insert(Plan { rules, ..plan }).wish();
        let keep_lines_of = if lines == Again::Wanted { wish.keep_lines_of } else { 0 };
        Ok((Wish { keep_lines_of, ..wish }, header.as_of))
    })?;
    Ok((made.ok_or_else(|| Error::bug("there is no plan"))?, loaded, computed))
}

/// The job of `settings`, of tables that were read.
pub(crate) fn job<'a>(settings: &'a Settings, loaded: &'a Loaded) -> Job<'a> {
    Job {
        lines: &loaded.lines,
        receipt: &loaded.receipt,
        spec: &settings.segment,
        own: &settings.feature,
        rules: None,
        as_of_given: settings.input.as_of.is_some(),
    }
}

/// As [`run`], and hands out the rows too.
pub(crate) fn run_keeping(settings: &Settings, out: &Path, watch: Watch<'_>) -> Result<(Done, Segmented), Error> {
    let mut options = settings.options()?;
    options.order_ids = settings.segment.unit == Unit::Order;
    let staging = Staging::open(out)?;
    let (plan, loaded, computed) = planned(settings, &options, Again::Wanted, watch)?;
    let segmented = pipeline::segment_computed(&job(settings, &loaded), plan, computed, &|stage| {
        progress::stage(watch, stage);
    })?;
    progress::stage(watch, "writing");
    let results = Results { settings, loaded: &loaded, segmented: &segmented };
    let json = write::all(&staging, &results)?;
    let files = write::FILES.iter().map(|(name, what)| (staging.final_path(name), *what)).collect();
    staging.publish()?;
    Ok((Done { segmentation: segmented.segmentation.clone(), json, files }, segmented))
}
