//! `shoal explore`.

use super::run::files;
use crate::args::{Cli, ExploreArgs};
use crate::plan;
use crate::speech::{self, Speech};
use shoal_app::error::Error;
use shoal_app::explore::{self, Done};
use shoal_app::terminal;

pub(crate) fn run(cli: &Cli, args: &ExploreArgs, speech: &Speech) -> Result<(), Error> {
    let settings = plan::of_explore(args)?;
    let done = explore::explore(&settings, args.out.as_deref(), &|progress| speech.watch(progress))?;
    speech.finish();
    render(cli, &done, speech)
}

/// What became of the rows to standard error, what was found to standard output.
fn render(cli: &Cli, done: &Done, speech: &Speech) -> Result<(), Error> {
    speech.say(&terminal::receipt(&done.explored.receipt));
    if cli.json {
        speech::data(&done.json)?;
    } else {
        speech::data(terminal::explored(&done.explored, speech::width()).as_bytes())?;
    }
    files(&done.files, speech);
    Ok(())
}
