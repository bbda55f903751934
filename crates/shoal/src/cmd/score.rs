//! `shoal score`.

use crate::args::{Cli, ScoreArgs};
use crate::plan;
use crate::speech::{self, Speech};
use shoal_app::error::Error;
use shoal_app::score::{self, Scored};
use shoal_app::settings::Input;
use shoal_app::terminal;

pub(crate) fn run(cli: &Cli, args: &ScoreArgs, speech: &Speech) -> Result<(), Error> {
    let mut input = Input { files: args.files.clone(), ..Input::default() };
    plan::input(&args.input, &mut input);
    let scored = score::score(&args.model, &input, &|progress| speech.watch(progress))?;
    speech.finish();
    render(cli, args, &scored, speech)
}

fn render(cli: &Cli, args: &ScoreArgs, scored: &Scored, speech: &Speech) -> Result<(), Error> {
    let mut bytes = Vec::new();
    if cli.json {
        bytes = scored.to_json()?;
    } else {
        scored.write_csv(&mut bytes)?;
    }
    match &args.out {
        Some(path) => shoal_app::folder::new_file(path, &bytes)?,
        None => speech::data(&bytes)?,
    }
    speech.say(&terminal::receipt(&scored.receipt));
    let unit = scored.unit();
    let day = scored.as_of.map_or_else(String::new, |day| format!(" as of {day}"));
    let placed = scored.len() - scored.unassigned() - scored.outliers();
    speech.say(&format!("{placed} {} placed{day}", unit.noun(placed)));
    if scored.unassigned() > 0 {
        speech.say(&format!("{} {} unassigned", scored.unassigned(), unit.noun(scored.unassigned())));
    }
    if scored.outliers() > 0 {
        speech.say(&format!("{} {} set apart as outliers", scored.outliers(), unit.noun(scored.outliers())));
    }
    if scored.apart() > 0 {
        speech.say(&format!(
            "{} {} {} no segment: no purchase, or returns exceed purchases",
            scored.apart(),
            unit.noun(scored.apart()),
            if scored.apart() == 1 { "has" } else { "have" }
        ));
    }
    Ok(())
}
