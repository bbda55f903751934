//! The segments as cards: who they are, what they bring, and what to do about them.

use crate::page::{legend, sentence};
use crate::text;
use crate::view::View;
use maud::{Markup, html};
use shoal_segment::segmentation::{Advice, CategoryProfile, CategoryShare, FeatureProfile, Level, Segment};

/// Draws the panel.
pub(crate) fn draw(view: &View<'_>) -> Option<Markup> {
    let segments = &view.run.segments;
    Some(html! {
        @if segments.is_empty() {
            p { "No " (view.one()) " could be put into a segment; the receipt says why." }
        }
        div.cards {
            @for (position, segment) in segments.iter().enumerate() { (card(view, position, segment)) }
        }
    })
}

fn card(view: &View<'_>, position: usize, segment: &Segment) -> Markup {
    let mark = view.mark(position);
    html! {
        article.card style={ "border-top-color:" (mark.colour) } {
            h3 { (legend::marker(mark, 20)) span.id { (segment.id) } " " (segment.name) }
            div.bars {
                (bar(&format!("of {}", view.many()), &view.counted(segment.members), Some(segment.share), mark.colour))
                @if let Some(revenue) = segment.revenue {
                    (bar("of revenue", &text::money(revenue), segment.revenue_share, mark.colour))
                }
            }
            (sentence::paragraph(&segment.description))
            (levels(view, segment))
            (advice(&segment.advice))
            (details(view, segment))
        }
    }
}

/// A size and its share, as words and as a bar.
fn bar(of: &str, size: &str, share: Option<f64>, colour: &str) -> Markup {
    let width = share.filter(|share| share.is_finite()).map_or(0.0, |share| share.clamp(0.0, 1.0) * 100.0);
    html! {
        div.bar {
            span.size { (size) }
            span.share {
                @match share {
                    Some(share) => { (text::share(share)) " " (of) }
                    None => { "share " (of) " undefined" }
                }
            }
            span.track aria-hidden="true" { span.fill style={ "width:" (format!("{width:.1}")) "%;background:" (colour) } {} }
        }
    }
}

/// The levels of the clustered features and of those the name speaks of, what sets the segment apart most first.
fn levels(view: &View<'_>, segment: &Segment) -> Markup {
    let shown = |profile: &&FeatureProfile| {
        let used = view.prepared(&profile.feature).is_some();
        used || segment.name_facts.iter().any(|fact| fact.feature == profile.feature)
    };
    let chips: Vec<(String, Level)> = by_strength(segment)
        .filter(shown)
        .filter_map(|profile| Some((view.label(&profile.feature), profile.level?)))
        .collect();
    html! {
        @if !chips.is_empty() {
            ul.levels aria-label={ "Levels against all " (view.many()) } {
                @for (label, level) in &chips {
                    li class=(level.word()) { (label) " " b { (arrow(*level)) " " (level.word()) } }
                }
            }
        }
    }
}

/// The profile with what sets the segment apart most first, and what has no effect last.
fn by_strength(segment: &Segment) -> impl Iterator<Item = &FeatureProfile> {
    let strongest = segment.strongest.iter().filter_map(|&at| segment.profile.get(at));
    let others = segment.profile.iter().enumerate().filter(|(at, _)| !segment.strongest.contains(at));
    strongest.chain(others.map(|(_, entry)| entry))
}

fn arrow(level: Level) -> &'static str {
    match level {
        Level::Low => "▼",
        Level::Moderate => "◆",
        Level::High => "▲",
    }
}

fn advice(advice: &[Advice]) -> Markup {
    html! {
        @if !advice.is_empty() {
            div.advice {
                @for item in advice {
                    div {
                        h4 { (item.title) }
                        p { @if item.is_test { b { "A test to run. " } } (item.action) }
                        p.why { (item.reason.text) }
                        @if let Some(how) = how(item) { p.why { (how) } }
                    }
                }
            }
        }
    }
}

/// Through what, and what to measure, where the playbook says so.
pub(crate) fn how(advice: &Advice) -> Option<String> {
    let part = |name: &str, words: &str| (!words.is_empty()).then(|| format!("{name}: {words}."));
    let parts: Vec<String> =
        [part("Through", &advice.channel), part("Measure", &advice.measure)].into_iter().flatten().collect();
    (!parts.is_empty()).then(|| parts.join(" "))
}

fn details(view: &View<'_>, segment: &Segment) -> Markup {
    let categories = segment.categories.iter().filter(|category| !category.top.is_empty());
    html! {
        dl.details {
            @for category in categories { (shares(view, category)) }
            @if !segment.typical_members.is_empty() {
                dt { (text::plural(segment.typical_members.len(), &format!("Typical {}", view.one()))) }
                dd { (segment.typical_members.join(", ")) }
            }
            @if !segment.border_members.is_empty() {
                dt { "At the border" }
                dd { (segment.border_members.join(", ")) }
            }
        }
    }
}

/// The most frequent values, each with its mark, and after them the clearly rarer ones that are not among them.
pub(crate) fn shown_shares(category: &CategoryProfile) -> Vec<(&CategoryShare, &'static str)> {
    let among = |list: &[CategoryShare], value: &str| list.iter().any(|share| share.value == value);
    let mark = |share: &CategoryShare| match (among(&category.over, &share.value), among(&category.under, &share.value))
    {
        (true, _) => "▲",
        (_, true) => "▼",
        _ => "",
    };
    let rest = category.over.iter().chain(&category.under).filter(|share| !among(&category.top, &share.value));
    category.top.iter().chain(rest).map(|share| (share, mark(share))).collect()
}

/// What the marks of [`shown_shares`] say; nothing where no value has one.
pub(crate) fn notable_key(view: &View<'_>, category: &CategoryProfile) -> Option<String> {
    let notable = !(category.over.is_empty() && category.under.is_empty());
    notable.then(|| format!(" · ▲ clearly more, ▼ clearly fewer than of all {}", view.many()))
}

fn shares(view: &View<'_>, category: &CategoryProfile) -> Markup {
    html! {
        dt { (text::words(&category.attribute)) }
        dd {
            @for (i, (value, mark)) in shown_shares(category).into_iter().enumerate() {
                @if i > 0 { ", " }
                span.value {
                    (value.value) " " b { (text::share(value.share)) @if !mark.is_empty() { " " (mark) } }
                    span.muted { " (all " (text::share(value.base_share)) ")" }
                }
            }
            @if let Some(key) = notable_key(view, category) { span.muted { (key) } }
        }
    }
}
