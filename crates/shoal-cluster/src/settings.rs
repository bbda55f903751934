//! Parameters as a user writes them: a seed and named numbers, not yet checked against any method.

use std::collections::BTreeMap;

/// A seed, and values for some of a method's parameters; the others keep their defaults.
#[derive(Clone, Debug, PartialEq)]
pub struct Settings {
    seed: u64,
    values: BTreeMap<String, f64>,
}

impl Settings {
    /// All defaults, with `seed` deciding whatever is random.
    pub fn new(seed: u64) -> Self {
        Self { seed, values: BTreeMap::new() }
    }

    /// The same with parameter `name` set to `value`. Whether the method has it is checked when the method reads it.
    #[must_use]
    pub fn with(mut self, name: &str, value: f64) -> Self {
        self.values.insert(name.to_owned(), value);
        self
    }

    /// The seed.
    pub fn seed(&self) -> u64 {
        self.seed
    }

    /// The value written for `name`, if there is one.
    pub fn get(&self, name: &str) -> Option<f64> {
        self.values.get(name).copied()
    }

    /// The names that are set, in alphabetical order.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.values.keys().map(String::as_str)
    }
}
