//! Who is set apart for a value far outside: clustered with nobody, and a segment of their own in the end.

use super::group::Group;
use crate::error::Error;
use crate::model::Member;
use crate::prepare::Recipe;
use crate::sweep::Swept;
use crate::table::FeatureTable;
use shoal_kernel::Points;

/// The whole table beside the rows that are clustered.
pub struct SetApart {
    /// Everybody.
    pub table: FeatureTable,
    /// Their prepared columns, before any rotation.
    pub scaled: Points,
    /// Their points.
    pub points: Points,
    /// The rows that are clustered, ascending.
    pub inside: Vec<usize>,
    /// The others, ascending; at least one.
    pub outside: Vec<usize>,
}

/// Everybody with their groups.
pub(super) type Whole = (FeatureTable, Points, Vec<Group>, Vec<Member>);

impl SetApart {
    /// The rows of `table` that `recipe` sets apart, beside the others; `None` when there are none.
    ///
    /// # Errors
    /// When nobody is left.
    pub(super) fn of(table: &FeatureTable, recipe: &Recipe) -> Result<Option<(Vec<usize>, Vec<usize>)>, Error> {
        let apart = recipe.set_apart(table)?;
        let (outside, inside): (Vec<usize>, Vec<usize>) = (0..apart.len()).partition(|&row| apart[row]);
        if inside.is_empty() {
            return Err(Error::input(
                format!("outliers is `apart`, and every one of the {} has a value far outside", table.unit.many()),
                "write --outliers winsorize, or --features with fewer features",
            ));
        }
        Ok((!outside.is_empty()).then_some((inside, outside)))
    }

    /// Everybody together: the clustered rows where they stand in the whole table, and the others as the last group.
    pub(super) fn put_back(self, groups: Vec<Group>, members: &[Member], swept: &Swept) -> Result<Whole, Error> {
        let Self { table, scaled, points, inside, outside } = self;
        let segment = groups.len();
        let mut groups: Vec<Group> = groups
            .into_iter()
            .map(|group| Group { rows: group.rows.iter().map(|&row| inside[row]).collect(), ..group })
            .collect();
        let distances = swept.fitted.model.assign(&points.select(&outside)).map_err(Error::bug)?;
        let mut all = vec![Member { segment, distance: 0.0, confidence: None }; table.rows()];
        inside.iter().zip(members).for_each(|(&row, member)| all[row] = *member);
        outside.iter().zip(&distances).for_each(|(&row, found)| all[row].distance = found.distance);
        let revenue_minor = outside.iter().map(|&row| table.revenue_minor[row]).sum();
        groups.push(Group { cluster: None, outliers: true, rows: outside, revenue_minor });
        Ok((table, scaled, groups, all))
    }
}
