//! The card of a method: everything about it that a command line, a reference page or a store needs, and its entry points.

use std::sync::Arc;

use shoal_kernel::Points;

use crate::error::ClusterError;
use crate::evidence::EvidenceKind;
use crate::fitted::Fitted;
use crate::model::{Model, Parts};
use crate::parameter::Parameter;
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
    /// How it places a new row, in a sentence.
    pub places: &'static str,
    /// Whether it may leave rows out.
    pub leaves_out: bool,
    /// Time and memory, in a sentence; n rows, d columns, k clusters.
    pub cost: &'static str,
    /// Where it is described.
    pub references: &'static [Reference],
    /// Fits it to points.
    pub fit: fn(&Points, &Settings) -> Result<Fitted, ClusterError>,
    /// Fits it for several numbers of clusters at once, one result per number in the order asked; `None` for methods that
    /// find the number themselves.
    pub sweep: Option<Sweep>,
    /// The sweeps under several settings at once where they have work in common: for each of the settings what [`Method::sweep`]
    /// gives for it, to the bit. `None` where they have none. [`Method::sweep_all`] serves for every method.
    pub sweep_together: Option<SweepTogether>,
    /// Fits it from given centres (clusters × columns), one cluster per centre in their order; `None` for methods that do not
    /// start from centres.
    pub fit_from: Option<FitFrom>,
    /// The same with a weight for each row; `None` for methods in which every row counts the same.
    pub weighted: Option<Weighted>,
    /// The settings worth trying for these points where the given ones leave a choice open (radii, forms of covariance); each
    /// keeps what was given. A method without such a choice gives the settings back.
    pub grid: fn(&Points, &Settings) -> Result<Vec<Settings>, ClusterError>,
    /// Builds a model again from its parts.
    pub restore: fn(&Parts) -> Result<Arc<dyn Model>, ClusterError>,
}

/// Fits for several numbers of clusters; see [`Method::sweep`].
pub type Sweep = fn(&Points, &[usize], &Settings) -> Result<Vec<Fitted>, ClusterError>;

/// Fits for several numbers of clusters under several settings; see [`Method::sweep_together`].
pub type SweepTogether = fn(&Points, &[usize], &[Settings]) -> Result<Vec<Vec<Fitted>>, ClusterError>;

/// Fits from given centres; see [`Method::fit_from`].
pub type FitFrom = fn(&Points, &Points, &Settings) -> Result<Fitted, ClusterError>;

/// The entry points of a method with a weight for each row: whole numbers are the same as that many copies of the row. It has
/// a sweep and a fit from given centres where the method has them.
#[derive(Clone, Copy, Debug)]
pub struct Weighted {
    /// As [`Method::fit`].
    pub fit: fn(&Points, &[f64], &Settings) -> Result<Fitted, ClusterError>,
    /// As [`Method::sweep`].
    pub sweep: Option<WeightedSweep>,
    /// As [`Method::fit_from`]; the weights come before the centres.
    pub fit_from: Option<WeightedFitFrom>,
}

/// Fits for several numbers of clusters, with weights; see [`Weighted::sweep`].
pub type WeightedSweep = fn(&Points, &[f64], &[usize], &Settings) -> Result<Vec<Fitted>, ClusterError>;

/// Fits from given centres, with weights; see [`Weighted::fit_from`].
pub type WeightedFitFrom = fn(&Points, &[f64], &Points, &Settings) -> Result<Fitted, ClusterError>;

/// A published description.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Reference {
    /// Authors, year and title.
    pub text: &'static str,
    /// Digital object identifier.
    pub doi: &'static str,
}

impl Method {
    /// For each of several `settings`, a grid for instance, one fit for each number of clusters in `ks`, in their orders; `None`
    /// for methods that find the number themselves. What the settings have in common is done once, where the method can.
    ///
    /// # Errors
    /// The first error that [`Method::sweep`] has for any of the settings.
    pub fn sweep_all(
        &self,
        points: &Points,
        ks: &[usize],
        settings: &[Settings],
    ) -> Option<Result<Vec<Vec<Fitted>>, ClusterError>> {
        let sweep = self.sweep?;
        Some(match self.sweep_together {
            Some(together) => together(points, ks, settings),
            None => settings.iter().map(|settings| sweep(points, ks, settings)).collect(),
        })
    }

    /// Refuses settings that name a parameter the method does not have.
    ///
    /// # Errors
    /// [`ClusterError::UnknownParameter`] with the names it has.
    pub fn check_names(&self, settings: &Settings) -> Result<(), ClusterError> {
        let names: Vec<&str> = self.parameters.iter().map(|parameter| parameter.name).collect();
        match settings.iter().map(|(name, _)| name).find(|name| !names.contains(name)) {
            Some(name) => Err(ClusterError::UnknownParameter {
                came: name.to_owned(),
                method: self.id,
                allowed: names.join(", "),
            }),
            None => Ok(()),
        }
    }
}
