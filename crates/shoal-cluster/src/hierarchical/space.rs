//! An order of points in which neighbours in the order are neighbours in space.

/// The rows of `values` (row after row, `columns` wide) in such an order: any run of `block` rows from a multiple of `block` on
/// lies in a box of its own. The rows are halved across the column in which they spread the widest, again and again, as in
/// a k-d tree. Time O(n d log n).
pub(super) fn order_in_space(values: &[f64], columns: usize, block: usize) -> Vec<usize> {
    let mut order: Vec<usize> = (0..values.len() / columns).collect();
    let mut parts: Vec<&mut [usize]> = vec![&mut order];
    while let Some(part) = parts.pop() {
        if part.len() <= block {
            continue;
        }
        let column = widest(values, columns, part);
        let value = |row: usize| values[row * columns + column];
        // The left half is a whole number of blocks.
        let middle = part.len().div_ceil(block) / 2 * block;
        part.select_nth_unstable_by(middle, |&a, &b| value(a).total_cmp(&value(b)).then(a.cmp(&b)));
        let (left, right) = part.split_at_mut(middle);
        parts.push(left);
        parts.push(right);
    }
    order
}

/// The column in which `rows` spread the widest; of equal ones the first.
fn widest(values: &[f64], columns: usize, rows: &[usize]) -> usize {
    let mut low = vec![f64::INFINITY; columns];
    let mut high = vec![f64::NEG_INFINITY; columns];
    for &row in rows {
        for (column, &value) in values[row * columns..][..columns].iter().enumerate() {
            low[column] = low[column].min(value);
            high[column] = high[column].max(value);
        }
    }
    let spread = |column: usize| high[column] - low[column];
    (0..columns).fold(0, |best, column| if spread(column) > spread(best) { column } else { best })
}
