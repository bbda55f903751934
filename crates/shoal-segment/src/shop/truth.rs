//! How well a segmentation found the kinds of customers again.

use super::Shop;
use crate::pipeline::Segmented;
use shoal_kernel::Labels;
use std::collections::HashMap;

/// The adjusted Rand index between the true kinds and the segments, over the customers who have a segment: 1 for perfect,
/// around 0 for chance; `None` when it is undefined, also when there is only one kind or one segment to find.
pub fn recovery(shop: &Shop, segmented: &Segmented) -> Option<f64> {
    let kinds: HashMap<&str, u32> =
        shop.customers.iter().map(|customer| (customer.id.as_str(), customer.kind as u32)).collect();
    let pairs = segmented.table.customers.iter().zip(&segmented.members);
    let (truth, found): (Vec<u32>, Vec<u32>) =
        pairs.filter_map(|(id, member)| kinds.get(id).map(|&kind| (kind, member.segment as u32))).unzip();
    let (truth, found) = (Labels::renumbered(&truth), Labels::renumbered(&found));
    let comparable = truth.clusters() > 1 && found.clusters() > 1;
    comparable.then(|| shoal_validity::adjusted_rand_index(&truth, &found).ok()).flatten()
}
