//! An exploration on the terminal: every part that has something to say, under its heading.

use super::table::within;
use super::{cohorts, trend};
use crate::text;
use crate::view::{BaseView, with_unit};
use shoal_segment::segmentation::{Distribution, Explored};

/// Widest name of a feature.
const NAME: usize = 26;

/// Columns of a small histogram.
const BARS: usize = 10;

/// Most members that are named beside an outlying feature.
const MOST_NAMED: usize = 3;

/// Relations from this strength on stand out; and so many of them are listed at most.
const STRONG: f64 = 0.5;
const MOST_RELATIONS: usize = 10;

/// Everything that an exploration found; at most `width` characters wide where its words allow it.
pub fn explored(explored: &Explored, width: usize) -> String {
    let view = BaseView::of(explored);
    let mut out = head(explored);
    for statement in &view.exploration.statements {
        out.push_str(&format!("  - {}\n", text::plain(&statement.text)));
    }
    part(&mut out, "Features", &features(view, width));
    part(&mut out, "Quantiles and tails", &quantiles(view, width));
    part(&mut out, "Outliers", &outliers(view));
    part(&mut out, "Nearly constant or redundant", &findings(view));
    part(&mut out, "Relations that stand out", &relations(view, width));
    part(&mut out, "Over time", &trend::trend(view.exploration.trend.as_ref(), width));
    part(&mut out, "Who came back", &cohorts::cohorts(view.exploration.cohorts.as_ref(), width));
    out
}

fn head(explored: &Explored) -> String {
    let base = &explored.base;
    let day = explored.as_of.map_or_else(String::new, |day| format!(" as of {day}"));
    let mut facts = vec![text::counted(base.members, explored.unit.one()) + &day];
    facts.extend(base.revenue.map(|revenue| format!("revenue {}", text::money(revenue))));
    facts.extend(base.orders.map(|orders| text::counted(orders, "order")));
    let days = match (base.first_day, base.last_day) {
        (Some(first), Some(last)) => format!("purchases from {first} to {last}\n"),
        _ => String::new(),
    };
    let apart = explored.apart.iter().map(|group| {
        format!(
            "not among them: {} ({})\n",
            text::counted(group.members, explored.unit.one()),
            text::plain(&group.words)
        )
    });
    format!("{}\n{days}{}", facts.join(", "), apart.collect::<String>())
}

fn part(out: &mut String, title: &str, content: &str) {
    if !content.is_empty() {
        out.push_str(&format!("\n{title}\n{content}"));
    }
}

fn name(feature: &Distribution) -> String {
    text::shortened(&with_unit(&feature.card), NAME)
}

/// A table of the features with their histograms.
fn features(view: BaseView<'_>, width: usize) -> String {
    let gaps = view.features().iter().any(|feature| feature.missing > 0);
    let rows: Vec<Vec<String>> = view.features().iter().map(|feature| feature_row(feature, gaps)).collect();
    let mut headers = vec!["feature"];
    headers.extend(gaps.then_some("missing"));
    headers.extend(["zeros", "mean", "median", "st.dev", "MAD", "skew", "shape"]);
    if rows.is_empty() {
        return String::new();
    }
    let logarithmic = view.features().iter().any(|feature| feature.log_edges);
    let note = if logarithmic { " ×: on a log scale." } else { "" };
    let said =
        format!("  MAD: median distance from the median. Shape: how many {} per range of values.{note}\n", view.many());
    within(&headers, &rows, width) + &said
}

fn feature_row(feature: &Distribution, gaps: bool) -> Vec<String> {
    let found = feature.statistics.as_ref();
    let mut cells = vec![name(feature)];
    cells.extend(gaps.then(|| text::count(feature.missing)));
    cells.push(text::share(found.map(|found| found.zero_share)));
    cells.push(text::quantity(found.and_then(|found| found.mean)));
    cells.push(text::quantity(found.map(|found| found.quantiles[3])));
    cells.push(text::quantity(found.and_then(|found| found.standard_deviation)));
    cells.push(text::quantity(found.map(|found| found.median_absolute_deviation)));
    cells.push(text::quantity(feature.skewness));
    let log = if feature.log_edges { "×" } else { "" };
    cells.push(format!("▕{}▏{log}", bars(&feature.counts, BARS)));
    cells
}

/// Counts as block characters, neighbouring ones together where there are more than `most`.
pub(super) fn bars(counts: &[usize], most: usize) -> String {
    const BLOCKS: [char; 8] = ['▁', '▂', '▃', '▄', '▅', '▆', '▇', '█'];
    let columns = counts.len().min(most);
    let edge = |column: usize| column * counts.len() / columns;
    let sums: Vec<usize> = (0..columns).map(|at| counts[edge(at)..edge(at + 1)].iter().sum()).collect();
    let highest = sums.iter().copied().max().unwrap_or(0).max(1);
    // A bar that is not empty is seen.
    let block = |&sum: &usize| if sum == 0 { ' ' } else { BLOCKS[(sum * 8).div_ceil(highest) - 1] };
    sums.iter().map(block).collect()
}

fn quantiles(view: BaseView<'_>, width: usize) -> String {
    let row = |feature: &Distribution| {
        let found = feature.statistics.as_ref()?;
        let mut cells = vec![name(feature)];
        cells.extend(found.quantiles.map(text::quantity));
        cells.extend([text::quantity(found.tail_weight), text::count(found.distinct)]);
        Some(cells)
    };
    let rows: Vec<Vec<String>> = view.features().iter().filter_map(row).collect();
    let headers = ["feature", "1 %", "5 %", "25 %", "50 %", "75 %", "95 %", "99 %", "tails", "distinct"];
    if rows.is_empty() {
        return String::new();
    }
    let note = "  Tails: how wide the middle 98 % are beside the middle half, 1 for a normal distribution.\n";
    format!("{}{note}", within(&headers, &rows, width))
}

/// Who stands outside, feature by feature.
fn outliers(view: BaseView<'_>) -> String {
    let side = |count: usize, fence: f64, word: &str| {
        (count > 0).then(|| format!("{} {word} {}", text::count(count), text::quantity(fence)))
    };
    let line = |feature: &Distribution| {
        let (low, high) = feature.fences?;
        let sides: Vec<String> = [side(feature.outliers.0, low, "below"), side(feature.outliers.1, high, "above")]
            .into_iter()
            .flatten()
            .collect();
        let named = feature.outlying.iter().take(MOST_NAMED);
        let named: Vec<String> =
            named.map(|one| format!("{} ({})", text::plain(&one.member), text::quantity(one.value))).collect();
        let more = feature.outliers.0 + feature.outliers.1 > named.len();
        let more = if more { ", …" } else { "" };
        (!sides.is_empty()).then(|| format!("  {}: {}: {}{more}\n", name(feature), sides.join(", "), named.join(", ")))
    };
    let lines: String = view.features().iter().filter_map(line).collect();
    if lines.is_empty() {
        return "  None by Tukey's rule: nobody beyond one and a half interquartile ranges from the quartiles.\n"
            .to_owned();
    }
    format!(
        "{lines}  Tukey's rule: beyond one and a half interquartile ranges from the quartiles, on a log scale\n  \
         where a feature is clearly skewed. Farthest first.\n"
    )
}

/// Features that hardly vary, or say the same as another one.
fn findings(view: BaseView<'_>) -> String {
    view.findings().map(|said| format!("  - {}\n", text::plain(&said.text))).collect()
}

/// The strongest relations of two features, of a category and a feature, and of two categories.
fn relations(view: BaseView<'_>, width: usize) -> String {
    let mut found = view.relations();
    let strong = found.iter().filter(|relation| relation.strength >= STRONG).count();
    found.truncate(MOST_RELATIONS.min(strong));
    if found.is_empty() {
        return if view.features().len() < 2 { String::new() } else { format!("  None of {STRONG} or more.\n") };
    }
    let rows: Vec<Vec<String>> = found
        .into_iter()
        .map(|relation| {
            vec![relation.one, relation.other, relation.measure.to_owned(), relation.shown, relation.pearson]
        })
        .collect();
    let table = within(&["", "and", "measure", "value", "Pearson"], &rows, width);
    let more = strong.saturating_sub(MOST_RELATIONS);
    match more {
        0 => table,
        _ => format!("{table}  and {} more of {STRONG} or more\n", text::count(more)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_bar_that_is_not_empty_is_seen() {
        assert_eq!(bars(&[1, 0, 1000, 500], 12), "▁ █▄");
        assert_eq!(bars(&[1, 1, 2, 2, 0, 0], 3), "▄█ ");
        assert_eq!(bars(&[], 12), "");
        assert_eq!(bars(&[0, 0], 12), "  ");
        assert_eq!(bars(&[7; 30], 12).chars().count(), 12);
    }
}
