//! From arguments as written to settings: what a flag says wins over the settings file, which wins over the defaults.

use crate::args::{InputArgs, RunArgs, SegmentArgs};
use shoal_app::error::Error;
use shoal_app::settings::{Input, Settings};
use shoal_app::spec::Spec;

/// The settings of `run`.
pub(crate) fn of_run(args: &RunArgs) -> Result<Settings, Error> {
    let mut settings = match &args.config {
        Some(path) => Settings::read(path)?,
        None => Settings::default(),
    };
    if !args.files.is_empty() {
        settings.input.files.clone_from(&args.files);
    }
    input(&args.input, &mut settings.input);
    segment(&args.segment, &mut settings.segment);
    Ok(settings)
}

/// Writes the reading flags over `to`.
pub(crate) fn input(args: &InputArgs, to: &mut Input) {
    if !args.map.is_empty() {
        to.map.clone_from(&args.map);
    }
    to.as_of = args.as_of.or(to.as_of);
    if args.dates.is_some() {
        to.dates.clone_from(&args.dates);
    }
    set(&mut to.max_unreadable, args.max_unreadable);
}

/// Writes the segmenting flags over `to`.
pub(crate) fn segment(args: &SegmentArgs, to: &mut Spec) {
    if !args.features.is_empty() {
        to.features.clone_from(&args.features);
    }
    if !args.scatter.is_empty() {
        to.scatter.clone_from(&args.scatter);
    }
    set(&mut to.scale, args.scale);
    set(&mut to.transform, args.transform);
    to.pca = args.pca.or(to.pca);
    set(&mut to.method, args.method.clone());
    set(&mut to.k, args.k);
    set(&mut to.choose_by, args.choose_by);
    set(&mut to.min_share, args.min_share);
    set(&mut to.min_size, args.min_size);
    to.starts = args.starts.or(to.starts);
    set(&mut to.seed, args.seed);
}

fn set<T>(to: &mut T, flag: Option<T>) {
    if let Some(value) = flag {
        *to = value;
    }
}
