//! The tables that come with the program: published sets of names, each mended to divide all customers. Their sources, and
//! what was mended, stand in their files.

use crate::error::Error;
use crate::rfm::table::Table;

/// A table that comes with the program.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Shipped {
    /// The name by which it is asked for.
    pub name: &'static str,
    /// Its file, with the comments.
    pub text: &'static str,
}

/// All of them, the default first.
pub const SHIPPED: [Shipped; 3] = [
    Shipped { name: "ten", text: include_str!("../../rules/ten.toml") },
    Shipped { name: "eleven", text: include_str!("../../rules/eleven.toml") },
    Shipped { name: "six", text: include_str!("../../rules/six.toml") },
];

/// Their names, the default first.
pub const NAMES: &[&str] = &["ten", "eleven", "six"];

impl Shipped {
    /// The table itself.
    ///
    /// Fails never, as the tests hold that every shipped file is a table.
    pub fn table(&self) -> Result<Table, Error> {
        self.text.parse().map_err(|error| Error::bug(format!("the shipped table `{}`: {error}", self.name)))
    }
}

/// The shipped table called `name`.
///
/// Fails when there is none, with the names there are.
pub fn shipped(name: &str) -> Result<&'static Shipped, Error> {
    SHIPPED.iter().find(|shipped| shipped.name == name).ok_or_else(|| {
        Error::input(
            format!("there is no shipped table of segments `{name}`; there are {}", NAMES.join(", ")),
            "`shoal rules list` lists them",
        )
    })
}
