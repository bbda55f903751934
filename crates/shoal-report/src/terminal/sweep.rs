//! Every candidate that was tried, and the choice.

use crate::sample;
use crate::sheet;
use crate::text;
use shoal_segment::feature::Unit;
use shoal_segment::segmentation::Sweep;

/// The table of all candidates, what there is to say about samples, and the sentence why this one was taken; `unit` is what
/// was clustered, `width` the room in characters.
pub fn sweep(sweep: &Sweep, unit: Unit, width: usize) -> String {
    let mut out = if sweep.rows.is_empty() { String::new() } else { sheet::sweep(sweep, unit).terminal(width) };
    if let Some(sentence) = sample::sentence(sweep, unit) {
        out.push_str(&format!("{sentence}\n"));
    }
    out.push_str(&text::plain(&sweep.reason.text));
    out.push('\n');
    for remark in &sweep.remarks {
        out.push_str(&format!("{}\n", text::plain(&remark.said.text)));
    }
    out
}
