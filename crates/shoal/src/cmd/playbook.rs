//! `shoal playbook`.

use crate::args::PlaybookArgs;
use crate::speech;
use shoal_app::error::Error;
use shoal_app::playbook;

pub(crate) fn run(args: &PlaybookArgs) -> Result<(), Error> {
    let Some(path) = &args.file else { return speech::data(playbook::shipped(args.unit).as_bytes()) };
    let read = playbook::read(path)?;
    let plays = if read.plays.len() == 1 { "play" } else { "plays" };
    let said = format!(
        "{} {plays} for {}; a run checks their features against its tables\n",
        read.plays.len(),
        read.unit.many()
    );
    speech::data(said.as_bytes())
}
