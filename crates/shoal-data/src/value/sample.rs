//! How many values of a kind, with one of them to show.

/// A count, and the smallest value as an example (so that the order of rows plays no part).
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Sample {
    /// How many.
    pub(crate) count: u64,
    /// The smallest.
    pub(crate) example: Option<Vec<u8>>,
}

impl Sample {
    /// Counts a value.
    pub(crate) fn add(&mut self, value: &[u8], times: u64) {
        self.count += times;
        if self.example.as_ref().is_none_or(|known| value < known.as_slice()) {
            self.example = Some(value.to_vec());
        }
    }

    /// Both together.
    pub(crate) fn join(&mut self, other: Self) {
        self.count += other.count;
        self.example = match (self.example.take(), other.example) {
            (Some(one), Some(two)) => Some(one.min(two)),
            (one, two) => one.or(two),
        };
    }

    /// The example as text, on one line.
    pub(crate) fn text(&self) -> String {
        self.example.as_ref().map_or_else(String::new, |example| String::from_utf8_lossy(example).into_owned())
    }
}
