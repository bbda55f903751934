//! The order in which the rules of the policy decide a readable row, and what stands beside its money: refunds, discounts, conversion.
//!
//! A refund or a discount that is said of a whole order counts on one of its rows ([`Rows::speaks`](crate::judge::row::Rows::speaks)): it is booked
//! once per order, whichever export says it. A status that says *refunded* gives a row's money back whole, unless a column says how much was
//! given back, for the row or for its order.

use crate::judge::Judge;
use crate::judge::amount::{self, Oddities, Reading};
use crate::judge::currencies::Tender;
use crate::judge::reason::{Cause, Reason};
use crate::judge::row::Row;
use crate::judge::states::Said;
use crate::judge::terms::{RowTerms, against, against_tender, back, odd, service};
use crate::policy::choices::Odd;
use crate::policy::rates::converted;
use crate::policy::statuses::Verdict;
use crate::recognise::roles::Role;
use crate::value::key::is_cancellation;
use shoal_segment::date::Moment;

/// What decides the fate of a readable row.
pub(crate) struct RowFacts<'a> {
    pub(crate) row: Row,
    /// The id of the customer that the row names itself.
    pub(crate) own: Option<&'a [u8]>,
    /// The customer that this is.
    pub(crate) person: Option<&'a [u8]>,
    pub(crate) order: Option<&'a [u8]>,
    pub(crate) product: Option<&'a [u8]>,
    /// The place of its product's code in the run.
    pub(crate) code: Option<u32>,
    pub(crate) time: Moment,
    /// Signed.
    pub(crate) quantity: i64,
    /// Signed.
    pub(crate) amount: i64,
    /// Given back later, at least 0.
    pub(crate) refund: i64,
    /// Whether that is for the whole order.
    pub(crate) refund_of_order: bool,
    /// Taken off the price, at least 0.
    pub(crate) discount: i64,
    pub(crate) oddities: Oddities,
    pub(crate) said: Said,
    pub(crate) currency: Option<u32>,
    pub(crate) tender: Tender,
    pub(crate) is_test: bool,
    /// Its product is none.
    pub(crate) is_service: bool,
}

impl RowFacts<'_> {
    /// Whether it has no money, and none stands elsewhere in its order.
    pub(super) fn is_free(&self) -> bool {
        self.amount == 0 && self.oddities.total_elsewhere == 0
    }
}

/// Amounts beside that of the row.
#[derive(Debug, Clone, Copy)]
pub(super) struct Beside {
    /// Given back later, at least 0.
    pub(super) refund: Result<i64, Cause>,
    /// Whether that is said of the whole order.
    pub(super) of_order: bool,
    /// Taken off the price, at least 0.
    pub(super) discount: i64,
}

impl Judge<'_, '_> {
    /// What stands beside a row's money. A row that is a return itself has negative money, whatever its sign.
    pub(super) fn beside(&self, row: Row, terms: RowTerms, reading: &mut Reading) -> Beside {
        if terms.said.is_return {
            reading.amount = reading.amount.map(|amount| -amount.abs());
        }
        let (refund, of_order) = self.of_order(row, Role::Refunded, &mut reading.oddities);
        let (discount, _) = self.of_order(row, Role::Discount, &mut reading.oddities);
        let refund = match (refund, reading.amount) {
            (Ok((0, _)), Ok(amount @ 1..)) if terms.said.verdict == Verdict::Refunded => Ok(amount),
            (refund, _) => refund.map(|(_, here)| here),
        };
        let discount = discount.map(|(_, here)| here).unwrap_or_else(|_| {
            reading.oddities.discount_unread += 1;
            0
        });
        reading.oddities.rounded = reading.oddities.rounded.min(1);
        Beside { refund, of_order, discount }
    }

    /// The amount that a row has in a role, and what of it counts here: all, or nothing where another row speaks for the order. And whether it
    /// is said of the order.
    fn of_order(&self, row: Row, role: Role, oddities: &mut Oddities) -> (Result<(i64, i64), Cause>, bool) {
        let Some(cell) = self.rows.cell(row, role) else { return (Ok((0, 0)), false) };
        let here = !cell.of_order || self.rows.speaks(row);
        let form = self.tables.numbers.form(cell.from.0, cell.from.1);
        match amount::beside(Some((cell.column, cell.value)), form, self.rules.scales, oddities) {
            Ok(amount) => (Ok((amount, if here { amount } else { 0 })), cell.of_order && amount != 0),
            Err(_) if !here => (Ok((0, 0)), true),
            Err(cause) => (Err(cause), cell.of_order),
        }
    }

    /// Brings a row's amounts to the currency of the run.
    pub(super) fn convert(
        &self,
        terms: RowTerms,
        time: Option<Moment>,
        reading: &mut Reading,
        beside: Beside,
    ) -> (Tender, Beside) {
        let tender = time.map_or(Tender::AsItIs, |time| self.terms.tender(terms, time));
        let Tender::Times(rate) = tender else { return (tender, beside) };
        let column = reading.column as u32;
        let too_large = Cause { reason: Reason::NumberTooLarge, column, words: "is too large after conversion" };
        let times = |amount: i64| converted(amount, rate).ok_or(too_large);
        reading.amount = reading.amount.and_then(times);
        let refund = beside.refund.and_then(times);
        let discount = times(beside.discount).unwrap_or(0);
        (tender, Beside { refund, discount, ..beside })
    }

    /// Why a row ends as it does.
    pub(super) fn reason(&self, row: &RowFacts<'_>) -> Reason {
        let policy = self.terms.policy;
        let returned = |netted| back(policy.returns, netted, Reason::ReturnSetAside);
        let reason = self.set_aside(row).unwrap_or_else(|| match row.quantity {
            0 if policy.zero_quantities == Odd::SetAside => Reason::ZeroQuantity,
            ..0 if row.order.is_some_and(is_cancellation) => returned(Reason::Cancellation),
            ..0 => returned(Reason::NegativeQuantity),
            _ if row.said.is_return => returned(Reason::Returned),
            _ if row.amount < 0 => back(policy.negative_prices, Reason::NegativeAmount, Reason::NegativePrice),
            _ if row.is_free() => odd(policy.zero_prices, Reason::ZeroPrice),
            _ => Reason::Kept,
        });
        if row.is_service && reason.is_used() { service(policy.services, reason) } else { reason }
    }

    /// Why a row is left out whatever its quantity and money are, if so.
    fn set_aside(&self, row: &RowFacts<'_>) -> Option<Reason> {
        let terms = self.terms;
        if self.rows.lacks_order(row.row) {
            return Some(Reason::NoOrder);
        }
        let Some(person) = row.person else { return Some(Reason::NoCustomer) };
        if let Some(reason) = terms.listed(&[person, row.own.unwrap_or(person)]) {
            return Some(reason);
        }
        if !terms.passes(self.rows, row.row) {
            return Some(Reason::Filtered);
        }
        let day = row.time.day();
        if self.rules.as_of.is_some_and(|as_of| day > as_of) {
            return Some(Reason::AfterAsOf);
        }
        if terms.policy.from.is_some_and(|from| day < from) {
            return Some(Reason::BeforeWindow);
        }
        let is_test = row.is_test && terms.policy.tests == Odd::SetAside;
        against(row.said.verdict)
            .or_else(|| is_test.then_some(Reason::TestCustomer))
            .or_else(|| against_tender(row.tender))
    }

    /// The reason of money that was given back for a used row.
    pub(super) fn reason_of_refund(&self) -> Reason {
        back(self.terms.policy.refunds, Reason::Refunded, Reason::RefundSetAside)
    }
}
