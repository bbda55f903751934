//! Text → words of the language.

use crate::filter::Fault;
use crate::filter::condition::{Comparison, Literal};
use crate::value::number::parse;
use crate::value::number_form::NumberForm;
use shoal_segment::date::Day;

/// A word with a meaning of its own.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Keyword {
    And,
    Or,
    Not,
    In,
    Between,
    Is,
    Null,
    Like,
}

const KEYWORDS: [(&str, Keyword); 8] = [
    ("and", Keyword::And),
    ("or", Keyword::Or),
    ("not", Keyword::Not),
    ("in", Keyword::In),
    ("between", Keyword::Between),
    ("is", Keyword::Is),
    ("null", Keyword::Null),
    ("like", Keyword::Like),
];

/// One word.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Token {
    Keyword(Keyword),
    Column(String),
    Value(Literal),
    Comparison(Comparison),
    Open,
    Close,
    Comma,
}

/// The words with their first bytes.
pub(crate) fn tokens(text: &str) -> Result<Vec<(usize, Token)>, Fault> {
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(first) = text[at..].chars().next() {
        if first.is_whitespace() {
            at += first.len_utf8();
            continue;
        }
        let (token, length) = token(&text[at..], first).map_err(|what| Fault::new(at, what))?;
        found.push((at, token));
        at += length;
    }
    Ok(found)
}

/// The first word of a text that begins with `first`, and its length.
fn token(text: &str, first: char) -> Result<(Token, usize), String> {
    match first {
        '(' => Ok((Token::Open, 1)),
        ')' => Ok((Token::Close, 1)),
        ',' => Ok((Token::Comma, 1)),
        '\'' => quoted(text, first).map(|(inside, length)| (Token::Value(Literal::Text(inside)), length)),
        '"' | '`' => quoted(text, first).map(|(inside, length)| (Token::Column(inside), length)),
        '=' | '<' | '>' | '!' => comparison(text),
        _ => word(text, first),
    }
}

/// What stands between two marks, of which one inside is written twice.
fn quoted(text: &str, mark: char) -> Result<(String, usize), String> {
    let mut inside = String::new();
    let mut characters = text.char_indices().skip(1).peekable();
    while let Some((at, character)) = characters.next() {
        if character != mark {
            inside.push(character);
        } else if characters.peek().is_some_and(|&(_, next)| next == mark) {
            inside.push(mark);
            characters.next();
        } else {
            return Ok((inside, at + 1));
        }
    }
    Err(format!("this {mark} is never closed"))
}

fn comparison(text: &str) -> Result<(Token, usize), String> {
    let known = [
        ("<=", Comparison::AtMost),
        (">=", Comparison::AtLeast),
        ("<>", Comparison::NotEqual),
        ("!=", Comparison::NotEqual),
        ("==", Comparison::Equal),
        ("=", Comparison::Equal),
        ("<", Comparison::Less),
        (">", Comparison::Greater),
    ];
    let found = known.into_iter().find(|(sign, _)| text.starts_with(sign));
    found
        .map(|(sign, which)| (Token::Comparison(which), sign.len()))
        .ok_or_else(|| "a lone ! means nothing; write != or not".to_owned())
}

/// A number, a day, a word of the language or the name of a column.
fn word(text: &str, first: char) -> Result<(Token, usize), String> {
    let signed = matches!(first, '-' | '+') && text[1..].starts_with(|c: char| c.is_ascii_digit() || c == '.');
    let numeric = signed || first.is_ascii_digit() || first == '.';
    // Within a number a sign follows a digit (a day) or an e (an exponent).
    let sign = |at: usize| at == 0 || text[..at].ends_with(|c: char| c.is_ascii_digit() || matches!(c, 'e' | 'E'));
    let goes_on = |&(at, c): &(usize, char)| {
        c.is_alphanumeric() || matches!(c, '_' | '.') || (numeric && matches!(c, '-' | '+') && sign(at))
    };
    let length: usize = text.char_indices().take_while(goes_on).map(|(_, c)| c.len_utf8()).sum();
    let word = &text[..length];
    if length == 0 {
        return Err(format!("`{first}` has no meaning here"));
    }
    if numeric {
        return value(word).map(|token| (token, length));
    }
    let lower = word.to_lowercase();
    let keyword = KEYWORDS.iter().find(|(known, _)| *known == lower);
    Ok((keyword.map_or_else(|| Token::Column(word.to_owned()), |&(_, keyword)| Token::Keyword(keyword)), length))
}

fn value(word: &str) -> Result<Token, String> {
    if let Some(day) = Day::parse_iso(word) {
        return Ok(Token::Value(Literal::Day(day, word.to_owned())));
    }
    if let Ok(number) = parse(word.as_bytes(), NumberForm::default()) {
        return Ok(Token::Value(Literal::Number(number, word.to_owned())));
    }
    if word.chars().all(|c| c.is_ascii_digit() || matches!(c, '-' | '+' | '.')) {
        return Err(format!("`{word}` is neither a number such as 12.50 nor a day such as 2024-01-31"));
    }
    Ok(Token::Column(word.to_owned()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(text: &str) -> String {
        let show = |(at, token): (usize, Token)| format!("{at}:{token:?}");
        tokens(text).map_or_else(
            |fault| format!("{} {}", fault.at, fault.what),
            |found| found.into_iter().map(show).collect::<Vec<_>>().join(" "),
        )
    }

    #[test]
    fn words() {
        for (text, expected) in [
            (
                "a<=-1.5e1",
                "0:Column(\"a\") 1:Comparison(AtMost) 3:Value(Number(Decimal { units: -15, decimals: 0 }, \"-1.5e1\"))",
            ),
            ("\"a \"\"b\" IS", "0:Column(\"a \\\"b\") 8:Keyword(Is)"),
            ("2024-01-05)", "0:Value(Day(Day(19727), \"2024-01-05\")) 10:Close"),
            ("'it''s'", "0:Value(Text(\"it's\"))"),
            ("3rd", "0:Column(\"3rd\")"),
            ("größe", "0:Column(\"größe\")"),
            ("a = 'x", "4 this ' is never closed"),
            ("a ! b", "2 a lone ! means nothing; write != or not"),
            ("a ; b", "2 `;` has no meaning here"),
            ("a = 2024-13-05", "4 `2024-13-05` is neither a number such as 12.50 nor a day such as 2024-01-31"),
            ("a - b", "2 `-` has no meaning here"),
        ] {
            assert_eq!(shown(text), expected, "{text}");
        }
    }
}
