//! The whole way from lines to segments, as one page of calls.

mod explored;
mod group;
mod portrait;
mod set_apart;

pub use explored::explore;
pub use group::Group;
pub use set_apart::SetApart;

use crate::compare::{self, Entry};
use crate::date::Day;
use crate::decide::{self, Made};
use crate::describe::{self, Told};
use crate::error::Error;
use crate::evidence::{self, Exhibit};
use crate::explore;
use crate::feature::Unit;
use crate::feature::own::Own;
use crate::future::{self, Future, Sample};
use crate::lines::Lines;
use crate::model::{self, Member, ScoringModel};
use crate::money::Amount;
use crate::pictures;
use crate::prepare::{self, Recipe};
use crate::profile::Baseline;
use crate::receipt::Receipt;
use crate::rfm;
use crate::segmentation::{ApartGroup, Base, Comparison, LeftOut, PreparedColumn, Segmentation, Verdict};
use crate::spec::{Plan, Remainder, Spec};
use crate::sweep::{self, Ground, Swept};
use crate::table::{Apart, ApartReason, Computed, FeatureTable};
use crate::timeline::Timeline;
use crate::verdict::{self, Case};
use group::{centres, groups};
use portrait::{Described, segments};
use set_apart::Sides;
use shoal_kernel::Points;
use std::collections::HashSet;

/// What is to be segmented, and how.
pub struct Job<'a> {
    /// The transactions, or what all parts of them have in common: lines and customers are not looked at.
    pub lines: &'a Lines,
    /// What became of every row.
    pub receipt: &'a Receipt,
    /// The settings.
    pub spec: &'a Spec,
    /// Features that the user declared.
    pub own: &'a [Own],
    /// The table of segments that the settings name by a file.
    pub rules: Option<rfm::Table>,
    /// Whether the as-of day of the lines was given by the user.
    pub as_of_given: bool,
}

/// Everything that came out.
pub struct Segmented {
    /// The account for people and for `run.json`.
    pub segmentation: Segmentation,
    /// The customers or orders and their features.
    pub table: FeatureTable,
    /// One per row of the table: segment, distance, confidence.
    pub members: Vec<Member>,
    /// For each the share of the refits to resamples in which it stays in its segment; `None` where that was not asked.
    pub stays: Vec<Option<f64>>,
    /// Those in no segment.
    pub apart: Vec<Apart>,
    /// Scores new ones.
    pub model: ScoringModel,
}

/// The members of a job, ready to be clustered.
pub struct Prepared {
    /// The checked settings.
    pub plan: Plan,
    /// The members and their features.
    pub table: FeatureTable,
    /// Who cannot be clustered.
    pub apart: Vec<Apart>,
    /// How many customers are known.
    pub customers_known: usize,
    /// The first and the last day with a line.
    pub days: Option<(Day, Day)>,
    /// What happened over time.
    pub timeline: Option<Timeline>,
    /// How features became points.
    pub recipe: Recipe,
    /// Every number of the recipe before and after.
    pub columns: Vec<PreparedColumn>,
    /// Features that nobody named and that were left out.
    pub left_out: Vec<LeftOut>,
    /// The prepared columns, before any rotation: what pictures and centres speak of.
    pub scaled: Points,
    /// The points: these columns, or their principal components where asked for.
    pub points: Points,
    /// Customers with all their lines, to be looked at again.
    pub sample: Sample,
    /// Who is set apart for values far outside, with the whole table; then `table`, `scaled` and `points` are of the others.
    pub set_apart: Option<SetApart>,
}

impl Prepared {
    /// The rows of the first kind alone, and those of the second set apart.
    fn without(self, (inside, outside): Sides) -> Self {
        Self {
            table: self.table.select(&inside),
            scaled: self.scaled.select(&inside),
            points: self.points.select(&inside),
            set_apart: Some(SetApart { table: self.table, scaled: self.scaled, points: self.points, inside, outside }),
            ..self
        }
    }

    /// What methods are fitted to.
    pub fn ground(&self) -> Ground<'_> {
        Ground { table: &self.table, points: &self.points, plan: &self.plan }
    }
}

/// Checks the settings, before any feature is computed.
pub fn plan(job: &Job<'_>) -> Result<Plan, Error> {
    let mut plan = job.spec.check_with(job.lines, job.own)?;
    plan.rules.clone_from(&job.rules);
    Ok(plan)
}

/// Prepares computed features for the methods.
pub fn prepare(job: &Job<'_>, mut plan: Plan, computed: Computed) -> Result<Prepared, Error> {
    let Computed { table, apart, customers_known, days, timeline, sample, .. } = computed;
    if table.rows() == 0 {
        return Err(nobody(job, &apart));
    }
    let left_out = prepare::select(&table, &mut plan);
    let (recipe, columns) = prepare::fit_shown(&table, &plan)?;
    let scaled = recipe.scaled(&table)?;
    let points = recipe.rotated(scaled.clone())?;
    let whole = Prepared {
        plan,
        table,
        apart,
        customers_known,
        days,
        timeline,
        recipe,
        columns,
        left_out,
        scaled,
        points,
        sample,
        set_apart: None,
    };
    Ok(match SetApart::of(&whole.table, &whole.recipe)? {
        Some(rows) => whole.without(rows),
        None => whole,
    })
}

/// Segments the customers, or the orders, of a job that has all lines; `stage` hears what is being done.
pub fn segment(job: &Job<'_>, stage: &dyn Fn(&str)) -> Result<Segmented, Error> {
    let plan = plan(job)?;
    stage("computing features");
    let computed = Computed::of(job.lines, &plan.wish());
    segment_computed(job, plan, computed, stage)
}

/// Segments those whose features are computed.
pub fn segment_computed(
    job: &Job<'_>,
    plan: Plan,
    computed: Computed,
    stage: &dyn Fn(&str),
) -> Result<Segmented, Error> {
    let prepared = prepare(job, plan, computed)?;
    let found = best(prepared.ground(), stage)?;
    let swept = &found.swept;
    let groups = groups(&prepared.table, swept, prepared.plan.spec.remainder);
    let members = members(&groups, swept, &prepared.points, prepared.plan.spec.remainder)?;
    let segment_of_row: Vec<usize> = members.iter().map(|member| member.segment).collect();
    let future = future::future(job.lines, &prepared.sample, &prepared.plan, &swept.sweep)?;
    stage("testing structure");
    let case = Case { prepared: &prepared, swept, segment_of_row: &segment_of_row };
    let (verdict, stays) = verdict::verdict(&case, future.as_ref());
    let stays = match &prepared.set_apart {
        Some(apart) => apart.spread(&stays),
        None => stays,
    };
    stage("describing segments");
    let (prepared, groups, members) = set_apart::everybody(prepared, groups, members, swept)?;
    account(job, prepared, found, Judged { groups, members, stays, verdict, future })
}

/// What is known of the segments before they are described.
struct Judged {
    groups: Vec<Group>,
    members: Vec<Member>,
    stays: Vec<Option<f64>>,
    verdict: Verdict,
    future: Option<Future>,
}

/// The account of everything: for people, and for scoring.
fn account(job: &Job<'_>, prepared: Prepared, found: Found, judged: Judged) -> Result<Segmented, Error> {
    let (plan, table, recipe, scaled) = (&prepared.plan, &prepared.table, &prepared.recipe, &prepared.scaled);
    let Found { swept, comparison, exhibits } = found;
    let Judged { groups, members, stays, verdict, future } = judged;
    let segment_of_row: Vec<usize> = members.iter().map(|member| member.segment).collect();
    let baseline = Baseline::new(table);
    let exploration = explore::explore(table, &baseline, plan, prepared.timeline.as_ref());
    let base = base(job.lines, table, &baseline, (prepared.customers_known, prepared.days));
    let clustered: Vec<String> = recipe.steps.iter().map(|step| step.feature().to_string()).collect();
    let (lines, clustered) = (job.lines, clustered.as_slice());
    let (playbook, has_groups) = (&plan.playbook, verdict.has_groups());
    let described =
        Described { lines, table, baseline: &baseline, base: &base, clustered, playbook, has_groups, scaled };
    let segments = segments(&described, &groups, &members, &swept);
    let components = plan.spec.pca.and_then(|keep| recipe.components(keep));
    let made = Made {
        plan,
        dated: job.lines.known.transactions,
        as_of_given: job.as_of_given,
        table,
        exploration: &exploration,
        recipe,
        columns: &prepared.columns,
        left_out: &prepared.left_out,
        components: components.as_ref(),
        sweep: &swept.sweep,
        comparison: comparison.as_ref(),
    };
    let told = Told {
        called: &verdict.called,
        comparison: comparison.as_ref(),
        sweep: &swept.sweep,
        largest: exploration.largest_member_share,
    };
    let segmentation = Segmentation {
        shoal_version: env!("CARGO_PKG_VERSION").into(),
        unit: table.unit,
        as_of: job.lines.known.transactions.then_some(table.as_of),
        seed: plan.spec.seed,
        fingerprint: table.fingerprint.clone(),
        receipt: job.receipt.clone(),
        summary: describe::summary(table.unit, &base, &segments, &told),
        verdict,
        future,
        pictures: pictures::pictures(table, plan, scaled, &segment_of_row, &centres(scaled, &groups)?),
        decisions: decide::decisions(&made),
        apart: apart_groups(job, &prepared.apart),
        base,
        segments,
        exploration,
        recipe: recipe.shown(),
        preparation: prepared.columns,
        left_out: prepared.left_out,
        components,
        sweep: swept.sweep.clone(),
        comparison,
        exhibits,
    };
    let model = ScoringModel::new(&segmentation, &groups, &swept, (prepared.recipe, table), job);
    Ok(Segmented { segmentation, table: prepared.table, members, stays, apart: prepared.apart, model })
}

/// Where everybody belongs, by the points that the model was fitted to.
fn members(groups: &[Group], swept: &Swept, points: &Points, remainder: Remainder) -> Result<Vec<Member>, Error> {
    let own = swept.own.as_ref().map_or(points, |own| &own.points);
    model::members(groups, swept.fitted.model.as_ref(), own, remainder)
}

/// What came of the methods.
struct Found {
    swept: Swept,
    comparison: Option<Comparison>,
    exhibits: Vec<Exhibit>,
}

/// The best of the methods that the plan names, the comparison when there are several, and what all of them show.
fn best(ground: Ground<'_>, stage: &dyn Fn(&str)) -> Result<Found, Error> {
    let mut entries: Vec<Entry> =
        ground.plan.methods.iter().map(|&card| (card, sweep::sweep(card, ground, stage))).collect();
    let exhibits = evidence::exhibits(&entries, |swept| {
        let assigned = swept.fitted.model.assign(ground.points).unwrap_or_default();
        assigned.iter().map(|row| row.confidence).collect()
    });
    if entries.len() == 1 {
        return Ok(Found { swept: entries.remove(0).1?, comparison: None, exhibits });
    }
    let (comparison, taken) = compare::compare(&entries, ground.plan)?;
    Ok(Found { swept: entries.swap_remove(taken).1?, comparison: Some(comparison), exhibits })
}

fn nobody(job: &Job<'_>, apart: &[Apart]) -> Error {
    let (unit, as_of) = (job.spec.unit, job.lines.as_of);
    let of = |reason: ApartReason| apart.iter().filter(|other| other.reason == reason).count();
    let before = match (job.spec.window, of(ApartReason::OutsideWindow)) {
        (Some(window), outside) => format!("{outside} bought only before the window of {window}, "),
        (None, _) => String::new(),
    };
    Error::input(
        format!(
            "no {} can be segmented: of {} known {}, {} have no purchase up to {as_of}, {before}and of {} returns exceed purchases",
            unit.one(),
            apart.len(),
            unit.noun(apart.len()),
            of(ApartReason::NoPurchase),
            of(ApartReason::ReturnsExceedPurchases),
        ),
        match job.spec.window {
            Some(_) => "check that the right files were given, --as-of and --window",
            None => "check that the right files were given, and --as-of",
        },
    )
}

fn base(
    lines: &Lines,
    table: &FeatureTable,
    baseline: &Baseline,
    (customers_known, days): (usize, Option<(Day, Day)>),
) -> Base {
    let orders = match table.unit {
        Unit::Customer => table.column("orders").map_or(0, |column| column.present().map(|orders| orders as u64).sum()),
        Unit::Order => table.rows() as u64,
    };
    let customers: HashSet<&str> = table.customers.iter().collect();
    let money = |minor| lines.known.transactions.then_some(Amount { minor, scale: lines.money_scale });
    Base {
        customers_known,
        members: table.rows(),
        distinct_customers: customers.len(),
        revenue: money(table.revenue_minor.iter().sum()),
        orders: lines.known.transactions.then_some(orders),
        first_day: days.map(|days| days.0),
        last_day: days.map(|days| days.1),
        profile: baseline.profile.clone(),
    }
}

fn apart_groups(job: &Job<'_>, apart: &[Apart]) -> Vec<ApartGroup> {
    let of = |reason: ApartReason| {
        let members: Vec<&Apart> = apart.iter().filter(|other| other.reason == reason).collect();
        (!members.is_empty()).then(|| ApartGroup {
            reason: reason.code().into(),
            words: reason.words(job.spec.unit).into(),
            members: members.len(),
            revenue: Amount {
                minor: members.iter().map(|other| other.revenue_minor).sum(),
                scale: job.lines.money_scale,
            },
        })
    };
    ApartReason::ALL.into_iter().filter_map(of).collect()
}
