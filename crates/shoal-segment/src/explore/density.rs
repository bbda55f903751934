//! How many members lie where, by two features at a time: every member counts, so that the picture needs no sample.

use super::distribution::Scale;
use crate::segmentation::{Density, DensityAxis, DensityPair, Distribution};
use crate::spec::Plan;
use crate::table::FeatureTable;
use rayon::prelude::*;

/// Steps of an axis.
const STEPS: usize = 24;

/// Most features that are put against each other.
const MOST: usize = 5;

/// The first features of the plan that vary, each against each.
pub(super) fn density(table: &FeatureTable, features: &[Distribution], plan: &Plan) -> Density {
    let planned = plan.features.iter().filter_map(|feature| table.position(&feature.name));
    let axes: Vec<DensityAxis> = planned.filter_map(|feature| axis(feature, &features[feature])).take(MOST).collect();
    let steps: Vec<Vec<Option<usize>>> = axes.par_iter().map(|axis| places(table, axis)).collect();
    let pairs: Vec<(usize, usize)> = (0..axes.len()).flat_map(|y| (0..y).map(move |x| (x, y))).collect();
    let pairs = pairs.into_par_iter().map(|(x, y)| pair((x, y), &steps[x], &steps[y])).collect();
    Density { axes, pairs }
}

fn axis(feature: usize, found: &Distribution) -> Option<DensityAxis> {
    let [least, .., greatest] = found.five?;
    let edges = Scale { log: found.log_edges }.edges((least, greatest), STEPS);
    edges.windows(2).all(|pair| pair[0] < pair[1]).then_some(DensityAxis { feature, edges })
}

/// The step of each row's value.
fn places(table: &FeatureTable, axis: &DensityAxis) -> Vec<Option<usize>> {
    let column = &table.columns[axis.feature];
    let step = |value: f64| axis.edges[1..STEPS].partition_point(|&edge| edge <= value);
    (0..table.rows()).map(|row| column.get(row).map(step)).collect()
}

fn pair((x, y): (usize, usize), across: &[Option<usize>], up: &[Option<usize>]) -> DensityPair {
    let mut counts = vec![0; STEPS * STEPS];
    let both = across.iter().zip(up).filter_map(|(across, up)| across.zip(*up));
    let known = both.inspect(|(across, up)| counts[up * STEPS + across] += 1).count();
    DensityPair { x, y, known, counts }
}
