//! The segments: an overview, then each with its description, advice and categories, then the profiles.

use super::table::table;
use super::{escaped, sentences};
use crate::panel::{how, notable_key, shown_shares};
use crate::sample;
use crate::text;
use crate::view::View;
use shoal_segment::segmentation::{CategoryProfile, FeatureProfile, Segment};

/// Writes the part.
pub(super) fn write(out: &mut String, view: &View<'_>) {
    let segments = &view.run.segments;
    out.push_str("## Segments\n\n");
    if segments.is_empty() {
        out.push_str(&format!("No {} could be put into a segment; the receipt says why.\n\n", view.one()));
        return;
    }
    let members = format!(">{}", text::capitalised(view.many()));
    let mut headers = vec!["Segment", members.as_str(), ">Share"];
    if view.has_transactions() {
        headers.extend([">Revenue", ">Share of revenue"]);
    }
    let silhouette = format!(">{}", sample::heading(&view.run.sweep));
    headers.extend([silhouette.as_str(), ">Confidence", "First advice"]);
    out.push_str(&table(&headers, &segments.iter().map(overview).collect::<Vec<_>>()));
    if let Some(sentence) = sample::chosen_sentence(&view.run.sweep, view.run.unit) {
        out.push_str(&format!("{sentence}\n\n"));
    }
    for segment in segments {
        card(out, view, segment);
    }
    profiles(out, view);
}

/// Id and name.
fn title(segment: &Segment) -> String {
    format!("{} {}", escaped(&segment.id), escaped(&segment.name))
}

fn overview(segment: &Segment) -> Vec<String> {
    let mut cells = vec![title(segment), text::count(segment.members), text::share(segment.share)];
    if let Some(revenue) = segment.revenue {
        cells.extend([text::money(revenue), text::share(segment.revenue_share)]);
    }
    cells.extend([
        text::index(segment.silhouette),
        text::share(segment.confidence),
        segment.advice.first().map_or_else(String::new, |advice| escaped(&advice.title)),
    ]);
    cells
}

fn card(out: &mut String, view: &View<'_>, segment: &Segment) {
    out.push_str(&format!("### {}\n\n", title(segment)));
    if !segment.description.is_empty() {
        out.push_str(&format!("{}\n\n", sentences(&segment.description)));
    }
    let levels: Vec<String> = segment
        .profile
        .iter()
        .filter(|profile| view.prepared(&profile.feature).is_some())
        .filter_map(|profile| Some(format!("{} {}", escaped(&view.label(&profile.feature)), profile.level?.word())))
        .collect();
    if !levels.is_empty() {
        out.push_str(&format!("Against all {}: {}.\n\n", view.many(), levels.join(", ")));
    }
    for advice in &segment.advice {
        let test = if advice.is_test { "A test to run. " } else { "" };
        let how = how(advice).map_or_else(String::new, |how| format!(" {}", escaped(&how)));
        out.push_str(&format!(
            "- **{}** — {test}{} *{}*{how}\n",
            escaped(&advice.title),
            escaped(&advice.action),
            escaped(&advice.reason.text)
        ));
    }
    if !segment.advice.is_empty() {
        out.push('\n');
    }
    for category in segment.categories.iter().filter(|category| !category.top.is_empty()) {
        out.push_str(&shares(view, category));
    }
    if !segment.typical_members.is_empty() {
        let title = text::plural(segment.typical_members.len(), &format!("Typical {}", view.one()));
        out.push_str(&format!("{title}: {}.\n\n", escaped(&segment.typical_members.join(", "))));
    }
    if !segment.border_members.is_empty() {
        out.push_str(&format!("At the border: {}.\n\n", escaped(&segment.border_members.join(", "))));
    }
}

fn shares(view: &View<'_>, category: &CategoryProfile) -> String {
    let values: Vec<String> = shown_shares(category)
        .into_iter()
        .map(|(value, mark)| {
            let mark = if mark.is_empty() { String::new() } else { format!(" {mark}") };
            let (own, all) = (text::share(value.share), text::share(value.base_share));
            format!("{} {own}{mark} (all {all})", escaped(&value.value))
        })
        .collect();
    let key = notable_key(view, category).unwrap_or_default();
    format!("{}: {}{key}.\n\n", escaped(&text::capitalised(&text::words(&category.attribute))), values.join(", "))
}

fn profiles(out: &mut String, view: &View<'_>) {
    if view.features().is_empty() {
        return;
    }
    out.push_str(&format!("## Profiles\n\nMedian in original units, with the level against all {}. ", view.many()));
    out.push_str(&format!("{}\n\n", view.level_rule()));
    let names: Vec<String> = view.run.segments.iter().map(|segment| format!(">{}", escaped(&segment.id))).collect();
    let mut headers = vec!["Feature"];
    headers.extend(names.iter().map(String::as_str));
    let all = format!(">All {}", view.many());
    headers.push(&all);
    let rows: Vec<Vec<String>> = view
        .features()
        .iter()
        .enumerate()
        .map(|(i, feature)| {
            let mut row = vec![escaped(&feature.card.label)];
            row.extend(view.run.segments.iter().map(|segment| median(segment.profile.get(i))));
            row.push(median(view.run.base.profile.get(i)));
            row
        })
        .collect();
    out.push_str(&table(&headers, &rows));
    out.push_str(&format!("{} means undefined: no {} of the segment has a value.\n\n", text::UNDEFINED, view.one()));
}

fn median(profile: Option<&FeatureProfile>) -> String {
    let value = text::quantity(profile.and_then(|profile| profile.median));
    match profile.and_then(|profile| profile.level) {
        Some(level) => format!("{value} {}", level.word()),
        None => value,
    }
}
