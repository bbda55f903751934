//! A made-up shop with known kinds of customers, for the demonstration, for tests and for benchmarks.
//!
//! Two years of orders (2023-01-01 to 2024-12-31) by customers of five [`CustomerKind`]s, with a season (a quiet February, a busy
//! November and December), returns and products in six categories. Which customer is of which kind is the truth that a
//! segmentation should find again; nothing in the tables says it.
//!
//! Everything follows from the seed: each customer has a random stream of their own, so that more customers never change
//! the earlier ones. Cost: `O(lines)`; about 11 lines per customer.

mod kind;
mod product;
mod truth;

pub use kind::CustomerKind;
pub use product::Product;
pub use truth::recovery;

use crate::date::{Day, Moment, SECONDS_PER_DAY};
use kind::Habits;
use product::Tier;
use rayon::prelude::*;
use shoal_kernel::Stream;

/// The regions customers live in.
const REGIONS: [&str; 4] = ["Asia", "Europe", "North America", "South America"];

/// Relative number of orders from January to December.
const SEASON: [f64; 12] = [0.7, 0.55, 0.7, 0.75, 0.8, 0.75, 0.65, 0.65, 0.8, 0.85, 1.0, 1.0];

/// Share of the purchased lines that come back.
const RETURNED: f64 = 0.03;

/// The whole shop.
#[derive(Debug, Clone, PartialEq)]
pub struct Shop {
    /// All customers, by id.
    pub customers: Vec<Customer>,
    /// All products, by id.
    pub products: Vec<Product>,
    /// All lines, by time.
    pub lines: Vec<Line>,
}

/// A customer and the truth about them.
#[derive(Debug, Clone, PartialEq)]
pub struct Customer {
    /// For instance `C00042`.
    pub id: String,
    /// Where they live.
    pub region: &'static str,
    /// When they joined.
    pub signup: Day,
    /// What they are like: the truth.
    pub kind: CustomerKind,
}

/// A line of an order, or of a return (negative quantity, order number with a leading `C`).
#[derive(Debug, Clone, PartialEq)]
pub struct Line {
    /// When.
    pub time: Moment,
    /// Order number.
    pub order: String,
    /// Position in [`Shop::customers`].
    pub customer: usize,
    /// Position in [`Shop::products`].
    pub product: usize,
    /// Units; negative when they came back.
    pub quantity: i64,
}

/// First day of the shop.
fn first_day() -> Day {
    Day::from_ymd(2023, 1, 1).unwrap_or(Day(0))
}

/// Last day of the shop.
fn last_day() -> Day {
    Day::from_ymd(2024, 12, 31).unwrap_or(Day(0))
}

/// Makes a shop with the given number of customers.
pub fn open(customers: usize, seed: u64) -> Shop {
    let products = product::assortment(seed);
    let made: Vec<(Customer, Vec<Line>)> =
        (0..customers).into_par_iter().map(|at| customer(at, seed, &products)).collect();
    let mut all = Vec::with_capacity(customers);
    let mut lines = Vec::new();
    for (customer, history) in made {
        all.push(customer);
        lines.extend(history);
    }
    lines.par_sort_by(|a, b| a.time.cmp(&b.time).then_with(|| a.order.cmp(&b.order)).then(a.product.cmp(&b.product)));
    Shop { customers: all, products, lines }
}

fn customer(at: usize, seed: u64, products: &[Product]) -> (Customer, Vec<Line>) {
    let mut random = Stream::new(seed, at as u64 + 1);
    let kind = CustomerKind::drawn(random.uniform());
    let habits = kind.habits().of_one(&mut random);
    let joined = Day(last_day().0 - between(&mut random, habits.joined_days_ago));
    let customer =
        Customer { id: format!("C{:05}", at + 1), region: REGIONS[random.below(REGIONS.len())], signup: joined, kind };
    let mut lines = Vec::new();
    for (number, day) in order_days(&mut random, &habits, joined).into_iter().enumerate() {
        let time = Moment(i64::from(day.0) * SECONDS_PER_DAY + 8 * 3600 + random.below(12 * 3600) as i64 / 60 * 60);
        let order = format!("{:06}{:03}", at + 1, number + 1);
        lines.extend(basket(&mut random, &habits, products).into_iter().map(|(product, quantity)| Line {
            time,
            order: order.clone(),
            customer: at,
            product,
            quantity,
        }));
    }
    let returned = returns(&mut random, &lines);
    lines.extend(returned);
    (customer, lines)
}

/// The days on which a customer orders: from joining on, with random gaps, until they lose interest or the shop's last day.
fn order_days(random: &mut Stream, habits: &Habits, joined: Day) -> Vec<Day> {
    let until = last_day().0.min(joined.0 + between(random, habits.active_days));
    let mut days = Vec::new();
    let mut day = joined.0.max(first_day().0) + random.below(5) as i32;
    while day <= until.max(joined.0) && day <= last_day().0 {
        let month = Day(day).to_ymd().1 as usize;
        if days.is_empty() || random.uniform() < SEASON[month - 1] {
            days.push(Day(day));
        }
        day += (habits.gap_days * (0.5 + random.uniform())).round().max(1.0) as i32;
    }
    if days.is_empty() {
        days.push(joined);
    }
    days
}

fn basket(random: &mut Stream, habits: &Habits, products: &[Product]) -> Vec<(usize, i64)> {
    let size = between(random, habits.products_per_order);
    let mut chosen: Vec<(usize, i64)> = (0..size)
        .map(|_| {
            let loyal = random.uniform() < habits.loyalty_to_tier;
            let fitting: Vec<usize> =
                (0..products.len()).filter(|&at| fits(products[at].tier, habits.tier, loyal)).collect();
            (fitting[random.below(fitting.len())], i64::from(between(random, habits.units_per_product)))
        })
        .collect();
    chosen.sort_unstable();
    chosen.dedup_by_key(|entry| entry.0);
    chosen
}

/// Loyal to their tier, or a whim: anything but the dearest.
fn fits(tier: Tier, own: Tier, loyal: bool) -> bool {
    if loyal { tier == own } else { tier != Tier::Large }
}

/// A few lines come back, some days later.
fn returns(random: &mut Stream, lines: &[Line]) -> Vec<Line> {
    let back = |line: &Line, days: i64| Line {
        time: Moment(line.time.0 + days * SECONDS_PER_DAY),
        order: format!("C{}", line.order),
        quantity: -line.quantity,
        ..line.clone()
    };
    // A customer's only line is never returned: what is left must still be a customer.
    let candidates = if lines.len() > 1 { lines } else { &[] };
    let mut returned = Vec::new();
    for line in candidates {
        if random.uniform() < RETURNED {
            returned.push(back(line, 3 + random.below(18) as i64));
        }
    }
    returned.retain(|line| line.time.day() <= last_day());
    returned
}

/// A whole number in an inclusive range.
fn between(random: &mut Stream, (low, high): (i32, i32)) -> i32 {
    low + random.below((high - low + 1) as usize) as i32
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_shop_follows_from_its_seed_and_grows_without_changing() {
        let (small, large) = (open(40, 7), open(80, 7));
        assert_eq!(small, open(40, 7));
        assert_eq!(small.customers[..], large.customers[..40]);
        assert_ne!(small.lines, open(40, 8).lines);
    }

    #[test]
    fn everybody_buys_within_the_two_years() {
        let shop = open(500, 1);
        let mut bought = vec![false; 500];
        for line in &shop.lines {
            assert!((first_day()..=last_day()).contains(&line.time.day()));
            bought[line.customer] |= line.quantity > 0;
            assert_eq!(line.quantity < 0, line.order.starts_with('C'));
        }
        assert!(bought.into_iter().all(|bought| bought));
        assert!(CustomerKind::ALL.iter().all(|kind| shop.customers.iter().any(|customer| customer.kind == *kind)));
    }
}
