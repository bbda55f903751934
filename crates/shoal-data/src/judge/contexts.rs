//! The columns of lines with few different values, numbered while rows are judged: per column its values, and per row the
//! combination of them ([`Contexts`]).
//!
//! A column with more than [`MOST_LEVELS`] different values says nothing about lines; a run stops numbering it when it sees that, and it is
//! left out in the end, whichever run saw it.

use crate::gather::attributes::MOST_LEVELS;
use crate::value::dictionary::{strings, unify};
use crate::value::numbering::Numbering;
use shoal_segment::lines::{ContextColumn, Contexts, NO_KEY};

/// What one run numbered.
#[derive(Debug, Clone, Default)]
pub(crate) struct ContextRun {
    /// The values of each column.
    levels: Vec<Numbering>,
    /// The combinations: the codes of all columns as bytes.
    combinations: Numbering,
    /// The combination being put together.
    codes: Vec<u8>,
}

impl ContextRun {
    /// For so many columns.
    pub(crate) fn new(columns: usize) -> Self {
        Self { levels: vec![Numbering::default(); columns], ..Self::default() }
    }

    /// The number of the combination of a row's values (one per column, nothing where it has none), or [`NO_KEY`] where it has none at all.
    pub(crate) fn number<'v>(&mut self, values: impl Iterator<Item = Option<&'v [u8]>>) -> u32 {
        self.codes.clear();
        let mut any = false;
        for (levels, value) in self.levels.iter_mut().zip(values) {
            let code = match value {
                Some(value) if levels.len() <= MOST_LEVELS => levels.number(value),
                _ => NO_KEY,
            };
            any |= code != NO_KEY;
            self.codes.extend_from_slice(&code.to_le_bytes());
        }
        if any { self.combinations.number(&self.codes) } else { NO_KEY }
    }
}

/// What all runs numbered, as one.
pub(crate) struct Joined {
    pub(crate) contexts: Contexts,
    /// Per run: its combinations' places in the contexts.
    pub(crate) ranks: Vec<Vec<u32>>,
    /// The names of the columns with too many values.
    pub(crate) too_many: Vec<String>,
}

/// Joins the runs; `names` are those of the columns, sorted.
pub(crate) fn join(runs: &[&ContextRun], names: &[String]) -> Joined {
    let mut columns = Vec::new();
    let mut ranks: Vec<Option<Vec<Vec<u32>>>> = Vec::new();
    let mut too_many = Vec::new();
    for (column, name) in names.iter().enumerate() {
        let ranked = unify(runs.iter().map(|run| run.levels[column].texts().collect()).collect());
        if ranked.keys.len() > MOST_LEVELS {
            too_many.push(name.clone());
            ranks.push(None);
            continue;
        }
        columns.push(ContextColumn { name: name.clone(), levels: strings(&ranked.keys) });
        ranks.push(Some(ranked.ranks));
    }
    let rows: Vec<Vec<Vec<u32>>> = runs
        .iter()
        .enumerate()
        .map(|(at, run)| run.combinations.texts().map(|codes| translated(codes, &ranks, at)).collect())
        .collect();
    let mut all: Vec<&Vec<u32>> = rows.iter().flatten().filter(|row| row.iter().any(|&code| code != NO_KEY)).collect();
    all.sort_unstable();
    all.dedup();
    let place = |row: &Vec<u32>| all.binary_search(&row).map_or(NO_KEY, |place| place as u32);
    let ranks = rows.iter().map(|rows| rows.iter().map(place).collect()).collect();
    Joined { contexts: Contexts { columns, codes: all.into_iter().flatten().copied().collect() }, ranks, too_many }
}

/// The codes of a run's combination as those of all runs, without the columns that are left out.
fn translated(codes: &[u8], ranks: &[Option<Vec<Vec<u32>>>], run: usize) -> Vec<u32> {
    let (codes, _) = codes.as_chunks::<4>();
    let code = |(code, ranks): (&[u8; 4], &Option<Vec<Vec<u32>>>)| match (u32::from_le_bytes(*code), ranks) {
        (_, None) => None,
        (NO_KEY, Some(_)) => Some(NO_KEY),
        (code, Some(ranks)) => Some(ranks[run][code as usize]),
    };
    codes.iter().zip(ranks).filter_map(code).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    type Values = (Option<u8>, Option<u8>);

    fn text(value: Option<u8>) -> Option<String> {
        value.map(|value| format!("v{value}"))
    }

    /// The values of a context, as they were given.
    fn shown(contexts: &Contexts, context: u32) -> Vec<Option<String>> {
        (0..contexts.columns.len())
            .map(|column| contexts.columns[column].levels.get(contexts.code(context, column) as usize).cloned())
            .collect()
    }

    proptest! {
        #[test]
        fn every_row_finds_its_values_again(runs in proptest::collection::vec(proptest::collection::vec((proptest::option::of(0u8..4), proptest::option::of(0u8..60)), 0..90), 1..4)) {
            let names = ["a".to_owned(), "b".to_owned()];
            let mut numbered = Vec::new();
            for rows in &runs {
                let mut run = ContextRun::new(2);
                let number = |&(a, b): &Values| {
                    let values = [text(a), text(b)];
                    run.number(values.iter().map(|value| value.as_ref().map(|value| value.as_bytes())))
                };
                let numbers: Vec<u32> = rows.iter().map(number).collect();
                numbered.push((run, numbers));
            }
            let parts: Vec<&ContextRun> = numbered.iter().map(|(run, _)| run).collect();
            let joined = join(&parts, &names);
            let many = runs.iter().flatten().filter_map(|row| row.1).collect::<std::collections::BTreeSet<_>>().len() > MOST_LEVELS;
            prop_assert_eq!(joined.too_many.len(), usize::from(many));
            for (run, (rows, (_, numbers))) in runs.iter().zip(&numbered).enumerate() {
                for (&(a, b), &number) in rows.iter().zip(numbers) {
                    let context = if number == NO_KEY { NO_KEY } else { joined.ranks[run][number as usize] };
                    let expected = if many { vec![text(a)] } else { vec![text(a), text(b)] };
                    prop_assert_eq!(shown(&joined.contexts, context), expected);
                }
            }
        }
    }
}
