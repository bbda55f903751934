//! `shoal roles`, `shoal recipes` and `shoal methods`: what there is to choose from.

use crate::args::{Cli, RecipesArgs};
use crate::speech;
use shoal_app::error::Error;
use shoal_app::{catalog, cluster, recipes, terminal};

/// Prints the table of column roles and their aliases.
pub(crate) fn roles(cli: &Cli) -> Result<(), Error> {
    print(cli, &catalog::roles())
}

/// Prints the reasons for which rows end as they do.
pub(crate) fn reasons(cli: &Cli) -> Result<(), Error> {
    print(cli, &catalog::reasons())
}

/// Prints the rules of the cleaning policy.
pub(crate) fn policy(cli: &Cli) -> Result<(), Error> {
    print(cli, &catalog::policy())
}

/// Prints the recipes, or the file of one.
pub(crate) fn recipes(cli: &Cli, args: &RecipesArgs) -> Result<(), Error> {
    match &args.show {
        Some(name) => speech::data(recipes::show(name)?.as_bytes()),
        None => print(cli, &recipes::list()?),
    }
}

/// Prints the methods of clustering.
pub(crate) fn methods(cli: &Cli) -> Result<(), Error> {
    if cli.json {
        return speech::data(&cluster::methods_json()?);
    }
    speech::data(cluster::methods_text(speech::width()).as_bytes())
}

/// Prints a table of what there is.
pub(crate) fn print(cli: &Cli, table: &catalog::Table) -> Result<(), Error> {
    if cli.json {
        return speech::data(&table.to_json()?);
    }
    let headers: Vec<&str> = table.headers.to_vec();
    speech::data(terminal::entries(&headers, &table.rows, speech::width()).as_bytes())
}
