//! One pass over the histories: each is told once, and every wanted feature reads it.
//!
//! Blocks of histories are scanned at the same time, and their results joined in the order of the blocks.

use super::{Apart, ApartReason};
use crate::histories::Histories;
use crate::history::{History, Room};
use crate::lines::Lines;
use rayon::prelude::*;
use shoal_kernel::parallel::map_blocks;

/// A number of a row; `None` where it is not defined.
pub(super) type Number<'a> = &'a (dyn Fn(&History<'_>) -> Option<f64> + Sync);

/// What a pass found.
#[derive(Default)]
pub(super) struct Scan {
    /// The histories that become rows.
    pub(super) rows: Vec<usize>,
    /// The others.
    pub(super) apart: Vec<Apart>,
    /// Per number: one value per row, NaN where it is not defined.
    pub(super) values: Vec<Vec<f64>>,
    /// Net revenue of each row.
    pub(super) revenue_minor: Vec<i128>,
    /// The category on which most of each row was spent; empty without categories.
    pub(super) favourites: Vec<u32>,
}

/// Scans all histories of `lines`.
pub(super) fn scan(lines: &Lines, histories: &Histories<'_>, numbers: &[Number<'_>]) -> Scan {
    let mut blocks = map_blocks(histories.len(), |ats| {
        let values = numbers.iter().map(|_| Vec::with_capacity(ats.len())).collect();
        let mut block = Scan { values, ..Scan::default() };
        let mut room = Room::default();
        for at in ats.filter(|&at| histories.has_begun(at)) {
            let history = histories.get(at).in_room(room);
            block.add(lines, (histories, at), &history, numbers);
            room = history.leave();
        }
        block
    });
    if blocks.len() == 1 {
        return blocks.remove(0);
    }
    let values = (0..numbers.len()).into_par_iter().map(|number| {
        let parts: Vec<&[f64]> = blocks.iter().map(|block| block.values[number].as_slice()).collect();
        parts.concat()
    });
    let mut whole = Scan { values: values.collect(), ..Scan::default() };
    for block in &mut blocks {
        whole.rows.append(&mut block.rows);
        whole.apart.append(&mut block.apart);
        whole.revenue_minor.append(&mut block.revenue_minor);
        whole.favourites.append(&mut block.favourites);
    }
    whole
}

impl Scan {
    fn add(
        &mut self,
        lines: &Lines,
        (histories, at): (&Histories<'_>, usize),
        history: &History<'_>,
        numbers: &[Number<'_>],
    ) {
        if let Some(reason) = apart(lines, histories, at, history) {
            return self.apart.push(Apart {
                customer: lines.customers.ids[histories.customer(at)].clone(),
                order: histories.order(at),
                reason,
                revenue_minor: history.net_minor(),
            });
        }
        self.rows.push(at);
        self.revenue_minor.push(history.net_minor());
        for (values, number) in self.values.iter_mut().zip(numbers) {
            values.push(number(history).unwrap_or(f64::NAN));
        }
        if lines.known.category {
            self.favourites.push(history.favourite_category());
        }
    }
}

/// Why a history becomes no row; without transactions all do.
fn apart(lines: &Lines, histories: &Histories<'_>, at: usize, history: &History<'_>) -> Option<ApartReason> {
    if !lines.known.transactions {
        return None;
    }
    match (history.purchases().next().is_some(), history.net_minor() < 0) {
        (false, _) if histories.has_purchase_before_window(at) => Some(ApartReason::OutsideWindow),
        (false, _) => Some(ApartReason::NoPurchase),
        (true, true) => Some(ApartReason::ReturnsExceedPurchases),
        (true, false) => None,
    }
}
