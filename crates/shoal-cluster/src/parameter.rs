//! One parameter of a method: its name, its range, its default, declared once and read from there.

use std::fmt;

use crate::error::ClusterError;
use crate::settings::{Settings, Value};

/// One parameter of a method.
#[derive(Clone, Copy, Debug)]
pub struct Parameter {
    /// Its name, as in the field.
    pub name: &'static str,
    /// What it decides, in a sentence.
    pub meaning: &'static str,
    /// Which values it may have.
    pub range: Range,
    /// Its value when nothing is written.
    pub default: Default,
}

/// Which values a parameter may have; both ends belong to it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Range {
    /// Whole numbers.
    Whole(u32, u32),
    /// Numbers.
    Real(f64, f64),
    /// Words.
    Words(&'static [&'static str]),
}

/// What a parameter is when nothing is written.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Default {
    /// A number.
    Number(f64),
    /// A word.
    Word(&'static str),
    /// Found from the points; how, in a few words.
    FromData(&'static str),
}

impl Range {
    /// Whether `value` is allowed; NaN never is.
    pub fn allows(&self, value: &Value) -> bool {
        match (*self, value) {
            (Self::Whole(low, high), Value::Number(number)) => {
                number.fract() == 0.0 && (f64::from(low)..=f64::from(high)).contains(number)
            }
            (Self::Real(low, high), Value::Number(number)) => (low..=high).contains(number),
            (Self::Words(words), Value::Word(word)) => words.contains(&word.as_str()),
            _ => false,
        }
    }
}

impl fmt::Display for Range {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Whole(low, high) => write!(out, "a whole number from {low} to {high}"),
            Self::Real(low, high) if *high > 1e15 => write!(out, "a number from {low} to {high:e}"),
            Self::Real(low, high) => write!(out, "a number from {low} to {high}"),
            Self::Words(words) => write!(out, "one of {}", words.join(", ")),
        }
    }
}

impl fmt::Display for Default {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Number(number) => write!(out, "{number}"),
            Self::Word(word) => write!(out, "{word}"),
            Self::FromData(how) => write!(out, "{how}"),
        }
    }
}

impl Parameter {
    /// Refuses a value that is not allowed.
    ///
    /// # Errors
    /// [`ClusterError::Parameter`] with name, value and range.
    pub fn check(&self, value: &Value) -> Result<(), ClusterError> {
        if self.range.allows(value) {
            return Ok(());
        }
        Err(ClusterError::Parameter {
            name: self.name.to_owned(),
            came: value.to_string(),
            allowed: self.range.to_string(),
        })
    }

    /// `number`, when it is allowed.
    ///
    /// # Errors
    /// As [`Parameter::check`].
    pub fn check_number(&self, number: f64) -> Result<f64, ClusterError> {
        self.check(&Value::Number(number)).map(|()| number)
    }

    /// The number that `settings` say, checked; `None` when they say nothing.
    ///
    /// # Errors
    /// As [`Parameter::check`].
    pub fn written(&self, settings: &Settings) -> Result<Option<f64>, ClusterError> {
        let Some(value) = settings.get(self.name) else { return Ok(None) };
        self.check(value)?;
        Ok(if let Value::Number(number) = value { Some(*number) } else { None })
    }

    /// The number that `settings` say, or the default; 0 for a parameter whose default is no number.
    ///
    /// # Errors
    /// As [`Parameter::check`].
    pub fn number(&self, settings: &Settings) -> Result<f64, ClusterError> {
        Ok(self.written(settings)?.unwrap_or(self.default_number()))
    }

    /// The default, when it is a number; else 0.
    pub fn default_number(&self) -> f64 {
        if let Default::Number(number) = self.default { number } else { 0.0 }
    }

    /// The word that `settings` say, or the default, as it stands in the range; empty for a parameter that takes no word.
    ///
    /// # Errors
    /// As [`Parameter::check`].
    pub fn word(&self, settings: &Settings) -> Result<&'static str, ClusterError> {
        let default = if let Default::Word(word) = self.default { word } else { "" };
        let Some(value) = settings.get(self.name) else { return Ok(default) };
        self.check(value)?;
        let (Range::Words(words), Value::Word(written)) = (self.range, value) else { return Ok(default) };
        Ok(words.iter().copied().find(|word| word == written).unwrap_or(default))
    }
}
