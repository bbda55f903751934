//! A condition as it was written: columns by name, values as they stand, with their places in the text.

use crate::value::number::Decimal;
use shoal_segment::date::Day;

/// True, false or neither, for a row.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Condition<C, V> {
    /// All are true.
    All(Vec<Self>),
    /// One is true.
    Any(Vec<Self>),
    /// It is false.
    Not(Box<Self>),
    /// A column beside a value.
    Compare(C, Comparison, V),
    /// From the first value to the second, both included.
    Between(C, V, V),
    /// One of some values.
    In(C, Vec<V>),
    /// The cell is missing.
    IsNull(C),
    /// The text has this pattern.
    Like(C, Vec<Piece>),
}

/// How two values lie.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Comparison {
    /// `=`
    Equal,
    /// `!=`, `<>`
    NotEqual,
    /// `<`
    Less,
    /// `<=`
    AtMost,
    /// `>`
    Greater,
    /// `>=`
    AtLeast,
}

impl Comparison {
    /// Whether it holds of an ordering.
    pub(crate) fn holds(self, ordering: std::cmp::Ordering) -> bool {
        match self {
            Self::Equal => ordering.is_eq(),
            Self::NotEqual => ordering.is_ne(),
            Self::Less => ordering.is_lt(),
            Self::AtMost => ordering.is_le(),
            Self::Greater => ordering.is_gt(),
            Self::AtLeast => ordering.is_ge(),
        }
    }
}

/// A piece of a pattern.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Piece {
    /// `%`
    AnyText,
    /// `_`
    AnyCharacter,
    /// Itself.
    Character(char),
}

/// The pieces of a pattern.
pub(crate) fn pattern(text: &str) -> Vec<Piece> {
    let piece = |c| match c {
        '%' => Piece::AnyText,
        '_' => Piece::AnyCharacter,
        other => Piece::Character(other),
    };
    text.chars().map(piece).collect()
}

/// Something written, with its first byte.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Written<T> {
    pub(crate) at: usize,
    pub(crate) what: T,
}

/// A value as written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Literal {
    /// A number and its text.
    Number(Decimal, String),
    /// A day and its text.
    Day(Day, String),
    /// What stood in quotes.
    Text(String),
}

/// A condition over names.
pub(crate) type Parsed = Condition<Written<String>, Written<Literal>>;
