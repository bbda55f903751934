//! The file of passwords that PostgreSQL's own programs read: `PGPASSFILE`, or `~/.pgpass`.
//!
//! A line is `host:port:database:user:password`, where `*` is anything and a backslash takes the meaning from the next letter; the
//! first line that fits counts. A file that others can read is passed over, as those programs do.

use std::env::var_os;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};

/// The password for one of the hosts.
pub(super) fn find(hosts: &[(String, u16)], database: &str, user: &str) -> Option<String> {
    let path = var_os("PGPASSFILE").map(PathBuf::from).or_else(|| Some(Path::new(&var_os("HOME")?).join(".pgpass")))?;
    let metadata = path.metadata().ok()?;
    if !metadata.is_file() || metadata.permissions().mode() & 0o077 != 0 {
        return None;
    }
    let text = std::fs::read_to_string(path).ok()?;
    hosts.iter().find_map(|(host, port)| among(&text, [host, &port.to_string(), database, user]))
}

/// The password of the first line that fits host, port, database and user.
fn among(text: &str, wanted: [&str; 4]) -> Option<String> {
    let socket = wanted[0].starts_with('/');
    text.lines().filter(|line| !line.starts_with('#')).map(fields).find_map(|fields| {
        let fits = |(place, wanted): (usize, &str)| {
            let field = fields[place].as_str();
            field == "*" || field == wanted || (place == 0 && socket && field == "localhost")
        };
        (fields.len() > 4 && wanted.into_iter().enumerate().all(fits)).then(|| fields[4].clone())
    })
}

fn fields(line: &str) -> Vec<String> {
    let mut fields = vec![String::new()];
    let mut letters = line.chars();
    while let Some(letter) = letters.next() {
        match (letter, fields.last_mut()) {
            (':', _) => fields.push(String::new()),
            ('\\', Some(field)) => field.extend(letters.next()),
            (letter, Some(field)) => field.push(letter),
            (_, None) => {}
        }
    }
    fields
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_line_that_fits() {
        let text = "# all\nh:5432:shop:ann:one\nh:*:*:*:t\\:w\\\\o\nlocalhost:*:*:bob:three\nbroken:line\n*:*:*:zoe:";
        for (wanted, expected) in [
            (["h", "5432", "shop", "ann"], Some("one")),
            (["h", "5433", "shop", "ann"], Some("t:w\\o")),
            (["/tmp", "5432", "x", "bob"], Some("three")),
            (["x", "1", "x", "zoe"], Some("")),
            (["x", "5432", "shop", "ann"], None),
        ] {
            assert_eq!(among(text, wanted).as_deref(), expected, "{wanted:?}");
        }
    }
}
