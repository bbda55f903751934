//! The currencies of the transactions: which there are, and what the policy makes of them.
//!
//! A row's currency is that of its column of currencies, or of its order; without one, the sign or code beside its money (`$5`, `EUR 12`), or
//! beside the price that the products table has for it. Names are compared in capitals, and `€` is `EUR`; a bare sign counts as the one
//! currency that it may stand for, where exactly one such is there ([`crate::value::currency`]).
//!
//! With one currency, or none, there is nothing to do. Several are refused, after rows were set aside for other reasons, unless one is chosen
//! or rates are given.

use crate::error::Error;
use crate::judge::amount::MoneyCells;
use crate::judge::row::{Row, Rows};
use crate::policy::Policy;
use crate::policy::rates::Rates;
use crate::recognise::roles::Role;
use crate::tables::Tables;
use crate::value::currency::{Currency, CurrencyTally, of_text};
use crate::value::dressed::undress;
use crate::value::key::{filled, label};
use crate::value::number::Decimal;
use crate::value::numbers::NumberColumn;
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
pub(crate) struct Currencies {
    /// Sorted.
    names: Vec<String>,
    /// The numbers of what stands in columns of currencies.
    written: HashMap<Vec<u8>, u32>,
    /// The numbers of signs and codes beside money.
    signs: BTreeMap<Currency, u32>,
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

/// The columns of currencies, with the values that stand there.
fn columns(tables: &Tables<'_>) -> Vec<(usize, BTreeMap<Vec<u8>, u64>)> {
    let of_table = |table: usize| {
        let column = tables.tables[table].columns.of(Role::Currency)?;
        Some((table, value_counts(&tables.source(table).grid, column)))
    };
    let kinds = [TableKind::Orders, TableKind::Transactions];
    kinds.into_iter().flat_map(|kind| tables.of_kind(kind)).filter_map(of_table).collect()
}

/// The signs and codes beside the money of a table, where no column names the currency of its rows.
fn signs(tables: &Tables<'_>, table: usize) -> CurrencyTally {
    let is_money = |column: &&NumberColumn| matches!(column.role, Role::Total | Role::UnitPrice | Role::Price);
    let names_it = |table: usize| tables.tables[table].columns.of(Role::Currency).is_some();
    let of_orders = tables.tables[table].draws_on_orders && tables.of_kind(TableKind::Orders).any(names_it);
    let mut sum = CurrencyTally::default();
    if tables.tables[table].kind != TableKind::Orders && !names_it(table) && !of_orders {
        let columns = tables.numbers.columns(table).iter().filter(is_money);
        columns.for_each(|column| sum.join(column.here.currencies.clone()));
    }
    sum
}

/// The name of what stands in a column of currencies.
fn name(tally: &CurrencyTally, value: &[u8]) -> String {
    match of_text(value) {
        Some(currency) => tally.name_of(currency).to_owned(),
        None => String::from_utf8_lossy(value).to_uppercase(),
    }
}

impl Currencies {
    /// The currencies of all tables; nothing where they play no part.
    pub(crate) fn settle(tables: &Tables<'_>, policy: &Policy) -> Result<Option<Self>, Error> {
        let mut tally = CurrencyTally::default();
        (0..tables.tables.len()).for_each(|table| tally.join(signs(tables, table)));
        let written: BTreeMap<Vec<u8>, u64> = columns(tables).into_iter().flat_map(|(_, counts)| counts).collect();
        written.iter().for_each(|(value, &rows)| tally.add(of_text(value), rows));
        let names: BTreeSet<String> = written.keys().map(|value| name(&tally, value)).collect();
        let names: BTreeSet<String> = names.into_iter().chain(tally.names().into_iter().map(str::to_owned)).collect();
        let names: Vec<String> = names.into_iter().collect();
        let wanted = policy.currency.is_some() || policy.rates.is_some();
        if wanted && names.is_empty() {
            let option = if policy.currency.is_some() { "--currency" } else { "--rates" };
            return Err(Error::NoCurrencyColumn { option });
        }
        if names.len() < 2 && !wanted {
            return Ok(None);
        }
        let place = |name: &str| names.binary_search_by(|known| known.as_str().cmp(name)).ok().map(|at| at as u32);
        let written =
            written.into_keys().filter_map(|value| place(&name(&tally, &value)).map(|place| (value, place))).collect();
        let signs = tally.all().filter_map(|(sign, _)| Some((sign, place(tally.name_of(sign))?))).collect();
        let plan = match (&policy.currency, &policy.rates) {
            (_, Some(path)) => Plan::Convert(checked(Rates::read(path)?, &names)?),
            (Some(only), None) => Plan::Only(place(&name(&tally, only.trim().as_bytes()))),
            (None, None) => Plan::One,
        };
        Ok(Some(Self { names, written, signs, plan }))
    }

    /// Whether amounts are converted.
    pub(crate) fn converts(&self) -> bool {
        matches!(self.plan, Plan::Convert(_))
    }

    /// The currency of a row.
    pub(crate) fn of(&self, rows: Rows<'_, '_>, row: Row, money: &MoneyCells<'_>) -> Option<u32> {
        let written = rows.cell(row, Role::Currency).and_then(|cell| self.written.get(label(cell.value)?).copied());
        written.or_else(|| {
            let own = [money.total, money.unit_price].into_iter().flatten().find_map(|(_, value)| filled(value));
            let sign = match own {
                Some(value) => undress(value)?.currency,
                None => money.list_currency,
            };
            self.signs.get(&sign?).copied()
        })
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

    /// What becomes of amounts in a currency, as it stands in a column.
    pub(crate) fn becomes(&self, value: &[u8]) -> &'static str {
        let here = self.written.get(value).copied();
        match &self.plan {
            Plan::One => "refused beside others",
            Plan::Only(only) if *only == here => "as it is",
            Plan::Only(_) => "set aside",
            Plan::Convert(_) => "converted",
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
        let mut rows: BTreeMap<&str, u64> = BTreeMap::new();
        let mut add = |number: Option<u32>, count: u64| {
            let name = number.and_then(|number| self.names.get(number as usize));
            *rows.entry(name.map_or("", String::as_str)).or_default() += count;
        };
        if let Some(column) = tables.tables[table].columns.of(Role::Currency) {
            let counts = value_counts(&tables.source(table).grid, column);
            counts.into_iter().for_each(|(value, count)| add(self.written.get(&value).copied(), count));
        }
        signs(tables, table).all().for_each(|(sign, count)| add(self.signs.get(&sign).copied(), count));
        rows.retain(|name, _| *name != wanted);
        let named: Vec<String> = rows.iter().map(|(name, rows)| format!("{name} ({rows})")).collect();
        let words = format!("amounts in {} {what} {wanted}", named.join(", "));
        (!rows.is_empty()).then(|| Note { code: code.to_owned(), words, rows: rows.values().sum() })
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
