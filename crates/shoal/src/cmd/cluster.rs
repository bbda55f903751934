//! `shoal cluster`.

use crate::args::Cli;
use crate::args::cluster::ClusterArgs;
use crate::speech::{self, Speech};
use shoal_app::cluster::{self, Done, Input, Missing, Remainder, Setting, Streamed, Wish};
use shoal_app::error::Error;
use shoal_app::spec::Scaling;
use std::path::Path;

pub(crate) fn run(cli: &Cli, args: &ClusterArgs, speech: &Speech) -> Result<(), Error> {
    let input = Input {
        table: args.table.clone(),
        columns: args.columns.clone(),
        id: args.id.clone(),
        weight: args.weight.clone(),
        missing: if args.missing == "drop" { Missing::Drop } else { Missing::Refuse },
    };
    let (out, watch) = (args.out.as_deref(), |progress: shoal_app::progress::Progress<'_>| speech.watch(progress));
    let wish = wish(args);
    if let (true, Some(out)) = (args.stream, out) {
        let done = stream(cli, args, (&input, &wish), out, speech)?;
        speech.finish();
        speech.say(done.account(speech::width()).trim_end());
        super::run::files(&done.files, speech);
        return Ok(());
    }
    let done = match &args.model {
        Some(model) => cluster::score(&input, model, args.remainder, out, &watch)?,
        None => cluster::cluster(&input, args.init.as_deref(), &wish, out, &watch)?,
    };
    speech.finish();
    render(cli, &done, speech)
}

/// The run on a table larger than memory.
fn stream(
    cli: &Cli,
    args: &ClusterArgs,
    (input, wish): (&Input, &Wish),
    out: &Path,
    speech: &Speech,
) -> Result<Streamed, Error> {
    if cli.json {
        let message = "--json with --stream: the document would hold every row at once";
        return Err(Error::input(message, "leave --json out: the folder of --out has the rows and the indices"));
    }
    let watch = |progress: shoal_app::progress::Progress<'_>| speech.watch(progress);
    match &args.model {
        Some(model) => cluster::score_stream(input, model, args.remainder, out, &watch),
        None => cluster::cluster_stream(input, args.init.as_deref(), wish, out, &watch),
    }
}

fn wish(args: &ClusterArgs) -> Wish {
    let short = [
        ("covariance", &args.covariance),
        ("eps", &args.eps),
        ("min_samples", &args.min_samples),
        ("n_init", &args.starts),
    ];
    let short = short.into_iter().filter_map(|(name, value)| value.as_ref().map(|value| Setting::new(name, value)));
    Wish {
        method: args.method.clone(),
        scale: args.scale.unwrap_or(Scaling::None),
        pca: args.pca,
        k: args.k,
        choose_by: args.choose_by.clone(),
        settings: args.set.iter().cloned().chain(short).collect(),
        seed: args.seed,
        init: None,
        weights: None,
        silhouette: args.silhouette,
        remainder: args.remainder.unwrap_or(Remainder::Keep),
    }
}

/// The account to standard error; the document, or else the list when it went into no folder, to standard output.
fn render(cli: &Cli, done: &Done, speech: &Speech) -> Result<(), Error> {
    speech.say(done.account(speech::width()).trim_end());
    if cli.json {
        speech::data(&done.json()?)?;
    } else if done.files.is_empty() {
        speech::data(&done.csv()?)?;
    }
    super::run::files(&done.files, speech);
    Ok(())
}
