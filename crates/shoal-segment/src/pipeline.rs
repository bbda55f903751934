//! The whole way from lines to segments, as one page of calls.

use crate::advice::{self, Subject};
use crate::decide::{self, Made};
use crate::describe;
use crate::error::Error;
use crate::explore;
use crate::lines::Lines;
use crate::model::{self, Member, ScoringModel};
use crate::money::Amount;
use crate::name::{self, Nameless};
use crate::pictures;
use crate::prepare;
use crate::privacy;
use crate::profile::{self, Baseline};
use crate::receipt::Receipt;
use crate::segmentation::{ApartGroup, Base, Segment, Segmentation, Verdict};
use crate::spec::Spec;
use crate::statement::Statement;
use crate::sweep::{self, Swept};
use crate::table::{Apart, ApartReason, FeatureTable};
use shoal_kernel::Points;

/// How many members nearest to the centre a segment shows.
const TYPICAL: usize = 3;

/// What is to be segmented, and how.
pub struct Job<'a> {
    /// The transactions.
    pub lines: &'a Lines,
    /// What became of every row.
    pub receipt: &'a Receipt,
    /// The settings.
    pub spec: &'a Spec,
    /// Whether the as-of day of the lines was given by the user.
    pub as_of_given: bool,
}

/// Everything that came out.
pub struct Segmented {
    /// The account for people and for `run.json`.
    pub segmentation: Segmentation,
    /// The customers and their features.
    pub table: FeatureTable,
    /// One per customer of the table: segment, distance, confidence.
    pub members: Vec<Member>,
    /// Customers in no segment.
    pub apart: Vec<Apart>,
    /// Scores new customers.
    pub model: ScoringModel,
}

/// Segments the customers of a job; `stage` hears what is being done.
pub fn segment(job: &Job<'_>, stage: &dyn Fn(&str)) -> Result<Segmented, Error> {
    let plan = job.spec.check(job.lines)?;
    stage("computing features");
    let (table, apart) = FeatureTable::build(job.lines);
    if table.rows() == 0 {
        return Err(nobody(job.lines, &apart));
    }
    let baseline = Baseline::new(&table);
    let recipe = prepare::fit(&table, &plan)?;
    let scaled = recipe.scaled(&table)?;
    let points = recipe.rotated(scaled.clone())?;
    let swept = sweep::sweep(&points, &plan, stage)?;
    stage("describing segments");
    let groups = groups(&table, &swept);
    let members = model::members(&groups, &swept.fitted, &points)?;
    let exploration = explore::explore(&table, &baseline, &plan);
    let base = base(job.lines, &table, &baseline);
    let clustered: Vec<String> = recipe.steps.iter().map(|step| step.feature().to_string()).collect();
    let segments = segments(
        &Described { lines: job.lines, table: &table, baseline: &baseline, base: &base, clustered: &clustered },
        &groups,
        &members,
        &swept,
    );
    let segment_of_row: Vec<usize> = members.iter().map(|member| member.segment).collect();
    let components = plan.spec.pca.and_then(|keep| recipe.components(keep));
    let made = Made {
        plan: &plan,
        dated: job.lines.known.transactions,
        as_of_given: job.as_of_given,
        table: &table,
        exploration: &exploration,
        recipe: &recipe,
        components: components.as_ref(),
        sweep: &swept.sweep,
    };
    let segmentation = Segmentation {
        shoal_version: env!("CARGO_PKG_VERSION").into(),
        as_of: job.lines.known.transactions.then_some(table.as_of),
        seed: plan.spec.seed,
        fingerprint: table.fingerprint.clone(),
        receipt: job.receipt.clone(),
        summary: describe::summary(&base, &segments, &swept.sweep, exploration.largest_customer_share),
        verdict: verdict(segments.len()),
        pictures: pictures::pictures(&table, &plan, &scaled, &segment_of_row, &centres(&scaled, &groups)?),
        decisions: decide::decisions(&made),
        apart: apart_groups(job.lines, &apart),
        base,
        segments,
        exploration,
        recipe: recipe.shown(),
        components: components.clone(),
        sweep: swept.sweep,
    };
    let model = ScoringModel::new(&segmentation, &groups, &swept.fitted, recipe, job.as_of_given);
    Ok(Segmented { segmentation, table, members, apart, model })
}

fn nobody(lines: &Lines, apart: &[Apart]) -> Error {
    Error::input(
        format!(
            "no customer can be segmented: of {} known customers, {} have no purchase up to {} and {} returned more than they bought",
            lines.customers.ids.len(),
            apart.iter().filter(|customer| customer.reason == ApartReason::NoPurchase).count(),
            lines.as_of,
            apart.iter().filter(|customer| customer.reason == ApartReason::ReturnsExceedPurchases).count(),
        ),
        "check that the right files were given, and --as-of",
    )
}

/// One cluster as a segment-to-be.
pub struct Group {
    /// The model's label.
    pub cluster: usize,
    /// Rows of the table.
    pub rows: Vec<usize>,
    /// Net revenue in the smallest unit of money.
    pub revenue_minor: i128,
}

/// The clusters by revenue, largest first; ties (and all, without transactions) by size, then by the first member's id.
fn groups(table: &FeatureTable, swept: &Swept) -> Vec<Group> {
    let members = swept.fitted.labels.placed().1.members().into_iter().enumerate();
    let mut groups: Vec<Group> = members
        .map(|(cluster, rows)| {
            let revenue_minor = rows.iter().map(|&row| table.revenue_minor[row]).sum();
            Group { cluster, rows, revenue_minor }
        })
        .collect();
    groups.sort_by(|a, b| {
        b.revenue_minor
            .cmp(&a.revenue_minor)
            .then(b.rows.len().cmp(&a.rows.len()))
            .then(a.rows.first().cmp(&b.rows.first()))
    });
    groups
}

fn base(lines: &Lines, table: &FeatureTable, baseline: &Baseline) -> Base {
    let orders = table.column("orders").map_or(0, |column| column.present().map(|orders| orders as u64).sum());
    let money = |minor| lines.known.transactions.then_some(Amount { minor, scale: lines.money_scale });
    let days = || lines.lines.iter().map(|line| line.time.day());
    Base {
        customers_known: lines.customers.ids.len(),
        customers: table.rows(),
        revenue: money(table.revenue_minor.iter().sum()),
        orders: lines.known.transactions.then_some(orders),
        first_day: days().min(),
        last_day: days().max(),
        profile: baseline.profile.clone(),
    }
}

/// What segments are described from.
struct Described<'a> {
    lines: &'a Lines,
    table: &'a FeatureTable,
    baseline: &'a Baseline,
    base: &'a Base,
    clustered: &'a [String],
}

fn segments(from: &Described<'_>, groups: &[Group], members: &[Member], swept: &Swept) -> Vec<Segment> {
    let mut segments: Vec<Segment> =
        groups.iter().enumerate().map(|(at, group)| unnamed(from, at, group, members, swept)).collect();
    let cards = from.table.cards();
    let nameless: Vec<Nameless<'_>> = segments
        .iter()
        .map(|segment| Nameless {
            id: &segment.id,
            customers: segment.customers,
            profile: &segment.profile,
            categories: &segment.categories,
        })
        .collect();
    let names = if segments.len() == 1 {
        vec![("All customers".into(), Vec::new())]
    } else {
        name::name(&nameless, &cards, from.clustered)
    };
    for (at, (segment, (name, facts))) in segments.iter_mut().zip(names).enumerate() {
        (segment.name, segment.name_facts) = (name, facts);
        segment.advice = advice::advise(&Subject {
            place: at,
            customers: segment.customers,
            profile: &segment.profile,
            base: &from.base.profile,
            cards: &cards,
        });
        segment.description = describe::segment(at, segment, from.base, &cards, from.clustered);
    }
    segments
}

/// A segment with its numbers, before words.
fn unnamed(from: &Described<'_>, at: usize, group: &Group, members: &[Member], swept: &Swept) -> Segment {
    let total = from.base.revenue.map_or(0, |revenue| revenue.minor);
    let scale = from.lines.money_scale;
    let confidences: Vec<f64> = group.rows.iter().filter_map(|&row| members[row].confidence).collect();
    Segment {
        id: format!("S{}", at + 1),
        cluster: group.cluster,
        name: String::new(),
        name_facts: Vec::new(),
        customers: group.rows.len(),
        share: group.rows.len() as f64 / from.table.rows() as f64,
        revenue: from.base.revenue.map(|_| Amount { minor: group.revenue_minor, scale }),
        revenue_share: (total > 0).then(|| group.revenue_minor as f64 / total as f64),
        largest_customer_share: largest_share(from.table, &group.rows),
        description: Vec::new(),
        advice: Vec::new(),
        profile: from.baseline.group(from.table, &group.rows),
        categories: from.table.attributes.iter().map(|attribute| profile::categories(attribute, &group.rows)).collect(),
        silhouette: swept.silhouette.as_ref().and_then(|s| s.per_cluster.get(group.cluster).copied()),
        confidence: (!confidences.is_empty()).then(|| confidences.iter().sum::<f64>() / confidences.len() as f64),
        typical_customers: typical(from.table, group, members),
    }
}

/// Share of the revenue of the customers in `rows` that the largest of them brings.
fn largest_share(table: &FeatureTable, rows: &[usize]) -> Option<f64> {
    let revenue = || rows.iter().map(|&row| table.revenue_minor[row]);
    let (largest, all) = (revenue().max()?, revenue().sum::<i128>());
    (all > 0).then(|| largest as f64 / all as f64)
}

/// The members nearest to the centre, as they may be shown.
fn typical(table: &FeatureTable, group: &Group, members: &[Member]) -> Vec<String> {
    let mut rows: Vec<usize> = group.rows.clone();
    rows.sort_by(|&a, &b| members[a].distance.total_cmp(&members[b].distance).then(a.cmp(&b)));
    rows.iter().take(TYPICAL).map(|&row| privacy::shown(&table.customers[row])).collect()
}

/// The mean point of every group.
fn centres(points: &Points, groups: &[Group]) -> Result<Points, Error> {
    let means: Vec<f64> = groups
        .iter()
        .flat_map(|group| {
            let part = points.select(&group.rows);
            shoal_kernel::moments::column_means(&part)
        })
        .collect();
    Points::new(means, points.columns()).map_err(Error::bug)
}

fn verdict(segments: usize) -> Verdict {
    let said = "The structure was not tested: k-means divides any customers into as many groups as it is asked for, and \
                whether these would be found again in other customers of the same kind is not known.";
    let one = "All customers are treated as one segment; whether there are groups among them was not tested.";
    Verdict {
        structure: "not_tested".into(),
        statements: vec![Statement::new().say(if segments == 1 { one } else { said })],
    }
}

fn apart_groups(lines: &Lines, apart: &[Apart]) -> Vec<ApartGroup> {
    let of = |reason: ApartReason| {
        let customers: Vec<&Apart> = apart.iter().filter(|customer| customer.reason == reason).collect();
        (!customers.is_empty()).then(|| ApartGroup {
            reason: reason.code().into(),
            words: reason.words().into(),
            customers: customers.len(),
            revenue: Amount {
                minor: customers.iter().map(|customer| customer.revenue_minor).sum(),
                scale: lines.money_scale,
            },
        })
    };
    ApartReason::ALL.into_iter().filter_map(of).collect()
}
