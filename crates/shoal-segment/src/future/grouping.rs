//! Step 3: the groupings that are held against the future: the segments made anew, and RFM in two forms.

use super::named::segment_names;
use crate::error::{Blame, Error};
use crate::model::OUTLIERS;
use crate::prepare;
use crate::rfm::{self, Cell, MEASURE_NAMES, Thresholds};
use crate::segmentation::Sweep;
use crate::spec::Plan;
use crate::sweep::{Ground, again};
use crate::table::FeatureTable;
use shoal_kernel::{Labels, Points};

/// Customers in groups.
pub(super) struct Grouping {
    /// A stable code.
    pub(super) id: &'static str,
    /// What it is called in tables and sentences.
    pub(super) name: &'static str,
    /// One per row of the table.
    pub(super) labels: Labels,
}

/// The code of the segments.
pub(super) const SEGMENTS: &str = "segments";
/// The shipped table of rules that is the published baseline.
const PUBLISHED: &str = "ten";

/// The segments of `table`: prepared and fitted as `sweep` chose, with their names. `None` with why when they cannot be made of these
/// customers.
///
/// # Errors
/// A fault of the program.
pub(super) fn segments(
    table: &FeatureTable,
    plan: &Plan,
    sweep: &Sweep,
) -> Result<Result<(Grouping, Vec<String>), String>, Error> {
    let made = || -> Result<(Labels, Vec<String>), Error> {
        let recipe = prepare::fit(table, plan)?;
        let points = recipe.rotated(recipe.scaled(table)?)?;
        let apart = recipe.set_apart(table)?;
        let inside: Vec<usize> = (0..apart.len()).filter(|&row| !apart[row]).collect();
        if inside.len() == apart.len() {
            let again = again(sweep, Ground { table, points: &points, plan })?;
            let names = segment_names(table, plan, &again);
            return Ok((again.labels, names));
        }
        let (table, points) = (table.select(&inside), points.select(&inside));
        let again = again(sweep, Ground { table: &table, points: &points, plan })?;
        let mut names = segment_names(&table, plan, &again);
        let mut labels = vec![names.len() as u32; apart.len()];
        inside.iter().zip(again.labels.as_slice()).for_each(|(&row, &label)| labels[row] = label);
        names.push(OUTLIERS.into());
        Ok((Labels::new(labels).map_err(Error::bug)?, names))
    };
    match made() {
        Ok((labels, names)) => Ok(Ok((Grouping { id: SEGMENTS, name: "These segments", labels }, names))),
        Err(error) if error.blame == Blame::Bug => Err(error),
        Err(error) => Ok(Err(error.message)),
    }
}

/// The baselines: published RFM segments, and one group per combination of scores by fifths. None without the measures of RFM.
pub(super) fn baselines(table: &FeatureTable) -> Result<Vec<Grouping>, Error> {
    let Some(points) = measures(table) else { return Ok(Vec::new()) };
    let rules = rfm::shipped(PUBLISHED).and_then(rfm::Shipped::table)?;
    let published = rfm::fit(&points, &rules).map_err(Error::bug)?.fitted.labels.complete();
    let cells = Thresholds::of(&points).map(|thresholds| {
        let cells =
            thresholds.scores(&points).into_iter().map(|scores| Cell::new(scores).map_or(0, Cell::index) as u32);
        Labels::renumbered(&cells.collect::<Vec<u32>>())
    });
    let published = published.map(|labels| Grouping { id: "rfm_segments", name: "Published RFM segments", labels });
    let cells = cells.map(|labels| Grouping { id: "rfm_cells", name: "RFM quintiles", labels });
    Ok(published.into_iter().chain(cells).collect())
}

/// Days since the last order, orders and revenue, as RFM wants them.
fn measures(table: &FeatureTable) -> Option<Points> {
    let columns = MEASURE_NAMES.iter().map(|name| table.column(name)).collect::<Option<Vec<_>>>()?;
    let rows = (0..table.rows()).flat_map(|row| columns.iter().map(move |column| column.get(row)));
    Points::new(rows.collect::<Option<Vec<f64>>>()?, MEASURE_NAMES.len()).ok()
}
