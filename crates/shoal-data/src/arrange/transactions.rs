//! All runs of judged rows → one list of drafts with common keys.
//!
//! 1. The chunks are dealt to as many runs as there are threads, in order and about equally by rows.
//! 2. The runs are judged at the same time.
//! 3. Per kind of key the numberings are joined and ranked; customers together with those of the customers table.
//! 4. The drafts get the ranks for keys.

use crate::arrange::attributes::MOST_LEVELS;
use crate::arrange::merge::MergeKeys;
use crate::judge::amount::Oddities;
use crate::judge::fates::Fate;
use crate::judge::{Draft, Judge, Run};
use crate::progress::Counter;
use crate::tables::Tables;
use crate::value::dictionary::{Dictionary, unify};
use rayon::prelude::*;
use shoal_segment::lines::NO_KEY;
use shoal_segment::receipt::TableKind;
use std::ops::Range;

/// The judged transactions.
pub(crate) struct Transactions<'a> {
    /// The readable rows, in order of files and lines; keys are ranks.
    pub(crate) drafts: Vec<Draft>,
    /// The rows that are not readable.
    pub(crate) unreadable: Vec<Fate>,
    /// All customers.
    pub(crate) customers: Vec<&'a [u8]>,
    /// Rank of each customer of the customers table.
    pub(crate) table_customers: Vec<u32>,
    /// Positions in it, by id.
    pub(crate) table_by_id: Vec<u32>,
    pub(crate) orders: Vec<&'a [u8]>,
    pub(crate) products: Vec<&'a [u8]>,
    pub(crate) categories: Vec<&'a [u8]>,
    /// Rank of each category of the products table.
    pub(crate) table_categories: Vec<u32>,
    /// How many different ids of lines.
    pub(crate) line_ids: usize,
    /// Per attribute: its values, and one code per draft; `None` when there are too many values.
    pub(crate) attributes: Vec<Option<Levels<'a>>>,
    /// Per table.
    pub(crate) oddities: Vec<Oddities>,
    /// Used rows by currency.
    pub(crate) currencies: Vec<u64>,
    /// What makes customers one.
    pub(crate) merge: MergeKeys,
}

/// The values of an attribute and one code per draft.
pub(crate) type Levels<'a> = (Vec<&'a [u8]>, Vec<u32>);

/// Judges all rows of the transactions.
pub(crate) fn read<'a>(
    judge: &Judge<'a, '_>,
    customers: Dictionary<'a>,
    categories: Dictionary<'a>,
    counter: &Counter<'_>,
) -> Transactions<'a> {
    let deals = deal(judge.tables, rayon::current_num_threads());
    let mut runs: Vec<Run<'a>> =
        deals.into_par_iter().map(|units| judge.run(units, |rows| counter.add(rows))).collect();
    let customers = parts(&mut runs, customers, |run| &mut run.customers);
    let orders = parts(&mut runs, Dictionary::default(), |run| &mut run.orders);
    let products = parts(&mut runs, Dictionary::default(), |run| &mut run.products);
    let categories = parts(&mut runs, categories, |run| &mut run.categories);
    let line_ids = parts(&mut runs, Dictionary::default(), |run| &mut run.line_ids);
    let ((customers, orders), (products, categories, line_ids)) = rayon::join(
        || rayon::join(|| unify(customers), || unify(orders)),
        || (unify(products), unify(categories), unify(line_ids)),
    );
    runs.par_iter_mut().enumerate().for_each(|(i, run)| {
        for draft in &mut run.drafts {
            for (key, ranked) in [
                (&mut draft.customer, &customers),
                (&mut draft.order, &orders),
                (&mut draft.product, &products),
                (&mut draft.category, &categories),
                (&mut draft.line, &line_ids),
            ] {
                if *key != NO_KEY {
                    *key = ranked.ranks[i + 1][*key as usize];
                }
            }
        }
    });
    let attributes = (0..judge.attributes.len()).map(|attribute| levels(&mut runs, attribute)).collect();
    let mut drafts = Vec::with_capacity(runs.iter().map(|run| run.drafts.len()).sum());
    let mut unreadable = Vec::new();
    let mut oddities = vec![Oddities::default(); judge.tables.tables.len()];
    let mut currencies = Vec::new();
    let mut merge = MergeKeys::default();
    for (run, ranks) in runs.into_iter().zip(&customers.ranks[1..]) {
        currencies.resize(run.currencies.len(), 0);
        currencies.iter_mut().zip(&run.currencies).for_each(|(sum, rows)| *sum += rows);
        merge.take(run.merge, ranks);
        drafts.extend(run.drafts);
        unreadable.extend(run.unreadable);
        oddities.iter_mut().zip(run.oddities).for_each(|(sum, part)| *sum = sum.join(part));
    }
    let table_customers = customers.ranks.into_iter().next().unwrap_or_default();
    let mut table_by_id: Vec<u32> = (0..table_customers.len() as u32).collect();
    table_by_id.sort_unstable_by_key(|&at| table_customers[at as usize]);
    Transactions {
        drafts,
        unreadable,
        table_customers,
        table_by_id,
        customers: customers.keys,
        orders: orders.keys,
        products: products.keys,
        table_categories: categories.ranks.into_iter().next().unwrap_or_default(),
        categories: categories.keys,
        line_ids: line_ids.keys.len(),
        attributes,
        oddities,
        currencies,
        merge,
    }
}

/// One kind of numbering of all runs, after that of a table.
fn parts<'a>(
    runs: &mut [Run<'a>],
    table: Dictionary<'a>,
    part: impl for<'r> Fn(&'r mut Run<'a>) -> &'r mut Dictionary<'a>,
) -> Vec<Dictionary<'a>> {
    std::iter::once(table).chain(runs.iter_mut().map(|run| std::mem::take(part(run)))).collect()
}

fn levels<'a>(runs: &mut [Run<'a>], attribute: usize) -> Option<Levels<'a>> {
    let ranked = unify(parts(runs, Dictionary::default(), |run| &mut run.attributes[attribute].0));
    if ranked.keys.len() > MOST_LEVELS {
        return None;
    }
    let mut codes = Vec::new();
    for (run, ranks) in runs.iter().zip(&ranked.ranks[1..]) {
        codes.extend(
            run.attributes[attribute].1.iter().map(|&code| if code == NO_KEY { NO_KEY } else { ranks[code as usize] }),
        );
    }
    Some((ranked.keys, codes))
}

/// The chunks of all transactions in consecutive runs with about equally many rows.
fn deal(tables: &Tables<'_>, runs: usize) -> Vec<Range<usize>> {
    let units = tables.units_of(TableKind::Transactions);
    let rows = |unit: usize| tables.chunk(unit).rows.len();
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
