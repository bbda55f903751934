//! Customers with all their lines: an even sample that does not depend on how the lines came.
//!
//! Every customer has a number, a hash of their id, and those with the smallest numbers are kept ("bottom-k"): as many as are wanted, and
//! as their lines have room for. Of parts of the customers each keeps what it has below a limit of its own, all of them below the
//! smallest, so that the sample of all is found from those of parts, in whatever order these come.

use crate::date::Day;
use crate::lines::{Attribute, Customers, Line, Lines, Number};
use shoal_kernel::random::mix;

/// Lines for which there is room, on average for each customer: so many 64 bytes.
const LINES_OF_EACH: usize = 50;

/// Some customers, the lines of each up to the as-of day, and how many there were.
#[derive(Debug, Clone, Default)]
pub struct Sample {
    most: usize,
    /// The smallest number of a customer for whom there was no room; nobody from it on is in the sample.
    limit: Option<u64>,
    /// Customers with a line up to the as-of day, in the sample or not.
    customers: usize,
    /// Ascending in number, then in id.
    kept: Vec<Kept>,
}

/// A customer of the sample.
#[derive(Debug, Clone)]
struct Kept {
    number: u64,
    id: String,
    signup: Option<Day>,
    /// One per attribute.
    codes: Vec<u32>,
    /// One per number that the tables give.
    numbers: Vec<Option<f64>>,
    lines: Vec<Line>,
}

impl Sample {
    /// At most so many of the customers of `lines`. Time O(n) and the copying of what is kept; nothing for `most` 0.
    pub fn of(lines: &Lines, most: usize) -> Self {
        if most == 0 {
            return Self::default();
        }
        let ids = &lines.customers.ids;
        let seen = |customer: usize| seen_lines(lines, customer) > 0;
        let mut numbered: Vec<(u64, usize)> = (0..ids.len())
            .filter(|&customer| seen(customer))
            .map(|customer| (number(&ids[customer]), customer))
            .collect();
        let customers = numbered.len();
        numbered.sort_unstable();
        let limit = limit(numbered.iter().map(|&(number, customer)| (number, seen_lines(lines, customer))), most);
        let below = numbered.into_iter().filter(|&(number, _)| limit.is_none_or(|limit| number < limit));
        let kept = below.map(|(number, customer)| Kept::of(lines, number, customer)).collect();
        Self { most, limit, customers, kept }
    }

    /// Takes in the sample of other customers.
    pub fn join(&mut self, other: Self) {
        self.most = self.most.max(other.most);
        self.customers += other.customers;
        self.kept.extend(other.kept);
        self.kept.sort_by(|a, b| (a.number, &a.id).cmp(&(b.number, &b.id)));
        let room = limit(self.kept.iter().map(|kept| (kept.number, kept.lines.len())), self.most);
        self.limit = [self.limit, other.limit, room].into_iter().flatten().min();
        if let Some(limit) = self.limit {
            self.kept.truncate(self.kept.partition_point(|kept| kept.number < limit));
        }
    }

    /// How many customers there are, in the sample or not.
    pub fn customers(&self) -> usize {
        self.customers
    }

    /// How many are in it.
    pub fn len(&self) -> usize {
        self.kept.len()
    }

    /// Whether nobody is.
    pub fn is_empty(&self) -> bool {
        self.kept.is_empty()
    }

    /// Its customers as if there were no others; `header` has what they have in common.
    pub fn lines(&self, header: &Lines) -> Lines {
        let mut kept: Vec<&Kept> = self.kept.iter().collect();
        kept.sort_by(|a, b| a.id.cmp(&b.id));
        let own = |(customer, kept): (usize, &&Kept)| {
            let renumbered = move |line: &Line| Line { customer: customer as u32, ..*line };
            kept.lines.iter().map(renumbered).collect::<Vec<Line>>()
        };
        let mut lines = Lines {
            customers: customers(&kept, &header.customers),
            orders: Vec::new(),
            products: header.products.clone(),
            categories: header.categories.clone(),
            contexts: header.contexts.clone(),
            known: header.known,
            money_scale: header.money_scale,
            quantity_scale: header.quantity_scale,
            lines: kept.iter().enumerate().flat_map(own).collect(),
            starts: Vec::new(),
            as_of: header.as_of,
        };
        lines.index();
        lines
    }
}

impl Kept {
    fn of(lines: &Lines, number: u64, customer: usize) -> Self {
        let Customers { ids, signup, attributes, numbers } = &lines.customers;
        Self {
            number,
            id: ids[customer].clone(),
            signup: signup.get(customer).copied().flatten(),
            codes: attributes.iter().map(|attribute| attribute.codes[customer]).collect(),
            numbers: numbers.iter().map(|number| number.values[customer]).collect(),
            lines: lines.of_customer(customer)[..seen_lines(lines, customer)].to_vec(),
        }
    }
}

/// How many lines a customer has up to the as-of day.
fn seen_lines(lines: &Lines, customer: usize) -> usize {
    lines.of_customer(customer).partition_point(|line| line.time.day() <= lines.as_of)
}

/// The customers of a sample, sorted by id.
fn customers(kept: &[&Kept], header: &Customers) -> Customers {
    let attribute = |(at, attribute): (usize, &Attribute)| Attribute {
        name: attribute.name.clone(),
        levels: attribute.levels.clone(),
        codes: kept.iter().map(|kept| kept.codes[at]).collect(),
        context: attribute.context,
    };
    let number = |(at, number): (usize, &Number)| Number {
        name: number.name.clone(),
        values: kept.iter().map(|kept| kept.numbers[at]).collect(),
    };
    Customers {
        ids: kept.iter().map(|kept| kept.id.clone()).collect(),
        signup: kept.iter().map(|kept| kept.signup).collect(),
        attributes: header.attributes.iter().enumerate().map(attribute).collect(),
        numbers: header.numbers.iter().enumerate().map(number).collect(),
    }
}

/// The number of the first customer for whom there is no room; `numbered` are their numbers, ascending, and how many lines each has.
fn limit(numbered: impl Iterator<Item = (u64, usize)>, most: usize) -> Option<u64> {
    let mut lines = 0;
    let no_room = |&(at, (_, own)): &(usize, (u64, usize))| {
        lines += own;
        at >= most || lines > most.saturating_mul(LINES_OF_EACH)
    };
    numbered.enumerate().find(no_room).map(|(_, (number, _))| number)
}

/// The number of a customer: FNV-1a of the id, mixed.
fn number(id: &str) -> u64 {
    let step = |hash: u64, byte: u8| (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3);
    mix(id.bytes().fold(0xcbf2_9ce4_8422_2325, step))
}
