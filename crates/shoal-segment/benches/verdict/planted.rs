//! Tables with planted groups: round clouds of one size, whose centres lie at given distances.

use shoal_kernel::{Points, Stream};

/// A table, and the group of each row.
pub(crate) struct Planted {
    pub(crate) table: Points,
    pub(crate) group_of_row: Vec<usize>,
}

/// So many `rows` of up to five groups (of one: a single cloud) in turn, `distance` standard deviations apart.
pub(crate) fn planted(groups: usize, distance: f64, columns: usize, rows: usize, seed: u64) -> Planted {
    let mut stream = Stream::new(seed, rows as u64);
    let group_of_row: Vec<usize> = (0..rows).map(|row| row % groups).collect();
    let values = group_of_row.iter().flat_map(|&group| apart(group, distance, columns, &mut stream)).collect();
    Planted { table: Points::new(values, columns).expect("whole rows"), group_of_row }
}

/// A row of a group whose centre is `distance` away from its neighbours' (in standard deviations of the groups): the corners of a
/// polygon in the plane, of a simplex in more dimensions.
pub(crate) fn apart(group: usize, distance: f64, columns: usize, stream: &mut Stream) -> Vec<f64> {
    let plane = [(0.0, 0.0), (1.0, 0.0), (0.5, 0.866), (1.5, 0.866), (-0.5, 0.866)];
    let centre = |column: usize| match columns {
        2 => distance * [plane[group].0, plane[group].1][column],
        _ => {
            if column == group {
                distance / 2.0_f64.sqrt()
            } else {
                0.0
            }
        }
    };
    (0..columns).map(|column| centre(column) + stream.normal()).collect()
}
