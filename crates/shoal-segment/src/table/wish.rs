//! What a feature table shall have: of which unit, which features, over which time.

use crate::feature::own::Own;
use crate::feature::{self, Unit};
use crate::rfm::Thresholds;
use crate::window::Window;

/// What a feature table shall have.
#[derive(Debug, Clone, Default)]
pub struct Wish {
    /// What a row is.
    pub unit: Unit,
    /// Which features of the catalogue.
    pub features: Wanted,
    /// Features that the user declared; all of them, as far as the lines have what they need.
    pub own: Vec<Own>,
    /// How far back features look; `None` is to the beginning.
    pub window: Option<Window>,
    /// The borders of the scores R, F and M; `None` is to take them from the rows of the table.
    pub thresholds: Option<Thresholds>,
    /// Whether revenue, orders and customers over time are wanted beside the table.
    pub timeline: bool,
    /// Of how many customers, an even sample, all lines are kept beside the table; 0: of none.
    pub keep_lines_of: usize,
    /// The id of a customer whose visits are kept beside the table.
    pub visits_of: Option<String>,
}

/// Which features of the catalogue a table shall have, as far as the lines have what they need.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub enum Wanted {
    /// What every run has.
    #[default]
    Usual,
    /// What every run has, and those of these names.
    UsualAnd(Vec<String>),
    /// Those of these names.
    Only(Vec<String>),
    /// Every one.
    All,
}

impl Wish {
    /// What every run has.
    pub fn usual(unit: Unit) -> Self {
        Self { unit, ..Self::default() }
    }

    /// The whole catalogue.
    pub fn all(unit: Unit) -> Self {
        Self { unit, features: Wanted::All, ..Self::default() }
    }

    /// Whether the feature called `name` is wanted.
    pub(super) fn wants(&self, name: &str) -> bool {
        let usual = || feature::usual(self.unit).contains(&name);
        let among = |names: &[String]| names.iter().any(|other| other == name);
        match &self.features {
            Wanted::Usual => usual(),
            Wanted::UsualAnd(names) => usual() || among(names),
            Wanted::Only(names) => among(names),
            Wanted::All => true,
        }
    }
}
