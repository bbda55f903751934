//! Another table's columns for the customers that are known: scores, answers, a census.
//!
//! Columns are joined by the customer's id. A customer whom only that table knows is not added. A column
//! that is called as one that is there (as features are called: capitals and signs do not count) gets the name of its table before
//! its own.

use crate::feature::given;
use crate::lines::{Attribute, Customers, NO_KEY, Number};

impl Customers {
    /// Takes the columns of `other`, which comes from the table called `table`; sign-up days only where none is known. Returns how many
    /// customers of `other` are known here. `O(n log n)`.
    pub fn join(&mut self, other: &Customers, table: &str) -> usize {
        let places: Vec<Option<usize>> = self.ids.iter().map(|id| other.ids.binary_search(id).ok()).collect();
        for (mine, place) in self.signup.iter_mut().zip(&places) {
            *mine = mine.or_else(|| place.and_then(|place| other.signup[place]));
        }
        let taken: Vec<String> = self.names().map(given::name).collect();
        for number in &other.numbers {
            let values = places.iter().map(|place| place.and_then(|place| number.values[place])).collect();
            self.numbers.push(Number { name: free_name(&number.name, table, &taken), values });
        }
        for attribute in &other.attributes {
            let codes = places.iter().map(|place| place.map_or(NO_KEY, |place| attribute.codes[place])).collect();
            let name = free_name(&attribute.name, table, &taken);
            self.attributes.push(Attribute { name, levels: attribute.levels.clone(), codes, context: None });
        }
        self.numbers.sort_by(|a, b| a.name.cmp(&b.name));
        self.attributes.sort_by(|a, b| a.name.cmp(&b.name));
        places.iter().flatten().count()
    }

    fn names(&self) -> impl Iterator<Item = &str> {
        let numbers = self.numbers.iter().map(|number| number.name.as_str());
        numbers.chain(self.attributes.iter().map(|attribute| attribute.name.as_str()))
    }
}

/// The column's name, with as many of the table's names before it as make it a new one.
fn free_name(column: &str, table: &str, taken: &[String]) -> String {
    let mut name = column.to_owned();
    while taken.contains(&given::name(&name)) {
        name = format!("{table} {name}");
    }
    name
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::date::Day;

    fn customers(ids: &[&str], numbers: &[(&str, &[f64])], plan: &[&str]) -> Customers {
        let mut levels: Vec<String> = plan.iter().map(|level| (*level).to_owned()).collect();
        levels.sort();
        levels.dedup();
        let code = |level: &&str| levels.iter().position(|other| other == level).unwrap() as u32;
        Customers {
            ids: ids.iter().map(|id| (*id).to_owned()).collect(),
            signup: vec![None; ids.len()],
            numbers: numbers
                .iter()
                .map(|(name, values)| Number {
                    name: (*name).into(),
                    values: values.iter().map(|&value| Some(value)).collect(),
                })
                .collect(),
            attributes: vec![Attribute {
                name: "Plan".into(),
                codes: plan.iter().map(code).collect(),
                levels,
                context: None,
            }],
        }
    }

    #[test]
    fn columns_come_to_the_customers_that_are_known() {
        let mut mine = customers(&["a", "b", "d"], &[("Churn Risk", &[1.0, 2.0, 3.0])], &["x", "y", "x"]);
        let mut other = customers(
            &["b", "c", "d"],
            &[("churn_risk", &[7.0, 8.0, 9.0]), ("Age", &[20.0, 30.0, 40.0])],
            &["p", "q", "r"],
        );
        other.signup[0] = Some(Day(5));
        assert_eq!(mine.join(&other, "scores"), 2);
        assert_eq!(mine.ids, ["a", "b", "d"]);
        assert_eq!(mine.signup, [None, Some(Day(5)), None]);
        let names: Vec<&str> = mine.numbers.iter().map(|number| number.name.as_str()).collect();
        assert_eq!(names, ["Age", "Churn Risk", "scores churn_risk"]);
        assert_eq!(mine.numbers[2].values, [None, Some(7.0), Some(9.0)]);
        assert_eq!(mine.attributes[1].name, "scores Plan");
        assert_eq!(mine.attributes[1].codes, [NO_KEY, 0, 2]);
    }
}
