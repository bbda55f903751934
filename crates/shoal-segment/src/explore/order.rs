//! An order of features in which related ones stand together, for the heatmap.
//!
//! 1. Every feature is a group of its own; two features are `1 − |r|` apart, or 1 where r is undefined.
//! 2. The two groups with the smallest mean distance (average linkage, UPGMA) are joined, again and again; of equal distances the first.
//! 3. Where two rows of features meet, each is turned so that the nearest of their ends touch.
//!
//! Time `O(f³)` for f features, of which there are dozens.
//!
//! Reference: R. R. Sokal & C. D. Michener, A statistical method for evaluating systematic relationships, *Univ. Kansas Sci. Bull.* 38
//! (1958); the methods for members are in `shoal_cluster::hierarchical`.

/// The features as a permutation of their positions.
pub(super) fn order(correlations: &[Vec<Option<f64>>]) -> Vec<usize> {
    let apart = |a: usize, b: usize| correlations[a][b].map_or(1.0, |r| 1.0 - r.abs());
    let mut groups: Vec<Vec<usize>> = (0..correlations.len()).map(|feature| vec![feature]).collect();
    while groups.len() > 1 {
        let pairs = (0..groups.len()).flat_map(|i| (i + 1..groups.len()).map(move |j| (i, j)));
        let mean = |(i, j): (usize, usize)| {
            let sum: f64 = groups[i].iter().flat_map(|&a| groups[j].iter().map(move |&b| apart(a, b))).sum();
            sum / (groups[i].len() * groups[j].len()) as f64
        };
        let nearest =
            pairs.map(|pair| (pair, mean(pair))).reduce(|best, next| if next.1 < best.1 { next } else { best });
        let Some(((i, j), _)) = nearest else { break };
        let right = groups.remove(j);
        let left = std::mem::take(&mut groups[i]);
        groups[i] = joined(left, right, apart);
    }
    groups.pop().unwrap_or_default()
}

/// Two rows as one, with the nearest of their ends in the middle; as they are where that is no worse.
fn joined(mut left: Vec<usize>, mut right: Vec<usize>, apart: impl Fn(usize, usize) -> f64) -> Vec<usize> {
    let ends = |row: &[usize]| row.first().copied().zip(row.last().copied());
    if let (Some((left_first, left_last)), Some((right_first, right_last))) = (ends(&left), ends(&right)) {
        let ways = [
            (left_last, right_first, false, false),
            (left_last, right_last, false, true),
            (left_first, right_first, true, false),
            (left_first, right_last, true, true),
        ];
        let best = ways.into_iter().reduce(
            |best, next| {
                if apart(next.0, next.1) < apart(best.0, best.1) { next } else { best }
            },
        );
        if let Some((_, _, turn_left, turn_right)) = best {
            if turn_left {
                left.reverse();
            }
            if turn_right {
                right.reverse();
            }
        }
    }
    left.append(&mut right);
    left
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn related_features_stand_together() {
        let family = [0, 1, 0, 2, 1, 0, 2];
        let r = |i: usize, j: usize| match (i == j, family[i] == family[j]) {
            (true, _) => Some(1.0),
            (false, true) => Some(if i < j { -0.9 } else { 0.9 }),
            (false, false) => Some(0.1),
        };
        let matrix: Vec<Vec<Option<f64>>> = (0..7).map(|i| (0..7).map(|j| r(i.min(j), i.max(j))).collect()).collect();
        let found = order(&matrix);
        let mut families: Vec<usize> = found.iter().map(|&feature| family[feature]).collect();
        families.dedup();
        assert_eq!(families.len(), 3, "{found:?}");
        let mut all = found;
        all.sort_unstable();
        assert_eq!(all, (0..7).collect::<Vec<usize>>());
        assert_eq!(order(&[]), Vec::<usize>::new());
        assert_eq!(order(&vec![vec![None; 3]; 3]), [0, 1, 2], "nothing known: as they are");
    }
}
