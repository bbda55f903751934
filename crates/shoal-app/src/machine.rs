//! What of the machine may be used: threads and memory. No result depends on either.

use crate::error::Error;
use std::sync::OnceLock;

/// What may be used when nobody says how much, where that is no more than half of what is free. Rows that go through the file cost hardly
/// more than rows in memory: 5,000,000 lines took 5.1 to 5.5 s of processor time with 64 MB, 1 GB and 8 GB.
const DEFAULT: u64 = 2_000_000_000;
/// Less does not hold the buffers of reading.
const LEAST: u64 = 64_000_000;
/// Units of sizes, as they are written behind a number.
const UNITS: [(&str, u64); 9] = [
    ("KIB", 1 << 10),
    ("MIB", 1 << 20),
    ("GIB", 1 << 30),
    ("KB", 1_000),
    ("MB", 1_000_000),
    ("GB", 1_000_000_000),
    ("M", 1_000_000),
    ("G", 1_000_000_000),
    ("B", 1),
];

/// Bytes that this process may use.
static MEMORY: OnceLock<u64> = OnceLock::new();

/// Sets how many threads may work, for the whole process; `None` is one per core.
///
/// # Errors
/// When threads work already.
pub fn threads(count: Option<usize>) -> Result<(), Error> {
    rayon::ThreadPoolBuilder::new().num_threads(count.unwrap_or(0)).build_global().map_err(Error::bug)
}

/// Sets how many bytes of memory may be used, for the whole process; `None` is 2 GB, or half of what is free where that is less.
///
/// # Errors
/// When it was set before.
pub fn memory(bytes: Option<u64>) -> Result<(), Error> {
    let bytes = bytes.unwrap_or_else(|| free().map_or(DEFAULT, |free| DEFAULT.min(free / 2)));
    MEMORY.set(bytes).map_err(|_| Error::bug("the memory was set twice"))
}

/// The bytes that may be used; any number where nobody set it.
pub(crate) fn budget() -> u64 {
    MEMORY.get().copied().unwrap_or(u64::MAX)
}

/// A size as people write it: `2GB`, `512MiB`, `1.5G`.
///
/// # Errors
/// What is no size, in words, or less than the program can work with.
pub fn parse_memory(text: &str) -> Result<u64, String> {
    let allowed = "allowed is a number with MB, GB, MiB or GiB, at least 64MB, for instance 2GB";
    let upper = text.trim().to_ascii_uppercase();
    let unit = UNITS.iter().find_map(|(unit, bytes)| Some((upper.strip_suffix(unit)?, *bytes)));
    let size = unit.and_then(|(number, bytes)| {
        let number = number.trim().parse::<f64>().ok().filter(|number| *number > 0.0)?;
        Some((number * bytes as f64) as u64)
    });
    let size = size.ok_or_else(|| format!("`{text}` is no size of memory; {allowed}"))?;
    if size < LEAST { Err(format!("`{text}` is too little; {allowed}")) } else { Ok(size) }
}

/// Bytes that are free on the machine, and in the group of processes that this one belongs to (on Linux).
fn free() -> Option<u64> {
    let group = std::fs::read_to_string("/sys/fs/cgroup/memory.max").ok().and_then(|text| text.trim().parse().ok());
    let machine = std::fs::read_to_string("/proc/meminfo").ok().and_then(|text| available(&text));
    group.into_iter().chain(machine).min()
}

/// The bytes that `/proc/meminfo` says are available.
fn available(meminfo: &str) -> Option<u64> {
    let line = meminfo.lines().find_map(|line| line.strip_prefix("MemAvailable:"))?;
    line.trim().strip_suffix("kB")?.trim().parse::<u64>().ok().map(|kilobytes| kilobytes << 10)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sizes() {
        for (text, expected) in [
            ("2GB", Some(2_000_000_000)),
            ("2 GiB", Some(2 << 30)),
            ("1.5g", Some(1_500_000_000)),
            ("64mb", Some(64_000_000)),
            ("100000000B", Some(100_000_000)),
            ("63MB", None),
            ("2", None),
            ("GB", None),
            ("-2GB", None),
            ("nanGB", None),
            ("2TBB", None),
        ] {
            assert_eq!(parse_memory(text).ok(), expected, "{text}");
        }
        let error = parse_memory("lots").unwrap_err();
        assert!(error.contains("`lots` is no size of memory") && error.contains("2GB"), "{error}");
    }

    #[test]
    fn what_is_available() {
        let text = "MemTotal:       24600000 kB\nMemFree: 1 kB\nMemAvailable:   23000000 kB\n";
        assert_eq!(available(text), Some(23_000_000 << 10));
        assert_eq!(available("MemTotal: 5 kB\n"), None);
    }
}
