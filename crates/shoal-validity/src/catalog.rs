//! All indices, one line each. Command line, reports and the tests over all indices read this list.

use shoal_kernel::{Labels, Points};

use crate::calinski_harabasz::calinski_harabasz;
use crate::davies_bouldin::davies_bouldin;
use crate::dispersion::{Dispersion, inertia};
use crate::mutual_information::adjusted_mutual_information;
use crate::rand_index::adjusted_rand_index;
use crate::silhouette::{SilhouetteOptions, silhouette};
use crate::simplified_silhouette::simplified_silhouette;
use crate::undefined::Undefined;

/// Which values of an index are better.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Direction {
    /// The higher the better.
    Higher,
    /// The lower the better.
    Lower,
}

/// Tells an index from a dispersion.
pub type OfDispersion = fn(&Dispersion) -> Result<f64, Undefined>;

/// The card of an index.
#[derive(Debug)]
pub struct Index {
    /// Short name to write.
    pub id: &'static str,
    /// Name to read.
    pub name: &'static str,
    /// Which values are better.
    pub direction: Direction,
    /// Which values it can have.
    pub range: &'static str,
    /// Whether its values for different numbers of clusters may be compared to choose among them.
    pub chooses: bool,
    /// What it measures, in a sentence.
    pub summary: &'static str,
    /// Its value for labels of points, with default options.
    pub value: fn(&Points, &Labels) -> Result<f64, Undefined>,
    /// The same from a [`Dispersion`], for whoever wants several; `None` where that does not tell it.
    pub of_dispersion: Option<OfDispersion>,
}

/// The card of an index that compares two labelings of the same rows.
#[derive(Debug)]
pub struct Agreement {
    /// Short name to write.
    pub id: &'static str,
    /// Name to read.
    pub name: &'static str,
    /// Which values mean that they are more alike.
    pub direction: Direction,
    /// Which values it can have.
    pub range: &'static str,
    /// What it measures, in a sentence.
    pub summary: &'static str,
    /// Its value; the order of the two does not matter.
    pub value: fn(&Labels, &Labels) -> Result<f64, Undefined>,
}

/// Every index that compares two labelings.
pub static AGREEMENTS: &[Agreement] = &[ADJUSTED_RAND, ADJUSTED_MUTUAL_INFORMATION];

const ADJUSTED_RAND: Agreement = Agreement {
    id: "adjusted_rand",
    name: "adjusted Rand index",
    direction: Direction::Higher,
    range: "-0.5 to 1",
    summary: "how often both put two rows together or both apart, corrected for chance",
    value: adjusted_rand_index,
};

const ADJUSTED_MUTUAL_INFORMATION: Agreement = Agreement {
    id: "adjusted_mutual_information",
    name: "adjusted mutual information",
    direction: Direction::Higher,
    range: "at most 1, about 0 by chance",
    summary: "how much one tells about the other, corrected for chance; small clusters weigh more than in the Rand index",
    value: adjusted_mutual_information,
};

/// The index that compares two labelings and is called `id`, if there is one.
pub fn agreement(id: &str) -> Option<&'static Agreement> {
    AGREEMENTS.iter().find(|agreement| agreement.id == id)
}

/// Every index.
pub static INDICES: &[Index] = &[SILHOUETTE, SIMPLIFIED_SILHOUETTE, DAVIES_BOULDIN, CALINSKI_HARABASZ, INERTIA];

const SILHOUETTE: Index = Index {
    id: "silhouette",
    name: "silhouette",
    direction: Direction::Higher,
    range: "-1 to 1",
    chooses: true,
    summary: "how much nearer rows are to their own cluster than to the next one, averaged over the rows",
    value: |points, labels| {
        let judged = silhouette(points, &[labels], &SilhouetteOptions::default()).pop();
        judged.unwrap_or(Err(Undefined::NoRows)).map(|silhouette| silhouette.mean)
    },
    of_dispersion: None,
};

const SIMPLIFIED_SILHOUETTE: Index = Index {
    id: "simplified_silhouette",
    name: "simplified silhouette",
    direction: Direction::Higher,
    range: "-1 to 1",
    chooses: true,
    summary: "how much nearer rows are to the mean of their own cluster than to the next mean, averaged over the rows",
    value: simplified_silhouette,
    of_dispersion: None,
};

const DAVIES_BOULDIN: Index = Index {
    id: "davies_bouldin",
    name: "Davies-Bouldin",
    direction: Direction::Lower,
    range: "above 0",
    chooses: true,
    summary: "how wide clusters are compared with how far apart they lie, for each cluster and its worst neighbour",
    value: davies_bouldin,
    of_dispersion: Some(Dispersion::davies_bouldin),
};

const CALINSKI_HARABASZ: Index = Index {
    id: "calinski_harabasz",
    name: "Calinski-Harabasz",
    direction: Direction::Higher,
    range: "0 and above",
    chooses: true,
    summary: "spread of the cluster means compared with the spread inside clusters",
    value: calinski_harabasz,
    of_dispersion: Some(Dispersion::calinski_harabasz),
};

const INERTIA: Index = Index {
    id: "inertia",
    name: "inertia",
    direction: Direction::Lower,
    range: "0 and above",
    chooses: false,
    summary: "sum of squared distances to the cluster means; falls with every further cluster, so it cannot choose alone",
    value: inertia,
    of_dispersion: Some(|dispersion| Ok(dispersion.inertia())),
};

/// The index called `id`, if there is one.
pub fn index(id: &str) -> Option<&'static Index> {
    INDICES.iter().find(|index| index.id == id)
}

impl Direction {
    /// Whether `a` is strictly better than `b`.
    pub fn better(self, a: f64, b: f64) -> bool {
        match self {
            Self::Higher => a > b,
            Self::Lower => a < b,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cards_are_sound() {
        for (i, card) in INDICES.iter().enumerate() {
            assert!(INDICES[..i].iter().all(|other| other.id != card.id));
            assert_eq!(index(card.id).unwrap().name, card.name);
            assert!(!card.summary.is_empty() && !card.range.is_empty());
        }
        assert!(index("elbow").is_none());
        assert!(Direction::Higher.better(2.0, 1.0) && Direction::Lower.better(1.0, 2.0));
        assert!(!Direction::Higher.better(1.0, 1.0));
    }

    #[test]
    fn agreements_are_sound_and_symmetric() {
        let labels = |values: &[u32]| Labels::new(values.to_vec()).unwrap();
        let (first, near, far) =
            (labels(&[0, 0, 0, 1, 1, 1]), labels(&[1, 1, 1, 0, 0, 1]), labels(&[0, 1, 0, 1, 0, 1]));
        for card in AGREEMENTS {
            assert_eq!(agreement(card.id).unwrap().name, card.name);
            assert!(index(card.id).is_none() && !card.summary.is_empty() && !card.range.is_empty());
            let value = |second| (card.value)(&first, second).unwrap();
            assert_eq!(value(&first), 1.0);
            assert!(card.direction.better(value(&near), value(&far)), "{}", card.id);
            assert!((value(&near) - (card.value)(&near, &first).unwrap()).abs() < 1e-15);
        }
        assert!(agreement("rand").is_none());
    }

    #[test]
    fn every_index_prefers_the_obvious_labels() {
        let points = Points::new(vec![0.0, 0.1, 0.2, 7.0, 7.1, 7.2], 1).unwrap();
        let good = Labels::new(vec![0, 0, 0, 1, 1, 1]).unwrap();
        let bad = Labels::new(vec![0, 1, 0, 1, 0, 1]).unwrap();
        let measured = Dispersion::new(&points, &good).unwrap();
        for index in INDICES {
            assert!(index.of_dispersion.is_none_or(|of| of(&measured) == (index.value)(&points, &good)));
            let (good, bad) = ((index.value)(&points, &good).unwrap(), (index.value)(&points, &bad).unwrap());
            assert!(index.direction.better(good, bad), "{}", index.id);
        }
    }
}
