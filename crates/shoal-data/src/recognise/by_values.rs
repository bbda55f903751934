//! When no name is known: which column's values would fit a role that is needed.
//!
//! Only what is beyond doubt is proposed. A time is a column in which nearly all values are written as dates. Money is a column of
//! numbers of which some have decimals or a currency. A customer is a column of ids (with a digit or an at sign) that repeat and are neither dates nor
//! numbers with decimals. When exactly one column fits, it gets the role; otherwise the fitting ones are named in the error.
//!
//! Cost: one pass over each column that has no role yet; paid only by tables whose names are not known.

use crate::recognise::profiles::Profiles;
use crate::recognise::roles::Role;

/// The share of values that must fit.
const NEARLY_ALL: f64 = 0.99;

/// The columns of a source, without a role yet, whose values fit.
pub(crate) fn fitting(profiles: &mut Profiles<'_>, source: usize, role: Role, free: &[usize]) -> Vec<usize> {
    let fits = |profiles: &mut Profiles<'_>, column: usize| match role {
        Role::Time => is_time(profiles, (source, column)),
        Role::Total => is_money(profiles, (source, column)),
        Role::Customer => is_customer(profiles, (source, column)),
        _ => false,
    };
    free.iter().copied().filter(|&column| fits(profiles, column)).collect()
}

/// Why such a column was taken.
pub(crate) fn because(role: Role) -> &'static str {
    match role {
        Role::Time => "its values: no other column has dates",
        Role::Total => "its values: no other column has numbers with decimals",
        _ => "its values: no other column has ids that repeat",
    }
}

fn is_time(profiles: &mut Profiles<'_>, at: (usize, usize)) -> bool {
    let tally = profiles.dates(at);
    tally.filled > 0 && tally.written_as_dates() as f64 >= NEARLY_ALL * tally.filled as f64
}

fn is_money(profiles: &mut Profiles<'_>, at: (usize, usize)) -> bool {
    if is_time(profiles, at) {
        return false;
    }
    let tally = profiles.numbers(at);
    tally.filled > 0 && tally.looks_like_money() && tally.readable() as f64 >= NEARLY_ALL * tally.filled as f64
}

fn is_customer(profiles: &mut Profiles<'_>, at: (usize, usize)) -> bool {
    if is_time(profiles, at) || profiles.numbers(at).looks_like_money() {
        return false;
    }
    let variety = profiles.variety(at);
    variety.filled > 0
        && variety.distinct < variety.filled
        && variety.id_like as f64 >= NEARLY_ALL * variety.filled as f64
}
