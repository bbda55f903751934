//! The feature table: one row per customer or per order, named columns in original units, missing values marked.

mod attributes;
mod order;
mod part;
mod pass;
mod scan;
mod wish;

use crate::date::Day;
use crate::feature::{Unit, given};
use crate::ids::Ids;
use crate::lines::{Attribute, Lines};
use crate::privacy;
use crate::rfm::Thresholds;
use crate::segmentation::FeatureCard;
use order::Order;
use part::RowKeys;
use rayon::prelude::*;

pub use part::Part;
pub use pass::{Computed, Pass};
pub use wish::{Wanted, Wish};

/// One row per customer who is to be segmented, sorted by customer id; or one per order, sorted by order id, then customer id.
#[derive(Debug, Clone)]
pub struct FeatureTable {
    /// What a row is.
    pub unit: Unit,
    /// The id of each row's customer.
    pub customers: Ids,
    /// The id of each row's order, where rows are orders; with the customer's id it is unique.
    pub orders: Option<Ids>,
    /// Net revenue per row, in the smallest unit of money; exact. Without transactions all are 0, and say nothing.
    pub revenue_minor: Vec<i128>,
    /// The wanted features that the tables can give, in catalog order, the user's own, then the customers' numbers.
    pub columns: Vec<Column>,
    /// Region, country, favourite category: shown, and clustered when asked for.
    pub attributes: Vec<Attribute>,
    /// The day for which the features were computed.
    pub as_of: Day,
    /// The borders of the scores R, F and M, where these are among the features.
    pub thresholds: Option<Thresholds>,
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

    /// How many rows it has, missing values included.
    pub fn rows(&self) -> usize {
        self.values.len()
    }

    /// The value of one row.
    pub fn get(&self, row: usize) -> Option<f64> {
        let value = self.values[row];
        (!value.is_nan()).then_some(value)
    }

    /// All values, where none is missing.
    pub(crate) fn complete(&self) -> Option<&[f64]> {
        (self.missing() == 0).then_some(&self.values)
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
    /// The customer's id.
    pub customer: String,
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
    /// What was bought was bought before the window.
    OutsideWindow,
    /// More money was given back than was taken.
    ReturnsExceedPurchases,
}

impl ApartReason {
    /// All reasons.
    pub const ALL: [Self; 3] = [Self::NoPurchase, Self::OutsideWindow, Self::ReturnsExceedPurchases];

    /// A stable code.
    pub fn code(self) -> &'static str {
        match self {
            Self::NoPurchase => "no_purchase",
            Self::OutsideWindow => "outside_window",
            Self::ReturnsExceedPurchases => "returns_exceed_purchases",
        }
    }

    /// In words, for rows of the given unit.
    pub fn words(self, unit: Unit) -> &'static str {
        match (self, unit) {
            (Self::NoPurchase, Unit::Customer) => "no purchase up to the as-of day",
            (Self::NoPurchase, Unit::Order) => "no purchase in them, only returns",
            (Self::OutsideWindow, _) => "no purchase within the window, only before it",
            (Self::ReturnsExceedPurchases, _) => "returns exceed purchases",
        }
    }
}

impl FeatureTable {
    /// What every run has: [`FeatureTable::compute`] with the usual features, as of the day of the lines.
    pub fn build(lines: &Lines, unit: Unit) -> (Self, Vec<Apart>) {
        Self::compute(lines, &Wish::usual(unit))
    }

    /// Computes the wanted features for every row with a purchase and a net revenue of at least zero; the others are returned
    /// apart. Without transactions no customer is apart. Who has not all lines at once has a [`Pass`].
    ///
    /// One pass over the histories, in parallel: `O(n log m)` for n lines and at most m lines per row, after grouping
    /// ([`Histories::new`](crate::histories::Histories::new)).
    pub fn compute(lines: &Lines, wish: &Wish) -> (Self, Vec<Apart>) {
        let computed = Computed::of(lines, wish);
        (computed.table, computed.apart)
    }

    /// The tables of several days, computed together: each is what [`FeatureTable::compute`] makes of the lines up to that day
    /// for that day. Lines are grouped once; what was known on a day is a prefix of each history. Who has not all lines at once has a
    /// [`Pass`].
    ///
    /// A customer who is known only from lines after a day is apart on that day, without a purchase. Time: one pass per day.
    pub fn snapshots(lines: &Lines, wish: &Wish, days: &[Day]) -> Vec<(Self, Vec<Apart>)> {
        let pass = Pass::new(lines, wish);
        let of_day = |(&day, part): (&Day, Part)| {
            let Computed { table, apart, .. } = pass.table(day, part);
            (table, apart)
        };
        days.iter().zip(pass.parts(lines, days)).map(of_day).collect()
    }

    /// Says who the rows are, the last thing that is said of them.
    fn name_rows(&mut self, keys: &RowKeys, order: &Order) {
        let rows = order.rows(keys.len());
        self.customers = rows.clone().map(|row| &keys.customers[row]).collect();
        self.customers.shrink();
        self.orders = (self.unit == Unit::Order).then(|| rows.map(|row| keys.id(row)).collect());
        self.fingerprint = format!("{:016x}", self.hash());
    }

    /// Number of rows.
    pub fn rows(&self) -> usize {
        self.customers.len()
    }

    /// The table of some of its rows, ascending; what it was made from, and so its fingerprint, stays.
    pub(crate) fn select(&self, rows: &[usize]) -> Self {
        let column = |column: &Column| Column {
            card: column.card.clone(),
            values: rows.iter().map(|&row| column.values[row]).collect(),
        };
        let attribute = |attribute: &Attribute| Attribute {
            codes: rows.iter().map(|&row| attribute.codes[row]).collect(),
            ..attribute.clone()
        };
        let ids = |ids: &Ids| rows.iter().map(|&row| &ids[row]).collect();
        Self {
            unit: self.unit,
            customers: ids(&self.customers),
            orders: self.orders.as_ref().map(ids),
            revenue_minor: rows.iter().map(|&row| self.revenue_minor[row]).collect(),
            columns: self.columns.iter().map(column).collect(),
            attributes: self.attributes.iter().map(attribute).collect(),
            as_of: self.as_of,
            thresholds: self.thresholds.clone(),
            fingerprint: self.fingerprint.clone(),
        }
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

    /// Columns are hashed at the same time, and their hashes in their order.
    fn hash(&self) -> u64 {
        let of_ids = |ids: &Ids| ids.iter().fold(Hash::default(), |hash, id| hash.text(id));
        let (orders, customers) = (self.orders.as_ref().map(of_ids).unwrap_or_default(), of_ids(&self.customers));
        let of_column = |column: &Column| {
            let value = |value: &f64| if value.is_nan() { u64::MAX } else { value.to_bits() };
            column.values.iter().fold(Hash::default().text(&column.card.name), |hash, at| hash.word(value(at)))
        };
        let of_attribute = |attribute: &Attribute| {
            let value = |&code: &u32| attribute.levels.get(code as usize).map_or("", String::as_str);
            attribute.codes.iter().fold(Hash::default().text(&attribute.name), |hash, code| hash.text(value(code)))
        };
        let columns: Vec<Hash> = self.columns.par_iter().map(of_column).collect();
        let attributes: Vec<Hash> = self.attributes.par_iter().map(of_attribute).collect();
        let parts = [orders, customers].into_iter().chain(columns).chain(attributes);
        parts.fold(Hash::default().word(self.as_of.0 as u64), |hash, part| hash.word(part.0)).0
    }
}

/// The FNV-1a hash (Fowler, Noll, Vo) taken over words of eight bytes, which is an eighth of the steps, with the halves of the state
/// exchanged at each so that upper bits tell on lower ones. No two tables that differ in one word have the same.
#[derive(Clone, Copy)]
struct Hash(u64);

impl Default for Hash {
    fn default() -> Self {
        Self(0xcbf2_9ce4_8422_2325)
    }
}

impl Hash {
    fn word(self, word: u64) -> Self {
        Self((self.0 ^ word).wrapping_mul(0x0000_0100_0000_01b3).rotate_left(32))
    }

    /// A text with its length before it, so that two texts cannot run together.
    fn text(self, text: &str) -> Self {
        let word = |part: &[u8]| part.iter().rev().fold(0, |word, &byte| word << 8 | u64::from(byte));
        text.as_bytes().chunks(8).fold(self.word(text.len() as u64), |hash, part| hash.word(word(part)))
    }
}
