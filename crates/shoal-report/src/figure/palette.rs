//! The colours: ten for segments, and a few quiet ones for everything else.
//!
//! The ten were searched for so that every one has a contrast of at least 3 : 1 on white (WCAG 2.2, graphics) and every two
//! stay apart, also for readers with protanopia, deuteranopia and tritanopia; the tests here measure both. They are never
//! the only carrier: each segment also has a marker shape, different for each of the ten, and its id.

/// Colours of segments, in the order of the number in the segment's id.
pub(crate) const SEGMENTS: [&str; 10] =
    ["#3367da", "#d97a5b", "#4b6300", "#7b228f", "#b58e00", "#4a2f55", "#00a59a", "#682021", "#dc376f", "#8e8cc8"];

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

/// Red, green and blue of `#rrggbb` as shares of linear light (IEC 61966-2-1).
#[cfg(test)]
fn linear(colour: &str) -> [f64; 3] {
    [1, 3, 5].map(|at| {
        let c = f64::from(u8::from_str_radix(&colour[at..at + 2], 16).unwrap()) / 255.0;
        if c <= 0.040_45 { c / 12.92 } else { ((c + 0.055) / 1.055).powf(2.4) }
    })
}

/// Relative luminance of `#rrggbb` (WCAG 2.2).
#[cfg(test)]
pub(crate) fn luminance(colour: &str) -> f64 {
    let [red, green, blue] = linear(colour);
    0.2126 * red + 0.7152 * green + 0.0722 * blue
}

#[cfg(test)]
mod tests {
    use super::*;

    type Matrix = [[f64; 3]; 3];

    /// Linear sRGB to CIE XYZ under D65 (IEC 61966-2-1).
    const XYZ: Matrix = [
        [0.412_456_4, 0.357_576_1, 0.180_437_5],
        [0.212_672_9, 0.715_152_2, 0.072_175_0],
        [0.019_333_9, 0.119_192_0, 0.950_304_1],
    ];
    /// The white of D65.
    const WHITE: [f64; 3] = [0.950_47, 1.0, 1.088_83];

    /// What a reader without one kind of cones sees, over linear sRGB, at full severity: G. M. Machado, M. M. Oliveira and
    /// L. A. F. Fernandes, "A Physiologically-based Model for Simulation of Color Vision Deficiency", IEEE Transactions on
    /// Visualization and Computer Graphics 15(6), 2009, doi:10.1109/TVCG.2009.113, table of matrices for severity 1.0.
    const DEFICIENCIES: [(&str, Matrix); 3] = [
        (
            "protanopia",
            [
                [0.152_286, 1.052_583, -0.204_868],
                [0.114_503, 0.786_281, 0.099_216],
                [-0.003_882, -0.048_116, 1.051_998],
            ],
        ),
        (
            "deuteranopia",
            [[0.367_322, 0.860_646, -0.227_968], [0.280_085, 0.672_501, 0.047_413], [-0.011_820, 0.042_940, 0.968_881]],
        ),
        (
            "tritanopia",
            [
                [1.255_528, -0.076_749, -0.178_779],
                [-0.078_411, 0.930_809, 0.147_602],
                [0.004_733, 0.691_367, 0.303_900],
            ],
        ),
    ];

    fn times(matrix: &Matrix, vector: [f64; 3]) -> [f64; 3] {
        matrix.map(|row| row.iter().zip(vector).map(|(a, b)| a * b).sum())
    }

    /// CIE L*a*b* of linear sRGB (CIE 15:2004, equations 8.3 to 8.6).
    fn lab(colour: [f64; 3]) -> [f64; 3] {
        let xyz = times(&XYZ, colour);
        let [x, y, z] = [0, 1, 2].map(|i| {
            let t = xyz[i] / WHITE[i];
            if t > 216.0 / 24_389.0 { t.cbrt() } else { (24_389.0 / 27.0 * t + 16.0) / 116.0 }
        });
        [116.0 * y - 16.0, 500.0 * (x - y), 200.0 * (y - z)]
    }

    /// The smallest distance of two segments' colours in L*a*b* (CIE 1976), and which two.
    fn closest(seen: impl Fn([f64; 3]) -> [f64; 3]) -> (f64, &'static str, &'static str) {
        let places = SEGMENTS.map(|colour| lab(seen(linear(colour))));
        let mut found = (f64::INFINITY, "", "");
        for (i, a) in places.iter().enumerate() {
            for (j, b) in places.iter().enumerate().take(i) {
                let distance = a.iter().zip(b).map(|(a, b)| (a - b).powi(2)).sum::<f64>().sqrt();
                if distance < found.0 {
                    found = (distance, SEGMENTS[i], SEGMENTS[j]);
                }
            }
        }
        found
    }

    #[test]
    fn every_colour_is_seen_on_white() {
        for colour in SEGMENTS.into_iter().chain([INK, AXIS, NEUTRAL, ACCENT]) {
            let contrast = 1.05 / (luminance(colour) + 0.05);
            assert!(contrast >= 3.0, "{colour}: {contrast:.2}");
        }
    }

    #[test]
    fn the_colours_of_segments_stay_apart() {
        let (distance, a, b) = closest(|colour| colour);
        assert!(distance >= 35.0, "{a} and {b}: {distance:.1}");
    }

    #[test]
    fn they_stay_apart_for_colour_blind_readers() {
        for (name, matrix) in DEFICIENCIES {
            let (distance, a, b) = closest(|colour| times(&matrix, colour).map(|c| c.clamp(0.0, 1.0)));
            assert!(distance >= 22.5, "{name}: {a} and {b}: {distance:.1}");
        }
    }

    #[test]
    fn the_distance_is_the_known_one() {
        let [l, a, b] = lab(linear("#ff0000"));
        assert!((l - 53.24).abs() < 0.01 && (a - 80.09).abs() < 0.01 && (b - 67.20).abs() < 0.01, "{l} {a} {b}");
        let white = lab(linear("#ffffff"));
        for (name, matrix) in DEFICIENCIES {
            let seen = lab(times(&matrix, linear("#ffffff")));
            assert!(white.iter().zip(seen).all(|(a, b)| (a - b).abs() < 0.1), "{name} keeps white: {seen:?}");
        }
    }
}
