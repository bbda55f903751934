//! Dates with the name of their month.
//!
//! `5 Jan 2024`, `5. Januar 2024`, `5 de enero de 2024`, `1er janvier 2024`, `05-JAN-24`, `5th January 2024`; `Jan 5, 2024`, `January 5 2024`;
//! `2024-Jan-05`. The name of a weekday may stand before (`Fri, 05 Jan 2024 10:22:00 +0100`). Parts are divided by spaces, points, commas, hyphens or
//! slashes. Where both numbers have two digits, the year is last: `05-JAN-24` is in 2024.
//!
//! Cost: paid only by texts with letters; a look through some eighty names.

use crate::value::moment::{Written, WrittenDate, digits, time_of_day, value, whole_year};
use crate::value::month::{is_weekday, month};
use shoal_segment::date::Day;

/// Longer texts are no dates.
const LONGEST: usize = 64;

/// A part of a date.
enum Part<'a> {
    Number(&'a [u8]),
    Word(&'a str),
}

/// Reads such a date with its time of day.
pub(crate) fn parse(bytes: &[u8]) -> Option<Written> {
    let mut rest = bytes;
    if bytes.len() > LONGEST {
        return None;
    }
    let mut numbers: [&[u8]; 2] = [b"", b""];
    let (mut count, mut named, mut name_at) = (0, None, 0);
    while count < 2 || named.is_none() {
        let (part, after) = next(rest)?;
        match part {
            Part::Number(number) if count < 2 => {
                numbers[count] = number;
                count += 1;
            }
            Part::Word(word) if named.is_none() && month(word).is_some() => (named, name_at) = (month(word), count),
            Part::Word(word) if is_filler(word, count) => {}
            _ => return None,
        }
        rest = after;
        if count < 2 || named.is_none() {
            rest = separator(rest)?;
        }
    }
    let (year, day) = match (numbers[0].len(), numbers[1].len(), name_at) {
        (4, 1 | 2, 1) => (value(numbers[0]) as i32, value(numbers[1])),
        (1 | 2, 4, 0 | 1) => (value(numbers[1]) as i32, value(numbers[0])),
        (1 | 2, 2, 0 | 1) => (whole_year(value(numbers[1])), value(numbers[0])),
        _ => return None,
    };
    let day = Day::from_ymd(year, named?, day)?;
    Some(Written { date: WrittenDate::Named(day), clock: time_of_day(rest)? })
}

/// Words beside the date: a weekday before it, an ordinal ending after the day, `de` and `of`.
fn is_filler(word: &str, numbers: usize) -> bool {
    match numbers {
        0 => is_weekday(word),
        _ => ["st", "nd", "rd", "th", "er", "de", "del", "of"].iter().any(|known| known.eq_ignore_ascii_case(word)),
    }
}

/// The next run of digits or letters.
fn next(bytes: &[u8]) -> Option<(Part<'_>, &[u8])> {
    let (number, rest) = digits(bytes);
    if !number.is_empty() {
        return Some((Part::Number(number), rest));
    }
    let letters = bytes.iter().take_while(|byte| byte.is_ascii_alphabetic() || !byte.is_ascii()).count();
    let (word, rest) = bytes.split_at(letters);
    let word = std::str::from_utf8(word).ok().filter(|word| !word.is_empty())?;
    Some((Part::Word(word), rest))
}

/// What follows a separator; also nothing divides digits from letters (`05Jan2024`).
fn separator(bytes: &[u8]) -> Option<&[u8]> {
    let marks = bytes.iter().take_while(|byte| matches!(byte, b' ' | b'.' | b',' | b'-' | b'/')).count();
    (marks <= 3).then(|| &bytes[marks..])
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::options::DateOrder;

    #[test]
    fn names_of_months() {
        for (text, expected) in [
            ("5 Jan 2024", "2024-01-05"),
            ("05-JAN-24", "2024-01-05"),
            ("05Jan2024", "2024-01-05"),
            ("5. Januar 2024", "2024-01-05"),
            ("5. März 2024 10:22", "2024-03-05 10:22:00"),
            ("1er août 2024", "2024-08-01"),
            ("5 déc. 2024", "2024-12-05"),
            ("5 de enero de 2024", "2024-01-05"),
            ("5th of January 2024", "2024-01-05"),
            ("Jan 5, 2024", "2024-01-05"),
            ("January 5 2024", "2024-01-05"),
            ("Jan 5, 2024, 10:22:00 PM", "2024-01-05 22:22:00"),
            ("Jan. 5th, 1999", "1999-01-05"),
            ("2024-Jan-05", "2024-01-05"),
            ("Fri, 05 Jan 2024 10:22:00 +0100", "2024-01-05 10:22:00"),
            ("Freitag, 5. Januar 2024", "2024-01-05"),
            ("5-Jan-70", "1970-01-05"),
        ] {
            let found = parse(text.as_bytes()).and_then(|written| written.wall_time(DateOrder::MonthFirst));
            assert_eq!(found.map(|moment| moment.to_string()).as_deref(), Some(expected), "{text}");
        }
        for text in
            ["Jan", "Jan 2024", "5 Jan", "31 Feb 2024", "5 Foo 2024", "2024 5 Jan", "5 Jan 024", "Jan 5 2024x", "a1b2"]
        {
            assert_eq!(parse(text.as_bytes()), None, "{text}");
        }
    }
}
