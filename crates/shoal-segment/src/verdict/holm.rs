//! Several tests together: at which of them something is found.
//!
//! Reference: Holm (1979), A simple sequentially rejective multiple test procedure, Scand. J. Statist. 6, 65–70.

/// Which of the tests with these `p` reject, at `level` for all of them together: the smallest p is held against the level over all
/// of them, the next against one fewer, until one fails.
pub(super) fn rejected(p: &[f64], level: f64) -> Vec<bool> {
    let mut order: Vec<usize> = (0..p.len()).collect();
    order.sort_by(|&a, &b| p[a].total_cmp(&p[b]));
    let small = |&(place, &at): &(usize, &usize)| p[at] <= level / (p.len() - place) as f64;
    let mut rejected = vec![false; p.len()];
    order.iter().enumerate().take_while(small).for_each(|(_, &at)| rejected[at] = true);
    rejected
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn from_the_smallest_on_until_one_fails() {
        assert_eq!(rejected(&[0.02, 0.04, 0.01], 0.05), [true, true, true]);
        assert_eq!(rejected(&[0.03, 0.04, 0.01], 0.05), [false, false, true], "0.03 is more than half of 0.05");
        assert_eq!(rejected(&[0.02, 0.5], 0.05), [true, false]);
        assert_eq!(rejected(&[0.03, 0.03], 0.05), [false, false]);
        assert!(rejected(&[], 0.05).is_empty());
    }
}
