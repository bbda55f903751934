//! The address of a database, as it is written in the place of a file.
//!
//! - `sqlite:PATH`, or the path of a file that begins as SQLite does; a file with a `?` in its name is that file;
//! - `postgres://[user[:password]@]host[:port]/database` (also `postgresql://`), read by [`super::server`];
//! - behind it `?table=NAME`, as often as there are tables, or `?query=SELECT …`, which comes last: everything behind `query=` is the
//!   query. It is taken as it stands, unless it is without a space and with percent signs; then these are decoded, as in the other
//!   parameters.
//!
//! A password is used and never shown: [`Address::written`] has none, and an address that is not understood is told without a
//! single letter behind its scheme.

use super::server::{self, Server};
use crate::error::Error;
use std::path::{Path, PathBuf};

/// Letters of a query by which it is told apart.
const TOLD: usize = 40;

/// A database and what is wanted of it.
#[derive(Clone, PartialEq, Eq)]
pub(crate) struct Address {
    pub(crate) place: Place,
    pub(crate) part: Part,
}

/// Which database.
#[derive(Clone, PartialEq, Eq)]
pub(crate) enum Place {
    Sqlite(PathBuf),
    Postgres(Server),
}

/// What is wanted of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Part {
    /// Every table that looks like ours.
    All,
    Tables(Vec<String>),
    Query(String),
}

impl Address {
    /// The address that an argument is; `None` for everything else.
    ///
    /// # Errors
    /// [`Error::Database`] for an address of something else, or one that is not understood.
    pub(crate) fn of(argument: &Path) -> Result<Option<Self>, Error> {
        let Some(text) = argument.to_str() else { return Ok(None) };
        let scheme = scheme(text);
        let Some((scheme, rest)) = scheme else { return Ok(of_plain(text)) };
        let refused = |reason: &str, hint: &str| Error::Database {
            name: format!("{}…", &text[..text.len() - rest.len()]),
            what: reason.to_owned(),
            hint: hint.to_owned(),
            lost: false,
        };
        match scheme.to_ascii_lowercase().as_str() {
            "sqlite" | "sqlite3" => of_sqlite(rest).map(Some).map_err(|reason| {
                refused(
                    &reason,
                    "it is written sqlite:shop.db, sqlite:shop.db?table=orders or sqlite:shop.db?query=SELECT …",
                )
            }),
            "postgres" | "postgresql" => server::of(text).map(Some).map_err(|reason| refused(&reason, server::HINT)),
            _ if rest.starts_with("//") && argument.symlink_metadata().is_err() => Err(refused(
                "addresses of this kind are not read",
                "give a file, or a database as sqlite:FILE or postgres://USER@HOST/DATABASE; fetch what is elsewhere first",
            )),
            _ => Ok(of_plain(text)),
        }
    }

    /// All of a database file.
    pub(crate) fn of_file(path: &Path) -> Self {
        Self { place: Place::Sqlite(path.to_path_buf()), part: Part::All }
    }

    /// The address as it can be given again, without a password.
    pub(crate) fn written(&self) -> PathBuf {
        let mut text = self.place.written();
        let mut mark = if text.contains('?') { '&' } else { '?' };
        let mut add = |key: &str, value: &str| {
            text.push(mark);
            text.push_str(&format!("{key}={value}"));
            mark = '&';
        };
        match &self.part {
            Part::All => {}
            Part::Tables(names) => names.iter().for_each(|name| add("table", &encoded(name))),
            Part::Query(query) if query.contains(char::is_whitespace) => add("query", query),
            Part::Query(query) => add("query", &encoded(query)),
        }
        PathBuf::from(text)
    }

    /// Whether both read the same rows.
    pub(crate) fn overlaps(&self, other: &Self) -> bool {
        let known = |place: &Place| match place {
            Place::Sqlite(path) => path.canonicalize().unwrap_or_else(|_| path.clone()),
            Place::Postgres(_) => PathBuf::from(place.written()),
        };
        let same_part = match (&self.part, &other.part) {
            (Part::Query(one), Part::Query(other)) => one == other,
            (Part::Query(_), _) | (_, Part::Query(_)) => false,
            (Part::All, _) | (_, Part::All) => true,
            (Part::Tables(ours), Part::Tables(theirs)) => ours.iter().any(|name| theirs.contains(name)),
        };
        same_part && known(&self.place) == known(&other.place)
    }

    /// What is wanted of it, in one word: the last part of its name.
    pub(crate) fn stem(&self) -> String {
        match &self.part {
            Part::Tables(names) => names.join(" "),
            Part::All | Part::Query(_) => self.place.parts().pop().unwrap_or_default(),
        }
    }
}

impl Place {
    /// The address of all of it, without a password.
    pub(crate) fn written(&self) -> String {
        match self {
            Self::Sqlite(path) => format!("sqlite:{}", path.display()),
            Self::Postgres(server) => server.written.clone(),
        }
    }

    /// What tells it apart from others, the last the most.
    pub(crate) fn parts(&self) -> Vec<String> {
        match self {
            Self::Sqlite(path) => path.iter().map(|part| part.to_string_lossy().into_owned()).collect(),
            Self::Postgres(server) => server.parts(),
        }
    }
}

/// What stands for a query in the name of its table: one line of its first letters.
pub(crate) fn told(query: &str) -> String {
    let line = query.split_whitespace().collect::<Vec<_>>().join(" ");
    match line.char_indices().nth(TOLD) {
        Some((end, _)) => format!("{}…", &line[..end]),
        None => line,
    }
}

/// What stands before the first colon, when it can be the scheme of an address, and what stands behind that colon.
fn scheme(text: &str) -> Option<(&str, &str)> {
    let (scheme, rest) = text.split_once(':')?;
    let letter = |byte: u8| byte.is_ascii_alphanumeric() || b"+-.".contains(&byte);
    (scheme.len() > 1 && scheme.bytes().all(letter)).then_some((scheme, rest))
}

/// A file that is there with a table or query behind it.
fn of_plain(text: &str) -> Option<Address> {
    let (path, parameters) = text.split_once('?')?;
    let wanted = parameters.starts_with("table=") || parameters.starts_with("query=");
    (wanted && !Path::new(text).exists() && Path::new(path).is_file()).then(|| of_sqlite(text).ok())?
}

fn of_sqlite(text: &str) -> Result<Address, String> {
    // `sqlite://shop.db` and `sqlite:///var/shop.db` are also written.
    let text = text.strip_prefix("//").unwrap_or(text);
    let whole = Path::new(text).exists();
    let (path, parameters) = text.split_once('?').filter(|_| !whole).unwrap_or((text, ""));
    let (part, others) = parts(parameters)?;
    match others.first() {
        _ if path.is_empty() => Err("the address names no file".to_owned()),
        Some((key, _)) => Err(format!("the address has a parameter `{key}`, and there are only table and query")),
        None => Ok(Address { place: Place::Sqlite(path.into()), part }),
    }
}

/// The parameters of an address, decoded: what is wanted of the database, and all others.
pub(super) fn parts(parameters: &str) -> Result<(Part, Vec<(String, String)>), String> {
    let (mut tables, mut others) = (Vec::new(), Vec::new());
    let mut left = parameters;
    while !left.is_empty() {
        if let Some(query) = left.strip_prefix("query=") {
            let is_encoded = !query.contains(char::is_whitespace);
            let query = if is_encoded { decoded(query).unwrap_or_else(|_| query.to_owned()) } else { query.to_owned() };
            return match (query.trim(), tables.as_slice()) {
                ("", _) => Err("the query is empty".to_owned()),
                (_, []) => Ok((Part::Query(query), others)),
                _ => Err("the address asks for a table and for a query, and one of both is wanted".to_owned()),
            };
        }
        let (parameter, rest) = left.split_once('&').unwrap_or((left, ""));
        left = rest;
        let (key, value) = parameter.split_once('=').unwrap_or((parameter, ""));
        match (decoded(key)?, decoded(value)?) {
            (key, name) if key == "table" && name.is_empty() => return Err("the name of the table is empty".to_owned()),
            (key, name) if key == "table" => tables.push(name),
            other => others.push(other),
        }
    }
    Ok((if tables.is_empty() { Part::All } else { Part::Tables(tables) }, others))
}

/// A text with percent signs, decoded.
pub(super) fn decoded(text: &str) -> Result<String, String> {
    let mut bytes = Vec::with_capacity(text.len());
    let mut left = text.as_bytes();
    while let [first, rest @ ..] = left {
        left = rest;
        let code = || rest.get(..2).and_then(|code| u8::from_str_radix(std::str::from_utf8(code).ok()?, 16).ok());
        match (first, code()) {
            (b'%', Some(byte)) => {
                bytes.push(byte);
                left = &rest[2..];
            }
            (b'%', None) => return Err("a percent sign stands before what is no code of two digits".to_owned()),
            _ => bytes.push(*first),
        }
    }
    String::from_utf8(bytes).map_err(|_| "what the percent signs say is no UTF-8".to_owned())
}

/// A text with percent signs for what means something in an address.
fn encoded(text: &str) -> String {
    let mut encoded = String::with_capacity(text.len());
    for letter in text.chars() {
        match letter {
            '%' | '&' | '#' | '=' | '?' | '+' => encoded.push_str(&format!("%{:02X}", u32::from(letter))),
            _ => encoded.push(letter),
        }
    }
    encoded
}

#[cfg(test)]
mod tests {
    use super::*;

    fn address(text: &str) -> Address {
        Address::of(Path::new(text)).unwrap().unwrap()
    }

    fn refused(text: &str) -> String {
        let error = Address::of(Path::new(text)).err().unwrap();
        format!("{error} {error:?} {}", error.hint().unwrap())
    }

    #[test]
    fn addresses_and_what_is_shown_of_them() {
        let query = |text: &str| Part::Query(text.to_owned());
        let tables = |names: &[&str]| Part::Tables(names.iter().map(|&name| name.to_owned()).collect());
        let with = "with x as (select 'a&b#%41@c?' as y) select * from x";
        for (text, written, part) in [
            ("sqlite:/a/shop.db", "sqlite:/a/shop.db", Part::All),
            ("sqlite:///a/shop.db", "sqlite:/a/shop.db", Part::All),
            ("SQLite3:shop.db?table=orders", "sqlite:shop.db?table=orders", tables(&["orders"])),
            ("sqlite:s?table=a&table=b%26 c", "sqlite:s?table=a&table=b%26 c", tables(&["a", "b& c"])),
            ("sqlite:s?query=select a%2Fb, 1", "sqlite:s?query=select a%2Fb, 1", query("select a%2Fb, 1")),
            ("sqlite:s?query=select%20'a%25'", "sqlite:s?query=select 'a%'", query("select 'a%'")),
            ("postgres://h/shop", "postgres://h/shop", Part::All),
            ("postgres://u:s3@cr@h:5/shop", "postgres://u@h:5/shop", Part::All),
            (
                "postgresql://u@h/shop?pass%77ord=secret&sslmode=disable&table=o",
                "postgresql://u@h/shop?sslmode=disable&table=o",
                tables(&["o"]),
            ),
            (&format!("postgres://u:p@h/d?query={with}"), &format!("postgres://u@h/d?query={with}"), query(with)),
        ] {
            assert_eq!(address(text).part, part, "{text}");
            assert_eq!(address(text).written(), Path::new(written));
            assert!(address(written).part == part, "{written}");
        }
        for text in ["shop.db", "C:/shop.db", "a:b", "what?.csv", "none.db?table=orders"] {
            assert!(Address::of(Path::new(text)).unwrap().is_none(), "{text}");
        }
    }

    #[test]
    fn nothing_of_a_password_is_told() {
        for text in [
            "postgres:/u:SECRET@h/d",
            "postgres:u:SECRET@h/d",
            "postgres://u:SEC/RET@h/d",
            "postgres://u:12/SECRET@h/d",
            "postgres://u:SECR?ET@h/d",
            "postgres://u:12?SECRET@h/d",
            "postgres://u:12?SECRET=@h/d",
            "postgres://u:SECR#ET@h/d",
            "postgres://u:%SECRET@h/d",
            "postgres://u:SECRET@h:port/d",
            "postgres://u:SECRET@h/d?table=",
            "postgres://u:SECRET@h/d?table=a&query=b",
            "postgres://u:SECRET@h/d?sslmode=require",
            "postgres://u:SECRET@h/d?other=1",
            "mysql://u:SECRET@h/d",
        ] {
            let said = refused(text);
            assert!(!["SEC", "RET", "ET@"].iter().any(|piece| said.contains(piece)), "{text}: {said}");
        }
        assert!(refused("sqlite:").contains("names no file"));
        assert!(refused("sqlite:s?mode=ro").contains("`mode`"));
        assert!(refused("https://x.org/a.csv").contains("fetch"));
    }

    #[test]
    fn what_reads_the_same_rows() {
        for (one, other, same) in [
            ("sqlite:s", "sqlite:s?table=a", true),
            ("sqlite:s?table=b&table=a", "sqlite:s?table=a", true),
            ("sqlite:s?table=b", "sqlite:s?table=a", false),
            ("sqlite:s", "sqlite:t", false),
            ("sqlite:s", "sqlite:s?query=select 1", false),
            ("sqlite:s?query=select 1", "sqlite:s?query=select 1", true),
            ("postgres://u:a@h/d", "postgres://u:b@h/d", true),
        ] {
            assert_eq!(address(one).overlaps(&address(other)), same, "{one} {other}");
        }
    }

    #[test]
    fn a_long_query_is_told_by_its_beginning() {
        assert_eq!(told("select\n  1"), "select 1");
        assert_eq!(told(&"ä".repeat(50)), format!("{}…", "ä".repeat(40)));
    }
}
