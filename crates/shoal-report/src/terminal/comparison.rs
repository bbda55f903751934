//! Several methods side by side.

use super::wrap::sentence;
use crate::sheet;
use crate::text;
use shoal_segment::segmentation::Comparison;

/// The table of methods with how long each took (where that was measured), why any was not fitted, and which is best.
pub fn comparison(comparison: &Comparison, times: Option<&[String]>, width: usize) -> String {
    let mut out = sheet::methods(comparison, times).terminal(width);
    for row in &comparison.rows {
        if let Some(refused) = &row.refused {
            out.push_str(&format!("{} was not fitted: {}\n", row.name, text::plain(refused)));
        }
    }
    out + &sentence(&comparison.reason, width)
}
