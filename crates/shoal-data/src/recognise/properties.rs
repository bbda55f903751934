//! Which other columns of the customers table say something about customers: as a number, as a category, or not at all.
//!
//! Decided per name over all customers tables, by name and values, so that neither the order of rows nor the files in which they
//! stand play a part. `--map customers.number=COLUMN`, `customers.attribute=COLUMN` and `customers.ignore=COLUMN` say otherwise. In
//! this order:
//!
//! 1. *Personal* by its name (name, e-mail, phone, address, comment …): nothing; but flags such as `has_phone`, with at
//!    most two different values, are no address.
//! 2. *Dates*: nothing. The sign-up date has a role of its own.
//! 3. A *code* by its name (`postal_code`, `zip`, or ending in `id`, `code`, `number`, `no` …) or by its shape (a zero before other digits,
//!    ten digits and more): a category where it repeats, else nothing. The difference of two codes says nothing, so they are never numbers.
//! 4. *Numbers* (nearly all values): a category when there are at most five different ones that repeat (grades, flags), nothing when
//!    they number the rows, else a number.
//! 5. *Text*: a category when there are at most 50 different values and each stands on two rows on average; else nothing. So is what looks like
//!    addresses or phone numbers, which the note says.
//!
//! Numbers may be written with a currency, with groups, with a decimal comma or as percentages ([`crate::value::number_form`]). Whole
//! numbers with groups, most of them as long as phone numbers and none with a currency, are taken for phone numbers.
//!
//! What is left out for its values is told in the notes of the receipt; what is personal by its name only stands among the unused columns.
//!
//! Cost: one pass over each such column.

use crate::gather::attributes::MOST_LEVELS;
use crate::recognise::Table;
use crate::recognise::profiles::Profiles;
use crate::recognise::roles::{Role, plain};
use crate::value::number::{Decimal, NumberFault, parse, plain as plain_number};
use crate::value::number_form::NumberForm;
use crate::value::number_tally::NumberTally;
use crate::value::value_counts::value_counts;
use shoal_segment::privacy::looks_like_a_contact;
use shoal_segment::receipt::TableKind;
use std::collections::BTreeMap;

/// The share of the values (in percent) that must be numbers or dates.
const NEARLY_ALL: u64 = 90;
/// So few different numbers are grades, not amounts.
const FEW: u64 = 5;
/// Rows a category needs on average.
const REPEATS: u64 = 2;
/// So many different values are yes and no, and tell nobody's address.
const FLAG: u64 = 2;
/// Whole numbers of so many digits are telephone numbers, cards and the like.
const LONG: usize = 10;
/// Fewer rows than this that are numbered say nothing.
const NUMBERED: u64 = 20;

/// Names of columns that hold names.
const PERSONAL: [&str; 23] = [
    "name",
    "customername",
    "clientname",
    "contactname",
    "membername",
    "username",
    "fullname",
    "firstname",
    "lastname",
    "surname",
    "forename",
    "givenname",
    "middlename",
    "familyname",
    "nickname",
    "companyname",
    "accountname",
    "contact",
    "vorname",
    "nachname",
    "nom",
    "nombre",
    "login",
];

/// Words of the names of columns that hold addresses, numbers to call and what people wrote.
const PERSONAL_WORDS: [&str; 24] = [
    "email",
    "mail",
    "phone",
    "telephone",
    "telefon",
    "tel",
    "mobile",
    "cellphone",
    "fax",
    "address",
    "addr",
    "street",
    "strasse",
    "url",
    "website",
    "iban",
    "ssn",
    "passport",
    "password",
    "comment",
    "comments",
    "notes",
    "remarks",
    "description",
];

/// Words at the end of the names of codes.
const CODES: [&str; 11] = ["id", "ids", "uuid", "guid", "key", "ref", "code", "no", "nr", "number", "hash"];

/// Words anywhere in the names of codes.
const POSTAL: [&str; 7] = ["zip", "zipcode", "postal", "postcode", "postalcode", "plz", "cep"];

/// What a column is.
#[derive(Debug, PartialEq, Eq)]
enum Found {
    Number,
    Attribute(&'static str),
    /// Nothing, with the reason where it is to be told.
    Nothing(Option<String>),
}

/// Gives the free columns of the customers tables their roles.
pub(crate) fn settle(profiles: &mut Profiles<'_>, tables: &mut [Table]) {
    let mut groups: BTreeMap<String, Vec<(usize, usize)>> = BTreeMap::new();
    for (position, table) in tables.iter().enumerate().filter(|(_, table)| table.kind == TableKind::Customers) {
        let header = &profiles.sources[table.source].grid.header;
        for column in table.columns.free(header.len()) {
            groups.entry(plain(&header[column])).or_default().push((position, column));
        }
    }
    for (_, columns) in groups.into_iter().filter(|(name, _)| !name.is_empty()) {
        let found = found(profiles, tables, &columns);
        for (position, column) in columns {
            let table = &mut tables[position];
            match &found {
                Found::Number => table.columns.take(Role::Number, column, "its values are numbers"),
                Found::Attribute(because) => table.columns.take(Role::Attribute, column, *because),
                Found::Nothing(Some(why)) => table.left_out.push((column, why.clone())),
                Found::Nothing(None) => {}
            }
        }
    }
}

fn found(profiles: &mut Profiles<'_>, tables: &[Table], columns: &[(usize, usize)]) -> Found {
    let (mut dates, mut filled) = (0, 0);
    for &(position, column) in columns {
        let tally = profiles.dates((tables[position].source, column));
        (dates, filled) = (dates + tally.written_as_dates(), filled + tally.filled);
    }
    let grid = |position: usize| &profiles.sources[tables[position].source].grid;
    let mut values: BTreeMap<Vec<u8>, u64> = BTreeMap::new();
    for &(position, column) in columns {
        for (value, count) in value_counts(grid(position), column) {
            *values.entry(value).or_default() += count;
        }
    }
    let cells = columns.iter().all(|&(position, _)| grid(position).epoch().is_some());
    let name = columns.iter().map(|&(position, column)| grid(position).column_name(column)).min().unwrap_or_default();
    if filled > 0 && dates * 100 >= filled * NEARLY_ALL {
        return of_dates(&name);
    }
    by_values(&name, &values, cells)
}

fn of_dates(name: &str) -> Found {
    let why = "it holds dates; the day of signing up is `--map customers.signup=COLUMN`";
    Found::Nothing((!is_contact(name)).then(|| why.to_owned()))
}

fn by_values(name: &str, values: &BTreeMap<Vec<u8>, u64>, cells: bool) -> Found {
    let mut tally = NumberTally::default();
    values.iter().for_each(|(value, &count)| tally.add(value, count, cells));
    let form = tally.form(cells);
    // In a column of numbers `NA` is no country.
    let numbers: Vec<(Decimal, u64)> =
        values.iter().filter_map(|(value, &count)| Some((parse(value, form).ok()?, count))).collect();
    let filled: u64 = values.values().sum();
    let different = values.len() as u64;
    if filled == 0 || is_name(name) || (is_contact(name) && different > FLAG) {
        return Found::Nothing(None);
    }
    let repeats = different * REPEATS <= filled;
    if is_code(name) || has_shape_of_code(values) {
        return match different as usize <= MOST_LEVELS && repeats {
            true => Found::Attribute("its values: codes that repeat"),
            false => Found::Nothing(Some(format!(
                "a code with {different} different values is neither a number nor a category"
            ))),
        };
    }
    let readable: u64 = numbers.iter().map(|(_, count)| count).sum();
    let contacts = !tally.looks_like_money()
        && most(values, filled, |value| {
            plain_number(value).is_none() && looks_like_a_contact(&String::from_utf8_lossy(value))
        });
    if readable > 0 && readable * 100 >= tally.filled * NEARLY_ALL && !contacts {
        return of_numbers(&numbers, different, repeats);
    }
    of_text(values, filled, repeats, form)
}

/// Whether more than half of the rows have such a value.
fn most(values: &BTreeMap<Vec<u8>, u64>, filled: u64, wanted: impl Fn(&[u8]) -> bool) -> bool {
    2 * values.iter().filter(|(value, _)| wanted(value)).map(|(_, count)| count).sum::<u64>() > filled
}

fn of_numbers(numbers: &[(Decimal, u64)], different: u64, repeats: bool) -> Found {
    if different <= FEW && repeats {
        return Found::Attribute("its values: few different numbers");
    }
    let whole: Option<Vec<i64>> =
        numbers.iter().map(|(number, count)| (number.decimals == 0 && *count == 1).then_some(number.units)).collect();
    let span = whole.as_ref().and_then(|whole| Some(whole.iter().max()? - whole.iter().min()?));
    if different >= NUMBERED && span == Some(different as i64 - 1) {
        return Found::Nothing(Some("it numbers the rows".to_owned()));
    }
    Found::Number
}

fn of_text(values: &BTreeMap<Vec<u8>, u64>, filled: u64, repeats: bool, form: NumberForm) -> Found {
    if most(values, filled, |value| looks_like_a_contact(&String::from_utf8_lossy(value))) {
        return Found::Nothing(Some("its values look like addresses or phone numbers".to_owned()));
    }
    let formatted = |value: &[u8]| {
        let fault = parse(value, form).err();
        fault.filter(|fault| !matches!(fault, NumberFault::Text | NumberFault::NotFinite | NumberFault::TooLarge))
    };
    if let Some(fault) = values
        .keys()
        .find_map(|value| formatted(value))
        .filter(|_| most(values, filled, |value| formatted(value).is_some()))
    {
        return Found::Nothing(Some(format!("its values would be numbers, but at least one {}", fault.words())));
    }
    match values.len() <= MOST_LEVELS && repeats {
        true => Found::Attribute("its values: few different ones"),
        false => Found::Nothing(Some(format!(
            "its {} different values on {filled} rows are too many for a category",
            values.len()
        ))),
    }
}

fn is_name(name: &str) -> bool {
    PERSONAL.contains(&plain(name).as_str())
}

fn is_contact(name: &str) -> bool {
    plain(name).ends_with("email") || words(name).iter().any(|word| PERSONAL_WORDS.contains(&word.as_str()))
}

/// Whether a column without a role holds, by its name, what is nobody else's business: names, addresses, numbers to call, codes of
/// places, what people wrote.
pub(crate) fn holds_personal_data(name: &str) -> bool {
    let words = words(name);
    let of_person = ["first", "last", "billing", "shipping", "customer", "cardholder"];
    let names_person = words.iter().any(|word| of_person.contains(&word.as_str()));
    is_name(name)
        || is_contact(name)
        || words.iter().any(|word| POSTAL.contains(&word.as_str()) || word.starts_with("address"))
        || names_person && words.iter().any(|word| ["name", "company", "city"].contains(&word.as_str()))
}

fn is_code(name: &str) -> bool {
    let words = words(name);
    words.last().is_some_and(|last| CODES.contains(&last.as_str()))
        || words.iter().any(|word| POSTAL.contains(&word.as_str()))
}

/// Whether most values are digits as codes have them: a zero before others, or very many.
fn has_shape_of_code(values: &BTreeMap<Vec<u8>, u64>) -> bool {
    let digits = |value: &[u8]| !value.is_empty() && value.iter().all(u8::is_ascii_digit);
    let all: u64 = values.values().sum();
    let count = |wanted: &dyn Fn(&[u8]) -> bool| -> u64 {
        values.iter().filter(|(value, _)| wanted(value)).map(|(_, count)| count).sum()
    };
    if 2 * count(&digits) <= all {
        return false;
    }
    values.keys().any(|value| digits(value) && value.len() > 1 && value[0] == b'0')
        || 2 * count(&|value| digits(value) && value.len() >= LONG) > all
}

/// The words of a name, in small letters: `PostalCode`, `postal_code` and `Postal code` have two.
fn words(name: &str) -> Vec<String> {
    let mut words = vec![String::new()];
    let mut small = false;
    for letter in name.chars() {
        let breaks = !letter.is_alphanumeric() || (small && letter.is_uppercase());
        if breaks && words.last().is_some_and(|word| !word.is_empty()) {
            words.push(String::new());
        }
        if letter.is_alphanumeric()
            && let Some(word) = words.last_mut()
        {
            word.extend(letter.to_lowercase());
        }
        small = letter.is_lowercase();
    }
    words.retain(|word| !word.is_empty());
    words
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(name: &str, values: &[&str]) -> &'static str {
        let mut counts: BTreeMap<Vec<u8>, u64> = BTreeMap::new();
        values.iter().for_each(|value| *counts.entry(value.as_bytes().to_vec()).or_default() += 1);
        match by_values(name, &counts, false) {
            Found::Number => "number",
            Found::Attribute(_) => "attribute",
            Found::Nothing(Some(_)) => "told",
            Found::Nothing(None) => "nothing",
        }
    }

    #[test]
    fn columns_by_name_and_values() {
        let ages = ["31", "45.5", "28", "60", "31", "19", "77"];
        let plans = ["pro", "free", "free", "pro", "free", "free"];
        let row_numbers: Vec<String> = (1..=30).map(|row| row.to_string()).collect();
        let row_numbers: Vec<&str> = row_numbers.iter().map(String::as_str).collect();
        for (name, values, expected) in [
            ("Age", &ages[..], "number"),
            ("Annual Income (k$)", &["15", "16", "17", "18"], "number"),
            ("Children", &["0", "1", "2", "0", "1", "2", "3", "0"], "attribute"),
            ("plan", &plans, "attribute"),
            ("Plan name", &plans, "attribute"),
            ("CustomerName", &plans, "nothing"),
            ("has_phone", &["yes", "no", "yes", "no"], "attribute"),
            ("Mobile", &["+49 172 1", "+49 172 2", "+49 172 3"], "nothing"),
            ("reach", &["ann@x.com", "bob@x.com"], "told"),
            ("PostalCode", &["10115", "80331", "20095"], "told"),
            ("zip", &["10115", "80331", "10115", "80331"], "attribute"),
            ("district", &["01067", "04103", "10115", "20095"], "told"),
            ("card", &["4911122233", "4911122234", "4911122235"], "told"),
            ("StoreId", &["7", "9", "7", "9", "7"], "attribute"),
            ("row", &row_numbers, "told"),
            ("Income", &["$1,000", "$2,000", "$1,500"], "number"),
            ("Einkommen", &["1.000,50 €", "2.000 €", "1.500 €"], "number"),
            ("discount", &["12 %", "5.5 %", "0", "7 %", "1 %", "2 %", "3 %", "4 %", "6 %", "8 %"], "number"),
            ("discount", &["12 %", "5.5", "7", "1 %", "0.12"], "told"),
            ("reachable", &["555 123 456", "555 123 457", "+49 172 123"], "told"),
            ("capital", &["1 555 123,5", "555 123 457", "1 072 123"], "number"),
            ("essay", &["I like it", "So do I", "Not me"], "told"),
            ("score", &["NA", "1.5", "2.5", "NA", "9.25"], "number"),
            ("empty", &[], "nothing"),
        ] {
            assert_eq!(of(name, values), expected, "{name}");
        }
    }

    #[test]
    fn words_of_names() {
        for (name, expected) in
            [("PostalCode", "postal code"), ("customer_ID", "customer id"), ("Annual Income (k$)", "annual income k")]
        {
            assert_eq!(words(name).join(" "), expected);
        }
    }
}
