//! What was purchased of one product, of one category, through one channel.

use super::room::{Keys, Slots};
use crate::lines::{Kind, Line, NO_KEY};

/// The purchases of a history that have one key in common.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Part {
    /// The key of the product, category or channel.
    pub key: u32,
    /// Money paid, in the smallest unit.
    pub amount: i128,
    /// In how many orders.
    pub orders: u32,
}

/// The parts of the purchases among `lines` by key, of which there are `levels`; lines without a key are in none. They go into `parts`, and
/// `keys` is room to work in. `O(m)` and `O(p log p)` for p parts, `O(m log m)` with many levels.
pub(super) fn parts(
    lines: &[Line],
    (key, levels): (impl Fn(&Line) -> u32, usize),
    keys: &mut Keys,
    parts: &mut Vec<Part>,
) {
    if !Slots::hold(levels) || !looked_up(lines, &key, keys, parts) {
        sorted(lines, &key, keys, parts);
    }
}

/// By a table of keys: several times as fast as sorting. Orders that come in the order of their keys are counted on the way; whether they
/// do is returned, and otherwise the parts mean nothing.
fn looked_up(lines: &[Line], key: impl Fn(&Line) -> u32, keys: &mut Keys, parts: &mut Vec<Part>) -> bool {
    let (slots, last) = (&mut keys.slots, &mut keys.last);
    let mut in_order = true;
    parts.clear();
    last.clear();
    for line in lines.iter().filter(|line| line.kind == Kind::Purchase) {
        let key = key(line);
        if key == NO_KEY {
            continue;
        }
        let slot = slots.of(key);
        if *slot == 0 {
            parts.push(Part { key, amount: line.amount.into(), orders: 1 });
            last.push(line.order);
            *slot = parts.len() as u32;
            continue;
        }
        let at = *slot as usize - 1;
        parts[at].amount += i128::from(line.amount);
        parts[at].orders += u32::from(last[at] != line.order);
        in_order &= last[at] <= line.order;
        last[at] = line.order;
    }
    parts.iter().for_each(|part| *slots.of(part.key) = 0);
    parts.sort_unstable_by_key(|part| part.key);
    in_order
}

/// By sorting key, order and place, side by side in one number.
fn sorted(lines: &[Line], key: impl Fn(&Line) -> u32, keys: &mut Keys, parts: &mut Vec<Part>) {
    let sorted = &mut keys.places;
    parts.clear();
    sorted.clear();
    for (place, line) in lines.iter().enumerate().filter(|(_, line)| line.kind == Kind::Purchase) {
        let key = key(line);
        if key != NO_KEY {
            sorted.push(u128::from(key) << 96 | u128::from(line.order) << 64 | place as u128);
        }
    }
    sorted.sort_unstable();
    let mut last = None;
    for &at in sorted.iter() {
        let (key, order) = ((at >> 96) as u32, (at >> 64) as u32);
        if last.is_none_or(|(last, _)| last != key) {
            parts.push(Part { key, amount: 0, orders: 0 });
        }
        if let Some(part) = parts.last_mut() {
            part.amount += i128::from(lines[at as u64 as usize].amount);
            part.orders += u32::from(last != Some((key, order)));
        }
        last = Some((key, order));
    }
}

/// The part for which most was paid; the first of several.
pub(super) fn largest(parts: &[Part]) -> Option<&Part> {
    parts.iter().reduce(|best, next| if next.amount > best.amount { next } else { best })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::date::Moment;
    use proptest::prelude::*;

    proptest! {
        /// The slow twin looks through all lines for every key.
        #[test]
        fn parts_are_those_of_every_key(lines in proptest::collection::vec((0u32..5, 0u32..4, 0i64..9, any::<bool>()), 0..30), in_order: bool) {
            let mut lines: Vec<Line> = lines
                .iter()
                .map(|&(key, order, amount, is_purchase)| Line {
                    customer: 0,
                    time: Moment(0),
                    order,
                    product: key.checked_sub(1).unwrap_or(NO_KEY),
                    category: NO_KEY,
                    context: NO_KEY,
                    kind: if is_purchase { Kind::Purchase } else { Kind::Return },
                    quantity: 1,
                    amount,
                    discount: 0,
                })
                .collect();
            if in_order {
                lines.sort();
            }
            let of_key = |key: u32| {
                let lines: Vec<&Line> = lines.iter().filter(|line| line.kind == Kind::Purchase && line.product == key).collect();
                let orders: std::collections::BTreeSet<u32> = lines.iter().map(|line| line.order).collect();
                let amount = lines.iter().map(|line| i128::from(line.amount)).sum();
                (!lines.is_empty()).then_some(Part { key, amount, orders: orders.len() as u32 })
            };
            let expected: Vec<Part> = (0..4).filter_map(of_key).collect();
            let (mut keys, mut found) = (Keys::default(), Vec::new());
            for levels in [4, usize::MAX, 4] {
                parts(&lines, (|line: &Line| line.product, levels), &mut keys, &mut found);
                prop_assert_eq!(&found, &expected);
                let products = || lines.iter().map(|line| line.order);
                let distinct = products().collect::<std::collections::BTreeSet<u32>>().len();
                prop_assert_eq!((keys.distinct(products(), levels), keys.distinct_sorted(products())), (distinct, distinct));
            }
        }
    }
}
