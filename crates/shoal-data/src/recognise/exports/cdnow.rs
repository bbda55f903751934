//! CDNOW: the purchases of a shop of compact discs, 1997 and 1998, in text without a header: customer, day as YYYYMMDD, discs, dollars;
//! the sample has the customer's number within the sample besides.

use crate::options::DecimalMark;
use crate::recognise::exports::{Export, Part};
use crate::recognise::profiles::Profiles;
use crate::recognise::roles::Role;
use shoal_segment::receipt::TableKind;

pub(super) static EXPORT: Export = Export { name: "CDNOW", parts: &[MASTER, SAMPLE] };

const MASTER: Part = Part {
    what: "purchases",
    telling: &["column_1", "column_2", "column_3", "column_4"],
    must: &["column_1", "column_2", "column_3", "column_4"],
    least: 4,
    values: Some(are_purchases),
    table: Some(TableKind::Transactions),
    roles: &[
        (Role::Customer, &["column_1"]),
        (Role::Time, &["column_2"]),
        (Role::Quantity, &["column_3"]),
        (Role::Total, &["column_4"]),
    ],
    ..Part::PLAIN
};

const SAMPLE: Part = Part {
    what: "purchases of the sample",
    telling: &["column_1", "column_2", "column_3", "column_4", "column_5"],
    must: &["column_1", "column_2", "column_3", "column_4", "column_5"],
    least: 5,
    values: Some(are_purchases_of_the_sample),
    roles: &[
        (Role::Customer, &["column_1"]),
        (Role::Time, &["column_3"]),
        (Role::Quantity, &["column_4"]),
        (Role::Total, &["column_5"]),
    ],
    ..MASTER
};

fn are_purchases(profiles: &mut Profiles<'_>, source: usize) -> bool {
    follow(profiles, source, 1)
}

fn are_purchases_of_the_sample(profiles: &mut Profiles<'_>, source: usize) -> bool {
    follow(profiles, source, 2)
}

/// Whether the last three columns are days, whole numbers and money with cents.
fn follow(profiles: &mut Profiles<'_>, source: usize, day: usize) -> bool {
    profiles.sources[source].grid.width() == day + 3
        && profiles.are_dates((source, day))
        && profiles.are_numbers((source, day + 1))
        && profiles.numbers((source, day + 1)).decimals(DecimalMark::Point) == 0
        && profiles.are_numbers((source, day + 2))
        && profiles.numbers((source, day + 2)).decimals(DecimalMark::Point) == 2
}
