//! `shoal compare`.

use crate::args::{Cli, CompareArgs};
use crate::plan;
use crate::speech::{self, Speech};
use shoal_app::compare::{self, Compared};
use shoal_app::error::Error;
use shoal_app::terminal;

pub(crate) fn run(cli: &Cli, args: &CompareArgs, speech: &Speech) -> Result<(), Error> {
    let settings = plan::of_compare(args)?;
    let compared = compare::compare(&settings, &|progress| speech.watch(progress))?;
    speech.finish();
    render(cli, &compared, speech)
}

fn render(cli: &Cli, compared: &Compared, speech: &Speech) -> Result<(), Error> {
    speech.say(&terminal::receipt(&compared.receipt));
    if cli.json {
        return speech::data(&compared.to_json()?);
    }
    speech.say(&format!("clustered by {}", compared.features.join(", ")));
    speech::data(terminal::comparison(&compared.comparison, Some(&compared.times()), speech::room()).as_bytes())
}
