//! Money and quantities: integers with a number of decimals, so that sums are exact and independent of order.
//!
//! Floating point enters only when a feature (an average, a logarithm) needs it.

use serde::{Deserialize, Serialize};
use std::fmt;

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

impl fmt::Display for Amount {
    /// The exact decimal, without zeros at its end: `143941.52`, `-0.05`, `7`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let one = 10u128.pow(u32::from(self.scale.0));
        let (whole, part) = (self.minor.unsigned_abs() / one, self.minor.unsigned_abs() % one);
        let sign = if self.minor < 0 { "-" } else { "" };
        match part {
            0 => write!(f, "{sign}{whole}"),
            _ => {
                let digits = format!("{part:0width$}", width = usize::from(self.scale.0));
                write!(f, "{sign}{whole}.{}", digits.trim_end_matches('0'))
            }
        }
    }
}

impl Serialize for Amount {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_f64(self.to_f64())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn amounts_are_exact_decimals() {
        for (minor, scale, text) in [
            (14_394_152, 2, "143941.52"),
            (14_394_150, 2, "143941.5"),
            (-5, 2, "-0.05"),
            (700, 2, "7"),
            (7, 0, "7"),
            (0, 6, "0"),
            (i128::MAX, 6, "170141183460469231731687303715884.105727"),
        ] {
            assert_eq!(Amount { minor, scale: Scale(scale) }.to_string(), text);
        }
    }
}
