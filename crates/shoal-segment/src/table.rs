//! The feature table: one row per customer or per order, named columns in original units, missing values marked.

use crate::date::Day;
use crate::feature::{self, Unit, given};
use crate::histories::Histories;
use crate::lines::{Attribute, Lines};
use crate::privacy;
use crate::segmentation::FeatureCard;
use rayon::prelude::*;

/// One row per customer who is to be segmented, sorted by customer id; or one per order, sorted by order id, then customer id.
#[derive(Debug, Clone)]
pub struct FeatureTable {
    /// What a row is.
    pub unit: Unit,
    /// The id of each row's customer.
    pub customers: Vec<String>,
    /// The id of each row's order, where rows are orders; with the customer's id it is unique.
    pub orders: Option<Vec<String>>,
    /// Net revenue per row, in the smallest unit of money; exact. Without transactions all are 0, and say nothing.
    pub revenue_minor: Vec<i128>,
    /// Every feature that the tables can give, in catalog order, then the customers' own numbers.
    pub columns: Vec<Column>,
    /// Region, country, favourite category: shown, and clustered when asked for.
    pub attributes: Vec<Attribute>,
    /// The day for which the features were computed.
    pub as_of: Day,
    /// A hash of ids and features, independent of the order of input rows: 16 hexadecimal digits.
    pub fingerprint: String,
}

/// One feature of all rows.
#[derive(Debug, Clone)]
pub struct Column {
    /// Which feature.
    pub card: FeatureCard,
    /// One finite value per row, NaN where missing. NaN never leaves this type.
    values: Vec<f64>,
}

impl Column {
    /// A column from values; `None` is missing.
    pub fn new(card: FeatureCard, values: impl IntoIterator<Item = Option<f64>>) -> Self {
        Self { card, values: values.into_iter().map(|value| value.unwrap_or(f64::NAN)).collect() }
    }

    /// The value of one row.
    pub fn get(&self, row: usize) -> Option<f64> {
        let value = self.values[row];
        (!value.is_nan()).then_some(value)
    }

    /// The values that are present.
    pub fn present(&self) -> impl Iterator<Item = f64> + '_ {
        self.values.iter().copied().filter(|value| !value.is_nan())
    }

    /// The present values, ascending.
    pub fn sorted(&self) -> Vec<f64> {
        let mut values: Vec<f64> = self.present().collect();
        values.par_sort_unstable_by(f64::total_cmp);
        values
    }

    /// How many values are missing.
    pub fn missing(&self) -> usize {
        self.values.len() - self.present().count()
    }
}

/// A customer or an order that cannot be segmented.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Apart {
    /// Whose: the position in `lines.customers`.
    pub customer: usize,
    /// The id of the order, where rows are orders.
    pub order: Option<String>,
    /// Why.
    pub reason: ApartReason,
    /// Net revenue in the smallest unit of money.
    pub revenue_minor: i128,
}

/// Why a row is in no segment.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum ApartReason {
    /// Nothing was bought.
    NoPurchase,
    /// More money was given back than was taken.
    ReturnsExceedPurchases,
}

impl ApartReason {
    /// All reasons.
    pub const ALL: [Self; 2] = [Self::NoPurchase, Self::ReturnsExceedPurchases];

    /// A stable code.
    pub fn code(self) -> &'static str {
        match self {
            Self::NoPurchase => "no_purchase",
            Self::ReturnsExceedPurchases => "returns_exceed_purchases",
        }
    }

    /// In words, for rows of the given unit.
    pub fn words(self, unit: Unit) -> &'static str {
        match (self, unit) {
            (Self::NoPurchase, Unit::Customer) => "no purchase up to the as-of day",
            (Self::NoPurchase, Unit::Order) => "no purchase in them, only returns",
            (Self::ReturnsExceedPurchases, _) => "returns exceed purchases",
        }
    }
}

impl FeatureTable {
    /// Computes every available feature for every row of `unit` with a purchase and a net revenue of at least zero; the others
    /// are returned apart. Without transactions no customer is apart.
    ///
    /// One scan over the lines per feature, in parallel over rows: `O(n log m)` for n lines and at most m lines per row, after
    /// grouping ([`Histories::new`]).
    pub fn build(lines: &Lines, unit: Unit) -> (Self, Vec<Apart>) {
        let histories = Histories::new(lines, unit);
        let judged: Vec<Result<usize, Apart>> =
            (0..histories.len()).into_par_iter().map(|at| judge(lines, &histories, at)).collect();
        let mut rows = Vec::with_capacity(judged.len());
        let mut apart = Vec::new();
        for verdict in judged {
            match verdict {
                Ok(row) => rows.push(row),
                Err(other) => apart.push(other),
            }
        }
        (Self::of_rows(lines, unit, &histories, &rows), apart)
    }

    fn of_rows(lines: &Lines, unit: Unit, histories: &Histories<'_>, rows: &[usize]) -> Self {
        let columns = feature::catalog(unit)
            .iter()
            .filter(|feature| feature.lacks(lines.known).is_none())
            .map(|feature| {
                let values: Vec<Option<f64>> =
                    rows.par_iter().map(|&row| (feature.compute)(&histories.get(row))).collect();
                Column::new(feature.card(), values)
            })
            .chain(numbers(lines, unit, rows))
            .collect();
        let mut table = Self {
            unit,
            customers: rows.iter().map(|&row| lines.customers.ids[histories.customer(row)].clone()).collect(),
            orders: rows.iter().map(|&row| histories.order(row)).collect::<Option<_>>().filter(|_| unit == Unit::Order),
            revenue_minor: rows.par_iter().map(|&row| histories.get(row).net_minor()).collect(),
            columns,
            attributes: attributes(lines, unit, histories, rows),
            as_of: lines.as_of,
            fingerprint: String::new(),
        };
        table.fingerprint = format!("{:016x}", table.hash());
        table
    }

    /// Number of rows.
    pub fn rows(&self) -> usize {
        self.customers.len()
    }

    /// The id of a row as it may be shown in a report: keys that look personal are hashed.
    pub fn shown(&self, row: usize) -> String {
        match &self.orders {
            Some(orders) => privacy::shown_order(&orders[row], &self.customers[row]),
            None => privacy::shown(&self.customers[row]),
        }
    }

    /// What is known about every feature, in the order of the columns.
    pub fn cards(&self) -> Vec<FeatureCard> {
        self.columns.iter().map(|column| column.card.clone()).collect()
    }

    /// The column of the feature with the given name.
    pub fn column(&self, name: &str) -> Option<&Column> {
        self.position(name).map(|at| &self.columns[at])
    }

    /// Where the feature with the given name stands among the columns.
    pub fn position(&self, name: &str) -> Option<usize> {
        self.columns.iter().position(|column| column.card.name == name)
    }

    /// The attribute of the category with the given name; what the lines tell goes before a column of customers called the same.
    pub fn category(&self, name: &str) -> Option<&Attribute> {
        self.attributes.iter().rev().find(|attribute| given::name(&attribute.name) == name)
    }

    fn hash(&self) -> u64 {
        let mut hash = Fnv::default();
        hash.eat(&self.as_of.0.to_le_bytes());
        self.orders.iter().flatten().chain(&self.customers).for_each(|id| hash.eat(id.as_bytes()));
        for column in &self.columns {
            hash.eat(column.card.name.as_bytes());
            (0..self.rows()).for_each(|row| hash.eat(&column.get(row).map_or(u64::MAX, f64::to_bits).to_le_bytes()));
        }
        for attribute in &self.attributes {
            hash.eat(attribute.name.as_bytes());
            let value = |&code: &u32| attribute.levels.get(code as usize).map_or("", String::as_str);
            attribute.codes.iter().for_each(|code| hash.eat(value(code).as_bytes()));
        }
        hash.0
    }
}

/// The 64-bit FNV-1a hash (Fowler, Noll, Vo), with a byte between fields so that they cannot run together.
struct Fnv(u64);

impl Default for Fnv {
    fn default() -> Self {
        Self(0xcbf2_9ce4_8422_2325)
    }
}

impl Fnv {
    fn eat(&mut self, bytes: &[u8]) {
        for &byte in bytes.iter().chain(&[0xff]) {
            self.0 = (self.0 ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3);
        }
    }
}

fn judge(lines: &Lines, histories: &Histories<'_>, at: usize) -> Result<usize, Apart> {
    if !lines.known.transactions {
        return Ok(at);
    }
    let history = histories.get(at);
    let revenue_minor = history.net_minor();
    let reason = match (history.purchases().next().is_some(), revenue_minor < 0) {
        (false, _) => ApartReason::NoPurchase,
        (true, true) => ApartReason::ReturnsExceedPurchases,
        (true, false) => return Ok(at),
    };
    Err(Apart { customer: histories.customer(at), order: histories.order(at), reason, revenue_minor })
}

/// The customers' own numbers as columns; orders have none.
fn numbers(lines: &Lines, unit: Unit, rows: &[usize]) -> Vec<Column> {
    if unit == Unit::Order {
        return Vec::new();
    }
    let numbers = given::cards(lines).into_iter().zip(&lines.customers.numbers);
    numbers.map(|(card, number)| Column::new(card, rows.iter().map(|&customer| number.values[customer]))).collect()
}

/// The attributes of each row's customer, and the category on which most was spent.
fn attributes(lines: &Lines, unit: Unit, histories: &Histories<'_>, rows: &[usize]) -> Vec<Attribute> {
    let given = lines.customers.attributes.iter().map(|attribute| Attribute {
        name: attribute.name.clone(),
        levels: attribute.levels.clone(),
        codes: rows.iter().map(|&row| attribute.codes[histories.customer(row)]).collect(),
    });
    let favourite = lines.known.category.then(|| Attribute {
        name: unit.favourite_attribute().into(),
        levels: lines.categories.clone(),
        codes: rows.par_iter().map(|&row| histories.get(row).favourite_category()).collect(),
    });
    given.chain(favourite).collect()
}
