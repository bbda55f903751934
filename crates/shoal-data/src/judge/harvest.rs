//! All runs of judged rows as one.
//!
//! 1. The chunks are dealt to as many runs as there are threads, in order and about equally by rows.
//! 2. The runs are judged at the same time.
//! 3. Per kind of key the numberings are joined and ranked; accounts and tallies are added up.

use crate::error::Error;
use crate::gather::overlap;
use crate::gather::rows::Ranks;
use crate::judge::Judge;
use crate::judge::amount::Oddities;
use crate::judge::contexts::{self, ContextRun};
use crate::judge::day_tally::DayTally;
use crate::judge::fates::Fates;
use crate::judge::run::Run;
use crate::judge::sums::Sums;
use crate::progress::Counter;
use crate::shelf::shelves::Shelves;
use crate::tables::Tables;
use crate::value::dictionary::{Dictionary, strings, unify};
use crate::value::distinct_count::DistinctCount;
use rayon::prelude::*;
use shoal_segment::lines::Contexts;
use shoal_segment::receipt::TableKind;
use std::collections::BTreeMap;
use std::ops::Range;

/// What the rows of the transactions came to.
pub(crate) struct Harvest {
    /// The rows that are not used, unreadable or set aside.
    pub(crate) fates: Fates,
    /// Per table.
    pub(crate) sums: Vec<Sums>,
    pub(crate) oddities: Vec<Oddities>,
    /// What the runs' own numbers are among all.
    pub(crate) ranks: Ranks,
    /// Sorted.
    pub(crate) products: Vec<String>,
    pub(crate) categories: Vec<String>,
    /// Rank of each category of the products table.
    pub(crate) table_categories: Vec<u32>,
    pub(crate) contexts: Contexts,
    /// Columns with too many values to be kept.
    pub(crate) too_many_values: Vec<String>,
    /// Different ids of orders, and used rows with one.
    pub(crate) orders: u64,
    pub(crate) with_order: u64,
    /// Used rows by currency.
    pub(crate) currencies: Vec<u64>,
    pub(crate) days: DayTally,
    /// The same of tables that may overlap.
    pub(crate) days_of: BTreeMap<usize, DayTally>,
}

/// Judges all rows of the transactions and puts the readable ones on their shelves. `categories` are those of the products table.
pub(crate) fn read(
    judge: &Judge<'_, '_>,
    categories: Dictionary<'_>,
    shelves: &Shelves,
    counter: &Counter<'_>,
) -> Result<Harvest, Error> {
    let tables = judge.tables.tables.len();
    let overlapping = overlap::candidates(judge.tables);
    let deals = deal(judge.tables, rayon::current_num_threads());
    let runs: Vec<Run<'_>> = deals
        .into_par_iter()
        .enumerate()
        .map(|(number, units)| {
            let mut run = Run::new(shelves, number as u32, (tables, judge.contexts), &overlapping);
            judge.run(units, &mut run, |rows| counter.add(rows));
            run
        })
        .collect();
    join(runs, categories, judge)
}

fn join(runs: Vec<Run<'_>>, categories: Dictionary<'_>, judge: &Judge<'_, '_>) -> Result<Harvest, Error> {
    let names: Vec<&str> = judge.contexts.iter().map(|source| source.name.as_str()).collect();
    let contexts = contexts::join(&runs.iter().map(|run| &run.contexts).collect::<Vec<&ContextRun>>(), &names);
    let (products, product_ranks, _) =
        ranked(Dictionary::default(), runs.iter().map(|run| run.products.texts().collect()));
    let (categories, category_ranks, table_categories) =
        ranked(categories, runs.iter().map(|run| run.categories.texts().collect()));
    let tables = judge.tables.tables.len();
    let mut harvest = Harvest {
        fates: Fates::default(),
        sums: vec![Sums::default(); tables],
        oddities: vec![Oddities::default(); tables],
        ranks: Ranks { products: product_ranks, categories: category_ranks, contexts: contexts.ranks },
        products,
        categories,
        table_categories,
        contexts: contexts.contexts,
        too_many_values: contexts.too_many,
        orders: 0,
        with_order: 0,
        currencies: Vec::new(),
        days: DayTally::default(),
        days_of: BTreeMap::new(),
    };
    let mut orders = DistinctCount::default();
    for run in runs {
        run.writer.finish().map_err(|source| Error::Spill { source })?;
        harvest.fates.join(run.fates);
        harvest.sums.iter_mut().zip(&run.sums).for_each(|(sum, part)| sum.join(part));
        harvest.oddities.iter_mut().zip(run.oddities).for_each(|(sum, part)| *sum = sum.join(part));
        harvest.with_order += run.with_order;
        harvest.currencies.resize(harvest.currencies.len().max(run.currencies.len()), 0);
        harvest.currencies.iter_mut().zip(&run.currencies).for_each(|(sum, rows)| *sum += rows);
        harvest.days = std::mem::take(&mut harvest.days).join(&run.days);
        for (table, days) in run.days_of {
            let known = harvest.days_of.entry(table).or_default();
            *known = std::mem::take(known).join(&days);
        }
        orders = orders.join(run.orders);
    }
    harvest.orders = orders.count();
    Ok(harvest)
}

/// All texts, sorted; the rank of each number of each run, and of each number of the table.
fn ranked<'r>(
    table: Dictionary<'r>,
    runs: impl Iterator<Item = Dictionary<'r>>,
) -> (Vec<String>, Vec<Vec<u32>>, Vec<u32>) {
    let parts = std::iter::once(table).chain(runs).collect();
    let mut ranked = unify(parts);
    let table = ranked.ranks.remove(0);
    (strings(&ranked.keys), ranked.ranks, table)
}

/// The chunks of all transactions in consecutive runs with about equally many rows.
fn deal(tables: &Tables<'_>, runs: usize) -> Vec<Range<usize>> {
    let units = tables.units_of(TableKind::Transactions);
    let rows = |unit: usize| tables.rows_of(unit);
    let share = units.clone().map(rows).sum::<usize>().div_ceil(runs.max(1)).max(1);
    let mut deals = Vec::new();
    let (mut start, mut filled) = (units.start, 0);
    for unit in units.clone() {
        filled += rows(unit);
        if filled >= share {
            deals.push(start..unit + 1);
            (start, filled) = (unit + 1, 0);
        }
    }
    deals.push(start..units.end);
    deals
}
