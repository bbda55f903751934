//! Sentences made of typed facts.
//!
//! A [`Statement`] is a sentence together with every number in it: where the number stands in `run.json` (a JSON pointer),
//! its value, and how it was written. So a sentence can be checked against the data it was written about, and no number
//! reaches a reader without a source.

use serde::{Deserialize, Serialize};

/// How a number is written in prose.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Form {
    /// A whole number: `1,204`.
    Count,
    /// A share between 0 and 1 as a percentage: `12.5 %`.
    Share,
    /// A measured quantity with about three significant digits: `1,234`, `12.3`, `0.45`, `0.0012`; never a zero that is none.
    Quantity,
    /// An index such as a silhouette, with three decimals: `0.412`.
    Index,
}

impl Form {
    /// The text of a finite value.
    pub fn show(self, value: f64) -> String {
        match self {
            Self::Count => grouped(value, 0),
            Self::Share => format!("{} %", grouped(value * 100.0, 1)),
            Self::Quantity if value.abs() >= 100.0 || value == value.trunc() => grouped(value, 0),
            Self::Quantity if value.abs() >= 10.0 => trimmed(grouped(value, 1)),
            Self::Quantity if value.abs() >= 0.1 => trimmed(grouped(value, 2)),
            Self::Quantity if value.abs() >= 1e-6 => trimmed(grouped(value, significant(value))),
            Self::Quantity => format!("{value:.1e}"),
            Self::Index => grouped(value, 3),
        }
    }
}

/// How many decimals show two significant digits of a number below one.
fn significant(value: f64) -> usize {
    (1.0 - value.abs().log10().floor()) as usize
}

/// A decimal number without the zeros at its end.
fn trimmed(text: String) -> String {
    text.trim_end_matches('0').trim_end_matches('.').to_string()
}

/// A number with the given decimals and a comma between thousands; never `-0`.
fn grouped(value: f64, decimals: usize) -> String {
    let text = format!("{:.*}", decimals, value.abs());
    let (whole, fraction) = text.split_once('.').unwrap_or((text.as_str(), ""));
    let mut out = String::with_capacity(text.len() + 8);
    if value < 0.0 && text.bytes().any(|b| matches!(b, b'1'..=b'9')) {
        out.push('-');
    }
    for (i, digit) in whole.chars().enumerate() {
        if i > 0 && (whole.len() - i).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    if !fraction.is_empty() {
        out.push('.');
        out.push_str(fraction);
    }
    out
}

/// One number in a sentence.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Fact {
    /// JSON pointer into `run.json`, for instance `/segments/0/members`.
    pub at: String,
    /// The value there.
    pub value: f64,
    /// How it is written.
    pub form: Form,
}

/// A sentence and the facts it is made of.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct Statement {
    /// The sentence as a person reads it.
    pub text: String,
    /// Every number in `text`, in order of appearance.
    pub facts: Vec<Fact>,
}

impl Statement {
    /// An empty sentence to write on.
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds words. Words hold no figures: a number comes in through [`Statement::number`].
    #[must_use]
    pub fn say(mut self, words: &str) -> Self {
        self.text.push_str(words);
        self
    }

    /// Adds a number that stands at `at` in `run.json`.
    #[must_use]
    pub fn number(mut self, at: impl Into<String>, value: f64, form: Form) -> Self {
        self.text.push_str(&form.show(value));
        self.facts.push(Fact { at: at.into(), value, form });
        self
    }

    /// Adds a count.
    #[must_use]
    pub fn count(self, at: impl Into<String>, value: usize) -> Self {
        self.number(at, value as f64, Form::Count)
    }

    /// Adds a share as a percentage.
    #[must_use]
    pub fn share(self, at: impl Into<String>, value: f64) -> Self {
        self.number(at, value, Form::Share)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_as_people_write_them() {
        for (form, value, text) in [
            (Form::Count, 1_234_567.0, "1,234,567"),
            (Form::Count, 0.0, "0"),
            (Form::Share, 0.1254, "12.5 %"),
            (Form::Quantity, 1234.5, "1,234"),
            (Form::Quantity, 99.96, "100"),
            (Form::Quantity, 1.5, "1.5"),
            (Form::Quantity, 0.012_34, "0.012"),
            (Form::Quantity, 0.000_1, "0.0001"),
            (Form::Quantity, 2.5e-9, "2.5e-9"),
            (Form::Quantity, 3.0, "3"),
            (Form::Quantity, 0.456, "0.46"),
            (Form::Quantity, -1234.0, "-1,234"),
            (Form::Index, -0.0001, "0.000"),
        ] {
            assert_eq!(form.show(value), text);
        }
    }

    #[test]
    fn a_sentence_keeps_its_facts() {
        let s = Statement::new().count("/a", 3).say(" of ").share("/b", 0.5).say(".");
        assert_eq!(s.text, "3 of 50.0 %.");
        assert_eq!(s.facts.len(), 2);
    }
}
