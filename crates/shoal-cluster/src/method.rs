//! The card of a method: everything about it that a command line, a reference page or a store needs, and its entry points.

use std::fmt;
use std::sync::Arc;

use shoal_kernel::Points;

use crate::error::ClusterError;
use crate::fitted::{EvidenceKind, Fitted};
use crate::model::{Model, Parts};
use crate::settings::Settings;

/// One method of clustering.
#[derive(Debug)]
pub struct Method {
    /// Short name to write (`kmeans`).
    pub id: &'static str,
    /// Name to read.
    pub name: &'static str,
    /// What it finds, in a sentence.
    pub summary: &'static str,
    /// Its parameters beside the seed, the first ones first to be thought about.
    pub parameters: &'static [Parameter],
    /// What it shows beside its labels.
    pub evidence: &'static [EvidenceKind],
    /// Time and memory, in a sentence; n rows, d columns, k clusters.
    pub cost: &'static str,
    /// Where it is described.
    pub references: &'static [Reference],
    /// Fits it to points.
    pub fit: fn(&Points, &Settings) -> Result<Fitted, ClusterError>,
    /// Fits it for several numbers of clusters at once, one result per number in the order asked; `None` for methods that
    /// find the number themselves.
    pub sweep: Option<Sweep>,
    /// Builds a model again from its parts.
    pub restore: fn(&Parts) -> Result<Arc<dyn Model>, ClusterError>,
}

/// Fits for several numbers of clusters; see [`Method::sweep`].
pub type Sweep = fn(&Points, &[usize], &Settings) -> Result<Vec<Fitted>, ClusterError>;

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
    pub default: f64,
}

/// Which values a parameter may have; both ends belong to it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Range {
    /// Whole numbers.
    Whole(u32, u32),
    /// Numbers.
    Real(f64, f64),
}

/// A published description.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Reference {
    /// Authors, year and title.
    pub text: &'static str,
    /// Digital object identifier.
    pub doi: &'static str,
}

impl Range {
    /// Whether `value` is allowed; NaN never is.
    pub fn allows(&self, value: f64) -> bool {
        match *self {
            Self::Whole(low, high) => value.fract() == 0.0 && (f64::from(low)..=f64::from(high)).contains(&value),
            Self::Real(low, high) => (low..=high).contains(&value),
        }
    }
}

impl fmt::Display for Range {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Whole(low, high) => write!(out, "a whole number from {low} to {high}"),
            Self::Real(low, high) => write!(out, "a number from {low} to {high}"),
        }
    }
}

impl Parameter {
    /// `value`, when it is allowed.
    ///
    /// # Errors
    /// [`ClusterError::Parameter`] with name, value and range.
    pub fn check(&self, value: f64) -> Result<f64, ClusterError> {
        if self.range.allows(value) {
            return Ok(value);
        }
        Err(ClusterError::Parameter {
            name: self.name.to_owned(),
            came: value.to_string(),
            allowed: self.range.to_string(),
        })
    }

    /// What `settings` say about it, or its default, checked.
    ///
    /// # Errors
    /// As [`Parameter::check`].
    pub fn read(&self, settings: &Settings) -> Result<f64, ClusterError> {
        self.check(settings.get(self.name).unwrap_or(self.default))
    }
}

impl Method {
    /// Refuses settings that name a parameter the method does not have.
    ///
    /// # Errors
    /// [`ClusterError::UnknownParameter`] with the names it has.
    pub fn check_names(&self, settings: &Settings) -> Result<(), ClusterError> {
        let names: Vec<&str> = self.parameters.iter().map(|parameter| parameter.name).collect();
        match settings.names().find(|name| !names.contains(name)) {
            Some(name) => Err(ClusterError::UnknownParameter {
                came: name.to_owned(),
                method: self.id,
                allowed: names.join(", "),
            }),
            None => Ok(()),
        }
    }
}
