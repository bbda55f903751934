//! All pieces → one list of lines, customers sorted by id.

use crate::account::id_notes::IdMarks;
use crate::gather::piece::Piece;
use crate::gather::repeats::Repeat;
use crate::value::dictionary::strings;
use rayon::prelude::*;
use shoal_segment::lines::{Line, NO_KEY};

/// A piece that keeps its texts.
pub(crate) struct OwnPiece {
    customers: Vec<String>,
    /// Empty when nobody asked for ids.
    orders: Vec<String>,
    /// How many ids of orders there are.
    order_count: usize,
    lines: Vec<Line>,
    starts: Vec<usize>,
    refunds: Vec<usize>,
    repeats: Vec<Repeat>,
    id_marks: [IdMarks; 2],
}

impl OwnPiece {
    /// With copies of the ids; those of orders when they are asked for.
    pub(crate) fn of(piece: Piece<'_>, order_ids: bool) -> Self {
        let marks = |ids: &[&[u8]]| IdMarks::of(ids.iter().copied());
        Self {
            id_marks: [marks(&piece.customers), marks(&piece.orders)],
            customers: strings(&piece.customers),
            orders: if order_ids { strings(&piece.orders) } else { Vec::new() },
            order_count: piece.orders.len(),
            lines: piece.lines,
            starts: piece.starts,
            refunds: piece.refunds,
            repeats: piece.repeats,
        }
    }
}

/// The lines of all customers.
pub(crate) struct Joined {
    /// Sorted.
    pub(crate) customers: Vec<String>,
    /// Sorted; empty when nobody asked for ids.
    pub(crate) orders: Vec<String>,
    pub(crate) lines: Vec<Line>,
    pub(crate) starts: Vec<usize>,
    /// The places of lines that are money given back for a row, and no rows of their own; ascending.
    pub(crate) refunds: Vec<usize>,
    /// Rows that repeat others.
    pub(crate) repeats: Vec<Repeat>,
    /// Whether ids of customers and of orders look rounded.
    pub(crate) id_marks: [IdMarks; 2],
}

impl Joined {
    /// The lines that are rows.
    pub(crate) fn rows(&self) -> impl Iterator<Item = &Line> {
        let mut refunds = self.refunds.iter().copied().peekable();
        let is_row = move |at: usize| refunds.next_if_eq(&at).is_none();
        self.lines.iter().zip((0..self.lines.len()).map(is_row)).filter(|(_, is_row)| *is_row).map(|(line, _)| line)
    }
}

/// Joins all pieces.
pub(crate) fn join(mut pieces: Vec<OwnPiece>, order_ids: bool) -> Joined {
    let repeats = pieces.iter_mut().flat_map(|piece| std::mem::take(&mut piece.repeats)).collect();
    let id_marks = [0, 1].map(|of| pieces.iter().fold(IdMarks::default(), |sum, piece| sum.plus(piece.id_marks[of])));
    let orders = name_orders(&mut pieces, order_ids);
    let mut all: Vec<(String, u32, u32)> = pieces
        .iter_mut()
        .enumerate()
        .flat_map(|(at, piece)| {
            let ids = std::mem::take(&mut piece.customers).into_iter().enumerate();
            ids.map(move |(customer, id)| (id, at as u32, customer as u32))
        })
        .collect();
    all.par_sort_unstable();
    let mut starts = Vec::with_capacity(all.len() + 1);
    let mut lines = Vec::with_capacity(pieces.iter().map(|piece| piece.lines.len()).sum());
    let mut refunds = Vec::new();
    for (rank, &(_, piece, customer)) in all.iter().enumerate() {
        starts.push(lines.len());
        let piece = &pieces[piece as usize];
        let (start, end) = (piece.starts[customer as usize], piece.starts[customer as usize + 1]);
        let history = &piece.lines[start..end];
        let here = piece.refunds.partition_point(|&at| at < start)..piece.refunds.partition_point(|&at| at < end);
        refunds.extend(piece.refunds[here].iter().map(|at| at - start + lines.len()));
        lines.extend(history.iter().map(|line| Line { customer: rank as u32, ..*line }));
    }
    starts.push(lines.len());
    name_nameless(&mut lines, orders.len());
    Joined {
        customers: all.into_iter().map(|(id, _, _)| id).collect(),
        orders,
        lines,
        starts,
        refunds,
        repeats,
        id_marks,
    }
}

/// Gives the orders of all pieces keys that do not meet: ranks of their ids where these are asked for. Orders without an id get
/// [`NO_KEY`] until all lines are in one list.
fn name_orders(pieces: &mut [OwnPiece], order_ids: bool) -> Vec<String> {
    let mut all: Vec<String> = pieces.iter().flat_map(|piece| piece.orders.iter().cloned()).collect();
    all.par_sort_unstable();
    all.dedup();
    let mut before = 0;
    for piece in pieces {
        let rank = |id: &String| all.binary_search(id).unwrap_or_default() as u32;
        let ranks: Vec<u32> = piece.orders.par_iter().map(rank).collect();
        for line in &mut piece.lines {
            line.order = match line.order as usize {
                order if order >= piece.order_count => NO_KEY,
                order if order_ids => ranks[order],
                order => before + order as u32,
            };
        }
        before += piece.order_count as u32;
    }
    all
}

/// Without an id, the lines of a customer at the same moment are one order; these keys follow all others.
fn name_nameless(lines: &mut [Line], orders: usize) {
    let named = lines.iter().map(|line| line.order).filter(|&order| order != NO_KEY).max();
    let mut next = named.map_or(0, |last| last + 1).max(orders as u32);
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
