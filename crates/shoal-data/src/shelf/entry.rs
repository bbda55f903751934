//! What is kept of a readable row of the transactions until all of its customer's rows are together: some 30 bytes.
//!
//! A row is written as: outcome, flags for what it has, the ids as they stand (customer; order and line where they are), time, place,
//! and then the numbers that differ from what they usually are. Products, categories and contexts are numbers of the run that judged the
//! row; ids are texts, because a shelf is put in order by itself and nobody needs to number all orders of a table at once.

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

const ORDER: u64 = 1;
const LINE: u64 = 1 << 1;
const PRODUCT: u64 = 1 << 2;
const CATEGORY: u64 = 1 << 3;
const CONTEXT: u64 = 1 << 4;
const DISCOUNT: u64 = 1 << 5;
const REST: u64 = 1 << 6;

impl<'a> Entry<'a> {
    /// Writes the row behind `bytes`.
    pub(crate) fn write(&self, bytes: &mut Vec<u8>) {
        let texts = [(ORDER, self.order), (LINE, self.line)];
        let numbers = [
            (PRODUCT, key(self.product)),
            (CATEGORY, key(self.category)),
            (CONTEXT, key(self.context)),
            (DISCOUNT, self.discount as u64),
            (REST, u64::from(self.rest)),
        ];
        let flag = |has: bool, flag: u64| if has { flag } else { 0 };
        let flags = texts.iter().map(|&(bit, text)| flag(!text.is_empty(), bit)).sum::<u64>()
            + numbers.iter().map(|&(bit, number)| flag(number != 0, bit)).sum::<u64>();
        bytes.push(self.reason as u8);
        bytes.push(flags as u8);
        put_text(bytes, self.customer);
        texts.iter().filter(|(_, text)| !text.is_empty()).for_each(|(_, text)| put_text(bytes, text));
        put_signed(bytes, self.time.0);
        put(bytes, u64::from(self.place.unit));
        put(bytes, u64::from(self.place.row));
        put_signed(bytes, self.quantity);
        put_signed(bytes, self.amount);
        numbers.iter().filter(|&&(_, number)| number != 0).for_each(|&(_, number)| put(bytes, number));
    }

    /// Reads a row from the front of `bytes`; `None` when it is no whole row.
    pub(crate) fn read(bytes: &mut &'a [u8]) -> Option<Self> {
        let (&[reason, flags], rest) = bytes.split_first_chunk::<2>()?;
        *bytes = rest;
        let flags = u64::from(flags);
        let customer = take_text(bytes)?;
        let mut text = |bit: u64| if flags & bit == 0 { Some(&[][..]) } else { take_text(bytes) };
        let (order, line) = (text(ORDER)?, text(LINE)?);
        let time = Moment(take_signed(bytes)?);
        let place = Place { unit: take(bytes)? as u32, row: take(bytes)? as u32 };
        let (quantity, amount) = (take_signed(bytes)?, take_signed(bytes)?);
        let mut number = |bit: u64| if flags & bit == 0 { Some(0) } else { take(bytes) };
        Some(Self {
            customer,
            order,
            line,
            time,
            product: unkey(number(PRODUCT)?),
            category: unkey(number(CATEGORY)?),
            context: unkey(number(CONTEXT)?),
            quantity,
            amount,
            discount: number(DISCOUNT)? as i64,
            reason: Reason::from_number(reason)?,
            rest: number(REST)? as u32,
            place,
        })
    }
}

/// A key as a number that is 0 where there is none.
fn key(key: u32) -> u64 {
    u64::from(key.wrapping_add(1))
}

fn unkey(number: u64) -> u32 {
    (number as u32).checked_sub(1).unwrap_or(NO_KEY)
}
