//! The kinds of customers of the made-up shop, and their habits.

use super::product::Tier;
use shoal_kernel::Stream;

/// Standard deviation of the logarithm of a customer's pace around that of their kind.
const PACE_SPREAD: f64 = 0.35;

/// What a customer is like: the truth that a segmentation should find again.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum CustomerKind {
    /// Long with the shop, order every month, middling baskets.
    Regular,
    /// Long with the shop, order small things very often.
    Nibbler,
    /// Order seldom, but large.
    Splurger,
    /// Joined lately, one or two orders.
    Newcomer,
    /// Ordered in their first months, then never again.
    Lapsed,
}

/// How a kind of customer behaves; ranges are inclusive.
pub(super) struct Habits {
    pub(super) joined_days_ago: (i32, i32),
    pub(super) active_days: (i32, i32),
    pub(super) gap_days: f64,
    pub(super) products_per_order: (i32, i32),
    pub(super) units_per_product: (i32, i32),
    pub(super) tier: Tier,
    /// How often a product is of the kind's tier; otherwise it is a whim.
    pub(super) loyalty_to_tier: f64,
}

impl Habits {
    /// The habits of one customer: around those of the kind, so that kinds run into each other as they do in life.
    pub(super) fn of_one(self, random: &mut Stream) -> Self {
        let pace = (PACE_SPREAD * random.normal()).exp();
        Self { gap_days: self.gap_days * pace, loyalty_to_tier: 0.88 + 0.12 * random.uniform(), ..self }
    }
}

impl CustomerKind {
    /// All kinds.
    pub const ALL: [Self; 5] = [Self::Regular, Self::Nibbler, Self::Splurger, Self::Newcomer, Self::Lapsed];

    /// The word in `Truth.csv`.
    pub fn word(self) -> &'static str {
        match self {
            Self::Regular => "regular",
            Self::Nibbler => "nibbler",
            Self::Splurger => "splurger",
            Self::Newcomer => "newcomer",
            Self::Lapsed => "lapsed",
        }
    }

    fn share(self) -> f64 {
        match self {
            Self::Regular | Self::Splurger => 0.15,
            Self::Nibbler => 0.20,
            Self::Newcomer | Self::Lapsed => 0.25,
        }
    }

    /// The kind that a uniform number from 0 to 1 stands for.
    pub(super) fn drawn(uniform: f64) -> Self {
        let mut upto = 0.0;
        let found = Self::ALL.into_iter().find(|kind| {
            upto += kind.share();
            uniform < upto
        });
        found.unwrap_or(Self::Lapsed)
    }

    pub(super) fn habits(self) -> Habits {
        let base = Habits {
            joined_days_ago: (180, 720),
            active_days: (1000, 1000),
            gap_days: 30.0,
            products_per_order: (1, 3),
            units_per_product: (1, 2),
            tier: Tier::Middle,
            loyalty_to_tier: 1.0,
        };
        match self {
            Self::Regular => Habits { gap_days: 28.0, products_per_order: (2, 3), ..base },
            Self::Nibbler => Habits { gap_days: 20.0, products_per_order: (1, 2), tier: Tier::Small, ..base },
            Self::Splurger => Habits { gap_days: 110.0, products_per_order: (1, 3), tier: Tier::Large, ..base },
            Self::Newcomer => Habits { joined_days_ago: (3, 90), gap_days: 40.0, products_per_order: (1, 2), ..base },
            Self::Lapsed => Habits { joined_days_ago: (350, 720), active_days: (20, 180), gap_days: 45.0, ..base },
        }
    }
}
