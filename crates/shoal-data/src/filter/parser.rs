//! Words → condition, by descent: `or` of `and` of `not` of comparisons.

use crate::filter::Fault;
use crate::filter::condition::{Condition, Literal, Parsed, Written, pattern};
use crate::filter::lexer::{Keyword, Token, tokens};

/// So many levels of brackets and `not` are read; more would not be written by hand.
pub(crate) const DEEPEST: usize = 100;

/// Reads a condition.
pub(crate) fn parse(text: &str) -> Result<Parsed, Fault> {
    let mut parser = Parser { tokens: tokens(text)?, next: 0, end: text.len(), depth: 0 };
    let condition = parser.any()?;
    match parser.peek() {
        None => Ok(condition),
        Some(_) => Err(parser.fault("expected and, or, or the end")),
    }
}

struct Parser {
    tokens: Vec<(usize, Token)>,
    next: usize,
    end: usize,
    depth: usize,
}

impl Parser {
    fn peek(&self) -> Option<&Token> {
        self.tokens.get(self.next).map(|(_, token)| token)
    }

    fn at(&self) -> usize {
        self.tokens.get(self.next).map_or(self.end, |&(at, _)| at)
    }

    fn fault(&self, what: &str) -> Fault {
        Fault::new(self.at(), what)
    }

    /// Goes past a token when it is the next one.
    fn skip(&mut self, token: &Token) -> bool {
        let found = self.peek() == Some(token);
        self.next += usize::from(found);
        found
    }

    fn skip_word(&mut self, keyword: Keyword) -> bool {
        self.skip(&Token::Keyword(keyword))
    }

    fn any(&mut self) -> Result<Parsed, Fault> {
        let mut parts = vec![self.all()?];
        while self.skip_word(Keyword::Or) {
            parts.push(self.all()?);
        }
        Ok(one_or(parts, Condition::Any))
    }

    fn all(&mut self) -> Result<Parsed, Fault> {
        let mut parts = vec![self.unit()?];
        while self.skip_word(Keyword::And) {
            parts.push(self.unit()?);
        }
        Ok(one_or(parts, Condition::All))
    }

    fn unit(&mut self) -> Result<Parsed, Fault> {
        if self.depth >= DEEPEST {
            return Err(self.fault("this is too deep: at most 100 brackets and nots stand inside each other"));
        }
        self.depth += 1;
        let found = self.unit_here();
        self.depth -= 1;
        found
    }

    fn unit_here(&mut self) -> Result<Parsed, Fault> {
        if self.skip_word(Keyword::Not) {
            return Ok(Condition::Not(Box::new(self.unit()?)));
        }
        if self.skip(&Token::Open) {
            let inside = self.any()?;
            return if self.skip(&Token::Close) { Ok(inside) } else { Err(self.fault("expected and, or, or )")) };
        }
        self.comparison()
    }

    fn comparison(&mut self) -> Result<Parsed, Fault> {
        let column = self.column()?;
        if let Some(&Token::Comparison(which)) = self.peek() {
            self.next += 1;
            return Ok(Condition::Compare(column, which, self.value()?));
        }
        if self.skip_word(Keyword::Is) {
            let negated = self.skip_word(Keyword::Not);
            return match self.skip_word(Keyword::Null) {
                true => Ok(negate(negated, Condition::IsNull(column))),
                false => Err(self.fault("expected null: a column is compared with =")),
            };
        }
        let negated = self.skip_word(Keyword::Not);
        let found = if self.skip_word(Keyword::In) {
            Condition::In(column, self.values()?)
        } else if self.skip_word(Keyword::Between) {
            let low = self.value()?;
            if !self.skip_word(Keyword::And) {
                return Err(self.fault("expected and: between has two ends"));
            }
            Condition::Between(column, low, self.value()?)
        } else if self.skip_word(Keyword::Like) {
            let at = self.at();
            match self.value()?.what {
                Literal::Text(text) => Condition::Like(column, pattern(&text)),
                _ => return Err(Fault::new(at, "expected a pattern in single quotes, such as 'gift%'")),
            }
        } else {
            return Err(self.fault("expected =, !=, <, <=, >, >=, in, between, like or is null"));
        };
        Ok(negate(negated, found))
    }

    fn column(&mut self) -> Result<Written<String>, Fault> {
        let at = self.at();
        match self.peek() {
            Some(Token::Column(name)) => {
                let what = name.clone();
                self.next += 1;
                Ok(Written { at, what })
            }
            Some(Token::Value(_)) => {
                Err(self.fault("expected a column: it stands on the left, its value on the right"))
            }
            Some(Token::Keyword(_)) => {
                Err(self.fault("expected a column; one with the name of this word stands in double quotes"))
            }
            _ => Err(self.fault("expected a column")),
        }
    }

    fn value(&mut self) -> Result<Written<Literal>, Fault> {
        let at = self.at();
        match self.peek() {
            Some(Token::Value(value)) => {
                let what = value.clone();
                self.next += 1;
                Ok(Written { at, what })
            }
            Some(Token::Column(name)) => {
                Err(self.fault(&format!("expected a value; a text stands in single quotes: '{name}'")))
            }
            Some(Token::Keyword(Keyword::Null)) => Err(self.fault("nothing equals null; write is null")),
            _ => Err(self.fault("expected a value: a number, a day such as 2024-01-31, or a text in single quotes")),
        }
    }

    fn values(&mut self) -> Result<Vec<Written<Literal>>, Fault> {
        if !self.skip(&Token::Open) {
            return Err(self.fault("expected ( and the values, with commas between them"));
        }
        let mut values = vec![self.value()?];
        while self.skip(&Token::Comma) {
            values.push(self.value()?);
        }
        if self.skip(&Token::Close) { Ok(values) } else { Err(self.fault("expected , or )")) }
    }
}

fn one_or(mut parts: Vec<Parsed>, several: impl Fn(Vec<Parsed>) -> Parsed) -> Parsed {
    match parts.pop() {
        Some(only) if parts.is_empty() => only,
        last => {
            parts.extend(last);
            several(parts)
        }
    }
}

fn negate(negated: bool, condition: Parsed) -> Parsed {
    if negated { Condition::Not(Box::new(condition)) } else { condition }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn where_and_what_is_wrong() {
        for (text, at, what) in [
            ("", 0, "expected a column"),
            ("a", 1, "expected =, !="),
            ("a = ", 4, "expected a value"),
            ("a = b", 4, "single quotes: 'b'"),
            ("5 = a", 0, "on the left"),
            ("a = null", 4, "write is null"),
            ("a is 5", 5, "expected null"),
            ("a in 5", 5, "expected ( and"),
            ("a in (5", 7, "expected , or )"),
            ("a between 1 or 2", 12, "expected and"),
            ("a like 5", 7, "a pattern"),
            ("(a = 1", 6, "expected and, or, or )"),
            ("a = 1 b = 2", 6, "expected and, or, or the end"),
            ("and = 1", 0, "double quotes"),
        ] {
            let fault = parse(text).unwrap_err();
            assert!(fault.at == at && fault.what.contains(what), "{text}: {fault:?}");
        }
    }

    #[test]
    fn what_is_too_deep_is_refused() {
        for text in ["(".repeat(10_000), "not ".repeat(10_000)] {
            assert!(parse(&text).unwrap_err().what.contains("too deep"));
        }
        assert!(parse(&format!("{}a = 1{}", "(".repeat(99), ")".repeat(99))).is_ok());
        assert!(parse(&vec!["a = 1"; 20_000].join(" or ")).is_ok());
    }

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

        /// Whatever is written: a condition, or a fault within the text.
        #[test]
        fn any_text_is_read_or_refused(text in "[a-c0-9 '\"(),<>=!%_.é\\-]{0,40}|.{0,40}|((a|b|and|or|not|in|is|null|like|between|=|<|5|'x'|\\(|\\)|,) ){0,15}") {
            if let Err(fault) = parse(&text) {
                prop_assert!(fault.at <= text.len() && text.is_char_boundary(fault.at));
                fault.shown(&text);
            }
        }
    }
}
