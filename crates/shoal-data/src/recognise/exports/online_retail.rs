//! Online Retail and Online Retail II (UCI): the lines of invoices of a wholesaler of gifts, one or two years.
//!
//! Invoices beginning with C are cancellations, those beginning with A adjustments of debts; a quarter of the rows has no customer.
//! Some codes are no products: postage, fees, samples, vouchers. The two sheets of the second edition overlap in December 2010.

use crate::recognise::exports::{Export, Part};
use shoal_segment::receipt::TableKind;

pub(super) static EXPORT: Export = Export { name: "Online Retail", parts: &[FIRST, SECOND] };

const FIRST: Part = Part {
    what: "lines of invoices",
    telling: &[
        "InvoiceNo",
        "StockCode",
        "Description",
        "Quantity",
        "InvoiceDate",
        "UnitPrice",
        "CustomerID",
        "Country",
    ],
    must: &["InvoiceNo", "StockCode", "Quantity", "InvoiceDate", "UnitPrice", "CustomerID"],
    least: 7,
    table: Some(TableKind::Transactions),
    overlaps: true,
    ..Part::PLAIN
};

const SECOND: Part = Part {
    what: "II lines of invoices",
    telling: &["Invoice", "StockCode", "Description", "Quantity", "InvoiceDate", "Price", "Customer ID", "Country"],
    must: &["Invoice", "StockCode", "Quantity", "InvoiceDate", "Price", "Customer ID"],
    ..FIRST
};

/// Codes of the wholesaler that are services and bookings.
const SERVICES: [&str; 15] = [
    "POST",
    "D",
    "M",
    "B",
    "S",
    "DOT",
    "C2",
    "C3",
    "CRUK",
    "PADS",
    "ADJUST",
    "ADJUST2",
    "AMAZONFEE",
    "BANK CHARGES",
    "GIFT",
];

/// Words in whichever shop's codes that are services: postage, fees, discounts, vouchers, tests.
const WORDS: [&str; 20] = [
    "postage",
    "shipping",
    "delivery",
    "freight",
    "carriage",
    "versand",
    "porto",
    "fee",
    "fees",
    "charges",
    "discount",
    "rabatt",
    "voucher",
    "giftcard",
    "gutschein",
    "sample",
    "samples",
    "test",
    "manual",
    "adjustment",
];

/// Whether the code of a product stands for no product: postage (`POST`, `DOT`), discounts (`D`), manual bookings (`M`),
/// fees (`BANK CHARGES`, `AMAZONFEE`), samples (`S`), gift vouchers (`gift_0001_20`), tests (`TEST001`) and the like, in any case.
///
/// Told from the code alone, so that a row needs no other to be judged.
pub(crate) fn is_service_code(code: &[u8]) -> bool {
    let Ok(code) = std::str::from_utf8(code) else { return false };
    let code = code.trim();
    if SERVICES.iter().any(|service| service.eq_ignore_ascii_case(code)) {
        return true;
    }
    let mut words = code.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    let Some(first) = words.next() else { return false };
    let numbered = first.trim_end_matches(|c: char| c.is_ascii_digit());
    let is = |word: &str, of: &str| word.eq_ignore_ascii_case(of);
    let alone = words.clone().next().is_none();
    is(numbered, "gift") && !alone
        || is(numbered, "test")
        || WORDS.iter().any(|word| is(word, first) && alone || words.clone().any(|other| is(word, other)))
}

/// Whether the id of an order is that of an adjustment: A and six digits.
pub(crate) fn is_adjustment(order: &[u8]) -> bool {
    matches!(order, [b'A' | b'a', digits @ ..] if digits.len() == 6 && digits.iter().all(u8::is_ascii_digit))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_that_are_no_products() {
        for code in [
            "POST",
            "D",
            "M",
            "m",
            "BANK CHARGES",
            "AMAZONFEE",
            "CRUK",
            "DOT",
            "gift_0001_20",
            "TEST001",
            "TEST002",
            "S",
            "PADS",
            "C2",
            "ADJUST",
            "B",
            "shipping",
            "gift-card fee",
        ] {
            assert!(is_service_code(code.as_bytes()), "{code}");
        }
        for code in
            ["85123A", "22423", "DCGS0003", "SP1002", "C2000", "P1", "A1", "47503J", "", "TESTER-9", "gift", "Protest"]
        {
            assert_eq!(is_service_code(code.as_bytes()), code.eq_ignore_ascii_case("gift"), "{code}");
        }
    }

    #[test]
    fn adjusted_invoices() {
        for (order, expected) in
            [("A563185", true), ("a563185", true), ("A12", false), ("C536379", false), ("563185", false)]
        {
            assert_eq!(is_adjustment(order.as_bytes()), expected, "{order}");
        }
    }
}
