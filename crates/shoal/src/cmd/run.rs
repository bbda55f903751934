//! `shoal run`.

use crate::args::{Cli, RunArgs};
use crate::plan;
use crate::speech::{self, Speech};
use shoal_app::error::Error;
use shoal_app::run::{self, Done};
use shoal_app::terminal;
use std::path::PathBuf;

pub(crate) fn run(cli: &Cli, args: &RunArgs, speech: &Speech) -> Result<(), Error> {
    let settings = plan::of_run(args)?;
    let done = run::run(&settings, &args.out, &|progress| speech.watch(progress))?;
    speech.finish();
    render(cli, &done, speech)
}

/// The account of a run: what became of the rows, the verdict and how k was chosen to standard error, the segments to standard
/// output.
pub(crate) fn render(cli: &Cli, done: &Done, speech: &Speech) -> Result<(), Error> {
    let found = &done.segmentation;
    speech.say(&terminal::receipt(&found.receipt));
    speech.say(&terminal::answers(found, speech::room()));
    if let Some(comparison) = &found.comparison {
        speech.say(&terminal::comparison(comparison, None, speech::room()));
    }
    speech.say(&terminal::sweep(&found.sweep, found.unit, speech::room()));
    if cli.json {
        speech::data(&done.json)?;
    } else {
        speech::data(terminal::segments(found, speech::width()).as_bytes())?;
    }
    speech.say(&terminal::summary(found, speech::room()));
    speech.say(&terminal::certainty(found, speech::room()));
    files(&done.files, speech);
    Ok(())
}

/// The files that were written, with what each is for.
pub(crate) fn files(files: &[(PathBuf, &'static str)], speech: &Speech) {
    let longest = files.iter().map(|(path, _)| shown(path).len()).max().unwrap_or(0);
    for (path, what) in files {
        speech.say(&format!("  {:longest$}  {what}", shown(path)));
    }
}

/// A path as the user would write it from where they are.
fn shown(path: &std::path::Path) -> String {
    let here = std::env::current_dir().ok();
    here.as_deref().and_then(|here| path.strip_prefix(here).ok()).unwrap_or(path).display().to_string()
}
