//! `shoal show`.

use crate::args::{Cli, ShowArgs};
use crate::plan;
use crate::speech::{self, Speech};
use shoal_app::error::Error;
use shoal_app::show;

pub(crate) fn run(cli: &Cli, args: &ShowArgs, speech: &Speech) -> Result<(), Error> {
    let mut input = show::tables_of(&args.result)?;
    if !args.files.is_empty() {
        input.files.clone_from(&args.files);
    }
    plan::input(&args.input, &mut input);
    let shown = show::show(&args.id, &args.result, &input, &|progress| speech.watch(progress))?;
    speech.finish();
    match cli.json {
        true => speech::data(&shown.to_json()?),
        false => speech::data(shown.text(speech::width()).as_bytes()),
    }
}
