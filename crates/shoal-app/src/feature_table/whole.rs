//! Which features are whole numbers by definition, so that a format with types can say so whatever the values are.

/// Their names, of either unit.
const WHOLE: &[&str] = &[
    "recency_days",
    "tenure_days",
    "lifespan_days",
    "days_to_first_order",
    "orders",
    "active_months",
    "active_days",
    "longest_days_between_orders",
    "orders_last_90_days",
    "lines",
    "distinct_products",
    "distinct_categories",
    "channels",
    "r_score",
    "f_score",
    "m_score",
];

/// Whether the feature called `name` is a whole number for everybody.
pub(super) fn is_whole(name: &str) -> bool {
    WHOLE.contains(&name)
}

#[cfg(test)]
mod tests {
    use super::*;
    use shoal_segment::feature::{Unit, catalog};

    #[test]
    fn every_name_is_in_the_catalog() {
        for name in WHOLE {
            assert!(Unit::ALL.iter().any(|&unit| catalog(unit).iter().any(|feature| feature.name == *name)), "{name}");
        }
    }
}
