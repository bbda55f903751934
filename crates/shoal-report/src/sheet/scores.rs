//! The scores of RFM: which values get which, and how many members have each.

use super::Sheet;
use crate::text;
use crate::view::View;
use shoal_segment::evidence::ScoredMeasure;

/// One row per measure, a column per score.
pub(crate) fn scores(view: &View<'_>, found: &[ScoredMeasure]) -> Sheet {
    let mut sheet = Sheet::new();
    sheet.words("Measure", found.iter().map(|measure| view.label(&measure.feature)).collect());
    for score in 1..=5 {
        let cells = found.iter().map(|measure| cell(measure, score)).collect();
        sheet.numbers(&format!("Score {score}"), cells);
    }
    sheet
}

/// The values that get a score, and in brackets how many members have it.
fn cell(measure: &ScoredMeasure, score: usize) -> String {
    let place = if measure.fewer_is_better { 5 - score } else { score - 1 };
    let border = |at: usize| text::quantity(measure.borders[at]);
    let values = match place {
        0 => format!("up to {}", border(0)),
        4 => format!("above {}", border(3)),
        _ if measure.borders[place - 1] == measure.borders[place] => "none".to_owned(),
        _ => format!("above {} to {}", border(place - 1), border(place)),
    };
    format!("{values} ({})", text::count(measure.members[score - 1]))
}

/// How to read it.
pub(crate) const SCORES_CAPTION: &str = "Which values get which score, and in brackets how many have it. The borders are the fifths of these tables, kept in the \
     model for new ones; equal values always share a score, so where many are equal some scores do not occur.";
