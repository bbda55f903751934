//! Keys of customers that are personal themselves: e-mail addresses and phone numbers.
//!
//! The report is passed around; the lists are for those who may act on them. So the report shows a short hash in place of
//! such a key, and the lists carry the key as given.

/// A customer's key as it may be shown in a report.
pub fn shown(key: &str) -> String {
    if looks_personal(key) { format!("#{:08x}", hash(key) as u32) } else { key.into() }
}

/// Whether a key looks like an e-mail address or a phone number.
///
/// A phone number here: 7 to 15 digits with a leading `+` or with spaces, dots, dashes, slashes or brackets between them,
/// or 10 to 15 bare digits.
pub fn looks_personal(key: &str) -> bool {
    let key = key.trim();
    if key.split_once('@').is_some_and(|(name, host)| !name.is_empty() && host.contains('.')) {
        return true;
    }
    let digits = key.bytes().filter(u8::is_ascii_digit).count();
    let others = key.bytes().filter(|byte| !byte.is_ascii_digit());
    let only_separators = others.clone().all(|byte| matches!(byte, b'+' | b' ' | b'.' | b'-' | b'/' | b'(' | b')'));
    let least = if others.count() > 0 { 7 } else { 10 };
    only_separators && (least..=15).contains(&digits)
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
    fn what_looks_personal() {
        for key in ["ann@example.com", "+49 172 1234567", "(555) 123-4567", "01721234567"] {
            assert!(looks_personal(key), "{key}");
            assert!(!shown(key).contains(key), "{key}");
        }
        for key in ["17850", "C0001", "A-12", "2024-01", "123456789", "@", "order@7", "12345678901234567"] {
            assert!(!looks_personal(key), "{key}");
            assert_eq!(shown(key), key);
        }
    }
}
