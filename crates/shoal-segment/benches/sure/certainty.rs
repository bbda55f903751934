//! What is said of segments and borders that k-means makes of tables whose groups are known.

use shoal_cluster::{Settings, kmeans};
use shoal_kernel::{Labels, Points};
use shoal_segment::verdict::{Border, Found, Stability, borders, stability};

use crate::planted::Planted;

/// The segments of a table, and how sure they are.
pub(crate) struct Certainty {
    labels: Labels,
    stability: Stability,
    borders: Vec<Border>,
}

impl Certainty {
    /// k-means with `k` clusters, judged as the verdict does.
    pub(crate) fn of(points: &Points, k: usize, seed: u64) -> Self {
        let settings = Settings::new(seed).with("n_clusters", k as f64);
        let fitted = (kmeans::METHOD.fit)(points, &settings).expect("a sound table");
        let labels = fitted.labels.complete().expect("k-means leaves nobody out");
        let found = Found { card: &kmeans::METHOD, settings, points, labels: &labels, seed };
        let stability = stability(&found).expect("several clusters");
        Self { borders: borders(points, &labels, seed), stability, labels }
    }

    /// The group that most members of each segment come from.
    fn groups(&self, planted: &Planted) -> Vec<usize> {
        let groups = 1 + planted.group_of_row.iter().max().expect("rows");
        let mut counts = vec![vec![0usize; groups]; self.labels.clusters()];
        for (&label, &group) in self.labels.as_slice().iter().zip(&planted.group_of_row) {
            counts[label as usize][group] += 1;
        }
        let most = |counts: Vec<usize>| (0..groups).max_by_key(|&group| counts[group]).expect("groups");
        counts.into_iter().map(most).collect()
    }

    /// The mean similarity of all segments, and the same on tables without structure.
    pub(crate) fn beside_chance(&self) -> (f64, f64) {
        let mean = self.stability.jaccard.iter().sum::<f64>() / self.stability.jaccard.len() as f64;
        (mean, self.stability.without_structure.expect("a reference"))
    }
}

/// What came of the borders and segments of one table.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(crate) struct Outcome {
    /// Borders inside one group: how many, and how many of them were called a convenience.
    pub(crate) inner: usize,
    pub(crate) conveniences: usize,
    /// Borders between groups: how many, and how many of them were called real.
    pub(crate) outer: usize,
    pub(crate) real: usize,
    /// The similarity of the segment that is found again worst.
    pub(crate) worst: f64,
}

impl Outcome {
    pub(crate) fn of(planted: &Planted, k: usize, seed: u64) -> Self {
        let certainty = Certainty::of(&planted.table, k, seed);
        let groups = certainty.groups(planted);
        let worst = certainty.stability.jaccard.iter().copied().fold(1.0, f64::min);
        let mut outcome = Self { worst, ..Self::default() };
        for border in &certainty.borders {
            if groups[border.between.0] == groups[border.between.1] {
                outcome.inner += 1;
                outcome.conveniences += usize::from(!border.real);
            } else {
                outcome.outer += 1;
                outcome.real += usize::from(border.real);
            }
        }
        outcome
    }

    /// Whether a border runs inside a group, and all that do were called a convenience.
    pub(crate) fn convenient(&self) -> bool {
        self.inner > 0 && self.conveniences == self.inner
    }

    /// Whether no border runs inside a group, and all were called real.
    pub(crate) fn valleys(&self) -> bool {
        self.inner == 0 && self.outer > 0 && self.real == self.outer
    }
}
