//! Segments and baselines beside what customers did next.

use super::Sheet;
use crate::text;
use shoal_segment::future::{Explained, Future, GroupingAfter, Tested};

/// One row per grouping: what it explains of each outcome, and how the segments stand beside it.
pub(crate) fn groupings(tested: &Tested) -> Sheet {
    let rows = &tested.groupings;
    let each = |read: &dyn Fn(&GroupingAfter) -> String| rows.iter().map(read).collect::<Vec<String>>();
    let of = |outcome: usize, read: fn(&Explained) -> String| {
        each(&|row| row.explained.get(outcome).map_or_else(|| text::UNDEFINED.to_owned(), read))
    };
    let mut sheet = Sheet::new();
    sheet.words("Groups", each(&|row| row.name.clone()));
    sheet.numbers("How many", each(&|row| text::count(row.groups)));
    sheet.numbers("Explains of log revenue", of(0, |found| text::share(found.share)));
    sheet.numbers("By chance", of(0, |found| text::share(found.by_chance)));
    sheet.numbers("p", of(0, |found| text::index(found.p)));
    sheet.numbers("Without chance", of(0, |found| text::share(found.adjusted)));
    sheet.words("These segments explain", each(&standing));
    sheet.numbers("Explains of revenue", of(1, |found| text::share(found.share)));
    sheet.detail("p of revenue", of(1, |found| text::index(found.p)));
    sheet.numbers("Explains of orders", of(2, |found| text::share(found.share)));
    sheet.detail("p of orders", of(2, |found| text::index(found.p)));
    sheet
}

/// How the segments stand beside a grouping: `more (+1.2 to +5.0 %)`.
fn standing(row: &GroupingAfter) -> String {
    let Some(difference) = &row.difference else { return String::new() };
    let word = match difference.verdict.as_str() {
        "better" => "more",
        "worse" => "less",
        _ => "no clear difference",
    };
    format!("{word} ({} to {})", text::share(difference.low), text::share(difference.high))
}

/// One row per segment as of the cut.
pub(crate) fn segments_after(tested: &Tested) -> Sheet {
    let rows = &tested.segments;
    let mut sheet = Sheet::new();
    sheet.words("Segment on that day", rows.iter().map(|row| row.name.clone()).collect());
    sheet.numbers("Customers", rows.iter().map(|row| text::count(row.members)).collect());
    sheet.numbers("Mean revenue before", rows.iter().map(|row| text::quantity(row.revenue_before)).collect());
    sheet.numbers("Bought after", rows.iter().map(|row| text::share(row.retention)).collect());
    sheet.numbers("Lift", rows.iter().map(|row| text::quantity(row.lift)).collect());
    sheet.numbers("Mean revenue after", rows.iter().map(|row| text::quantity(row.revenue)).collect());
    sheet.numbers("Share of revenue after", rows.iter().map(|row| text::share(row.revenue_share)).collect());
    sheet.numbers("Mean orders after", rows.iter().map(|row| text::quantity(row.orders)).collect());
    sheet
}

/// What a reader of both tables must know, with the day of the cut and why it is that.
pub(crate) fn future_caption(future: &Future, tested: &Tested) -> String {
    let cut = future.period.as_ref().and_then(|period| Some((period, period.as_of?, period.days?)));
    let cut = cut.map_or_else(String::new, |(period, as_of, days)| {
        let gap = period.median_gap.map_or_else(String::new, |gap| {
            format!(", and customers buy every {} days (median gap)", text::quantity(gap))
        });
        let why = if period.given {
            "as was asked for".to_owned()
        } else {
            "which is at least the median gap and at most a fourth of the history".to_owned()
        };
        format!(
            "Segments as of {as_of}, outcomes until {}: {days} of {} days are held out, {why}{gap}. ",
            period.until,
            text::count(period.history_days)
        )
    });
    format!(
        "{cut}Explains: the share of the variance between groups (eta²). By chance: what random groups of these sizes explain on \
         average; 95 % of random segments of the sizes of these stay below {}. p: the share of {} random orders of the outcomes, the \
         true one counted, that explain as much. Without chance: the share adjusted for the number of groups; \
         beside it the 95 % interval of the difference over {} resamples of the customers. Log revenue is ln(1 + revenue) after the cut. Lift: the share who bought again over that of all customers. The \
         number of segments and the features are those of the run, chosen with the whole history.",
        text::share(tested.random.high),
        text::count(tested.permutations),
        text::count(tested.resamples),
    )
}
