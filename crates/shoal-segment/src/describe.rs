//! Sentences about segments and about the run as a whole. Every number in them is a fact with its place in `run.json`.

use crate::feature::Unit;
use crate::model::OUTLIERS_ID;
use crate::profile::CLEAR;
use crate::segmentation::{Base, CategoryShare, Comparison, FeatureCard, Segment, Sweep};
use crate::spec::ChooseBy;
use crate::statement::{Form, Statement};
use crate::table::FeatureTable;

/// So many values of attributes that stand out are named in a sentence.
const NOTABLE_VALUES: usize = 3;

/// So many features that set a segment apart are named, where so many members can be compared with others.
const STRONG: usize = 3;
const FEWEST_COMPARED: usize = 5;

/// One member is worth a sentence with this much of a segment's or of all revenue …
const NOTABLE_MEMBER: f64 = 0.25;
/// … which must be this many times what each would bring if all brought the same.
const TIMES_AN_EVEN_SHARE: f64 = 3.0;

/// With fewer members than this, a fifth of them is one or two, and every relation is strong.
const ENOUGH_TO_EXPLORE: usize = 10;

/// What segments are described against.
pub(crate) struct Against<'a> {
    /// What members are.
    pub unit: Unit,
    /// All of them.
    pub base: &'a Base,
    /// What is known about the features.
    pub cards: &'a [FeatureCard],
    /// The names of the clustered features.
    pub clustered: &'a [String],
}

/// What segment number `at` is: its weight, its typical member, and where its members come from.
pub(crate) fn segment(at: usize, segment: &Segment, against: &Against<'_>) -> Vec<Statement> {
    let mut said = vec![weight(at, segment, against.unit), typical(at, segment, against), strong(at, segment, against)];
    said.extend(giant(at, segment));
    said.push(notable_categories(at, segment, against.unit, "over"));
    said.push(notable_categories(at, segment, against.unit, "under"));
    said.retain(|statement| !statement.text.is_empty());
    said
}

fn weight(at: usize, segment: &Segment, unit: Unit) -> Statement {
    let said = Statement::new()
        .count(format!("/segments/{at}/members"), segment.members)
        .say(&format!(" {} (", unit.noun(segment.members)))
        .share(format!("/segments/{at}/share"), segment.share)
        .say(" of the base)");
    let Some(revenue) = segment.revenue else { return said.say(".") };
    let said =
        said.say(" with a revenue of ").number(format!("/segments/{at}/revenue"), revenue.to_f64(), Form::Quantity);
    match segment.revenue_share {
        Some(share) => said.say(" (").share(format!("/segments/{at}/revenue_share"), share).say(" of all revenue)."),
        None => said.say("."),
    }
}

/// The medians of the clustered features and of the money a member brings, beside the base's.
fn typical(at: usize, segment: &Segment, against: &Against<'_>) -> Statement {
    let Against { unit, base, cards, clustered } = against;
    let first = format!("Typical {} (median, all {} in brackets): ", unit.one(), unit.many());
    let mut said = Statement::new();
    for (column, (entry, all)) in segment.profile.iter().zip(&base.profile).enumerate() {
        let shown = entry.feature == unit.value_feature() || clustered.contains(&entry.feature);
        let (true, Some(median), Some(base_median)) = (shown, entry.median, all.median) else {
            continue;
        };
        let label = FeatureCard::find(cards, &entry.feature).map_or(entry.feature.clone(), FeatureCard::spoken);
        let opening = if said.text.is_empty() { first.as_str() } else { ", " };
        said = said
            .say(&format!("{opening}{label} "))
            .number(format!("/segments/{at}/profile/{column}/median"), median, Form::Quantity)
            .say(" (")
            .number(format!("/base/profile/{column}/median"), base_median, Form::Quantity)
            .say(")");
    }
    if said.text.is_empty() { said } else { said.say(".") }
}

/// What sets the segment apart most: clear effects, one of each family of features, the strongest first.
fn strong(at: usize, segment: &Segment, against: &Against<'_>) -> Statement {
    let mut said = Statement::new();
    let mut families = Vec::new();
    for &column in segment.strongest.iter().filter(|_| segment.members >= FEWEST_COMPARED) {
        let entry = &segment.profile[column];
        let card = FeatureCard::find(against.cards, &entry.feature);
        let (Some(effect), Some(share), Some(card)) = (entry.effect, entry.on_that_side, card) else { continue };
        if effect.abs() < CLEAR || families.contains(&card.family) || families.len() == STRONG {
            continue;
        }
        families.push(card.family);
        let opening = if said.text.is_empty() { "Set apart most by " } else { ", " };
        said = said
            .say(&format!("{opening}{} ({} than others in ", card.spoken(), if effect > 0.0 { "more" } else { "less" }))
            .share(format!("/segments/{at}/profile/{column}/on_that_side"), share)
            .say(" of all pairs)");
    }
    if said.text.is_empty() { said } else { said.say(".") }
}

/// The values of attributes that are clearly over- or under-represented, clearest first; `list` is the field of the profile.
fn notable_categories(at: usize, segment: &Segment, unit: Unit, list: &str) -> Statement {
    let over = list == "over";
    let mut found: Vec<(usize, usize, &CategoryShare)> = Vec::new();
    for (attribute, profile) in segment.categories.iter().enumerate() {
        let shares = if over { &profile.over } else { &profile.under };
        found.extend(shares.iter().enumerate().map(|(place, share)| (attribute, place, share)));
    }
    let excess = |share: &CategoryShare| (share.share - share.base_share).abs();
    found.sort_by(|a, b| excess(b.2).total_cmp(&excess(a.2)));
    let mut said = Statement::new();
    for (attribute, place, share) in found.into_iter().take(NOTABLE_VALUES) {
        let opening = match (said.text.is_empty(), over) {
            (true, true) => "More often than others ",
            (true, false) => "Less often than others ",
            (false, _) => ", ",
        };
        let pointer = format!("/segments/{at}/categories/{attribute}/{list}/{place}");
        let name = &segment.categories[attribute].attribute;
        let said_of = said
            .say(&format!("{opening}“{}” as “{name}” (", share.value))
            .share(format!("{pointer}/share"), share.share);
        said = said_of
            .say(" against ")
            .share(format!("{pointer}/base_share"), share.base_share)
            .say(&format!(" of all {})", unit.many()));
    }
    if said.text.is_empty() { said } else { said.say(".") }
}

/// Whether one of so many members brings so much that it is worth a sentence.
fn stands_out(share: f64, members: usize) -> bool {
    share >= NOTABLE_MEMBER && share * members as f64 >= TIMES_AN_EVEN_SHARE
}

/// One member that brings a large part of the segment's revenue.
fn giant(at: usize, segment: &Segment) -> Option<Statement> {
    let share = segment.largest_member_share.filter(|&share| stands_out(share, segment.members))?;
    Some(
        Statement::new()
            .say("One of them alone brings ")
            .share(format!("/segments/{at}/largest_member_share"), share)
            .say(" of the segment's revenue."),
    )
}

/// What the story tells beside the segments.
pub(crate) struct Told<'a> {
    /// What the parts are called.
    pub called: &'a str,
    /// The methods beside each other, where there were several.
    pub comparison: Option<&'a Comparison>,
    /// The choice of their number.
    pub sweep: &'a Sweep,
    /// The share of all revenue that one member brings.
    pub largest: Option<f64>,
}

/// The story in a few sentences. What criteria vote for is for the verdict to say.
pub(crate) fn summary(unit: Unit, base: &Base, segments: &[Segment], told: &Told<'_>) -> Vec<Statement> {
    let mut said = vec![division(unit, base, segments, told.called)];
    said.extend(told.largest.filter(|&share| stands_out(share, base.members)).map(|share| one_giant(unit, share)));
    if segments.len() > 1 {
        said.extend(heaviest(unit, segments).or_else(|| largest_segment(unit, segments)));
        said.extend(dearest(unit, base, segments));
        said.extend(worth_winning_back(unit, segments));
    }
    said.extend(told.comparison.map(|comparison| comparison.reason.clone()));
    let voted = told.sweep.chosen.is_some() && told.sweep.chosen_by == ChooseBy::Consensus.word();
    said.extend((!voted).then(|| told.sweep.reason.clone()));
    said
}

/// One member that brings a large part of all revenue.
fn one_giant(unit: Unit, share: f64) -> Statement {
    Statement::new()
        .say(&format!("One {} alone brings ", unit.one()))
        .share("/exploration/largest_member_share", share)
        .say(" of all revenue.")
}

/// `said`, and what they brought in how many orders, or from how many customers; nothing more without transactions.
fn brought(unit: Unit, base: &Base, said: Statement) -> Statement {
    let (Some(revenue), Some(orders)) = (base.revenue, base.orders) else { return said };
    let said = said.say(" with a revenue of ").number("/base/revenue", revenue.to_f64(), Form::Quantity);
    match unit {
        Unit::Customer => said
            .say(" in ")
            .count("/base/orders", orders as usize)
            .say(&format!(" {}", Unit::Order.noun(orders as usize))),
        Unit::Order => said
            .say(" by ")
            .count("/base/distinct_customers", base.distinct_customers)
            .say(&format!(" {}", Unit::Customer.noun(base.distinct_customers))),
    }
}

fn division(unit: Unit, base: &Base, segments: &[Segment], called: &str) -> Statement {
    let said = Statement::new().count("/base/members", base.members).say(&format!(" {}", unit.noun(base.members)));
    let said = brought(unit, base, said);
    match (segments.len(), base.members) {
        (0 | 1, 1) => said.say(" is one segment."),
        (0 | 1, _) => said.say(" are one segment."),
        _ => {
            let said = said.say(" were divided into ").count("/sweep/k", assigned(segments));
            left_out(said.say(&format!(" {called}")), segments)
        }
    }
}

/// How many segments are the method's own.
fn assigned(segments: &[Segment]) -> usize {
    segments.iter().filter(|segment| segment.cluster.is_some()).count()
}

/// How many are in none of them.
fn left_out(said: Statement, segments: &[Segment]) -> Statement {
    let others = segments.iter().enumerate().filter(|(_, segment)| segment.cluster.is_none());
    let said = others.fold(said, |said, (at, segment)| {
        let fate = if segment.id == OUTLIERS_ID { "set apart as outliers" } else { "unassigned" };
        said.say("; ")
            .count(format!("/segments/{at}/members"), segment.members)
            .say(&format!(" {} {fate}", if segment.members == 1 { "is" } else { "are" }))
    });
    said.say(".")
}

/// Segments are ordered by revenue: the first brings most, unless those who are unassigned bring more together.
fn heaviest(unit: Unit, segments: &[Segment]) -> Option<Statement> {
    let minor = |segment: &Segment| segment.revenue.map(|revenue| revenue.minor);
    let first = segments.first().filter(|first| segments.iter().all(|other| minor(other) <= minor(first)))?;
    Some(
        Statement::new()
            .say(&format!("“{}” ({}) brings the largest part of the revenue: ", first.name, first.id))
            .share("/segments/0/share", first.share)
            .say(&format!(" of the {}, ", unit.many()))
            .share("/segments/0/revenue_share", first.revenue_share?)
            .say(" of the revenue."),
    )
}

/// Without revenue segments are in the order of their sizes.
fn largest_segment(unit: Unit, segments: &[Segment]) -> Option<Statement> {
    let first = segments.first().filter(|first| first.revenue.is_none())?;
    segments.iter().all(|other| other.members <= first.members).then_some(())?;
    let said = Statement::new().say(&format!("“{}” ({}) is the largest: ", first.name, first.id));
    Some(said.share("/segments/0/share", first.share).say(&format!(" of the {}.", unit.many())))
}

/// The segment with the highest revenue per member, when it is not the one that brings most in total.
fn dearest(unit: Unit, base: &Base, segments: &[Segment]) -> Option<Statement> {
    let column = base.profile.iter().position(|entry| entry.feature == unit.value_feature())?;
    let mean = |segment: &Segment| segment.profile[column].mean;
    let all = segments.iter().enumerate();
    let (at, segment) = all.reduce(|best, next| if mean(next.1) > mean(best.1) { next } else { best })?;
    (at > 0 && segment.cluster.is_some()).then_some(())?;
    Some(
        Statement::new()
            .say(&format!("“{}” ({}) has the highest revenue per {}: ", segment.name, segment.id, unit.one()))
            .number(format!("/segments/{at}/profile/{column}/mean"), mean(segment)?, Form::Quantity)
            .say(" on average, against ")
            .number(format!("/base/profile/{column}/mean"), base.profile[column].mean?, Form::Quantity)
            .say(&format!(" over all {}.", unit.many())),
    )
}

/// Less revenue than this share at risk is not worth a sentence in the summary.
const NOTABLE_AT_RISK: f64 = 0.05;

/// The segment that should be won back and has most revenue behind it.
fn worth_winning_back(unit: Unit, segments: &[Segment]) -> Option<Statement> {
    let weighty = |segment: &Segment| segment.cluster.is_some() && segment.revenue_share >= Some(NOTABLE_AT_RISK);
    let (at, segment) = segments.iter().enumerate().filter(|(_, segment)| weighty(segment)).find(|(_, segment)| {
        segment.advice.iter().any(|advice| matches!(advice.code.as_str(), "win_back" | "prevent_loss"))
    })?;
    Some(
        Statement::new()
            .say(&format!("Most at risk is “{}” ({}): ", segment.name, segment.id))
            .share(format!("/segments/{at}/revenue_share"), segment.revenue_share?)
            .say(" of the revenue comes from its ")
            .count(format!("/segments/{at}/members"), segment.members)
            .say(&format!(
                " {}, who {} been away longer than most.",
                unit.noun(segment.members),
                if segment.members == 1 { "has" } else { "have" }
            )),
    )
}

/// What stands out in the base before anything is clustered.
pub(crate) fn exploration(table: &FeatureTable, found: &crate::segmentation::Exploration) -> Vec<Statement> {
    let mut said = Vec::new();
    let enough = table.rows() >= ENOUGH_TO_EXPLORE;
    if let Some(share) = found.top_fifth_revenue_share.filter(|_| enough) {
        said.push(
            Statement::new()
                .say(&format!("The fifth of the {} with the highest revenue brings ", table.unit.many()))
                .share("/exploration/top_fifth_revenue_share", share)
                .say(" of it."),
        );
    }
    said.extend(strongest_relation(table, &found.correlations).filter(|_| enough));
    said.extend(most_outliers(table.unit, found));
    said
}

fn strongest_relation(table: &FeatureTable, correlations: &[Vec<Option<f64>>]) -> Option<Statement> {
    let pairs = (0..correlations.len()).flat_map(|i| (0..i).map(move |j| (j, i)));
    let (i, j, value) = pairs
        .filter_map(|(i, j)| Some((i, j, correlations[i][j]?)))
        .reduce(|best, next| if next.2.abs() > best.2.abs() { next } else { best })?;
    let label = |at: usize| table.columns[at].card.spoken();
    Some(
        Statement::new()
            .say(&format!("Most closely related are {} and {}: rank correlation ", label(i), label(j)))
            .number(format!("/exploration/correlations/{i}/{j}"), value, Form::Index)
            .say("."),
    )
}

fn most_outliers(unit: Unit, found: &crate::segmentation::Exploration) -> Option<Statement> {
    let (at, feature) = found
        .features
        .iter()
        .enumerate()
        .reduce(|best, next| if next.1.outliers.1 > best.1.outliers.1 { next } else { best })?;
    let (_, fence) = feature.fences?;
    (feature.outliers.1 > 0).then(|| {
        Statement::new()
            .say(&format!("Most outliers are in {}: ", feature.card.spoken()))
            .count(format!("/exploration/features/{at}/outliers/1"), feature.outliers.1)
            .say(&format!(
                " {} {} above ",
                unit.noun(feature.outliers.1),
                if feature.outliers.1 == 1 { "lies" } else { "lie" }
            ))
            .number(format!("/exploration/features/{at}/fences/1"), fence, Form::Quantity)
            .say(".")
    })
}
