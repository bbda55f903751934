//! Product codes that are no products: postage, fees, discounts, corrections.
//!
//! Codes are compared without case. A code of one or two characters (`D`, `M`, `C2`) is believed only where such short codes are rare
//! among the products: less than one in ten. Where a shop numbers its goods with single letters, `D` is one of them.

/// Codes of so many characters may be goods.
const SHORT: usize = 2;
/// Short codes must be fewer than one in so many.
const RARE: usize = 10;

/// The codes that are known by default.
pub(crate) const CODES: [&str; 38] = [
    "POST",
    "DOT",
    "D",
    "M",
    "S",
    "B",
    "C2",
    "C3",
    "CRUK",
    "BANK CHARGES",
    "AMAZONFEE",
    "AMAZON FEE",
    "ADJUST",
    "ADJUST2",
    "TEST001",
    "TEST002",
    "POSTAGE",
    "SHIPPING",
    "SHIPPING FEE",
    "SHIPPING COST",
    "DELIVERY",
    "DELIVERY FEE",
    "FREIGHT",
    "CARRIAGE",
    "HANDLING",
    "HANDLING FEE",
    "FEE",
    "FEES",
    "TAX",
    "VAT",
    "TIP",
    "DISCOUNT",
    "COUPON",
    "MANUAL",
    "ADJUSTMENT",
    "ROUNDING",
    "DEPOSIT",
    "VERSAND",
];

/// Which of some distinct products are no products.
pub(crate) fn services(products: &[&[u8]], codes: &[String]) -> Vec<bool> {
    let codes: Vec<Vec<u8>> = codes.iter().map(|code| code.trim().to_lowercase().into_bytes()).collect();
    let is_short = |product: &&&[u8]| product.len() <= SHORT;
    let rare = products.iter().filter(is_short).count() * RARE < products.len();
    let known = |product: &&[u8]| codes.contains(&product.to_ascii_lowercase());
    products.iter().map(|product| known(product) && (rare || product.len() > SHORT)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn short_codes_are_believed_where_they_are_rare() {
        let codes: Vec<String> = CODES.iter().map(|&code| code.to_owned()).collect();
        let long: Vec<String> = (0..30).map(|number| format!("{}", 22_000 + number)).collect();
        let mut shop: Vec<&[u8]> = long.iter().map(|code| code.as_bytes()).collect();
        shop.extend([b"post".as_slice(), b"D", b"PADS"]);
        assert_eq!(services(&shop, &codes)[30..], [true, true, false]);
        let letters: Vec<&[u8]> = vec![b"A", b"B", b"C", b"D", b"POST"];
        assert_eq!(services(&letters, &codes), [false, false, false, false, true]);
        assert_eq!(services(&[], &codes), []);
    }
}
