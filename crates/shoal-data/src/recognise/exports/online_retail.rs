//! Online Retail and Online Retail II (UCI): the lines of invoices of a wholesaler of gifts, one or two years.
//!
//! Invoices beginning with C are cancellations, those beginning with A adjustments of debts; a quarter of the rows has no customer.
//! Some codes are no products ([`crate::policy::services`]). The two sheets of the second edition overlap in December 2010.

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

/// Whether the id of an order is that of an adjustment: A and six digits.
pub(crate) fn is_adjustment(order: &[u8]) -> bool {
    matches!(order, [b'A' | b'a', digits @ ..] if digits.len() == 6 && digits.iter().all(u8::is_ascii_digit))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn adjusted_invoices() {
        for (order, expected) in
            [("A563185", true), ("a563185", true), ("A12", false), ("C536379", false), ("563185", false)]
        {
            assert_eq!(is_adjustment(order.as_bytes()), expected, "{order}");
        }
    }
}
