//! The verdict's questions with their answers, and how sure each segment is.

use super::Sheet;
use crate::text;
use shoal_segment::segmentation::{Answer, SegmentStability, Segmentation};

/// What the columns mean.
pub(crate) const VERDICT_CAPTION: &str = "Found again: mean Jaccard similarity of the segment and what is most like it when the \
    method is fitted again to resamples (above 0.85 very well, below 0.6 not). Core members stay in at least nine of ten refits, \
    uncertain ones in fewer than six. A border is real where a valley runs along it, else a convenience.";

/// The questions and their answers; `None` where nothing was asked.
pub(crate) fn answers(run: &Segmentation) -> Option<Sheet> {
    let answers = &run.verdict.answers;
    let each = |read: fn(&Answer) -> &str| answers.iter().map(|answer| read(answer).to_owned()).collect();
    let mut sheet = Sheet::new();
    sheet.words("Question", each(|answer| &answer.question));
    sheet.words("Answer", each(|answer| &answer.answer));
    sheet.words("By these numbers", each(|answer| &answer.numbers.text));
    (!answers.is_empty()).then_some(sheet)
}

/// A row for each segment; `None` where nothing was asked of single segments.
pub(crate) fn verdict(run: &Segmentation) -> Option<Sheet> {
    let verdict = &run.verdict;
    if verdict.stability.is_none() && verdict.borders.is_empty() {
        return None;
    }
    let places = 0..run.segments.len();
    let mut sheet = Sheet::new();
    sheet.words("Segment", run.segments.iter().map(|segment| segment.id.clone()).collect());
    if let Some(stability) = &verdict.stability {
        let each = |read: fn(&SegmentStability) -> String| -> Vec<String> {
            places.clone().map(|place| stability.segments.get(place).map(read).unwrap_or_default()).collect()
        };
        sheet.numbers("Found again", each(|segment| text::index(Some(segment.jaccard))));
        if let Some(reference) = stability.without_structure {
            let same = places.clone().map(|_| text::index(Some(reference))).collect();
            sheet.numbers("On tables without groups", same);
        }
        sheet.numbers("Core members", each(|segment| text::share(segment.core)));
        sheet.detail("Uncertain members", each(|segment| text::share(segment.uncertain)));
    }
    let beside = |place: usize, real: bool| {
        let borders = verdict.borders.iter().filter(|border| border.real == real);
        let others = borders.filter_map(|border| match border.between {
            (a, b) if a == place => Some(b),
            (a, b) if b == place => Some(a),
            _ => None,
        });
        let codes: Vec<&str> = others.filter_map(|other| run.segments.get(other)).map(|it| it.id.as_str()).collect();
        if codes.is_empty() { text::UNDEFINED.to_owned() } else { codes.join(", ") }
    };
    sheet.words("Real border with", places.clone().map(|place| beside(place, true)).collect());
    sheet.words("By convenience apart from", places.map(|place| beside(place, false)).collect());
    Some(sheet)
}
