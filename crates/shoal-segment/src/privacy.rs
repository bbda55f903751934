//! Keys that are personal themselves: e-mail addresses, phone numbers, names.
//!
//! The report is passed around; the lists are for those who may act on them. So the report shows a short hash in place of
//! such a key, and the lists carry the key as given.

/// A customer's key as it may be shown in a report.
pub fn shown(key: &str) -> String {
    if looks_personal(key) { hashed(key) } else { key.into() }
}

/// An order's id as it may be shown in a report. Numbers of orders are long and have dashes, so they are not taken for phone
/// numbers; but an address in one is hashed, and so is its customer's personal key where the id begins with it.
pub fn shown_order(order: &str, customer: &str) -> String {
    match order.strip_prefix(customer).filter(|_| looks_personal(customer)) {
        Some(rest) => format!("{}{rest}", hashed(customer)),
        None if order.contains('@') => shown(order),
        None => order.into(),
    }
}

/// The value of an attribute as it may be shown in a report.
pub fn shown_value(value: &str) -> String {
    if looks_like_a_contact(value) { hashed(value) } else { value.into() }
}

/// A value that is not to be shown at all, as a short hash by which equal ones can be told.
pub fn hidden(value: &str) -> String {
    hashed(value)
}

fn hashed(text: &str) -> String {
    format!("#{:08x}", hash(text) as u32)
}

/// Whether a key looks like an e-mail address, a phone number or a person's name.
///
/// An address has something on both sides of an `@`; a name is two or more words without a digit. A phone number has 7 to 15
/// digits with a leading `+` or with spaces, dots, dashes, slashes or brackets between them, or 10 to 15 bare digits.
pub fn looks_personal(key: &str) -> bool {
    looks_like_a_contact(key) || looks_like_a_name(key)
}

/// Whether a text looks like an e-mail address or a phone number; for values that may well be two words (a city, a region).
pub fn looks_like_a_contact(text: &str) -> bool {
    let key = text.trim();
    if key.split_once('@').is_some_and(|(name, host)| !name.is_empty() && !host.is_empty()) {
        return true;
    }
    let digits = key.bytes().filter(u8::is_ascii_digit).count();
    let others = key.bytes().filter(|byte| !byte.is_ascii_digit());
    let only_separators = others.clone().all(|byte| matches!(byte, b'+' | b' ' | b'.' | b'-' | b'/' | b'(' | b')'));
    let least = if others.count() > 0 { 7 } else { 10 };
    only_separators && (least..=15).contains(&digits)
}

/// Two or more words, no digit in them.
fn looks_like_a_name(key: &str) -> bool {
    key.split_whitespace().count() > 1
        && key.chars().any(char::is_alphabetic)
        && !key.bytes().any(|b| b.is_ascii_digit())
}

/// FNV-1a, 64 bits (Fowler, Noll, Vo), folded.
fn hash(key: &str) -> u64 {
    let full = key
        .bytes()
        .fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3));
    full ^ (full >> 32)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn orders_show_their_number_but_nobody_s_address() {
        assert_eq!(shown_order("2024-0001234567", "C1"), "2024-0001234567");
        assert_eq!(shown_order("C1 2024-01-05", "C1"), "C1 2024-01-05");
        for (order, customer) in [("ann@example.com", "C1"), ("ann@b.com 2024-01-05", "ann@b.com")] {
            assert!(!shown_order(order, customer).contains('@'), "{order}");
        }
        assert!(shown_order("Ann Example 2024-01-05", "Ann Example").ends_with(" 2024-01-05"));
        assert!(!shown_order("Ann Example 2024-01-05", "Ann Example").contains("Ann"));
    }

    #[test]
    fn what_looks_personal() {
        for key in ["ann@example.com", "ann@office", "+49 172 1234567", "(555) 123-4567", "01721234567", "Ann Example"]
        {
            assert!(looks_personal(key), "{key}");
            assert!(!shown(key).contains(key), "{key}");
        }
        for key in ["17850", "C0001", "A-12", "2024-01", "123456789", "@", "wholesale", "Store 7", "12345678901234567"]
        {
            assert!(!looks_personal(key), "{key}");
            assert_eq!(shown(key), key);
        }
    }
}
