//! What looks like a test or a member of staff rather than a customer: by the id or e-mail address, or by a tag.
//!
//! An address is one of a test when its domain is reserved for examples (`example.com`, `….test`, `….invalid`, `localhost`), or when its name is
//! `test`, also with digits or an appendix (`test2`, `test+shop`). An id is one when it is nothing but such a word.

/// Ids that are nobody's.
const IDS: [&str; 9] =
    ["test", "tester", "testuser", "testcustomer", "testaccount", "testkunde", "dummy", "staff", "employee"];

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
    // The usual id is a number and costs one look.
    if !id.iter().any(u8::is_ascii_alphabetic) {
        return false;
    }
    let Ok(id) = std::str::from_utf8(id) else { return false };
    match id.rsplit_once('@') {
        Some((name, domain)) => is_test_address(&name.to_ascii_lowercase(), &domain.to_ascii_lowercase()),
        None if id.len() > 20 => false,
        None => {
            let plain: String = id.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect();
            IDS.contains(&plain.as_str())
        }
    }
}

fn is_test_address(name: &str, domain: &str) -> bool {
    let reserved = ["example.com", "example.org", "example.net", "localhost", "test", "invalid", "example"];
    let is_reserved = |end: &&str| {
        let end = *end;
        domain.strip_suffix(end).is_some_and(|before| before.is_empty() || before.ends_with('.'))
    };
    let rest = name.strip_prefix("test");
    reserved.iter().any(is_reserved) || rest.is_some_and(|rest| !rest.starts_with(char::is_alphabetic))
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
