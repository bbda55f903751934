//! The verdict: whether there are groups at all, and how sure the segments are.
//!
//! 1. [`joint`]: several features together, against two kinds of tables without structure.
//! 2. [`bands`]: single features.
//! 3. [`stability()`]: whether the segments are found again in resamples, beside tables without structure.
//! 4. [`borders`]: whether neighbours are two groups or one.
//! 5. `tell` and `answers`: the sentences, and five questions with their answers.
//!
//! A category weighs in the tests as it does in clustering; in tables without structure its values are dealt out anew, and hang
//! together with nothing. Columns that say where a number is missing are left out of the first test.

mod answers;
mod bands;
mod borders;
mod holm;
mod joint;
mod stability;
mod tell;

pub use bands::{Bands, bands};
pub use borders::{Border, borders};
pub use joint::{Joint, NullTest, joint};
pub use stability::{Found, Stability, stability};

use crate::future::Future;
use crate::method;
use crate::pipeline;
use crate::prepare::Rotation;
use crate::rfm;
use crate::segmentation::{self, BandTest, JointTest, Prepared, SegmentStability, Shape, Verdict};
use crate::sweep::Swept;
use shoal_cluster::{Method, Settings, Value};
use shoal_kernel::{Labels, Points};
use std::borrow::Cow;

/// Most numbers of clusters that structure is looked for with.
const MOST_K: usize = 10;

/// Shares of the refits in which a member stays: from which on it is core, below which it is uncertain.
const CORE: f64 = 0.9;
const UNCERTAIN: f64 = 0.6;

/// How a member is called who stays in such a share of the refits: `core`, `border` or `uncertain`.
pub fn certainty(stays: f64) -> &'static str {
    match stays {
        _ if stays >= CORE => "core",
        _ if stays >= UNCERTAIN => "border",
        _ => "uncertain",
    }
}

/// What the verdict is about.
pub(crate) struct Case<'a> {
    pub(crate) prepared: &'a pipeline::Prepared,
    pub(crate) swept: &'a Swept,
    /// The segment of each row.
    pub(crate) segment_of_row: &'a [usize],
}

/// The verdict on a segmentation, and for each member the share of the refits in which it stays in its segment, as far as asked.
pub(crate) fn verdict(case: &Case<'_>, future: Option<&Future>) -> (Verdict, Vec<Option<f64>>) {
    let bands = band_tests(case);
    let joint = joint_test(case);
    let found = joint.as_ref().is_some_and(Joint::found);
    let structure = match &joint {
        None => "too_few",
        Some(_) if found => "joint",
        Some(_) if bands.iter().any(|band| band.found) => "bands",
        Some(_) => "none",
    };
    let labels = segments_in_order(case);
    let several = labels.clusters() > 1;
    let borders =
        if several { borders(&case.prepared.points, &labels, case.prepared.plan.spec.seed) } else { Vec::new() };
    let stability = if several { segment_stability(case, &labels) } else { None };
    let rows = case.prepared.points.rows();
    let stays = stability.as_ref().map_or_else(|| vec![None; rows], |stability| stability.of_members(rows));
    let real_borders = borders.iter().filter(|border| border.real).count();
    let mut verdict = Verdict {
        structure: structure.into(),
        called: if structure == "none" { "tiers".into() } else { "segments".into() },
        answers: Vec::new(),
        joint: joint.map(shown),
        bands,
        stability: stability.map(in_segments),
        real_borders,
        neighbours: borders.len(),
        borders: borders
            .into_iter()
            .map(|Border { between, p, real }| segmentation::Border { between, p, real })
            .collect(),
        statements: Vec::new(),
    };
    verdict.statements = tell::statements(case.prepared.table.unit, &verdict, &case.swept.sweep);
    verdict.answers = answers::answers(&verdict, &case.swept.sweep, future);
    (verdict, stays)
}

/// The segments as labels: their places are numbers without a gap.
fn segments_in_order(case: &Case<'_>) -> Labels {
    let labels = case.segment_of_row.iter().map(|&segment| segment as u32).collect();
    Labels::new(labels).unwrap_or_else(|_| Labels::renumbered(&vec![0; case.segment_of_row.len()]))
}

fn joint_test(case: &Case<'_>) -> Option<Joint> {
    let ks: Vec<usize> = (2..=MOST_K).collect();
    // Numbers come first, then the columns of each category, then those that say where a number is missing.
    let steps = &case.prepared.recipe.steps;
    let widths: Vec<usize> = steps.iter().filter(|step| step.category().is_some()).map(|step| step.columns()).collect();
    let missing = steps.iter().filter(|step| step.missing().is_some()).count();
    let points = without_last(&case.prepared.scaled, missing);
    let finish = |points: Points| match case.prepared.plan.spec.pca {
        Some(keep) => Rotation::fit(&points, keep).and_then(|rotation| rotation.apply(&points)).ok(),
        None => Some(points),
    };
    joint(&points, &widths, &ks, case.prepared.plan.spec.seed, finish)
}

/// The points without so many of their last columns: that a filled-in value is the median exactly where another column says so is known
/// beforehand, and is no structure.
fn without_last(points: &Points, columns: usize) -> Cow<'_, Points> {
    let kept = points.columns() - columns;
    let values = || points.iter().flat_map(|row| row[..kept].iter().copied()).collect();
    match columns {
        0 => Cow::Borrowed(points),
        _ => Points::new(values(), kept).map_or(Cow::Borrowed(points), Cow::Owned),
    }
}

fn shown(joint: Joint) -> JointTest {
    let test = |test: NullTest| segmentation::NullTest {
        p: test.p,
        tables: test.tables,
        k: test.k,
        deviations: test.deviations,
    };
    JointTest { members: joint.rows, level: joint::LEVEL, copula: test(joint.copula), cloud: joint.gaussian.map(test) }
}

fn band_tests(case: &Case<'_>) -> Vec<BandTest> {
    let numbers: Vec<_> = case
        .prepared
        .recipe
        .steps
        .iter()
        .filter_map(|step| match step {
            Prepared::Number(step) => Some((step, case.prepared.table.column(&step.feature)?)),
            Prepared::Category(_) | Prepared::Missing(_) => None,
        })
        .collect();
    let features: Vec<(Vec<f64>, &Shape)> =
        numbers.iter().map(|(step, column)| (column.present().collect(), &step.shape)).collect();
    let tested = bands(&features, case.prepared.plan.spec.seed);
    let shown = numbers.iter().zip(tested).filter_map(|((step, column), bands)| {
        let Bands { dip, p, found } = bands?;
        Some(BandTest { feature: step.feature.clone(), label: column.card.label.clone(), dip, p, found })
    });
    shown.collect()
}

fn segment_stability(case: &Case<'_>, labels: &Labels) -> Option<Stability> {
    let card = method::find(&case.swept.sweep.method).ok()?;
    // Segments that are rules are not found, so nothing is found again.
    let chosen = case.swept.sweep.chosen.filter(|_| card.id != rfm::METHOD.id)?;
    stability(&Found {
        card,
        settings: settings(card, case, chosen),
        points: &case.prepared.points,
        labels,
        seed: case.prepared.plan.spec.seed,
    })
}

/// The settings of the chosen fit.
fn settings(card: &Method, case: &Case<'_>, chosen: usize) -> Settings {
    let row = &case.swept.sweep.rows[chosen];
    let given = method::settings(card, &case.prepared.plan.spec, case.prepared.table.rows());
    let tried = row.parameters.iter().fold(given, |all, (name, value)| all.with(name, Value::from(value)));
    let told_k = card.parameters.iter().any(|parameter| parameter.name == "n_clusters");
    let by_k = told_k && tried.get("height").is_none();
    if by_k { tried.with("n_clusters", row.k as f64) } else { tried }
}

fn in_segments(found: Stability) -> segmentation::Stability {
    let mut kinds = vec![(0usize, 0usize, 0usize); found.jaccard.len()];
    for (&stays, &segment) in found.stays.iter().zip(&found.labels) {
        let (members, core, uncertain) = &mut kinds[segment as usize];
        *members += 1;
        *core += usize::from(stays >= CORE);
        *uncertain += usize::from(stays < UNCERTAIN);
    }
    let segments = found.jaccard.iter().zip(kinds).map(|(&jaccard, (members, core, uncertain))| SegmentStability {
        jaccard,
        core: core as f64 / members.max(1) as f64,
        uncertain: uncertain as f64 / members.max(1) as f64,
    });
    let ends = |pick: fn(f64, f64) -> f64| found.jaccard.iter().copied().reduce(pick).unwrap_or(0.0);
    segmentation::Stability {
        resamples: found.resamples,
        members: found.rows,
        rand: found.rand,
        without_structure: found.without_structure,
        range: (ends(f64::min), ends(f64::max)),
        segments: segments.collect(),
    }
}
