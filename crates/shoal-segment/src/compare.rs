//! Several methods on the same points, each at its best setting, and which of them is taken.
//!
//! Every method is swept over its own grid and judged by the same indices with everybody placed, so that none gains by
//! leaving out whoever fits badly. The best by the choosing index is taken among those whose best setting is eligible; ties go
//! to the method that was named first. The sentence names the price: what it is worse at, and whom it leaves out.

use crate::error::{Blame, Error};
use crate::segmentation::{Agreement, Compared, Comparison, SweepRow};
use crate::spec::{ChooseBy, Plan};
use crate::statement::Statement;
use crate::sweep::{Swept, form, index_words, value};
use crate::votes::merit;
use shoal_cluster::Method;
use shoal_kernel::Labels;
use shoal_validity::{adjusted_mutual_information, adjusted_rand_index, jaccard_per_cluster};

/// A method and what came of it: its sweep, or why it could not be fitted.
pub type Entry = (&'static Method, Result<Swept, Error>);

/// Puts the entries side by side; the comparison, and the place of the one to take: the best, or without any eligible one the
/// first that could be fitted.
///
/// # Errors
/// The first refusal, when every method refused; a fault of the program in any.
pub fn compare(entries: &[Entry], plan: &Plan) -> Result<(Comparison, usize), Error> {
    for (_, swept) in entries {
        if let Err(error) = swept
            && error.blame == Blame::Bug
        {
            return Err(error.clone());
        }
    }
    let by = plan.spec.choose_by.between_methods();
    let eligible = |at: usize| entries[at].1.as_ref().ok().and_then(|swept| swept.sweep.chosen_row());
    let mut ranked: Vec<(usize, f64)> =
        (0..entries.len()).filter_map(|at| Some((at, merit(eligible(at)?, by)?))).collect();
    ranked.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
    let chosen = ranked.first().map(|best| best.0);
    let fallback = entries.iter().position(|(_, swept)| swept.is_ok());
    let taken = match (chosen.or(fallback), &entries[0].1) {
        (Some(at), _) => at,
        (None, Err(error)) => return Err(error.clone()),
        (None, Ok(_)) => 0,
    };
    let rows: Vec<Compared> = entries.iter().map(|entry| row(entry, chosen.map(|at| &entries[at]), by)).collect();
    let order: Vec<usize> = ranked.into_iter().map(|(at, _)| at).collect();
    let reason = reason(&rows, &order, by);
    Ok((Comparison { rows, chosen, reason }, taken))
}

fn row((card, swept): &Entry, best: Option<&Entry>, by: ChooseBy) -> Compared {
    let named = |swept: Option<&Swept>, refused: Option<String>| Compared {
        method: card.id.to_owned(),
        name: card.name.to_owned(),
        tried: swept.map_or(0, |swept| swept.sweep.tried),
        best: swept.and_then(|swept| best_row(swept, by)),
        refused,
        agreement: swept
            .filter(|swept| swept.sweep.chosen.is_some())
            .zip(best.and_then(|(_, best)| best.as_ref().ok()))
            .and_then(|(swept, best)| agreement(&swept.labels, &best.labels)),
    };
    match swept {
        Ok(swept) if best_row(swept, by).is_none() => named(
            Some(swept),
            Some("none of its settings finds two groups or more for which the index is defined".to_owned()),
        ),
        Ok(swept) => named(Some(swept), None),
        Err(error) => named(None, Some(error.message.clone())),
    }
}

/// How far `other` divides as `best` does.
fn agreement(other: &Labels, best: &Labels) -> Option<Agreement> {
    Some(Agreement {
        adjusted_rand: adjusted_rand_index(other, best).ok()?,
        adjusted_mutual_information: adjusted_mutual_information(other, best).ok()?,
        jaccard: jaccard_per_cluster(best, other).ok()?.iter().map(|found| found.jaccard).collect(),
    })
}

/// The chosen row, or where none is eligible the one with the best index.
fn best_row(swept: &Swept, by: ChooseBy) -> Option<SweepRow> {
    let rows = &swept.sweep.rows;
    let by_index = || {
        let judged = rows.iter().filter_map(|row| Some((row, merit(row, by)?)));
        judged.reduce(|best, next| if next.1 > best.1 { next } else { best }).map(|(row, _)| row)
    };
    swept.sweep.chosen_row().or_else(by_index).cloned()
}

/// Two indices that differ by less than this share are as good as each other.
const AS_GOOD: f64 = 0.01;

/// Which is best by what, and at what price. `order` are the eligible methods, best first.
fn reason(rows: &[Compared], order: &[usize], by: ChooseBy) -> Statement {
    let Some((&first, others)) = order.split_first() else {
        return Statement::new()
            .say("No method has a setting in which every segment meets the minimum size and share.");
    };
    let (index, _) = index_words(by);
    let opening =
        Statement::new().say(&format!("By the {index} with all of them placed, {} is best", rows[first].name));
    let mut said = cite(opening, rows, first, by);
    if rows.iter().any(|row| row.best.as_ref().is_none_or(|best| !best.eligible)) {
        said = said.say(" among the methods whose every segment meets the minimum size and share");
    }
    let alike: Vec<usize> = others.iter().copied().filter(|&other| as_good(rows, first, other, by)).collect();
    let said = match (alike.as_slice(), others.first()) {
        ([], Some(&second)) => cite(said.say(&format!("; next is {}", rows[second].name)), rows, second, by).say("."),
        ([], None) => said.say("; no other method has such a setting."),
        (alike, _) => {
            let names: Vec<&str> = alike.iter().map(|&other| rows[other].name.as_str()).collect();
            said.say(&format!("; as good {} {}.", if alike.len() == 1 { "is" } else { "are" }, names.join(", ")))
        }
    };
    let said = worse_at(said, rows, order, by);
    left_out(said, rows, first)
}

/// Whether two rows differ by less than one in a hundred in an index.
fn as_good(rows: &[Compared], one: usize, other: usize, by: ChooseBy) -> bool {
    let value = |at: usize| rows[at].best.as_ref().and_then(|row| merit(row, by));
    value(one).zip(value(other)).is_some_and(|(a, b)| (a - b).abs() <= AS_GOOD * a.abs().max(b.abs()))
}

/// ` (0.84)`: the index of a row's best setting.
fn cite(said: Statement, rows: &[Compared], at: usize, by: ChooseBy) -> Statement {
    let (_, field) = index_words(by);
    let Some(row) = &rows[at].best else { return said };
    let Some(value) = value(row, by) else { return said };
    said.say(" (").number(format!("/comparison/rows/{at}/best/{field}"), value, form(by)).say(")")
}

/// The other indices by which another method is better.
fn worse_at(mut said: Statement, rows: &[Compared], order: &[usize], by: ChooseBy) -> Statement {
    let first = order[0];
    for other in [ChooseBy::DaviesBouldin, ChooseBy::Silhouette, ChooseBy::CalinskiHarabasz] {
        let value = |at: usize| rows[at].best.as_ref().and_then(|row| merit(row, other));
        let best = order
            .iter()
            .copied()
            .filter(|&at| value(at).is_some())
            .reduce(|best, at| if value(at) > value(best) { at } else { best });
        let told = |&best: &usize| other != by && best != first && !as_good(rows, first, best, other);
        let Some(best) = best.filter(told) else { continue };
        said = said.say(&format!(" By the {} {} is better", index_words(other).0, rows[best].name));
        said = cite(said, rows, best, other).say(&format!(" than {}", rows[first].name));
        said = cite(said, rows, first, other).say(".");
    }
    said
}

/// Whom the best method leaves out.
fn left_out(said: Statement, rows: &[Compared], first: usize) -> Statement {
    match &rows[first].best {
        Some(row) if row.unassigned > 0 => said
            .say(&format!(" {} leaves out ", rows[first].name))
            .share(format!("/comparison/rows/{first}/best/unassigned_share"), row.unassigned_share)
            .say(" of them; for this comparison these were placed with their nearest segment."),
        _ => said,
    }
}
