//! Why a row ended where it did: the codes and words of the receipt.

use shoal_segment::receipt::Outcome;

/// The end of a row. The order is that of the receipt.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum Reason {
    Kept,
    Service,
    Cancellation,
    NegativeAmount,
    NegativeQuantity,
    Refunded,
    Returned,
    ServiceNegative,
    AfterAsOf,
    BeforeWindow,
    ExcludedCustomer,
    Filtered,
    InOverlap,
    NegativePrice,
    NoCurrency,
    NoCustomer,
    NoOrder,
    NoOrderId,
    NoProductId,
    NoRate,
    NotListed,
    OtherCurrency,
    RefundSetAside,
    RepeatedKey,
    RepeatedLineId,
    RepeatedRow,
    ReturnSetAside,
    ServiceSetAside,
    StatusCancelled,
    StatusFailed,
    StatusPending,
    TestCustomer,
    ZeroPrice,
    ZeroQuantity,
    BadDate,
    BadEncoding,
    BadJson,
    BadNumber,
    EmptyValue,
    NoPrice,
    NumberTooLarge,
    WrongFieldCount,
}

/// A reason as the receipt and the pages have it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ReasonSpec {
    /// What becomes of the rows.
    pub outcome: Outcome,
    /// The stable code.
    pub code: &'static str,
    /// The reason in words.
    pub words: &'static str,
    /// The flag that decides it, or decides otherwise; empty where there is none.
    pub flag: &'static str,
}

const fn spec(outcome: Outcome, code: &'static str, words: &'static str, flag: &'static str) -> ReasonSpec {
    ReasonSpec { outcome, code, words, flag }
}

/// How many reasons there are.
const COUNT: usize = Reason::WrongFieldCount as usize + 1;

/// All reasons with what is said of them, in their order.
const SPECS: [(Reason, ReasonSpec); COUNT] = [
    (Reason::Kept, spec(Outcome::Kept, "kept", "used as it is", "")),
    (
        Reason::Service,
        spec(
            Outcome::Kept,
            "service",
            "postage, a fee or the like: its money counts, it is no product",
            "--policy services=set_aside",
        ),
    ),
    (
        Reason::Cancellation,
        spec(
            Outcome::Netted,
            "cancellation",
            "cancelled order: its money and units are subtracted",
            "--policy returns=set_aside",
        ),
    ),
    (
        Reason::NegativeAmount,
        spec(
            Outcome::Netted,
            "negative_amount",
            "negative amount: money given back, subtracted",
            "--policy negative_prices=set_aside",
        ),
    ),
    (
        Reason::NegativeQuantity,
        spec(
            Outcome::Netted,
            "negative_quantity",
            "negative quantity: a return, its money and units are subtracted",
            "--policy returns=set_aside",
        ),
    ),
    (
        Reason::Refunded,
        spec(
            Outcome::Netted,
            "refunded",
            "refunds on rows of purchases: no rows of their own, their money is subtracted",
            "--policy refunds=set_aside",
        ),
    ),
    (
        Reason::Returned,
        spec(
            Outcome::Netted,
            "returned",
            "the row says that it is a return: its money and units are subtracted",
            "--policy returns=set_aside",
        ),
    ),
    (
        Reason::ServiceNegative,
        spec(
            Outcome::Netted,
            "service_negative",
            "negative postage, fee or discount: its money is subtracted",
            "--policy services=set_aside",
        ),
    ),
    (Reason::AfterAsOf, spec(Outcome::SetAside, "after_as_of", "dated after the as-of day", "--as-of DAY")),
    (Reason::BeforeWindow, spec(Outcome::SetAside, "before_window", "dated before the first day", "--from DAY")),
    (
        Reason::ExcludedCustomer,
        spec(
            Outcome::SetAside,
            "excluded_customer",
            "the customer is in the list of those to leave out",
            "--exclude FILE",
        ),
    ),
    (Reason::Filtered, spec(Outcome::SetAside, "filtered", "the condition on rows is not true", "--where CONDITION")),
    (
        Reason::InOverlap,
        spec(
            Outcome::SetAside,
            "in_overlap",
            "stands in another file as well, and the two overlap in time: used once",
            "",
        ),
    ),
    (
        Reason::NegativePrice,
        spec(Outcome::SetAside, "negative_price", "negative amount", "--policy negative_prices=net"),
    ),
    (Reason::NoCurrency, spec(Outcome::SetAside, "no_currency", "no currency, where there are several", "")),
    (Reason::NoCustomer, spec(Outcome::SetAside, "no_customer", "no customer", "")),
    (
        Reason::NoOrder,
        spec(Outcome::SetAside, "no_order", "its order is not in the orders table, or could not be read there", ""),
    ),
    (Reason::NoOrderId, spec(Outcome::SetAside, "no_order_id", "no order id", "")),
    (Reason::NoProductId, spec(Outcome::SetAside, "no_product_id", "no product id", "")),
    (
        Reason::NoRate,
        spec(Outcome::SetAside, "no_rate", "no exchange rate for the currency on that day", "--rates FILE"),
    ),
    (
        Reason::NotListed,
        spec(Outcome::SetAside, "not_listed", "the customer is not in the list of those to use", "--only FILE"),
    ),
    (
        Reason::OtherCurrency,
        spec(Outcome::SetAside, "other_currency", "in another currency", "--currency CODE or --rates FILE"),
    ),
    (
        Reason::RefundSetAside,
        spec(
            Outcome::SetAside,
            "refund_set_aside",
            "refunds on rows of purchases: no rows of their own, their money is not subtracted",
            "--policy refunds=net",
        ),
    ),
    (Reason::RepeatedKey, spec(Outcome::SetAside, "repeated_key", "the id occurs again: one of its rows is used", "")),
    (
        Reason::RepeatedLineId,
        spec(Outcome::SetAside, "repeated_line_id", "the id of the line occurs again: one of its rows is used", ""),
    ),
    (
        Reason::RepeatedRow,
        spec(
            Outcome::SetAside,
            "repeated_row",
            "identical in every field to another row, which is used",
            "--policy duplicates=keep",
        ),
    ),
    (Reason::ReturnSetAside, spec(Outcome::SetAside, "return_set_aside", "a return", "--policy returns=net")),
    (
        Reason::ServiceSetAside,
        spec(Outcome::SetAside, "service_set_aside", "postage, a fee or the like", "--policy services=money"),
    ),
    (
        Reason::StatusCancelled,
        spec(
            Outcome::SetAside,
            "status_cancelled",
            "its status says that it was cancelled",
            "[input.policy.statuses] in the settings",
        ),
    ),
    (
        Reason::StatusFailed,
        spec(
            Outcome::SetAside,
            "status_failed",
            "its status says that the payment failed",
            "[input.policy.statuses] in the settings",
        ),
    ),
    (
        Reason::StatusPending,
        spec(
            Outcome::SetAside,
            "status_pending",
            "its status says that it is not paid yet",
            "[input.policy.statuses] in the settings",
        ),
    ),
    (
        Reason::TestCustomer,
        spec(Outcome::SetAside, "test_customer", "looks like a test or a member of staff", "--policy tests=keep"),
    ),
    (Reason::ZeroPrice, spec(Outcome::SetAside, "zero_price", "no money", "--policy zero_prices=keep")),
    (Reason::ZeroQuantity, spec(Outcome::SetAside, "zero_quantity", "quantity zero", "--policy zero_quantities=keep")),
    (
        Reason::BadDate,
        spec(
            Outcome::Unreadable,
            "bad_date",
            "the date cannot be read",
            "--dates ORDER, --map transactions.time=COLUMN",
        ),
    ),
    (Reason::BadEncoding, spec(Outcome::Unreadable, "bad_encoding", "bytes that are no text", "")),
    (Reason::BadJson, spec(Outcome::Unreadable, "bad_json", "no JSON object, or one with a key twice", "")),
    (
        Reason::BadNumber,
        spec(Outcome::Unreadable, "bad_number", "a number cannot be read", "--map transactions.total=COLUMN"),
    ),
    (Reason::EmptyValue, spec(Outcome::Unreadable, "empty_value", "a value that is needed is empty", "")),
    (
        Reason::NoPrice,
        spec(Outcome::Unreadable, "no_price", "no amount: the product has no price in the products table", ""),
    ),
    (Reason::NumberTooLarge, spec(Outcome::Unreadable, "number_too_large", "a number is too large", "")),
    (
        Reason::WrongFieldCount,
        spec(Outcome::Unreadable, "wrong_field_count", "more or fewer fields than the header", ""),
    ),
];

/// Every reason for which a row can end as it does, in the order of the receipt.
pub fn reasons() -> Vec<ReasonSpec> {
    SPECS.iter().map(|(_, spec)| *spec).collect()
}

impl Reason {
    /// All reasons, in their order.
    pub(crate) const ALL: [Self; COUNT] = {
        let mut all = [Self::Kept; COUNT];
        let mut at = 0;
        while at < COUNT {
            all[at] = SPECS[at].0;
            at += 1;
        }
        all
    };

    /// The reason at a place in [`Self::ALL`].
    pub(crate) fn from_number(number: u8) -> Option<Self> {
        Self::ALL.get(usize::from(number)).copied()
    }

    /// What is said of it; the table has every reason at its place.
    pub(crate) fn spec(self) -> ReasonSpec {
        SPECS[self as usize].1
    }

    /// Whether it is the end of a row, and not of money that was given back for one.
    pub(crate) fn is_of_row(self) -> bool {
        !matches!(self, Self::Refunded | Self::RefundSetAside)
    }

    /// One of the four ends.
    pub(crate) fn outcome(self) -> Outcome {
        self.spec().outcome
    }

    /// Whether the row becomes a line.
    pub(crate) fn is_used(self) -> bool {
        matches!(self.outcome(), Outcome::Kept | Outcome::Netted)
    }

    /// The stable code.
    pub(crate) fn code(self) -> &'static str {
        self.spec().code
    }

    /// The reason in words.
    pub(crate) fn words(self) -> &'static str {
        self.spec().words
    }
}

/// What exactly is wrong with an unreadable row.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Cause {
    /// The reason.
    pub(crate) reason: Reason,
    /// The column.
    pub(crate) column: u32,
    /// What follows the value in a sentence.
    pub(crate) words: &'static str,
}

impl Cause {
    /// Column and value in words.
    pub(crate) fn detail(self, column: &str, value: &str) -> String {
        match value {
            "" => format!("column `{column}` is empty"),
            _ => format!("column `{column}`: `{}` {}", shortened(value), self.words),
        }
    }
}

/// At most 60 characters of a value, on one line.
pub(crate) fn shortened(value: &str) -> String {
    let line: String = value.chars().take(60).map(|c| if c.is_control() { ' ' } else { c }).collect();
    if value.chars().nth(60).is_some() { format!("{line}…") } else { line }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_reason_stands_at_its_place() {
        for (at, (reason, spec)) in SPECS.iter().enumerate() {
            assert_eq!(*reason as usize, at, "{}", spec.code);
        }
        assert!(SPECS.windows(2).all(|pair| (pair[0].0, pair[0].1.outcome) < (pair[1].0, pair[1].1.outcome)));
        assert!(SPECS.windows(2).all(|pair| pair[0].1.outcome != pair[1].1.outcome
            || pair[0].1.outcome == Outcome::Kept
            || pair[0].1.code < pair[1].1.code));
    }
}
