//! The silhouette of every row: which rows lie well inside their cluster, and which nearer to another.
//!
//! Always exact, so the number of rows is limited; the index over all rows is estimated from a sample above its own limit and
//! needs none.

use super::place::Placed;
use super::wish::Wish;
use crate::error::Error;
use shoal_kernel::{PartialLabels, Points};
use shoal_validity::silhouette_samples;

/// Most rows: the time grows with their square, and this many take some seconds.
pub const SILHOUETTE_ROWS: usize = 50_000;

/// Refuses too many rows.
pub(super) fn check(wish: &Wish, rows: usize) -> Result<(), Error> {
    if !wish.silhouette || rows <= SILHOUETTE_ROWS {
        return Ok(());
    }
    Err(Error::input(
        format!(
            "--silhouette: {rows} rows; allowed are at most {SILHOUETTE_ROWS}, because all pairs of rows are looked at"
        ),
        "leave --silhouette out: the index over all rows is estimated from a sample",
    ))
}

/// One per row of `points`, `None` for a row in no cluster; or why they are undefined.
pub(super) fn of_rows(points: &Points, rows: &[Placed]) -> Result<Result<Vec<Option<f64>>, String>, Error> {
    let clusters = rows.iter().map(|row| row.cluster).collect();
    let (placed, labels) = PartialLabels::new(clusters).map_err(Error::bug)?.placed();
    if placed.is_empty() {
        return Ok(Err("there is no cluster".to_owned()));
    }
    Ok(match silhouette_samples(&points.select(&placed), &labels) {
        Ok(values) => {
            let mut silhouettes = vec![None; rows.len()];
            placed.into_iter().zip(values).for_each(|(row, value)| silhouettes[row] = Some(value));
            Ok(silhouettes)
        }
        Err(why) => Err(why.to_string()),
    })
}
