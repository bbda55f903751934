//! The files of a run. Each is made whole in memory or streamed into the hidden folder; none is ever half there.

mod json;
mod lists;
mod rejected;

pub(crate) use json::json;
pub(crate) use lists::scores;

use crate::error::Error;
use crate::folder::Staging;
use crate::settings::Settings;
use shoal_data::Loaded;
use shoal_segment::pipeline::Segmented;
use shoal_segment::receipt::Outcome;

/// The files of the output folder, and what each is for.
pub(crate) const FILES: &[(&str, &str)] = &[
    ("report.html", "the report, to look at"),
    ("report.md", "the same story as text"),
    ("assignments.csv", "the segment of each"),
    ("certainty.csv", "how sure each one's segment is"),
    ("segments.csv", "every segment's numbers"),
    ("apart.csv", "those in no segment, and why"),
    ("set_aside.csv", "rows left out by a policy"),
    ("unreadable.csv", "rows that could not be read"),
    ("run.json", "every number and decision"),
    ("model.json", "places new ones: shoal score"),
    ("shoal.toml", "the settings: shoal run --config"),
];

/// What there is to write.
pub(crate) struct Results<'a> {
    pub(crate) settings: &'a Settings,
    pub(crate) loaded: &'a Loaded,
    pub(crate) segmented: &'a Segmented,
}

/// Writes all [`FILES`]; returns the bytes of `run.json`.
pub(crate) fn all(staging: &Staging, results: &Results<'_>) -> Result<Vec<u8>, Error> {
    let run = &results.segmented.segmentation;
    let (pages, lists) = rayon::join(
        || -> Result<Vec<u8>, Error> {
            let (html, text) = rayon::join(|| shoal_report::html(run), || shoal_report::markdown(run));
            staging.write("report.html", html.as_bytes())?;
            staging.write("report.md", text.as_bytes())?;
            let json = json(run)?;
            staging.write("run.json", &json)?;
            staging.write("model.json", &self::json(&results.segmented.model)?)?;
            staging.write("shoal.toml", settings(results)?.as_bytes())?;
            Ok(json)
        },
        || -> Result<(), Error> {
            lists::assignments(staging, results.segmented)?;
            lists::certainty(staging, results.segmented)?;
            lists::segments(staging, run)?;
            lists::apart(staging, results)?;
            rejected::rows(staging, "set_aside.csv", &results.loaded.rejected, Outcome::SetAside)?;
            rejected::rows(staging, "unreadable.csv", &results.loaded.rejected, Outcome::Unreadable)
        },
    );
    lists.and(pages)
}

/// The settings as written, and what was decided where they left it open.
fn settings(results: &Results<'_>) -> Result<String, Error> {
    // What was read in place of what was named: a file put into a folder later does not change this run.
    let mut kept = results.settings.clone();
    kept.input.files.clone_from(&results.loaded.inputs);
    // No password is kept: the addresses of what was read come without.
    kept.input.customer_tables.iter_mut().for_each(|table| *table = shoal_data::shown(table));
    let mut text = kept.to_toml()?;
    text.push_str("\n# Decided by this run where the settings leave it open:\n");
    for decision in &results.segmented.segmentation.decisions {
        text.push_str(&format!("#   {}: {}\n", decision.about, decision.choice));
    }
    Ok(text)
}
