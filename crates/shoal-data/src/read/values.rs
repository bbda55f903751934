//! What the fields of first rows look like: values, or the names of columns.
//!
//! A first row is data, and the table has no header, when every field of it is a number or a date, at least one of them is what no
//! column is called (a date, decimals, a minus, a zero before other digits, five digits, or the same number twice), and the rows
//! below hold the same kind of value in the same columns; or when one of its fields is a date, not a bare number, and the rows
//! below have dates there as well: no column of dates is called after one of them. So `1,2,3` and `2019,2020,2021` are headers, and so is any
//! other row with a name in it or with an empty field.
//!
//! Cost: nothing for a header with a name; otherwise the first rows are looked at.

use crate::value::moment;
use crate::value::number::{NumberFault, parse};
use crate::value::number_form::NumberForm;

/// So many of the first rows are looked at.
pub(crate) const LOOKED_AT: usize = 100;
/// From so many digits on a number is no name of a column.
const LONG: usize = 5;

/// What a value is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Class {
    Number,
    Date,
}

impl Class {
    fn of(field: &[u8]) -> Option<Self> {
        let field = field.trim_ascii();
        match parse(field, NumberForm::default()) {
            Ok(_) => Some(Self::Number),
            Err(NumberFault::Text | NumberFault::NotFinite) => moment::parse(field, None).map(|_| Self::Date),
            // A decimal comma, a currency sign: a number all the same.
            Err(_) => Some(Self::Number),
        }
    }
}

/// Whether the first row is data; `others` are some of the rows below.
pub(crate) fn are_data(first: &[Vec<u8>], others: &[Vec<Vec<u8>>]) -> bool {
    let is_date =
        |(column, field): (usize, &Vec<u8>)| Class::of(field) == Some(Class::Date) && has_dates(column, others);
    if first.iter().enumerate().any(is_date) {
        return true;
    }
    let Some(classes) = first.iter().map(|field| Class::of(field)).collect::<Option<Vec<Class>>>() else {
        return false;
    };
    let repeats = first.iter().enumerate().any(|(at, field)| first[..at].contains(field));
    let telling = repeats || first.iter().zip(&classes).any(|(field, class)| is_no_name(field.trim_ascii(), *class));
    telling && classes.iter().enumerate().all(|(column, class)| most_are(*class, column, others))
}

/// Whether a column has values, and most of them are dates.
fn has_dates(column: usize, rows: &[Vec<Vec<u8>>]) -> bool {
    rows.iter().filter_map(|row| row.get(column)).any(|field| Class::of(field) == Some(Class::Date))
        && most_are(Class::Date, column, rows)
}

/// Whether a number or date is nothing that a column would be called.
fn is_no_name(field: &[u8], class: Class) -> bool {
    let digits = field.iter().all(u8::is_ascii_digit);
    class == Class::Date || !digits || field.len() >= LONG || (field.len() > 1 && field[0] == b'0')
}

/// Whether at least half of the values of a column are of a kind; so is a column without values.
fn most_are(class: Class, column: usize, rows: &[Vec<Vec<u8>>]) -> bool {
    let values = || rows.iter().filter_map(|row| row.get(column)).filter(|field| !field.trim_ascii().is_empty());
    2 * values().filter(|field| Class::of(field) == Some(class)).count() >= values().count()
}

/// Whether some column of the rows, below the first one, holds numbers or dates in nine of ten.
pub(crate) fn fill_a_column(rows: &[Vec<Vec<u8>>]) -> bool {
    let below = if rows.len() > 1 { &rows[1..] } else { rows };
    let width = rows.first().map_or(0, Vec::len);
    (0..width).any(|column| {
        let is_value = |row: &&Vec<Vec<u8>>| row.get(column).is_some_and(|field| Class::of(field).is_some());
        10 * below.iter().filter(is_value).count() >= 9 * below.len()
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(text: &str) -> Vec<Vec<u8>> {
        text.split(',').map(|field| field.as_bytes().to_vec()).collect()
    }

    #[test]
    fn headers_and_data() {
        for (first, other, expected) in [
            ("00001,19970101,1,11.77", "00002,19970101,2,12", true),
            ("5.1,3.5", "4.9,3", true),
            ("2024-01-05,3", "2024-01-06,4", true),
            ("1,1,5", "2,2,7", true),
            ("-3,4", "5,6", true),
            ("$1.50,3", "$2,4", true),
            ("664159,550946", "665845,557965", true),
            ("1,2,3", "4,5,6", false),
            ("2019,2020,2021", "10,20,30", false),
            ("customer,19970101", "a,5", false),
            (",19970101", "a,5", false),
            ("19970101,", "5,6", false),
            ("2024-01-01,2024-02-01", "5,7", false),
            ("00001,1.5", "x,y", false),
            ("id,date,total", "1,2024-01-01,2", false),
            ("NA,1.5", "1,2", false),
            ("1000,C00,2024-01-05,,5", "1001,C01,2024-01-06,x,6", true),
            ("id,2024-01-05", "1,", false),
        ] {
            assert_eq!(are_data(&row(first), &[row(other)]), expected, "{first}");
        }
    }
}
