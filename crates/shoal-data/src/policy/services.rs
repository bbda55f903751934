//! Product codes that are no products: postage, fees, discounts, corrections.
//!
//! The list is one of patterns. Code and pattern are compared without case, and whatever is no letter and no digit is a space between
//! words: `bank_charges` is `BANK CHARGES`. In a pattern `#` stands for digits (`TEST#` is `TEST001`) and a leading `*` for any words
//! (`* FEE` is `Handling fee`).
//!
//! A code of one or two characters (`D`, `M`, `C2`) is believed only where such short codes are rare among the products: less than one in
//! ten, and in Online Retail, where they are known. Where a shop numbers its goods with single letters, `D` is one of them. That is settled over all rows before any is judged.
//!
//! Cost: the codes of a run are judged once each; the products are counted only where a short code of the list is among them.

use crate::recognise::Table;
use crate::recognise::profiles::{ColumnAt, Profiles};
use crate::recognise::roles::Role;
use crate::tables::Tables;
use crate::value::key::clean;
use crate::value::numbering::Numbering;
use shoal_segment::receipt::TableKind;

/// Codes of so many characters may be goods.
pub(crate) const SHORT: usize = 2;
/// Short codes must be fewer than one in so many.
const RARE: usize = 10;

/// The codes that are known by default: those of a wholesaler of gifts (Online Retail), then words in whichever shop's codes.
pub(crate) const CODES: [&str; 52] = [
    "POST",
    "DOT",
    "D",
    "M",
    "S",
    "B",
    "C2",
    "C3",
    "CRUK",
    "PADS",
    "BANK CHARGES",
    "AMAZONFEE",
    "ADJUST",
    "ADJUST#",
    "GIFT",
    "GIFT # #",
    "TEST",
    "TEST#",
    "POSTAGE",
    "SHIPPING",
    "SHIPPING COST",
    "SHIPPING COSTS",
    "DELIVERY",
    "FREIGHT",
    "CARRIAGE",
    "HANDLING",
    "PORTO",
    "VERSAND",
    "VERSANDKOSTEN",
    "FEE",
    "FEES",
    "* FEE",
    "* FEES",
    "* CHARGES",
    "TAX",
    "VAT",
    "TIP",
    "DISCOUNT",
    "RABATT",
    "COUPON",
    "VOUCHER",
    "GIFTCARD",
    "GIFT CARD",
    "GUTSCHEIN",
    "SAMPLE",
    "SAMPLES",
    "MANUAL",
    "ADJUSTMENT",
    "ROUNDING",
    "DEPOSIT",
    "STORE CREDIT",
    "DONATION",
];

/// The list, ready to be asked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct ServiceCodes {
    patterns: Vec<Pattern>,
    /// Whether short codes are goods.
    short_are_goods: bool,
}

/// The words of a code, and whether others may stand before them.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Pattern {
    words: Vec<String>,
    behind_others: bool,
}

impl ServiceCodes {
    /// The list of a policy, before any table is seen: short codes are believed.
    pub(crate) fn new(codes: &[String]) -> Self {
        let pattern = |code: &String| {
            let rest = code.trim().strip_prefix('*');
            Pattern { words: words(rest.unwrap_or(code), "#"), behind_others: rest.is_some() }
        };
        let patterns = codes.iter().map(pattern).filter(|pattern| !pattern.words.is_empty()).collect();
        Self { patterns, short_are_goods: false }
    }

    /// Looks whether short codes are goods in these tables. Cost: nothing but a pass where any short code of a service is there.
    pub(crate) fn settled(mut self, profiles: &mut Profiles<'_>, tables: &Tables<'_>) -> Self {
        let is_known = |table: usize| tables.tables[table].export.is_some_and(|known| known.is_online_retail());
        let all_known = tables.of_kind(TableKind::Transactions).all(is_known);
        let mut columns = product_columns(tables.tables);
        if !all_known && columns.any(|at| profiles.short_codes(at).iter().any(|code| self.matches(code))) {
            let mut distinct = Numbering::default();
            units(tables).for_each(|unit| {
                products(tables, unit).texts().for_each(|product| {
                    distinct.number(product);
                });
            });
            let short = distinct.texts().filter(|product| product.len() <= SHORT).count();
            self.short_are_goods = short * RARE >= distinct.len();
        }
        self
    }

    /// Whether the code of a product stands for no product.
    pub(crate) fn has(&self, code: &[u8]) -> bool {
        !(self.short_are_goods && code.len() <= SHORT) && self.matches(code)
    }

    fn matches(&self, code: &[u8]) -> bool {
        let Ok(code) = std::str::from_utf8(code) else { return false };
        let words = words(code, "");
        self.patterns.iter().any(|pattern| pattern.fits(&words))
    }
}

impl Pattern {
    fn fits(&self, words: &[String]) -> bool {
        let before = words.len().checked_sub(self.words.len());
        let there = before.filter(|&before| before == 0 || self.behind_others);
        let same = |(pattern, word): (&String, &String)| match pattern.strip_suffix('#') {
            Some(start) => word.strip_prefix(start).is_some_and(is_number),
            None => pattern == word,
        };
        there.is_some_and(|before| self.words.iter().zip(&words[before..]).all(same))
    }
}

fn is_number(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit())
}

/// The words of a code in small letters; some other characters belong to words too.
fn words(code: &str, also: &str) -> Vec<String> {
    let parts = code.split(|c: char| !c.is_alphanumeric() && !also.contains(c));
    parts.filter(|word| !word.is_empty()).map(str::to_lowercase).collect()
}

/// The columns of products of the transactions.
pub(crate) fn product_columns(tables: &[Table]) -> impl Iterator<Item = ColumnAt> {
    let transactions = tables.iter().filter(|table| table.kind == TableKind::Transactions);
    transactions.filter_map(|table| Some((table.source, table.columns.of(Role::Product)?)))
}

fn units(tables: &Tables<'_>) -> std::ops::Range<usize> {
    tables.units_of(TableKind::Transactions)
}

/// The different codes of products in a chunk.
fn products(tables: &Tables<'_>, unit: usize) -> Numbering {
    let mut products = Numbering::default();
    if let Some(column) = tables.column(tables.units[unit].table, Role::Product) {
        let grid = &tables.source(tables.units[unit].table).grid;
        let chunk = tables.look(unit);
        let codes = (0..chunk.rows.len()).filter_map(|row| clean(grid.field(&chunk, row, column)));
        codes.for_each(|code| {
            products.number(code);
        });
    }
    products
}

#[cfg(test)]
mod tests {
    use super::*;

    fn services() -> ServiceCodes {
        ServiceCodes::new(&CODES.map(str::to_owned))
    }

    #[test]
    fn codes_that_are_no_products() {
        for code in [
            "POST",
            "D",
            "m",
            "BANK CHARGES",
            "bank_charges",
            "AMAZONFEE",
            "AMAZON FEE",
            "CRUK",
            "DOT",
            "gift_0001_20",
            "GIFT",
            "TEST001",
            "PADS",
            "C2",
            "ADJUST2",
            "shipping",
            "gift-card fee",
        ] {
            assert!(services().has(code.as_bytes()), "{code}");
        }
        for code in ["85123A", "22423", "DCGS0003", "SP1002", "C2000", "P1", "A1", "47503J", "", "TESTER-9", "Protest"]
        {
            assert!(!services().has(code.as_bytes()), "{code}");
        }
        assert!(!services().has("Gift box".as_bytes()) && !services().has(b"Coffee"));
    }

    #[test]
    fn short_codes_may_be_goods() {
        let goods = ServiceCodes { short_are_goods: true, ..services() };
        assert!(!goods.has(b"D") && goods.has(b"POST"));
        assert!(!ServiceCodes::new(&["".to_owned(), "*".to_owned()]).has(b""));
    }
}
