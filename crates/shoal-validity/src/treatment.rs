//! What becomes of rows without a cluster before an index is taken, and the words that say so beside the number.
//!
//! Indices want every row in a cluster; some methods leave rows out. None of the ways to mend that is neutral: leaving the rows
//! out flatters a method that discards whatever is hard to place, and counting them as a cluster punishes it for a group that it
//! never claimed to be one. So a number is never given without its [`Treatment`]. scikit-learn's indices know nothing of rows
//! without a cluster: its label −1 counts as a cluster like any other, which is [`Treatment::AsOneCluster`].

use std::borrow::Cow;

use shoal_kernel::{Labels, PartialLabels, Points};

use crate::undefined::Undefined;

/// How rows without a cluster are treated.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Treatment<'a> {
    /// They are not looked at.
    LeftOut,
    /// Together they are one more cluster, numbered after the others; as scikit-learn has it.
    AsOneCluster,
    /// They have the clusters that these labels, of all rows, give them: those in which the method's model would place them.
    Placed(&'a Labels),
}

impl Treatment<'_> {
    /// What to write beside a number.
    pub fn words(&self) -> &'static str {
        match self {
            Self::LeftOut => "rows without a cluster are left out",
            Self::AsOneCluster => "rows without a cluster count as one more cluster",
            Self::Placed(_) => "rows without a cluster are placed with the nearest one",
        }
    }
}

/// The rows that an index looks at, and their labels. Points are copied only when rows are left out; with no row left out by
/// the method, every treatment gives all rows as they are.
///
/// # Errors
/// Different numbers of rows in points, labels or the placed labels.
pub fn judged_rows<'p>(
    points: &'p Points,
    labels: &PartialLabels,
    treatment: Treatment<'_>,
) -> Result<(Cow<'p, Points>, Labels), Undefined> {
    let same = |second: usize| match points.rows() {
        first if first != second => Err(Undefined::RowsDiffer { first, second }),
        _ => Ok(()),
    };
    same(labels.rows())?;
    if let Treatment::Placed(placed) = treatment {
        same(placed.rows())?;
    }
    if let Some(labels) = labels.complete() {
        return Ok((Cow::Borrowed(points), labels));
    }
    Ok(match treatment {
        Treatment::LeftOut => {
            let (rows, placed) = labels.placed();
            (Cow::Owned(points.select(&rows)), placed)
        }
        Treatment::AsOneCluster => {
            let last = labels.clusters() as u32;
            let numbers: Vec<u32> = labels.as_slice().iter().map(|label| label.unwrap_or(last)).collect();
            (Cow::Borrowed(points), Labels::renumbered(&numbers))
        }
        Treatment::Placed(placed) => (Cow::Borrowed(points), placed.clone()),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::davies_bouldin::davies_bouldin;

    #[test]
    fn each_treatment_gives_its_rows_and_labels() {
        let points = Points::new(vec![0.0, 1.0, 50.0, 10.0, 11.0], 1).unwrap();
        let labels = PartialLabels::new(vec![Some(0), Some(0), None, Some(1), Some(1)]).unwrap();
        let placed = Labels::new(vec![0, 0, 1, 1, 1]).unwrap();
        let judged = |treatment| judged_rows(&points, &labels, treatment).unwrap();
        let (rows, left) = judged(Treatment::LeftOut);
        assert_eq!((rows.values(), left.as_slice()), (&[0.0, 1.0, 10.0, 11.0][..], &[0, 0, 1, 1][..]));
        assert_eq!(davies_bouldin(&rows, &left), Ok(0.1));
        let (rows, one) = judged(Treatment::AsOneCluster);
        assert_eq!((&*rows, one.as_slice()), (&points, &[0, 0, 2, 1, 1][..]));
        let (rows, nearest) = judged(Treatment::Placed(&placed));
        assert_eq!((&*rows, &nearest), (&points, &placed));
        assert!(davies_bouldin(&rows, &nearest).unwrap() > 0.1);
    }

    #[test]
    fn nothing_and_everything_left_out() {
        let points = Points::new(vec![0.0, 1.0], 1).unwrap();
        let all = PartialLabels::new(vec![None, None]).unwrap();
        let (rows, labels) = judged_rows(&points, &all, Treatment::LeftOut).unwrap();
        assert_eq!(davies_bouldin(&rows, &labels), Err(Undefined::NoRows));
        let (rows, labels) = judged_rows(&points, &all, Treatment::AsOneCluster).unwrap();
        assert_eq!(davies_bouldin(&rows, &labels), Err(Undefined::OneCluster));
        let none: PartialLabels = Labels::new(vec![0, 1]).unwrap().into();
        for treatment in [Treatment::LeftOut, Treatment::AsOneCluster] {
            let (rows, labels) = judged_rows(&points, &none, treatment).unwrap();
            assert!(matches!(rows, Cow::Borrowed(_)) && labels.as_slice() == [0, 1]);
            assert!(!treatment.words().is_empty());
        }
        let short = Labels::new(vec![0]).unwrap();
        let differ = Err(Undefined::RowsDiffer { first: 2, second: 1 });
        assert_eq!(judged_rows(&points, &none, Treatment::Placed(&short)), differ);
        assert_eq!(judged_rows(&points, &short.into(), Treatment::LeftOut), differ);
    }
}
