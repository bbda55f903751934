//! Whether there is structure, and how sure.

use crate::statement::Statement;
use serde::Serialize;

/// Whether there is structure, and how sure.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Verdict {
    /// `joint`: groups that several features together set apart; `bands`: only single features fall into bands; `none`: one
    /// cloud; `too_few`: not enough members, or nothing that varies, to tell.
    pub structure: String,
    /// What the parts of the base are called: `segments`, or `tiers` where no groups were found.
    pub called: String,
    /// The questions of the verdict, each with its answer.
    pub answers: Vec<Answer>,
    /// The test for joint structure; `None` where there are too few members.
    pub joint: Option<JointTest>,
    /// Each clustered number: whether it falls into bands.
    pub bands: Vec<BandTest>,
    /// How well the segments are found again; `None` with one segment, and where segments are rules and not found.
    pub stability: Option<Stability>,
    /// The borders between neighbouring segments.
    pub borders: Vec<Border>,
    /// How many of them are real.
    pub real_borders: usize,
    /// How many there are.
    pub neighbours: usize,
    /// The sentences a reader gets.
    pub statements: Vec<Statement>,
}

impl Verdict {
    /// Whether groups were found, of several features or of one.
    pub fn has_groups(&self) -> bool {
        matches!(self.structure.as_str(), "joint" | "bands")
    }
}

/// A question and its answer.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Answer {
    /// The question.
    pub question: String,
    /// The answer in a few words.
    pub answer: String,
    /// The numbers behind it; empty where there are none.
    pub numbers: Statement,
}

/// The test for joint structure: clusters held against those of tables without structure.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct JointTest {
    /// Members that were tested: all, or an even sample.
    pub members: usize,
    /// Level at which each of the two is tested.
    pub level: f64,
    /// Against tables with the same columns, together pair by pair only.
    pub copula: NullTest,
    /// Against one cloud with the same covariance; `None` where the first one was not rejected.
    pub cloud: Option<NullTest>,
}

/// What the tables of one kind say.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct NullTest {
    /// Probability of clusters as tight without structure.
    pub p: f64,
    /// Tables that were drawn.
    pub tables: usize,
    /// The number of clusters for which these members' clusters are tightest beside theirs.
    pub k: usize,
    /// By how many standard deviations of the tables, these members among them.
    pub deviations: f64,
}

/// Whether one feature falls into bands.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct BandTest {
    /// The feature.
    pub feature: String,
    /// Its label.
    pub label: String,
    /// How far it is from having a single peak, 0 to 1/4.
    pub dip: f64,
    /// Probability of as much with a single peak, at the most.
    pub p: f64,
    /// Whether it falls into bands, at 2.5 % for all features together.
    pub found: bool,
}

/// How well the segments are found again.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Stability {
    /// Resamples to which the method was fitted again.
    pub resamples: usize,
    /// Members that were resampled: all, or an even sample.
    pub members: usize,
    /// Mean adjusted Rand index of the refits and the segments: 1 the same, 0 chance.
    pub rand: f64,
    /// Mean Jaccard similarity of clusters and their like on tables without structure; `None` where it was not asked.
    pub without_structure: Option<f64>,
    /// The smallest and the largest of the segments' similarities.
    pub range: (f64, f64),
    /// Each segment, in their order.
    pub segments: Vec<SegmentStability>,
}

/// How well one segment is found again.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct SegmentStability {
    /// Mean Jaccard similarity of the segment and the cluster of a refit that is most like it.
    pub jaccard: f64,
    /// Share of its members that stay in at least 90 % of the refits.
    pub core: f64,
    /// Share of its members that stay in fewer than 60 % of the refits.
    pub uncertain: f64,
}

/// A border between two neighbouring segments.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Border {
    /// The segments, by their places.
    pub between: (usize, usize),
    /// Probability of as deep a valley between them with a single group, at the most.
    pub p: f64,
    /// Whether it is real; else it is a convenience.
    pub real: bool,
}
