//! The choices of the cleaning policy: each a few words, of which one is the default.

use crate::error::Error;

/// Declares a choice: its words with their meanings; the first is the default.
macro_rules! choice {
    ($(#[$about:meta])* $name:ident, $option:literal, $allowed:literal, $($(#[$meaning:meta])* $variant:ident = $word:literal),+) => {
        $(#[$about])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
        pub enum $name {
            $($(#[$meaning])* $variant),+
        }

        impl $name {
            /// The word in settings and flags.
            pub fn word(self) -> &'static str {
                match self {
                    $(Self::$variant => $word),+
                }
            }
        }

        impl std::str::FromStr for $name {
            type Err = Error;

            fn from_str(text: &str) -> Result<Self, Error> {
                match text {
                    $($word => Ok(Self::$variant),)+
                    _ => Err(Error::BadOption { option: $option, given: format!("`{text}`"), allowed: $allowed }),
                }
            }
        }
    };
}

choice!(
    /// What becomes of money and goods that came back.
    Back, "--policy returns, refunds or negative_prices", "net or set_aside",
    /// Subtracted.
    #[default]
    Net = "net",
    /// Left out, as if it had not come back.
    SetAside = "set_aside"
);

choice!(
    /// What becomes of rows that are odd and readable.
    Odd, "--policy zero_prices, zero_quantities or tests", "keep or set_aside",
    /// Used.
    #[default]
    Keep = "keep",
    /// Left out.
    SetAside = "set_aside"
);

choice!(
    /// What becomes of rows that are identical in every field.
    Duplicates, "--policy duplicates", "auto, keep or set_aside",
    /// Left out where a table has one row per order, so that they are copies; else kept and told.
    #[default]
    Auto = "auto",
    /// Kept and told: a customer can buy the same thing twice.
    Keep = "keep",
    /// All but one left out.
    SetAside = "set_aside"
);

choice!(
    /// What becomes of rows whose product code is postage, a fee or the like.
    Services, "--policy services", "money, keep or set_aside",
    /// Their money counts; they are no product and have no units.
    #[default]
    Money = "money",
    /// They count as products.
    Keep = "keep",
    /// Left out.
    SetAside = "set_aside"
);
