//! From arguments as written to settings: what a flag says wins over the settings file, which wins over the defaults.

use crate::args::feature_table::DaysArgs;
use crate::args::{
    CleaningArgs, CompareArgs, ExploreArgs, InputArgs, ReadingArgs, RowArgs, RunArgs, SegmentArgs, SourceArgs,
};
use shoal_app::Window;
use shoal_app::error::Error;
use shoal_app::feature_table::{Back, Days};
use shoal_app::recipes;
use shoal_app::settings::policy::Policy;
use shoal_app::settings::{Input, Settings};
use shoal_app::spec::{Methods, ParameterValue, Spec};

/// The settings of `run`.
pub(crate) fn of_run(args: &RunArgs) -> Result<Settings, Error> {
    let settings = start(&args.source)?;
    Ok(with_flags(settings, &args.input, &args.segment))
}

/// The settings of `compare`: every method, unless some are named.
pub(crate) fn of_compare(args: &CompareArgs) -> Result<Settings, Error> {
    let mut settings = start(&args.source)?;
    if args.source.config.is_none() && args.source.recipe.is_none() {
        settings.segment.method = Methods::all();
    }
    Ok(with_flags(settings, &args.input, &args.segment))
}

/// The settings of `explore`: what is read and which features there are; the others do not matter.
pub(crate) fn of_explore(args: &ExploreArgs) -> Result<Settings, Error> {
    let mut settings = start(&args.source)?;
    input(&args.input, &mut settings.input);
    if !args.features.is_empty() {
        settings.segment.features.clone_from(&args.features);
    }
    row(&args.row, &mut settings.segment);
    Ok(settings)
}

/// Settings before any flag.
fn start(source: &SourceArgs) -> Result<Settings, Error> {
    let mut settings = match (&source.config, &source.recipe) {
        (Some(config), _) => Settings::read(config)?,
        (None, Some(recipe)) => recipes::read(recipe)?,
        (None, None) => Settings::default(),
    };
    if !source.files.is_empty() {
        settings.input.files.clone_from(&source.files);
    }
    Ok(settings)
}

fn with_flags(mut settings: Settings, reading: &InputArgs, segmenting: &SegmentArgs) -> Settings {
    input(reading, &mut settings.input);
    segment(segmenting, &mut settings.segment);
    settings
}

/// Writes the reading flags and the day over `to`.
pub(crate) fn input(args: &InputArgs, to: &mut Input) {
    to.as_of = args.as_of.or(to.as_of);
    reading(&args.reading, to);
}

/// The days of `features compute`.
pub(crate) fn days(args: &DaysArgs) -> Days {
    let back = |count| Back { count, every: args.every.unwrap_or(Window::Months(1)) };
    Days { as_of: args.as_of.clone(), back: args.snapshots.map(back) }
}

/// Writes the reading flags over `to`.
pub(crate) fn reading(args: &ReadingArgs, to: &mut Input) {
    if !args.map.is_empty() {
        to.map.clone_from(&args.map);
    }
    if !args.customer_table.is_empty() {
        to.customer_tables.clone_from(&args.customer_table);
    }
    if args.dates.is_some() {
        to.dates.clone_from(&args.dates);
    }
    if args.timezone.is_some() {
        to.timezone.clone_from(&args.timezone);
    }
    if args.decimal.is_some() {
        to.decimal.clone_from(&args.decimal);
    }
    set(&mut to.max_unreadable, args.max_unreadable);
    cleaning(&args.cleaning, &mut to.policy);
}

/// Writes the cleaning flags over `to`.
fn cleaning(args: &CleaningArgs, to: &mut Policy) {
    args.policy.iter().for_each(|choice| to.apply(choice));
    if args.exclude_tests {
        "set_aside".clone_into(&mut to.tests);
    }
    to.strict |= args.strict;
    to.from = args.from.or(to.from);
    if args.currency.is_some() || args.rates.is_some() {
        // One of the two decides.
        (to.currency, to.rates) = (args.currency.clone(), args.rates.clone());
    }
    for (flag, to) in [(&args.filter, &mut to.filter), (&args.merge_by, &mut to.merge_by)] {
        if flag.is_some() {
            to.clone_from(flag);
        }
    }
    for (flag, to) in [(&args.exclude, &mut to.exclude), (&args.only, &mut to.only)] {
        if flag.is_some() {
            to.clone_from(flag);
        }
    }
}

/// Writes what a row is over `to`.
fn row(args: &RowArgs, to: &mut Spec) {
    set(&mut to.unit, args.unit);
    to.window = args.window.or(to.window);
}

/// Writes the segmenting flags over `to`.
pub(crate) fn segment(args: &SegmentArgs, to: &mut Spec) {
    if !args.features.is_empty() {
        to.features.clone_from(&args.features);
    }
    if !args.scatter.is_empty() {
        to.scatter.clone_from(&args.scatter);
    }
    row(&args.row, to);
    set(&mut to.select, args.select);
    set(&mut to.transform, args.transform.clone());
    set(&mut to.outliers, args.outliers);
    set(&mut to.missing, args.missing);
    set(&mut to.scale, args.scale.clone());
    set(&mut to.weight, args.weight.clone());
    to.pca = args.pca.or(to.pca);
    set(&mut to.method, args.method.clone());
    for (name, value) in &args.set {
        to.parameters.insert(name.clone(), value.clone());
    }
    if let Some(form) = &args.covariance {
        to.parameters.insert("covariance".to_owned(), ParameterValue::Word(form.clone()));
    }
    for (name, number) in [("eps", args.eps), ("min_samples", args.min_samples)] {
        if let Some(number) = number {
            to.parameters.insert(name.to_owned(), ParameterValue::Number(number));
        }
    }
    set(&mut to.small_segments, args.small_segments);
    if args.rules.is_some() {
        to.rules.clone_from(&args.rules);
    }
    if args.playbook.is_some() {
        to.playbook.clone_from(&args.playbook);
    }
    set(&mut to.remainder, args.remainder);
    set(&mut to.k, args.k);
    set(&mut to.choose_by, args.choose_by);
    set(&mut to.min_share, args.min_share);
    set(&mut to.min_size, args.min_size);
    to.starts = args.starts.or(to.starts);
    set(&mut to.seed, args.seed);
    set(&mut to.hold_out, args.hold_out);
}

fn set<T>(to: &mut T, flag: Option<T>) {
    if let Some(value) = flag {
        *to = value;
    }
}
