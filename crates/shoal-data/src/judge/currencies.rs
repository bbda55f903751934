//! The currencies of the transactions: which there are, and what the policy makes of them.
//!
//! With one currency, or none, there is nothing to do. Several are refused, after rows were set aside for other reasons, unless one is chosen
//! or rates are given. Codes are compared in capitals.

use crate::error::Error;
use crate::policy::Policy;
use crate::policy::rates::Rates;
use crate::recognise::roles::Role;
use crate::tables::{Place, Tables};
use crate::value::key::label;
use crate::value::number::Decimal;
use crate::value::value_counts::value_counts;
use shoal_segment::date::Day;
use shoal_segment::receipt::{Note, TableKind};
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// What is done with amounts in several currencies.
enum Plan {
    /// They must turn out to be in one.
    One,
    /// Those in one of them are used.
    Only(Option<u32>),
    /// They are converted.
    Convert(Rates),
}

/// All currencies.
pub(crate) struct Currencies<'a> {
    /// The codes in capitals, sorted.
    names: Vec<String>,
    of: HashMap<&'a [u8], u32>,
    plan: Plan,
}

/// What the currency of a row means for it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Tender {
    /// Its amount is taken as it is.
    AsItIs,
    /// Its amount is multiplied.
    Times(Decimal),
    /// There are several and it has none.
    Unknown,
    /// It is another one.
    Other,
    /// It has no rate on that day.
    NoRate,
}

impl<'a> Currencies<'a> {
    /// The currencies of all tables; nothing where they play no part.
    pub(crate) fn settle(tables: &Tables<'a>, policy: &Policy) -> Result<Option<Self>, Error> {
        let mut written: BTreeSet<&'a [u8]> = BTreeSet::new();
        let mut told = false;
        for table in tables.of_kind(TableKind::Transactions) {
            let Some(column) = tables.tables[table].columns.of(Role::Currency) else { continue };
            told = true;
            written.extend(value_counts(&tables.source(table).grid, column).into_keys());
        }
        let option = if policy.currency.is_some() { "--currency" } else { "--rates" };
        let wanted = policy.currency.is_some() || policy.rates.is_some();
        if wanted && !told {
            return Err(Error::NoCurrencyColumn { option });
        }
        let capitals = |value: &[u8]| String::from_utf8_lossy(value).to_uppercase();
        let names: Vec<String> =
            written.iter().map(|value| capitals(value)).collect::<BTreeSet<_>>().into_iter().collect();
        if names.len() < 2 && !wanted {
            return Ok(None);
        }
        let place = |name: &String| names.binary_search(name).ok().map(|at| at as u32);
        let of = written.into_iter().filter_map(|value| Some((value, place(&capitals(value))?))).collect();
        let plan = match (&policy.currency, &policy.rates) {
            (_, Some(path)) => Plan::Convert(checked(Rates::read(path)?, &names)?),
            (Some(only), None) => Plan::Only(place(&only.trim().to_uppercase())),
            (None, None) => Plan::One,
        };
        Ok(Some(Self { names, of, plan }))
    }

    /// How many there are.
    pub(crate) fn len(&self) -> usize {
        self.names.len()
    }

    /// Whether amounts are converted.
    pub(crate) fn converts(&self) -> bool {
        matches!(self.plan, Plan::Convert(_))
    }

    /// What a row says itself.
    pub(crate) fn written(&self, tables: &Tables<'_>, place: Place) -> Option<u32> {
        self.of.get(label(tables.role(place, Role::Currency)?)?).copied()
    }

    /// What a currency means on a day. Without one a row has the only one there is.
    pub(crate) fn tender(&self, currency: Option<u32>, day: Day) -> Tender {
        let Some(currency) = currency.or((self.names.len() == 1).then_some(0)) else { return Tender::Unknown };
        match &self.plan {
            Plan::One => Tender::AsItIs,
            Plan::Only(only) if *only == Some(currency) => Tender::AsItIs,
            Plan::Only(_) => Tender::Other,
            Plan::Convert(rates) => match rates.on(&self.names[currency as usize], day) {
                Some(Decimal { units: 1, decimals: 0 }) => Tender::AsItIs,
                Some(rate) => Tender::Times(rate),
                None => Tender::NoRate,
            },
        }
    }

    /// What is told of a table: rows in other currencies than that of the run.
    pub(crate) fn notes(&self, tables: &Tables<'_>, table: usize) -> Option<Note> {
        let (code, wanted, what) = match &self.plan {
            Plan::One => return None,
            Plan::Only(only) => {
                let wanted = self.names.get(only.map_or(usize::MAX, |only| only as usize))?;
                ("currencies_set_aside", wanted.as_str(), "are set aside; used is")
            }
            Plan::Convert(rates) => ("currencies_converted", rates.base(), "are converted by the table of rates to"),
        };
        let column = tables.tables[table].columns.of(Role::Currency)?;
        let mut rows: BTreeMap<&str, u64> = BTreeMap::new();
        for (value, count) in value_counts(&tables.source(table).grid, column) {
            let name = self.of.get(value).map_or("", |&at| self.names[at as usize].as_str());
            *rows.entry(name).or_default() += count;
        }
        rows.retain(|name, _| *name != wanted);
        let named: Vec<String> = rows.iter().map(|(name, rows)| format!("{name} ({rows})")).collect();
        let words = format!("amounts in {} {what} {wanted}", named.join(", "));
        Some(Note { code: code.to_owned(), words, rows: rows.values().sum() })
    }

    /// The used rows of each currency must be of one, unless they are converted or chosen.
    pub(crate) fn check(&self, rows: &[u64]) -> Result<(), Error> {
        let mut counts: Vec<(String, u64)> =
            self.names.iter().cloned().zip(rows.iter().copied()).filter(|(_, rows)| *rows > 0).collect();
        if !matches!(self.plan, Plan::One) || counts.len() < 2 {
            return Ok(());
        }
        counts.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
        Err(Error::SeveralCurrencies { counts })
    }
}

fn checked(rates: Rates, names: &[String]) -> Result<Rates, Error> {
    let currencies: Vec<String> = names.iter().filter(|name| !rates.knows(name)).cloned().collect();
    if currencies.is_empty() { Ok(rates) } else { Err(Error::LackingRates { currencies }) }
}
