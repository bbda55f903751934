//! What the methods of a run can show beside their segments, as plain data for pictures: the tree of a hierarchical method,
//! the curve from which a radius was read, the mixture.
//!
//! Every method of a comparison is shown, not only the one that was taken: a tree is worth looking at also when k-means won.

use crate::compare::Entry;
use crate::rfm;
use crate::sweep::Swept;
use serde::Serialize;
use shoal_cluster::Evidence;
use shoal_cluster::evidence::{KDistances, Linkage, Mixture};
use shoal_cluster::hierarchical::truncate;
use shoal_kernel::PartialLabels;

/// More leaves than this cannot be read.
const MOST_LEAVES: usize = 40;

/// Something to look at, and the method that it comes from.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Exhibit {
    /// The method's id.
    pub method: String,
    /// Its name.
    pub name: String,
    /// What there is to see.
    pub shown: Shown,
}

/// What there is to see.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Shown {
    /// The highest merges of a hierarchical method.
    Tree(Tree),
    /// How far the neighbours of every member are.
    Neighbours(Neighbours),
    /// The components of a mixture.
    Components(Vec<MixtureComponent>),
    /// Where one score of RFM ends and the next begins.
    Scores(Vec<ScoredMeasure>),
}

/// A measure of RFM and its scores.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ScoredMeasure {
    /// The feature that is scored.
    pub feature: String,
    /// Whether fewer is better (days since the last order).
    pub fewer_is_better: bool,
    /// Four borders, ascending; a value equal to a border is on its lower side.
    pub borders: [f64; 4],
    /// How many members have each score, from 1 to 5.
    pub members: [usize; 5],
}

/// The highest merges, drawn from left to right; leaf number `i` stands at x = `i`.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Tree {
    /// What stands at the foot of the drawing.
    pub leaves: Vec<TreeLeaf>,
    /// By ascending height, the root last.
    pub joints: Vec<TreeJoint>,
    /// A height between the last merge that was made and the first that was not; `None` when all or nothing was merged.
    pub cut: Option<f64>,
}

/// Members that are drawn as one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct TreeLeaf {
    /// How many members.
    pub members: usize,
    /// The method's cluster that they are in; `None` when the drawing has fewer leaves than there are clusters.
    pub cluster: Option<u32>,
}

/// A merge: two legs, and a bar at `height`.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct TreeJoint {
    /// x of the left leg.
    pub left: f64,
    /// x of the right leg.
    pub right: f64,
    /// Where the left leg begins.
    pub left_height: f64,
    /// Where the right leg begins.
    pub right_height: f64,
    /// Height of the merge, in prepared units.
    pub height: f64,
}

/// The curve of neighbour distances.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Neighbours {
    /// Which neighbour: the one that makes this many with the member itself.
    pub min_samples: usize,
    /// Distances, ascending, in prepared units; evenly taken from all.
    pub distances: Vec<f64>,
    /// The radius that was used.
    pub eps: f64,
    /// Whether it was read from the curve.
    pub proposed: bool,
}

/// A component of a mixture.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct MixtureComponent {
    /// The method's cluster.
    pub cluster: usize,
    /// Its share by the mixture: members counted by their probabilities.
    pub weight: f64,
    /// Members who are more probable here than in any other.
    pub members: usize,
    /// Mean probability with which these belong here.
    pub mean_probability: Option<f64>,
}

/// What there is to see of the chosen setting of every method, in their order.
pub(crate) fn exhibits(entries: &[Entry], probabilities: impl Fn(&Swept) -> Vec<Option<f64>>) -> Vec<Exhibit> {
    let swept = entries.iter().filter_map(|(card, swept)| Some((*card, swept.as_ref().ok()?)));
    let mut all = Vec::new();
    // A sweep that chose nothing carries the one segment of everybody, which is not the method's.
    for (card, swept) in swept.filter(|(_, swept)| swept.sweep.chosen.is_some()) {
        if let Some(measures) = scores(swept) {
            let shown = Shown::Scores(measures);
            all.push(Exhibit { method: card.id.to_owned(), name: card.name.to_owned(), shown });
        }
        for evidence in &swept.fitted.evidence {
            let labels = &swept.fitted.labels;
            let shown = match evidence {
                Evidence::Tree(linkage) => Shown::Tree(tree(linkage, labels)),
                Evidence::KDistances(curve) => Shown::Neighbours(neighbours(curve)),
                Evidence::Mixture(mixture) => Shown::Components(components(mixture, labels, &probabilities(swept))),
                _ => continue,
            };
            all.push(Exhibit { method: card.id.to_owned(), name: card.name.to_owned(), shown });
        }
    }
    all
}

/// The borders of the scores and who has which, for RFM.
fn scores(swept: &Swept) -> Option<Vec<ScoredMeasure>> {
    let own = swept.own.as_ref()?;
    let model = rfm::restore_model(&swept.fitted.model.parts()).ok()?;
    let scores = model.scores(&own.points).ok()?;
    let measure = |at: usize| {
        let mut members = [0; 5];
        scores.iter().for_each(|row| members[usize::from(row[at]) - 1] += 1);
        ScoredMeasure {
            feature: rfm::MEASURE_NAMES[at].to_owned(),
            fewer_is_better: at == 0,
            borders: model.thresholds().values()[at],
            members,
        }
    };
    Some((0..rfm::MEASURE_NAMES.len()).map(measure).collect())
}

fn tree(linkage: &Linkage, labels: &PartialLabels) -> Tree {
    let drawn = truncate(linkage, MOST_LEAVES.max(labels.clusters()));
    let clusters = drawn.clusters(labels);
    let leaf =
        |(leaf, cluster): (&shoal_cluster::hierarchical::Leaf, Option<u32>)| TreeLeaf { members: leaf.rows, cluster };
    let joints = drawn.joints.iter().map(|joint| TreeJoint {
        left: joint.left,
        right: joint.right,
        left_height: joint.left_height,
        right_height: joint.right_height,
        height: joint.height,
    });
    Tree {
        leaves: drawn.leaves.iter().zip(clusters).map(leaf).collect(),
        joints: joints.collect(),
        cut: cut(linkage, labels.clusters()),
    }
}

/// Halfway between the last merge made for so many clusters and the next.
fn cut(linkage: &Linkage, clusters: usize) -> Option<f64> {
    let made = linkage.rows.checked_sub(clusters).filter(|&made| made > 0)?;
    let (below, above) = (linkage.merges.get(made - 1)?, linkage.merges.get(made)?);
    Some(below.height.midpoint(above.height))
}

fn neighbours(curve: &KDistances) -> Neighbours {
    Neighbours {
        min_samples: curve.min_samples,
        distances: curve.distances.clone(),
        eps: curve.eps,
        proposed: curve.proposed,
    }
}

fn components(mixture: &Mixture, labels: &PartialLabels, probabilities: &[Option<f64>]) -> Vec<MixtureComponent> {
    let mut sums = vec![0.0; mixture.weights.len()];
    for (label, probability) in labels.as_slice().iter().zip(probabilities) {
        if let (Some(cluster), Some(probability)) = (label, probability) {
            sums[*cluster as usize] += probability;
        }
    }
    let component = |cluster: usize| {
        let members = labels.sizes().get(cluster).copied().unwrap_or(0);
        MixtureComponent {
            cluster,
            weight: mixture.weights[cluster],
            members,
            mean_probability: (members > 0 && labels.clusters() > 1).then(|| sums[cluster] / members as f64),
        }
    };
    (0..mixture.weights.len()).map(component).collect()
}
