//! Step 4: what customers did after the cut.

use crate::date::Day;
use crate::lines::{Kind, Line, Lines};
use crate::money::Scale;
use crate::table::FeatureTable;
use std::collections::HashSet;

/// How many outcomes are looked at.
pub(super) const COUNT: usize = 4;
/// Their codes: the first decides.
pub(super) const CODES: [&str; COUNT] = ["log_revenue", "revenue", "orders", "retained"];
/// The place of *bought at all*.
pub(super) const RETAINED: usize = 3;

/// What a customer did after the cut.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct After {
    /// Purchases less returns, in the smallest unit of money; negative when only returns came.
    pub(super) net_minor: i128,
    /// Orders with a purchase.
    pub(super) orders: usize,
}

/// The outcomes of all customers of a table.
pub(super) struct Outcomes {
    /// One per row of the table.
    pub(super) after: Vec<After>,
    /// Per row every outcome with mean 0 and, over all rows, a sum of squares of 1: so a share of variance is a sum of squares. All 0
    /// where everybody has the same.
    pub(super) scaled: Vec<[f64; COUNT]>,
    /// Whether they differ at all.
    pub(super) varies: [bool; COUNT],
    /// The standard deviation of *bought at all*, times the root of the number of rows.
    pub(super) retained_scale: f64,
}

impl Outcomes {
    /// What the customers of `table` did in `lines` after `cut` and until `until`. Time O(n log m).
    pub(super) fn of(lines: &Lines, table: &FeatureTable, cut: Day, until: Day) -> Self {
        let of_row = |id: &str| match lines.customers.ids.binary_search_by(|other| other.as_str().cmp(id)) {
            Ok(customer) => After::of(lines.of_customer(customer), cut, until),
            Err(_) => After::default(),
        };
        let after = table.customers.iter().map(of_row).collect();
        Self::from_after(after, lines.money_scale)
    }

    /// The outcomes behind what was counted.
    pub(super) fn from_after(after: Vec<After>, scale: Scale) -> Self {
        let mut scaled = vec![[0.0; COUNT]; after.len()];
        for (row, after) in scaled.iter_mut().zip(&after) {
            let revenue = scale.to_f64(after.net_minor);
            *row = [revenue.max(0.0).ln_1p(), revenue, after.orders as f64, f64::from(u8::from(after.orders > 0))];
        }
        let lengths: [f64; COUNT] = std::array::from_fn(|outcome| centre_and_scale(&mut scaled, outcome));
        Self { after, scaled, varies: lengths.map(|length| length > 0.0), retained_scale: lengths[RETAINED] }
    }

    /// How many customers bought again.
    pub(super) fn retained(&self) -> usize {
        self.after.iter().filter(|after| after.orders > 0).count()
    }

    /// The share of customers who bought again.
    pub(super) fn retention(&self) -> f64 {
        self.retained() as f64 / self.after.len().max(1) as f64
    }
}

impl After {
    fn of(lines: &[Line], cut: Day, until: Day) -> Self {
        let mut orders = HashSet::new();
        let mut net_minor = 0;
        for line in lines.iter().filter(|line| (cut.next()..=until).contains(&line.time.day())) {
            match line.kind {
                Kind::Purchase => {
                    net_minor += i128::from(line.amount);
                    orders.insert(line.order);
                }
                Kind::Return => net_minor -= i128::from(line.amount),
            }
        }
        Self { net_minor, orders: orders.len() }
    }
}

/// Brings one outcome to mean 0 and sum of squares 1; the root of the sum of squares before, 0 where all are alike.
fn centre_and_scale(rows: &mut [[f64; COUNT]], outcome: usize) -> f64 {
    let largest = rows.iter().fold(0.0_f64, |largest, row| largest.max(row[outcome].abs()));
    let mean = rows.iter().map(|row| row[outcome]).sum::<f64>() / rows.len().max(1) as f64;
    rows.iter_mut().for_each(|row| row[outcome] -= mean);
    let length = rows.iter().map(|row| row[outcome] * row[outcome]).sum::<f64>().sqrt();
    let alike = length <= 1e-12 * largest * (rows.len() as f64).sqrt();
    rows.iter_mut().for_each(|row| row[outcome] = if alike { 0.0 } else { row[outcome] / length });
    if alike { 0.0 } else { length }
}
