//! Readers of foreign formats that end in a panic where a damaged file contradicts itself: an error instead.
//!
//! While such a reader is at work on a thread, [`is_guarded`] says so, for whoever prints what a panic says: this one is told
//! as an error of the file.

use crate::error::Error;
use std::cell::Cell;
use std::panic::{AssertUnwindSafe, catch_unwind};

thread_local! {
    static GUARDED: Cell<bool> = const { Cell::new(false) };
}

/// Whether a panic on this thread will be told as an error about a damaged file, so that it need not be told as a bug.
pub fn is_guarded() -> bool {
    GUARDED.get()
}

/// Runs a reader of a format. What it was building is dropped when it panics, so nothing half-made is seen.
pub(crate) fn guarded<T>(file: &str, what: &'static str, read: impl FnOnce() -> Result<T, Error>) -> Result<T, Error> {
    let before = GUARDED.replace(true);
    let result = catch_unwind(AssertUnwindSafe(read));
    GUARDED.set(before);
    result.unwrap_or_else(|_| {
        let reason = "its parts contradict each other".to_owned();
        Err(Error::BadColumns { file: file.to_owned(), what, reason })
    })
}
