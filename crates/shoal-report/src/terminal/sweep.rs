//! Every candidate that was tried, and the choice.

use super::wrap::sentence;
use crate::sample;
use crate::sheet;
use shoal_segment::feature::Unit;
use shoal_segment::segmentation::Sweep;

/// The table of all candidates, what there is to say about samples, and the sentence why this one was taken; `unit` is what
/// was clustered, `width` the room in characters.
pub fn sweep(sweep: &Sweep, unit: Unit, width: usize) -> String {
    let mut out = if sweep.rows.is_empty() { String::new() } else { sheet::sweep(sweep, unit).terminal(width) };
    if let Some(sentence) = sample::sentence(sweep, unit) {
        out.push_str(&format!("{sentence}\n"));
    }
    let remarks = sweep.remarks.iter().map(|remark| &remark.said);
    out.extend([&sweep.reason].into_iter().chain(remarks).map(|said| sentence(said, width)));
    out
}
