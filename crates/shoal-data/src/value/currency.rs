//! Signs and codes of currencies beside numbers, and what a column of money has of them.
//!
//! A sign stands for one currency (`€`, `zł`) or for any of several (`$`, `¥`, `kr`); a code of three capital letters (ISO 4217) stands
//! for one. [`CurrencyTally`] counts them over a column and says whether they are several: `$` and `USD` are one currency, `$` and
//! `€` are two, `$` beside `USD` and `CAD` are two, because the bare sign could be either.
//!
//! The policy on currencies ([`crate::judge::currencies`]) asks it.

use std::collections::BTreeMap;

/// What a sign or code stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum Currency {
    /// One currency, by its code.
    One(&'static str),
    /// Any of several: the sign.
    Any(&'static str),
}

impl Currency {
    /// As it is shown: a code, or a sign that may be any of several.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::One(name) | Self::Any(name) => name,
        }
    }

    /// Whether a bare sign may stand for a currency.
    fn may_be(self, code: &str) -> bool {
        match self {
            Self::One(own) => own == code,
            Self::Any(sign) => SEVERAL.iter().any(|(known, codes)| *known == sign && codes.contains(&code)),
        }
    }
}

/// Signs that many countries use, and for what.
const SEVERAL: [(&str, &[&str]); 4] = [
    ("$", &["USD", "CAD", "AUD", "NZD", "HKD", "SGD", "TWD", "MXN", "ARS", "CLP", "COP", "UYU", "DOP", "JMD"]),
    ("¥", &["JPY", "CNY"]),
    ("kr", &["SEK", "NOK", "DKK", "ISK"]),
    ("Rs", &["INR", "PKR", "LKR", "NPR", "MUR"]),
];

/// Signs; of two that begin alike the longer stands first.
const SIGNS: [(&str, Currency); 58] = [
    ("US$", Currency::One("USD")),
    ("CA$", Currency::One("CAD")),
    ("C$", Currency::One("CAD")),
    ("AU$", Currency::One("AUD")),
    ("A$", Currency::One("AUD")),
    ("NZ$", Currency::One("NZD")),
    ("HK$", Currency::One("HKD")),
    ("SG$", Currency::One("SGD")),
    ("S$", Currency::One("SGD")),
    ("NT$", Currency::One("TWD")),
    ("MX$", Currency::One("MXN")),
    ("R$", Currency::One("BRL")),
    ("$", Currency::Any("$")),
    ("＄", Currency::Any("$")),
    ("€", Currency::One("EUR")),
    ("Euro", Currency::One("EUR")),
    ("euro", Currency::One("EUR")),
    ("eur", Currency::One("EUR")),
    ("£", Currency::One("GBP")),
    ("¥", Currency::Any("¥")),
    ("￥", Currency::Any("¥")),
    ("円", Currency::One("JPY")),
    ("元", Currency::One("CNY")),
    ("RMB", Currency::One("CNY")),
    ("kr.", Currency::Any("kr")),
    ("kr", Currency::Any("kr")),
    ("Kr.", Currency::Any("kr")),
    ("Kr", Currency::Any("kr")),
    ("zł", Currency::One("PLN")),
    ("zl", Currency::One("PLN")),
    ("Kč", Currency::One("CZK")),
    ("Ft", Currency::One("HUF")),
    ("lei", Currency::One("RON")),
    ("лв.", Currency::One("BGN")),
    ("лв", Currency::One("BGN")),
    ("SFr.", Currency::One("CHF")),
    ("SFr", Currency::One("CHF")),
    ("Fr.", Currency::One("CHF")),
    ("₹", Currency::One("INR")),
    ("Rs.", Currency::Any("Rs")),
    ("Rs", Currency::Any("Rs")),
    ("₽", Currency::One("RUB")),
    ("руб.", Currency::One("RUB")),
    ("руб", Currency::One("RUB")),
    ("₺", Currency::One("TRY")),
    ("TL", Currency::One("TRY")),
    ("₴", Currency::One("UAH")),
    ("₩", Currency::One("KRW")),
    ("₪", Currency::One("ILS")),
    ("₫", Currency::One("VND")),
    ("₱", Currency::One("PHP")),
    ("฿", Currency::One("THB")),
    ("₦", Currency::One("NGN")),
    ("₵", Currency::One("GHS")),
    ("₸", Currency::One("KZT")),
    ("₾", Currency::One("GEL")),
    ("₼", Currency::One("AZN")),
    ("Rp", Currency::One("IDR")),
];

/// The codes of ISO 4217 in use.
const CODES: [&str; 155] = [
    "AED", "AFN", "ALL", "AMD", "ANG", "AOA", "ARS", "AUD", "AWG", "AZN", "BAM", "BBD", "BDT", "BGN", "BHD", "BIF",
    "BMD", "BND", "BOB", "BRL", "BSD", "BTN", "BWP", "BYN", "BZD", "CAD", "CDF", "CHF", "CLP", "CNY", "COP", "CRC",
    "CUP", "CVE", "CZK", "DJF", "DKK", "DOP", "DZD", "EGP", "ERN", "ETB", "EUR", "FJD", "FKP", "GBP", "GEL", "GHS",
    "GIP", "GMD", "GNF", "GTQ", "GYD", "HKD", "HNL", "HRK", "HTG", "HUF", "IDR", "ILS", "INR", "IQD", "IRR", "ISK",
    "JMD", "JOD", "JPY", "KES", "KGS", "KHR", "KMF", "KPW", "KRW", "KWD", "KYD", "KZT", "LAK", "LBP", "LKR", "LRD",
    "LSL", "LYD", "MAD", "MDL", "MGA", "MKD", "MMK", "MNT", "MOP", "MRU", "MUR", "MVR", "MWK", "MXN", "MYR", "MZN",
    "NAD", "NGN", "NIO", "NOK", "NPR", "NZD", "OMR", "PAB", "PEN", "PGK", "PHP", "PKR", "PLN", "PYG", "QAR", "RON",
    "RSD", "RUB", "RWF", "SAR", "SBD", "SCR", "SDG", "SEK", "SGD", "SHP", "SLE", "SOS", "SRD", "SSP", "STN", "SYP",
    "SZL", "THB", "TJS", "TMT", "TND", "TOP", "TRY", "TTD", "TWD", "TZS", "UAH", "UGX", "USD", "UYU", "UZS", "VED",
    "VES", "VND", "VUV", "WST", "XAF", "XCD", "XOF", "XPF", "YER", "ZAR", "ZMW",
];

/// The sign or code at the start, and what follows it.
pub(crate) fn leading(text: &[u8]) -> Option<(Currency, &[u8])> {
    if text.first().is_some_and(u8::is_ascii_digit) {
        return None;
    }
    let sign = SIGNS.iter().find_map(|&(sign, currency)| Some((currency, text.strip_prefix(sign.as_bytes())?)));
    sign.or_else(|| {
        let (code, rest) = text.split_at_checked(3)?;
        Some((of_code(code)?, rest))
    })
}

/// The sign or code at the end, and what stands before it.
pub(crate) fn trailing(text: &[u8]) -> Option<(Currency, &[u8])> {
    if text.last().is_some_and(u8::is_ascii_digit) {
        return None;
    }
    // `US$` begins with no sign, but ends with one: the longest that fits is taken.
    let fitting = SIGNS.iter().filter(|(sign, _)| text.ends_with(sign.as_bytes()));
    let sign = fitting.max_by_key(|(sign, _)| sign.len());
    if let Some((sign, currency)) = sign {
        return Some((*currency, &text[..text.len() - sign.len()]));
    }
    let (rest, code) = text.split_at_checked(text.len().checked_sub(3)?)?;
    Some((of_code(code)?, rest))
}

fn of_code(code: &[u8]) -> Option<Currency> {
    let at = CODES.binary_search_by(|known| known.as_bytes().cmp(code)).ok()?;
    Some(Currency::One(CODES[at]))
}

/// The currency that a text is, and nothing else: `EUR`, `eur`, `€`.
pub(crate) fn of_text(text: &[u8]) -> Option<Currency> {
    let whole = |text: &[u8]| leading(text).filter(|(_, rest)| rest.is_empty()).map(|(currency, _)| currency);
    whole(text).or_else(|| whole(&text.to_ascii_uppercase()))
}

/// How often each currency stands in a column.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct CurrencyTally {
    counts: BTreeMap<Currency, u64>,
}

impl CurrencyTally {
    /// Counts values that have one.
    pub(crate) fn add(&mut self, currency: Option<Currency>, values: u64) {
        if let Some(currency) = currency {
            *self.counts.entry(currency).or_default() += values;
        }
    }

    /// Two columns as one.
    pub(crate) fn join(&mut self, other: Self) {
        for (currency, count) in other.counts {
            *self.counts.entry(currency).or_default() += count;
        }
    }

    /// How many values have one.
    pub(crate) fn count(&self) -> u64 {
        self.counts.values().sum()
    }

    /// What a currency counts as: a bare sign as the one currency that it may stand for, where exactly one such is there too.
    pub(crate) fn name_of(&self, currency: Currency) -> &'static str {
        let mut fitting = self.counts.keys().filter_map(|known| one(*known)).filter(|code| currency.may_be(code));
        match (fitting.next(), fitting.next()) {
            (Some(code), None) if one(currency).is_none() => code,
            _ => currency.name(),
        }
    }

    /// All that stand there, signs and codes.
    pub(crate) fn all(&self) -> impl Iterator<Item = (Currency, u64)> {
        self.counts.iter().map(|(&currency, &count)| (currency, count))
    }

    /// The different currencies, by name; a bare sign is no other currency where exactly one that it may stand for is there too.
    pub(crate) fn names(&self) -> Vec<&'static str> {
        let all = self.counts.keys().map(|&currency| (currency.name(), self.name_of(currency)));
        all.filter(|(own, name)| own == name).map(|(own, _)| own).collect()
    }
}

fn one(currency: Currency) -> Option<&'static str> {
    match currency {
        Currency::One(code) => Some(code),
        Currency::Any(_) => None,
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test may fail")]
    use super::*;

    #[test]
    fn signs_and_codes() {
        for (text, name, rest) in
            [("$5", "$", "5"), ("US$5", "USD", "5"), ("EUR 5", "EUR", " 5"), ("R$5", "BRL", "5"), ("kr 5", "kr", " 5")]
        {
            let (currency, left) = leading(text.as_bytes()).unwrap();
            assert_eq!((currency.name(), left), (name, rest.as_bytes()), "{text}");
        }
        for (text, name, rest) in
            [("5 zł", "PLN", "5 "), ("5US$", "USD", "5"), ("5 CHF", "CHF", "5 "), ("5kr.", "kr", "5"), ("5$", "$", "5")]
        {
            let (currency, left) = trailing(text.as_bytes()).unwrap();
            assert_eq!((currency.name(), left), (name, rest.as_bytes()), "{text}");
        }
        assert!(leading(b"5").is_none() && leading(b"XYZ 5").is_none() && trailing(b"").is_none());
    }

    #[test]
    fn tables_are_in_order() {
        assert!(CODES.is_sorted());
        for (at, (sign, _)) in SIGNS.iter().enumerate() {
            assert!(SIGNS[..at].iter().all(|(earlier, _)| !sign.starts_with(earlier)), "{sign} is never reached");
        }
        assert!(SEVERAL.iter().flat_map(|(_, codes)| codes.iter()).all(|code| of_code(code.as_bytes()).is_some()));
    }

    #[test]
    fn one_currency_or_several() {
        let names = |texts: &[&str]| {
            let mut tally = CurrencyTally::default();
            texts.iter().for_each(|text| tally.add(leading(text.as_bytes()).map(|found| found.0), 1));
            tally.names()
        };
        assert_eq!(names(&["$", "$", ""]), ["$"]);
        assert_eq!(names(&["$", "USD", "US$"]), ["USD"]);
        assert_eq!(names(&["€", "EUR", "eur"]), ["EUR"]);
        assert_eq!(names(&["$", "€"]), ["EUR", "$"]);
        assert_eq!(names(&["$", "USD", "CAD"]), ["CAD", "USD", "$"]);
    }
}
