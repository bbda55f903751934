//! A file that several threads read at once, each at its own place: no place is shared, as that of a file that is opened once is.

use bytes::Bytes;
use parquet::errors::{ParquetError, Result};
use parquet::file::reader::{ChunkReader, Length};
use std::fs::File;
use std::io::{self, BufReader, Read};
use std::os::unix::fs::FileExt;
use std::path::Path;
use std::sync::Arc;

/// The file.
pub(crate) struct Anywhere {
    file: Arc<File>,
    length: u64,
}

impl Anywhere {
    /// Opens it.
    pub(crate) fn open(path: &Path) -> io::Result<Self> {
        let file = File::open(path)?;
        let length = file.metadata()?.len();
        Ok(Self { file: Arc::new(file), length })
    }
}

/// A reader at a place.
pub(crate) struct From {
    file: Arc<File>,
    at: u64,
}

impl Read for From {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self.file.read_at(buffer, self.at)?;
        self.at += read as u64;
        Ok(read)
    }
}

impl Length for Anywhere {
    fn len(&self) -> u64 {
        self.length
    }
}

impl ChunkReader for Anywhere {
    type T = BufReader<From>;

    fn get_read(&self, start: u64) -> Result<Self::T> {
        Ok(BufReader::new(From { file: Arc::clone(&self.file), at: start }))
    }

    fn get_bytes(&self, start: u64, length: usize) -> Result<Bytes> {
        // A damaged table of contents may ask for more than there is.
        if start.checked_add(length as u64).is_none_or(|end| end > self.length) {
            return Err(ParquetError::EOF(format!("{length} bytes from {start} on in a file of {}", self.length)));
        }
        let mut bytes = vec![0; length];
        self.file.read_exact_at(&mut bytes, start)?;
        Ok(bytes.into())
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test may fail")]
    use super::*;
    use rayon::prelude::*;
    use std::io::Write;

    #[test]
    fn threads_read_at_their_own_places() {
        let mut file = tempfile::NamedTempFile::new().unwrap();
        let bytes: Vec<u8> = (0..1u32 << 18).flat_map(u32::to_le_bytes).collect();
        file.write_all(&bytes).unwrap();
        let anywhere = Anywhere::open(file.path()).unwrap();
        (0..2_000usize).into_par_iter().for_each(|at| {
            let start = at * 509;
            assert_eq!(anywhere.get_bytes(start as u64, 1_000).unwrap(), bytes[start..start + 1_000]);
            let mut read = vec![0; 30];
            anywhere.get_read(start as u64).unwrap().read_exact(&mut read).unwrap();
            assert_eq!(read, bytes[start..start + 30]);
        });
        for (start, length) in [(0, bytes.len() + 1), (bytes.len() as u64, 1), (u64::MAX, 2)] {
            assert!(anywhere.get_bytes(start, length).is_err());
        }
    }
}
