//! Shades for tables whose cells are coloured by a number: a diverging scale from blue over white to amber.
//!
//! Blue and amber stay apart for colour-blind readers, both ends are light enough for dark text, and a cell always holds its
//! number as text as well.

/// The colours of the ends and the middle: red, green, blue.
const LOW: [f64; 3] = [92.0, 156.0, 208.0];
const MIDDLE: [f64; 3] = [247.0, 247.0, 245.0];
const HIGH: [f64; 3] = [226.0, 133.0, 42.0];

/// The shade of a position between −1 (blue), 0 (white) and 1 (amber), as `#rrggbb`.
pub(crate) fn diverging(position: f64) -> String {
    let position = if position.is_finite() { position.clamp(-1.0, 1.0) } else { 0.0 };
    let end = if position < 0.0 { LOW } else { HIGH };
    let mix = |i: usize| (MIDDLE[i] + (end[i] - MIDDLE[i]) * position.abs()).round() as u8;
    format!("#{:02x}{:02x}{:02x}", mix(0), mix(1), mix(2))
}

/// The ends of the scale of densities.
const THIN: [f64; 3] = [206.0, 221.0, 235.0];
const THICK: [f64; 3] = [20.0, 62.0, 105.0];

/// The shade of a density between 0 (light blue) and 1 (dark blue), as `#rrggbb`; it carries no text.
pub(crate) fn dense(position: f64) -> String {
    let position = if position.is_finite() { position.clamp(0.0, 1.0) } else { 0.0 };
    let mix = |i: usize| (THIN[i] + (THICK[i] - THIN[i]) * position).round() as u8;
    format!("#{:02x}{:02x}{:02x}", mix(0), mix(1), mix(2))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::figure::palette::luminance;

    #[test]
    fn text_is_readable_on_every_shade() {
        for step in -20..=20 {
            let shade = diverging(f64::from(step) / 20.0);
            let contrast = (luminance(&shade) + 0.05) / (luminance("#1d2730") + 0.05);
            assert!(contrast >= 4.5, "{shade}: {contrast}");
        }
        assert_eq!(diverging(f64::NAN), diverging(0.0));
        assert_ne!(diverging(-1.0), diverging(1.0));
    }
}
