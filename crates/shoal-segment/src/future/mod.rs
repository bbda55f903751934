//! Do the segments matter: segments of what was known up to a day, held against what their customers did after it.
//!
//! **What it finds.** How much of the variance of customers' next revenue and orders lies between segments that were made without any
//! knowledge of them; whether that is more than random segments of the same sizes reach; and how the segments stand beside two things
//! that everybody can have without clustering: the published RFM segments, and the cells of RFM quintiles.
//!
//! **When to use it, and when not.** Whenever there are transactions over a time that is long enough; it is part of every run. It says
//! whether segments *foretell*, which is one use of them; segments by taste or by region may be good for something else. It looks at
//! one cut of one history: a season after the cut is in the answer.
//!
//! **How it works.** All of this is done with all customers, or with an even sample of 10,000 ([`Sample`]).
//! 1. [`Period`]: how long the history is and how often customers buy, hence how much of its end is held out: 90 days, more where the
//!    median gap between purchases is longer, less where that would be more than a fourth of the history, never less than the gap.
//! 2. The table of features as of that day (`FeatureTable::snapshots`): what came later is not in it, returns included. 100 customers
//!    are needed, and 30 of them who bought later; otherwise the answer is why it was not tested.
//! 3. `grouping`: the run's own method, with its settings and the number of segments that it chose, prepared and fitted again on that
//!    table; the shipped RFM table *ten*; one group per combination of RFM scores.
//! 4. `outcome`: what every customer did later: net revenue, orders, whether they bought at all; ln(1 + revenue) because a few large
//!    customers decide the variance of the plain one.
//! 5. `explained`: eta², the share of an outcome's variance between groups, beside what chance gives, (k − 1) / (n − 1); and the
//!    adjusted share, from products of a customer's outcome and the mean of the *others* of the group, which no number of groups flatters.
//! 6. `permutation`: 999 random orders of the outcomes. *Better than random* is p ≤ 0.05 of eta² of ln(1 + revenue), which is the one
//!    test; the p of the other outcomes are shown as they are.
//! 7. `paired`: the adjusted shares of the segments and of a baseline, product by product, on 999 resamples of the customers: *better* and
//!    *worse* are said only where the 95 % interval of the difference has one sign.
//! 8. `told`: the sentences.
//!
//! **Cost.** Time O(n log n) for the features and the fit, and O(999 × n) for permutations and for resamples, n at most 10,000.
//!
//! **Randomness.** The seed of the run decides the permutations and resamples, each with a stream of its own; the same for any number of
//! threads.
//!
//! **Edges.** Nobody bought later, everybody the same, one segment, no transactions, orders instead of customers: not tested, with the
//! reason. An outcome in which all agree has no share. A customer alone in a group adds nothing to the adjusted share.
//!
//! **What is not held out.** The features, the transforms and the number of segments are those that the run decided on with the whole
//! history; their values, scales and fits are those of the day. Columns of the customers' table have no date, so that they are as they
//! are today: where such columns made the segments, it is said.
//!
//! **Differences from SciPy.** eta² is that of a one-way analysis of variance, and p that of `scipy.stats.permutation_test` with
//! `alternative="greater"`; reference values of both are held by a test.
//!
//! **References.** Anderson (2001), doi:10.1111/j.1442-9993.2001.01070.pp.x (permutation tests of variance between groups); Phipson &
//! Smyth (2010), doi:10.2202/1544-6115.1585 (why p is never 0); Efron & Tibshirani (1993), doi:10.1007/978-1-4899-4541-9 (percentile
//! intervals); Fader, Hardie & Lee (2005), doi:10.1509/jmkr.2005.42.4.415 (calibration and holdout periods).

mod answer;
mod explained;
mod grouping;
mod hold_out;
mod named;
mod outcome;
mod paired;
mod period;
mod permutation;
mod sample;
mod told;
mod untested;
mod weighed;

#[cfg(test)]
mod tests;

pub use answer::{Explained, Future, GroupingAfter, RandomAfter, SegmentAfter, Tested};
pub use hold_out::HoldOut;
pub use paired::Difference;
pub use period::Period;
pub use sample::Sample;

use crate::error::Error;
use crate::feature::{Family, Unit};
use crate::lines::Lines;
use crate::segmentation::Sweep;
use crate::spec::{Plan, Spec};
use crate::table::{FeatureTable, Wish};
use outcome::Outcomes;
use untested::Untested;

/// The p from which on an outcome is not told from chance.
pub const LEVEL: f64 = 0.05;
/// Customers of whom all lines are kept.
const CUSTOMERS_KEPT: usize = 10_000;

/// Of how many customers a run with these settings keeps all lines.
pub(crate) fn customers_kept(spec: &Spec) -> usize {
    match (spec.unit, spec.hold_out) {
        (Unit::Order, _) | (_, HoldOut::None) => 0,
        _ => CUSTOMERS_KEPT,
    }
}

/// Holds the segments that `sweep` chose against what came after a day; `None` where the plan says that nothing is held out.
///
/// `header` is what all lines have in common, `sample` are customers with all of theirs.
///
/// # Errors
/// A fault of the program; whatever the data lack is an answer.
pub fn future(header: &Lines, sample: &Sample, plan: &Plan, sweep: &Sweep) -> Result<Option<Future>, Error> {
    if plan.spec.hold_out == HoldOut::None {
        return Ok(None);
    }
    if let Some(why) = untested::before_looking(header, plan, sweep) {
        return Ok(Some(why.said(None)));
    }
    let lines = sample.lines(header);
    let Some(mut period) = Period::of(&lines, plan.spec.hold_out) else {
        return Ok(Some(Untested::NoLines.said(None)));
    };
    let Some(cut) = period.as_of else { return Ok(Some(Untested::TooShort.said(Some(period)))) };
    let Some(table) = as_of(&lines, plan, cut) else { return Ok(Some(Untested::TooShort.said(Some(period)))) };
    let outcomes = Outcomes::of(&lines, &table, cut, period.until);
    (period.customers, period.retained) = (table.rows(), outcomes.retained());
    if let Some(why) = untested::after_counting(&period, &outcomes) {
        return Ok(Some(why.said(Some(period))));
    }
    let (segments, names) = match grouping::segments(&table, plan, sweep)? {
        Ok((segments, _)) if segments.labels.clusters() < 2 => return Ok(Some(Untested::OneThen.said(Some(period)))),
        Ok(made) => made,
        Err(why) => return Ok(Some(Untested::NotMade(why).said(Some(period)))),
    };
    let mut groupings = vec![segments];
    groupings.extend(grouping::baselines(&table)?);
    let weighed =
        weighed::Weighed { table: &table, outcomes: &outcomes, scale: header.money_scale, seed: plan.spec.seed };
    let tested = Tested {
        customers_in_tables: sample.customers(),
        customers_looked_at: sample.len(),
        columns_of_today: columns_of_today(plan, &table),
        ..weighed.tested(&groupings, &names)
    };
    Ok(Some(told::said(period, tested)))
}

/// The features on the day of the cut.
fn as_of(lines: &Lines, plan: &Plan, cut: crate::date::Day) -> Option<FeatureTable> {
    let wish = Wish { keep_lines_of: 0, ..plan.wish() };
    FeatureTable::snapshots(lines, &wish, &[cut]).pop().map(|(table, _)| table)
}

/// The clustered columns of the customers' table, which have no date.
fn columns_of_today(plan: &Plan, table: &FeatureTable) -> Vec<String> {
    let favourite = table.unit.favourite_attribute();
    let given =
        plan.features.iter().filter(|feature| feature.family == Family::Given).map(|feature| feature.label.clone());
    let undated = |name: &str| {
        table.category(name).is_some_and(|category| category.context.is_none() && category.name != favourite)
    };
    let categories = plan.categories.iter().filter(|category| undated(&category.name));
    given.chain(categories.map(|category| category.label.clone())).collect()
}
