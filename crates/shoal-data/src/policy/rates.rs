//! A table of exchange rates: what one unit of each currency is in the currency of the run.
//!
//! A text file with one rate per line, fields separated by commas or semicolons: currency, rate, and optionally the first day on which it
//! holds (`YYYY-MM-DD`). A first line whose rate is no number is a header. The currency with rate 1 is that of the run. A row is converted by
//! the latest rate that holds on its day: amount × rate, exactly, and rounded once, half to even, to the decimals of the run's money (at
//! least two).

use crate::error::Error;
use crate::value::number::{Decimal, parse, rescale};
use crate::value::number_form::NumberForm;
use shoal_segment::date::Day;
use std::collections::BTreeMap;
use std::path::Path;

/// Decimals of a rate that are used.
const RATE_DECIMALS: u8 = 12;
/// The first day of a rate without one.
const ALWAYS: Day = Day(i32::MIN);

/// The rates of each currency, by the first day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Rates {
    of: BTreeMap<String, BTreeMap<i32, Decimal>>,
    base: String,
}

impl Rates {
    /// Reads the file.
    pub(crate) fn read(path: &Path) -> Result<Self, Error> {
        let text = std::fs::read_to_string(path).map_err(|source| match source.kind() {
            std::io::ErrorKind::NotFound => Error::MissingFile { path: path.to_owned() },
            _ => Error::Read { path: path.to_owned(), source },
        })?;
        Self::parse(&text).map_err(|(line, what)| Error::BadRates { path: path.to_owned(), line, what })
    }

    /// The error is a line (0 for the whole file) and what is wrong there.
    fn parse(text: &str) -> Result<Self, (u64, String)> {
        let mut of: BTreeMap<String, BTreeMap<i32, Decimal>> = BTreeMap::new();
        for (at, line) in text.trim_start_matches('\u{feff}').lines().enumerate() {
            let fields: Vec<&str> = line.split([',', ';']).map(|field| field.trim().trim_matches('"')).collect();
            if fields.iter().all(|field| field.is_empty()) {
                continue;
            }
            match rate(&fields) {
                Ok((currency, from, rate)) => {
                    if of.entry(currency).or_default().insert(from.0, rate).is_some() {
                        return Err((at as u64 + 1, "has a second rate for one currency and day".to_owned()));
                    }
                }
                Err(_) if at == 0 => {}
                Err(what) => return Err((at as u64 + 1, what)),
            }
        }
        let is_base = |rates: &BTreeMap<i32, Decimal>| rates.values().all(|rate| rate.units == 1 && rate.decimals == 0);
        let mut bases = of.iter().filter(|(_, rates)| is_base(rates)).map(|(currency, _)| currency.clone());
        match (bases.next(), bases.next()) {
            (Some(base), None) => Ok(Self { of, base }),
            (None, _) => Err((0, "names no currency with rate 1, which would be that of the run".to_owned())),
            (Some(one), Some(other)) => Err((0, format!("gives rate 1 to both {one} and {other}"))),
        }
    }

    /// The currency of the run.
    pub(crate) fn base(&self) -> &str {
        &self.base
    }

    /// Whether there is any rate for a currency.
    pub(crate) fn knows(&self, currency: &str) -> bool {
        self.of.contains_key(currency)
    }

    /// The rate of a currency (in capitals) on a day.
    pub(crate) fn on(&self, currency: &str, day: Day) -> Option<Decimal> {
        self.of.get(currency)?.range(..=day.0).next_back().map(|(_, &rate)| rate)
    }
}

fn rate(fields: &[&str]) -> Result<(String, Day, Decimal), String> {
    let [currency, rate, rest @ ..] = fields else { return Err("is not `currency,rate`".to_owned()) };
    let rate =
        parse(rate.as_bytes(), NumberForm::default()).map_err(|fault| format!("has a rate that {}", fault.words()))?;
    if rate.units <= 0 || rate.decimals > RATE_DECIMALS {
        return Err(format!("has a rate that is not above 0 with at most {RATE_DECIMALS} decimals"));
    }
    let from = match rest {
        [] | [""] => ALWAYS,
        [day] => Day::parse_iso(day).ok_or_else(|| format!("has `{day}` for a day; it is written YYYY-MM-DD"))?,
        _ => return Err("has more than currency, rate and day".to_owned()),
    };
    if currency.is_empty() {
        return Err("names no currency".to_owned());
    }
    Ok((currency.to_uppercase(), from, rate))
}

/// An amount times a rate, rounded half to even; nothing when it does not fit.
pub(crate) fn converted(amount: i64, rate: Decimal) -> Option<i64> {
    let (units, _) = rescale(i128::from(amount) * i128::from(rate.units), rate.decimals, 0);
    i64::try_from(units).ok().filter(|units| units.abs() < i64::MAX / 4)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rates_by_day() {
        let rates = Rates::parse("currency,rate,from\neur,1\nUSD;0.9\nusd,0.95,2024-02-01\n\n").unwrap();
        assert_eq!(rates.base(), "EUR");
        let on = |currency: &str, day: &str| rates.on(currency, Day::parse_iso(day).unwrap()).map(|rate| rate.to_f64());
        assert_eq!(on("USD", "2024-01-31"), Some(0.9));
        assert_eq!(on("USD", "2024-02-01"), Some(0.95));
        assert_eq!(on("GBP", "2024-02-01"), None);
    }

    #[test]
    fn what_is_wrong_is_said() {
        for (text, line, what) in [
            ("EUR,1\nUSD,x\n", 2, "is not a number"),
            ("EUR,1\nUSD,-1\n", 2, "not above 0"),
            ("EUR,1\nUSD,1\n", 0, "both EUR and USD"),
            ("EUR,1\nUSD,0.9\nUSD,0.8\n", 3, "second rate"),
            ("EUR,1\nUSD,0.9,soon\n", 2, "YYYY-MM-DD"),
            ("USD,0.9\n", 0, "no currency with rate 1"),
            ("", 0, "no currency with rate 1"),
        ] {
            let error = Rates::parse(text).unwrap_err();
            assert!(error.0 == line && error.1.contains(what), "{text}: {error:?}");
        }
    }

    #[test]
    fn products_are_exact_and_rounded_half_to_even() {
        let rate = |text: &str| parse(text.as_bytes(), NumberForm::default()).unwrap();
        for (amount, by, expected) in
            [(1_000, "0.9", 900), (5, "0.5", 2), (15, "0.5", 8), (-5, "0.5", -2), (3, "0.333333", 1), (0, "2", 0)]
        {
            assert_eq!(converted(amount, rate(by)), Some(expected), "{amount} × {by}");
        }
        assert_eq!(converted(i64::MAX / 8, rate("1000")), None);
    }
}
