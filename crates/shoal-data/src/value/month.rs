//! Names of months and weekdays in English, German, French and Spanish.
//!
//! Whole names and the usual short ones, without regard to case; a point after a short one is taken off before.

const MONTHS: [(u32, &str); 78] = [
    (1, "jan"),
    (1, "january"),
    (1, "januar"),
    (1, "jänner"),
    (1, "janvier"),
    (1, "janv"),
    (1, "enero"),
    (1, "ene"),
    (2, "feb"),
    (2, "february"),
    (2, "februar"),
    (2, "feber"),
    (2, "février"),
    (2, "fevrier"),
    (2, "févr"),
    (2, "fevr"),
    (2, "fév"),
    (2, "febrero"),
    (3, "mar"),
    (3, "march"),
    (3, "märz"),
    (3, "maerz"),
    (3, "mär"),
    (3, "mrz"),
    (3, "mars"),
    (3, "marzo"),
    (4, "apr"),
    (4, "april"),
    (4, "avril"),
    (4, "avr"),
    (4, "abril"),
    (4, "abr"),
    (5, "may"),
    (5, "mai"),
    (5, "mayo"),
    (6, "jun"),
    (6, "june"),
    (6, "juni"),
    (6, "juin"),
    (6, "junio"),
    (7, "jul"),
    (7, "july"),
    (7, "juli"),
    (7, "juillet"),
    (7, "juil"),
    (7, "julio"),
    (8, "aug"),
    (8, "august"),
    (8, "août"),
    (8, "aout"),
    (8, "agosto"),
    (8, "ago"),
    (9, "sep"),
    (9, "sept"),
    (9, "september"),
    (9, "septembre"),
    (9, "septiembre"),
    (9, "setiembre"),
    (9, "set"),
    (10, "oct"),
    (10, "october"),
    (10, "okt"),
    (10, "oktober"),
    (10, "octobre"),
    (10, "octubre"),
    (11, "nov"),
    (11, "november"),
    (11, "novembre"),
    (11, "noviembre"),
    (12, "dec"),
    (12, "december"),
    (12, "dez"),
    (12, "dezember"),
    (12, "décembre"),
    (12, "decembre"),
    (12, "déc"),
    (12, "diciembre"),
    (12, "dic"),
];

const WEEKDAYS: [&str; 30] = [
    "mon",
    "tue",
    "wed",
    "thu",
    "fri",
    "sat",
    "sun",
    "monday",
    "tuesday",
    "wednesday",
    "thursday",
    "friday",
    "saturday",
    "sunday",
    "mo",
    "di",
    "mi",
    "do",
    "fr",
    "sa",
    "so",
    "montag",
    "dienstag",
    "mittwoch",
    "donnerstag",
    "freitag",
    "samstag",
    "sonntag",
    "thur",
    "thurs",
];

/// The month of a name, 1 to 12.
pub(crate) fn month(word: &str) -> Option<u32> {
    let word = word.to_lowercase();
    MONTHS.iter().find(|(_, name)| *name == word).map(|(month, _)| *month)
}

/// Whether a word names a day of the week, in English or German.
pub(crate) fn is_weekday(word: &str) -> bool {
    WEEKDAYS.iter().any(|day| day.eq_ignore_ascii_case(word))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names() {
        for (word, expected) in [("JAN", Some(1)), ("März", Some(3)), ("août", Some(8)), ("DIC", Some(12)), ("x", None)]
        {
            assert_eq!(month(word), expected, "{word}");
        }
        assert!(is_weekday("Fri") && !is_weekday("Jan"));
        for (at, (number, name)) in MONTHS.iter().enumerate() {
            assert!(MONTHS[..at].iter().all(|(other, known)| known != name && other <= number), "{name}");
        }
    }
}
