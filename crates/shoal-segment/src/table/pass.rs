//! Lines → the feature table, part by part, so that nobody has to have all lines at once.
//!
//! 1. [`Pass::new`] settles what is computed, from what all lines have in common.
//! 2. [`Pass::parts`] reads the histories of some of the customers as of one day or several. Lines are grouped once for all days, can
//!    be read at the same time as those of other customers, and be dropped then. [`Part::join`] puts the parts of a day together.
//! 3. [`Pass::table`] makes a table of all of them: rows in the order of their ids, and what depends on all rows (the scores R, F and
//!    M).
//!
//! A table does not depend on how the customers were parted, nor on the other days: it is what the lines up to its day give.

use super::order::Order;
use super::part::Part;
use super::scan::{Number, scan};
use super::{Apart, Column, FeatureTable, Wish};
use crate::date::Day;
use crate::explain::{Visit, visits};
use crate::feature::own::{Own, Resolved};
use crate::feature::{self, Compute, Feature, Unit, given};
use crate::future::Sample;
use crate::histories::Histories;
use crate::history::History;
use crate::ids::Ids;
use crate::lines::{Attribute, Lines};
use crate::rfm::{MEASURE_NAMES, Thresholds};
use crate::timeline::Timeline;
use shoal_kernel::Points;

/// What came of all lines.
#[derive(Debug, Clone)]
pub struct Computed {
    /// The rows.
    pub table: FeatureTable,
    /// Customers or orders that are no rows, sorted by id.
    pub apart: Vec<Apart>,
    /// How many customers are known, also those without a line up to the day.
    pub customers_known: usize,
    /// The first and the last day with a line, up to the as-of day and within the window.
    pub days: Option<(Day, Day)>,
    /// What happened over time, up to the as-of day and whatever the window; where it was wanted.
    pub timeline: Option<Timeline>,
    /// Customers with all their lines, as many as the wish says.
    pub sample: Sample,
    /// The visits of the customer who was asked for, oldest first.
    pub visits: Vec<Visit>,
}

impl Computed {
    /// What comes of lines that are all there, as of their day.
    pub fn of(lines: &Lines, wish: &Wish) -> Self {
        let pass = Pass::new(lines, wish);
        pass.table(lines.as_of, pass.as_of(lines, &Histories::new(lines, wish.unit), lines.as_of))
    }
}

/// A feature that is read from histories: its name and how.
type Read = (&'static str, fn(&History<'_>) -> Option<f64>);

/// What is computed of every history.
pub struct Pass<'h> {
    header: &'h Lines,
    wish: &'h Wish,
    wanted: Vec<&'static Feature>,
    read: Vec<Read>,
    own: Vec<(&'h Own, Resolved<'h>)>,
}

impl<'h> Pass<'h> {
    /// What is wanted of lines with this `header` (any part of them, also one without customers).
    pub fn new(header: &'h Lines, wish: &'h Wish) -> Self {
        let wants = |feature: &&Feature| wish.wants(feature.name) && feature.lacks(header).is_none();
        let wanted: Vec<&'static Feature> = feature::catalog(wish.unit).iter().filter(wants).collect();
        let own = wish.own.iter().filter_map(|own| Some((own, Resolved::new(own, header)?))).collect();
        Self { header, wish, read: read(wish.unit, &wanted), wanted, own }
    }

    /// Reads the histories of a part of the customers, whose lines are all in `lines`, as of each of `days`.
    ///
    /// In parallel; per day `O(n log m)` for n lines and at most m lines per row, after grouping ([`Histories::new`]).
    pub fn parts(&self, lines: &Lines, days: &[Day]) -> Vec<Part> {
        let histories = Histories::new(lines, self.wish.unit);
        days.iter().map(|&day| self.as_of(lines, &histories, day)).collect()
    }

    fn as_of(&self, lines: &Lines, histories: &Histories<'_>, as_of: Day) -> Part {
        let histories = &histories.seen(as_of, self.wish.window);
        let declared: Vec<_> = self.own.iter().map(|(_, own)| |history: &History<'_>| own.value(history)).collect();
        let mut numbers: Vec<Number<'_>> = self.read.iter().map(|(_, read)| read as Number<'_>).collect();
        numbers.extend(declared.iter().map(|declared| declared as Number<'_>));
        let opened = self.wish.window.map(|window| window.start(as_of));
        let timeline = if self.wish.timeline { Timeline::of(lines, as_of) } else { Timeline::default() };
        let part = Part::new(lines, histories, scan(lines, histories, &numbers), days(lines, as_of, opened));
        let visits = self.wish.visits_of.as_deref().map_or_else(Vec::new, |id| visits(lines, id, as_of));
        Part { timeline, sample: Sample::of(lines, self.wish.keep_lines_of), visits, ..part }
    }

    /// The table of a day, from the part of all customers.
    ///
    /// Column after column is put in the order of the table and leaves the part, so that no column is there twice beside another.
    pub fn table(&self, as_of: Day, all: Part) -> Computed {
        let order = Order::of(&all.keys);
        let mut table = FeatureTable {
            unit: self.wish.unit,
            revenue_minor: order.arrange(all.revenue_minor),
            attributes: self.attributes(&order, all.attributes, all.favourites),
            columns: Vec::new(),
            customers: Ids::default(),
            orders: None,
            as_of,
            thresholds: None,
            fingerprint: String::new(),
        };
        self.columns(&mut table, all.values.into_iter().map(|values| order.arrange(values)).collect());
        table.columns.extend(self.given(&order, all.given));
        table.name_rows(&all.keys, &order);
        let mut apart = all.apart;
        apart.sort_by(|a, b| (&a.order, &a.customer).cmp(&(&b.order, &b.customer)));
        let timeline = self.wish.timeline.then_some(all.timeline);
        let Part { customers_known, days, sample, visits, .. } = all;
        Computed { table, apart, customers_known, days, timeline, sample, visits }
    }

    /// The columns of the wanted features: as read, and the scores, which are functions of all rows; then the user's own.
    fn columns(&self, table: &mut FeatureTable, mut found: Vec<Vec<f64>>) {
        let own = found.split_off(self.read.len());
        let at = |name: &str| self.read.iter().position(|(read, _)| *read == name);
        let values = |name: &str| at(name).map_or(&[][..], |at| found[at].as_slice());
        let scored = self.wanted.iter().any(|feature| matches!(feature.compute, Compute::Score(_)));
        let measures = scored.then(|| points(MEASURE_NAMES.map(values))).flatten();
        table.thresholds =
            measures.as_ref().and_then(|points| self.wish.thresholds.clone().or_else(|| Thresholds::of(points)));
        let scores = measures.zip(table.thresholds.as_ref()).map(|(points, borders)| borders.scores(&points));
        let mut taken = |name: &str| at(name).map_or_else(Vec::new, |at| std::mem::take(&mut found[at]));
        let column = |feature: &&Feature| Column {
            card: feature.card(),
            values: match feature.compute {
                Compute::History(_) => taken(feature.name),
                Compute::Score(measure) => scores.iter().flatten().map(|scores| f64::from(scores[measure])).collect(),
            },
        };
        table.columns = self.wanted.iter().map(column).collect();
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
            context: attribute.context,
        });
        let favourite = self.header.known.category.then(|| Attribute {
            name: self.wish.unit.favourite_attribute().into(),
            levels: self.header.categories.to_vec(),
            codes: order.arrange(favourites),
            context: None,
        });
        given.map(Attribute::with_levels_in_use).chain(favourite).collect()
    }
}

/// The first and the last day with a line, up to a day and after that on which a window has not yet `opened`.
fn days(lines: &Lines, as_of: Day, opened: Option<Day>) -> Option<(Day, Day)> {
    let ends = |customer: usize| {
        let all = lines.of_customer(customer);
        let until_end_of = |day: Day| all.partition_point(|line| line.time.day() <= day);
        let seen = all.get(opened.map_or(0, until_end_of)..until_end_of(as_of))?;
        Some((seen.first()?.time.day(), seen.last()?.time.day()))
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
