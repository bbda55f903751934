//! Segments held against what came after: nothing of it leaks into them, the same answer for any number of threads and parts, and the
//! rates of *better than random* on shops with a future and on shops whose futures are shuffled.
#![allow(clippy::unwrap_used, reason = "a test may fail")]

mod support;

use shoal_kernel::Stream;
use shoal_segment::date::Day;
use shoal_segment::future::{Future, HoldOut, Sample, Tested};
use shoal_segment::lines::{Kind, Line, Lines};
use shoal_segment::shop;
use shoal_segment::spec::{KRange, Spec};
use shoal_segment::table::Computed;

/// Days held out.
const DAYS: i32 = 90;

fn spec() -> Spec {
    let hold_out = "90d".parse().unwrap();
    Spec { hold_out, k: KRange { min: 4, max: 4 }, starts: Some(5), ..Spec::default() }
}

fn made_up(customers: usize, seed: u64) -> Lines {
    support::of_shop(&shop::open(customers, seed))
}

fn future(lines: &Lines, spec: &Spec) -> Future {
    support::segment(lines, spec).unwrap().segmentation.future.unwrap()
}

fn tested(future: &Future) -> &Tested {
    future.tested.as_ref().unwrap_or_else(|| panic!("{:?}", future.statements))
}

fn cut(lines: &Lines) -> Day {
    Day(lines.lines.iter().map(|line| line.time.day()).max().unwrap().0 - DAYS)
}

/// The lines with the future of each customer who can be segmented on the day of the cut given to another one of them.
fn shuffled(lines: &Lines, seed: u64) -> Lines {
    let cut = cut(lines);
    let plan = spec().check(lines).unwrap();
    let mut then = lines.clone();
    then.lines.retain(|line| line.time.day() <= cut);
    then.as_of = cut;
    then.index();
    let table = Computed::of(&then, &plan.wish()).table;
    let ids = &lines.customers.ids;
    let rows: Vec<u32> =
        table.customers.iter().map(|id| ids.binary_search_by(|other| other.as_str().cmp(id)).unwrap() as u32).collect();
    let mut others = rows.clone();
    Stream::new(seed, 1).shuffle(&mut others);
    let mut owner: Vec<u32> = (0..ids.len() as u32).collect();
    rows.iter().zip(&others).for_each(|(&row, &other)| owner[row as usize] = other);
    let mut lines = lines.clone();
    for line in lines.lines.iter_mut().filter(|line| line.time.day() > cut) {
        line.customer = owner[line.customer as usize];
    }
    lines.index();
    lines
}

/// How many of so many shops have segments that are better than random.
fn better(shops: u64, customers: usize, lines: impl Fn(&Lines, u64) -> Lines) -> usize {
    let is_better =
        |&seed: &u64| future(&lines(&made_up(customers, seed), seed), &Spec { seed, ..spec() }).outcome == "better";
    (0..shops).filter(is_better).count()
}

#[test]
fn nothing_of_the_future_is_in_the_segments() {
    let lines = made_up(400, 3);
    let cut = cut(&lines);
    let mut changed = lines.clone();
    let last = lines.lines.iter().map(|line| line.time.day()).max().unwrap();
    for (at, line) in
        changed.lines.iter_mut().enumerate().filter(|(_, line)| line.time.day() > cut && line.time.day() < last)
    {
        line.amount = 7 * line.amount + at as i64 % 100;
        line.quantity += 3;
        line.kind = if at % 3 == 0 { Kind::Return } else { line.kind };
        line.product = (line.product + 5) % lines.products.len() as u32;
    }
    changed.index();
    assert_ne!(lines.lines, changed.lines);
    let segments = |lines: &Lines| {
        let future = future(lines, &spec());
        let tested = tested(&future);
        let mut segments: Vec<(String, usize, f64)> =
            tested.segments.iter().map(|of| (of.name.clone(), of.members, of.revenue_before)).collect();
        segments.sort_by(|a, b| a.0.cmp(&b.0));
        let groups: Vec<usize> = tested.groupings.iter().map(|of| of.groups).collect();
        (segments, groups, tested.revenue)
    };
    let (before, after) = (segments(&lines), segments(&changed));
    assert_eq!((before.0, before.1), (after.0, after.1));
    assert_ne!(before.2, after.2);
}

#[test]
fn any_number_of_threads_gives_the_same() {
    let lines = made_up(300, 5);
    let with = |threads| {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
        serde_json::to_string(&pool.install(|| future(&lines, &spec()))).unwrap()
    };
    assert!(with(1) == with(2) && with(1) == with(7));
}

/// Half of the customers, with their lines.
fn half(lines: &Lines, which: usize) -> Lines {
    let mine: Vec<usize> = (0..lines.customers.ids.len()).filter(|customer| customer % 2 == which).collect();
    let mut some = lines.clone();
    some.customers.ids = mine.iter().map(|&customer| lines.customers.ids[customer].clone()).collect();
    some.customers.signup = mine.iter().map(|&customer| lines.customers.signup[customer]).collect();
    let of = |(at, &customer): (usize, &usize)| {
        lines.of_customer(customer).iter().map(move |line| Line { customer: at as u32, ..*line }).collect::<Vec<_>>()
    };
    some.lines = mine.iter().enumerate().flat_map(of).collect();
    some.index();
    some
}

#[test]
fn a_sample_of_parts_is_the_sample_of_the_whole() {
    let lines = made_up(200, 1);
    for most in [0, 1, 50, 1000] {
        let whole = Sample::of(&lines, most);
        for order in [[0, 1], [1, 0]] {
            let mut joined = Sample::of(&half(&lines, order[0]), most);
            joined.join(Sample::of(&half(&lines, order[1]), most));
            assert_eq!((joined.len(), joined.customers()), (whole.len(), whole.customers()));
            assert_eq!(joined.lines(&lines), whole.lines(&lines));
        }
    }
    let whole = Sample::of(&lines, 1000).lines(&lines);
    assert_eq!(whole.lines.len(), lines.lines.len());
}

#[test]
fn what_is_lacking_is_said() {
    let lines = made_up(300, 2);
    let reason = |lines: &Lines, spec: &Spec| future(lines, spec).untested.unwrap();
    let one = Spec { k: KRange { min: 1, max: 1 }, ..spec() };
    assert_eq!(reason(&lines, &one), "one_segment");
    assert_eq!(reason(&lines, &Spec { hold_out: "9y".parse().unwrap(), ..spec() }), "too_short");
    assert_eq!(reason(&lines, &Spec { hold_out: "700d".parse().unwrap(), ..spec() }), "too_few_customers");
    assert_eq!(reason(&lines, &Spec { hold_out: "1d".parse().unwrap(), ..spec() }), "too_few_buyers");
    assert_eq!(
        reason(&support::people(80), &Spec { k: KRange { min: 3, max: 3 }, ..Spec::default() }),
        "no_transactions"
    );
    let off = Spec { hold_out: HoldOut::None, ..spec() };
    assert_eq!(support::segment(&lines, &off).unwrap().segmentation.future, None);
}

#[test]
fn segments_that_drive_the_future_are_better_than_random() {
    let found = better(10, 250, |lines, _| lines.clone());
    assert!(found >= 9, "{found} of 10");
}

#[test]
fn shuffled_futures_are_rarely_better() {
    let found = better(20, 200, shuffled);
    assert!(found <= 5, "{found} of 20 at 5 %");
}

/// The recorded simulation: `bench/run future`.
#[test]
#[ignore = "minutes; bench/run future runs it"]
fn simulation() {
    let shops = 1000;
    let false_ones = better(shops, 300, shuffled);
    println!("shuffled futures, 300 customers: better than random in {false_ones} of {shops} (at most 66)");
    let true_ones = better(200, 300, |lines, _| lines.clone());
    println!("made-up shops, 300 customers: better than random in {true_ones} of 200");
    assert!(false_ones <= 66 && true_ones >= 190);
}
