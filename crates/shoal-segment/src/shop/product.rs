//! The goods of the made-up shop.

use shoal_kernel::Stream;

/// A product.
#[derive(Debug, Clone, PartialEq)]
pub struct Product {
    /// For instance `P017`.
    pub id: String,
    /// For instance `Oak Bookshelf`.
    pub name: String,
    /// One of six.
    pub category: &'static str,
    /// Price in hundredths.
    pub price_minor: i64,
    /// How dear it is.
    pub(super) tier: Tier,
}

/// How dear a product is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Tier {
    Small,
    Middle,
    Large,
}

impl Tier {
    const ALL: [Self; 3] = [Self::Small, Self::Middle, Self::Large];

    /// The range of prices in hundredths.
    fn prices(self) -> (i64, i64) {
        match self {
            Self::Small => (400, 1_500),
            Self::Middle => (2_500, 6_000),
            Self::Large => (12_000, 30_000),
        }
    }
}

const CATEGORIES: [(&str, [&str; 3]); 6] = [
    ("Books", ["Novel", "Atlas", "Encyclopedia"]),
    ("Garden", ["Trowel", "Planter", "Greenhouse"]),
    ("Home", ["Candle", "Lamp", "Bookshelf"]),
    ("Kitchen", ["Mug", "Skillet", "Stand Mixer"]),
    ("Sports", ["Water Bottle", "Racket", "Treadmill"]),
    ("Toys", ["Puzzle", "Train Set", "Dolls House"]),
];

const MATERIALS: [&str; 5] = ["Oak", "Steel", "Linen", "Amber", "Cobalt"];

/// Five variants of three things in each of six categories: 90 products.
pub(super) fn assortment(seed: u64) -> Vec<Product> {
    let mut random = Stream::new(seed, 0);
    let mut products = Vec::with_capacity(90);
    for (category, things) in CATEGORIES {
        for (tier, thing) in Tier::ALL.into_iter().zip(things) {
            for material in MATERIALS {
                let (low, high) = tier.prices();
                products.push(Product {
                    id: format!("P{:03}", products.len() + 1),
                    name: format!("{material} {thing}"),
                    category,
                    price_minor: low + random.below((high - low) as usize) as i64 / 5 * 5,
                    tier,
                });
            }
        }
    }
    products
}
