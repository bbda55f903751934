//! What programs write where there is no value: one list for ids, categories, numbers and dates.
//!
//! An id, a category or a number that may be missing is missing then; where a number or a date is needed, the row is unreadable
//! because of an empty value, and the text is named. The words are compared as they stand: `NaN` is nothing, `Nan` is a name.
//!
//! Two of them mean something elsewhere. `NA` is the code of Namibia, so it stays a category ([`crate::value::key::label`]) and is
//! nothing in all other columns. A lone dash, point or question mark is nothing in categories too: a group called `-` would be
//! those of whom nothing is known, under another name.

/// Sorted as bytes.
const WORDS: [&str; 38] = [
    "#CALC!",
    "#DIV/0!",
    "#ERROR!",
    "#GETTING_DATA",
    "#N/A",
    "#N/A N/A",
    "#NA",
    "#NAME?",
    "#NULL!",
    "#NUM!",
    "#REF!",
    "#SPILL!",
    "#VALUE!",
    "(null)",
    "-",
    "--",
    "---",
    "-NaN",
    "-nan",
    ".",
    "<NA>",
    "?",
    "N.A.",
    "N/A",
    "NA",
    "NULL",
    "NaN",
    "NaT",
    "None",
    "Null",
    "\\N",
    "n.a.",
    "n/a",
    "nan",
    "none",
    "null",
    "undefined",
    "–",
];

/// What follows such a word in a sentence.
pub(crate) const SAYS_NOTHING: &str = "says that there is no value";

/// Whether a trimmed text is empty or says that there is no value.
///
/// Cost: hardly anything where the text begins with a digit, or with a letter that none of the words begins with.
pub(crate) fn is_missing(text: &[u8]) -> bool {
    match text {
        [] => true,
        [b'#' | b'(' | b'-' | b'.' | b'<' | b'?' | b'N' | b'\\' | b'n' | b'u' | 0xE2, ..] => {
            text.len() <= LONGEST && WORDS.binary_search_by(|word| word.as_bytes().cmp(text)).is_ok()
        }
        _ => false,
    }
}

const LONGEST: usize = 13;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_word_is_found() {
        assert!(WORDS.is_sorted());
        for word in WORDS.into_iter().chain([""]) {
            assert!(is_missing(word.as_bytes()), "{word}");
        }
        for word in ["0", "Nan", "NAN!", "n", "north", "-5", "#1", "ABC", "nullable", "..", "none of these", "Z"] {
            assert!(!is_missing(word.as_bytes()), "{word}");
        }
    }
}
