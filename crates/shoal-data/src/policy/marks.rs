//! What looks like a test or a member of staff rather than a customer: by the id or e-mail address, or by a tag.
//!
//! An address is one of a test when its domain is reserved for examples (`example.com`, `….test`, `….invalid`, `localhost`), or when its name is
//! `test`, also with digits or an appendix (`test2`, `test+shop`). An id is one when it is nothing but such a word.

/// Ids that are nobody's.
const IDS: [&str; 9] =
    ["test", "tester", "testuser", "testcustomer", "testaccount", "testkunde", "dummy", "staff", "employee"];

/// Domains that are reserved for examples, and everything below them.
const RESERVED: [&str; 7] = ["example.com", "example.org", "example.net", "localhost", "test", "invalid", "example"];

/// Words among tags.
const TAGS: [&str; 8] = ["test", "testing", "staff", "employee", "employees", "internal", "dummy", "mitarbeiter"];

/// Names of columns with tags and groups of customers, without punctuation.
pub(crate) const TAG_COLUMNS: [&str; 6] = ["tags", "tag", "customertags", "ordertags", "customergroup", "usertype"];

/// Names of columns with addresses, without punctuation.
pub(crate) const ADDRESS_COLUMNS: [&str; 8] = [
    "email",
    "customeremail",
    "emailaddress",
    "useremail",
    "buyeremail",
    "billingemail",
    "emailbilling",
    "contactemail",
];

/// Whether an id or an address is one of a test.
pub(crate) fn is_test(id: &[u8]) -> bool {
    // Most ids are numbers, or begin with another letter, and cost one look.
    let address = || id.iter().rposition(|&byte| byte == b'@').map(|at| (&id[..at], &id[at + 1..]));
    match id.first().map(u8::to_ascii_lowercase) {
        None | Some(b'0'..=b'9') => address().is_some_and(|(_, domain)| is_reserved(domain)),
        Some(first) => match address() {
            Some((name, domain)) => is_reserved(domain) || first == b't' && is_test_name(name),
            None => id.len() <= 20 && b"tdse".contains(&first) && is_test_word(id),
        },
    }
}

fn is_test_word(id: &[u8]) -> bool {
    let plain: String = String::from_utf8_lossy(id).chars().filter(|c| c.is_alphanumeric()).collect();
    IDS.contains(&plain.to_lowercase().as_str())
}

/// Whether a domain is reserved for examples.
fn is_reserved(domain: &[u8]) -> bool {
    RESERVED.iter().any(|end| {
        let Some(start) = domain.len().checked_sub(end.len()) else { return false };
        let (before, rest) = domain.split_at(start);
        rest.eq_ignore_ascii_case(end.as_bytes()) && (before.is_empty() || before.ends_with(b"."))
    })
}

/// `test`, also with digits or an appendix.
fn is_test_name(name: &[u8]) -> bool {
    let (word, rest) = name.split_at_checked(4).unwrap_or((name, b""));
    word.eq_ignore_ascii_case(b"test") && !rest.first().is_some_and(|&byte| byte.is_ascii_alphabetic() || byte >= 128)
}

/// Whether tags name a test or staff.
pub(crate) fn has_test_tag(tags: &[u8]) -> bool {
    let words = tags.split(|byte| !byte.is_ascii_alphanumeric());
    words.filter(|word| !word.is_empty()).any(|word| TAGS.iter().any(|tag| word.eq_ignore_ascii_case(tag.as_bytes())))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_and_addresses() {
        for (id, expected) in [
            ("17850", false),
            ("ann@shop.com", false),
            ("Test@shop.com", true),
            ("test+1@shop.com", true),
            ("test2@shop.com", true),
            ("testa@shop.com", false),
            ("protest@shop.com", false),
            ("ann@example.com", true),
            ("ann@mail.example.org", true),
            ("ann@myexample.com", false),
            ("ann@shop.test", true),
            ("test", true),
            ("Test Customer", true),
            ("tests united", false),
            ("", false),
        ] {
            assert_eq!(is_test(id.as_bytes()), expected, "{id}");
        }
        assert!(has_test_tag(b"vip, Staff") && !has_test_tag(b"contest winner"));
    }
}
