//! What holds for all rows of the transactions, known before the first of them is judged.

use crate::recognise::Table;
use crate::recognise::roles::Role;
use crate::value::date_form::DateForm;
use crate::value::number::{MONEY_DECIMALS, QUANTITY_DECIMALS};
use crate::value::numbers::{NumberColumn, NumberFacts};
use shoal_segment::date::Day;
use shoal_segment::receipt::TableKind;

/// Dates and scales.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Rules {
    /// How dates are read.
    pub(crate) dates: DateForm,
    /// Later rows are set aside.
    pub(crate) as_of: Option<Day>,
    /// The decimals of amounts, money and quantities.
    pub(crate) scales: Scales,
}

/// Decimals of whole columns: as many as any number needs, up to a bound.
///
/// Amounts have the decimals of the totals, of money given back and of discounts; where some are quantity × price, at least the decimals of
/// both together; converted ones at least 2. At most 6.
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
    pub(crate) fn of(tables: &[Table], numbers: &NumberFacts) -> Self {
        // The totals of a table of orders are no amounts of lines.
        let of_lines = |role: Role| !matches!(role, Role::Refunded | Role::Discount);
        let counts = |table: usize, role| tables[table].kind != TableKind::Orders || !of_lines(role);
        let column =
            |table: usize, role| numbers.column(table, tables[table].columns.of(role).filter(|_| counts(table, role))?);
        let most = |roles: &[Role], bound: u8| {
            let columns = (0..tables.len()).flat_map(|table| roles.iter().filter_map(move |&role| column(table, role)));
            columns.map(NumberColumn::decimals).max().unwrap_or(0).min(bound)
        };
        let mut transactions = (0..tables.len()).filter(|&table| tables[table].kind == TableKind::Transactions);
        let multiplied = transactions.any(|table| column(table, Role::Total).is_none_or(|total| total.here.empty > 0));
        let total = most(&[Role::Total], MONEY_DECIMALS);
        let price = most(&[Role::UnitPrice, Role::Price], MONEY_DECIMALS);
        let quantity = most(&[Role::Quantity], QUANTITY_DECIMALS);
        let product = if multiplied { quantity + price } else { 0 };
        let beside = most(&[Role::Refunded, Role::Discount], MONEY_DECIMALS);
        Self { money: total.max(product).max(beside).min(MONEY_DECIMALS), quantity, total, price }
    }
}
