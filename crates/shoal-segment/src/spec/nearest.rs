//! The names that are spelt most like a wrong one.

/// How many names are told.
const MOST: usize = 3;

/// The names of which `wrong` is a part, then those that need the fewest letters changed, put in or taken out to become it; ties by their
/// order.
pub(crate) fn nearest<'a>(wrong: &str, names: impl IntoIterator<Item = &'a str>) -> Vec<&'a str> {
    let wrong = wrong.to_lowercase();
    let letters: Vec<char> = wrong.chars().collect();
    let far = |name: &str| (!name.to_lowercase().contains(&wrong), changes(&letters, name));
    let mut all: Vec<((bool, usize), &str)> = names.into_iter().map(|name| (far(name), name)).collect();
    all.sort_by_key(|(far, _)| *far);
    all.into_iter().take(MOST).map(|(_, name)| name).collect()
}

/// Levenshtein's distance: the fewest letters to change, put in or take out.
fn changes(from: &[char], to: &str) -> usize {
    let mut row: Vec<usize> = (0..=from.len()).collect();
    for (at, letter) in to.to_lowercase().chars().enumerate() {
        let mut before = row[0];
        row[0] = at + 1;
        for place in 0..from.len() {
            let changed = before + usize::from(from[place] != letter);
            before = row[place + 1];
            row[place + 1] = changed.min(before + 1).min(row[place] + 1);
        }
    }
    row[from.len()]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn distances_and_the_nearest() {
        let between = |a: &str, b: &str| changes(&a.chars().collect::<Vec<_>>(), b);
        assert_eq!(
            [between("kitten", "sitting"), between("", "abc"), between("abc", ""), between("a", "a")],
            [3, 3, 3, 0]
        );
        let names = ["recency_days", "tenure_days", "orders", "revenue"];
        assert_eq!(nearest("revenu", names)[0], "revenue");
        assert_eq!(nearest("recency", names)[0], "recency_days");
        assert_eq!(nearest("", ["b", "a"]), ["b", "a"]);
    }
}
