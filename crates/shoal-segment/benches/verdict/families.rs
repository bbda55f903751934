//! Families of tables whose truth is known.

use shoal_kernel::{Points, Stream};

use crate::answer::Answer;

#[path = "planted.rs"]
#[allow(dead_code, reason = "whole tables are asked for by the simulation of borders alone")]
pub(crate) mod planted;
use planted::apart;

/// A kind of table.
pub(crate) struct Family {
    pub(crate) name: &'static str,
    /// Numbers of rows to draw.
    sizes: &'static [usize],
    /// What there is to find.
    pub(crate) truth: Answer,
    /// Whether it is not always found.
    pub(crate) hard: bool,
    /// How many groups there are, where several features set them apart.
    pub(crate) groups: Option<usize>,
    columns: usize,
    row: fn(usize, &mut Stream) -> Vec<f64>,
    /// Whether each column is put into an order of its own at the end.
    shuffled: bool,
}

const SIZES: &[usize] = &[200, 1000, 5000];
const THOUSAND: &[usize] = &[1000];

impl Family {
    const fn new(name: &'static str, columns: usize, row: fn(usize, &mut Stream) -> Vec<f64>) -> Self {
        Self { name, sizes: SIZES, truth: Answer::None, hard: false, groups: None, columns, row, shuffled: false }
    }

    const fn with(name: &'static str, truth: Answer, columns: usize, row: fn(usize, &mut Stream) -> Vec<f64>) -> Self {
        Self { sizes: THOUSAND, truth, ..Self::new(name, columns, row) }
    }

    /// Numbers of rows to draw, up to the largest.
    pub(crate) fn sizes_up_to(&self, largest: usize) -> impl Iterator<Item = usize> {
        self.sizes.iter().copied().filter(move |&size| size <= largest)
    }

    /// Table `number` of this family.
    pub(crate) fn draw(&self, rows: usize, number: u64) -> Points {
        let mut stream = Stream::new(number, rows as u64);
        let mut table: Vec<Vec<f64>> = (0..rows).map(|row| (self.row)(row, &mut stream)).collect();
        if self.shuffled {
            for column in 0..self.columns {
                let mut values: Vec<f64> = table.iter().map(|row| row[column]).collect();
                stream.shuffle(&mut values);
                table.iter_mut().zip(values).for_each(|(row, value)| row[column] = value);
            }
        }
        Points::new(table.concat(), self.columns).expect("whole rows")
    }
}

/// All of them: first those without structure.
pub(crate) fn all() -> Vec<Family> {
    vec![
        Family::new("none: one cloud", 6, |_, s| (0..6).map(|_| s.normal()).collect()),
        Family::new("none: correlated cloud", 6, |_, s| {
            let (a, b) = (s.normal(), s.normal());
            (0..6).map(|i| 0.8 * a + 0.4 * b * f64::from(i % 2) + 0.5 * s.normal()).collect()
        }),
        Family::new("none: log-normal", 5, |_, s| (0..5).map(|_| (1.0 + s.normal()).exp()).collect()),
        Family::new("none: even box", 4, |_, s| (0..4).map(|_| s.uniform()).collect()),
        Family::new("none: counts", 5, |_, s| {
            (0..5).map(|i| if i < 3 { poisson(0.7 + 2.0 * f64::from(i), s) } else { spread_counts(6.0, s) }).collect()
        }),
        Family { shuffled: true, ..Family::new("none: shuffled shop", 5, |_, s| shop(s)) },
        Family {
            groups: Some(3),
            ..Family::with("joint: 3 groups, 5 sd, d = 2", Answer::Joint, 2, |row, s| apart(row % 3, 5.0, 2, s))
        },
        Family {
            groups: Some(3),
            ..Family::with("joint: 3 groups, 5 sd, d = 8", Answer::Joint, 8, |row, s| apart(row % 3, 5.0, 8, s))
        },
        Family {
            groups: Some(5),
            ..Family::with("joint: 5 groups, 5 sd, d = 2", Answer::Joint, 2, |row, s| apart(row % 5, 5.0, 2, s))
        },
        Family {
            groups: Some(5),
            ..Family::with("joint: 5 groups, 5 sd, d = 8", Answer::Joint, 8, |row, s| apart(row % 5, 5.0, 8, s))
        },
        Family {
            hard: true,
            groups: Some(3),
            ..Family::with("joint: 3 groups, 3 sd, d = 2", Answer::Joint, 2, |row, s| apart(row % 3, 3.0, 2, s))
        },
        Family {
            hard: true,
            groups: Some(3),
            ..Family::with("joint: 3 groups, 3 sd, d = 8", Answer::Joint, 8, |row, s| apart(row % 3, 3.0, 8, s))
        },
        Family::with("bands: one skewed feature", Answer::Bands, 4, |row, s| {
            let group = if row % 3 == 0 { 5.0 } else { 2.0 };
            vec![(group + 0.5 * s.normal()).exp(), s.normal(), s.normal(), s.normal()]
        }),
    ]
}

/// Customers of a shop: days since the last purchase, orders, revenue, basket, share of returns; they depend on each other.
fn shop(stream: &mut Stream) -> Vec<f64> {
    let keen = stream.normal();
    let orders = 1.0 + poisson((0.8 * keen).exp(), stream);
    let basket = (3.0 + 0.3 * keen + 0.6 * stream.normal()).exp();
    let days = (-(1.0 - stream.uniform()).ln() * 120.0 / orders).floor();
    let returned = if stream.uniform() < 0.8 { 0.0 } else { (stream.uniform() * 20.0).floor() / 100.0 };
    vec![days, orders, (orders * basket * 100.0).round() / 100.0, (basket * 100.0).round() / 100.0, returned]
}

fn poisson(mean: f64, stream: &mut Stream) -> f64 {
    let (limit, mut product, mut count) = ((-mean).exp(), stream.uniform(), 0.0);
    while product > limit {
        product *= stream.uniform();
        count += 1.0;
    }
    count
}

/// A negative binomial count: Poisson with a mean that is exponential.
fn spread_counts(mean: f64, stream: &mut Stream) -> f64 {
    let own = -(1.0 - stream.uniform()).ln() * mean;
    poisson(own, stream)
}
