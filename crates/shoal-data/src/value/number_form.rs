//! How the numbers of a column are written: which mark is the decimal mark, and whether they are percentages.
//! `docs/decisions/numbers-as-written.md` says why so.
//!
//! Decided by the name of the column over all rows of all tables, in this order:
//!
//! 1. `--decimal` decides when it is given.
//! 2. A value that can be a number in one way only decides for it: `12,50` and `1.234.567` for the comma, `12.50`, `0,123` …
//!    for the point. When there are both, the more frequent kind wins; the values that contradict it stay unreadable, so that they
//!    count against `--max-unreadable`, and the receipt has a note. Equally many decide nothing.
//! 3. Else the values of all columns of numbers in the same kind of table decide, then those of all tables.
//! 4. Else the point is the decimal mark: `1.234` is a fraction and `1,234` a thousand. Where there are such values, a note says so
//!    and names `--decimal`.
//!
//! The cells of a workbook that hold numbers have a decimal point by themselves (`cells`): there only cells of text decide, and only
//! they are read with a comma.
//!
//! *Percent.* `12 %` is no money and no quantity: such a row is unreadable. A column of customers is one of percentages when more of
//! its values have the sign than not: then `12 %` is 12, and 12 without the sign is missing, because it could be 1,200 %.

use crate::options::DecimalMark;
use crate::value::number_tally::NumberTally;

/// How the numbers of a column are read. The default is that of programs: `1234.56`.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct NumberForm {
    /// The decimal mark.
    pub(crate) mark: DecimalMark,
    /// Whether they have a percent sign.
    pub(crate) percent: bool,
    /// Whether plain numbers are cells of a workbook, which have a decimal point whatever the mark.
    pub(crate) cells: bool,
}

/// Why a mark was taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Why {
    /// `--decimal` says so.
    Forced,
    /// Values of the column can only be read so.
    Own,
    /// Values of other columns can only be read so.
    Others,
    /// Nothing says so, and some values would be other numbers.
    Assumed,
    /// Every value is the same number either way.
    Same,
}

/// The decimal mark of a column, from what is written in it, in tables of its kind and in all.
pub(crate) fn decide(
    forced: Option<DecimalMark>,
    own: &NumberTally,
    kind: &NumberTally,
    all: &NumberTally,
) -> (DecimalMark, Why) {
    if let Some(mark) = forced {
        return (mark, Why::Forced);
    }
    let others = || kind.proven().or_else(|| all.proven());
    match (own.proven(), own.either.count + own.proofs(DecimalMark::Comma)) {
        (Some(mark), _) => (mark, Why::Own),
        (None, 0) => (DecimalMark::Point, Why::Same),
        (None, _) => others().map_or((DecimalMark::Point, Why::Assumed), |mark| (mark, Why::Others)),
    }
}

/// How a column of one file was read, for the receipt; nothing when its numbers are plain.
pub(crate) fn words(here: &NumberTally, whole: &NumberTally, form: NumberForm, why: Why) -> Option<String> {
    let told = form.mark == DecimalMark::Comma || here.dressed > 0 || here.either.count > 0;
    if !told {
        return None;
    }
    let proofs = whole.proofs(form.mark);
    let because = match why {
        Why::Forced => format!("as `--decimal {}` says", form.mark.word()),
        Why::Own => {
            let example = match form.mark {
                DecimalMark::Comma => format!(", for instance `{}`", whole.comma.text()),
                DecimalMark::Point => String::new(),
            };
            format!("{proofs} {} can only be read so{example}", if proofs == 1 { "value" } else { "values" })
        }
        Why::Others => "as in other columns".to_owned(),
        Why::Assumed => format!("assumed, `{}` could be either", whole.either.text()),
        Why::Same => "no value reads differently otherwise".to_owned(),
    };
    let currencies = whole.currencies.names().join(", ");
    let dress = match (currencies.as_str(), form.percent) {
        (_, true) => ", in percent".to_owned(),
        ("", _) => String::new(),
        (names, _) => format!(", with {names}"),
    };
    Some(format!("decimal {} ({because}){dress}", form.mark.word()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tally(values: &[&str]) -> NumberTally {
        let mut tally = NumberTally::default();
        values.iter().for_each(|value| tally.add(value.as_bytes(), 1, false));
        tally
    }

    #[test]
    fn evidence_decides() {
        use DecimalMark::{Comma, Point};
        let none = NumberTally::default();
        let commas = tally(&["1,50"]);
        for (values, kind, all, expected) in [
            (&["1.50", "2"][..], &none, &none, (Point, Why::Own)),
            (&["1,50", "1.234"], &none, &none, (Comma, Why::Own)),
            (&["1.234.567"], &none, &none, (Comma, Why::Own)),
            (&["1,234,567"], &none, &none, (Point, Why::Own)),
            (&["0,125"], &none, &none, (Comma, Why::Own)),
            (&["1,50", "2,50", "3.50"], &none, &none, (Comma, Why::Own)),
            (&["1,234"], &none, &none, (Point, Why::Assumed)),
            (&["1.234"], &none, &none, (Point, Why::Assumed)),
            (&["1.234"], &commas, &none, (Comma, Why::Others)),
            (&["1.234"], &none, &commas, (Comma, Why::Others)),
            (&["12", "5-"], &commas, &commas, (Point, Why::Same)),
            (&["1,50", "3.50"], &none, &none, (Point, Why::Assumed)),
            (&["1,50", "3.50"], &commas, &none, (Comma, Why::Others)),
        ] {
            assert_eq!(decide(None, &tally(values), kind, all), expected, "{values:?}");
        }
        assert_eq!(decide(Some(Comma), &tally(&["1.5"]), &none, &none), (Comma, Why::Forced));
    }

    #[test]
    fn numbers_in_words() {
        let told = |values: &[&str]| {
            let tally = tally(values);
            let (mark, why) = decide(None, &tally, &NumberTally::default(), &NumberTally::default());
            words(&tally, &tally, NumberForm { mark, ..NumberForm::default() }, why)
        };
        assert_eq!(told(&["1.50", "-3", "1e3"]), None);
        assert_eq!(
            told(&["1.234,50 €", "3,5"]).as_deref(),
            Some("decimal comma (2 values can only be read so, for instance `1.234,50 €`), with EUR")
        );
        assert_eq!(told(&["$1,234.50"]).as_deref(), Some("decimal point (1 value can only be read so), with $"));
        assert_eq!(told(&["1,234"]).as_deref(), Some("decimal point (assumed, `1,234` could be either)"));
        assert_eq!(told(&["(5)"]).as_deref(), Some("decimal point (no value reads differently otherwise)"));
    }
}
