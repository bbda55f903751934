//! The slow twin: random conditions are written as text, read again, and asked of random rows; a plain evaluator over the condition as it was
//! made must agree.

#![allow(clippy::unwrap_used, reason = "a test may fail")]

use crate::filter::bind::{Bound, Filter, Reading, Value};
use crate::filter::condition::{Comparison, Condition, Literal, Parsed, pattern};
use crate::filter::evaluate::Cells;
use crate::filter::parser::parse;
use crate::options::DateOrder;
use crate::value::date_form::DateForm;
use crate::value::number_form::NumberForm;
use proptest::prelude::*;

/// A condition over three columns: `n` numbers, `d` days, `t` texts. Values are indices into the tables below.
#[derive(Debug, Clone)]
enum Plain {
    All(Vec<Plain>),
    Any(Vec<Plain>),
    Not(Box<Plain>),
    Compare(usize, &'static str, usize),
    Between(usize, usize, usize),
    In(usize, Vec<usize>),
    IsNull(usize),
    StartsWith(usize),
}

const COLUMNS: [&str; 3] = ["n", "d", "\"t x\""];
const VALUES: [[&str; 4]; 3] = [
    ["-1", "0", "2.50", "1e1"],
    ["2023-12-31", "2024-01-01", "2024-01-02", "2024-02-29"],
    ["'a'", "'b'", "'it''s'", "'ab'"],
];
/// What is compared, in the same order.
const NUMBERS: [f64; 4] = [-1.0, 0.0, 2.5, 10.0];
const TEXTS: [&str; 4] = ["a", "b", "it's", "ab"];
const CELLS: [[&str; 6]; 3] = [
    ["-1.00", "0", "2.5", "10", "", "x"],
    ["2023-12-31 10:00", "2024-01-01", "2024-01-02T23:59:59", "29.2.2024", "", "soon"],
    ["a", " b ", "it's", "ab", "", "NULL"],
];

fn plain() -> impl Strategy<Value = Plain> {
    let signs = proptest::sample::select(vec!["=", "!=", "<>", "<", "<=", ">", ">="]);
    let leaf = prop_oneof![
        (0..3usize, signs, 0..4usize).prop_map(|(column, sign, value)| Plain::Compare(column, sign, value)),
        (0..3usize, 0..4usize, 0..4usize).prop_map(|(column, low, high)| Plain::Between(column, low, high)),
        (0..3usize, proptest::collection::vec(0..4usize, 1..4)).prop_map(|(column, values)| Plain::In(column, values)),
        (0..3usize).prop_map(Plain::IsNull),
        (0..4usize).prop_map(Plain::StartsWith),
    ];
    leaf.prop_recursive(4, 24, 3, |inner| {
        prop_oneof![
            proptest::collection::vec(inner.clone(), 2..4).prop_map(Plain::All),
            proptest::collection::vec(inner.clone(), 2..4).prop_map(Plain::Any),
            inner.prop_map(|inside| Plain::Not(Box::new(inside))),
        ]
    })
}

fn written(plain: &Plain) -> String {
    let joined = |parts: &[Plain], word: &str| {
        parts.iter().map(|part| format!("({})", written(part))).collect::<Vec<_>>().join(word)
    };
    match plain {
        Plain::All(parts) => joined(parts, " AND "),
        Plain::Any(parts) => joined(parts, " or\n"),
        Plain::Not(inside) => format!("Not ({})", written(inside)),
        Plain::Compare(column, sign, value) => format!("{}{sign}{}", COLUMNS[*column], VALUES[*column][*value]),
        Plain::Between(column, low, high) => {
            format!("{} between {} and {}", COLUMNS[*column], VALUES[*column][*low], VALUES[*column][*high])
        }
        Plain::In(column, values) => {
            let values: Vec<&str> = values.iter().map(|&value| VALUES[*column][value]).collect();
            format!("{} in ({})", COLUMNS[*column], values.join(", "))
        }
        Plain::IsNull(column) => format!("{} is null", COLUMNS[*column]),
        Plain::StartsWith(value) => format!("{} like {}%'", COLUMNS[2], VALUES[2][*value].trim_end_matches('\'')),
    }
}

/// The value that a cell has, as a position in its table of values; 4 and 5 are missing.
fn known(cell: usize) -> Option<usize> {
    (cell < 4).then_some(cell)
}

fn ordering(column: usize, a: usize, b: usize) -> std::cmp::Ordering {
    match column {
        0 => NUMBERS[a].total_cmp(&NUMBERS[b]),
        1 => a.cmp(&b),
        _ => TEXTS[a].cmp(TEXTS[b]),
    }
}

fn slowly(plain: &Plain, row: [usize; 3]) -> Option<bool> {
    let compared = |column: usize, value: usize| known(row[column]).map(|cell| ordering(column, cell, value));
    match plain {
        Plain::All(parts) => {
            let parts: Vec<Option<bool>> = parts.iter().map(|part| slowly(part, row)).collect();
            if parts.contains(&Some(false)) {
                Some(false)
            } else if parts.contains(&None) {
                None
            } else {
                Some(true)
            }
        }
        Plain::Any(parts) => {
            let parts: Vec<Option<bool>> = parts.iter().map(|part| slowly(part, row)).collect();
            if parts.contains(&Some(true)) {
                Some(true)
            } else if parts.contains(&None) {
                None
            } else {
                Some(false)
            }
        }
        Plain::Not(inside) => slowly(inside, row).map(|known| !known),
        Plain::Compare(column, sign, value) => compared(*column, *value).map(|ordering| match *sign {
            "=" => ordering.is_eq(),
            "!=" | "<>" => ordering.is_ne(),
            "<" => ordering.is_lt(),
            "<=" => ordering.is_le(),
            ">" => ordering.is_gt(),
            _ => ordering.is_ge(),
        }),
        Plain::Between(column, low, high) => {
            Some(compared(*column, *low)?.is_ge() && compared(*column, *high)?.is_le())
        }
        Plain::In(column, values) => {
            known(row[*column])?;
            Some(values.iter().any(|&value| compared(*column, value).is_some_and(std::cmp::Ordering::is_eq)))
        }
        Plain::IsNull(column) => Some(known(row[*column]).is_none()),
        Plain::StartsWith(value) => known(row[2]).map(|cell| TEXTS[cell].starts_with(TEXTS[*value])),
    }
}

/// Columns by their letters, without tables.
fn bound(parsed: &Parsed) -> Filter {
    let column = |name: &str| {
        let (column, reading) = match name {
            "n" => (0, Reading::Number(NumberForm::default())),
            "d" => (1, Reading::Day),
            _ => (2, Reading::Text),
        };
        Bound { column: Some(column), name: name.to_owned(), reading }
    };
    let value = |literal: &Literal| match literal {
        Literal::Number(number, _) => Value::Number(*number),
        Literal::Day(day, _) => Value::Day(*day),
        Literal::Text(text) => Value::Text(text.clone().into_bytes()),
    };
    match parsed {
        Condition::All(parts) => Condition::All(parts.iter().map(bound).collect()),
        Condition::Any(parts) => Condition::Any(parts.iter().map(bound).collect()),
        Condition::Not(inside) => Condition::Not(Box::new(bound(inside))),
        Condition::Compare(name, which, literal) => {
            Condition::Compare(column(&name.what), *which, value(&literal.what))
        }
        Condition::Between(name, low, high) => {
            Condition::Between(column(&name.what), value(&low.what), value(&high.what))
        }
        Condition::In(name, values) => {
            Condition::In(column(&name.what), values.iter().map(|literal| value(&literal.what)).collect())
        }
        Condition::IsNull(name) => Condition::IsNull(column(&name.what)),
        Condition::Like(name, pieces) => Condition::Like(column(&name.what), pieces.clone()),
    }
}

fn cells() -> Cells {
    Cells { dates: DateForm { order: DateOrder::MonthFirst, unix: None, zone: None }, epoch: None }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 2_000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_condition_is_what_it_says(plain in plain(), row in [0..6usize, 0..6usize, 0..6usize]) {
        let text = written(&plain);
        let parsed = parse(&text).map_err(|fault| TestCaseError::fail(format!("{text}: {fault:?}")))?;
        let cells = cells();
        let cell = |bound: &Bound| CELLS[bound.column.unwrap()][row[bound.column.unwrap()]].as_bytes();
        prop_assert_eq!(cells.ask(&bound(&parsed), &cell), slowly(&plain, row), "{}", text);
    }
}

#[test]
fn not_binds_before_and_before_or() {
    let asked = |text: &str| {
        let cells = cells();
        cells.ask(&bound(&parse(text).unwrap()), &|bound| CELLS[bound.column.unwrap()][1].as_bytes())
    };
    assert_eq!(asked("n = 0 or n = 0 and n = 5"), Some(true));
    assert_eq!(asked("(n = 0 or n = 0) and n = 5"), Some(false));
    assert_eq!(asked("not n = 5 and n = 0"), Some(true));
    assert_eq!(asked("not (n = 5 or n = 0)"), Some(false));
    assert_eq!(pattern("_%").len(), 2);
    assert!(Comparison::AtLeast.holds(std::cmp::Ordering::Equal));
}
