//! How strongly a feature sets a group apart from everybody else: Cliff's delta.
//!
//! **What it tells.** Take one member of the group and one of the others: delta is how often the first has more, less how often it has
//! less. 1: every member has more than anybody else; 0: as often more as less; −1: every member has less. It asks for no scale and no
//! distribution, and one giant moves it no more than any other member; so features in days, orders and money can be put in one order.
//!
//! **How it works.** With m of n members in the group, midcounts c(v) of a value in the base (those below and half of those equal)
//! count every pair of a member with anybody; pairs inside the group add up to m²/2, whatever the values. So
//! delta = (2 (Σ c(v) − m²/2) − m (n − m)) / (m (n − m)).
//!
//! **Cost.** One binary search in the base for each different value of the group. **Edges.** Undefined where the group or the others
//! have nobody.
//!
//! **Reference.** Cliff (1993), Dominance statistics, doi:10.1037/0033-2909.114.3.494.

use crate::segmentation::FeatureProfile;

/// A magnitude from which on an effect counts as clear, where it would be called medium (Romano et al. 2006, Exploring methods for
/// evaluating group differences, FAIR conference).
pub(crate) const CLEAR: f64 = 0.33;

/// Cliff's delta of a group against the rest of the base, −1 to 1; both ascending, and every value of `group` one of `base`.
pub fn effect(base: &[f64], group: &[f64]) -> Option<f64> {
    let (all, own) = (base.len() as f64, group.len() as f64);
    let pairs = own * (all - own);
    let midcount = |run: &[f64]| {
        let below = base.partition_point(|other| *other < run[0]);
        let up_to = base.partition_point(|other| *other <= run[0]);
        run.len() as f64 * (below + up_to) as f64 / 2.0
    };
    let more: f64 = group.chunk_by(|a, b| a == b).map(midcount).sum::<f64>() - own * own / 2.0;
    (pairs > 0.0).then(|| (2.0 * more - pairs) / pairs)
}

/// The places of features with an effect, by its magnitude, the largest first; of equal ones the first.
pub fn strongest(profile: &[FeatureProfile]) -> Vec<usize> {
    let mut places: Vec<(f64, usize)> =
        profile.iter().enumerate().filter_map(|(at, entry)| Some((entry.effect?.abs(), at))).collect();
    places.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
    places.into_iter().map(|(_, at)| at).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn apart_equal_and_undefined() {
        let base = [1.0, 2.0, 3.0, 4.0, 5.0, 6.0];
        for (group, expected) in [
            (&[5.0, 6.0][..], Some(1.0)),
            (&[1.0, 2.0, 3.0], Some(-1.0)),
            (&[1.0, 6.0], Some(0.0)),
            (&[3.0], Some(-0.2)),
            (&[], None),
            (&base, None),
        ] {
            assert_eq!(effect(&base, group), expected, "{group:?}");
        }
        assert_eq!(effect(&[7.0; 4], &[7.0; 2]), Some(0.0), "all are equal");
    }

    proptest! {
        #[test]
        fn it_is_what_counting_every_pair_gives(values in proptest::collection::vec((0i8..12, any::<bool>()), 2..60)) {
            let of = |wanted: bool| -> Vec<f64> {
                let mut part: Vec<f64> =
                    values.iter().filter(|(_, inside)| *inside == wanted).map(|(value, _)| f64::from(*value)).collect();
                part.sort_by(f64::total_cmp);
                part
            };
            let (group, others) = (of(true), of(false));
            let mut base = [group.clone(), others.clone()].concat();
            base.sort_by(f64::total_cmp);
            let pairs = group.iter().flat_map(|own| others.iter().map(move |other| (own, other)));
            let sum: f64 = pairs.clone().map(|(own, other)| f64::from(i8::from(own > other) - i8::from(own < other))).sum();
            let expected = (pairs.count() > 0).then(|| sum / (group.len() * others.len()) as f64);
            match (effect(&base, &group), expected) {
                (Some(found), Some(expected)) => prop_assert!((found - expected).abs() < 1e-12),
                (found, expected) => prop_assert_eq!(found, expected),
            }
        }
    }
}
