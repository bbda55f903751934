//! Snapshots of several days, computed together over parts of the customers: each is what the lines up to its day give alone.

#![allow(clippy::unwrap_used, reason = "a test may fail")]

use proptest::prelude::*;
use proptest::test_runner::RngSeed;
use shoal_segment::date::{Day, Moment};
use shoal_segment::feature::Unit;
use shoal_segment::lines::{Attribute, CHANNEL, ContextColumn, Contexts, Customers, Kind, Known, Line, Lines, NO_KEY};
use shoal_segment::money::Scale;
use shoal_segment::table::{Computed, Part, Pass, Wish};
use shoal_segment::window::Window;

/// Customer, order, day, part of the day, product, channel, what kind it is, amount.
type Draft = (u8, u8, u8, u8, u8, u8, u8, u16);

const CUSTOMERS: usize = 9;
const CHANNELS: u32 = 3;
/// Orders with an id.
const IDS: u32 = 200;

/// The lines of customers `C0` to `C8`, whose attribute `Channel` is taken from their lines and whose `Plan` is said of them.
fn lines(drafts: &[Draft], as_of: Day) -> Lines {
    let mut lines = Lines {
        customers: Customers {
            ids: (0..CUSTOMERS).map(|customer| format!("C{customer}")).collect(),
            signup: (0..CUSTOMERS).map(|customer| (customer % 2 == 0).then_some(Day(20 * customer as i32))).collect(),
            attributes: vec![
                attribute("Channel", Some(0), vec![NO_KEY; CUSTOMERS]),
                attribute("Plan", None, (0..CUSTOMERS as u32).map(|customer| customer % CHANNELS).collect()),
            ],
            numbers: Vec::new(),
        },
        orders: (0..IDS).map(|order| format!("O{order:03}")).collect(),
        products: (0..6).map(|product| format!("P{product}")).collect(),
        categories: ["Books", "Toys"].map(String::from).into(),
        contexts: Contexts {
            columns: vec![ContextColumn { name: CHANNEL.into(), levels: levels() }],
            codes: (0..CHANNELS).collect(),
        }
        .into(),
        known: Known { transactions: true, quantity: true, product: true, category: true, discount: false },
        money_scale: Scale(2),
        quantity_scale: Scale(0),
        lines: drafts.iter().map(line).collect(),
        starts: Vec::new(),
        as_of,
    };
    lines.index();
    lines.customers.attributes[0].codes = (0..CUSTOMERS).map(|customer| usual_channel(&lines, customer)).collect();
    lines
}

fn levels() -> Vec<String> {
    ["app", "store", "web"].map(String::from).to_vec()
}

fn attribute(name: &str, context: Option<usize>, codes: Vec<u32>) -> Attribute {
    Attribute { name: name.into(), levels: levels(), codes, context }
}

fn line(&(customer, order, day, hour, product, channel, kind, amount): &Draft) -> Line {
    // Orders without an id are one per customer and moment.
    let nameless = IDS + u32::from(customer) * 1_000 + u32::from(day) * 3 + u32::from(hour);
    Line {
        customer: u32::from(customer),
        time: Moment(Day(i32::from(day)).start().0 + i64::from(hour) * 3_600),
        order: if u32::from(order) < IDS { u32::from(order) } else { nameless },
        product: u32::from(product),
        category: u32::from(product) % 2,
        context: if u32::from(channel) < CHANNELS { u32::from(channel) } else { NO_KEY },
        kind: if kind == 0 { Kind::Return } else { Kind::Purchase },
        quantity: 1 + i64::from(hour),
        amount: i64::from(amount),
        discount: 0,
    }
}

/// Twin: counts each channel.
fn usual_channel(lines: &Lines, customer: usize) -> u32 {
    let count = |channel: u32| lines.of_customer(customer).iter().filter(|line| line.context == channel).count();
    let most = (0..CHANNELS).map(count).max().filter(|&most| most > 0);
    most.and_then(|most| (0..CHANNELS).find(|&channel| count(channel) == most)).unwrap_or(NO_KEY)
}

/// The customers with one number, and their lines.
fn share(lines: &Lines, of: &[u8], number: u8) -> Lines {
    let mine: Vec<usize> = (0..CUSTOMERS).filter(|&customer| of[customer] == number).collect();
    let taken = |attribute: &Attribute| Attribute {
        codes: mine.iter().map(|&customer| attribute.codes[customer]).collect(),
        ..attribute.clone()
    };
    let line = |(at, &customer): (usize, &usize)| {
        lines.of_customer(customer).iter().map(move |line| Line { customer: at as u32, ..*line })
    };
    let mut some = Lines {
        customers: Customers {
            ids: mine.iter().map(|&customer| lines.customers.ids[customer].clone()).collect(),
            signup: mine.iter().map(|&customer| lines.customers.signup[customer]).collect(),
            attributes: lines.customers.attributes.iter().map(taken).collect(),
            numbers: Vec::new(),
        },
        lines: mine.iter().enumerate().flat_map(line).collect(),
        ..lines.clone()
    };
    some.index();
    some
}

fn series(lines: &Lines, wish: &Wish, of: &[u8], days: &[Day]) -> Vec<Computed> {
    let pass = Pass::new(lines, wish);
    let mut found: Vec<Part> = pass.parts(&share(lines, of, 2), days).iter().map(|part| part.room_for(3)).collect();
    for number in [2, 0, 1] {
        let parts = pass.parts(&share(lines, of, number), days);
        found.iter_mut().zip(parts).for_each(|(found, part)| found.join(part));
    }
    days.iter().zip(found).map(|(&day, part)| pass.table(day, part)).collect()
}

fn assert_same(one: &Computed, other: &Computed) {
    let tables = [&one.table, &other.table];
    assert_eq!(tables[0].as_of, tables[1].as_of);
    assert_eq!(tables[0].customers, tables[1].customers);
    assert_eq!(tables[0].orders, tables[1].orders);
    assert_eq!(tables[0].revenue_minor, tables[1].revenue_minor);
    assert_eq!(tables[0].attributes, tables[1].attributes);
    assert_eq!(tables[0].cards(), tables[1].cards());
    for (mine, theirs) in tables[0].columns.iter().zip(&tables[1].columns) {
        let bits = |row: usize| (mine.get(row).map(f64::to_bits), theirs.get(row).map(f64::to_bits));
        (0..tables[0].rows()).map(bits).for_each(|(mine, theirs)| assert_eq!(mine, theirs));
    }
    assert_eq!(tables[0].thresholds, tables[1].thresholds);
    assert_eq!(tables[0].fingerprint, tables[1].fingerprint);
    assert_eq!(one.apart, other.apart);
    assert_eq!((one.customers_known, one.days), (other.customers_known, other.days));
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 150, failure_persistence: None, rng_seed: RngSeed::Fixed(11), ..ProptestConfig::default() })]

    #[test]
    fn each_day_is_a_run_of_its_own(
        drafts in prop::collection::vec((0u8..9, 0u8..=255, 0u8..200, 0u8..3, 0u8..6, 0u8..4, 0u8..5, 0u16..999), 0..120),
        of in prop::collection::vec(0u8..3, CUSTOMERS),
        days in prop::collection::vec(-5i32..210, 1..6),
        window in prop::option::of(1u32..150),
        orders: bool,
    ) {
        let days: Vec<Day> = days.into_iter().map(Day).collect();
        let unit = if orders { Unit::Order } else { Unit::Customer };
        let wish = Wish { window: window.map(Window::Days), ..Wish::all(unit) };
        let all = lines(&drafts, Day(210));
        let together = series(&all, &wish, &of, &days);
        prop_assert_eq!(together.len(), days.len());
        for (&day, then) in days.iter().zip(&together) {
            let known: Vec<Draft> = drafts.iter().copied().filter(|draft| i32::from(draft.2) <= day.0).collect();
            assert_same(then, &Computed::of(&lines(&known, day), &wish));
        }
    }
}

#[test]
fn before_the_first_line_a_snapshot_is_empty() {
    let all = lines(&[(0, 0, 50, 0, 0, 0, 1, 100), (1, 1, 60, 0, 1, 1, 1, 100)], Day(100));
    let wish = Wish::all(Unit::Customer);
    let days = [Day(49), Day(50), Day(100)];
    let found = series(&all, &wish, &[0, 1, 2, 0, 1, 2, 0, 1, 2], &days);
    assert_eq!(found.iter().map(|computed| computed.table.rows()).collect::<Vec<_>>(), [0, 1, 2]);
    assert_eq!(
        found.iter().map(|computed| computed.days.map(|days| days.1.0)).collect::<Vec<_>>(),
        [None, Some(50), Some(60)]
    );
    assert_eq!(found[0].table.cards(), found[2].table.cards(), "the columns are the same on every day");
}
