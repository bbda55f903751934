//! The lines of the customers of one shelf.

use crate::error::Error;
use crate::gather::census::Census;
use crate::gather::overlap::{self, Common, take_out};
use crate::gather::repeats::{Repeat, copies, without_repeated_ids};
use crate::gather::rows::{self, Ranks, Row, Rows};
use crate::shelf::shelves::{SHELVES, Shelves, shelf_of};
use crate::shelf::visit::Damaged;
use crate::tables::Tables;
use rayon::prelude::*;
use shoal_segment::lines::{Line, NO_KEY};
use std::collections::BTreeSet;
use std::ops::Range;

const DAMAGED: Error = Error::Internal("a shelf holds something that is no row");

/// What all shelves are put in order by.
pub(crate) struct Gathering<'a, 'b> {
    pub(crate) tables: &'b Tables<'a>,
    pub(crate) ranks: &'b Ranks,
    /// The category of each product, or [`NO_KEY`].
    pub(crate) category_of: &'b [u32],
    /// Whether rows that are identical to another go.
    pub(crate) copies_go: bool,
    /// Tables whose common rows count once.
    pub(crate) overlaps: BTreeSet<(usize, usize)>,
}

/// The customers of a shelf and their lines.
pub(crate) struct Piece<'b> {
    /// Ids, sorted; a line's `customer` is the position here.
    pub(crate) customers: Vec<&'b [u8]>,
    /// The ids of the orders of each customer, sorted, customer after customer; a line's `order` is the position here, or beyond where it
    /// has none.
    pub(crate) orders: Vec<&'b [u8]>,
    /// In canonical order.
    pub(crate) lines: Vec<Line>,
    /// `lines[starts[c]..starts[c + 1]]` are those of customer `c`.
    pub(crate) starts: Vec<usize>,
    /// The places of lines that are money given back for a row, and no rows of their own.
    pub(crate) refunds: Vec<usize>,
    /// Rows that repeat others, sorted.
    pub(crate) repeats: Vec<Repeat>,
}

impl<'b> Piece<'b> {
    /// Makes of the orders customer by customer those of all, sorted and distinct: whoever wants the ids of orders wants them so.
    pub(crate) fn rank_orders(&mut self) {
        let mut sorted: Vec<u32> = (0..self.orders.len() as u32).collect();
        sorted.sort_unstable_by_key(|&order| self.orders[order as usize]);
        let mut ranks = vec![0u32; sorted.len()];
        let mut ids: Vec<&'b [u8]> = Vec::with_capacity(sorted.len());
        for order in sorted {
            let id = self.orders[order as usize];
            if ids.last() != Some(&id) {
                ids.push(id);
            }
            ranks[order as usize] = ids.len() as u32 - 1;
        }
        let (before, after) = (ranks.len() as u32, ids.len() as u32);
        for line in &mut self.lines {
            line.order = ranks.get(line.order as usize).copied().unwrap_or_else(|| line.order - before + after);
        }
        self.orders = ids;
    }

    /// Of some lines those that are rows.
    pub(crate) fn rows(&self, lines: Range<usize>) -> impl Iterator<Item = &Line> {
        let is_row = |at: &usize| self.refunds.is_empty() || self.refunds.binary_search(at).is_err();
        lines.filter(is_row).map(|at| &self.lines[at])
    }
}

impl Gathering<'_, '_> {
    /// Puts the rows of a shelf in order. `known` are the customers of the customers table on this shelf.
    pub(crate) fn piece<'b>(&self, blocks: &'b [(u32, Vec<u8>)], known: &[&'b [u8]]) -> Result<Piece<'b>, Damaged> {
        let Rows { mut rows, customers, orders, ids } = rows::read(blocks, known, self.ranks, self.category_of)?;
        let mut repeats = without_repeated_ids(&mut rows, ids);
        repeats.extend(take_out(&mut rows, &self.overlaps, self.tables));
        repeats.extend(copies(&mut rows, self.copies_go));
        repeats.sort_unstable();
        let starts = starts(&rows, customers.len());
        let refunds = (0..rows.len()).filter(|&at| !rows[at].reason.is_of_row()).collect();
        let mut lines: Vec<Line> = rows.iter().map(|row| row.line).collect();
        name_orders(&mut lines, orders.len());
        Ok(Piece { customers, orders, lines, starts, refunds, repeats })
    }

    /// Puts all shelves in order, several at the same time, and hands their pieces to `visit`; empties the shelves. `known` are the
    /// customers of the customers table. Returns the sum of what is counted, and what the visits gave, in the order of shelves.
    pub(crate) fn pieces<'k, P: Send>(
        &self,
        shelves: &Shelves,
        known: impl Iterator<Item = &'k [u8]>,
        visit: impl Fn(Piece<'_>) -> (Census, P) + Sync,
    ) -> Result<(Census, Vec<P>), Error> {
        let mut on_shelf: Vec<Vec<&[u8]>> = vec![Vec::new(); SHELVES];
        known.for_each(|id| on_shelf[shelf_of(id)].push(id));
        let of_shelf = |shelf: usize| {
            let blocks = shelves.take(shelf).map_err(|source| Error::Spill { source })?;
            Ok(visit(self.piece(&blocks, &on_shelf[shelf]).map_err(|_| DAMAGED)?))
        };
        let pieces = (0..SHELVES).into_par_iter().map(of_shelf).collect::<Result<Vec<_>, Error>>()?;
        let (counted, visited): (Vec<Census>, Vec<P>) = pieces.into_iter().unzip();
        Ok((counted.into_iter().fold(Census::default(), Census::plus), visited))
    }

    /// What the tables that may overlap have in common, over all shelves, which stay as they are.
    pub(crate) fn common(&self, shelves: &Shelves) -> Result<Common, Error> {
        let parts = (0..SHELVES).into_par_iter().map(|shelf| {
            let blocks = shelves.look(shelf).map_err(|source| Error::Spill { source })?;
            self.common_on_shelf(&blocks).map_err(|_| DAMAGED)
        });
        let mut common = Common::new();
        for (pair, count) in parts.collect::<Result<Vec<_>, Error>>()?.into_iter().flatten() {
            *common.entry(pair).or_default() += count;
        }
        Ok(common)
    }

    fn common_on_shelf(&self, blocks: &[(u32, Vec<u8>)]) -> Result<Common, Damaged> {
        let Rows { mut rows, ids, .. } = rows::read(blocks, &[], self.ranks, self.category_of)?;
        without_repeated_ids(&mut rows, ids);
        Ok(overlap::common(&rows, self.tables))
    }
}

fn starts(rows: &[Row], customers: usize) -> Vec<usize> {
    let mut starts = vec![0usize; customers + 1];
    rows.iter().for_each(|row| starts[row.line.customer as usize + 1] += 1);
    (0..customers).for_each(|customer| starts[customer + 1] += starts[customer]);
    starts
}

/// Without an id, the lines of a customer at the same moment are one order. Such lines are the last of their moment.
fn name_orders(lines: &mut [Line], orders: usize) {
    let mut next = orders as u32;
    let mut previous = None;
    for line in lines.iter_mut().filter(|line| line.order == NO_KEY) {
        let here = (line.customer, line.time);
        if previous.is_some_and(|previous| previous != here) {
            next += 1;
        }
        line.order = next;
        previous = Some(here);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::judge::reason::Reason;
    use crate::shelf::entry::Entry;
    use crate::shelf::visit::block;
    use crate::tables::Place;
    use crate::value::numbers::NumberFacts;
    use proptest::prelude::*;
    use shoal_segment::date::Moment;
    use shoal_segment::lines::Kind;
    use std::collections::BTreeSet;

    /// Customer, order, id of the line, time, product, amount.
    type Draft = (u8, u8, u8, u8, u8, i8);

    fn blocks(drafts: &[Draft], per_run: usize) -> Vec<(u32, Vec<u8>)> {
        let texts: Vec<String> = (0..6).map(|id| format!("{id}")).collect();
        let id = |number: u8| if number == 0 { &[][..] } else { texts[usize::from(number)].as_bytes() };
        let parts = drafts.chunks(per_run).enumerate();
        parts
            .map(|(run, part)| {
                let entry = |(row, &(customer, order, line, time, product, amount)): (usize, &Draft)| Entry {
                    customer: texts[usize::from(customer)].as_bytes(),
                    order: id(order),
                    line: id(line),
                    time: Moment(i64::from(time)),
                    product: u32::from(product),
                    category: NO_KEY,
                    context: NO_KEY,
                    quantity: 1,
                    amount: i64::from(amount),
                    discount: 0,
                    reason: if amount < 0 { Reason::NegativeAmount } else { Reason::Kept },
                    rest: 0,
                    place: Place { unit: run as u32, row: row as u32 },
                };
                (run as u32, block(part.iter().enumerate().map(entry)))
            })
            .collect()
    }

    fn draft() -> impl Strategy<Value = Draft> {
        (1u8..5, 0u8..3, 0u8..1, 0u8..3, 0u8..3, -2i8..3)
    }

    fn piece<'b>(blocks: &'b [(u32, Vec<u8>)], copies_go: bool) -> Piece<'b> {
        let identity: Vec<u32> = (0..3).collect();
        let ranks = Ranks { products: vec![identity; blocks.len()], ..Ranks::default() };
        let category_of = [1, NO_KEY, 0];
        let numbers = NumberFacts::default();
        let tables = Tables::new(&[], &[], &numbers);
        let overlaps = BTreeSet::new();
        let gathering = Gathering { tables: &tables, ranks: &ranks, category_of: &category_of, copies_go, overlaps };
        gathering.piece(blocks, &[b"3"]).unwrap()
    }

    proptest! {
        /// The slow twin: all lines as tuples in one sorted list.
        #[test]
        fn equals_sorting_everything(drafts in proptest::collection::vec(draft(), 0..60), per_run in 1usize..9, go: bool) {
            let blocks = blocks(&drafts, per_run);
            let piece = piece(&blocks, go);
            let customers: BTreeSet<u8> = drafts.iter().map(|draft| draft.0).chain([3]).collect();
            let ids: Vec<String> = piece.customers.iter().map(|id| String::from_utf8_lossy(id).into_owned()).collect();
            prop_assert_eq!(ids, customers.iter().map(u8::to_string).collect::<Vec<_>>());
            let order = |order: u8| if order == 0 { 9 } else { order };
            let sign = |amount: i8| amount < 0;
            let mut expected: Vec<_> = drafts
                .iter()
                .map(|&(customer, id, _, time, product, amount)| (customer, time, order(id), product, sign(amount), amount.abs()))
                .collect();
            expected.sort_unstable();
            let copies = expected.windows(2).filter(|pair| pair[0] == pair[1]).count();
            if go {
                expected.dedup();
            }
            prop_assert_eq!(piece.repeats.len(), copies);
            let id = |key: u32| piece.orders.get(key as usize).map_or(9, |id| id[0] - b'0');
            let found: Vec<_> = piece
                .lines
                .iter()
                .map(|line| {
                    let customer = piece.customers[line.customer as usize][0] - b'0';
                    (customer, line.time.0 as u8, id(line.order), line.product as u8, line.kind == Kind::Return, line.amount as i8)
                })
                .collect();
            prop_assert_eq!(found, expected);
            prop_assert!(piece.lines.is_sorted());
            let nameless: BTreeSet<_> = piece.lines.iter().filter(|line| line.order as usize >= piece.orders.len()).map(|line| (line.customer, line.time, line.order)).collect();
            let moments: BTreeSet<_> = nameless.iter().map(|&(customer, time, _)| (customer, time)).collect();
            prop_assert_eq!(nameless.len(), moments.len());
            for customer in 0..piece.customers.len() {
                let lines = &piece.lines[piece.starts[customer]..piece.starts[customer + 1]];
                prop_assert!(lines.iter().all(|line| line.customer as usize == customer));
            }
            prop_assert_eq!(*piece.starts.last().unwrap(), piece.lines.len());
        }

        /// Of rows with one id of a line, one stays, and it is the smallest.
        #[test]
        fn one_row_stays_of_each_id(drafts in proptest::collection::vec((1u8..3, 0u8..2, 0u8..4, 0u8..3, 0u8..2, 0i8..3), 0..40)) {
            let blocks = blocks(&drafts, 7);
            let piece = piece(&blocks, false);
            let with_id = drafts.iter().filter(|draft| draft.2 > 0).count();
            let distinct: BTreeSet<u8> = drafts.iter().map(|draft| draft.2).filter(|&id| id > 0).collect();
            let gone = piece.repeats.iter().filter(|repeat| repeat.to == Reason::RepeatedLineId).count();
            prop_assert_eq!(gone, with_id - distinct.len());
            prop_assert_eq!(piece.lines.len(), drafts.len() - gone);
        }
    }
}
