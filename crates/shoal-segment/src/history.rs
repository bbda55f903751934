//! A history: the slice of lines that belongs to one customer or to one order, and the questions that features ask of it.
//!
//! Everything here is a function of the slice, so it is exact, independent of the order of the input rows and of other
//! histories, and costs at most `O(m log m)` for its m lines. Sums per order, per product, per category and per channel are made
//! when the first feature asks for them and kept for the others; a history lives as long as its row is computed, and leaves the room it
//! worked in to the next one. How many orders and products there are is counted without adding them up.

mod calendar;
mod part;
mod purchase;
mod room;

use crate::date::Day;
use crate::lines::{CHANNEL, Kind, Line, Lines, NO_KEY};
use std::cell::{OnceCell, RefCell};

pub use calendar::Calendar;
pub use part::Part;
pub use purchase::Purchase;
pub use room::Room;

/// The lines of one customer or order, oldest first, with what is needed to read them.
#[derive(Debug, Clone)]
pub struct History<'a> {
    /// The lines in canonical order.
    pub lines: &'a [Line],
    /// Sign-up day, where known.
    pub signup: Option<Day>,
    /// The day for which features are computed.
    pub as_of: Day,
    all: &'a Lines,
    /// Room to work in, without what the cells below have taken of it.
    room: RefCell<Room>,
    totals: OnceCell<Totals>,
    order_count: OnceCell<usize>,
    product_count: OnceCell<usize>,
    orders: OnceCell<Vec<Purchase>>,
    products: OnceCell<Vec<Part>>,
    categories: OnceCell<Vec<Part>>,
    channels: OnceCell<Vec<Part>>,
    calendar: OnceCell<Calendar>,
}

/// Sums over all lines of a history, in the smallest units.
#[derive(Debug, Clone, Copy, Default)]
struct Totals {
    purchased: i128,
    returned: i128,
    discount: i128,
    units_purchased: i128,
    units_returned: i128,
}

impl<'a> History<'a> {
    /// The history of customer number `customer` of `lines`.
    pub fn of(lines: &'a Lines, customer: usize) -> Self {
        Self::over(lines, lines.of_customer(customer), customer, lines.as_of)
    }

    /// The history that consists of `part`, which are lines of customer number `customer` of `lines`, on the day `as_of`.
    pub fn over(lines: &'a Lines, part: &'a [Line], customer: usize, as_of: Day) -> Self {
        Self {
            lines: part,
            signup: lines.customers.signup.get(customer).copied().flatten(),
            as_of,
            all: lines,
            room: RefCell::default(),
            totals: OnceCell::new(),
            order_count: OnceCell::new(),
            product_count: OnceCell::new(),
            orders: OnceCell::new(),
            products: OnceCell::new(),
            categories: OnceCell::new(),
            channels: OnceCell::new(),
            calendar: OnceCell::new(),
        }
    }

    /// The same history with room that another one has left.
    pub fn in_room(self, room: Room) -> Self {
        Self { room: RefCell::new(room), ..self }
    }

    /// Leaves the room to the next history.
    pub fn leave(self) -> Room {
        let mut room = self.room.into_inner();
        room.orders = self.orders.into_inner().unwrap_or(room.orders);
        let [products, categories, channels] = room.parts;
        room.parts = [
            self.products.into_inner().unwrap_or(products),
            self.categories.into_inner().unwrap_or(categories),
            self.channels.into_inner().unwrap_or(channels),
        ];
        room
    }

    /// The purchase lines.
    pub fn purchases(&self) -> impl DoubleEndedIterator<Item = &'a Line> + Clone + use<'a> {
        self.lines.iter().filter(|line| line.kind == Kind::Purchase)
    }

    /// The lines of returns.
    pub fn returns(&self) -> impl Iterator<Item = &'a Line> + Clone + use<'a> {
        self.lines.iter().filter(|line| line.kind == Kind::Return)
    }

    /// Day of the first purchase.
    pub fn first_purchase(&self) -> Option<Day> {
        self.purchases().next().map(|line| line.time.day())
    }

    /// Day of the last purchase.
    pub fn last_purchase(&self) -> Option<Day> {
        self.purchases().next_back().map(|line| line.time.day())
    }

    /// Days from `day` to the as-of day.
    pub fn days_since(&self, day: Day) -> f64 {
        f64::from(self.as_of.0 - day.0)
    }

    /// Number of distinct orders with a purchase.
    pub fn orders(&self) -> usize {
        let orders = self.purchases().map(|line| line.order);
        let count = || self.room.borrow_mut().keys.distinct_sorted(orders);
        *self.order_count.get_or_init(|| self.orders.get().map_or_else(count, Vec::len))
    }

    /// Number of distinct products purchased; lines without one do not count.
    pub fn products(&self) -> usize {
        let products = self.purchases().map(|line| line.product).filter(|&product| product != NO_KEY);
        let count = || self.room.borrow_mut().keys.distinct(products, self.all.products.len());
        *self.product_count.get_or_init(|| self.products.get().map_or_else(count, Vec::len))
    }

    /// What each order with a purchase adds up to, from the first order to the last; orders that began at one moment are in the
    /// order of their keys.
    pub fn per_order(&self) -> &[Purchase] {
        self.orders.get_or_init(|| {
            let room = &mut *self.room.borrow_mut();
            let mut orders = std::mem::take(&mut room.orders);
            purchase::per_order(self.purchases(), &mut room.pieces, &mut orders);
            orders
        })
    }

    /// What was purchased of each product, by key.
    pub fn per_product(&self) -> &[Part] {
        self.products.get_or_init(|| self.parts(0, (|line| line.product, self.all.products.len())))
    }

    /// What was purchased of each category, by key.
    pub fn per_category(&self) -> &[Part] {
        self.categories.get_or_init(|| self.parts(1, (|line| line.category, self.all.categories.len())))
    }

    /// What was purchased through each channel, by key; nothing where the tables do not tell the channel.
    pub fn per_channel(&self) -> &[Part] {
        self.channels.get_or_init(|| match self.all.contexts.column(CHANNEL) {
            Some(column) => {
                let contexts = &self.all.contexts;
                self.parts(2, (|line| contexts.code(line.context, column), contexts.columns[column].levels.len()))
            }
            None => Vec::new(),
        })
    }

    /// The purchases by key, of which there are so many, in the room for the parts of that number.
    fn parts(&self, number: usize, by: (impl Fn(&Line) -> u32, usize)) -> Vec<Part> {
        let room = &mut *self.room.borrow_mut();
        let mut parts = std::mem::take(&mut room.parts[number]);
        part::parts(self.lines, by, &mut room.keys, &mut parts);
        parts
    }

    /// When was purchased.
    pub fn calendar(&self) -> &Calendar {
        self.calendar.get_or_init(|| Calendar::of(self.purchases()))
    }

    /// Purchases minus returns, in the smallest unit of money.
    pub fn net_minor(&self) -> i128 {
        self.totals().purchased - self.totals().returned
    }

    /// Purchases minus returns, in money.
    pub fn revenue(&self) -> f64 {
        self.money(self.net_minor())
    }

    /// Units bought minus units returned.
    pub fn units(&self) -> f64 {
        self.quantity(self.totals().units_purchased - self.totals().units_returned)
    }

    /// Money paid for purchases, returns not subtracted.
    pub fn purchased_amount(&self) -> f64 {
        self.money(self.totals().purchased)
    }

    /// Money given back, at least 0.
    pub fn returned_amount(&self) -> f64 {
        self.money(self.totals().returned)
    }

    /// Money taken off the prices of purchases, at least 0.
    pub fn discount(&self) -> f64 {
        self.money(self.totals().discount)
    }

    /// Units purchased, returns not subtracted.
    pub fn purchased_units(&self) -> f64 {
        self.quantity(self.totals().units_purchased)
    }

    /// The smallest units of money as money.
    pub fn money(&self, minor: i128) -> f64 {
        self.all.money_scale.to_f64(minor)
    }

    /// The smallest units of a quantity as units.
    pub fn quantity(&self, minor: i128) -> f64 {
        self.all.quantity_scale.to_f64(minor)
    }

    /// The category on which the customer spent most (ties: alphabetically first), or [`NO_KEY`].
    pub fn favourite_category(&self) -> u32 {
        part::largest(self.per_category()).map_or(NO_KEY, |part| part.key)
    }

    fn totals(&self) -> &Totals {
        self.totals.get_or_init(|| {
            let mut totals = Totals::default();
            for line in self.lines {
                totals.add(line);
            }
            totals
        })
    }
}

impl Totals {
    fn add(&mut self, line: &Line) {
        let (money, units) = match line.kind {
            Kind::Purchase => (&mut self.purchased, &mut self.units_purchased),
            Kind::Return => (&mut self.returned, &mut self.units_returned),
        };
        *money += i128::from(line.amount);
        *units += i128::from(line.quantity);
        if line.kind == Kind::Purchase {
            self.discount += i128::from(line.discount);
        }
    }
}
