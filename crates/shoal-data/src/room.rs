//! Room in memory up to a budget, and a file without a name for what is beyond it.
//!
//! Whoever keeps much asks whether it fits; what does not is written to the file and read back when somebody looks at it. Whatever
//! ends the program, nothing of the file is left.
//!
//! Reading back happens far below whoever could give up, so the first failure is noted and told by [`Room::check`]; until then a
//! stand-in takes the place of what is lost. Nothing may leave the crate before it was asked.

use crate::error::Error;
use std::fs::File;
use std::io;
use std::os::unix::fs::FileExt;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Mutex, OnceLock, PoisonError};

/// Bytes that are kept.
#[derive(Clone)]
pub(crate) enum Kept {
    /// In memory.
    Here(Vec<u8>),
    /// In the file.
    Aside(Aside),
}

/// Where bytes are in the file.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Aside {
    start: u64,
    length: usize,
}

/// A budget, and the file beyond it.
pub(crate) struct Room {
    budget: u64,
    held: AtomicU64,
    file: OnceLock<File>,
    /// Bytes of the file that are taken.
    end: AtomicU64,
    /// Made before the file, so that two threads do not make two.
    making: Mutex<()>,
    failed: Mutex<Option<io::Error>>,
}

impl Room {
    /// Room for `budget` bytes in memory.
    pub(crate) fn new(budget: u64) -> Self {
        Self {
            budget,
            held: AtomicU64::new(0),
            file: OnceLock::new(),
            end: AtomicU64::new(0),
            making: Mutex::new(()),
            failed: Mutex::new(None),
        }
    }

    /// Whether so many bytes fit into memory; they are counted when they do.
    pub(crate) fn takes(&self, bytes: u64) -> bool {
        let fits = |held: u64| held.checked_add(bytes).filter(|&sum| sum <= self.budget);
        self.held.fetch_update(Ordering::Relaxed, Ordering::Relaxed, fits).is_ok()
    }

    /// Keeps bytes in memory, or in the file where they do not fit.
    pub(crate) fn keep(&self, bytes: &[u8]) -> io::Result<Kept> {
        if self.takes(bytes.len() as u64) {
            return Ok(Kept::Here(bytes.to_vec()));
        }
        self.write(bytes).map(Kept::Aside)
    }

    /// The bytes that were kept.
    pub(crate) fn take(&self, kept: Kept) -> io::Result<Vec<u8>> {
        match kept {
            Kept::Here(bytes) => Ok(bytes),
            Kept::Aside(aside) => self.read(aside),
        }
    }

    /// Writes bytes to the file. Several threads write at once.
    pub(crate) fn write(&self, bytes: &[u8]) -> io::Result<Aside> {
        let file = self.file()?;
        let start = self.end.fetch_add(bytes.len() as u64, Ordering::Relaxed);
        file.write_all_at(bytes, start)?;
        Ok(Aside { start, length: bytes.len() })
    }

    /// Reads what was written.
    pub(crate) fn read(&self, Aside { start, length }: Aside) -> io::Result<Vec<u8>> {
        let mut bytes = vec![0; length];
        self.file()?.read_exact_at(&mut bytes, start)?;
        Ok(bytes)
    }

    /// Bytes that were written to the file.
    #[cfg(test)]
    pub(crate) fn written(&self) -> u64 {
        self.end.load(Ordering::Relaxed)
    }

    /// Notes a failure; the first one counts.
    pub(crate) fn fail(&self, error: io::Error) {
        self.failed.lock().unwrap_or_else(PoisonError::into_inner).get_or_insert(error);
    }

    /// The failure that was noted, if one was.
    pub(crate) fn check(&self) -> Result<(), Error> {
        let failed = self.failed.lock().unwrap_or_else(PoisonError::into_inner).take();
        failed.map_or(Ok(()), |source| Err(Error::Spill { source }))
    }

    /// The file, in the system's folder for temporary files (`TMPDIR`).
    fn file(&self) -> io::Result<&File> {
        let _making = self.making.lock().unwrap_or_else(PoisonError::into_inner);
        if self.file.get().is_none() {
            let _ = self.file.set(tempfile::tempfile()?);
        }
        self.file.get().ok_or_else(|| io::Error::other("the file for what does not fit into memory is gone"))
    }
}
