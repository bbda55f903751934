//! Made-up lines that are meant to go wrong: ties, orders of one day and of one moment, orders without an id and with an id that two
//! customers share, returns that exceed purchases, nothing paid, no units, no product, lines after the as-of day.

use shoal_segment::date::{Day, Moment};
use shoal_segment::lines::{Attribute, CHANNEL, ContextColumn, Contexts, Customers, Kind, Known, Line, Lines, NO_KEY};
use shoal_segment::money::Scale;
use std::collections::BTreeMap;
use std::sync::Arc;

/// A line as a database has it.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Row {
    pub(crate) customer: String,
    pub(crate) order: Option<String>,
    pub(crate) time: Moment,
    pub(crate) returned: bool,
    /// In hundredths.
    pub(crate) amount: i64,
    /// In thousandths.
    pub(crate) quantity: i64,
    /// In hundredths.
    pub(crate) discount: i64,
    pub(crate) product: Option<String>,
    pub(crate) category: Option<String>,
    pub(crate) channel: Option<String>,
}

/// All of a shop.
pub(crate) struct Shop {
    pub(crate) rows: Vec<Row>,
    /// Sign-up days.
    pub(crate) customers: BTreeMap<String, Option<Day>>,
    pub(crate) as_of: Day,
}

/// A generator of numbers that is the same everywhere (a congruential one, Knuth's constants; its high bits).
pub(crate) struct Numbers(pub(crate) u64);

impl Numbers {
    /// A number below `bound`.
    pub(crate) fn below(&mut self, bound: u64) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % bound
    }

    fn one_in(&mut self, count: u64) -> bool {
        self.below(count) == 0
    }
}

/// A shop of so many customers as of 2024-03-01; `seed` decides everything.
pub(crate) fn random(seed: u64, customers: usize) -> Shop {
    let mut numbers = Numbers(seed);
    let as_of = Day::parse_iso("2024-03-01").unwrap();
    let mut shop = Shop { rows: Vec::new(), customers: BTreeMap::new(), as_of };
    for customer in 0..customers {
        let id = ["", "ü ", "it's ", "\"x\" "][numbers.below(4) as usize].to_owned() + &format!("c{customer:04}");
        let signup = numbers.one_in(2).then(|| Day(as_of.0 - numbers.below(900) as i32 + 20));
        shop.customers.insert(id.clone(), signup);
        let orders = [0, 1, 1, 2, 2, 3, 4, 7, 20][numbers.below(9) as usize];
        let span = [1, 2, 40, 150, 400, 800][numbers.below(6) as usize];
        for order in 0..orders {
            let when = as_of.0 - numbers.below(span) as i32 + i32::from(numbers.one_in(15)) * 3;
            let moment = Moment(Day(when).start().0 + [0, 0, 3_600, 86_399][numbers.below(4) as usize]);
            let number = match numbers.below(8) {
                0 => None,
                1 => Some(format!("shared {}", numbers.below(5))),
                _ => Some(format!("{customer}-{}", (order * 7) % 13)),
            };
            for _ in 0..=numbers.below(4) {
                let time = Moment(moment.0 + if numbers.one_in(10) { 90_000 } else { 0 });
                shop.rows.push(line(&mut numbers, &id, number.clone(), time));
            }
        }
    }
    shop
}

fn line(numbers: &mut Numbers, customer: &str, order: Option<String>, time: Moment) -> Row {
    let product = numbers.below(9);
    let most = [30, 1_000, 99_999_999][numbers.below(3) as usize];
    let some = |there: bool, text: String| there.then_some(text);
    Row {
        customer: customer.to_owned(),
        order,
        time,
        returned: numbers.one_in(6),
        amount: if numbers.one_in(8) { 0 } else { numbers.below(most) as i64 },
        quantity: if numbers.one_in(9) { 0 } else { numbers.below(9_000) as i64 },
        discount: if numbers.one_in(3) { numbers.below(500) as i64 } else { 0 },
        product: some(!numbers.one_in(7), format!("p{product}")),
        category: some(!numbers.one_in(7), format!("k{}", product % 3)),
        channel: some(!numbers.one_in(5), ["web", "Store", "phone"][numbers.below(3) as usize].to_owned()),
    }
}

/// The positions of texts in their sorted list.
struct Keys(Vec<String>);

impl Keys {
    fn of<'a>(texts: impl Iterator<Item = &'a String>) -> Self {
        let mut list: Vec<String> = texts.cloned().collect();
        list.sort_unstable();
        list.dedup();
        Self(list)
    }

    fn key(&self, text: Option<&String>) -> u32 {
        text.map_or(NO_KEY, |text| self.0.binary_search(text).unwrap() as u32)
    }
}

impl Shop {
    /// What a reader makes of the rows.
    pub(crate) fn lines(&self) -> Lines {
        let rows: Vec<&Row> = self.rows.iter().filter(|row| row.time.day() <= self.as_of).collect();
        let orders = Keys::of(rows.iter().filter_map(|row| row.order.as_ref()));
        let products = Keys::of(rows.iter().filter_map(|row| row.product.as_ref()));
        let categories = Keys::of(rows.iter().filter_map(|row| row.category.as_ref()));
        let channels = Keys::of(rows.iter().filter_map(|row| row.channel.as_ref()));
        let ids: Vec<String> = self.customers.keys().cloned().collect();
        let mut unnamed: Vec<(&String, Moment)> =
            rows.iter().filter(|row| row.order.is_none()).map(|row| (&row.customer, row.time)).collect();
        unnamed.sort_unstable();
        unnamed.dedup();
        let order = |row: &Row| match &row.order {
            Some(_) => orders.key(row.order.as_ref()),
            None => (orders.0.len() + unnamed.binary_search(&(&row.customer, row.time)).unwrap()) as u32,
        };
        let line = |row: &&Row| Line {
            customer: ids.binary_search(&row.customer).unwrap() as u32,
            time: row.time,
            order: order(row),
            product: products.key(row.product.as_ref()),
            category: categories.key(row.category.as_ref()),
            context: channels.key(row.channel.as_ref()),
            kind: if row.returned { Kind::Return } else { Kind::Purchase },
            quantity: row.quantity,
            amount: row.amount,
            discount: row.discount,
        };
        let mut lines = Lines {
            customers: Customers {
                signup: ids.iter().map(|id| self.customers[id]).collect(),
                ids: ids.clone(),
                attributes: Vec::<Attribute>::new(),
                numbers: Vec::new(),
            },
            lines: rows.iter().map(line).collect(),
            contexts: Arc::new(Contexts {
                codes: (0..channels.0.len() as u32).collect(),
                columns: vec![ContextColumn { name: CHANNEL.into(), levels: channels.0.clone() }],
            }),
            orders: orders.0.clone(),
            products: products.0.clone().into(),
            categories: categories.0.clone().into(),
            known: Known { transactions: true, quantity: true, product: true, category: true, discount: true },
            money_scale: Scale(2),
            quantity_scale: Scale(3),
            starts: Vec::new(),
            as_of: self.as_of,
        };
        lines.index();
        lines
    }

    /// The shop without the lines after its as-of day, which is the day after the last line.
    pub(crate) fn without_later(mut self) -> Self {
        self.rows.retain(|row| row.time.day() <= self.as_of);
        self.as_of = self.rows.iter().map(|row| row.time.day()).max().unwrap().next();
        self
    }
}
