//! Why a member is in its segment: what one thing does to a typical member, and what is left without it.

use super::variants::{Thing, typical, with};
use super::{Placed, Reason, Subject};
use crate::error::Error;
use crate::feature::given;
use crate::model::Member;
use crate::statement::Form;
use crate::table::FeatureTable;

/// All reasons with a weight, the weightiest first.
pub(super) fn reasons(subject: &Subject<'_>) -> Result<Vec<Reason>, Error> {
    let usual = typical(subject.own, subject.table, subject.baseline);
    let from = subject.model.score(&usual)?[0];
    let mut found = Vec::new();
    for thing in things(subject) {
        let without = subject.model.score(&with(subject.own, &usual, thing))?[0];
        let alone = subject.model.score(&with(&usual, subject.own, thing))?[0];
        let towards = |member: Member| towards(subject, member);
        let weight = (towards(alone) - towards(from) + towards(subject.member) - towards(without)) / 2.0;
        let (Some(value), Some(typical)) = (shown(subject.own, thing), shown(&usual, thing)) else { continue };
        let (feature, label) = named(subject.own, thing);
        let [alone, without] = [alone, without].map(|member| Placed::of(subject.model, member));
        found.extend((weight > 0.0).then_some(Reason { feature, label, value, typical, weight, alone, without }));
    }
    found.sort_by(|a: &Reason, b| b.weight.total_cmp(&a.weight));
    Ok(found)
}

/// How clearly somebody is in the member's segment: their confidence there, below 0 elsewhere.
fn towards(subject: &Subject<'_>, member: Member) -> f64 {
    let confidence = member.confidence.unwrap_or(1.0);
    if member.segment == subject.member.segment { confidence } else { -confidence }
}

/// What the segments are made of.
fn things(subject: &Subject<'_>) -> Vec<Thing> {
    let categories = subject.model.recipe.steps.iter().filter(|step| step.category().is_some());
    let attributes = &subject.table.attributes;
    let place = |name: &str| attributes.iter().rposition(|attribute| given::name(&attribute.name) == name);
    let categories = categories.filter_map(|step| place(step.feature())).map(Thing::Category);
    subject.numbers().into_iter().map(Thing::Number).chain(categories).collect()
}

/// The name of a thing, and that for people.
fn named(own: &FeatureTable, thing: Thing) -> (String, String) {
    match thing {
        Thing::Number(at) => (own.columns[at].card.name.clone(), own.columns[at].card.label.clone()),
        Thing::Category(at) => (given::name(&own.attributes[at].name), own.attributes[at].name.clone()),
    }
}

/// A thing of a one-row table as text; `None` where it is missing.
fn shown(own: &FeatureTable, thing: Thing) -> Option<String> {
    match thing {
        Thing::Number(at) => own.columns[at].get(0).map(|value| Form::Quantity.show(value)),
        Thing::Category(at) => own.attributes[at].levels.get(own.attributes[at].codes[0] as usize).cloned(),
    }
}
