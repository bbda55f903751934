//! What holds for all rows of the transactions, known before the first of them is judged.

use crate::options::DateOrder;
use crate::recognise::Table;
use crate::recognise::profiles::Profiles;
use crate::recognise::roles::Role;
use crate::value::number::{MONEY_DECIMALS, QUANTITY_DECIMALS};
use crate::value::number_tally::NumberTally;
use shoal_segment::date::Day;
use shoal_segment::receipt::TableKind;

/// Orders and scales.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Rules {
    /// How slashed dates are read.
    pub(crate) order: DateOrder,
    /// Later rows are set aside.
    pub(crate) as_of: Option<Day>,
    /// The decimals of amounts, money and quantities.
    pub(crate) scales: Scales,
}

/// Decimals of whole columns: as many as any number needs, up to a bound.
///
/// Amounts have the decimals of the totals, of money given back and of discounts; where some are quantity × price, at least the decimals of both together, at most 6.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Scales {
    /// Of amounts.
    pub(crate) money: u8,
    /// Of quantities, at most 3.
    pub(crate) quantity: u8,
    /// Of totals as they stand.
    pub(crate) total: u8,
    /// Of prices as they stand.
    pub(crate) price: u8,
}

impl Scales {
    /// Looks through all columns of numbers.
    pub(crate) fn of(profiles: &mut Profiles<'_>, tables: &[Table]) -> Self {
        let mut tally =
            |table: &Table, role| table.columns.of(role).map(|column| profiles.numbers((table.source, column)));
        let (mut totals, mut prices, mut quantities) =
            (NumberTally::default(), NumberTally::default(), NumberTally::default());
        let mut multiplied = false;
        let mut beside = 0;
        for table in tables {
            let total = tally(table, Role::Total);
            if table.kind == TableKind::Transactions {
                multiplied |= total.is_none_or(|total| total.empty > 0);
            }
            for role in [Role::Refunded, Role::Discount] {
                beside = tally(table, role).map_or(0, |tally| tally.decimals).max(beside);
            }
            totals = totals.join(total.unwrap_or_default());
            prices = prices
                .join(tally(table, Role::UnitPrice).unwrap_or_default())
                .join(tally(table, Role::Price).unwrap_or_default());
            quantities = quantities.join(tally(table, Role::Quantity).unwrap_or_default());
        }
        let total = totals.decimals.min(MONEY_DECIMALS);
        let price = prices.decimals.min(MONEY_DECIMALS);
        let quantity = quantities.decimals.min(QUANTITY_DECIMALS);
        let product = if multiplied { quantity + price } else { 0 };
        Self { money: total.max(product).max(beside).min(MONEY_DECIMALS), quantity, total, price }
    }
}
