//! Money and quantities: integers with a number of decimals, so that sums are exact and independent of order.
//!
//! Floating point enters only when a feature (an average, a logarithm) needs it.

use serde::{Deserialize, Serialize};

/// How many decimal places the integers of a column carry: `Scale(2)` means that `1234` stands for 12.34.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Scale(
    /// Decimal places, 0 to 9.
    pub u8,
);

impl Scale {
    /// The integer as a number in whole units, correctly rounded to the nearest `f64` below 2^53.
    pub fn to_f64(self, minor: i128) -> f64 {
        minor as f64 / 10f64.powi(i32::from(self.0))
    }
}

/// An exact amount. It is written to JSON as a decimal number (exact to 15 digits).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Amount {
    /// The amount in the smallest unit of `scale`.
    pub minor: i128,
    /// Decimal places of `minor`.
    pub scale: Scale,
}

impl Amount {
    /// The amount in whole units.
    pub fn to_f64(self) -> f64 {
        self.scale.to_f64(self.minor)
    }
}

impl Serialize for Amount {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_f64(self.to_f64())
    }
}
