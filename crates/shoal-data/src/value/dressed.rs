//! What may stand around the digits of a number: signs of plus and minus, brackets, a currency, a percent sign.
//!
//! `-5`, `5-`, `−5`, `(5.00)`, `-$5`, `$-5`, `EUR 12`, `12 zł`, `$12.50 USD`, `12 %`. Each at most once on each side, in any order, with
//! spaces between; two signs of minus (also brackets and a minus) make no number, because nobody knows what was meant.
//!
//! Cost: a comparison with each sign and code where a value is dressed; nothing where its first and last byte are digits.

use crate::value::currency::{Currency, leading, trailing};

/// A number without what stood around it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Dressed<'a> {
    pub(crate) negative: bool,
    pub(crate) currency: Option<Currency>,
    pub(crate) percent: bool,
    /// Begins and ends with a digit or a mark; what is between is not checked.
    pub(crate) bare: &'a [u8],
}

const MINUS: &[u8] = "−".as_bytes();

/// White space in numbers: the plain one, no-break, narrow no-break, thin and figure space.
pub(crate) const SPACES: [&[u8]; 5] = [b" ", b"\xC2\xA0", b"\xE2\x80\xAF", b"\xE2\x80\x89", b"\xE2\x80\x87"];

/// Takes everything off that stands around the digits; `None` when something is left that belongs to no number.
pub(crate) fn undress(text: &[u8]) -> Option<Dressed<'_>> {
    let mut signs = 0;
    let mut found = Dressed { negative: false, currency: None, percent: false, bare: trim(text) };
    if let [b'(', inner @ .., b')'] = found.bare {
        (found.bare, found.negative, signs) = (trim(inner), true, 1);
    }
    let mut before = None;
    while let Some((rest, minus)) = take_sign(found.bare, |text, sign| text.strip_prefix(sign), &mut signs)
        .or_else(|| take_currency(found.bare, leading, &mut before))
    {
        found.negative |= minus;
        found.bare = trim(rest);
    }
    let mut after = None;
    loop {
        if let Some((rest, minus)) = take_sign(found.bare, |text, sign| text.strip_suffix(sign), &mut signs)
            .or_else(|| take_currency(found.bare, trailing, &mut after))
        {
            found.negative |= minus;
            found.bare = trim(rest);
        } else if let Some(rest) = found.bare.strip_suffix(b"%").filter(|_| !found.percent) {
            found.percent = true;
            found.bare = trim(rest);
        } else {
            break;
        }
    }
    found.currency = match (before, after) {
        (Some(Currency::Any(_)), Some(_)) => after,
        _ => before.or(after),
    };
    (signs <= 1 && !found.bare.is_empty()).then_some(found)
}

type Taken<'a> = Option<(&'a [u8], bool)>;

/// A sign of plus or minus at one end: what is left, and whether it was a minus.
fn take_sign<'a>(text: &'a [u8], strip: impl Fn(&'a [u8], &[u8]) -> Option<&'a [u8]>, signs: &mut u32) -> Taken<'a> {
    let taken = strip(text, b"-").or_else(|| strip(text, MINUS)).map(|rest| (rest, true));
    let taken = taken.or_else(|| strip(text, b"+").map(|rest| (rest, false)));
    *signs += u32::from(taken.is_some());
    taken.filter(|_| *signs <= 1)
}

/// A currency at one end, unless there was one already.
fn take_currency<'a>(
    text: &'a [u8],
    strip: impl Fn(&'a [u8]) -> Option<(Currency, &'a [u8])>,
    found: &mut Option<Currency>,
) -> Taken<'a> {
    if found.is_some() {
        return None;
    }
    let (currency, rest) = strip(text)?;
    *found = Some(currency);
    Some((rest, false))
}

fn trim(mut text: &[u8]) -> &[u8] {
    loop {
        text = text.trim_ascii();
        let shorter = SPACES.iter().find_map(|space| text.strip_prefix(*space).or_else(|| text.strip_suffix(*space)));
        match shorter {
            Some(rest) => text = rest,
            None => return text,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_stands_around_digits() {
        for (text, negative, currency, percent, bare) in [
            ("5", false, None, false, "5"),
            ("-5", true, None, false, "5"),
            ("5-", true, None, false, "5"),
            ("+5", false, None, false, "5"),
            ("−5", true, None, false, "5"),
            ("(5.00)", true, None, false, "5.00"),
            ("($ 5)", true, Some("$"), false, "5"),
            ("-$5", true, Some("$"), false, "5"),
            ("$-5", true, Some("$"), false, "5"),
            ("5,00- €", true, Some("EUR"), false, "5,00"),
            ("5,00 €-", true, Some("EUR"), false, "5,00"),
            ("1\u{202f}234,5\u{a0}€", false, Some("EUR"), false, "1\u{202f}234,5"),
            ("$12.50 USD", false, Some("USD"), false, "12.50"),
            ("12 %", false, None, true, "12"),
            ("EUR 12", false, Some("EUR"), false, "12"),
        ] {
            let found = undress(text.as_bytes());
            let expected = (negative, currency, percent, bare.as_bytes());
            let found =
                found.map(|found| (found.negative, found.currency.map(Currency::name), found.percent, found.bare));
            assert_eq!(found, Some(expected), "{text}");
        }
        for text in ["", "-", "--5", "-5-", "(-5)", "$", "%", "( )", "+-5"] {
            assert_eq!(undress(text.as_bytes()), None, "{text}");
        }
    }
}
