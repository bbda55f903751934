//! A file without a name for what does not fit into memory: whatever ends the program, nothing of it is left.

use std::fs::File;
use std::io;
use std::os::unix::fs::FileExt;
use std::sync::atomic::{AtomicU64, Ordering};

/// The file; several threads write to it at once.
pub(super) struct Spill {
    file: File,
    end: AtomicU64,
}

impl Spill {
    /// Makes the file in the system's folder for temporary files (`TMPDIR`).
    pub(super) fn new() -> io::Result<Self> {
        Ok(Self { file: tempfile::tempfile()?, end: AtomicU64::new(0) })
    }

    /// Writes bytes, and says where.
    pub(super) fn write(&self, bytes: &[u8]) -> io::Result<u64> {
        let start = self.end.fetch_add(bytes.len() as u64, Ordering::Relaxed);
        self.file.write_all_at(bytes, start)?;
        Ok(start)
    }

    /// Bytes written.
    #[cfg(test)]
    pub(super) fn length(&self) -> u64 {
        self.end.load(Ordering::Relaxed)
    }

    /// Reads what was written at `start`.
    pub(super) fn read(&self, start: u64, length: usize) -> io::Result<Vec<u8>> {
        let mut bytes = vec![0; length];
        self.file.read_exact_at(&mut bytes, start)?;
        Ok(bytes)
    }
}
