//! The ballots, and what they come to.

use super::Evidence;
use super::criterion::{CRITERIA, order, sees_none};
use crate::segmentation::{Ballot, SweepRow, Tallied, Votes};
use crate::spec::ChooseBy;

/// What is voted on.
pub(crate) struct Poll<'a> {
    /// Every row of the sweep.
    pub(crate) rows: &'a [SweepRow],
    /// The places of those that may be chosen.
    pub(crate) open: &'a [usize],
    pub(crate) evidence: &'a Evidence,
}

impl Poll<'_> {
    /// The places of the open rows in the order in which `by` takes them.
    pub(crate) fn order(&self, by: ChooseBy) -> Vec<usize> {
        if by == ChooseBy::Consensus { self.consensus() } else { order(by, self.rows, self.open) }
    }

    /// Most votes first, where a criterion that sees no groups stands for the fewest segments; of equally many, the higher on average
    /// over the criteria; then the first. Rows for which no criterion is defined are left out.
    fn consensus(&self) -> Vec<usize> {
        let orders: Vec<Vec<usize>> = CRITERIA.iter().map(|&by| self.order(by)).filter(|it| !it.is_empty()).collect();
        let ballots = self.ballots();
        let fewest = self.open.iter().copied().min_by_key(|&at| self.rows[at].k);
        let choice = |ballot: &Ballot| if ballot.k == Some(1) { fewest } else { ballot.at };
        let votes = |at: usize| ballots.iter().filter(|ballot| choice(ballot) == Some(at)).count();
        let rank = |at: usize| -> usize {
            orders.iter().map(|order| order.iter().position(|&it| it == at).unwrap_or(order.len())).sum()
        };
        let judged = self.open.iter().filter(|at| orders.iter().any(|order| order.contains(at)));
        let mut standing: Vec<(usize, usize, usize)> = judged.map(|&at| (votes(at), rank(at), at)).collect();
        standing.sort_by(|a, b| b.0.cmp(&a.0).then(a.1.cmp(&b.1)).then(a.2.cmp(&b.2)));
        standing.into_iter().map(|(_, _, at)| at).collect()
    }

    /// What each criterion that is asked here votes for.
    fn ballots(&self) -> Vec<Ballot> {
        let ballot = |&by: &ChooseBy| {
            let none = sees_none(by, self.evidence);
            let at = self.order(by).first().copied().filter(|_| !none);
            let k = if none { Some(1) } else { at.map(|at| self.rows[at].k) };
            let asked = k.is_some() || !matches!(by, ChooseBy::Bic) && self.evidence.effort.is_some();
            asked.then(|| Ballot { criterion: by.word().into(), name: by.name().into(), k, at })
        };
        CRITERIA.iter().filter_map(ballot).collect()
    }

    /// The ballots and their tally.
    pub(crate) fn votes(&self) -> Votes {
        let ballots = self.ballots();
        let count = |at: Option<usize>, k: usize| Tallied {
            k,
            at,
            votes: ballots.iter().filter(|ballot| ballot.k == Some(k) && ballot.at == at).count(),
        };
        let of_rows = self.consensus().into_iter().map(|at| count(Some(at), self.rows[at].k));
        let tally = of_rows.chain([count(None, 1)]).filter(|tallied| tallied.votes > 0).collect();
        let cast = ballots.iter().filter(|ballot| ballot.k.is_some()).count();
        Votes { effort: self.evidence.effort, ballots, tally, cast }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::segmentation::{Estimate, FoundAgain, Indices};
    use crate::votes::OfK;

    fn row(k: usize, silhouette: f64, davies_bouldin: f64, gap: f64, strength: f64, beyond: f64) -> SweepRow {
        let estimate = |value: f64| Estimate { value, error: 0.01 };
        SweepRow {
            k,
            indices: Indices {
                silhouette: Some(silhouette),
                davies_bouldin: Some(davies_bouldin),
                calinski_harabasz: None,
                inertia: None,
            },
            gap: Some(estimate(gap)),
            prediction_strength: Some(estimate(strength)),
            stability: Some(FoundAgain { rand: estimate(beyond + 0.1), without_structure: Some(0.1), beyond }),
            ..SweepRow::default()
        }
    }

    fn evidence(rows: &[SweepRow], gap_of_one: f64) -> Evidence {
        let effort = crate::segmentation::Effort { members: 100, references: 20, splits: 5, resamples: 20 };
        let of_row = |row: &SweepRow| {
            (row.k, OfK { gap: row.gap, prediction_strength: row.prediction_strength, stability: row.stability })
        };
        let mut of_k: std::collections::BTreeMap<usize, OfK> = rows.iter().map(of_row).collect();
        of_k.entry(1).or_default().gap = Some(Estimate { value: gap_of_one, error: 0.01 });
        Evidence { effort: Some(effort), of_k }
    }

    #[test]
    fn most_votes_win_and_the_dissent_is_told() {
        let rows = [row(2, 0.5, 0.9, 0.2, 0.9, 0.1), row(3, 0.7, 0.5, 0.9, 0.95, 0.6), row(4, 0.6, 0.4, 0.8, 0.5, 0.2)];
        let evidence = evidence(&rows, 0.1);
        let poll = Poll { rows: &rows, open: &[0, 1, 2], evidence: &evidence };
        assert_eq!(poll.order(ChooseBy::Consensus), [1, 2, 0]);
        let votes = poll.votes();
        let ks: Vec<(&str, Option<usize>)> = votes.ballots.iter().map(|it| (it.criterion.as_str(), it.k)).collect();
        let expected = [
            ("silhouette", Some(3)),
            ("davies_bouldin", Some(4)),
            ("calinski_harabasz", None),
            ("gap", Some(3)),
            ("prediction_strength", Some(3)),
            ("stability", Some(3)),
        ];
        assert_eq!(ks, expected);
        let tally: Vec<(usize, usize)> = votes.tally.iter().map(|it| (it.k, it.votes)).collect();
        assert_eq!((tally, votes.cast), (vec![(3, 4), (4, 1)], 5));
    }

    #[test]
    fn who_sees_no_groups_votes_for_one() {
        let rows = [row(2, 0.3, 1.2, 0.1, 0.5, 0.1), row(3, 0.2, 1.3, 0.05, 0.4, 0.0)];
        let evidence = evidence(&rows, 0.3);
        let votes = Poll { rows: &rows, open: &[0, 1], evidence: &evidence }.votes();
        let tally: Vec<(usize, usize)> = votes.tally.iter().map(|it| (it.k, it.votes)).collect();
        assert_eq!(tally, [(2, 3), (1, 2)]);
        let rows = [row(2, 0.3, 1.3, 0.1, 0.5, 0.1), row(3, 0.4, 1.2, 0.05, 0.4, 0.0)];
        let divided = Poll { rows: &rows, open: &[0, 1], evidence: &evidence };
        assert_eq!(divided.order(ChooseBy::Consensus), [0, 1], "three votes, two of them for no groups, against two");
        assert_eq!(votes.ballots.iter().filter(|it| it.k == Some(1) && it.at.is_none()).count(), 2);
    }

    #[test]
    fn only_open_rows_are_taken_and_ties_go_to_the_higher_mean_rank() {
        let rows = [row(2, 0.9, 0.1, 0.9, 0.9, 0.9), row(3, 0.5, 0.6, 0.5, 0.9, 0.2), row(4, 0.4, 0.5, 0.6, 0.7, 0.3)];
        let evidence = evidence(&rows, 0.1);
        let poll = Poll { rows: &rows, open: &[1, 2], evidence: &evidence };
        assert!(!poll.order(ChooseBy::Consensus).contains(&0));
        assert_eq!(poll.order(ChooseBy::PredictionStrength), [1, 2], "the largest k that is foretold");
        assert!(Poll { rows: &rows, open: &[], evidence: &evidence }.order(ChooseBy::Consensus).is_empty());
    }
}
