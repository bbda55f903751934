//! The quantity and the money of one line.
//!
//! Money is the total; where there is none, quantity × unit price; where there is none either, quantity × the product's price. Without
//! a column of quantities, every line is one unit. An empty quantity is one unit too where the total gives the money; where money
//! would follow from it, the row is unreadable: no money is made up. Where a total stands once in its order
//! ([`crate::recognise::order_total`]), the other lines of the order count 0. When both a total and a unit price are there, they are
//! compared: `total ≠ quantity × price` by more than the rounding of both columns can explain is counted, and the total is used.
//!
//! A negative quantity makes the money negative, whatever sign it is written with.

use crate::judge::products::number_cause;
use crate::judge::reason::{Cause, Reason};
use crate::judge::rules::Scales;
use crate::value::currency::Currency;
use crate::value::key::{filled, trim};
use crate::value::missing::{SAYS_NOTHING, is_missing};
use crate::value::number::{Decimal, MONEY_DECIMALS, QUANTITY_DECIMALS, fits, parse, rescale};
use crate::value::number_form::NumberForm;

/// How often something worth a note happened.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Oddities {
    /// Total and quantity × price differ.
    pub(crate) total_differs: u64,
    /// More decimals than are kept.
    pub(crate) rounded: u64,
    /// An empty quantity counted as 1 beside a total.
    pub(crate) quantity_assumed: u64,
    /// A unit price that cannot be read beside a total.
    pub(crate) unit_price_unread: u64,
    /// The total stands on another line of the order.
    pub(crate) total_elsewhere: u64,
    /// Rows with an order id.
    pub(crate) with_order: u64,
    /// Purchases whose order id is that of a cancellation.
    pub(crate) cancellation_kept: u64,
    /// Discounts that cannot be read.
    pub(crate) discount_unread: u64,
    /// Purchases without money.
    pub(crate) free: u64,
    /// Used rows that look like tests or purchases of staff.
    pub(crate) tests: u64,
}

impl Oddities {
    /// Both together.
    pub(crate) fn join(self, other: Self) -> Self {
        Self {
            total_differs: self.total_differs + other.total_differs,
            rounded: self.rounded + other.rounded,
            quantity_assumed: self.quantity_assumed + other.quantity_assumed,
            unit_price_unread: self.unit_price_unread + other.unit_price_unread,
            total_elsewhere: self.total_elsewhere + other.total_elsewhere,
            with_order: self.with_order + other.with_order,
            cancellation_kept: self.cancellation_kept + other.cancellation_kept,
            discount_unread: self.discount_unread + other.discount_unread,
            free: self.free + other.free,
            tests: self.tests + other.tests,
        }
    }
}

/// A column and what a row has there.
pub(crate) type Cell<'a> = Option<(usize, &'a [u8])>;

/// The cells of a row that bear on its money.
pub(crate) struct MoneyCells<'a> {
    pub(crate) quantity: Cell<'a>,
    pub(crate) total: Cell<'a>,
    pub(crate) unit_price: Cell<'a>,
    /// How their numbers are read.
    pub(crate) forms: MoneyForms,
    /// The price that the products table has for the row's product.
    pub(crate) list_price: Option<Decimal>,
    /// The currency beside that price.
    pub(crate) list_currency: Option<Currency>,
    /// The column to name when there is no price: that of the product.
    pub(crate) product: Option<usize>,
    /// The total is empty here and stands on another line of the order.
    pub(crate) total_elsewhere: bool,
}

/// How the numbers of one table's rows are read.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct MoneyForms {
    pub(crate) quantity: NumberForm,
    pub(crate) total: NumberForm,
    pub(crate) unit_price: NumberForm,
}

/// What a row says about quantity and money.
pub(crate) struct Reading {
    /// In the scale of quantities, signed; 1 when there is none.
    pub(crate) quantity: Result<i64, Cause>,
    /// In the scale of money, signed.
    pub(crate) amount: Result<i64, Cause>,
    /// The column of the amount, to name it.
    pub(crate) column: usize,
    /// At most one of each.
    pub(crate) oddities: Oddities,
}

const ONE: Decimal = Decimal { units: 1, decimals: 0 };

/// Reads quantity and money.
pub(crate) fn read(cells: &MoneyCells<'_>, scales: Scales) -> Reading {
    let mut oddities = Oddities::default();
    let quantity = quantity(cells, &mut oddities);
    let amount = money(cells, quantity, scales, &mut oddities).map(|amount| match quantity {
        Ok(quantity) if quantity.units < 0 => -amount.abs(),
        _ => amount,
    });
    let quantity =
        quantity.map(|quantity| rescale(i128::from(quantity.units), quantity.decimals, scales.quantity).0 as i64);
    oddities.rounded = oddities.rounded.min(1);
    let column = cells.total.or(cells.unit_price).map(|(column, _)| column).or(cells.product).unwrap_or(0);
    Reading { quantity, amount, column, oddities }
}

/// An amount beside that of the row (a refund, a discount), without its sign, in the scale of money; 0 when its cell says nothing.
pub(crate) fn beside(cell: Cell<'_>, form: NumberForm, scales: Scales, oddities: &mut Oddities) -> Result<i64, Cause> {
    let Some(number) = number(cell, form, MONEY_DECIMALS, oddities)? else { return Ok(0) };
    let (units, exact) = rescale(i128::from(number.units), number.decimals, scales.money);
    oddities.rounded += u64::from(!exact);
    Ok(units.abs() as i64)
}

fn quantity(cells: &MoneyCells<'_>, oddities: &mut Oddities) -> Result<Decimal, Cause> {
    let has_total = cells.total_elsewhere || cells.total.is_some_and(|(_, value)| filled(value).is_some());
    match (number(cells.quantity, cells.forms.quantity, QUANTITY_DECIMALS, oddities)?, cells.quantity) {
        (Some(quantity), _) => Ok(quantity),
        (None, Some((column, _))) if !has_total => {
            Err(Cause { reason: Reason::EmptyValue, column: column as u32, words: SAYS_NOTHING })
        }
        (None, column) => {
            oddities.quantity_assumed += u64::from(column.is_some());
            Ok(ONE)
        }
    }
}

/// The number in a cell with at most so many decimals; nothing when the cell says nothing or its column is not there.
fn number(cell: Cell<'_>, form: NumberForm, decimals: u8, oddities: &mut Oddities) -> Result<Option<Decimal>, Cause> {
    let Some((column, value)) = cell else { return Ok(None) };
    let value = trim(value);
    let number = match parse(value, form) {
        Ok(number) => number,
        Err(_) if is_missing(value) => return Ok(None),
        Err(fault) => return Err(number_cause(fault, column)),
    };
    if number.decimals <= decimals {
        return Ok(Some(number));
    }
    let (units, _) = rescale(i128::from(number.units), number.decimals, decimals);
    oddities.rounded += 1;
    Ok(Some(Decimal { units: units as i64, decimals }))
}

fn money(
    cells: &MoneyCells<'_>,
    quantity: Result<Decimal, Cause>,
    scales: Scales,
    oddities: &mut Oddities,
) -> Result<i64, Cause> {
    let total = number(cells.total, cells.forms.total, MONEY_DECIMALS, oddities)?;
    if let Some(total) = total {
        match number(cells.unit_price, cells.forms.unit_price, MONEY_DECIMALS, &mut Oddities::default()) {
            Ok(Some(price)) => {
                oddities.total_differs +=
                    u64::from(quantity.is_ok_and(|quantity| differs(total, quantity, price, scales)))
            }
            Ok(None) => {}
            Err(_) => oddities.unit_price_unread += 1,
        }
        let (units, exact) = rescale(i128::from(total.units), total.decimals, scales.money);
        oddities.rounded += u64::from(!exact);
        return Ok(units as i64);
    }
    if cells.total_elsewhere {
        oddities.total_elsewhere += 1;
        return Ok(0);
    }
    let price = match number(cells.unit_price, cells.forms.unit_price, MONEY_DECIMALS, oddities)? {
        Some(price) => price,
        None => cells.list_price.ok_or_else(|| nothing(cells))?,
    };
    let quantity = quantity?;
    let product = i128::from(quantity.units) * i128::from(price.units);
    let (units, exact) = rescale(product, quantity.decimals + price.decimals, scales.money);
    oddities.rounded += u64::from(!exact);
    if !fits(units, scales.money) {
        let column = cells.unit_price.or(cells.quantity).map_or(0, |(column, _)| column);
        return Err(Cause {
            reason: Reason::NumberTooLarge,
            column: column as u32,
            words: "times the quantity is too large",
        });
    }
    Ok(units as i64)
}

/// There is no money in the row.
fn nothing(cells: &MoneyCells<'_>) -> Cause {
    let column = |cell: Cell<'_>| cell.map(|(column, _)| column as u32);
    match (column(cells.total).or(column(cells.unit_price)), cells.product) {
        (Some(column), _) => Cause { reason: Reason::EmptyValue, column, words: SAYS_NOTHING },
        (None, product) => Cause {
            reason: Reason::NoPrice,
            column: product.unwrap_or(0) as u32,
            words: "has no price in the products table",
        },
    }
}

/// Whether `total` and `quantity × price` differ by more than half a unit of the total's last decimal plus what half a unit of
/// the price's last decimal makes in that quantity.
fn differs(total: Decimal, quantity: Decimal, price: Decimal, scales: Scales) -> bool {
    let finest = (quantity.decimals + price.decimals)
        .max(scales.total)
        .max(quantity.decimals + scales.price)
        .max(total.decimals);
    let at = |units: i128, decimals: u8| rescale(units, decimals, finest).0;
    let product = at(i128::from(quantity.units) * i128::from(price.units), quantity.decimals + price.decimals);
    let difference = (at(i128::from(total.units), total.decimals).abs() - product.abs()).abs();
    let tolerated = at(1, scales.total) + at(i128::from(quantity.units).abs(), quantity.decimals + scales.price);
    difference * 2 > tolerated
}

#[cfg(test)]
mod tests {
    use super::*;

    fn reading(quantity: &str, total: Option<&str>, price: Option<&str>, list: Option<Decimal>) -> Reading {
        fn cell(column: usize, text: Option<&str>) -> Cell<'_> {
            text.map(|text| (column, text.as_bytes()))
        }
        let cells = MoneyCells {
            quantity: cell(0, Some(quantity)),
            total: cell(1, total),
            unit_price: cell(2, price),
            forms: MoneyForms::default(),
            list_price: list,
            list_currency: None,
            product: Some(3),
            total_elsewhere: false,
        };
        read(&cells, Scales { money: 2, quantity: 1, total: 2, price: 2 })
    }

    #[test]
    fn where_the_money_comes_from() {
        let list = Some(Decimal { units: 7, decimals: 0 });
        for (quantity, total, price, expected) in [
            ("3", Some("10.50"), Some("3.50"), 1050),
            ("3", Some(""), Some("3.50"), 1050),
            ("3", None, Some("3.50"), 1050),
            ("3", None, None, 2100),
            ("", Some("3.50"), None, 350),
            ("-3", Some("10.50"), None, -1050),
            ("-3", Some("-10.50"), None, -1050),
            ("-3", None, Some("3.50"), -1050),
            ("1", Some("-5"), None, -500),
            ("1", None, Some("-11062.06"), -1_106_206),
            ("x", Some("10.50"), None, 1050),
            ("3", Some("-"), Some("3.50"), 1050),
            ("?", Some("3.50"), Some("n/a"), 350),
        ] {
            assert_eq!(reading(quantity, total, price, list).amount, Ok(expected), "{quantity} {total:?} {price:?}");
        }
    }

    #[test]
    fn why_there_is_no_money() {
        let reason = |reading: Reading| reading.amount.map_err(|cause| (cause.reason, cause.column)).unwrap_err();
        assert_eq!(reason(reading("3", Some(""), None, None)), (Reason::EmptyValue, 1));
        assert_eq!(reason(reading("3", None, Some(" "), None)), (Reason::EmptyValue, 2));
        assert_eq!(reason(reading("", None, Some("3.50"), None)), (Reason::EmptyValue, 0));
        assert_eq!(reason(reading("3", None, None, None)), (Reason::NoPrice, 3));
        assert_eq!(reason(reading("3", Some("#N/A"), None, None)), (Reason::EmptyValue, 1));
        assert_eq!(reason(reading("n/a", None, Some("3.50"), None)), (Reason::EmptyValue, 0));
        assert_eq!(reason(reading("3", Some("inf"), Some("1"), None)), (Reason::BadNumber, 1));
        assert_eq!(reason(reading("x", None, Some("1"), None)), (Reason::BadNumber, 0));
        assert_eq!(reason(reading("900000", None, Some("900000000"), None)), (Reason::NumberTooLarge, 2));
        assert_eq!(reason(reading("1", Some("1e15"), None, None)), (Reason::NumberTooLarge, 1));
    }

    #[test]
    fn oddities_are_counted() {
        let odd = |quantity, total, price| {
            let Oddities { total_differs, rounded, quantity_assumed, unit_price_unread, .. } =
                reading(quantity, Some(total), Some(price), None).oddities;
            (total_differs, rounded, quantity_assumed, unit_price_unread)
        };
        assert_eq!(odd("3", "10.50", "3.50"), (0, 0, 0, 0));
        assert_eq!(odd("3", "10.51", "3.50"), (0, 0, 0, 0));
        assert_eq!(odd("3", "10.53", "3.50"), (1, 0, 0, 0));
        assert_eq!(odd("-3", "10.50", "3.50"), (0, 0, 0, 0));
        assert_eq!(odd("", "3.50", "3.50"), (0, 0, 1, 0));
        assert_eq!(odd("1", "3.50", "x"), (0, 0, 0, 1));
        assert_eq!(odd("1", "3.505", "3.50"), (0, 1, 0, 0));
    }
}
