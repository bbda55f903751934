//! `shoal features compute` and `shoal features sql`: the table of features itself, of one day or of several, and how a database computes it.

use crate::args::Cli;
use crate::args::feature_table::{ComputeArgs, SqlArgs};
use crate::cmd::snapshots;
use crate::plan;
use crate::speech::{self, Speech};
use shoal_app::error::Error;
use shoal_app::feature_table::{self, Computed, Format, SqlWish, Wish};
use shoal_app::settings::Input;
use shoal_app::terminal;

pub(crate) fn compute(cli: &Cli, args: &ComputeArgs, speech: &Speech) -> Result<(), Error> {
    let mut input = Input { files: args.files.clone(), ..Input::default() };
    plan::reading(&args.reading, &mut input);
    feature_table::check_targets(args.out.as_deref(), args.receipt.as_deref())?;
    let days = plan::days(&args.days);
    let wish = Wish { input, unit: args.unit, features: args.features.clone(), window: args.window, days };
    let computed = feature_table::compute(&wish, &|progress| speech.watch(progress))?;
    computed.write(args.out.as_deref(), args.receipt.as_deref())?;
    speech.finish();
    if args.out.is_none() {
        let format = if cli.json { Format::JsonLines } else { Format::Csv };
        speech::stream(|to| computed.print(to, format))?;
    }
    tell(args, &computed, speech);
    Ok(())
}

/// Prints the statement.
pub(crate) fn sql(args: &SqlArgs) -> Result<(), Error> {
    let wish = SqlWish {
        dialect: args.dialect,
        unit: args.unit,
        features: args.features.clone(),
        as_of: args.as_of,
        window: args.window,
        lines: args.lines.clone(),
        customers: args.customers.clone(),
        without: args.without.clone(),
    };
    speech::data(feature_table::sql(&wish)?.as_bytes())
}

fn tell(args: &ComputeArgs, computed: &Computed, speech: &Speech) {
    speech.say(&terminal::receipt(&computed.receipt));
    if computed.is_series {
        speech.say(&snapshots::told(computed));
    } else {
        tell_day(computed, speech);
    }
    for path in args.out.iter().chain(&args.receipt) {
        speech.say(&format!("  {}", path.display()));
    }
}

fn tell_day(computed: &Computed, speech: &Speech) {
    let (rows, columns, unit) = (computed.rows(), computed.columns(), computed.unit());
    let day = computed.as_of.map_or_else(String::new, |day| format!(" as of {day}"));
    speech.say(&format!("{rows} {}, {columns} columns{day}", unit.noun(rows)));
    let apart = computed.snapshots.iter().flat_map(|snapshot| &snapshot.apart);
    for (count, why) in apart.filter(|(count, _)| *count > 0) {
        speech.say(&format!("not in the table: {count} {} ({why})", unit.noun(*count)));
    }
}
