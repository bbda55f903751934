//! Tables as nobody wishes for: huge, tiny, repeated, constant, all but equal. The fuzz tests of several crates draw from here.
#![allow(dead_code, unreachable_pub, reason = "each test takes what it needs")]

use std::ops::Range;

use proptest::prelude::*;
use proptest::test_runner::RngSeed;
use shoal_kernel::Points;

/// Values that methods take, the ends among them.
pub const SOUND: [f64; 20] = [
    0.0,
    -0.0,
    5e-324,
    -1e-310,
    1e-300,
    1e-200,
    1e-155,
    -1e-140,
    1e-9,
    1.0,
    1.0 + f64::EPSILON,
    -1.0,
    3.0,
    1e6,
    1e6 + 1e-9,
    1e15,
    1e100,
    1e139,
    1e140,
    -1e140,
];

/// Values that methods refuse.
pub const REFUSED: [f64; 7] = [f64::NAN, f64::INFINITY, f64::NEG_INFINITY, 1.001e140, -1e300, f64::MAX, f64::MIN];

/// How the values of a table are made.
#[derive(Clone, Copy, Debug)]
enum Flavour {
    /// Evenly from −10 to 10.
    Even,
    /// The same far from 0, where few digits are left of it.
    Offset(f64),
    /// The same, times this.
    Scaled(f64),
    /// One of a few whole numbers.
    Grid,
    /// All equal.
    Constant,
    /// All but equal.
    Steps,
    /// Anything of [`SOUND`].
    Mixed,
}

fn flavour() -> impl Strategy<Value = Flavour> {
    prop_oneof![
        2 => Just(Flavour::Even),
        2 => prop::sample::select(vec![1e6, -1e9, 1e16, 1e139]).prop_map(Flavour::Offset),
        2 => prop::sample::select(vec![1e-324, 1e-310, 1e-200, 1e-155, 1e-100, 1e50, 1e100, 1e139]).prop_map(Flavour::Scaled),
        2 => Just(Flavour::Grid),
        1 => Just(Flavour::Constant),
        1 => Just(Flavour::Steps),
        3 => Just(Flavour::Mixed),
    ]
}

fn value(flavour: Flavour, (uniform, pick): (f64, usize)) -> f64 {
    let even = 20.0 * uniform - 10.0;
    match flavour {
        Flavour::Even => even,
        Flavour::Offset(offset) => (offset + even).clamp(-1e140, 1e140),
        Flavour::Scaled(scale) => even * scale,
        Flavour::Grid => (pick % 3) as f64,
        Flavour::Constant => 0.1,
        Flavour::Steps => 7.0 + (pick % 3) as f64 * 1e-15,
        Flavour::Mixed => SOUND[pick % SOUND.len()],
    }
}

/// So many rows and columns of values that methods take; now and then one column of each flavour, and repeated rows.
pub fn table(rows: Range<usize>, columns: Range<usize>) -> impl Strategy<Value = Points> {
    (rows, columns).prop_flat_map(|(rows, columns)| {
        let flavours = prop_oneof![
            2 => flavour().prop_map(move |flavour| vec![flavour; columns]),
            1 => prop::collection::vec(flavour(), columns),
        ];
        let raw = prop::collection::vec((0.0..1.0, 0usize..1000), rows * columns);
        let repeats = prop::option::weighted(0.3, prop::collection::vec(0..rows.max(1), rows));
        (flavours, raw, repeats).prop_map(move |(flavours, raw, repeats)| {
            let values = raw.iter().enumerate().map(|(at, &raw)| value(flavours[at % columns], raw)).collect();
            let points = Points::new(values, columns).unwrap();
            repeats.map_or(points.clone(), |repeats| points.select(&repeats))
        })
    })
}

/// The same with one value that methods refuse, and its place.
pub fn refused_table(rows: Range<usize>, columns: Range<usize>) -> impl Strategy<Value = (Points, (usize, usize))> {
    (table(rows, columns), any::<prop::sample::Index>(), prop::sample::select(REFUSED.to_vec())).prop_map(
        |(points, at, refused)| {
            let (mut values, columns) = (points.values().to_vec(), points.columns());
            let at = at.index(values.len());
            values[at] = refused;
            (Points::new(values, columns).unwrap(), (at / columns, at % columns))
        },
    )
}

/// So many cases, always the same ones.
pub fn config(cases: u32) -> ProptestConfig {
    ProptestConfig { cases, rng_seed: RngSeed::Fixed(20250607), failure_persistence: None, ..ProptestConfig::default() }
}
