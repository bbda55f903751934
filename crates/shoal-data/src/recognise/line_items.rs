//! Exports that list the line items of orders (`Lineitem price`, `Lineitem quantity`) call the number of the order `Name`
//! (`#1001`): a name that means nothing by itself, and the order beside such columns.

use crate::recognise::profiles::Profiles;
use crate::recognise::roles::plain;

/// The share of values that must look like numbers of orders.
const MOST: f64 = 0.5;

/// The column `Name` of such an export, when its values have digits, and why.
pub(crate) fn order_name(profiles: &mut Profiles<'_>, source: usize, free: &[usize]) -> Option<(usize, String)> {
    let header = &profiles.sources[source].grid.header;
    let beside = header.iter().find(|name| plain(name).starts_with("lineitem"))?;
    let column = free.iter().copied().find(|&column| plain(&header[column]) == "name")?;
    let variety = profiles.variety((source, column));
    let fits = variety.filled > 0 && variety.id_like as f64 >= MOST * variety.filled as f64;
    fits.then(|| (column, format!("its name beside `{beside}`, and its values are numbers of orders")))
}
