//! A list of customer ids in a text file: one per line, as the tables have them.
//!
//! White space and double quotes around an id do not matter, nor does a byte-order mark; empty lines are none. A line that is the header of a
//! column matches nobody and does no harm.

use crate::error::Error;
use crate::value::key::clean;
use std::collections::HashSet;
use std::path::Path;

/// The ids of a list.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct IdList(HashSet<Vec<u8>>);

impl IdList {
    /// Reads the file.
    pub(crate) fn read(path: &Path) -> Result<Self, Error> {
        let bytes = std::fs::read(path).map_err(|source| match source.kind() {
            std::io::ErrorKind::NotFound => Error::MissingFile { path: path.to_owned() },
            _ => Error::Read { path: path.to_owned(), source },
        })?;
        Ok(Self::parse(&bytes))
    }

    fn parse(bytes: &[u8]) -> Self {
        let bytes = bytes.strip_prefix("\u{feff}".as_bytes()).unwrap_or(bytes);
        let id = |line: &[u8]| {
            let line = line.trim_ascii();
            let bare = line.strip_prefix(b"\"").and_then(|rest| rest.strip_suffix(b"\"")).unwrap_or(line);
            clean(bare).map(<[u8]>::to_vec)
        };
        Self(bytes.split(|&byte| byte == b'\n').filter_map(id).collect())
    }

    /// Whether an id (mended as keys are) is in the list.
    pub(crate) fn has(&self, id: &[u8]) -> bool {
        self.0.contains(id)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_ids() {
        let list = IdList::parse("\u{feff}customer_id\r\n 17850.0\r\n\"a, b\"\n\nNULL\nz".as_bytes());
        for id in ["17850", "a, b", "z", "customer_id"] {
            assert!(list.has(id.as_bytes()), "{id}");
        }
        assert_eq!(list.0.len(), 4);
    }
}
