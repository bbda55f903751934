//! Columns of lines with few values → one number per line: which combination of values it has.
//!
//! Column by column, the pairs of what is known so far and the next value are numbered in their order, so that the numbers of the combinations
//! follow the order of their values and depend on the rows that are used alone, not on their order.
//!
//! Cost: per column one pass over the drafts, and memory for the distinct pairs.

use crate::arrange::attributes::Named;
use crate::arrange::transactions::Levels;
use crate::judge::Draft;
use crate::value::dictionary::strings;
use shoal_segment::lines::{CHANNEL, ContextColumn, Contexts, NO_KEY};
use std::collections::{BTreeSet, HashMap};

/// Gives every used draft its combination. Columns with too many values have none.
pub(crate) fn settle(named: &[Named], levels: &[Option<Levels<'_>>], drafts: &mut [Draft]) -> Contexts {
    let mut columns: Vec<(String, &Levels<'_>)> = named
        .iter()
        .zip(levels)
        .filter_map(|(named, levels)| {
            let name = if named.is_channel { CHANNEL } else { named.name.as_str() };
            Some((name.to_owned(), levels.as_ref()?))
        })
        .collect();
    columns.sort_by(|a, b| a.0.cmp(&b.0));
    columns.dedup_by(|a, b| a.0 == b.0);
    let mut combinations: Vec<Vec<u32>> = vec![Vec::new()];
    for (position, (_, (_, codes))) in columns.iter().enumerate() {
        let known = |draft: &Draft| if position == 0 { 0 } else { draft.context };
        let used = || drafts.iter().zip(codes).filter(|(draft, _)| draft.reason.is_used());
        let pairs: BTreeSet<(u32, u32)> = used().map(|(draft, &code)| (known(draft), code)).collect();
        let numbers: HashMap<(u32, u32), u32> =
            pairs.iter().enumerate().map(|(number, &pair)| (pair, number as u32)).collect();
        for (draft, &code) in drafts.iter_mut().zip(codes).filter(|(draft, _)| draft.reason.is_used()) {
            let pair = (if position == 0 { 0 } else { draft.context }, code);
            draft.context = numbers.get(&pair).copied().unwrap_or(NO_KEY);
        }
        combinations = pairs
            .into_iter()
            .map(|(known, code)| [combinations[known as usize].as_slice(), &[code]].concat())
            .collect();
    }
    let column = |(name, levels): (String, &Levels<'_>)| ContextColumn { name, levels: strings(&levels.0) };
    Contexts { columns: columns.into_iter().map(column).collect(), codes: combinations.concat() }
}
