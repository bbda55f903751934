//! A small square matrix, row after row.

/// A square matrix of `size` × `size` numbers.
#[derive(Clone, Debug, PartialEq)]
pub struct Square {
    values: Vec<f64>,
    size: usize,
}

impl Square {
    /// All zeros.
    pub fn zeros(size: usize) -> Self {
        Self { values: vec![0.0; size * size], size }
    }

    /// Ones on the diagonal, zeros elsewhere.
    pub fn identity(size: usize) -> Self {
        let mut matrix = Self::zeros(size);
        for i in 0..size {
            matrix.set(i, i, 1.0);
        }
        matrix
    }

    /// Number of rows and of columns.
    pub fn size(&self) -> usize {
        self.size
    }

    /// The entry in row `i` and column `j`.
    #[inline]
    pub fn get(&self, i: usize, j: usize) -> f64 {
        self.values[i * self.size + j]
    }

    /// Writes the entry in row `i` and column `j`.
    #[inline]
    pub fn set(&mut self, i: usize, j: usize, value: f64) {
        self.values[i * self.size + j] = value;
    }

    /// Row `i`.
    pub fn row(&self, i: usize) -> &[f64] {
        &self.values[i * self.size..(i + 1) * self.size]
    }

    /// The diagonal: one entry per row.
    pub fn diagonal(&self) -> Vec<f64> {
        (0..self.size).map(|i| self.get(i, i)).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn entries_rows_and_diagonal() {
        let mut matrix = Square::identity(3);
        matrix.set(0, 2, 5.0);
        assert_eq!(matrix.row(0), [1.0, 0.0, 5.0]);
        assert_eq!(matrix.diagonal(), [1.0; 3]);
        assert_eq!((matrix.get(0, 2), matrix.get(2, 0), matrix.size()), (5.0, 0.0, 3));
    }
}
