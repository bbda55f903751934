//! Why a row ended where it did: the codes and words of the receipt.

use shoal_segment::receipt::Outcome;

/// The end of a row. The order is that of the receipt.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum Reason {
    Kept,
    Cancellation,
    NegativeAmount,
    NegativeQuantity,
    AfterAsOf,
    NoOrder,
    NoCustomer,
    NoOrderId,
    NoProductId,
    RepeatedKey,
    RepeatedLineId,
    InOverlap,
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

impl Reason {
    /// All reasons, in their order.
    pub(crate) const ALL: [Self; Self::WrongFieldCount as usize + 1] = [
        Self::Kept,
        Self::Cancellation,
        Self::NegativeAmount,
        Self::NegativeQuantity,
        Self::AfterAsOf,
        Self::NoOrder,
        Self::NoCustomer,
        Self::NoOrderId,
        Self::NoProductId,
        Self::RepeatedKey,
        Self::RepeatedLineId,
        Self::InOverlap,
        Self::ZeroQuantity,
        Self::BadDate,
        Self::BadEncoding,
        Self::BadJson,
        Self::BadNumber,
        Self::EmptyValue,
        Self::NoPrice,
        Self::NumberTooLarge,
        Self::WrongFieldCount,
    ];

    /// The reason at a place in [`Self::ALL`].
    pub(crate) fn from_number(number: u8) -> Option<Self> {
        Self::ALL.get(usize::from(number)).copied()
    }

    /// One of the four ends.
    pub(crate) fn outcome(self) -> Outcome {
        match self {
            Self::Kept => Outcome::Kept,
            Self::Cancellation | Self::NegativeAmount | Self::NegativeQuantity => Outcome::Netted,
            Self::AfterAsOf
            | Self::NoOrder
            | Self::NoCustomer
            | Self::NoOrderId
            | Self::NoProductId
            | Self::RepeatedKey
            | Self::RepeatedLineId
            | Self::InOverlap
            | Self::ZeroQuantity => Outcome::SetAside,
            _ => Outcome::Unreadable,
        }
    }

    /// Whether the row becomes a line.
    pub(crate) fn is_used(self) -> bool {
        matches!(self.outcome(), Outcome::Kept | Outcome::Netted)
    }

    /// The stable code.
    pub(crate) fn code(self) -> &'static str {
        match self {
            Self::Kept => "kept",
            Self::Cancellation => "cancellation",
            Self::NegativeAmount => "negative_amount",
            Self::NegativeQuantity => "negative_quantity",
            Self::AfterAsOf => "after_as_of",
            Self::NoOrder => "no_order",
            Self::NoCustomer => "no_customer",
            Self::NoOrderId => "no_order_id",
            Self::NoProductId => "no_product_id",
            Self::RepeatedKey => "repeated_key",
            Self::RepeatedLineId => "repeated_line_id",
            Self::InOverlap => "in_overlap",
            Self::ZeroQuantity => "zero_quantity",
            Self::BadDate => "bad_date",
            Self::BadEncoding => "bad_encoding",
            Self::BadJson => "bad_json",
            Self::BadNumber => "bad_number",
            Self::EmptyValue => "empty_value",
            Self::NoPrice => "no_price",
            Self::NumberTooLarge => "number_too_large",
            Self::WrongFieldCount => "wrong_field_count",
        }
    }

    /// The reason in words.
    pub(crate) fn words(self) -> &'static str {
        match self {
            Self::Kept => "used as it is",
            Self::Cancellation => "cancelled order: its money and units are subtracted",
            Self::NegativeAmount => "negative amount: money given back, subtracted",
            Self::NegativeQuantity => "negative quantity: a return, its money and units are subtracted",
            Self::AfterAsOf => "dated after the as-of day",
            Self::NoOrder => "its order is not in the orders table, or could not be read there",
            Self::NoCustomer => "no customer",
            Self::NoOrderId => "no order id",
            Self::NoProductId => "no product id",
            Self::RepeatedKey => "the id occurs again: one of its rows is used",
            Self::InOverlap => "stands in another file as well, and the two overlap in time: used once",
            Self::RepeatedLineId => "the id of the line occurs again: one of its rows is used",
            Self::ZeroQuantity => "quantity zero",
            Self::BadDate => "the date cannot be read",
            Self::BadEncoding => "bytes that are no text",
            Self::BadJson => "no JSON object, or one with a key twice",
            Self::BadNumber => "a number cannot be read",
            Self::EmptyValue => "a value that is needed is empty",
            Self::NoPrice => "no amount: the product has no price in the products table",
            Self::NumberTooLarge => "a number is too large",
            Self::WrongFieldCount => "more or fewer fields than the header",
        }
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
    fn every_reason_is_at_its_place() {
        for (place, reason) in Reason::ALL.into_iter().enumerate() {
            assert_eq!(reason as usize, place);
        }
    }
}
