//! The clusters as segments-to-be: who is in them, and their order.

use crate::error::Error;
use crate::spec::Remainder;
use crate::sweep::Swept;
use crate::table::FeatureTable;
use shoal_kernel::Points;
use shoal_kernel::moments::column_means;

/// One cluster as a segment-to-be.
pub struct Group {
    /// The model's label; `None` for whom the method leaves out.
    pub cluster: Option<usize>,
    /// Whether these are they who are set apart for values far outside.
    pub outliers: bool,
    /// Rows of the table.
    pub rows: Vec<usize>,
    /// Net revenue in the smallest unit of money.
    pub revenue_minor: i128,
}

/// The clusters by revenue, largest first; ties (and all, without transactions) by size, then by the first member's id. Whom the
/// method leaves out come last.
pub(super) fn groups(table: &FeatureTable, swept: &Swept, remainder: Remainder) -> Vec<Group> {
    let found = &swept.fitted.labels;
    let labels: Vec<Option<u32>> = match remainder {
        Remainder::Keep => found.as_slice().to_vec(),
        Remainder::Nearest => swept.labels.as_slice().iter().copied().map(Some).collect(),
    };
    let mut rows: Vec<Vec<usize>> = vec![Vec::new(); found.clusters() + 1];
    for (row, label) in labels.into_iter().enumerate() {
        rows[label.map_or(found.clusters(), |label| label as usize)].push(row);
    }
    let mut groups: Vec<Group> = rows
        .into_iter()
        .enumerate()
        .filter(|(_, rows)| !rows.is_empty())
        .map(|(cluster, rows)| {
            let revenue_minor = rows.iter().map(|&row| table.revenue_minor[row]).sum();
            Group { cluster: (cluster < found.clusters()).then_some(cluster), outliers: false, rows, revenue_minor }
        })
        .collect();
    groups.sort_by(|a, b| {
        let left_out = |group: &Group| group.cluster.is_none();
        left_out(a)
            .cmp(&left_out(b))
            .then(b.revenue_minor.cmp(&a.revenue_minor))
            .then(b.rows.len().cmp(&a.rows.len()))
            .then(a.rows.first().cmp(&b.rows.first()))
    });
    groups
}

/// The mean point of every group.
pub(super) fn centres(points: &Points, groups: &[Group]) -> Result<Points, Error> {
    let means: Vec<f64> = groups
        .iter()
        .flat_map(|group| {
            let part = points.select(&group.rows);
            column_means(&part)
        })
        .collect();
    Points::new(means, points.columns()).map_err(Error::bug)
}
