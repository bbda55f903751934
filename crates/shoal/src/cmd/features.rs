//! `shoal features`: the catalogue of features, and what given tables offer of it.

use crate::args::{Cli, FeaturesArgs, FeaturesCommand, FeaturesListArgs};
use crate::cmd::feature_table;
use crate::plan;
use crate::speech::{self, Speech};
use shoal_app::error::Error;
use shoal_app::features::{self, Listed};
use shoal_app::settings::Input;
use shoal_app::terminal;

pub(crate) fn run(cli: &Cli, args: &FeaturesArgs, speech: &Speech) -> Result<(), Error> {
    match &args.command {
        None => print(cli, &features::list(args.unit)),
        Some(FeaturesCommand::List(args)) => list(cli, args, speech),
        Some(FeaturesCommand::Compute(args)) => feature_table::compute(cli, args, speech),
        Some(FeaturesCommand::Sql(args)) => feature_table::sql(args),
    }
}

fn list(cli: &Cli, args: &FeaturesListArgs, speech: &Speech) -> Result<(), Error> {
    if args.files.is_empty() {
        return print(cli, &features::list(args.unit));
    }
    let mut input = Input { files: args.files.clone(), ..Input::default() };
    plan::input(&args.input, &mut input);
    let listed = features::list_for(args.unit, &input, &|progress| speech.watch(progress))?;
    speech.finish();
    print(cli, &listed)
}

/// All fields as JSON; for people in families, with empty fields left out.
fn print(cli: &Cli, listed: &Listed) -> Result<(), Error> {
    if cli.json {
        return speech::data(&listed.to_table().to_json()?);
    }
    let mut text = String::new();
    for (family, table) in listed.families() {
        text.push_str(&format!("{}{family}\n\n", if text.is_empty() { "" } else { "\n" }));
        text.push_str(&terminal::entries(&table.headers, &table.rows, speech::width()));
    }
    speech::data(text.as_bytes())
}
