//! Recipes: settings files that come with the program, each one command from raw tables to its report.
//!
//! A recipe is a settings file with a `[recipe]` part that says what it is for; a user's own recipe is the same file. To add
//! one: a file in `recipes/` and a line in [`SHIPPED`].

use crate::catalog::Table;
use crate::error::Error;
use crate::settings::{About, Settings};
use std::path::Path;

/// A recipe that comes with the program.
#[derive(Debug)]
pub struct Shipped {
    /// Its name, to write after `--recipe`.
    pub name: &'static str,
    /// Its file.
    pub text: &'static str,
}

/// Every one, in the order of reading.
pub static SHIPPED: &[Shipped] = &[
    Shipped { name: "value-volume", text: include_str!("../recipes/value-volume.toml") },
    Shipped { name: "behaviour", text: include_str!("../recipes/behaviour.toml") },
    Shipped { name: "loyalty", text: include_str!("../recipes/loyalty.toml") },
    Shipped { name: "structure", text: include_str!("../recipes/structure.toml") },
    Shipped { name: "baskets", text: include_str!("../recipes/baskets.toml") },
];

/// The settings of the recipe of that name, else of the file at that path.
///
/// # Errors
/// Neither a name nor a file; a file that is no settings file.
pub fn read(name_or_path: &Path) -> Result<Settings, Error> {
    let shipped = SHIPPED.iter().find(|shipped| name_or_path.as_os_str() == shipped.name);
    if let Some(shipped) = shipped {
        return Settings::parse(shipped.text, name_or_path);
    }
    if name_or_path.exists() {
        return Settings::read(name_or_path);
    }
    let names: Vec<&str> = SHIPPED.iter().map(|shipped| shipped.name).collect();
    Err(Error::input(
        format!(
            "there is no recipe `{}`; those that come with the program are {}",
            name_or_path.display(),
            names.join(", ")
        ),
        "`shoal recipes` tells what each does; a settings file of your own is written as a path",
    ))
}

/// The file of a shipped recipe, to copy and edit.
///
/// # Errors
/// A name that none has.
pub fn show(name: &str) -> Result<&'static str, Error> {
    read(Path::new(name))?;
    let text = SHIPPED.iter().find(|shipped| shipped.name == name).map(|shipped| shipped.text);
    text.ok_or_else(|| Error::input(format!("`{name}` is a file and no shipped recipe"), "look at it with any editor"))
}

/// What there is.
///
/// # Errors
/// A shipped file that is none; a test holds that there is no such.
pub fn list() -> Result<Table, Error> {
    let row = |shipped: &Shipped| {
        let settings = Settings::parse(shipped.text, Path::new(shipped.name))?;
        let About { title, about, needs } = settings.recipe.unwrap_or_default();
        Ok(vec![shipped.name.to_owned(), title, about, needs])
    };
    let rows = SHIPPED.iter().map(row).collect::<Result<_, Error>>()?;
    Ok(Table { headers: vec!["recipe", "title", "what it does", "needs"], rows })
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test may fail")]

    use super::*;

    #[test]
    fn every_shipped_recipe_is_a_settings_file_that_says_what_it_is_for() {
        for shipped in SHIPPED {
            let settings = read(Path::new(shipped.name)).unwrap();
            let about = settings.recipe.unwrap();
            assert!(!about.title.is_empty() && about.about.ends_with('.') && !about.needs.is_empty());
            assert!(settings.input.files.is_empty(), "a recipe names no files");
            assert_eq!(show(shipped.name).unwrap(), shipped.text);
        }
        assert_eq!(list().unwrap().rows.len(), SHIPPED.len());
    }

    #[test]
    fn an_unknown_recipe_is_told_with_the_known_ones() {
        let error = read(Path::new("valuevolume")).unwrap_err();
        assert!(error.to_string().contains("value-volume, behaviour"), "{error}");
        assert!(show("no-such").is_err());
    }
}
