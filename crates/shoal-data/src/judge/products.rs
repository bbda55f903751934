//! The products table: category and price of each product.

use crate::judge::fates::Fate;
use crate::judge::keyed::{self, Keyed, Refusal};
use crate::judge::reason::{Cause, Reason};
use crate::recognise::roles::Role;
use crate::tables::{Place, Tables};
use crate::value::currency::Currency;
use crate::value::dictionary::Dictionary;
use crate::value::dressed::undress;
use crate::value::key::{filled, label};
use crate::value::number::{Decimal, NumberFault, parse};
use shoal_segment::lines::NO_KEY;
use shoal_segment::receipt::TableKind;

/// What the products tables say.
pub(crate) struct ProductsTable<'a> {
    /// The ids in order of appearance.
    pub(crate) ids: Dictionary<'a>,
    /// The price of each, when it is needed and there.
    pub(crate) prices: Vec<Option<Decimal>>,
    /// The currency beside each price; empty where no price has one.
    currencies: Vec<Option<Currency>>,
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
    /// The currency beside the price of a product.
    pub(crate) fn currency(&self, product: &[u8]) -> Option<Currency> {
        if self.currencies.is_empty() { None } else { self.currencies[self.ids.find(product)? as usize] }
    }

    /// The category (a rank) of each of some products; `ranks` are those of this table's categories.
    pub(crate) fn category_of(&self, products: &[String], ranks: &[u32]) -> Vec<u32> {
        let category =
            |product: &String| match self.ids.find(product.as_bytes()).map(|number| self.category[number as usize]) {
                Some(category) if category != NO_KEY => ranks[category as usize],
                _ => NO_KEY,
            };
        products.iter().map(category).collect()
    }

    /// Whether each product is missing in this table; nothing when there is no such table.
    pub(crate) fn unknown(&self, products: &[String]) -> Vec<bool> {
        if self.ids.len() == 0 {
            return Vec::new();
        }
        products.iter().map(|product| self.ids.find(product.as_bytes()).is_none()).collect()
    }
}

/// Reads all products tables.
pub(crate) fn read<'a>(tables: &Tables<'a>) -> ProductsTable<'a> {
    let check = |place| price(tables, place).map(|_| ()).map_err(Refusal::Unreadable);
    let Keyed { keys, places, fates } =
        keyed::read(tables, TableKind::Products, (Role::Product, Reason::NoProductId), check).finish();
    let prices: Vec<Option<Decimal>> = places.iter().map(|&place| price(tables, place).ok().flatten()).collect();
    let has_prices = prices.iter().any(Option::is_some);
    let mut currencies: Vec<Option<Currency>> = Vec::new();
    if prices_have_currencies(tables) {
        currencies.extend(places.iter().map(|&place| undress(tables.role(place, Role::Price)?)?.currency));
    }
    let mut categories = Dictionary::default();
    let category = places
        .iter()
        .map(|&place| {
            tables.role(place, Role::Category).and_then(label).map_or(NO_KEY, |label| categories.number(label))
        })
        .collect();
    let has_categories =
        tables.of_kind(TableKind::Products).any(|table| tables.tables[table].columns.of(Role::Category).is_some());
    ProductsTable { ids: keys, prices, currencies, has_prices, categories, category, has_categories, fates }
}

fn prices_have_currencies(tables: &Tables<'_>) -> bool {
    let columns = tables.of_kind(TableKind::Products).flat_map(|table| tables.numbers.columns(table));
    columns.filter(|column| column.role == Role::Price).any(|column| column.here.currencies.count() > 0)
}

fn price(tables: &Tables<'_>, place: Place) -> Result<Option<Decimal>, Cause> {
    let Some(column) = tables.tables[tables.table_of(place)].columns.of(Role::Price) else { return Ok(None) };
    let Some(value) = filled(tables.field(place, column)) else { return Ok(None) };
    parse(value, tables.numbers.form(tables.table_of(place), column))
        .map(Some)
        .map_err(|fault| number_cause(fault, column))
}

/// What is wrong with a number in a column.
pub(crate) fn number_cause(fault: NumberFault, column: usize) -> Cause {
    let reason = if fault == NumberFault::TooLarge { Reason::NumberTooLarge } else { Reason::BadNumber };
    Cause { reason, column: column as u32, words: fault.words() }
}
