//! Who is set apart for a value far outside: clustered with nobody, and a segment of their own in the end.

use super::Prepared;
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

/// The rows that are clustered, and the others.
pub(super) type Sides = (Vec<usize>, Vec<usize>);

/// The members with their groups and places, whoever was set apart among them.
pub(super) type Everybody = (Prepared, Vec<Group>, Vec<Member>);

/// Puts whoever is set apart back, as the last group.
///
/// # Errors
/// A fault of the program.
pub(super) fn everybody(
    prepared: Prepared,
    groups: Vec<Group>,
    members: Vec<Member>,
    swept: &Swept,
) -> Result<Everybody, Error> {
    let Some(apart) = prepared.set_apart else { return Ok((prepared, groups, members)) };
    let (groups, members) = apart.put_back(groups, &members, swept)?;
    let SetApart { table, scaled, points, .. } = apart;
    Ok((Prepared { table, scaled, points, set_apart: None, ..prepared }, groups, members))
}

impl SetApart {
    /// The rows of `table` that `recipe` sets apart, beside the others; `None` when there are none.
    ///
    /// # Errors
    /// When nobody is left.
    pub(super) fn of(table: &FeatureTable, recipe: &Recipe) -> Result<Option<Sides>, Error> {
        let apart = recipe.set_apart(table)?;
        let (outside, inside): Sides = (0..apart.len()).partition(|&row| apart[row]);
        if inside.is_empty() {
            return Err(Error::input(
                format!("outliers is `apart`, and every one of the {} has a value far outside", table.unit.many()),
                "write --outliers winsorize, or --features with fewer features",
            ));
        }
        Ok((!outside.is_empty()).then_some((inside, outside)))
    }

    /// What is known of the clustered rows, where they stand in the whole table.
    pub(super) fn spread(&self, of_inside: &[Option<f64>]) -> Vec<Option<f64>> {
        let mut all = vec![None; self.table.rows()];
        self.inside.iter().zip(of_inside).for_each(|(&row, value)| all[row] = *value);
        all
    }

    /// The clustered rows where they stand in the whole table, and the others as the last group.
    fn put_back(
        &self,
        groups: Vec<Group>,
        members: &[Member],
        swept: &Swept,
    ) -> Result<(Vec<Group>, Vec<Member>), Error> {
        let Self { table, points, inside, outside, .. } = self;
        let segment = groups.len();
        let mut groups: Vec<Group> = groups
            .into_iter()
            .map(|group| Group { rows: group.rows.iter().map(|&row| inside[row]).collect(), ..group })
            .collect();
        let distances = swept.fitted.model.assign(&points.select(outside)).map_err(Error::bug)?;
        let mut all = vec![Member { segment, distance: 0.0, confidence: None }; table.rows()];
        inside.iter().zip(members).for_each(|(&row, member)| all[row] = *member);
        outside.iter().zip(&distances).for_each(|(&row, found)| all[row].distance = found.distance);
        let revenue_minor = outside.iter().map(|&row| table.revenue_minor[row]).sum();
        groups.push(Group { cluster: None, outliers: true, rows: outside.clone(), revenue_minor });
        Ok((groups, all))
    }
}
