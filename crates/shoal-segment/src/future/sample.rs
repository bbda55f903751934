//! Customers with all their lines: an even sample that does not depend on how the lines came.
//!
//! Every customer has a number, a hash of their id, and those with the smallest numbers are kept ("bottom-k"). So the sample of all is
//! found from the samples of parts, in whatever order parts come and however customers were parted; a customer who is in it stays in it
//! when others leave the tables.

use crate::date::Day;
use crate::lines::{Attribute, Customers, Line, Lines, Number};
use shoal_kernel::random::mix;

/// Some customers, the lines of each up to the as-of day, and how many there were.
#[derive(Debug, Clone, Default)]
pub struct Sample {
    most: usize,
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
        let seen =
            |customer: usize| lines.of_customer(customer).first().is_some_and(|line| line.time.day() <= lines.as_of);
        let mut numbered: Vec<(u64, usize)> = (0..ids.len())
            .filter(|&customer| seen(customer))
            .map(|customer| (number(&ids[customer]), customer))
            .collect();
        let customers = numbered.len();
        numbered.sort_unstable();
        numbered.truncate(most);
        let kept = numbered.into_iter().map(|(number, customer)| Kept::of(lines, number, customer)).collect();
        Self { most, customers, kept }
    }

    /// Takes in the sample of other customers.
    pub fn join(&mut self, other: Self) {
        self.most = self.most.max(other.most);
        self.customers += other.customers;
        self.kept.extend(other.kept);
        self.kept.sort_by(|a, b| (a.number, &a.id).cmp(&(b.number, &b.id)));
        self.kept.truncate(self.most);
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
        let all = lines.of_customer(customer);
        let seen = all.partition_point(|line| line.time.day() <= lines.as_of);
        Self {
            number,
            id: ids[customer].clone(),
            signup: signup.get(customer).copied().flatten(),
            codes: attributes.iter().map(|attribute| attribute.codes[customer]).collect(),
            numbers: numbers.iter().map(|number| number.values[customer]).collect(),
            lines: all[..seen].to_vec(),
        }
    }
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

/// The number of a customer: FNV-1a of the id, mixed.
fn number(id: &str) -> u64 {
    let step = |hash: u64, byte: u8| (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3);
    mix(id.bytes().fold(0xcbf2_9ce4_8422_2325, step))
}
