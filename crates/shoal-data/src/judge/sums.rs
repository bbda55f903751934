//! Rows and money of one table by reason.

use crate::judge::reason::Reason;

/// Rows of one reason.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Sum {
    pub(crate) rows: u64,
    /// Signed, in the scale of money, over the rows whose amount could be read.
    pub(crate) money: i128,
    pub(crate) without_amount: u64,
}

/// Rows and money by reason.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Sums([Sum; Reason::ALL.len()]);

impl Default for Sums {
    fn default() -> Self {
        Self([Sum::default(); Reason::ALL.len()])
    }
}

impl Sums {
    /// Books a row, or money that was given back for one, which is no row of its own.
    pub(crate) fn add(&mut self, reason: Reason, amount: Option<i64>) {
        let sum = &mut self.0[reason as usize];
        sum.rows += u64::from(reason.is_of_row());
        sum.money += i128::from(amount.unwrap_or(0));
        sum.without_amount += u64::from(amount.is_none());
    }

    /// Books what had been booked under another reason.
    pub(crate) fn move_row(&mut self, from: Reason, to: Reason, amount: i64) {
        let rows = u64::from(from.is_of_row());
        let sum = &mut self.0[from as usize];
        (sum.rows, sum.money) = (sum.rows - rows, sum.money - i128::from(amount));
        let sum = &mut self.0[to as usize];
        (sum.rows, sum.money) = (sum.rows + rows, sum.money + i128::from(amount));
    }

    /// Adds what another has booked.
    pub(crate) fn join(&mut self, other: &Self) {
        for (sum, part) in self.0.iter_mut().zip(&other.0) {
            sum.rows += part.rows;
            sum.money += part.money;
            sum.without_amount += part.without_amount;
        }
    }

    /// The reasons with rows or money, in their order.
    pub(crate) fn iter(&self) -> impl Iterator<Item = (Reason, Sum)> {
        Reason::ALL.into_iter().zip(self.0).filter(|(_, sum)| *sum != Sum::default())
    }
}
