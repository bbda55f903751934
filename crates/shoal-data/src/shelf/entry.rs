//! What is kept of a readable row of the transactions until all of its customer's rows are together: some 13 bytes.
//!
//! Customer, order and moment are kept once for rows that follow each other and have them in common ([`super::visit`]); of the row itself:
//! flags for what it has, then reason, id of the line, product, category, context, quantity, amount, discount and the hash of the rest, each
//! only where it is not what it usually is. Products, categories and contexts are numbers of the run that judged the row; ids are texts,
//! because a shelf is put in order by itself and nobody needs to number all orders of a table at once.

use crate::coding::{put, put_signed, put_text, take, take_signed, take_text};
use crate::judge::reason::Reason;
use crate::tables::Place;
use shoal_segment::date::Moment;
use shoal_segment::lines::NO_KEY;

/// A readable row.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Entry<'a> {
    /// The customer's id, not empty.
    pub(crate) customer: &'a [u8],
    /// The order's id; empty where there is none.
    pub(crate) order: &'a [u8],
    /// The unique id of the line; empty where there is none.
    pub(crate) line: &'a [u8],
    pub(crate) time: Moment,
    /// Numbers of the run, or [`NO_KEY`].
    pub(crate) product: u32,
    pub(crate) category: u32,
    pub(crate) context: u32,
    /// At least 0.
    pub(crate) quantity: i64,
    /// Signed.
    pub(crate) amount: i64,
    /// At least 0.
    pub(crate) discount: i64,
    pub(crate) reason: Reason,
    /// A hash of the columns that nothing uses, to tell whether two rows are identical; 0 where there is no such column.
    pub(crate) rest: u32,
    pub(crate) place: Place,
}

/// What is read of a row beside that which its visit says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Item<'a> {
    /// As in [`Entry`].
    pub(crate) line: &'a [u8],
    pub(crate) product: u32,
    pub(crate) category: u32,
    pub(crate) context: u32,
    pub(crate) quantity: i64,
    pub(crate) amount: i64,
    pub(crate) discount: i64,
    pub(crate) reason: Reason,
    pub(crate) rest: u32,
    /// The row in the visit's unit.
    pub(crate) row: u32,
}

/// The reason is another one than that the row is kept.
const REASON: u8 = 1;
/// The row is not the one that follows the row before.
const ROW: u8 = 1 << 1;
const LINE: u8 = 1 << 2;
const PRODUCT: u8 = 1 << 3;
const CATEGORY: u8 = 1 << 4;
const CONTEXT: u8 = 1 << 5;
const DISCOUNT: u8 = 1 << 6;
const REST: u8 = 1 << 7;

impl Entry<'_> {
    /// Writes behind `bytes` what the row's visit does not say; `expected` is the row that follows the row before.
    pub(super) fn write(&self, expected: u32, bytes: &mut Vec<u8>) {
        let numbers = [
            (PRODUCT, key(self.product)),
            (CATEGORY, key(self.category)),
            (CONTEXT, key(self.context)),
            (DISCOUNT, self.discount as u64),
        ];
        let flag = |has: bool, flag: u8| if has { flag } else { 0 };
        let flags = numbers.iter().map(|&(bit, number)| flag(number != 0, bit)).sum::<u8>()
            | flag(self.reason != Reason::Kept, REASON)
            | flag(self.place.row != expected, ROW)
            | flag(!self.line.is_empty(), LINE)
            | flag(self.rest != 0, REST);
        bytes.push(flags);
        if flags & REASON != 0 {
            bytes.push(self.reason as u8);
        }
        if flags & ROW != 0 {
            put(bytes, u64::from(self.place.row));
        }
        if flags & LINE != 0 {
            put_text(bytes, self.line);
        }
        put(bytes, self.quantity as u64);
        put_signed(bytes, self.amount);
        numbers.iter().filter(|&&(_, number)| number != 0).for_each(|&(_, number)| put(bytes, number));
        if flags & REST != 0 {
            bytes.extend_from_slice(&self.rest.to_le_bytes());
        }
    }
}

impl<'a> Item<'a> {
    /// Reads a row from the front of `bytes`; `None` when it is no whole row. `expected` is the row that follows the row before.
    #[inline]
    pub(super) fn read(expected: u32, bytes: &mut &'a [u8]) -> Option<Self> {
        let (&flags, rest) = bytes.split_first()?;
        *bytes = rest;
        let has = |bit: u8| flags & bit != 0;
        let reason = if has(REASON) { take_reason(bytes)? } else { Reason::Kept };
        let row = if has(ROW) { take(bytes)? as u32 } else { expected };
        let line = if has(LINE) { take_text(bytes)? } else { &[] };
        let (quantity, amount) = (take(bytes)? as i64, take_signed(bytes)?);
        let product = if has(PRODUCT) { unkey(take(bytes)?) } else { NO_KEY };
        let category = if has(CATEGORY) { unkey(take(bytes)?) } else { NO_KEY };
        let context = if has(CONTEXT) { unkey(take(bytes)?) } else { NO_KEY };
        let discount = if has(DISCOUNT) { take(bytes)? as i64 } else { 0 };
        let rest = if has(REST) { take_hash(bytes)? } else { 0 };
        Some(Self { line, product, category, context, quantity, amount, discount, reason, rest, row })
    }
}

fn take_reason(bytes: &mut &[u8]) -> Option<Reason> {
    let (&number, rest) = bytes.split_first()?;
    *bytes = rest;
    Reason::from_number(number)
}

fn take_hash(bytes: &mut &[u8]) -> Option<u32> {
    let (hash, rest) = bytes.split_first_chunk::<4>()?;
    *bytes = rest;
    Some(u32::from_le_bytes(*hash))
}

/// A key as a number that is 0 where there is none.
fn key(key: u32) -> u64 {
    u64::from(key.wrapping_add(1))
}

fn unkey(number: u64) -> u32 {
    (number as u32).wrapping_sub(1)
}
