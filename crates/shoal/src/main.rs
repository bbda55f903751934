//! The `shoal` program: parses, calls a use case, prints, and turns what went wrong into an exit code.

mod args;
mod cmd;
mod plan;
mod speech;

use args::{Cli, Command};
use clap::Parser;
use shoal_app::error::Error;
use speech::Speech;
use std::process::ExitCode;

fn main() -> ExitCode {
    let cli = match Cli::try_parse() {
        Ok(cli) => cli,
        Err(error) => {
            // Help and version come this way too; clap prints them to standard output and they are no failure.
            let _ = error.print();
            return ExitCode::from(if error.use_stderr() { 2 } else { 0 });
        }
    };
    std::panic::set_hook(Box::new(|panic| {
        // A reader of a damaged file: told as an error of the file.
        if shoal_app::is_guarded() {
            return;
        }
        let error = Error::bug(panic);
        speech::failure(&error);
    }));
    match std::panic::catch_unwind(|| obey(&cli)) {
        Ok(Ok(())) => ExitCode::SUCCESS,
        Ok(Err(error)) => {
            speech::failure(&error);
            ExitCode::from(error.kind.exit_code())
        }
        Err(_) => ExitCode::from(shoal_app::error::Kind::Bug.exit_code()),
    }
}

fn obey(cli: &Cli) -> Result<(), Error> {
    shoal_app::threads(cli.threads.map(usize::from))?;
    shoal_app::memory(cli.memory)?;
    let speech = Speech::new(cli.quiet);
    let result = match &cli.command {
        Command::Run(args) => cmd::run::run(cli, args, &speech),
        Command::Compare(args) => cmd::compare::run(cli, args, &speech),
        Command::Explore(args) => cmd::explore::run(cli, args, &speech),
        Command::Demo(args) => cmd::demo::run(cli, args, &speech),
        Command::Score(args) => cmd::score::run(cli, args, &speech),
        Command::Show(args) => cmd::show::run(cli, args, &speech),
        Command::Inspect(args) => cmd::inspect::run(cli, args, &speech),
        Command::Cluster(args) => cmd::cluster::run(cli, args, &speech),
        Command::Methods => cmd::lists::methods(cli),
        Command::Recipes(args) => cmd::lists::recipes(cli, args),
        Command::Playbook(args) => cmd::playbook::run(args),
        Command::Policy => cmd::lists::policy(cli),
        Command::Reasons => cmd::lists::reasons(cli),
        Command::Roles => cmd::lists::roles(cli),
        Command::Features(args) => cmd::features::run(cli, args, &speech),
        Command::Rules { command } => cmd::rules::run(cli, command, &speech),
    };
    speech.finish();
    result
}
