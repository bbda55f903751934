//! The colours: eight for segments, and a few quiet ones for everything else.
//!
//! The eight were searched for so that every one has a contrast of at least 3 : 1 on white (WCAG 2.2, graphics) and every
//! two stay apart for readers with protanopia, deuteranopia and tritanopia (smallest distance 19 in CIE Lab after the
//! simulation of Machado et al. 2009). They are never the only carrier: each segment also has a marker shape and its id.

/// Colours of segments, in the order of the number in the segment's id.
pub(crate) const SEGMENTS: [&str; 8] =
    ["#0661aa", "#e7700e", "#00a861", "#c74b8c", "#233447", "#488bf9", "#855f1a", "#821e29"];

/// Text in figures.
pub(crate) const INK: &str = "#33404d";
/// Axes and ticks.
pub(crate) const AXIS: &str = "#8a949e";
/// Grid lines.
pub(crate) const GRID: &str = "#e8ebee";
/// Bars and lines that belong to no segment.
pub(crate) const NEUTRAL: &str = "#75879a";
/// What stands out without belonging to a segment: outliers, the chosen k.
pub(crate) const ACCENT: &str = "#a8321a";

/// Relative luminance of `#rrggbb` (WCAG 2.2).
#[cfg(test)]
pub(crate) fn luminance(colour: &str) -> f64 {
    let channel = |at: usize| {
        let c = f64::from(u8::from_str_radix(&colour[at..at + 2], 16).unwrap()) / 255.0;
        if c <= 0.040_45 { c / 12.92 } else { ((c + 0.055) / 1.055).powf(2.4) }
    };
    0.2126 * channel(1) + 0.7152 * channel(3) + 0.0722 * channel(5)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_colour_is_seen_on_white() {
        for colour in SEGMENTS.into_iter().chain([INK, AXIS, NEUTRAL, ACCENT]) {
            let contrast = 1.05 / (luminance(colour) + 0.05);
            assert!(contrast >= 3.0, "{colour}: {contrast:.2}");
        }
    }
}
