//! Lines → the feature table, part by part, so that nobody has to have all lines at once.
//!
//! 1. [`Pass::new`] settles what is computed, from what all lines have in common.
//! 2. [`Pass::part`] reads the histories of some of the customers. Parts can be read at the same time, and their lines dropped; in whatever
//!    order they come, they are put to each other ([`Part::append`]).
//! 3. [`Pass::table`] makes the table: rows in the order of their ids, and what depends on all rows (the scores R, F and M).
//!
//! The table does not depend on how the customers were parted.

use super::order::Order;
use super::part::Part;
use super::scan::{Number, scan};
use super::{Apart, Column, FeatureTable, Wish};
use crate::date::Day;
use crate::feature::own::{Own, Resolved};
use crate::feature::{self, Compute, Feature, Unit, given};
use crate::histories::Histories;
use crate::history::History;
use crate::ids::Ids;
use crate::lines::{Attribute, Lines};
use crate::rfm::{MEASURE_NAMES, Thresholds};
use rayon::prelude::*;
use shoal_kernel::Points;

/// What came of all lines.
#[derive(Debug, Clone)]
pub struct Computed {
    /// The rows.
    pub table: FeatureTable,
    /// Customers or orders that are no rows, sorted by id.
    pub apart: Vec<Apart>,
    /// How many customers are known, also those without a line.
    pub customers_known: usize,
    /// The first and the last day with a line, within the window.
    pub days: Option<(Day, Day)>,
}

impl Computed {
    /// What comes of lines that are all there, as of their day.
    pub fn of(lines: &Lines, wish: &Wish) -> Self {
        let pass = Pass::new(lines, wish, lines.as_of);
        pass.table(pass.part(lines))
    }
}

/// A feature that is read from histories: its name and how.
type Read = (&'static str, fn(&History<'_>) -> Option<f64>);

/// What is computed of every history.
pub struct Pass<'h> {
    header: &'h Lines,
    wish: &'h Wish,
    as_of: Day,
    wanted: Vec<&'static Feature>,
    read: Vec<Read>,
    own: Vec<(&'h Own, Resolved<'h>)>,
}

impl<'h> Pass<'h> {
    /// What is wanted of lines with this `header` (any part of them, also one without customers), for a day.
    pub fn new(header: &'h Lines, wish: &'h Wish, as_of: Day) -> Self {
        let wants = |feature: &&Feature| wish.wants(feature.name) && feature.lacks(header).is_none();
        let wanted: Vec<&'static Feature> = feature::catalog(wish.unit).iter().filter(wants).collect();
        let own = wish.own.iter().filter_map(|own| Some((own, Resolved::new(own, header)?))).collect();
        Self { header, wish, as_of, read: read(wish.unit, &wanted), wanted, own }
    }

    /// Reads the histories of a part of the customers, whose lines are all in `lines`.
    ///
    /// In parallel; `O(n log m)` for n lines and at most m lines per row, after grouping ([`Histories::new`]).
    pub fn part(&self, lines: &Lines) -> Part {
        self.part_of(lines, &Histories::new(lines, self.wish.unit))
    }

    /// The same of lines that are grouped.
    pub(super) fn part_of(&self, lines: &Lines, histories: &Histories<'_>) -> Part {
        let histories = histories.seen(self.as_of, self.wish.window);
        let declared: Vec<_> = self.own.iter().map(|(_, own)| |history: &History<'_>| own.value(history)).collect();
        let mut numbers: Vec<Number<'_>> = self.read.iter().map(|(_, read)| read as Number<'_>).collect();
        numbers.extend(declared.iter().map(|declared| declared as Number<'_>));
        let opened = self.wish.window.map(|window| window.start(self.as_of));
        Part::new(lines, &histories, scan(lines, &histories, &numbers), days(lines, opened))
    }

    /// The table of all customers, whose parts are one. A column is put in order after the other, so that hardly more than the table is
    /// in memory.
    pub fn table(&self, mut all: Part) -> Computed {
        let order = Order::of(&all.keys);
        let mut table = FeatureTable {
            unit: self.wish.unit,
            revenue_minor: order.arrange(all.revenue_minor),
            attributes: self.attributes(&order, all.attributes, all.favourites),
            columns: Vec::new(),
            customers: Ids::default(),
            orders: None,
            as_of: self.as_of,
            thresholds: None,
            fingerprint: String::new(),
        };
        all.values.resize_with(self.read.len() + self.own.len(), Vec::new);
        self.columns(&mut table, all.values.into_par_iter().map(|values| order.arrange(values)).collect());
        table.columns.extend(self.given(&order, all.given));
        table.name_rows(&all.keys, &order);
        all.apart.sort_by(|a, b| (&a.order, &a.customer).cmp(&(&b.order, &b.customer)));
        Computed { table, apart: all.apart, customers_known: all.customers_known, days: all.days }
    }

    /// The columns of the wanted features: as read, and the scores, which are functions of all rows; then the user's own.
    fn columns(&self, table: &mut FeatureTable, mut found: Vec<Vec<f64>>) {
        let own = found.split_off(self.read.len());
        let place = |name: &str| self.read.iter().position(|(read, _)| *read == name);
        let scored = self.wanted.iter().any(|feature| matches!(feature.compute, Compute::Score(_)));
        let measure = |name: &str| place(name).map_or(&[][..], |at| found[at].as_slice());
        let measures = scored.then(|| points(MEASURE_NAMES.map(measure))).flatten();
        table.thresholds =
            measures.as_ref().and_then(|points| self.wish.thresholds.clone().or_else(|| Thresholds::of(points)));
        let scores = measures.zip(table.thresholds.as_ref()).map(|(points, borders)| borders.scores(&points));
        let mut values = |feature: &Feature| match feature.compute {
            Compute::History(_) => place(feature.name).map(|at| std::mem::take(&mut found[at])).unwrap_or_default(),
            Compute::Score(measure) => scores.iter().flatten().map(|scores| f64::from(scores[measure])).collect(),
        };
        let wanted = self.wanted.iter().map(|feature| Column { card: feature.card(), values: values(feature) });
        table.columns = wanted.collect();
        table.columns.extend(self.own.iter().zip(own).map(|((own, _), values)| Column { card: own.card(), values }));
    }

    /// The customers' own numbers as columns; orders have none.
    fn given(&self, order: &Order, given: Vec<Vec<f64>>) -> Vec<Column> {
        if self.wish.unit == Unit::Order {
            return Vec::new();
        }
        let column = |(card, values)| Column { card, values: order.arrange(values) };
        given::cards(self.header).into_iter().zip(given).map(column).collect()
    }

    /// The attributes of each row's customer, and the category on which most was spent.
    fn attributes(&self, order: &Order, codes: Vec<Vec<u32>>, favourites: Vec<u32>) -> Vec<Attribute> {
        let given = self.header.customers.attributes.iter().zip(codes).map(|(attribute, codes)| Attribute {
            name: attribute.name.clone(),
            levels: attribute.levels.clone(),
            codes: order.arrange(codes),
        });
        let favourite = self.header.known.category.then(|| Attribute {
            name: self.wish.unit.favourite_attribute().into(),
            levels: self.header.categories.to_vec(),
            codes: order.arrange(favourites),
        });
        given.map(Attribute::with_levels_in_use).chain(favourite).collect()
    }
}

/// The first and the last day with a line, after the day on which a window has not yet `opened`.
fn days(lines: &Lines, opened: Option<Day>) -> Option<(Day, Day)> {
    let ends = |customer: usize| {
        let all = lines.of_customer(customer);
        let from = opened.map_or(0, |opened| all.partition_point(|line| line.time.day() <= opened));
        Some((all[from..].first()?.time.day(), all.last()?.time.day()))
    };
    (0..lines.customers.ids.len()).filter_map(ends).reduce(|a, b| (a.0.min(b.0), a.1.max(b.1)))
}

/// What is read from histories: the wanted features, and the measures of the scores where these are wanted.
fn read(unit: Unit, wanted: &[&Feature]) -> Vec<Read> {
    let of_history = |feature: &&Feature| match feature.compute {
        Compute::History(compute) => Some((feature.name, compute)),
        Compute::Score(_) => None,
    };
    let mut read: Vec<Read> = wanted.iter().filter_map(of_history).collect();
    if wanted.iter().any(|feature| matches!(feature.compute, Compute::Score(_))) {
        let measures = feature::catalog(unit).iter().filter(|feature| MEASURE_NAMES.contains(&feature.name));
        let missing: Vec<Read> = measures
            .filter_map(|feature| of_history(&feature))
            .filter(|(name, _)| read.iter().all(|(other, _)| other != name))
            .collect();
        read.extend(missing);
    }
    read
}

/// The measures of the scores side by side, one row per row of the table.
fn points(measures: [&[f64]; MEASURE_NAMES.len()]) -> Option<Points> {
    let rows = 0..measures[0].len();
    Points::new(rows.flat_map(|row| measures.map(|measure| measure[row])).collect(), measures.len()).ok()
}
