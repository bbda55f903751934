//! The address of a database, as it is written on the command line.
//!
//! `sqlite:PATH` or `postgres://[user[:password]@]host[:port]/database[?sslmode=…]`, and behind a `#` a table or a query: what begins with
//! `SELECT` or `WITH` and a space is a query. In a PostgreSQL address a `#` of the password is written `%23`; a SQLite
//! file with a `#` in its name is that file.
//!
//! A password is used and never shown: [`Address::written`] has none.

use std::path::{Path, PathBuf};

/// Which database.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum System {
    Sqlite,
    Postgres,
}

/// What is wanted of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Part {
    Table(String),
    Query(String),
}

/// A database and what is wanted of it.
#[derive(Clone, PartialEq, Eq)]
pub(crate) struct Address {
    pub(crate) system: System,
    /// The file, or the address of the server with the password.
    pub(crate) location: String,
    /// `None` for everything that looks like ours.
    pub(crate) part: Option<Part>,
}

impl Address {
    /// The address that an argument is; `None` for everything else.
    pub(crate) fn of(argument: &Path) -> Option<Self> {
        let text = argument.to_str()?;
        if let Some(path) = text.strip_prefix("sqlite:") {
            let (location, part) = if Path::new(path).exists() { (path, None) } else { split(path) };
            return Some(Self { system: System::Sqlite, location: location.to_owned(), part });
        }
        if text.starts_with("postgres://") || text.starts_with("postgresql://") {
            let (location, part) = split(text);
            return Some(Self { system: System::Postgres, location: location.to_owned(), part });
        }
        None
    }

    /// All of a database file.
    pub(crate) fn of_file(path: &Path) -> Self {
        Self { system: System::Sqlite, location: path.to_string_lossy().into_owned(), part: None }
    }

    /// The address as it can be written again, without a password.
    pub(crate) fn written(&self) -> PathBuf {
        let location = match self.system {
            System::Sqlite => format!("sqlite:{}", self.location),
            System::Postgres => without_password(&self.location),
        };
        PathBuf::from(location + &self.behind())
    }

    /// What tells it apart from others, the last the most.
    pub(crate) fn parts(&self) -> Vec<String> {
        let location = match self.system {
            System::Sqlite => self.location.clone(),
            System::Postgres => without_password(&self.location).split('?').next().unwrap_or_default().to_owned(),
        };
        let mut parts: Vec<String> = location.split('/').filter(|part| !part.is_empty()).map(str::to_owned).collect();
        match parts.last_mut() {
            Some(last) => last.push_str(&self.behind()),
            None => parts.push(self.behind()),
        }
        parts
    }

    fn behind(&self) -> String {
        match &self.part {
            None => String::new(),
            Some(Part::Table(text) | Part::Query(text)) => format!("#{text}"),
        }
    }
}

fn split(text: &str) -> (&str, Option<Part>) {
    let Some((location, part)) = text.split_once('#').filter(|(_, part)| !part.trim().is_empty()) else {
        return (text.trim_end_matches('#'), None);
    };
    let first = part.split_whitespace().next().unwrap_or_default();
    let is_query = part.trim().contains(char::is_whitespace)
        && (first.eq_ignore_ascii_case("select") || first.eq_ignore_ascii_case("with"));
    (location, Some(if is_query { Part::Query(part.to_owned()) } else { Part::Table(part.to_owned()) }))
}

/// The address of a server without the password, whether it stands before the host or among the parameters.
fn without_password(address: &str) -> String {
    let (scheme, rest) = address.split_once("://").unwrap_or(("postgres", address));
    let (place, parameters) =
        rest.split_once('?').map_or((rest, None), |(place, parameters)| (place, Some(parameters)));
    // A password may hold an `@` or a slash, though it should not: everything up to the last `@` belongs to the user.
    let place = match place.rsplit_once('@') {
        Some((user, host)) => format!("{}@{host}", user.split(':').next().unwrap_or_default()),
        None => place.to_owned(),
    };
    let kept: Vec<&str> = parameters
        .into_iter()
        .flat_map(|parameters| parameters.split('&'))
        .filter(|parameter| !parameter.to_ascii_lowercase().starts_with("password"))
        .collect();
    let parameters = if kept.is_empty() { String::new() } else { format!("?{}", kept.join("&")) };
    format!("{scheme}://{place}{parameters}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_and_what_is_shown_of_them() {
        for (text, written, name, part) in [
            ("sqlite:/a/shop.db", "sqlite:/a/shop.db", "shop.db", None),
            ("sqlite:shop.db#orders", "sqlite:shop.db#orders", "shop.db#orders", Some(Part::Table("orders".into()))),
            (
                "sqlite:shop.db#select a/b from t",
                "sqlite:shop.db#select a/b from t",
                "shop.db#select a/b from t",
                Some(Part::Query("select a/b from t".into())),
            ),
            ("postgres://h/shop", "postgres://h/shop", "shop", None),
            ("postgres://u:s3/cr@t@h:5/shop#o", "postgres://u@h:5/shop#o", "shop#o", Some(Part::Table("o".into()))),
            (
                "postgresql://u@h/shop?password=secret&sslmode=disable#with x as (select 1) select * from x",
                "postgresql://u@h/shop?sslmode=disable#with x as (select 1) select * from x",
                "shop#with x as (select 1) select * from x",
                Some(Part::Query("with x as (select 1) select * from x".into())),
            ),
        ] {
            let address = Address::of(Path::new(text)).unwrap();
            assert_eq!(address.written(), Path::new(written));
            assert_eq!(address.parts().last().map(String::as_str), Some(name));
            assert_eq!(address.part, part);
        }
        assert!(Address::of(Path::new("shop.db")).is_none());
    }
}
