//! The products table: category and price of each product.

use crate::arrange::{Arranged, Placed};
use crate::judge::Draft;
use crate::judge::fates::Fate;
use crate::judge::keyed::{self, Keyed, Refusal};
use crate::judge::reason::{Cause, Reason};
use crate::recognise::roles::Role;
use crate::tables::{Place, Tables};
use crate::value::dictionary::Dictionary;
use crate::value::key::{label, trim};
use crate::value::number::{Decimal, NumberFault, parse};
use shoal_segment::lines::NO_KEY;
use shoal_segment::receipt::TableKind;

/// What the products tables say.
pub(crate) struct ProductsTable<'a> {
    /// The ids in order of appearance.
    pub(crate) ids: Dictionary<'a>,
    /// The price of each, when it is needed and there.
    pub(crate) prices: Vec<Option<Decimal>>,
    /// Whether prices are needed and any is there.
    pub(crate) has_prices: bool,
    /// The names of categories.
    pub(crate) categories: Dictionary<'a>,
    /// The category of each, or [`NO_KEY`].
    pub(crate) category: Vec<u32>,
    /// Whether any table has categories.
    pub(crate) has_categories: bool,
    /// What became of each row.
    pub(crate) fates: Vec<Fate>,
}

impl ProductsTable<'_> {
    /// The price of a product.
    pub(crate) fn price(&self, product: &[u8]) -> Option<Decimal> {
        if self.has_prices { self.prices[self.ids.find(product)? as usize] } else { None }
    }
}

impl ProductsTable<'_> {
    /// The category (a rank) of each of some products; `ranks` are those of this table's categories.
    pub(crate) fn category_of(&self, products: &[&[u8]], ranks: &[u32]) -> Vec<u32> {
        let category = |product: &&[u8]| match self.ids.find(product).map(|number| self.category[number as usize]) {
            Some(category) if category != NO_KEY => ranks[category as usize],
            _ => NO_KEY,
        };
        products.iter().map(category).collect()
    }

    /// How many lines have a product that is not in this table; 0 when there is no such table.
    pub(crate) fn unknown_rows(&self, products: &[&[u8]], drafts: &[Draft], arranged: &Arranged) -> u64 {
        if self.ids.len() == 0 {
            return 0;
        }
        let unknown: Vec<bool> = products.iter().map(|product| self.ids.find(product).is_none()).collect();
        let is_unknown = |placed: &&Placed| unknown.get(placed.line.product as usize).copied().unwrap_or(false);
        arranged.rows(drafts).filter(is_unknown).count() as u64
    }
}

/// Reads all products tables.
pub(crate) fn read<'a>(tables: &Tables<'a>) -> ProductsTable<'a> {
    let check = |place, _: Option<&[u8]>| price(tables, place).map(|_| ()).map_err(Refusal::Unreadable);
    let Keyed { keys, places, fates } =
        keyed::read(tables, TableKind::Products, (Role::Product, Reason::NoProductId), check).finish();
    let prices: Vec<Option<Decimal>> = places.iter().map(|&place| price(tables, place).ok().flatten()).collect();
    let has_prices = prices.iter().any(Option::is_some);
    let mut categories = Dictionary::default();
    let category = places
        .iter()
        .map(|&place| {
            tables.role(place, Role::Category).and_then(label).map_or(NO_KEY, |label| categories.number(label))
        })
        .collect();
    let has_categories =
        tables.of_kind(TableKind::Products).any(|table| tables.tables[table].columns.of(Role::Category).is_some());
    ProductsTable { ids: keys, prices, has_prices, categories, category, has_categories, fates }
}

fn price(tables: &Tables<'_>, place: Place) -> Result<Option<Decimal>, Cause> {
    let Some(column) = tables.tables[tables.table_of(place)].columns.of(Role::Price) else { return Ok(None) };
    let value = trim(tables.field(place, column));
    if value.is_empty() {
        return Ok(None);
    }
    parse(value).map(Some).map_err(|fault| number_cause(fault, column))
}

/// What is wrong with a number in a column.
pub(crate) fn number_cause(fault: NumberFault, column: usize) -> Cause {
    let reason = if fault == NumberFault::TooLarge { Reason::NumberTooLarge } else { Reason::BadNumber };
    Cause { reason, column: column as u32, words: fault.words() }
}
