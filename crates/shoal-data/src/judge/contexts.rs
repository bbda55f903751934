//! The columns of lines with few different values, numbered while rows are judged: per column its values, and per row the
//! combination of them ([`Contexts`]).
//!
//! A column with more than 50 different values says nothing about customers and becomes a context only where it is asked for by name. Beyond
//! its limit a run stops numbering a column, and it is left out in the end, whichever run saw it.

use crate::gather::attributes::{MOST_LEVELS, Named, called, named_in};
use crate::recognise::roles::Role;
use crate::tables::Tables;
use crate::value::dictionary::{strings, unify};
use crate::value::numbering::Numbering;
use shoal_segment::lines::{CHANNEL, ContextColumn, Contexts, NO_KEY};
use shoal_segment::receipt::TableKind;

/// A column that is asked for by name may have so many different values.
const MOST_ASKED: usize = 100_000;

/// A column that becomes a context.
pub(crate) struct ContextSource {
    /// Where it stands, and its name in the tables.
    pub(crate) named: Named,
    /// Its name among the contexts.
    pub(crate) name: String,
    /// With more different values it is left out.
    most_levels: usize,
    /// Whether it is an attribute of customers too.
    pub(crate) is_attribute: bool,
}

/// The columns of transactions and their orders that become contexts, sorted by name: attributes, the channel, and those asked for.
pub(crate) fn sources(tables: &Tables<'_>, asked: &[String]) -> Vec<ContextSource> {
    let kinds = [TableKind::Orders, TableKind::Transactions];
    let is_asked = |name: &str| asked.iter().any(|asked| asked.to_lowercase() == name.to_lowercase());
    let source = |role: Role| {
        named_in(tables, &kinds, &[role]).into_iter().map(move |named| {
            let name = if role == Role::Channel { CHANNEL.to_owned() } else { named.name.clone() };
            let most_levels = if is_asked(&name) || is_asked(&named.name) { MOST_ASKED } else { MOST_LEVELS };
            ContextSource { named, name, most_levels, is_attribute: true }
        })
    };
    let mut sources: Vec<ContextSource> = source(Role::Channel).chain(source(Role::Attribute)).collect();
    for name in asked {
        let known = |source: &ContextSource| source.name.to_lowercase() == name.to_lowercase();
        if !sources.iter().any(known)
            && let Some(named) = called(tables, &kinds, name)
        {
            let name = named.name.clone();
            sources.push(ContextSource { named, name, most_levels: MOST_ASKED, is_attribute: false });
        }
    }
    sources.sort_by(|a, b| a.name.cmp(&b.name));
    sources
}

/// What one run numbered.
#[derive(Debug, Clone, Default)]
pub(crate) struct ContextRun {
    /// The values of each column.
    levels: Vec<Numbering>,
    /// So many of each column are numbered.
    most: Vec<usize>,
    /// The combinations: the codes of all columns as bytes.
    combinations: Numbering,
    /// The combination being put together.
    codes: Vec<u8>,
}

impl ContextRun {
    /// For these columns.
    pub(crate) fn new(sources: &[ContextSource]) -> Self {
        Self::with_most(sources.iter().map(|source| source.most_levels).collect())
    }

    fn with_most(most: Vec<usize>) -> Self {
        Self { levels: vec![Numbering::default(); most.len()], most, ..Self::default() }
    }

    /// The number of the combination of a row's values (one per column, nothing where it has none), or [`NO_KEY`] where it has none at all.
    pub(crate) fn number<'v>(&mut self, values: impl Iterator<Item = Option<&'v [u8]>>) -> u32 {
        self.codes.clear();
        let mut any = false;
        for ((levels, value), &most) in self.levels.iter_mut().zip(values).zip(&self.most) {
            let code = match value {
                Some(value) if levels.len() <= most => levels.number(value),
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

/// Joins the runs of columns with these names, sorted.
pub(crate) fn join(runs: &[&ContextRun], names: &[&str]) -> Joined {
    let mut columns = Vec::new();
    let mut ranks: Vec<Option<Vec<Vec<u32>>>> = Vec::new();
    let mut too_many = Vec::new();
    for (column, &name) in names.iter().enumerate() {
        let ranked = unify(runs.iter().map(|run| run.levels[column].texts().collect()).collect());
        if runs.first().is_some_and(|run| ranked.keys.len() > run.most[column]) {
            too_many.push(name.to_owned());
            ranks.push(None);
            continue;
        }
        columns.push(ContextColumn { name: name.to_owned(), levels: strings(&ranked.keys) });
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
            let names = ["a", "b"];
            let mut numbered = Vec::new();
            for rows in &runs {
                let mut run = ContextRun::with_most(vec![MOST_LEVELS; 2]);
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
